"""A Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html): the chosen profiles and what is around them.

Around each stand what it overlaps with, is part of or came after, as judged; the country and the sponsor that it is
said to have; and the tools that most sources state it to use. A line is dotted where nobody is sure, or where it is not
clear which tool a name means.
"""

import re
import unicodedata
from collections.abc import Generator, Iterator, Mapping
from typing import NamedTuple

from ..profile import Profile, Stated
from ..selection import File, Known, Loss, Selection

TITLE = "Mermaid graph"
MEDIA_TYPE = "text/vnd.mermaid"

_TOOLS = 15  # of each; a graph of all cannot be read
_LABEL = 80  # characters
_PLAIN = " -_.,:/()?!'"  # what means nothing inside of a quoted label
_LIST = re.compile(r"(\d{1,9})\.|-")  # a label that begins so is taken for a list

_SHAPES = {"actor": ("[", "]"), "tool": ("(", ")"), "country": ("{{", "}}"), "sponsor": ("([", "])")}
# Judged relation → what the line says, and whether it goes from the other to this one; "different" is none.
_LINES = {
    "overlaps": ("overlaps", False),
    "subgroup-of": ("is part of", False),
    "has-subgroup": ("is part of", True),
    "successor-of": ("came after", False),
    "succeeded-by": ("came after", True),
    "unsure": ("may be", False),
}
_BOTH_WAYS = ("overlaps", "may be")


class Tool(NamedTuple):
    """A tool that something uses: whose sources state it, and whether it is clear which is meant."""

    title: str
    sources: set[str]
    clear: bool


def files(selection: Selection, loss: Loss) -> Iterator[File]:
    """One flowchart."""
    yield File("bestiary.mmd", _Graph(selection, loss).lines())


def label(text: str) -> str:
    """A text between quotes, as Mermaid shows it and takes none of it for its own."""
    text = " ".join("".join(one if unicodedata.category(one)[0] != "C" else " " for one in text).split())
    text = f"{text[: _LABEL - 1]}…" if len(text) > _LABEL else text
    mark = list_.end() - 1 if (list_ := _LIST.match(text)) else -1
    shown = (_shown(one) if number != mark else f"#{ord(one)};" for number, one in enumerate(text))
    return f'"{"".join(shown) or "?"}"'


def _shown(one: str) -> str:
    return one if one.isalnum() or one in _PLAIN else f"#{ord(one)};"


class _Graph:
    """The lines of a graph; nodes have numbers in the order in which they are met."""

    def __init__(self, selection: Selection, loss: Loss) -> None:
        self._selection = selection
        self._known = selection.known()
        self._loss = loss
        self._nodes: dict[tuple[str, str], str] = {}  # kind and id → the node
        self._drawn: set[tuple[str, str, str]] = set()

    def lines(self) -> Iterator[bytes]:
        yield b"flowchart LR\n"
        for profile in self._selection.profiles():
            yield "".join(f"  {line}\n" for line in self._profile(profile)).encode()

    def _profile(self, profile: Profile) -> Iterator[str]:
        """A profile with what is around it."""
        shown = {"tool", "country", "sponsor", "relation", "related"}
        self._loss.rest(profile, "a graph has no place for it", shown)
        own = yield from self._thing(profile["id"], profile["kind"], profile["title"])
        yield from self._related(profile, own)
        for kind, says in (("country", "from"), ("sponsor", "sponsored by")):
            for value in profile["facts"].get(kind, []):
                other = yield from self._node(kind, value["value"] or value["label"], value["label"])
                yield from self._line(own, says, other)
        tools = sorted(_tools(profile, self._known, self._loss).items(), key=_first)
        for (kind, id_), tool in tools[:_TOOLS]:
            other = yield from self._node(kind, id_, tool.title, "tool")
            yield from self._line(own, "uses", other, dotted=not tool.clear)
        self._loss.add("tool", f"a graph shows the {_TOOLS} best supported", len(tools[_TOOLS:]))

    def _related(self, profile: Profile, own: str) -> Iterator[str]:
        """What a profile is held apart from."""
        for related in profile["related"]:
            thing = related["profile"]
            if line := _LINES.get(related["relation"]):
                says, back = line
                other = yield from self._thing(thing["id"], thing["kind"], thing["title"])
                ends = (other, own) if back else (own, other)
                yield from self._line(ends[0], says, ends[1], dotted=related["relation"] == "unsure")
            else:
                self._loss.add("related", f"a graph shows no line for “{related['relation']}”")

    def _thing(self, id_: str, kind: str, title: str) -> Generator[str, None, str]:
        return (yield from self._node("profile", id_, title, kind))

    def _node(self, space: str, id_: str, title: str, kind: str = "") -> Generator[str, None, str]:
        """The line of a node that is new; returns its name."""
        name = self._nodes.get((space, id_))
        if name is None:
            name = self._nodes[space, id_] = f"n{len(self._nodes)}"
            start, end = _SHAPES.get(kind or space, _SHAPES["actor"])
            yield f"{name}{start}{label(title)}{end}"
        return name

    def _line(self, one: str, says: str, other: str, dotted: bool = False) -> Iterator[str]:
        """A line, once; what holds both ways is not drawn from the other side again."""
        ends = sorted([one, other]) if says in _BOTH_WAYS else [one, other]
        if (drawn := (ends[0], says, ends[1])) not in self._drawn:
            self._drawn.add(drawn)
            arrow = ("-.-" if dotted else "---") if says in _BOTH_WAYS else ("-.->" if dotted else "-->")
            yield f'{one} {arrow}|"{says}"| {other}'


def _first(one: tuple[tuple[str, str], Tool]) -> tuple[int, str, tuple[str, str]]:
    """The order of tools: those that most sources state, then by title."""
    return -len(one[1].sources), one[1].title.casefold(), one[0]


def _tools(profile: Profile, known: Mapping[str, Known], loss: Loss) -> dict[tuple[str, str], Tool]:
    """What a profile uses, by what names it in the graph: what a list names and what a relation leads to are one."""
    tools: dict[tuple[str, str], Tool] = {}

    def add(id_: str | None, title: str, stated: list[Stated]) -> None:
        there = known.get(id_ or "")
        key = ("profile", id_ or "") if there else ("tool", title)
        tool = tools.setdefault(key, Tool(there.title if there else title, set(), there is not None))
        tool.sources.update(profile["records"][one["record"]]["source"] for one in stated)

    for value in profile["facts"].get("tool", []):
        meant = value.get("means", [])
        add(meant[0]["id"] if len(meant) == 1 else None, value["label"], value["stated"])
    for relation in profile["relations"]:
        one = known.get(relation["profile"] or "")
        if one and one.kind == "tool" and relation["type"] == "uses":
            add(relation["profile"], one.title, relation["stated"])
        else:
            loss.add(f"relation: {relation['type']}", "a graph has no place for it")
    return tools
