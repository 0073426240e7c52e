import pytest

from bestiary.brackets import outside


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a, b", [(1, 3)]),
        ("a (b, c), d", [(8, 10)]),
        ("a [b, {c, d}], e", [(13, 15)]),
        ("a (b, c", [(4, 6)]),  # they do not pair up
        ("a), (b", [(2, 4)]),
        ("", []),
    ],
)
def test_separators_outside_of_brackets(text: str, places: list[tuple[int, int]]) -> None:
    assert list(outside(text, r",\s")) == places
