"""TAXII messages over HTTP: what a request has to look like, and how it is answered (TAXII 2.1, sections 1.6 and 3)."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/taxii+json;version=2.1"
MAX_CONTENT = 1_000_000  # bytes of a request body: more than anything that is asked for here

_RANGE = re.compile(r"\s*([\w!#$%&'*+.^`|~-]+/[\w!#$%&'*+.^`|~-]+)\s*((?:;[^;]*)*)")


class TaxiiError(Exception):
    """A request that is answered by an error message (section 3.6)."""

    def __init__(self, status: int, title: str, description: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.title = title
        self.description = description
        self.headers = headers or {}

    def response(self) -> Response:
        """The message."""
        content = {"title": self.title, "description": self.description, "http_status": str(self.status)}
        return answer(content, self.headers, self.status)


def answer(content: Any, headers: Mapping[str, str] | None = None, status: int = 200) -> Response:
    """A TAXII resource; bytes are JSON already."""
    body = content if isinstance(content, bytes) else msgspec.json.encode(content)
    return Response(body, status, {"Content-Type": MEDIA_TYPE, "Vary": "Accept", **(headers or {})})


def check_accept(request: Request) -> None:
    """Whether the client takes what we have (section 3.5). Raises TaxiiError 406.

    Who says nothing, or `*/*`, takes anything (RFC 9110, section 12.5.1).
    """
    asked = ",".join(request.headers.getlist("accept"))
    if asked.strip() and not any(_taken(one) for one in asked.split(",")):
        raise TaxiiError(406, "Not acceptable", f"there is only {MEDIA_TYPE}")


def _taken(one: str) -> bool:
    """Whether a media range of an Accept header takes our media type."""
    media, parameters = _media(one)
    if parameters.pop("q", "1").strip("0.") == "":
        return False
    if media in ("*/*", "application/*"):
        return True
    return media == "application/taxii+json" and parameters.get("version", "2.1") == "2.1"


def check_content(request: Request) -> None:
    """Whether a body is of a kind and size that could be read. Raises TaxiiError 415 or 413."""
    media, parameters = _media(request.headers.get("content-type", ""))
    if media != "application/taxii+json" or parameters.get("version", "2.1") != "2.1":
        raise TaxiiError(415, "Unsupported media type", f"a body has to be {MEDIA_TYPE}")
    length = request.headers.get("content-length", "")
    if length.isdecimal() and (len(length) > 15 or int(length) > MAX_CONTENT):
        raise TaxiiError(413, "Content too large", f"a body may have {MAX_CONTENT} bytes")


def _media(text: str) -> tuple[str, dict[str, str]]:
    """A media type and its parameters, in lower case; "" if it is none."""
    found = _RANGE.fullmatch(text.lower())
    if not found:
        return "", {}
    pairs = (one.partition("=") for one in found[2].split(";") if one.strip())
    return found[1], {name.strip(): value.strip().strip('"') for name, _, value in pairs}
