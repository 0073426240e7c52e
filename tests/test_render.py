import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pytest

from bestiary.errors import NotFound
from bestiary.exports import export
from bestiary.ingest import build
from bestiary.render import Chosen, sources
from bestiary.selection import Loss
from bestiary.store.read import Reader
from tests.small import CARD, TEAPOT, build_small, write


def files(reader: Reader, format_: str, numbers: Iterable[int] | None) -> list[tuple[str, bytes]]:
    """The files of an export, read."""
    written = export(format_).files(Chosen(reader, numbers), Loss())
    return [(file, b"".join(content)) for file, content in written]


def cards(reader: Reader, numbers: Iterable[int] | None) -> list[tuple[str, bytes]]:
    return files(reader, "card", numbers)


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(str(build_small(tmp_path)[0]))


def test_a_card_comes_back_byte_for_byte_under_the_name_of_its_file(reader: Reader) -> None:
    files = dict(cards(reader, None))
    assert files["teapot.md"] == CARD.encode()


def test_every_actor_has_a_card_and_nothing_else_has(reader: Reader) -> None:
    assert sorted(dict(cards(reader, None))) == [
        "misp-00000000-0000-4000-8000-00000000000a.md",
        "misp-00000000-0000-4000-8000-00000000000c.md",
        "teapot.md",
    ]


def test_the_records_of_one_profile(reader: Reader) -> None:
    (number,) = reader.handle("kettle-crew")
    ((name, content),) = cards(reader, [number])
    assert name == "misp-00000000-0000-4000-8000-00000000000c.md"
    assert content.startswith(b"# Threat actor: Kettle Crew\n\n**UUID**: 00000000-0000-4000-8000-00000000000c\n")


def test_cards_of_one_name_in_several_folders_all_come_back(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    other = CARD.replace(TEAPOT, TEAPOT[:-1] + "f")
    (tmp_path / "more/teapot.md").write_text(other, encoding="utf-8")
    db, _ = build_small(tmp_path, tmp_path / "more")
    files = list(cards(Reader(str(db)), None))
    assert len({name for name, _ in files}) == len(files) == 4
    assert {CARD.encode(), other.encode()} <= {content for _, content in files}


def test_records_of_which_the_keys_begin_alike_have_a_file_each(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    rows = "".join(f"Pot {'x' * 100} {number},Lid {number}\n" for number in (1, 2, 3))
    table.write_text(f"actor,alias\n{rows}", encoding="utf-8")
    build([table], db=tmp_path / "x.db", default=False)
    reader = Reader(str(tmp_path / "x.db"))
    found = list(cards(reader, None))
    assert len({name for name, _ in found}) == len(found) == 3
    assert all(len(name.encode()) <= 255 for name, _ in found)
    numbers = [reader.handle(key)[0] for key, _, _ in reader.all_records("actor")]
    for order in (numbers, numbers[::-1], [*numbers, *numbers]):
        assert list(cards(reader, order)) == found


def test_any_profile_can_be_asked_for(reader: Reader) -> None:
    chosen = Chosen(reader, [])
    assert list(chosen.profiles()) == []
    assert chosen.profile("kettle-crew")["title"] == "Kettle Crew"
    with pytest.raises(NotFound):
        chosen.profile("spoon")


def test_what_is_known_of_every_profile(reader: Reader) -> None:
    known = Chosen(reader, []).known()
    key = "misp:00000000-0000-4000-8000-00000000000c"
    assert known["kettle-crew"] == ("actor", "Kettle Crew", key, ((key, "misp_galaxy", "threat-actor"),))
    assert list(known) == [one["id"] for one in Chosen(reader, None).profiles()]


def test_the_records_of_a_kind(reader: Reader) -> None:
    everything = Chosen(reader, None)
    kinds = {profile["kind"] for profile in everything.profiles()}
    assert len(kinds) > 1
    by_kind = [record for kind in kinds for record in everything.records(kind)]
    assert sorted(by_kind) == everything.records() == Chosen(reader, reader.numbers().values()).records()
    assert {source["id"] for source in sources(reader)} == set(everything.sources())


def rows(reader: Reader, format_: str, *numbers: int) -> list[dict[str, str]]:
    """The rows of a table, of the profiles or of all."""
    ((name, content),) = files(reader, format_, numbers or None)
    assert name == f"{format_}.csv"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_every_record_of_the_file_stands_in_the_table_of_records(reader: Reader) -> None:
    found = rows(reader, "records")
    assert [(row["profile"], row["record"]) for row in found] == sorted((r["profile"], r["record"]) for r in found)
    (teapot,) = (row["profile"] for row in found if row["record"] == f"etda:{TEAPOT}")
    assert {row["record"] for row in found if row["profile"] == teapot} == {f"etda:{TEAPOT}", f"misp:{TEAPOT}"}
    kinds = {
        kind: {row["record"] for row in found if row["kind"] == kind} for kind in ("actor", "tool", "organisation")
    }
    assert sum(map(len, kinds.values())) == len(found)
    for kind, keys in kinds.items():
        assert keys == {key for key, _, _ in reader.all_records(kind)}


def test_the_table_of_names_says_who_states_each(reader: Reader) -> None:
    found = rows(reader, "names", *reader.handle(f"etda:{TEAPOT}"))
    assert {row["record"] for row in found} == {f"etda:{TEAPOT}", f"misp:{TEAPOT}"}
    grey = [(row["name"], row["giver"], row["source"]) for row in found if row["fold"] == "greyteapot"]
    assert grey == [("Grey Teapot", "", "etda"), ("Grey Teapot", "Porcelain Labs", "misp")]


@pytest.mark.parametrize("format_", ["names", "records"])
def test_neither_order_nor_repetition_of_what_is_asked_for_matters(reader: Reader, format_: str) -> None:
    (one,), (other,) = reader.handle(f"etda:{TEAPOT}"), reader.handle("kettle-crew")
    ((_, first),) = files(reader, format_, [one, other])
    ((_, second),) = files(reader, format_, [other, one, other])
    assert first == second
    asked = {row["record"] for row in rows(reader, format_, other, one)}
    assert asked == {key for number in (one, other) for key, _, _ in reader.records(number)}


def test_nothing_asked_for_is_an_empty_table(reader: Reader) -> None:
    assert list(files(reader, "records", [])) == [("records.csv", b"profile,kind,source,record,title,external_ids\r\n")]


def test_a_profile_stands_once_though_its_id_is_an_id_of_another(tmp_path: Path) -> None:
    rows_ = [{"value": "Urn", "uuid": "00000000-0000-4000-8000-0000000000f1", "meta": {"external_id": "steamrat"}}]
    found = rows(Reader(str(build_small(tmp_path, write(tmp_path, "360net-threat-actor", rows_))[0])), "records")
    keys = [row["record"] for row in found]
    assert len(set(keys)) == len(keys)
    assert {row["profile"] for row in found if row["title"] in ("SteamRAT", "Urn")} == {"steamrat", "urn"}


def test_all_real_cards_come_back_byte_for_byte(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data/etda-cards"
    build([folder], db=tmp_path / "x.db", default=False)
    files = dict(cards(Reader(str(tmp_path / "x.db")), None))
    assert files == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(files) == 233
