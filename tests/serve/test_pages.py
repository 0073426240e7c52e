import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.errors import NotFound
from bestiary.serve.pages import page


@given(st.sets(st.text(min_size=1)), st.integers(1, 9))
def test_every_item_once_in_order(items: set[str], limit: int) -> None:
    ordered, seen, cursor = sorted(items), [], ""
    while True:
        found = page(ordered, str, limit, cursor)
        seen += found["items"]
        assert found["total"] == len(ordered)
        if found["next"] is None:
            break
        cursor = found["next"]
    assert seen == ordered


def test_items_may_come_and_go_between_pages() -> None:
    first = page(["a", "c", "e"], str, 2, "")
    assert page(["b", "c", "d", "e"], str, 2, first["next"] or "")["items"] == ["d", "e"]


@pytest.mark.parametrize("cursor", ["ä", "!", "a", "____"])
def test_what_is_no_cursor(cursor: str) -> None:
    with pytest.raises(NotFound, match="no cursor"):
        page([], str, 1, cursor)
