import pytest

from bestiary.tag import Tagger
from bestiary.tag.case import Case
from bestiary.tag.company import note_company
from bestiary.tag.context import shape_of


def cases(text: str, **kinds: str) -> dict[str, Case]:
    """A case for each of the names, of the kinds that are said in one word ("actor_tool": both)."""
    found = {}
    for name, said in kinds.items():
        case = found[name] = Case(name.lower(), 0.0, 1, kinds=set(said.split("_")))
        case.see(text, shape_of(text.encode()), text.index(name), text.index(name) + len(name), ())
    note_company(text, [*found.values()])
    return found


@pytest.mark.parametrize(
    ("text", "actor", "tool"),
    [
        ("Later Spoon targeted banks", 1, 0),
        ("an attack by the Spoon on banks", 1, 0),
        ("they installed Spoon there", 0, 1),
        ("then Spoon encrypts it", 0, 1),
        ("Spoon's authors", 0, 1),
        ("they saw Spoon there", 0, 0),
        ("of groups like Spoon we", 1, 0),
    ],
)
def test_what_a_sentence_lets_see(text: str, actor: int, tool: int) -> None:
    case = cases(text, Spoon="actor_tool")["Spoon"]
    assert (case.as_actor, case.as_tool) == (actor, tool)


@pytest.mark.parametrize(
    "text", ["Kettle, Spoon and Strainer", "Kettle (also known as Spoon)", "Strainer/Spoon", "Kettle, aka Spoon"]
)
def test_what_is_listed_together(text: str) -> None:
    text = f"We saw {text} there."
    names = {name: kind for name, kind in (("Kettle", "actor"), ("Strainer", "actor")) if name in text}
    assert cases(text, Spoon="actor_tool", **names)["Spoon"].among_actors == len(names)


def test_a_name_within_a_longer_one_is_none_of_a_list() -> None:
    kinds = {"Spoon": "actor_tool", "Silver Kettle": "actor", "Kettle": "tool"}
    spoon = cases("We saw Silver Kettle, Spoon there.", **kinds)["Spoon"]
    assert (spoon.among_actors, spoon.among_tools) == (1, 0)


def test_what_a_list_is_said_to_be_of() -> None:
    found = cases("the malware families Spoon and Kettle were", Spoon="actor_tool", Kettle="actor_tool")
    assert [case.as_tool for case in found.values()] == [1, 1]


def test_the_company_decides(tagger: Tagger) -> None:
    text = "It was a group called Teapot Group, also known as TeaLeaf Sieve, that did it."
    found = {one.surface: one.kind for one in tagger.tag(text)}
    assert found.get("TeaLeaf Sieve") == "actor"
