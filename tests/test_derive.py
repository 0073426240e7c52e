from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.base import Bestiary
from bestiary.derive import _clusters, _slugs
from bestiary.ingest import build
from bestiary.store.write import Head
from tests.small import TEAPOT, open_small, write


def head(number: int, properties: int = 1, kind: str = "actor") -> Head:
    return Head(number, f"s{number}:x", f"s{number}", kind, "f", "c", "a.json", "", "", properties, 1)


UUIDS = [f"00000000-0000-4000-8000-00000000000{digit}" for digit in "abcdef12"]
ids = st.lists(st.lists(st.sampled_from(UUIDS), max_size=3), min_size=1, max_size=8)


@given(ids, st.randoms(use_true_random=False))
def test_clusters_do_not_depend_on_the_order_of_records(stated: list[list[str]], random) -> None:
    heads = [head(number) for number in range(len(stated))]
    said = {number: {"uuid": values} for number, values in enumerate(stated)}
    expected = {frozenset(h.number for h in cluster) for cluster in _clusters(heads, said)}
    random.shuffle(heads)
    assert {frozenset(h.number for h in cluster) for cluster in _clusters(heads, said)} == expected
    for one in range(len(stated)):
        for other in range(len(stated)):
            if set(stated[one]) & set(stated[other]):
                assert any({one, other} <= cluster for cluster in expected)


def test_one_id_on_things_of_two_kinds_joins_nothing() -> None:
    said = {0: {"uuid": UUIDS[:1]}, 1: {"uuid": UUIDS[:1]}}
    assert len(_clusters([head(0), head(1, kind="tool")], said)) == 2


def test_what_is_no_uuid_joins_nothing() -> None:
    said = {0: {"uuid": ["null"], "external-id": [" "]}, 1: {"uuid": ["null"], "external-id": [" "]}}
    assert len(_clusters([head(0), head(1)], said)) == 2


def test_the_most_complete_record_stands_first() -> None:
    said = {0: {"uuid": UUIDS[:1]}, 1: {"uuid": [f"{UUIDS[0].upper()} "]}}
    assert [h.number for h in _clusters([head(0, 1), head(1, 5)], said)[0]] == [1, 0]


def test_slugs_are_different_and_the_most_complete_has_the_plain_one() -> None:
    clusters = [[head(0, 1)], [head(1, 5)], [head(2, 3)]]
    assert _slugs(clusters, ["Teapot", "teapot", "Teapot"]) == ["teapot-s0", "teapot", "teapot-s2"]


def test_records_with_one_uuid_are_one_profile_and_keep_their_places(tmp_path: Path) -> None:
    profile = open_small(tmp_path).profile(TEAPOT)
    assert [record["key"] for record in profile["records"]] == [f"etda:{TEAPOT}", f"misp:{TEAPOT}"]
    countries = profile["facts"]["country"]
    assert [(c["value"], c["label"], len(c["stated"])) for c in countries] == [("NO", "Norway", 2)]


def test_many_records_of_one_title(tmp_path: Path) -> None:
    write(tmp_path, "threat-actor", [{"value": "Teapot", "uuid": TEAPOT[:-2] + f"{n:02}"} for n in range(12)])
    db = tmp_path / "x.db"
    build([tmp_path / "threat-actor.json"], db=db, default=False)
    answer = Bestiary.open(db).who("Teapot")
    assert len({match["profile"]["id"] for match in answer["matches"]}) == 12


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_order_of_a_set_shows_nowhere(tmp_path: Path, hash_seed: str) -> None:
    import subprocess
    import sys

    code = (
        "import sys, pathlib; from tests.small import build_small, open_small;"
        "b = open_small(pathlib.Path(sys.argv[1])); print(b.who_json('apt 999')[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env={"PYTHONHASHSEED": hash_seed, "PATH": ""},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == open_small(tmp_path / "again").who_json("apt 999")[1]
