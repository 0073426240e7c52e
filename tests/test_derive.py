from pathlib import Path

import pytest

from bestiary.base import Bestiary
from bestiary.ingest import build
from tests.small import TEAPOT, open_small, write


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
