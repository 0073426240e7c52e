from pathlib import Path

import pytest

from bestiary.store.find import Condition, Contains, Dated, Is, Kind, Wanted, facets, found, stated
from bestiary.store.read import Reader
from tests.small import build_small


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(str(build_small(tmp_path)[0]))


def slugs(reader: Reader, match: str, *conditions: Condition, first: tuple[int, ...] = ()) -> list[str]:
    return [reader.slug(number) for number, _ in found(reader, Wanted(match, first, conditions), 99, 0).rows]


def test_everything_the_fullest_first(reader: Reader) -> None:
    assert slugs(reader, "")[0] == "teapot-group"
    assert sorted(slugs(reader, "")) == sorted(reader.numbers())


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        (Kind(("tool", "actor")), {"teapot-group", "kettle-crew", "steamrat"}),
        (Is(("country", "target-country"), ("is",)), {"teapot-group", "kettle-crew"}),
        (Contains("sponsor", "tea"), {"teapot-group"}),
        (Dated("2016-01", "2016-12"), {"teapot-group"}),
        (Dated("2016-03", "2016-03"), {"teapot-group"}),
        (Dated("2017", ""), set()),
        (Dated("", "2012-06"), {"teapot-group"}),
    ],
)
def test_a_condition_holds_or_does_not(reader: Reader, condition: Condition, held: set[str]) -> None:
    assert set(slugs(reader, "", condition)) == held
    assert set(slugs(reader, "", condition._replace(without=True))) == set(reader.numbers()) - held


def test_first_comes_what_is_said_to(reader: Reader) -> None:
    kettle = reader.numbers()["kettle-crew"]
    assert slugs(reader, '"recipes"', first=(kettle,)) == ["kettle-crew", "teapot-group"]
    assert slugs(reader, "", first=(kettle,)) == ["kettle-crew"]


def test_how_many_there_are(reader: Reader) -> None:
    everything = len(reader.numbers())
    for limit, offset, rows in ((1, 1, 1), (1, everything, 0), (0, 0, 0)):
        hits = found(reader, Wanted(""), limit, offset)
        assert (len(hits.rows), hits.total) == (rows, everything)
    assert found(reader, Wanted('"nowhere"'), 1, 1) == found(reader, Wanted('"nowhere"'), 1, 0) == ([], 0)


def test_the_most_frequent_labels(reader: Reader) -> None:
    counted = facets(reader, Wanted("", (), [Kind(("actor",))]), 1)
    assert ("kind", "actor", 2) in counted
    assert len({prop for prop, _, _ in counted}) == len(counted)


def test_whether_anything_has_a_value(reader: Reader) -> None:
    assert stated(reader, Is(("country", "target-country"), ("se", "is")))
    assert not stated(reader, Is(("country",), ("se",)))
