import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.config import default_input
from bestiary.misp_file import LISTS, TEXTS, cluster_file, galaxy_file, number, own_uuid, terms
from bestiary.schema import schema

HEAD = {
    "authors": ["Porcelain Labs"], "category": "actor", "description": "“Pots”.", "name": "Pots", "source": "The shelf",
    "type": "pots", "uuid": "00000000-0000-4000-8000-000000000001", "version": 3,
}  # fmt: skip


def test_a_uuid_of_ours_never_changes() -> None:
    assert own_uuid("misp:1") == "2b77a0b4-20c1-51ac-8d9d-904176ccec91"
    assert UUID(own_uuid("galaxy actor")).version == 5


@pytest.mark.parametrize("values", [[], [{"value": "B"}], [{"value": "B", "meta": {}}, {"uuid": "u", "value": "A\n“"}]])
def test_a_cluster_file_has_a_value_a_line(values: list[dict[str, Any]]) -> None:
    content = b"".join(cluster_file(HEAD, iter(values)))
    assert json.loads(content) == {**HEAD, "values": values}
    assert list(json.loads(content)) == sorted([*HEAD, "values"])
    assert len(content.splitlines()) == len(HEAD) + len(values) + 4


def test_a_galaxy_file_is_sorted_and_indented() -> None:
    head = {"version": 1, "name": "Pots"}
    assert b"".join(galaxy_file(head)) == b'{\n  "name": "Pots",\n  "version": 1\n}\n'


@given(st.text())
def test_the_number_of_any_edition_can_be_counted_with(edition: str) -> None:
    assert 0 <= number(edition) < 1_000_000


def test_the_number_of_an_edition_however_long() -> None:
    assert number("9" * 5_000) == 0


def test_terms_name_each_source() -> None:
    sources: list[Any] = [{"title": "Shelf", "publisher": "Porcelain Labs", "terms": "CC0-1.0"}]
    assert terms(sources).endswith(" Shelf by Porcelain Labs: CC0-1.0.")


def test_which_keys_hold_texts_and_which_lists_is_what_the_galaxy_says() -> None:
    folder = default_input()
    assert folder
    clusters = json.loads((folder.parent / "schema_clusters.json").read_text("utf-8"))
    keys = clusters["properties"]["values"]["items"]["properties"]["meta"]["properties"]
    assert {key for key, form in keys.items() if form["type"] == "string"} == TEXTS
    assert {key for key, form in keys.items() if form["type"] == "array"} == LISTS
    for prop in schema().property.values():
        assert prop.lists or not LISTS & set(prop.misp[:1])
