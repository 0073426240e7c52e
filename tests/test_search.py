from pathlib import Path

import pytest

from bestiary.errors import UsageError
from bestiary.search import FILTERS, filtered
from bestiary.store.read import Reader
from tests.small import build_small


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(str(build_small(tmp_path)[0]))


def test_every_filter_looks_at_a_fact_that_is_indexed(reader: Reader) -> None:
    values = {"country": "NO", "sector": "Government", "motivation": "Information theft and espionage",
              "tool": "SteamRAT", "target": "UK", "source": "etda"}  # fmt: skip
    assert set(values) == set(FILTERS)
    for key, value in values.items():
        assert "Teapot Group" in [row["title"] for row in filtered(reader, "actor", {key: value})], key


def test_a_value_that_means_nothing_is_found_as_written(reader: Reader) -> None:
    assert [row["title"] for row in filtered(reader, "actor", {"target": "middle east"})] == ["Teapot Group"]


def test_other_kinds(reader: Reader) -> None:
    assert [row["title"] for row in filtered(reader, "organisation", {})] == ["Porcelain Labs"]


def test_errors_name_what_there_is(reader: Reader) -> None:
    with pytest.raises(UsageError) as caught:
        filtered(reader, "actor", {"colour": "red"})
    assert "country" in caught.value.hint
