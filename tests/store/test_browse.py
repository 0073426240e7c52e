"""The queries of the lists; what they answer stands in tests/test_browse.py."""

from collections.abc import Iterator

import pytest

from bestiary.store import browse
from bestiary.store.read import Reader
from tests.small import build_small


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    opened = Reader(str(build_small(tmp_path_factory.mktemp("browsed"))[0]))
    yield opened
    opened.close()


def test_many_ids_are_asked_for_in_parts(reader: Reader) -> None:
    many = [f"none-{number}" for number in range(3 * browse.TOGETHER)]
    assert browse.things(reader, [*many, "steamrat"]) == {"steamrat": ("tool", "SteamRAT")}
    assert list(browse.users(reader, [*many, "steamrat"], "actor")) == ["steamrat"]


def test_no_more_than_asked_for(reader: Reader) -> None:
    assert len(browse.beginning(reader, "t", 1)) == 1
    assert browse.beginning(reader, "t", 0) == []
    assert len(browse.having(reader, "kettle", 1)) == 1
    assert browse.having(reader, "kettle", 0) == []


def test_refused_names_are_nobody_s(reader: Reader) -> None:
    names = [one.name for one in browse.all_names(reader)]
    refused = {name for (name,) in reader.rows("select name from name where rejected <> ''")}
    assert not refused & set(names)


def test_labels_of_a_property(reader: Reader) -> None:
    assert browse.labelled(reader, "country") == {"teapot-group": ["Norway"], "kettle-crew": ["Iceland"]}
    assert browse.labelled(reader, "tactic") == {}
    assert browse.attack_ids(reader) == {}
