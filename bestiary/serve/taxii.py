"""A TAXII 2.1 server that is only read from.

https://docs.oasis-open.org/cti/taxii/v2.1/os/taxii-v2.1-os.html

It serves what `bestiary export stix --all` writes. The paths are those below where discovery is mounted (`/taxii2/`).
"""

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from ..errors import BestiaryError
from . import taxii_query
from .library import Library
from .taxii_answer import MAX_CONTENT, MEDIA_TYPE, TaxiiError, answer, check_accept, check_content
from .taxii_index import Editions, Entry, Index, Listing, Place

ROOT = "bestiary/"  # the API root, below discovery


def routes(library: Library) -> list[Route]:
    """The endpoints, for a `Mount` at the path of discovery; whatever else is asked for below it is answered too."""
    reading = _Reading(Editions(library))
    collection = f"/{ROOT}collections/{{collection}}/"
    return [
        Route("/", _Endpoint(_discovery)),
        Route(f"/{ROOT}", _Endpoint(_root)),
        Route(f"/{ROOT}collections/", _Endpoint(reading.collections)),
        Route(collection, _Endpoint(reading.collection)),
        Route(f"{collection}manifest/", _Endpoint(reading.manifest)),
        Route(f"{collection}objects/", _Endpoint(reading.objects, {"POST": reading.write})),
        Route(f"{collection}objects/{{object}}/", _Endpoint(reading.object, {"DELETE": reading.delete})),
        Route(f"{collection}objects/{{object}}/versions/", _Endpoint(reading.versions)),
        Route("/{path:path}", _Endpoint(_nothing)),
    ]


