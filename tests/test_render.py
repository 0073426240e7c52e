from pathlib import Path

import pytest

from bestiary.errors import UsageError
from bestiary.render import cards
from bestiary.store.read import Reader
from tests.small import CARD, TEAPOT, build_small


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(str(build_small(tmp_path)[0]))


def test_a_card_comes_back_byte_for_byte_under_the_name_of_its_file(reader: Reader) -> None:
    files = dict(cards(reader, "card", None))
    assert files["teapot.md"] == CARD.encode()


def test_every_actor_has_a_card_and_nothing_else_has(reader: Reader) -> None:
    assert sorted(dict(cards(reader, "card", None))) == [
        "misp-00000000-0000-4000-8000-00000000000a.md",
        "misp-00000000-0000-4000-8000-00000000000c.md",
        "teapot.md",
    ]


def test_the_records_of_one_profile(reader: Reader) -> None:
    (number,) = reader.handle("kettle-crew")
    ((name, content),) = cards(reader, "card", [number])
    assert name == "misp-00000000-0000-4000-8000-00000000000c.md"
    assert content.startswith(b"# Threat actor: Kettle Crew\n\n**UUID**: 00000000-0000-4000-8000-00000000000c\n")


def test_cards_of_one_name_in_several_folders_all_come_back(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    other = CARD.replace(TEAPOT, TEAPOT[:-1] + "f")
    (tmp_path / "more/teapot.md").write_text(other, encoding="utf-8")
    db, _ = build_small(tmp_path, tmp_path / "more")
    files = list(cards(Reader(str(db)), "card", None))
    assert len({name for name, _ in files}) == len(files) == 4
    assert {CARD.encode(), other.encode()} <= {content for _, content in files}


def test_what_is_no_export(reader: Reader) -> None:
    with pytest.raises(UsageError, match="there is no export"):
        next(cards(reader, "scroll", None))


def test_all_real_cards_come_back_byte_for_byte(shared: Path, tmp_path: Path) -> None:
    from bestiary.ingest import build

    folder = shared / "data/etda-cards"
    build([folder], db=tmp_path / "x.db", default=False)
    files = dict(cards(Reader(str(tmp_path / "x.db")), "card", None))
    assert files == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(files) == 233
