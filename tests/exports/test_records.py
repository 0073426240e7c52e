import csv
import io
from typing import Any, cast

from bestiary.exports.records import COLUMNS
from bestiary.profile import Profile

from .chosen import Given, exported


def profile(id_: str, *keys: str) -> Profile:
    records: list[dict[str, Any]] = [
        {"key": key, "source": key.partition(":")[0], "title": "Tea, pot", "external_ids": ["G0001", "G0002"]}
        for key in keys
    ]
    return cast(Profile, {"id": id_, "kind": "actor", "records": records})


def test_a_row_a_record_in_the_order_of_keys() -> None:
    given = Given([profile("kettle", "misp:2", "etda:1"), profile("urn", "misp:3")])
    text = exported("records", given)["records.csv"].decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["profile"], row["source"], row["record"]) for row in rows] == [
        ("kettle", "etda", "etda:1"),
        ("kettle", "misp", "misp:2"),
        ("urn", "misp", "misp:3"),
    ]
    assert {(row["title"], row["external_ids"]) for row in rows} == {("Tea, pot", "G0001 G0002")}
