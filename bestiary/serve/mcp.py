"""An MCP server (https://modelcontextprotocol.io/specification): the encyclopedia for agents, read only, over stdio."""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from .. import __version__
from ..base import Bestiary
from ..errors import BestiaryError
from . import briefs
from .library import Library
from .quoted import NOTE

LARGEST = 12_000  # bytes of an answer
TEXT = 200_000  # characters of a text that is tagged
MENTIONS = 40

INSTRUCTIONS = (
    "Bestiary is a reference on threat actors, their names, tools, victims and reported operations, made of public"
    f" sources. It says who states what and never decides attribution: keep that in what you pass on. {NOTE}"
)

Name = Annotated[
    str, Field(min_length=1, max_length=300, description="a name, or an id such as apt28, G0007 or a UUID")
]
Query = Annotated[
    str, Field(min_length=1, max_length=1000, description="words and filters: sandstorm target:IL since:2020")
]
Words = Annotated[list[str], Field(max_length=50, description="names or codes")]


class _Tools:
    """What agents may ask, a method a tool; each question is answered from the file as it stands then."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def _answered(self, ask: Callable[[Bestiary], Any]) -> dict[str, Any]:
        """An answer with the note that goes with other people's text, or an error that says what to do."""
        try:
            content = ask(self._library.edition())
        except BestiaryError as error:
            raise ToolError(f"{error.message}. {error.hint}".strip()) from error
        return bounded({"note": NOTE, **content})

    def who(self, name: Name) -> dict[str, Any]:
        """Who is behind a name: every profile that bears it, with who says so. Ambiguity is said first."""
        return self._answered(lambda b: briefs.who(b.who(name), [reading._asdict() for reading in b.reading(name)]))

    def search(self, query: Query, limit: Annotated[int, Field(ge=1, le=20)] = 8) -> dict[str, Any]:
        """Things by words and facts. Filters: kind: country: sector: target: tool: technique: motivation: sponsor:
        giver: source: since: until: with a word or "several words"."""
        return self._answered(lambda b: briefs.found(b.search(query, limit)))

    def profile(self, id: Name) -> dict[str, Any]:
        """What the sources state of one thing: names, origin, victims, tools, operations, each with its place."""
        return self._answered(lambda b: briefs.profile(b.profile(id)))

    def compare(self, ids: Annotated[list[str], Field(min_length=2, max_length=3)]) -> dict[str, Any]:
        """What two or three things have in common, and what only each has."""
        return self._answered(lambda b: briefs.compared(b.compare(*ids)))

    def why(self, a: Name, b: Name) -> dict[str, Any]:
        """Why two are one actor, or stay two: the judgements with their reasons and weights."""
        return self._answered(lambda bestiary: briefs.why(bestiary.why(a, b)))

    def name(self, name: Name) -> dict[str, Any]:
        """Who coins names like this one and what it implies (Sandstorm: Microsoft, Iran), listed or not. What a name
        implies is no evidence of origin."""
        return self._answered(lambda b: {"readings": [reading._asdict() for reading in b.reading(name)][:10]})

    def tag(self, text: Annotated[str, Field(min_length=1, max_length=TEXT)]) -> dict[str, Any]:
        """Which actors, tools, campaigns, techniques and vulnerabilities a text names."""
        return self._answered(lambda b: briefs.mentions(b.tag(text), MENTIONS))

    def targets(
        self,
        sectors: Words | None = None,
        countries: Words | None = None,
        limit: Annotated[int, Field(ge=1, le=20)] = 8,
    ) -> dict[str, Any]:
        """Which actors are said to hit given sectors and countries, the best documented first, with who says so."""
        return self._answered(lambda b: {"actors": briefs.ranked(b.targets(sectors or [], countries or [], limit))})


def server(library: Library) -> MCPServer[Any]:
    """The server over a library."""
    made = MCPServer("bestiary", title="Bestiary", instructions=INSTRUCTIONS, version=__version__, log_level="ERROR")
    ask = _Tools(library)
    reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for tool in (ask.who, ask.search, ask.profile, ask.compare, ask.why, ask.name, ask.tag, ask.targets):
        made.add_tool(tool, annotations=reads, structured_output=True)

    @made.resource("bestiary://profile/{id}", mime_type="application/json", description="A profile, by its id.")
    def resource(id: str) -> str:
        return msgspec.json.encode(ask.profile(id)).decode()

    return made


def bounded(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer, or as much of it as there is room for: the longest lists are cut, and say by how much."""
    while len(msgspec.json.encode(answer)) > LARGEST:
        lists = [found for found in _lists(answer) if len(found["items"]) > 1]
        if not lists:
            return {"note": NOTE, "answer": "too long to be told: ask for a part of it"}
        longest = max(lists, key=lambda found: len(msgspec.json.encode(found["items"])))
        cut = len(longest["items"]) // 2
        longest["left_out"] = longest.get("left_out", 0) + len(longest["items"]) - cut
        longest["items"] = longest["items"][:cut]
    return answer


def _lists(answer: Any) -> list[dict[str, Any]]:
    """Every list that says how much of it was left out."""
    if isinstance(answer, dict):
        inner = [found for value in answer.values() for found in _lists(value)]
        return [*inner, answer] if isinstance(answer.get("items"), list) else inner
    return [found for value in answer for found in _lists(value)] if isinstance(answer, list) else []


def run(db: str) -> None:
    """Answers on standard input and output until that ends. Raises StoreError if the file cannot be opened."""
    server(Library(db)).run("stdio")
