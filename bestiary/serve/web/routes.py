"""The pages' addresses on a server, and how a page is sent."""

from collections.abc import Awaitable, Callable
from hashlib import blake2b
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from ...base import Bestiary
from ...errors import BestiaryError, NotFound, UsageError
from ..endpoint import LONGEST, Elsewhere
from ..hot import matches
from ..library import Library
from . import about, browsing, comparing, finding, home, known, stating, tagging, targeting, thing
from .links import Links
from .page import ASSETS, Page, asset, drawn

# Only what stands on this server is loaded, and no script but its own runs (https://www.w3.org/TR/CSP3/).
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
    "cross-origin-opener-policy": "same-origin",
}

Answer = Callable[[Bestiary, Request], Page]


def routes(library: Library) -> list[BaseRoute]:
    """The routes of all pages, those of things last: their paths are the widest."""
    pages: dict[str, Answer] = {
        "/": lambda b, r: home.page(b),
        "/search": lambda b, r: finding.page(b, r.query_params.get("q", ""), _number(r, "from")),
        "/sources": lambda b, r: browsing.sources(b),
        "/sources/{id}": lambda b, r: browsing.source(b, r.path_params["id"]),
        "/givers": lambda b, r: browsing.givers(b),
        "/givers/{id}": lambda b, r: browsing.giver(b, r.path_params["id"]),
        "/contested": lambda b, r: browsing.contested(b),
        "/country": lambda b, r: browsing.places(b, "country"),
        "/sector": lambda b, r: browsing.places(b, "sector"),
        "/country/{code}": lambda b, r: browsing.place(b, "country", r.path_params["code"]),
        "/sector/{code}": lambda b, r: browsing.place(b, "sector", r.path_params["code"]),
        "/compare": lambda b, r: comparing.page(b, r.query_params.getlist("id")),
        "/targets": lambda b, r: targeting.page(
            b, r.query_params.getlist("sector"), r.query_params.getlist("country"), _number(r, "show")
        ),
        "/about": lambda b, r: about.page(b),
        "/id/{id:path}": _elsewhere,
        "/{plural}": lambda b, r: browsing.listed(b, r.path_params["plural"], r.query_params.multi_items()),
        "/{plural}/{id}/statements": lambda b, r: stating.page(
            b, r.path_params["plural"], r.path_params["id"], _number(r, "from")
        ),
        "/{plural}/{id:path}": lambda b, r: thing.page(b, r.path_params["plural"], r.path_params["id"]),
    }
    return [
        Route("/assets/{name}", _asset),
        Route("/tag", _tagging(library), methods=["GET", "POST"]),
        *(Route(path, _answering(library, answer)) for path, answer in pages.items()),
    ]


def _elsewhere(bestiary: Bestiary, request: Request) -> Page:
    """What any id that a thing has or had leads to."""
    profile = bestiary.profile(request.path_params["id"])
    raise Elsewhere(thing.path(profile))


def _number(request: Request, name: str) -> int:
    """A whole number of the query, 0 if there is none. Raises UsageError for what is no number."""
    text = request.query_params.get(name, "0") or "0"
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise UsageError(f"“{text[:20]}” is no number")
    return int(text)


def _answering(library: Library, answer: Answer) -> Callable[[Request], Response]:
    def answering(request: Request) -> Response:
        edition = library.edition()
        try:
            if any(len(value) > LONGEST for _, value in request.query_params.multi_items()):
                raise UsageError("the question is too long")
            page = answer(edition, request)
        except Elsewhere as elsewhere:
            return RedirectResponse(Links()(elsewhere.id), 308, HEADERS)
        except BestiaryError as error:
            page = wrong(error)
        return sent(request, page, edition)

    return answering


def wrong(error: BestiaryError) -> Page:
    """The page that says what went wrong."""
    status = 404 if isinstance(error, NotFound) else 400 if isinstance(error, UsageError) else 503
    hint = "" if "bestiary " in error.hint else error.hint  # a command is no help here
    titles = {404: "Not found", 400: "That cannot be asked so", 503: "The file cannot be used"}
    return Page("wrong", titles[status], {"message": error.message, "hint": hint}, status)


def sent(request: Request, page: Page, bestiary: Bestiary) -> Response:
    """The page as an answer; only that it has not changed, if the browser has it."""
    content = drawn(page, Links(), known.file(bestiary)).encode("utf-8", "replace")
    etag = f'"{blake2b(content, digest_size=12).hexdigest()}"'
    headers = HEADERS | ({"etag": etag, "vary": "accept-encoding"} if page.status == 200 else {})
    if page.status == 200 and matches(request.headers.get("if-none-match", "").encode(), etag.encode()):
        return Response(status_code=304, headers=headers)
    return Response(content, page.status, headers, "text/html")


def _tagging(library: Library) -> Callable[[Request], Awaitable[Response]]:
    async def tagged(request: Request) -> Response:
        report: Any = await tagging.received(request) if request.method == "POST" else None
        return await run_in_threadpool(_tagged, request, report)

    def _tagged(request: Request, report: Any) -> Response:
        bestiary = library.edition()
        try:
            page = tagging.page(bestiary, report)
        except BestiaryError as error:
            page = wrong(error)
        return sent(request, page, bestiary)

    return tagged


def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ASSETS:
        return Response("there is no such file", 404, HEADERS, "text/plain")
    return Response(asset(name), headers=HEADERS | {"cache-control": "max-age=3600"}, media_type=ASSETS[name])
