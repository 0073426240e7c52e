"""Operations on a page."""

from pathlib import Path

from bestiary.serve.web.happened import drawn, told
from tests.small import open_small


def test_the_latest_stands_first_and_each_is_drawn(tmp_path: Path) -> None:
    with open_small(tmp_path) as bestiary:
        profile = bestiary.profile("teapot-group")
    rows = told(profile)
    assert [(row.when, row.counter, row.anchor) for row in rows] == [
        ("2016-03", True, "op-1"),
        ("2014 Summer", False, "op-2"),
    ]
    assert rows[1].title == "Operation “Earl Grey”"
    picture = drawn(profile, rows)
    assert 'href="#op-1"' in picture
    assert 'href="#op-2"' in picture
    assert drawn(profile, []) == ""
