"""The application: questions are checked, answered by the file as it stands, and sent with what makes them known."""

from collections.abc import Awaitable, Callable
from hashlib import blake2b
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from ..errors import BestiaryError
from . import exported
from .endpoint import Asked, Elsewhere, Endpoint, encoded
from .hot import Hot, matches
from .library import Library
from .openapi import PREFIX, description, page
from .problem import of_error, problem
from .rest import ENDPOINTS
from .web import routes

BODY = 4 * 1024 * 1024  # bytes of a request's body

HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-cache"}


def application(library: Library, more: list[BaseRoute] | None = None) -> Starlette:
    """The application over a library; `more` are routes beside those of REST and the pages."""
    described = encoded(description([*ENDPOINTS, exported.ENDPOINT]))
    shown = page([*ENDPOINTS, exported.ENDPOINT])
    csp = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}
    answers: list[BaseRoute] = [
        *(_route(endpoint, library) for endpoint in sorted(ENDPOINTS, key=_narrow)),
        Route(PREFIX + exported.ENDPOINT.path, _exporting(library)),
        Route(f"{PREFIX}/openapi.json", lambda request: _sent(request, (described, _etag(described)))),
        Route("/api/docs", lambda request: HTMLResponse(shown, headers=HEADERS | csp)),
        Route(PREFIX + "/{rest:path}", _nothing),
        *(Route(path, lambda request: RedirectResponse("/api/docs")) for path in ("/api", "/api/", PREFIX)),
        *(more or []),
        *routes.routes(library),
    ]
    handlers = dict.fromkeys((BestiaryError, HTTPException, Exception), of_error)
    return Starlette(
        routes=answers,
        middleware=[Middleware(Hot, library=library, prefix=PREFIX), Middleware(GZipMiddleware, minimum_size=1_000)],
        exception_handlers=handlers,
    )


def _narrow(endpoint: Endpoint) -> int:
    """Paths with more parts are looked at first: an id may look like what stands behind one."""
    return -endpoint.path.count("/")


def _nothing(request: Request) -> Response:
    return problem(404, "Not found", "there is no such path", "/api/docs tells which there are")


def _route(endpoint: Endpoint, library: Library) -> Route:
    """The route of an endpoint."""

    def answer(request: Request, body: bytes) -> Response:
        endpoint.check(request.query_params)
        media_type = request.headers.get("content-type", "").lower()
        asked = Asked(library.edition(), request.path_params, request.query_params, body, media_type)
        try:
            content = encoded(endpoint.answer(asked))
        except Elsewhere as elsewhere:
            path = PREFIX + endpoint.path.replace("{id}", quote(elsewhere.id, safe=""))
            return RedirectResponse(path, 307, HEADERS)
        return _sent(request, (content, _etag(content)))

    path = endpoint.path.replace("{id}", "{id:path}")  # a record's key may have a slash
    return Route(PREFIX + path, _bounded(answer), methods=[endpoint.method])


def _bounded(answer: Callable[[Request, bytes], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Reads the body as far as it may go, then answers in a thread."""

    async def bounded(request: Request) -> Response:
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > BODY:
                return problem(413, "The body is too large", f"at most {BODY:,} bytes")
        return await run_in_threadpool(answer, request, bytes(body))

    return bounded


def _exporting(library: Library) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        exported.ENDPOINT.check(request.query_params)
        found = exported.response(Asked(library.edition(), request.path_params, request.query_params))
        found.headers.update(HEADERS)
        return found

    return answer


def _etag(content: bytes) -> str:
    """A strong validator (RFC 9110, section 8.8.3): it is made of the content and of nothing else."""
    return f'"{blake2b(content, digest_size=12).hexdigest()}"'


def _sent(request: Request, answer: tuple[bytes, str]) -> Response:
    """The answer, or that the client has it already (RFC 9110, section 13.1.2)."""
    content, etag = answer
    headers = HEADERS | {"etag": etag, "vary": "accept-encoding"}
    if matches(request.headers.get("if-none-match", "").encode(), etag.encode()):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="application/json")
