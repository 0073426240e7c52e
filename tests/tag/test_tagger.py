import pickle
import random
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary import Bestiary
from bestiary.dictionary import Bearer
from bestiary.tag import Mention, Tagger
from bestiary.tag.tagger import _apart

REPORT = """The Teapot Group, also known as GREY TEAPOT, is back. In this campaign the group used SteamRAT, a backdoor
that it has used before, and a new downloader called TeaLeaf. TeaLeaf fetches SteamRAT from
https://steamrat.example/SteamRAT. We also saw UNC99999 and, once, CVE-2099-12345."""


def test_a_report(tagger: Tagger) -> None:
    found = {one.surface: one for one in tagger.tag(REPORT)}
    assert {"Teapot Group", "GREY TEAPOT", "SteamRAT", "TeaLeaf", "UNC99999", "CVE-2099-12345"} <= found.keys()
    assert found["SteamRAT"].profiles[0].id == "steamrat"
    assert found["SteamRAT"].kind == "tool"
    assert [surface for surface, one in found.items() if one.new] == ["TeaLeaf", "UNC99999", "CVE-2099-12345"]
    assert all(one.reasons for one in found.values())


def test_places_are_those_of_the_text(tagger: Tagger) -> None:
    text = "“Öl”: " + REPORT.replace("GREY TEAPOT", "“GREY\u00a0TEAPOT”")
    mentions = tagger.tag(text)
    assert mentions
    assert all(text[one.start : one.end] == one.surface for one in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


def test_it_pickles(tagger: Tagger) -> None:
    assert pickle.loads(pickle.dumps(tagger)).tag(REPORT) == tagger.tag(REPORT)


def test_needs_context(tagger: Tagger) -> None:
    careful = Tagger(tagger.dictionary.under({"kettlecrew": "needs-context"}))
    assert not any(one.surface == "Kettle Crew" for one in careful.tag("We met Kettle Crew there."))
    assert any(one.surface == "Kettle Crew" for one in careful.tag("We met the Kettle Crew gang there."))


@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from(REPORT.split())), max_size=40))
def test_any_text_is_tagged_or_not(tagger: Tagger, words: list[str]) -> None:
    text = " ".join(words)
    mentions = tagger.tag(text)
    assert all(0.5 <= one.score <= 1 and 0 <= one.start < one.end <= len(text) for one in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@pytest.mark.parametrize(
    "text",
    [
        "SteamRAT " * 100_000,
        "x" * 5_000_000,
        "called " * 100_000,
        "Trojan." * 100_000,
        "A" * 200_000 + " malware",
        "(" * 300_000,
        "Ä, " * 300_000,
    ],
    ids=["a name", "a word", "a cue", "a scanner's word", "a long name", "brackets", "commas"],
)
def test_many_of_anything_end(tagger: Tagger, text: str) -> None:
    mentions = tagger.tag(text)
    assert len(mentions) <= 100_000


def test_any_bytes(tagger: Tagger) -> None:
    noise = random.Random(1).randbytes(100_000).decode("utf-8", "surrogateescape")
    tagger.tag(noise)


def test_a_long_text_is_tagged_part_by_part(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "They used the SteamRAT malware once more, as they had in the spring of the year before.\n" * 20
    whole = [(one.start, one.surface) for one in tagger.tag(text)]
    assert len(whole) == 20
    for part in (100, 333, 1000):
        monkeypatch.setattr("bestiary.tag.tagger.PART", part)
        assert [(one.start, one.surface) for one in tagger.tag(text)] == whole
    monkeypatch.setattr("bestiary.tag.tagger.MOST", 5)
    assert len(tagger.tag(text)) == 5


def test_a_part_of_a_long_text_is_told_as_it_is_written(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bestiary.tag.tagger.PART", 100)
    text = "The actor known as “GREY\u00a0TEAPOT” did it once more, and it was seen by everybody.\n" * 4
    assert [one.surface for one in tagger.tag(text)] == ["GREY\u00a0TEAPOT"] * 4


def test_a_place_is_of_the_kind_that_its_last_word_says(tagger: Tagger) -> None:
    text = "They used the SteamRAT malware. The SteamRAT Group, as it is called, has the SteamRAT malware."
    assert [(one.surface, one.kind) for one in tagger.tag(text)] == [
        ("SteamRAT", "tool"),
        ("SteamRAT Group", "actor"),
        ("SteamRAT", "tool"),
    ]


@pytest.fixture
def doubtful(tagger: Tagger) -> Tagger:
    """One to which SteamRAT is the name of the Teapot Group, too."""
    dictionary = tagger.dictionary
    group = next(place for place, thing in enumerate(dictionary.things) if thing.id == "teapot-group")
    entries = [
        msgspec.structs.replace(one, bearers=(*one.bearers, Bearer(group, 1, 1))) if one.fold == "steamrat" else one
        for one in dictionary.entries
    ]
    return Tagger(msgspec.structs.replace(dictionary, entries=(*entries,)))


def test_each_way_of_writing_may_be_of_a_kind_of_its_own(doubtful: Tagger) -> None:
    found = doubtful.tag("The SteamRAT malware is what the STEAMRAT gang has. The SteamRAT malware is bad.")
    assert {one.surface: one.kind for one in found} == {"SteamRAT": "tool", "STEAMRAT": "actor"}


def test_what_is_done_with_it_says_what_is_meant(doubtful: Tagger) -> None:
    def share(text: str) -> float:
        (mention,) = doubtful.tag(text)
        return {one.id: one.share for one in mention.profiles}["steamrat"]

    assert share("There they had installed SteamRAT.") > share("There they had noticed SteamRAT.")


def test_one_sentence_is_enough(packaged: Path) -> None:
    sentences = {
        "Fraternal Jackal was seen again.": "actor",
        "In May Hazel Sandstorm attacked banks.": "actor",
        "Fancy Bear hacked the party.": "actor",
        "They ran Mimikatz.": "tool",
    }
    with Bestiary.open(packaged) as bestiary:
        found = {text: [mention.kind for mention in bestiary.tag(text)] for text in sentences}
        nothing = bestiary.tag("They play at one with silence; the lead was to stop.")
    assert found == {text: [kind] for text, kind in sentences.items()}
    assert nothing == []


def test_of_names_that_overlap_the_longest_is_the_mention() -> None:
    def mention(start: int, end: int, score: float) -> Mention:
        return Mention("x" * (end - start), start, end, "actor", score, (), ())

    long, short, apart = mention(0, 9, 0.6), mention(4, 7, 0.9), mention(20, 22, 0.6)
    assert _apart([short, apart, long]) == [long, apart]
    beside = mention(9, 12, 0.6)
    assert _apart([beside, long]) == [long, beside]
    assert _apart([long, mention(0, 9, 0.9)]) == [mention(0, 9, 0.9)]
    assert _apart([long, mention(2, 11, 0.9)]) == [mention(2, 11, 0.9)]
    assert _apart([long, mention(2, 11, 0.6)]) == [long]
    late = mention(6, 16, 0.5)
    assert _apart([long, late]) == [late]
