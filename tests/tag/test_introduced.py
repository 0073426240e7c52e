import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.tag import introduced
from bestiary.tag.introduced import Coined, beside_kind, called, called_as, goes_by, in_list, sampled

FINDERS = {
    "dubbed": called, "tracked": called_as, "by the moniker": goes_by, "samples of": sampled,
    "by the names": goes_by, "group": beside_kind, "backdoor": beside_kind, "trojan": beside_kind,
    "Operation": beside_kind, "campaign": beside_kind, "Group": beside_kind, "actors": beside_kind,
    "by the user": goes_by, "the nicknames": goes_by,
}  # fmt: skip


def names(text: str, cue: str) -> list[tuple[str, str, str]]:
    """(surface, how, kind) of what stands beside the cue."""
    start = text.index(cue)
    return [(text[one.start : one.end], one.how, one.kind) for one in FINDERS[cue](text, start, start + len(cue))]


@pytest.mark.parametrize(
    ("text", "cue", "found"),
    [
        ("a group dubbed TeaLeaf, which", "dubbed", [("TeaLeaf", "called", "actor")]),
        ("dubbed TeaLeaf, Silver Spoon and Sieve by", "dubbed",
         [("TeaLeaf", "called", ""), ("Silver Spoon", "listed", ""), ("Sieve", "listed", "")]),
        ("dubbed TeaLeaf, Kettle Labs said", "dubbed", [("TeaLeaf", "called", "")]),
        ('a tool dubbed "teapourer" by', "dubbed", [("teapourer", "quoted", "tool")]),
        ("a function dubbed TeaLeaf", "dubbed", []),
        ("a malware cluster dubbed TeaLeaf", "dubbed", [("TeaLeaf", "called", "tool")]),
        ("a tool used by attackers is dubbed TeaLeaf", "dubbed", [("TeaLeaf", "called", "tool")]),
        ("used by a well-known hacker group and dubbed TeaLeaf", "dubbed", [("TeaLeaf", "called", "")]),
        ("the group has a newer version dubbed TeaLeaf", "dubbed", [("TeaLeaf", "called", "tool")]),
        ("the group has a browser extension dubbed TeaLeaf", "dubbed", [("TeaLeaf", "called", "tool")]),
        ("by now all have met with the rather new hacker group dubbed TeaLeaf", "dubbed",
         [("TeaLeaf", "called", "actor")]),
        ("a new cluster dubbed TeaLeaf", "dubbed", [("TeaLeaf", "called", "actor")]),
        ("a backdoor with a function dubbed TeaLeaf", "dubbed", []),
        ("a function that those of today had dubbed TeaLeaf", "dubbed", [("TeaLeaf", "called", "")]),
        ("dubbed TeaLeaf.exe", "dubbed", []),
        ("We dubbed this malware Teal Spoon.", "dubbed", [("Teal Spoon", "called", "tool")]),
        ('they dubbed the malicious browser extension "TeaLeaf".', "dubbed", [("TeaLeaf", "called", "tool")]),
        ("a tool of those that dubbed their new group TeaLeaf", "dubbed", [("TeaLeaf", "called", "actor")]),
        ("dubbed its malicious payload TeaLeaf", "dubbed", [("TeaLeaf", "called", "tool")]),
        ("dubbed the group TeaLeaf", "dubbed", [("TeaLeaf", "called", "actor")]),
        ('its administrator, dubbed "teapourer," and', "dubbed", [("teapourer", "quoted", "actor")]),
        ("two members dubbed TeaLeaf", "dubbed", [("TeaLeaf", "called", "actor")]),
        ("a tool by a developer dubbed TeaLeaf", "dubbed", [("TeaLeaf", "called", "tool")]),
        ('tools dubbed "steamer", "teapourer" and "TeaLeaf".', "dubbed",
         [("steamer", "quoted", "tool"), ("teapourer", "quoted", "tool"), ("TeaLeaf", "listed", "tool")]),
        ("the TeaLeaf Group came", "Group", [("TeaLeaf", "part", "actor")]),
        ("the TeaLeaf Hacking Group came", "Group", [("TeaLeaf", "kind", "actor")]),
        ("the actors TeaLeaf Group came", "actors", [("TeaLeaf", "kind", "actor")]),
        ("a group tracked inside Kettle Labs as TeaLeaf", "tracked", [("TeaLeaf", "called", "actor")]),
        ("is tracked such as TeaLeaf", "tracked", []),
        ('who go by the names "brewer1" and "Sieve".', "by the names",
         [("brewer1", "quoted", "actor"), ("Sieve", "listed", "actor")]),
        ("known by the names TeaLeaf, Silver Spoon. It", "by the names",
         [("TeaLeaf", "called", "actor"), ("Silver Spoon", "listed", "actor")]),
        ('sold by the user "teapourer9," who', "by the user", [("teapourer9", "quoted", "actor")]),
        ('uses the nicknames "Sieve" and "TeaLeaf" there', "the nicknames",
         [("Sieve", "called", "actor"), ("TeaLeaf", "listed", "actor")]),
        ("a backdoor that goes by the moniker TeaLeaf", "by the moniker", [("TeaLeaf", "called", "tool")]),
        ("two samples of TeaLeaf and", "samples of", [("TeaLeaf", "kind", "tool")]),
        ("by the Teal Spoon hacking group in", "group", [("Teal Spoon", "kind", "actor")]),
        ("by the Teal Silver Spoon group in", "group", [("Teal Silver Spoon", "kind", "actor")]),
        ("by Kettle (Teal Spoon) group in", "group", [("Teal Spoon", "kind", "actor")]),
        ("Teal Spoon, a member of a group", "group", []),
        ("in Operation TeaLeaf they", "Operation", [("Operation TeaLeaf", "kind", "campaign")]),
        ("in campaigns such as TeaLeaf", "campaign", []),
        ("in the TeaLeaf campaign they", "campaign", [("TeaLeaf", "kind", "campaign")]),
        ("in the TeaLeaf Operation they", "Operation", []),
        ("in the TeaLeaf Operations they", "Operation", []),
        ("in the Telegram group TeaLeaf they", "group", []),
        ("by a new hacker group, Teal Spoon, as", "group", [("Teal Spoon", "apposed", "actor")]),
        ("in the group, Teal Spoon, as", "group", []),
        ("Teal Spoon is a well-known group", "group", [("Teal Spoon", "apposed", "actor")]),
        ("of TeaLeaf remote access trojan", "trojan", [("TeaLeaf", "kind", "tool")]),
        ("of TeaLeaf Android banking trojan", "trojan", [("TeaLeaf", "kind", "tool")]),
        ("TeaLeaf, a C++ backdoor", "backdoor", [("TeaLeaf", "apposed", "tool")]),
        ("two backdoors, namely TeaLeaf and Sieve.", "backdoor",
         [("TeaLeaf", "listed", "tool"), ("Sieve", "listed", "tool")]),
        ("it was there, a backdoor TeaLeaf came", "backdoor", [("TeaLeaf", "kind", "tool")]),
        ('the main "TeaLeaf" backdoor', "backdoor", [("TeaLeaf", "kind", "tool")]),
        ('the main "teapourer" backdoor', "backdoor", [("teapourer", "quoted", "tool")]),
        ('the backdoor "teapourer" is', "backdoor", [("teapourer", "quoted", "tool")]),
        ("it is only a small backdoor that waits", "backdoor", []),
    ],
)  # fmt: skip
def test_what_a_sentence_introduces(text: str, cue: str, found: list[tuple[str, str, str]]) -> None:
    assert names(text, cue) == found


def test_a_list_goes_on() -> None:
    text = "SteamRAT, TeaLeaf, Silver Spoon and Strainer, which were"
    assert [text[one.start : one.end] for one in in_list(text, 8, "tool")] == ["TeaLeaf", "Silver Spoon", "Strainer"]


def test_a_list_goes_on_behind_brackets_and_quotation_marks() -> None:
    text = 'SteamRAT (also Steamer), "TeaLeaf", Spoon (SP) or Sieve.'
    assert [text[one.start : one.end] for one in in_list(text, 8, "tool")] == ["TeaLeaf", "Spoon", "Sieve"]


@given(st.text(alphabet="aA1 .,-\"'()\n/and is", max_size=80), st.integers(0, 60), st.integers(1, 20))
def test_whatever_stands_there_names_are_parts_of_the_text(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    for find in (*FINDERS.values(), lambda text, _, end: in_list(text, end, "tool")):
        for one in find(text, start, min(start + length, len(text))):
            assert isinstance(one, Coined)
            assert 0 <= one.start < one.end <= len(text)


def test_a_list_ends_somewhere() -> None:
    assert len(in_list(",".join(f" Name{number}" for number in range(100)), 6, "tool")) == introduced.MOST_LISTED
