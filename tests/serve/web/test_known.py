"""What is worked out once for a file."""

from pathlib import Path

from bestiary.base import Bestiary
from bestiary.serve.web import known
from tests.small import ACTORS, build_small, open_small


def test_once_for_all_who_open_the_file_and_anew_when_it_changed(tmp_path: Path) -> None:
    with open_small(tmp_path) as one, Bestiary.open(one.path) as other:
        first = known.givers(one)
        assert known.givers(other) is first
    ACTORS[1]["meta"]["name-attribution"] = ["apt-999:00000000-0000-4000-8000-0000000000aa"]
    try:
        build_small(tmp_path)
    finally:
        del ACTORS[1]["meta"]["name-attribution"]
    with Bestiary.open(tmp_path / "small.db") as rebuilt:
        assert known.givers(rebuilt) is not first
        assert sum(one["names"] for one in known.givers(rebuilt)) == sum(one["names"] for one in first) + 1


def test_places_by_their_codes(packaged: Path) -> None:
    with Bestiary.open(packaged) as bestiary:
        assert known.places(bestiary)["country", "NO"].startswith("norway")
        assert known.counted(bestiary)["country"]["CN"] > 50
        assert known.tagger(bestiary) is known.tagger(bestiary)
