from hypothesis import given
from hypothesis import strategies as st

from bestiary.origin import Origin
from bestiary.statement import Draft, Record, canonical, statement_id


def test_a_draft_numbers_statements_and_places_them() -> None:
    draft = Draft(Record("f", "c", "1", Origin("a.md", None, "ab")))
    operation = draft.state("operation", "2012: Kettle", 7)
    draft.state("date", "2012", 7, operation)
    draft.state("name", "Teapot", 9, giver="Vendor")
    assert [(s.ord, s.parent, s.qualifiers, str(s.origin), s.tlp) for s in draft.statements] == [
        (0, None, {}, "a.md:7", "clear"),
        (1, 0, {}, "a.md:7", "clear"),
        (2, None, {"giver": "Vendor"}, "a.md:9", "clear"),
    ]


def test_the_id_is_fixed_for_ever() -> None:
    # a change here would orphan every id that was ever published
    assert statement_id("etda:1", b"", "name", "Teapot", '{"giver":"Vendor"}').hex() == "da9a345f4cc9c4293271f73e"


@given(st.lists(st.text(), min_size=4, max_size=4), st.binary(max_size=12), st.lists(st.text(), min_size=4, max_size=4))
def test_different_facts_have_different_ids(one: list[str], parent: bytes, other: list[str]) -> None:
    def id_(parts: list[str]) -> bytes:
        return statement_id(parts[0], parent, *parts[1:])

    assert (id_(one) == id_(other)) == (one == other)
    assert len(id_(one)) == 12


@given(st.dictionaries(st.text(), st.text()))
def test_equal_qualifiers_have_equal_text(qualifiers: dict[str, str]) -> None:
    assert canonical(qualifiers) == canonical(dict(reversed(list(qualifiers.items()))))
    assert (canonical(qualifiers) == "") == (not qualifiers)
