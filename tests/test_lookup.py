from pathlib import Path

import pytest

from bestiary import Bestiary
from bestiary.errors import NotFound, UsageError
from bestiary.ingest import build
from tests.small import ACTORS, TEAPOT, TOOLS, build_small, open_small, write

KETTLE = "misp:00000000-0000-4000-8000-00000000000c"
SPOUT = {"value": "Spout", "uuid": "00000000-0000-4000-8000-0000000000f3"}


def rebuilt(folder: Path, before: list[dict], after: list[dict]) -> Bestiary:
    """Built of some actors, then of others in the same place."""
    db, data = folder / "x.db", folder / "data"
    data.mkdir()
    for actors in (before, after):
        write(data, "threat-actor", actors)
        write(data, "tool", TOOLS)
        build([data], db=db, default=False, overlay=folder / "overlay")
    return Bestiary.open(db)


def test_what_is_here(tmp_path: Path) -> None:
    with open_small(tmp_path) as bestiary:
        for id_ in (" Teapot-Group ", TEAPOT.upper(), f"MISP:{TEAPOT}"):
            assert bestiary.profile(id_)["id"] == "teapot-group"


@pytest.mark.parametrize("id_", ["kettle-crew", "Kettle-Crew", KETTLE, KETTLE.upper()])
def test_what_is_gone_is_said_to_have_been(tmp_path: Path, id_: str) -> None:
    with rebuilt(tmp_path, ACTORS, ACTORS[:1]) as bestiary:
        with pytest.raises(NotFound, match=r"was .*kettle-crew|was the address of the record misp:") as found:
            bestiary.profile(id_)
        assert "no longer in the sources" in str(found.value)
        with pytest.raises(NotFound, match="no longer in the sources"):
            bestiary.why(id_, "teapot-group")


def test_a_gone_record_leads_to_what_it_was_part_of(tmp_path: Path) -> None:
    twin = {**ACTORS[1], "uuid": TEAPOT, "value": "Teapot Group"}
    db, data = tmp_path / "x.db", tmp_path / "data"
    data.mkdir()
    write(data, "threat-actor", ACTORS)
    table = data / "360.json"
    write(data, "360net-threat-actor", [twin]).rename(table)
    build([data], db=db, default=False, overlay=tmp_path / "overlay")
    with Bestiary.open(db) as bestiary:
        (key,) = (one["key"] for one in bestiary.profile("teapot-group")["records"] if one["source"] == "360")
        assert bestiary.profile(key)["id"] == "teapot-group"
    table.unlink()
    build([data], db=db, default=False, overlay=tmp_path / "overlay")
    with Bestiary.open(db) as bestiary:
        assert bestiary.profile(key)["id"] == bestiary.why(key, TEAPOT)["a"]["id"] == "teapot-group"


def test_nothing_ever_had_it(tmp_path: Path) -> None:
    with open_small(tmp_path) as bestiary, pytest.raises(NotFound, match="nothing has the id “dragon”"):
        bestiary.profile("dragon")


def test_several_have_it(tmp_path: Path) -> None:
    boiler = write(tmp_path, "malpedia", [{"value": "win.boiler", "uuid": TEAPOT}])
    with Bestiary.open(build_small(tmp_path, boiler)[0]) as bestiary, pytest.raises(UsageError, match="several things"):
        bestiary.profile(TEAPOT)


def test_a_ledger_that_leads_in_a_circle_ends(tmp_path: Path) -> None:
    with rebuilt(tmp_path, [*ACTORS, SPOUT], ACTORS) as bestiary, pytest.raises(NotFound, match="record misp:"):
        bestiary.profile("spout")


@pytest.mark.parametrize("stem", ["Teams", "teams", "Équipe"])
def test_a_gone_record_answers_to_its_key_however_it_is_written(tmp_path: Path, stem: str) -> None:
    db, data = tmp_path / "x.db", tmp_path / "data"
    data.mkdir()
    write(data, "threat-actor", ACTORS)
    table = data / f"{stem}.csv"
    table.write_text("name,alias\nKettle Crew,apt-999\nUrn Team,Urn\n")
    build([data], db=db, default=False, overlay=tmp_path / "overlay")
    table.unlink()
    build([data], db=db, default=False, overlay=tmp_path / "overlay")
    with Bestiary.open(db) as bestiary:
        for key in (f"alias-table:{stem}/kettlecrew", f"alias-table:{stem}/kettlecrew".lower()):
            assert bestiary.profile(key)["id"] == "kettle-crew"
        for key in (f"alias-table:{stem}/urnteam", f"ALIAS-table:{stem}/urnteam".upper(), "Urn-Team"):
            with pytest.raises(NotFound, match="no longer in the sources"):
                bestiary.profile(key)
