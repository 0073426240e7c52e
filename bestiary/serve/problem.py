"""What goes wrong, as `application/problem+json` (RFC 9457)."""

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ..errors import BestiaryError, NotFound, UsageError

TYPE = "application/problem+json"


def problem(status: int, title: str, detail: str = "", hint: str = "") -> Response:
    """A problem: what happened, and what to do about it."""
    body = {"type": "about:blank", "title": title, "status": status}
    body |= {key: text for key, text in (("detail", detail), ("hint", hint)) if text}
    return Response(msgspec.json.encode(body), status, media_type=TYPE)


def of_error(_: Request, error: Exception) -> Response:
    """The problem that an error of ours is; what is none of ours says nothing of itself."""
    if isinstance(error, NotFound):
        return problem(404, "Not found", error.message, error.hint)
    if isinstance(error, UsageError):
        return problem(400, "The question is malformed", error.message, error.hint)
    if isinstance(error, BestiaryError):
        return problem(503, "The file cannot be used", error.message, error.hint)
    if isinstance(error, HTTPException):
        found = problem(error.status_code, error.detail)
        found.headers.update(error.headers or {})  # such as which methods are allowed
        return found
    return problem(500, "A fault in Bestiary")
