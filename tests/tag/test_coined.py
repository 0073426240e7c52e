import pytest

from bestiary.dictionary import Dictionary
from bestiary.tag.coined import cues, finder, schemed
from bestiary.tag.scan import Automaton

CUES = cues()
AUTOMATON = Automaton(Dictionary((), (), (), (), frozenset(), {}), CUES)


def found(text: str) -> set[tuple[str, str, str]]:
    """(surface, how, kind) of all that any cue in the text gives."""
    _, places = AUTOMATON.find(text, text.encode())
    return {
        (text[one.start : one.end], one.how, one.kind)
        for start, end, which in places
        for one in finder(CUES[which].how)(text, start, end)
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a backdoor called TeaLeaf was", ("TeaLeaf", "called", "tool")),
        ("a group dubbed “Silver Spoon” by".replace("“", '"').replace("”", '"'), ("Silver Spoon", "called", "actor")),
        ("the TeaLeaf ransomware", ("TeaLeaf", "kind", "tool")),
        ("the Spoon gang", ("Spoon", "kind", "actor")),
        ("new malware TeaLeaf came", ("TeaLeaf", "kind", "tool")),
        ("by UNC99999 in", ("UNC99999", "scheme", "actor")),
        ("by Storm-9999 in", ("Storm-9999", "scheme", "actor")),
        ("by APT-C-99 in", ("APT-C-99", "scheme", "actor")),
        ("by UAC-9999 in", ("UAC-9999", "scheme", "actor")),
        ("by CL-STA-9999 in", ("CL-STA-9999", "scheme", "actor")),
        ("by GRUMPY PANDA in", ("GRUMPY PANDA", "scheme", "actor")),
        ("by COBALT TEAPOT in", ("COBALT TEAPOT", "scheme", "actor")),
        ("by Grumpy Taurus in", ("Grumpy Taurus", "scheme", "actor")),
        ("by Grumpy Werewolf in", ("Grumpy Werewolf", "scheme", "actor")),
        ("by Grumpy Mogwai in", ("Grumpy Mogwai", "scheme", "actor")),
        ("by unit 99999 in", ("unit 99999", "scheme", "actor")),
        ("by Teal Sandstorm in", ("Teal Sandstorm", "scheme", "actor")),
        ("fixes CVE-2099-12345 now", ("CVE-2099-12345", "scheme", "vulnerability")),
        ("as Backdoor.TeaLeaf in", ("Backdoor.TeaLeaf", "detection", "tool")),
        ("which we call TeaLeaf now", ("TeaLeaf", "called", "")),
        ("someone by the moniker TeaLeaf", ("TeaLeaf", "called", "actor")),
        ("backdoors such as TeaLeaf, Spoon and Sieve", ("Sieve", "listed", "tool")),
        ("they met TeaLeaf, a new backdoor", ("TeaLeaf", "apposed", "tool")),
        ("they met (Tea Leaf), also a new backdoor", ("Tea Leaf", "apposed", "tool")),
        ("they met the Silver Tea Leaf, a backdoor", ("Silver Tea Leaf", "apposed", "tool")),
        ("TeaLeaf - A Martian actor", ("TeaLeaf", "apposed", "actor")),
        ("the Teal Kettle Army did", ("Teal Kettle Army", "band", "actor")),
        ("the Kettle Hacking Team did", ("Kettle Hacking Team", "band", "actor")),
        ("of Unit 99999 in", ("Unit 99999", "scheme", "actor")),
        ("of Military Unit 99999 in", ("Military Unit 99999", "scheme", "actor")),
        ("as Threat Activity Group 99 does", ("Threat Activity Group 99", "scheme", "actor")),
        ("Operation Tea Leaf ran", ("Operation Tea Leaf", "kind", "campaign")),
    ],
)
def test_what_is_made_out(text: str, name: tuple[str, str, str]) -> None:
    assert name in found(text)


@pytest.mark.parametrize(
    "text",
    ["the malware is new", "a panda ate", "it was called off", "uncle 12", "CVE-12-1", "ta12", "the Indian Army",
     "the Liberation Army", "in Unit 42", "a backdoor.Then it", "the Gold Teapot", "GOLD and", "GOLD TEAPOTs",
     "GOLD TEAPOT-99", "Gold TEAPOT", "the new Google Gemini", "the TA001 tactic"],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize("text", ["the Kettle Response Team", "our Kettle Team", "New Kettle Hackers"])
def test_teams_of_others_are_no_bands(text: str) -> None:
    assert not any(how == "band" for _, how, _ in found(text))


def test_an_operation_is_no_actor() -> None:
    assert not any(how == "scheme" for _, how, _ in found("in Operation Grumpy Panda"))


@pytest.mark.parametrize(
    "name", ["Hazel Sandstorm", "FANCY BEAR", "TA505", "UNC1878", "Storm-0539", "APT-C-36", "TAG-22"]
)
def test_names_that_a_scheme_reads(name: str) -> None:
    assert schemed(name)


@pytest.mark.parametrize("name", ["Turla", "Group 26", "Teddy Bear Shop", "G0007", "Lazarus Group"])
def test_names_that_tell_no_scheme(name: str) -> None:
    assert not schemed(name)


def test_the_id_of_a_tactic_is_no_actor_s_name() -> None:
    assert found("TA0001 is a tactic") == set()
    assert found("TA505 is a thing") == {("TA505", "scheme", "actor")}