class _Endpoint:
    """An endpoint as Starlette calls it: reads, refuses what TAXII has but we do not offer, and knows nothing else."""

    def __init__(
        self, read: Callable[[Request], Response], refuse: dict[str, Callable[[Request], Response]] | None = None
    ) -> None:
        self._handlers = {"GET": read, "HEAD": read, **(refuse or {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await run_in_threadpool(self._respond, Request(scope))
        await response(scope, receive, send)

    def _respond(self, request: Request) -> Response:
        try:
            check_accept(request)
            if request.method not in self._handlers:
                allowed = {"Allow": "GET, HEAD"}
                raise TaxiiError(405, "Method not allowed", f"there is no {request.method} here", allowed)
            return self._handlers[request.method](request)
        except TaxiiError as error:
            return error.response()
        except BestiaryError as error:
            return TaxiiError(500, "The file cannot be read", error.message).response()


def _discovery(request: Request) -> Response:
    """Section 4.1. The address of the API root is that under which the client knows this one."""
    try:
        root = f"{request.url.replace(query='', fragment='')}{ROOT}"
    except ValueError as error:
        raise TaxiiError(400, "Bad request", "the header Host is no name of a server") from error
    content = {"title": "Bestiary", "description": "A threat-actor encyclopedia.", "default": root, "api_roots": [root]}
    return answer(content)


def _root(request: Request) -> Response:
    """Section 4.2."""
    return answer(
        {
            "title": "Bestiary",
            "description": "Actors, their tools and techniques, and who says so. Only read from: there is no status.",
            "versions": [MEDIA_TYPE],
            "max_content_length": MAX_CONTENT,
        }
    )


def _nothing(request: Request) -> Response:
    raise TaxiiError(404, "Not found", "there is no such endpoint; the address of each ends with “/”")


class _Page(NamedTuple):
    """Objects with the dates on which they were added, and where the next page begins if there is one."""

    objects: list[tuple[str, Entry]]
    next: str | None

    def head(self) -> dict[str, object]:
        """How the resource begins (sections 5.3.1, 5.4.1 and 5.8.1)."""
        return {"more": True, "next": self.next} if self.next else {"more": False}

    def headers(self) -> dict[str, str]:
        """The dates of the first and the last (section 3.4)."""
        if not self.objects:
            return {}
        return {
            "X-TAXII-Date-Added-First": self.objects[0][0],
            "X-TAXII-Date-Added-Last": self.objects[-1][0],
        }


class _Reading:
    """The endpoints that read the file (section 5)."""

    def __init__(self, editions: Editions) -> None:
        self._editions = editions

    def collections(self, request: Request) -> Response:
        """Section 5.1."""
        return answer({"collections": [one.resource() for one in self._editions.index().collections]})

    def collection(self, request: Request) -> Response:
        """Section 5.2."""
        return answer(self._listing(request, self._editions.index()).collection.resource())

    def manifest(self, request: Request) -> Response:
        """Section 5.3."""
        page = self._page(request, self._editions.index())
        objects = [
            {
                "id": entry.id,
                "date_added": added,
                "version": entry.version,
                "media_type": f"application/stix+json;version={entry.spec_version}",
            }
            for added, entry in page.objects
        ]
        return answer({**page.head(), "objects": objects} if objects else {}, page.headers())

    def objects(self, request: Request) -> Response:
        """Section 5.4."""
        index = self._editions.index()
        return _envelope(self._page(request, index), index)

    def object(self, request: Request) -> Response:
        """Section 5.6."""
        index = self._editions.index()
        return _envelope(self._page_of_one(request, index), index)

    def versions(self, request: Request) -> Response:
        """Section 5.8. Of each object only its last version is kept."""
        page = self._page_of_one(request, self._editions.index())
        versions = [entry.version for _, entry in page.objects]
        return answer({**page.head(), "versions": versions} if versions else {}, page.headers())

    def write(self, request: Request) -> Response:
        """Section 5.5: nobody may."""
        self._listing(request, self._editions.index())
        check_content(request)
        raise TaxiiError(403, "Forbidden", "this collection is only read from")

    def delete(self, request: Request) -> Response:
        """Section 5.7: nobody may."""
        self._listing(request, self._editions.index())
        raise TaxiiError(403, "Forbidden", "this collection is only read from")

    def _listing(self, request: Request, index: Index) -> Listing:
        """The collection that is asked for, by its id or alias."""
        found = index.listings.get(request.path_params["collection"])
        if not found:
            raise TaxiiError(404, "Not found", "there is no such collection")
        return found

    def _page(self, request: Request, index: Index) -> _Page:
        """The objects of a collection that are asked for."""
        listing = self._listing(request, index)
        query = taxii_query.read(request.query_params.multi_items(), listing.collection.id)
        matching = (one for one in listing.after(query.start, index.entries) if query.takes(one[1]))
        found = list(islice(matching, query.limit + 1))
        if len(found) <= query.limit:
            return _Page(found, None)
        added, entry = found[query.limit - 1]
        return _Page(found[:-1], query.next(Place(added, entry.id)))

    def _page_of_one(self, request: Request, index: Index) -> _Page:
        """The one object that is asked for, if it is what is asked for."""
        listing = self._listing(request, index)
        id_ = request.path_params["object"]
        query = taxii_query.read(request.query_params.multi_items(), f"{listing.collection.id} {id_}")
        number = index.numbers.get(id_)
        added = None if number is None else listing.find(number)
        if number is None or added is None:
            raise TaxiiError(404, "Not found", "there is no such object in this collection")
        entry = index.entries[number]
        taken = Place(added, entry.id) > query.start and query.takes(entry)
        return _Page([(added, entry)] if taken else [], None)


def _envelope(page: _Page, index: Index) -> Response:
    """Objects as section 3.7 has them; nothing but `{}` if there are none."""
    if not page.objects:
        return answer({})
    head = f'{{"more":true,"next":"{page.next}"' if page.next else '{"more":false'
    content = b",".join(index.content(entry) for _, entry in page.objects)
    return answer(b'%s,"objects":[%s]}' % (head.encode(), content), page.headers())
