from typing import Any, cast

from bestiary.profile import Profile
from bestiary.rows import cells, name_rows, record_rows

STATED: list[dict[str, Any]] = [{"record": 1}, {"record": 0, "giver": "Porcelain Labs"}, {"record": 1, "rejected": "?"}]
PROFILE = cast(
    Profile,
    {
        "id": "teapot",
        "kind": "actor",
        "records": [
            {"key": "misp:2", "source": "misp", "title": "Tea", "external_ids": []},
            {"key": "etda:1", "source": "etda", "title": "Pot", "external_ids": ["G1", "G2"]},
        ],
        "names": [
            {"name": "Urn", "support": 2, "contested": [], "stated": STATED},
            {"name": "APT 999", "support": 0, "contested": [{"id": "x"}], "stated": STATED[1:]},
        ],
    },
)


def test_rows_of_names() -> None:
    assert [tuple(row) for row in name_rows(PROFILE)] == [
        ("teapot", "APT 999", "apt999", "Porcelain Labs", "misp", "misp:2", 0, True),
        ("teapot", "Urn", "urn", "", "etda", "etda:1", 2, False),
        ("teapot", "Urn", "urn", "Porcelain Labs", "misp", "misp:2", 2, False),
    ]


def test_rows_of_records() -> None:
    assert [(row.record, row.title, row.external_ids) for row in record_rows(PROFILE)] == [
        ("etda:1", "Pot", ("G1", "G2")),
        ("misp:2", "Tea", ()),
    ]


def test_a_row_as_text() -> None:
    assert cells(("a", 2, True, False, ("b", "c"), ())) == ["a", "2", "true", "false", "b c", ""]
