import json
from pathlib import Path
from typing import Any

from bestiary.config import default_input
from bestiary.exports import export
from bestiary.ingest import build, default_files
from bestiary.names import slug
from bestiary.render import Chosen
from bestiary.selection import Loss
from bestiary.sources import sources
from bestiary.store.read import Reader
from tests.misp import check_valid
from tests.small import TEAPOT, build_small
from tests.test_misp_value import again, filled

# What a cluster file says of itself, which is written anew and of which loss tells.
ANEW = {"authors", "category", "description", "name", "source", "uuid"}


def written(db: Path, *ids: str) -> tuple[dict[str, Any], Loss]:
    """The files of the export of these profiles, or of all."""
    reader, loss = Reader(str(db)), Loss()
    chosen = Chosen(reader, [number for id_ in ids for number in reader.handle(id_)] if ids else None)
    files = export("misp_records").files(chosen, loss)
    return {name: json.loads(b"".join(content)) for name, content in files}, loss


def check_same(made: dict[str, Any], originals: list[Path]) -> None:
    """What was built of the cluster files and written again differs from them only where loss says."""
    assert len(made) == len(originals)
    for path in originals:
        original = json.loads(path.read_bytes())
        copy = made[f"clusters/{slug(original['type'])}.json"]
        assert {key for key in original if copy[key] != original[key]} <= {*ANEW, "values"}
        assert copy["values"] == [filled(one) for one in original["values"]], path


def test_every_value_of_the_galaxies_that_no_source_declares_comes_back() -> None:
    folder, count = default_input(), 0
    assert folder
    for path in {*folder.glob("*.json")} - {path for path, _ in default_files()}:
        raw = path.read_bytes()
        values = json.loads(raw)["values"]
        assert again(raw) == [filled(one) for one in values], path
        count += len(values)
    assert count > 30_000


def test_the_files_of_the_packaged_sources_come_back(packaged: Path) -> None:
    made, loss = written(packaged)
    check_same(made, [path for path, _ in default_files()])
    check_valid(made, galaxies=False)
    empty = "cluster file: empty lists and objects"
    assert {prop: count for prop, _, count in loss.rows()} == dict.fromkeys(
        [empty, *(f"cluster file: {key}" for key in ANEW)], len(made)
    )


def test_the_files_of_a_newer_galaxy_come_back(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data/misp-galaxy"
    build([folder], db=tmp_path / "x.db", default=False)
    check_same(written(tmp_path / "x.db")[0], [*folder.glob("*.json")])


def test_of_the_records_of_a_profile_those_that_were_read_from_clusters(tmp_path: Path) -> None:
    made, _ = written(build_small(tmp_path)[0], f"etda:{TEAPOT}")
    ((name, cluster),) = made.items()
    assert name == "clusters/threat-actor.json"
    assert [one["uuid"] for one in cluster["values"]] == [TEAPOT]
    assert cluster["authors"] == ["MISP Project"]
    assert "MISP galaxy by MISP Project: CC0-1.0" in cluster["description"]


def test_of_several_versions_the_highest_is_written_and_loss_says_so(tmp_path: Path) -> None:
    for version in (2, 10):
        values = [{"value": f"Pot {version}"}]
        content = {"type": "threat-actor", "version": version, "values": values}
        (tmp_path / f"{version}.json").write_text(json.dumps(content), encoding="utf-8")
    build([tmp_path / "2.json", tmp_path / "10.json"], db=tmp_path / "x.db", default=False)
    made, loss = written(tmp_path / "x.db")
    assert made["clusters/threat-actor.json"]["version"] == 10
    assert "cluster file: version" in {prop for prop, _, _ in loss.rows()}


def test_every_collection_has_a_file_of_its_own() -> None:
    collections = [key.partition(":")[2] for source in sources().values() for key in source.records]
    assert len({slug(collection) for collection in collections}) == len(set(collections))
