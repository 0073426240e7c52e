from pathlib import Path

import msgspec
import pytest

from bestiary import Bestiary
from bestiary.tag import Tagger
from bestiary.tag.case import Case
from bestiary.tag.gather import MOST_NEW


def case(tagger: Tagger, text: str, fold: str) -> Case | None:
    return next((one for one in tagger.cases(text) if one.fold == fold), None)


def surfaces(tagger: Tagger, text: str, fold: str) -> list[str]:
    found = case(tagger, text, fold)
    return [text[start:end] for start, end in found.places] if found else []


def test_all_spellings_of_a_name_are_one_case(tagger: Tagger) -> None:
    assert surfaces(tagger, "SteamRAT, steam rat and STEAMRAT", "steamrat") == ["SteamRAT", "steam rat", "STEAMRAT"]


def test_what_belongs_to_a_name_is_part_of_its_place(tagger: Tagger) -> None:
    text = (
        "the Kettle Crew Group, the Kettle Crew 2.0 kit, Kettle Crew v4.1; Kettle Crew 2 and Kettle Crew 2.0.1 of "
        "Kettle Crew v, the Kettle Crew Team"
    )
    assert surfaces(tagger, text, "kettlecrew") == [
        "Kettle Crew Group",
        "Kettle Crew 2.0",
        "Kettle Crew v4.1",
        *["Kettle Crew"] * 3,
        "Kettle Crew Team",
    ]


def test_a_capital_of_a_title_makes_no_longer_name(tagger: Tagger) -> None:
    text = (
        "Inside the Kettle Crew Group\n\nHow the Kettle Crew group works, and the SteamRAT loader.\n\nSteamRAT Loader"
    )
    assert surfaces(tagger, text, "kettlecrew") == ["Kettle Crew", "Kettle Crew"]
    assert surfaces(tagger, text, "steamrat") == ["SteamRAT", "SteamRAT"]
    assert surfaces(tagger, text + " SteamRAT Stealer, SteamRAT stealer", "steamrat")[2] == "SteamRAT Stealer"
    for word in ("Downloader", "Dropper"):
        said = f"SteamRAT {word} is a SteamRAT {word.lower()}"
        assert surfaces(tagger, said, "steamrat") == ["SteamRAT", "SteamRAT"]


def test_two_names_may_be_written_alike_where_a_title_makes_them_longer(packaged: Path) -> None:
    tagger = Bestiary.open(packaged).tagger(Path("no overlay"))
    text = "Of the Lamberts Group and Lamberts Group, Lamberts Group; a Lamberts group."
    assert {one.surface for one in tagger.tag(text)} <= {"Lamberts", "the Lamberts"}


def test_a_vendor_that_looks_like_a_scheme_s_name_is_none(tagger: Tagger) -> None:
    assert [one.surface for one in tagger.tag("It was the Teal Panda that came.")] == ["Teal Panda"]
    vendor = msgspec.structs.replace(tagger.dictionary, others=tagger.dictionary.others | {"tealpanda"})
    assert Tagger(vendor).tag("It was the Teal Panda that came.") == []


def test_addresses_and_operations_are_none_of_its_places(tagger: Tagger) -> None:
    text = "https://x.example/SteamRAT/a Operation SteamRAT, and SteamRAT"
    assert surfaces(tagger, text, "steamrat") == ["SteamRAT"]


@pytest.mark.parametrize(
    ("policy", "text", "count"), [("exact-case", "steamrat SteamRAT", 1), ("never", "SteamRAT", 0)]
)
def test_policies(tagger: Tagger, policy: str, text: str, count: int) -> None:
    under = Tagger(tagger.dictionary.under({"steamrat": policy}))  # type: ignore[dict-item]
    assert len(surfaces(under, text, "steamrat")) == count


def test_a_new_name_is_looked_for_everywhere(tagger: Tagger) -> None:
    text = "It dropped a backdoor called TeaLeaf. TeaLeaf then called home, as TeaLeafs and OldTeaLeaf do."
    found = case(tagger, text, "tealeaf")
    assert found is not None
    assert (len(found.places), found.called, found.kinds, found.how) == (2, 1, {"tool"}, "sentence")


