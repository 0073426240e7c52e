import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bestiary.tag import Tagger
from bestiary.tag.coined import Cue
from bestiary.tag.scan import Automaton


def names(tagger: Tagger, text: str) -> list[str]:
    found, _ = Automaton(tagger.dictionary, []).find(text, text.encode())
    return [text[start:end] for start, end, _ in found]


def test_names_stand_at_the_bounds_of_words(tagger: Tagger) -> None:
    assert names(tagger, "xSteamRAT SteamRATs SteamRAT, (SteamRAT) APT 9999 APT_999") == [
        "SteamRAT",
        "SteamRAT",
        "APT_999",
    ]


def test_of_names_that_overlap_the_longest(tagger: Tagger) -> None:
    assert names(tagger, "the grey teapot group") == ["grey teapot"]
    assert names(tagger, "the Teapot Group") == ["Teapot Group"]


@given(st.lists(st.sampled_from(["SteamRAT", "Kettle Crew", "海莲花 ", " é", " ", ". ", "𝔘 "])))
def test_places_are_of_characters(tagger: Tagger, parts: list[str]) -> None:
    text = " ".join(parts)
    assert names(tagger, text) == [part for part in parts if part in ("SteamRAT", "Kettle Crew")]


def test_what_is_never_meant_is_not_looked_for(tagger: Tagger) -> None:
    silenced = Tagger(tagger.dictionary.under({"steamrat": "never"}))
    assert names(silenced, "SteamRAT and Kettle Crew") == ["Kettle Crew"]


def test_cues_are_told_by_their_place_in_the_list(tagger: Tagger) -> None:
    wanted = [Cue(b"dubbed", ""), Cue(b"win32", "", (b"k", b" "), frozenset("k."))]
    text = "it is dubbed x, Win32k, Win32., Win32/ redubbed, dubbed"
    _, cues = Automaton(tagger.dictionary, wanted).find(text, text.encode())
    assert cues == [(6, 12, 0), (16, 21, 1), (24, 29, 1), (49, 55, 0)]


def test_names_with_other_letters_than_ascii(tagger: Tagger) -> None:
    more = {"öl kanne".encode(): 0, "海莲".encode(): 0, b"a.b": 0}
    patterns, means = (*tagger.dictionary.patterns, *more), (*tagger.dictionary.means, *more.values())
    automaton = Automaton(msgspec.structs.replace(tagger.dictionary, patterns=patterns, means=means), [])
    text = "Öl öl-Kanne, öl kannen 在海莲花 SteamRATé xöl kanne a.b A.B a,b éSteamRAT"
    assert [text[start:end] for start, end, _ in automaton.find(text, text.encode())[0]] == [
        "öl-Kanne", "海莲", "SteamRAT", "öl kanne", "a.b", "A.B", "SteamRAT",
    ]  # fmt: skip
