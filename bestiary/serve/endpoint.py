"""Endpoints that are described where they are written: the description is what OpenAPI is generated from."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec
from starlette.datastructures import QueryParams

from ..base import Bestiary
from ..errors import UsageError

MOST = 1_000  # items of a page
LONGEST = 2_000  # characters of a parameter


class Parameter(NamedTuple):
    """A parameter of the query, or of the path where the path names it."""

    name: str
    description: str
    type: Any = str  # str, int or bool
    required: bool = False
    many: bool = False
    example: str = ""
    choices: tuple[str, ...] = ()
    most: int = 0  # of a number


class Asked(NamedTuple):
    """A question as it came in: the file, the parameters of the path and the query, the body."""

    bestiary: Bestiary
    path: Mapping[str, str]
    query: QueryParams
    body: bytes = b""
    media_type: str = ""  # of the body

    def text(self, name: str) -> str:
        """A parameter; "" if it is not there."""
        return self.path.get(name) or self.query.get(name, "")

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 0 to `most`. Raises UsageError if it is none."""
        text = self.query.get(name)
        if text is None:
            return default
        if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) <= most):
            raise UsageError(f"“{text[:20]}” is no {name}", hint=f"give a whole number up to {most:,}")
        return int(text)


class Elsewhere(Exception):
    """What was asked for by a former id, or another than its own, stands under this one."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.id = id


class Endpoint(NamedTuple):
    """A path that answers: `answer` gives what is encoded as JSON, or the JSON itself as bytes."""

    path: str
    summary: str
    answer: Callable[[Asked], Any]
    returns: Any  # type of what is answered
    parameters: tuple[Parameter, ...] = ()
    method: str = "GET"
    tag: str = "questions"
    media_type: str = "application/json"
    absent: str = ""  # what is not there if the answer is 404; "" if it never is

    def check(self, query: QueryParams) -> None:
        """Raises UsageError if a parameter is missing, unknown, given twice or too long."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in query:
            if name not in known:
                raise UsageError(
                    f"there is no parameter “{name[:50]}”", hint=f"there are: {', '.join(known) or 'none'}"
                )
            values = query.getlist(name)
            if len(values) > 1 and not known[name].many:
                raise UsageError(f"“{name}” is given {len(values)} times", hint="give it once")
            if any(len(value) > LONGEST for value in values):
                raise UsageError(f"“{name}” is longer than {LONGEST:,} characters")
        for parameter in self.parameters:
            if parameter.required and f"{{{parameter.name}}}" not in self.path and not query.get(parameter.name):
                raise UsageError(f"“{parameter.name}” is missing", hint=parameter.description)


def encoded(answer: Any) -> bytes:
    """An answer as JSON."""
    return answer if isinstance(answer, bytes) else msgspec.json.encode(answer)