def test_what_a_text_says_of_a_known_name_is_noted(tagger: Tagger) -> None:
    found = case(tagger, "a backdoor called SteamRAT", "steamrat")
    assert found is not None
    assert (found.called, found.how) == (1, "")


@pytest.mark.parametrize(
    "text", ["a Linux-based backdoor", "the Porcelain Labs team", "The backdoor", "a backdoor called x"]
)
def test_turns_of_phrase_vendors_and_countries_are_no_names(tagger: Tagger, text: str) -> None:
    assert [one for one in tagger.cases(text) if one.new] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the Iranian TeaLeaf group", "TeaLeaf"),
        ("the China-aligned TeaLeaf group", "TeaLeaf"),
        ("a group calling itself the Cyber Sieve", "Cyber Sieve"),
        ("the 2021TeaLeaf group", None),
        ("known as TTPs", None),
    ],
)
def test_what_of_the_words_beside_a_cue_is_the_name(tagger: Tagger, text: str, name: str | None) -> None:
    found = [text[slice(*one.places[0])] for one in tagger.cases(text) if one.new]
    assert found == ([name] if name else [])


def test_initials_are_as_likely_a_name_as_what_they_stand_for(tagger: Tagger) -> None:
    text = "a group known as the Teal Kettle Army (TKA) did it, and TKA said so, as such bands often do."
    long, short = case(tagger, text, "tealkettlearmy"), case(tagger, text, "tka")
    assert long is not None
    assert short is not None
    assert short.initials_of is not None
    assert (short.initials_of.fold, short.score, len(short.places)) == (long.fold, long.score, 2)


def test_the_family_of_a_scanners_name(tagger: Tagger) -> None:
    found = case(tagger, "seen as Trojan.SteamRAT or Backdoor.TeaLeaf", "trojansteamrat")
    assert found is not None
    assert found.entry is not None
    assert (found.how, found.entry.fold) == ("detection", "steamrat")


@pytest.mark.parametrize("names", ["Trojan.SteamRAT", "Trojan.SteamRAT, Worm.SteamRAT and Backdoor.SteamRAT"])
def test_what_scanners_call_malware_is_malware_elsewhere_too(tagger: Tagger, names: str) -> None:
    found = case(tagger, f"seen as {names}; and SteamRAT", "steamrat")
    assert found is not None
    assert found.as_tool == 2


@pytest.mark.parametrize(
    ("text", "long"), [("the Grey Teapot, or GT", "greyteapot"), ("GT", None), ("the Grey Teapot, or TG", None)]
)
def test_initials_of_another_name_of_the_same(tagger: Tagger, text: str, long: str | None) -> None:
    dictionary = tagger.dictionary
    which = next(which for which, entry in enumerate(dictionary.entries) if entry.fold == "greyteapot")
    short = text[-2:]
    entry = msgspec.structs.replace(dictionary.entries[which], fold=short.lower(), spellings=(short,))
    more = msgspec.structs.replace(
        dictionary,
        entries=(*dictionary.entries, entry),
        patterns=(*dictionary.patterns, short.lower().encode()),
        means=(*dictionary.means, len(dictionary.entries)),
    )
    said = "the threat actor known as "
    found = case(Tagger(more), said + text, short.lower())
    assert found is not None
    assert (found.initials_of.fold if found.initials_of else None) == long


