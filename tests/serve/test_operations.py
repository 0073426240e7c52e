from pathlib import Path

import pytest

from bestiary.base import Bestiary
from bestiary.serve.operations import reported, within


def test_all_in_one_list_by_date(served: Path) -> None:
    with Bestiary.open(served) as bestiary:
        rows = reported(bestiary)
        assert [(row["operation"]["reported"], row["counter"]) for row in rows] == [
            ("2014 Summer", False), ("2016-03", True)
        ]  # fmt: skip
        assert {row["actor"]["title"] for row in rows} == {"Teapot Group"}
        assert reported(bestiary) is rows  # worked out once


@pytest.mark.parametrize(
    ("date", "since", "until", "held"),
    [("2014", "2014-05", "", True), ("2014-03", "2014-05", "", False), ("2014-03-09", "", "2014-03", True),
     ("2014-22", "", "2014-12", True), ("2014-22", "2014-11", "", False), ("2014-22", "2014-08", "2014-08", True),
     ("2013/2015", "2014-03", "2014-04", True),
     (None, "", "", True), (None, "2014", "", False), ("2015", "", "2014-12", False)],
)  # fmt: skip
def test_bounds(date: str | None, since: str, until: str, held: bool) -> None:
    assert within(date, since, until) is held
