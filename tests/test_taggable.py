import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from bestiary import Bestiary
from bestiary.dictionary import Dictionary, Entry
from bestiary.ingest import build
from bestiary.profile import Profile
from bestiary.tag import Tagger
from bestiary.taggable import Taggable, without_initials


def entry(tagger: Tagger, fold: str) -> Entry:
    return next(one for one in tagger.dictionary.entries if one.fold == fold)


def profile(kind: str, *names: str, **more: Any) -> Profile:
    """A profile that bears these names, with nothing else."""
    stated = [{"name": name, "support": 1, "stated": [{}]} for name in names]
    empty: dict[str, Any] = {"records": [], "descriptions": [], "facts": {}, "relations": []}
    return cast(Profile, {"id": names[0], "title": names[0], "kind": kind, "names": stated, **empty, **more})


def technique(name: str, text: str) -> Profile:
    """A technique that is described so."""
    return profile("technique", name, descriptions=[{"text": text}])


def made(*profiles: Profile) -> Dictionary:
    """The dictionary of these profiles."""
    taggable = Taggable()
    for one in profiles:
        taggable.add(one, {})
    return taggable.dictionary()


def test_which_names_tell_what_is_meant() -> None:
    names = ("8", "1234", "7x", "Urn " * 20, "Urn" * 27)
    dictionary = made(profile("tool", *names), profile("technique", "Pouring", "Pouring Tea"))
    assert {one.fold for one in dictionary.entries} == {"7x", "urn" * 20, "pouringtea"}


def test_what_is_rejected_is_not_looked_for() -> None:
    stated = [{"raw": "TEAPOT"}, {"raw": "TeaPot", "rejected": "a brand"}]
    names = [{"name": "Teapot", "support": 1, "stated": stated}, {"name": "Kettle", "support": 0, "stated": []}]
    (entry,) = made(profile("actor", "Teapot", names=names)).entries
    assert entry.spellings == ("TEAPOT", "Teapot")


def test_a_name_is_as_common_as_the_most_common_of_its_spellings() -> None:
    names = [{"name": "Sea Lion", "support": 1, "stated": [{"raw": "SEALION"}]}]
    (entry,) = made(profile("actor", "Sea Lion", names=names)).entries
    assert entry.commonness > 2


@pytest.mark.parametrize(("techniques", "policy"), [(19, ""), (20, "never")])
def test_a_name_that_techniques_are_described_with_is_never_looked_for(techniques: int, policy: str) -> None:
    described = [technique(f"Pouring {number}", "Of code, they say.") for number in range(techniques)]
    entry = next(one for one in made(profile("tool", "Code"), *described).entries if one.fold == "code")
    assert (entry.general, entry.policy) == (techniques, policy)


def test_words_of_the_trade_are_those_of_several_techniques_that_name_nothing() -> None:
    texts = ("of HTTP and DNS, and SteamRAT", "of HTTP and DNS, and SteamRAT", "of HTTP and SteamRAT")
    described = [technique(f"Pouring {number}", text) for number, text in enumerate(texts)]
    found = made(profile("tool", "SteamRAT"), *described)
    assert found.others == found.trade == {"http"}


def test_a_sector_is_no_word_of_the_trade() -> None:
    described = [technique(f"Pouring {number}", "of Health and HTTP") for number in range(3)]
    found = made(profile("sector", "Health"), *described)
    assert found.trade == {"http"}
    assert found.places == {"health"}


def test_who_sells_spyware_needs_context() -> None:
    sellers = ("NSO Group", "Hacking Team", "Candiru", "Circles", "QuaDream")
    assert {one.policy for one in made(profile("actor", *sellers)).entries} == {"needs-context"}
    tagger = Tagger(made(profile("actor", "NSO Group")))
    assert not tagger.tag("It was sold by NSO Group, as they say, to whoever had the money to pay for it.")
    assert tagger.tag("It was done by attackers known as NSO Group, as they say, who came in spring.")


def test_things_are_connected_both_ways_if_it_is_clear_which() -> None:
    tools = [{"means": [{"id": "Kettle"}]}, {"means": [{"id": "Urn"}, {"id": "Strainer"}]}]
    named = (profile("tool", name) for name in ("Kettle", "Urn", "Strainer", "Spoon"))
    teapot = profile("actor", "Teapot", facts={"tool": tools}, relations=[{"profile": "Spoon"}, {"profile": None}])
    assert [one.related for one in made(teapot, *named).things] == [{1, 4}, {0}, set(), set(), {0}]


def test_the_bearer_with_the_most_titles_is_the_best() -> None:
    taggable = Taggable()
    for id_, titled in (("a", 0), ("b", 2), ("c", 1)):
        taggable.add(profile("actor", "Teapot", id=id_), {"teapot": titled})
    (entry,) = taggable.dictionary().entries
    assert [bearer.thing for bearer in entry.bearers] == [1, 2, 0]


def test_techniques_are_named_by_their_ids_actors_are_not() -> None:
    records = [{"external_ids": ["T9998"], "misp_tag": None}]
    assert {one.fold for one in made(profile("technique", "Pouring Tea", records=records)).entries} == {
        "pouringtea",
        "t9998",
    }
    assert {one.fold for one in made(profile("actor", "Teapot", records=records)).entries} == {"teapot"}


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


def test_languages_and_commands_are_not_looked_for(packaged: Path) -> None:
    tagger = Bestiary.open(packaged).tagger(Path("no overlay"))
    assert entry(tagger, "powershell").policy == "never"
    said = "A custom PowerShell backdoor calls rundll32."
    assert not tagger.tag(said)
    again = Tagger(tagger.dictionary.under({"powershell": "exact-case"}))
    assert [one.surface for one in again.tag(said)] == ["PowerShell"]


def test_a_cited_report_makes_nothing_general() -> None:
    said = "They pour with a Samovar.(Citation: Porcelain Labs Teapot)"
    dictionary = made(profile("tool", "Teapot"), profile("tool", "Samovar"), technique("Pouring Tea", said))
    assert {one.fold: one.general for one in dictionary.entries if one.fold in ("teapot", "samovar")} == {
        "teapot": 0,
        "samovar": 1,
    }


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