def test_scanners_names_are_bounded(tagger: Tagger) -> None:
    text = " ".join(f"Trojan.Win32.Q{number}x" for number in range(MOST_NEW + 50))
    assert len(tagger.cases(text)) == MOST_NEW


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a group called Code Teapot", ["Code Teapot"]),
        ("a group called Code Data", []),
        ("Code Teapot, a new backdoor", ["Code Teapot"]),
        ("the Code Teapot backdoor", []),
        ("what is called Code Teapot", []),  # which may be anything
        ("the actors Teal Group", ["Teal Group"]),
        ("the actors Data Group", []),
        ("the Teal Group", []),  # which may be a company
    ],
)
def test_words_of_the_trade_are_part_of_a_name_where_a_sentence_states_it(
    tagger: Tagger, text: str, found: list[str]
) -> None:
    trade = frozenset(("code", "data", "group"))
    dictionary = msgspec.structs.replace(tagger.dictionary, others=tagger.dictionary.others | trade, trade=trade)
    cases = [one for one in Tagger(dictionary).cases(text) if one.new]
    assert [text[start:end] for one in cases for start, end in one.places] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Martian Teapot gang", ["Martian Teapot"]),
        ("the Porcelain Labs gang", []),
        ("the Mars Kettle gang", ["Mars Kettle"]),
        ("the Mars gang", []),
        ('a tool called "teapourer" then', ["teapourer"]),
        ('a tool called "pour" then', []),
    ],
)
def test_a_country_may_be_part_of_a_new_name_a_vendor_may_not(tagger: Tagger, text: str, found: list[str]) -> None:
    places = frozenset(("mars",))
    dictionary = msgspec.structs.replace(tagger.dictionary, others=tagger.dictionary.others | places, places=places)
    cases = [one for one in Tagger(dictionary).cases(text) if one.new]
    assert [text[start:end] for one in cases for start, end in one.places] == found


@pytest.mark.parametrize(("name", "told"), [("SteamRAT", True), ("Kettle Crew", False)])
def test_a_scanner_s_name_tells_nothing_of_an_actor(tagger: Tagger, name: str, told: bool) -> None:
    text = f"The {name} came. Trojan.Win32.{name.replace(' ', '')}.a was found."
    found = case(tagger, text, name.lower().replace(" ", ""))
    assert found is not None
    assert (found.as_tool > 0) is told


def test_a_known_name_in_a_list_of_known_names_is_noted(tagger: Tagger) -> None:
    found = case(
        tagger, "They have malware: SteamRAT, Kettle Crew and others. And they used the SteamRAT malware.", "kettlecrew"
    )
    assert found is not None
    assert found.listed == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a payload named Key RAT, as it is", "Key RAT"),  # "key" is a word of the trade
        ("in Operation TeaLeaf they came", "Operation TeaLeaf"),
        ("a backdoor called TeaLeaf, which", "TeaLeaf"),
        ("a backdoor called TeaDoH, which", "TeaDoH"),
        ("a backdoor called MalwareTeapot9 is", None),  # where a page lost the blank between two words
        ("a backdoor called TeaLeafThe is", None),
        ("a campaign with Log4Shell exploits", None),
        ("a backdoor in files named TeaLeaf, which", None),
        ("it has two classes named TeaLeaf, which", None),
        ("a backdoor called teapotTeaLeaf is", None),
        ("the Persian-language backdoor", None),
        ("the PC-targeting backdoor", None),
        ("the Teapot-styled backdoor", None),
        ("the Teapot-themed backdoor", None),
        ("the Teapot-driven backdoor", None),
        ("the Teapot-enabled backdoor", None),
        ("a backdoor called TeaLeaf TTPs and", "TeaLeaf"),
        ("the Cyber TeaLeaf group came", "Cyber TeaLeaf"),
    ],
)
def test_what_a_new_name_looks_like(tagger: Tagger, text: str, name: str | None) -> None:
    new = [text[slice(*one.places[0])] for one in tagger.cases(text) if one.new]
    assert new == ([name] if name else [])


def test_only_sentences_list_names(tagger: Tagger) -> None:
    said = "It was seen that they came back in spring with SteamRAT, TeaLeaf and CupBoard, and with many more tools."
    assert {one.fold for one in tagger.cases(said) if one.new} == {"tealeaf", "cupboard"}
    assert not [one for one in tagger.cases("Tags: SteamRAT, TeaLeaf, CupBoard") if one.new]


def test_the_initials_of_a_known_name(tagger: Tagger) -> None:
    text = "It was the Kettle Crew (KC) that did it in spring, and KC said so itself."
    short = case(tagger, text, "kc")
    assert short is not None
    assert short.initials_of is not None
    assert short.initials_of.fold == "kettlecrew"
