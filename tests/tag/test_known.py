import msgspec
import pytest

from bestiary.tag import Tagger
from bestiary.tag.evidence import KNOWN, OF_NAME
from bestiary.tag.known import Known, Lexicon

TEXTS = [
    "They used the SteamRAT malware, as they had in the spring of that year and in the one before it.",
    "# steamrat, SteamRAT",
    "Kettle Crew named it SteamRAT",
]


@pytest.mark.parametrize(
    ("policy", "surface", "reading"),
    [
        ("", "SteamRAT", "name"),
        ("", "steamrat", "name"),
        ("", "steam-rat", ""),
        ("exact-case", "SteamRAT", "name"),
        ("exact-case", "steamrat", ""),
    ],
)
def test_what_a_name_is_by_the_way_it_is_written(tagger: Tagger, policy: str, surface: str, reading: str) -> None:
    dictionary = tagger.dictionary.under({"steamrat": policy})  # type: ignore[dict-item]
    which = next(place for place, entry in enumerate(dictionary.entries) if entry.fold == "steamrat")
    assert Lexicon(dictionary)[which].reading(surface) == reading


@pytest.mark.parametrize(
    ("surface", "around"),
    [("SteamRAT ransomware", (0, 11)), ("the Kettle Group", (4, 0)), ("SteamRAT", (0, 0))],
)
def test_the_words_around_a_name_are_none_of_it(tagger: Tagger, surface: str, around: tuple[int, int]) -> None:
    dictionary = tagger.dictionary
    entry = msgspec.structs.replace(dictionary.entries[0], spellings=(surface,))
    assert Known(entry, dictionary).around(surface) == around


def test_a_name_is_made_once_and_its_cases_are_apart(tagger: Tagger) -> None:
    lexicon = Lexicon(tagger.dictionary)
    assert lexicon[0] is lexicon[0]
    first, second = lexicon[0].case(), lexicon[0].case()
    first.see("x", b"a", 0, 1, ())
    assert (len(first.places), len(second.places)) == (1, 0)


def test_what_the_name_alone_decides_is_the_same_in_every_text(tagger: Tagger) -> None:
    cases = [case for text in TEXTS for case in tagger.cases(text) if case.fold == "steamrat"]
    assert len(cases) == len(TEXTS)
    for place, (function, weight) in enumerate(KNOWN.items()):
        if function in OF_NAME:
            assert {function(case) * weight for case in cases} == {cases[0].weights[place]}


def test_an_everyday_word_in_small_letters_is_that_word(tagger: Tagger) -> None:
    entry = msgspec.structs.replace(tagger.dictionary.entries[0], fold="play", spellings=("Play",), commonness=5.0)
    known = Known(entry, tagger.dictionary)
    assert (known.reading("Play"), known.reading("PLAY"), known.reading("play")) == ("name", "name", "word")
    rare = Known(
        msgspec.structs.replace(entry, fold="playrat", spellings=("PlayRAT",), commonness=0.0), tagger.dictionary
    )
    assert rare.reading("playrat") == "name"
