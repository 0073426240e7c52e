import json
from collections.abc import Sequence
from pathlib import Path

from bestiary import Bestiary
from bestiary.dictionary import Entry
from bestiary.ingest import build
from bestiary.tag import Tagger
from bestiary.taggable import Taggable, without_initials


def entry(tagger: Tagger, fold: str) -> Entry:
    return next(one for one in tagger.dictionary.entries if one.fold == fold)


def test_every_name_stands_once_with_its_spellings_and_bearers(tagger: Tagger) -> None:
    found = entry(tagger, "apt999")
    assert found.spellings == ("APT 999", "apt-999")
    assert {tagger.dictionary.things[one.thing].id for one in found.bearers} == {"teapot-group", "kettle-crew"}
    assert len({one.fold for one in tagger.dictionary.entries}) == len(tagger.dictionary.entries)


def test_a_name_may_be_written_in_one_word_or_several(tagger: Tagger) -> None:
    patterns = dict(zip(tagger.dictionary.patterns, tagger.dictionary.means, strict=True))
    entries = tagger.dictionary.entries
    for written in (b"apt 999", b"apt999", b"steamrat", b"steam rat", b"greyteapot", b"grey teapot"):
        assert written in patterns
    assert entries[patterns[b"steam rat"]].fold == "steamrat"


def test_initials_in_brackets_are_no_part_of_a_name() -> None:
    assert without_initials("Teal Kettle Army (TKA)") == "Teal Kettle Army"
    assert without_initials("Teal Kettle Army (group)") == "Teal Kettle Army (group)"
    assert without_initials("SteamRAT (TKA)") == "SteamRAT (TKA)"


def test_how_common_its_words_are(tagger: Tagger) -> None:
    assert entry(tagger, "steamrat").commonness == 0
    assert 2 < entry(tagger, "kettlecrew").commonness < 5


def test_what_is_connected_and_what_is_no_name(tagger: Tagger) -> None:
    things = {thing.id: thing for thing in tagger.dictionary.things}
    assert {tagger.dictionary.things[one].id for one in things["teapot-group"].related} >= {"steamrat", "kettle-crew"}
    assert "porcelainlabs" in tagger.dictionary.others
    assert not any(one.fold == "porcelainlabs" for one in tagger.dictionary.entries)


def test_nothing_gives_an_empty_dictionary() -> None:
    empty = Taggable().dictionary()
    assert (empty.entries, empty.things, empty.patterns) == ((), (), ())
    assert [one.surface for one in Tagger(empty).tag("UNC1234 and Teapot")] == ["UNC1234"]


def test_programs_of_every_day_mean_themselves(packaged: Path) -> None:
    tagger = Bestiary.open(packaged).tagger(Path("no overlay"))
    assert entry(tagger, "telegram").policy == "needs-context"
    said = "They write to each other with Telegram and WhatsApp, as everybody does these days."
    assert not tagger.tag(said)
    assert [one.surface for one in tagger.tag("It is a ransomware called Telegram, as they say.")] == ["Telegram"]
    apart = Tagger(tagger.dictionary.under({"telegram": "exact-case"}))
    assert "Telegram" in {one.surface for one in apart.tag(said)}


def test_what_counts_groups_needs_context(tmp_path: Path) -> None:
    values = [{"value": "Teapot", "meta": {"synonyms": ["Group 7", "Group 777", "Desert Kettle", "Teapots"]}}]
    with opened(tmp_path, values) as bestiary:
        dictionary = bestiary.tagger(Path("no overlay")).dictionary
    assert {one.fold: one.policy for one in dictionary.entries if one.fold.startswith("group")} == {
        "group7": "needs-context",
        "group777": "",
    }
    assert b"desert kettles" in dictionary.patterns
    assert b"teapotss" not in dictionary.patterns


def test_a_title_counts_without_the_word_that_says_group(tmp_path: Path) -> None:
    with opened(tmp_path, [{"value": "Teapot Group", "meta": {"synonyms": ["Teapot", "Kettle"]}}]) as bestiary:
        dictionary = bestiary.tagger(Path("no overlay")).dictionary
    assert {one.fold: one.bearers[0].titled for one in dictionary.entries} == {
        "teapotgroup": 1,
        "teapot": 1,
        "kettle": 0,
    }


def opened(folder: Path, values: Sequence[object]) -> Bestiary:
    """An encyclopedia of these actors alone."""
    text = json.dumps({"type": "threat-actor", "version": 1, "values": values})
    (folder / "threat-actor.json").write_text(text, encoding="utf-8")
    build([folder / "threat-actor.json"], db=folder / "b.db", default=False)
    return Bestiary.open(folder / "b.db")


def test_what_is_called_ransomware_may_be_what_is_called_so_without_the_word(tmp_path: Path) -> None:
    clusters = {
        "threat-actor": [{"value": "Kettle"}],
        "malpedia": [{"value": "Teapourer", "meta": {"synonyms": ["Kettle"]}}],
        "ransomware": [{"value": "KETTLE Ransomware"}, {"value": "Spoon Ransomware"}],
    }
    for name, values in clusters.items():
        text = json.dumps({"type": name, "version": 1, "values": values})
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    build([tmp_path / f"{name}.json" for name in clusters], db=tmp_path / "b.db", default=False)
    with Bestiary.open(tmp_path / "b.db") as bestiary:
        dictionary = bestiary.tagger(Path("no overlay")).dictionary
    meant = {one.fold: {dictionary.things[bearer.thing].title for bearer in one.bearers} for one in dictionary.entries}
    assert meant["kettle"] == {"Kettle", "Teapourer", "KETTLE Ransomware"}
    assert meant["kettleransomware"] == {"Teapourer", "KETTLE Ransomware"}
    assert meant["spoonransomware"] == {"Spoon Ransomware"}
