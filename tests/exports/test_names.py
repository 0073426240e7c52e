import csv
import io
from typing import Any, cast

from bestiary.exports.names import COLUMNS
from bestiary.profile import Profile

from .chosen import Given, exported

STATED: list[dict[str, Any]] = [
    {"record": 0, "giver": "Porcelain Labs"},
    {"record": 1},
    {"record": 1, "rejected": "a brand"},
]
NAME = {"name": "APT 999", "support": 2, "stated": STATED, "contested": []}
PROFILE = cast(
    Profile,
    {
        "id": "teapot",
        "records": [{"key": "etda:1", "source": "etda"}, {"key": "misp:2", "source": "misp"}],
        "names": [NAME, {**NAME, "name": "Kettle", "contested": [{"id": "kettle"}], "stated": STATED[2:]}],
    },
)


def test_a_row_a_use_that_counts() -> None:
    text = exported("names", Given([PROFILE]))["names.csv"].decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [tuple(row.values()) for row in rows] == [
        ("teapot", "APT 999", "apt999", "", "misp", "misp:2", "2", "false"),
        ("teapot", "APT 999", "apt999", "Porcelain Labs", "etda", "etda:1", "2", "false"),
    ]
