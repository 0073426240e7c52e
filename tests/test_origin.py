from hypothesis import given
from hypothesis import strategies as st

from bestiary.origin import Origin, pointer


def test_an_origin_reads_as_editors_read_it() -> None:
    file = Origin("cards/a.md", None, "ab")
    assert str(file) == "cards/a.md"
    assert str(file.at(12)) == "cards/a.md:12"
    assert str(file.at("/values/3")) == "cards/a.md#/values/3"
    assert file.at(12).sha256 == "ab"


def test_pointer_escapes_as_rfc_6901() -> None:
    assert pointer() == ""
    assert pointer("a/b", 0, "m~n") == "/a~1b/0/m~0n"


@given(st.lists(st.text()))
def test_a_pointer_can_be_taken_apart_again(steps: list[str]) -> None:
    parts = pointer(*steps).split("/")[1:]
    assert [part.replace("~1", "/").replace("~0", "~") for part in parts] == steps
