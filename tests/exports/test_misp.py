import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from bestiary.exports import export
from bestiary.exports.misp import ICONS
from bestiary.ingest import build, default_files
from bestiary.misp_file import own_uuid
from bestiary.names import fold
from bestiary.profile import Profile
from bestiary.render import Chosen
from bestiary.schema import schema
from bestiary.selection import Loss
from bestiary.store.read import Reader
from tests.misp import check_valid, given_profiles
from tests.small import ACTORS, TEAPOT, build_small, write

from .chosen import Given, exported

TAG = 'estimative-language:likelihood-probability="{}"'
STEAMRAT = "00000000-0000-4000-8000-0000000000bb"


def written(reader: Reader, *ids: str) -> dict[str, Any]:
    """The files of the export of these profiles, or of all."""
    chosen = Chosen(reader, [number for id_ in ids for number in reader.handle(id_)] if ids else None)
    return {name: json.loads(b"".join(content)) for name, content in export("misp").files(chosen, Loss())}


def every(files: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every value of the files."""
    return [value for file in files.values() for value in file.get("values", [])]


def values(files: Mapping[str, Any]) -> dict[str, Any]:
    """Every value by its name, of files in which none stands twice."""
    return {value["value"]: value for value in every(files)}


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(str(build_small(tmp_path)[0]))


def test_every_kind_has_an_icon() -> None:
    assert set(ICONS) == set(schema().kind)


def test_a_kind_has_a_galaxy_and_clusters(reader: Reader) -> None:
    files = written(reader, "steamrat", "kettle-crew")
    assert sorted(files) == [
        f"{what}/bestiary-{kind}.json" for what in ("clusters", "galaxies") for kind in ("actor", "tool")
    ]
    for kind in ("actor", "tool"):
        galaxy, cluster = (files[f"{what}/bestiary-{kind}.json"] for what in ("galaxies", "clusters"))
        assert galaxy["type"] == cluster["type"] == f"bestiary-{kind}"
        assert len(cluster["values"]) == 1
        assert cluster["authors"] == ["MISP Project"]
        assert "MISP galaxy by MISP Project: CC0-1.0" in cluster["description"]


def test_a_value_has_a_uuid_of_ours_that_is_made_of_what_first_owned_its_address(reader: Reader) -> None:
    teapot = values(written(reader))["Teapot Group"]
    assert teapot["uuid"] == own_uuid(Chosen(reader, None).known()["teapot-group"].owner)
    assert teapot["related"][0] == {"dest-uuid": TEAPOT, "type": "similar", "tags": [TAG.format("almost-certain")]}


def test_who_coined_a_name_is_told_by_the_uuid_of_the_producer_in_the_galaxy(reader: Reader) -> None:
    for files in (written(reader), written(reader, "teapot-group")):
        attributed = values(files)["Teapot Group"]["meta"]["name-attribution"]
        assert "Grey Teapot:00000000-0000-4000-8000-0000000000aa" in attributed


def test_a_name_that_another_bears_too_is_no_synonym_of_either(reader: Reader) -> None:
    made = values(written(reader))
    assert made["Teapot Group"]["meta"]["synonyms"] == ["Grey Teapot", "Teapot", "Brown Betty"]
    assert "synonyms" not in made["Kettle Crew"]["meta"]
    assert "synonyms" not in values(written(reader, "kettle-crew"))["Kettle Crew"]["meta"]


def test_a_relation_leads_to_a_profile_that_is_exported_too_or_to_the_cluster_of_the_source(reader: Reader) -> None:
    likely = {"type": "uses", "tags": [TAG.format("likely")]}
    made = values(written(reader, "teapot-group", "steamrat"))
    assert {"dest-uuid": made["SteamRAT"]["uuid"], **likely} in made["Teapot Group"]["related"]
    alone = values(written(reader, "teapot-group"))["Teapot Group"]
    assert {"dest-uuid": STEAMRAT, **likely} in alone["related"]


def test_of_one_title_each_is_called_differently_and_the_same_in_every_export(tmp_path: Path) -> None:
    pots = [{"value": "Pot", "uuid": f"00000000-0000-4000-8000-0000000000f{number}"} for number in range(3)]
    tricky = [{"value": "pot (pot-misp)", "uuid": "00000000-0000-4000-8000-0000000000f5"}]
    sectors = write(tmp_path, "sector", pots + tricky)
    reader = Reader(str(build_small(tmp_path, sectors)[0]))
    made = written(reader)["clusters/bestiary-sector.json"]["values"]
    assert {value["meta"]["bestiary-id"]: value["value"] for value in made} == {
        "pot": "Pot",
        "pot-misp": "Pot (pot-misp) (pot-misp)",
        "pot-misp-00000000-0000-4000-8000-0000000000f2": "Pot (pot-misp-00000000-0000-4000-8000-0000000000f2)",
        "pot-pot-misp": "pot (pot-misp)",
    }
    for value in made:
        assert list(values(written(reader, value["meta"]["bestiary-id"]))) == [value["value"]]


def test_the_version_grows_with_those_of_what_was_read(tmp_path: Path) -> None:
    versions = []
    for number in (1, 7):
        more = write(tmp_path, "sector", [{"value": "Tea"}], number)
        files = written(Reader(str(build_small(tmp_path / str(number), more)[0])), "tea")
        versions.append(files["clusters/bestiary-sector.json"]["version"])
        assert files["galaxies/bestiary-sector.json"]["version"] == versions[-1]
    assert versions[1] - versions[0] == 6


def test_revoked_is_what_all_records_of_a_profile_are(tmp_path: Path) -> None:
    uuid = "00000000-0000-4000-8000-0000000000f0"
    more = write(tmp_path, "sector", [{"value": "Tea", "uuid": uuid, "revoked": True}])
    made = values(written(Reader(str(build_small(tmp_path, more)[0]))))
    assert {name for name, value in made.items() if value.get("revoked")} == {"Tea"}


def test_what_one_of_two_records_only_is_is_counted_as_lost(tmp_path: Path) -> None:
    build_small(tmp_path)
    write(tmp_path / "data", "threat-actor", [{**ACTORS[0], "revoked": True}])
    build([tmp_path / "data"], db=tmp_path / "x.db", default=False)
    loss = Loss()
    files = export("misp").files(Chosen(Reader(str(tmp_path / "x.db")), None), loss)
    made = values({name: json.loads(b"".join(content)) for name, content in files})
    assert "revoked" not in made["Teapot Group"]
    assert ("revoked", "other records of the profile are not", 1) in loss.rows()


def test_neither_order_nor_repetition_of_what_is_asked_for_matters(reader: Reader) -> None:
    numbers = list(reader.numbers().values())
    asked: list[Iterable[int] | None] = [None, numbers, numbers[::-1] * 2]
    made = [
        [(file, b"".join(parts)) for file, parts in export("misp").files(Chosen(reader, one), Loss())] for one in asked
    ]
    assert made[0] == made[1] == made[2]


def test_nothing_asked_for_is_no_file(reader: Reader) -> None:
    assert list(export("misp").files(Chosen(reader, []), Loss())) == []


def check_related(files: Mapping[str, Any], known: set[str]) -> Counter[str]:
    """Every relation leads to a value of the files or to a known cluster, and says how likely it is in known words."""
    uuids = {value["uuid"] for value in every(files)} | known
    terms = {
        TAG.format(term) for term in ("likely", "very-likely", "almost-certain", "unlikely", "roughly-even-chance")
    }
    types: Counter[str] = Counter()
    for value in every(files):
        entries = [(one["dest-uuid"], one["type"]) for one in value.get("related", [])]
        assert len(set(entries)) == len(entries)
        types.update(type_ for _, type_ in entries)
        assert {to for to, _ in entries} <= uuids - {value["uuid"]}
        assert {tag for one in value.get("related", []) for tag in one.get("tags", [])} <= terms
    return types


def check_synonyms(files: Mapping[str, Any]) -> None:
    """No synonym stands in two values of a file, nor is it what another is called."""
    for file in files.values():
        bearers: dict[str, set[str]] = {}
        for value in file.get("values", []):
            for name in [value["value"], *value["meta"].get("synonyms", [])]:
                bearers.setdefault(fold(name), set()).add(value["uuid"])
        shared = {name for name, uuids in bearers.items() if len(uuids) > 1}
        synonyms = {fold(name) for value in file.get("values", []) for name in value["meta"].get("synonyms", [])}
        assert not synonyms & shared


def test_everything_of_the_packaged_sources_is_valid_and_resolves(packaged: Path) -> None:
    files = written(Reader(str(packaged)))
    check_valid(files)
    check_synonyms(files)
    galaxy = {
        value["uuid"]
        for path, _ in default_files()
        for value in json.loads(path.read_bytes())["values"]
        if "uuid" in value
    }
    types = check_related(files, galaxy)
    own = {value["uuid"] for value in every(files)}
    assert not own & galaxy
    assert types["similar"] > 10_000
    assert types["uses"] > 15_000
    assert len(every(files)) == len(Reader(str(packaged)).numbers())


class First(Given):
    """Of profiles that are in the file the first is chosen."""

    def profiles(self) -> Iterator[Profile]:
        yield self._profiles[0]


@given(given_profiles())
@settings(max_examples=30)
def test_any_profiles_make_files_that_are_valid(profiles: list[Profile]) -> None:
    for chosen in (Given(profiles), First(profiles)):
        files = {name: json.loads(content) for name, content in exported("misp", chosen).items()}
        check_valid(files)
        check_synonyms(files)
        uuids = {value["uuid"] for value in every(files)}
        keys = {record["key"].partition(":")[2].lower() for one in profiles for record in one["records"]}
        for value in every(files):
            assert {one["dest-uuid"] for one in value.get("related", [])} <= (uuids | keys) - {value["uuid"]}
