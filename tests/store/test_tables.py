from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.store.tables import APPLICATION_ID, HEADER, is_ours, short_place, whole_place
from tests.small import build_small


@pytest.mark.parametrize(
    ("base", "place", "stored"),
    [
        ("/values/1", "/values/1/meta/refs/0", "/meta/refs/0"),
        ("/values/1", "/values/10/meta", "#/values/10/meta"),  # of another record, though it begins alike
        ("/values/1", "/values/1", "#/values/1"),
        ("", "/a", "/a"),
    ],
)
def test_a_place_is_stored_by_what_it_adds_to_the_record_s(base: str, place: str, stored: str) -> None:
    assert short_place(base, place) == stored
    assert whole_place(base, stored) == place


pointers = st.lists(st.sampled_from(["a", "1", "10", "~1", "#"]), max_size=4).map(
    lambda steps: "".join("/" + s for s in steps)
)


@given(pointers, pointers.filter(bool))
def test_a_stored_place_is_whole_again(base: str, place: str) -> None:
    assert whole_place(base, short_place(base, place)) == place


def test_a_line_is_a_line() -> None:
    assert whole_place("/values/1", 12) == 12


OURS = b"SQLite format 3\0" + bytes(52) + APPLICATION_ID.to_bytes(4, "big")


@pytest.mark.parametrize(
    ("head", "ours"),
    [
        (OURS, True),
        (OURS + b"anything at all", True),
        (OURS[:-1], False),
        (OURS[:-4] + bytes(4), False),
        (b"sQLite format 3\0" + OURS[16:], False),
        (b"", False),
    ],
)
def test_a_file_of_ours_is_known_by_its_header(head: bytes, ours: bool) -> None:
    assert is_ours(head) is ours


def test_what_is_written_bears_the_header_of_ours(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    assert is_ours(db.read_bytes()[:HEADER])
