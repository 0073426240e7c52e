"""Files from publishers' servers: by https only, and bounded. Nothing else in Bestiary opens a connection outwards.

urllib3 does the talking: it checks certificates by the system's own store, bounds what it decompresses, and needs no
further package. Redirects are followed here, so that each address is looked at before it is asked.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from http.client import HTTPException
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3 import exceptions as wrong

from .. import __version__
from ..errors import InputError
from ..origin import Origin

CHUNK = 256 * 1024  # bytes read at a time
_REDIRECTS = (301, 302, 303, 307, 308)
_LATER = "try again later"


class Limits(NamedTuple):
    """What one file may take at most; ATT&CK Enterprise, the largest public source, has 46 MB."""

    connect: float = 10.0  # seconds until the connection stands
    idle: float = 30.0  # seconds without a byte
    total: float = 600.0  # seconds for all of it, redirects and name look-up included
    size: int = 256 * 1024**2  # bytes, after decompression
    redirects: int = 5


LIMITS = Limits()


class Fetched(NamedTuple):
    """A file as a server sent it, and what to say when asking again, "" where the server named nothing."""

    raw: bytes
    etag: str = ""
    last_modified: str = ""
    media_type: str = ""


class Web:
    """Asks servers, one after another. A host that cannot be reached is not tried again by the same object."""

    def __init__(self, limits: Limits = LIMITS, *, _loopback: bool = False) -> None:
        """`_loopback` is for tests: it permits http, and nothing but 127.0.0.1."""
        self._limits = limits
        self._loopback = _loopback
        self._pools: dict[str, urllib3.PoolManager] = {}  # by proxy
        self._unreachable: dict[str, str] = {}  # host → reason

    def get(self, url: str, etag: str = "", last_modified: str = "") -> Fetched | None:
        """The file at the address; None if it is still the one of that ETag or date (RFC 9110, section 13).

        Raises InputError with address and reason for whatever else happens, also when a limit is met.
        """
        headers = {"User-Agent": f"bestiary/{__version__}", "Accept-Encoding": "gzip"}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": last_modified} if last_modified else {}
        given_up = threading.Event()
        try:
            return _in_thread(lambda: self._follow(url, headers, given_up)).result(self._limits.total)
        except TimeoutError:
            raise InputError(f"took longer than {self._limits.total:g} seconds", Origin(url), _LATER) from None
        finally:
            given_up.set()

    def _follow(self, url: str, headers: dict[str, str], given_up: threading.Event) -> Fetched | None:
        """The answer of the last address of a chain of redirects."""
        asked = url
        for _ in range(self._limits.redirects + 1):
            host = self._permitted(url)
            try:
                response = self._pool(host).request(
                    "GET", url, headers=headers, redirect=False, retries=False, preload_content=False,
                    timeout=urllib3.Timeout(connect=self._limits.connect, read=self._limits.idle),
                )  # fmt: skip
                try:
                    target = response.headers.get("Location")
                    if response.status not in _REDIRECTS or target is None:
                        return self._answer(url, response, headers, given_up)
                    url = urljoin(url, target)
                finally:
                    response.close()
            except (wrong.HTTPError, HTTPException, OSError, ValueError) as error:
                reason = _reason(error, self._limits)
                if isinstance(error, wrong.ConnectTimeoutError | wrong.NewConnectionError | wrong.ProxyError):
                    self._unreachable[host] = reason
                raise InputError(reason, Origin(url), _LATER) from error
        raise InputError(f"more than {self._limits.redirects} redirects", Origin(asked), _LATER)

    def _permitted(self, url: str) -> str:
        """The host of an address that may be asked; raises InputError for any other."""
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:  # "https://[" and the like
            raise InputError("not an address", Origin(url)) from None
        good = parts.scheme == "https" and host and not parts.username
        if self._loopback:
            good = parts.scheme in ("http", "https") and host == "127.0.0.1"
        if not good:
            raise InputError("not fetched: only https addresses without a user name are", Origin(url))
        if host in self._unreachable:
            raise InputError(self._unreachable[host], Origin(url), _LATER)
        return host

    def _pool(self, host: str) -> urllib3.PoolManager:
        """The connections to a host, through the proxy that environment or system name for it."""
        direct = self._loopback or proxy_bypass(host)
        proxy = "" if direct else getproxies().get("https", "")
        if proxy not in self._pools:
            self._pools[proxy] = _through(proxy) if proxy else urllib3.PoolManager()
        return self._pools[proxy]

    def _answer(
        self, url: str, response: urllib3.BaseHTTPResponse, headers: dict[str, str], given_up: threading.Event
    ) -> Fetched | None:
        """What the server sent, or None for "not modified" if that was asked. Raises InputError for another status."""
        if response.status == 304 and any(name.startswith("If-") for name in headers):
            response.drain_conn()  # it has no body: the connection can be used again
            return None
        if response.status != 200:
            said = f"the server answered {response.status} {response.reason or ''}".rstrip()
            hint = "the publisher may have moved it" if response.status in (404, 410) else _LATER
            raise InputError(said, Origin(url), hint)
        raw = bytearray()
        while chunk := response.read1(CHUNK, decode_content=True):
            raw += chunk
            if len(raw) > self._limits.size:
                raise InputError(f"larger than {self._limits.size:,} bytes", Origin(url), "it is not what it should be")
            if given_up.is_set():
                raise InputError("given up", Origin(url))
        told = [_told(response, name) for name in ("ETag", "Last-Modified", "Content-Type")]
        return Fetched(bytes(raw), *told)


def _in_thread(work: Callable[[], Fetched | None]) -> "Future[Fetched | None]":
    """Runs it in a thread that nobody has to wait for: a look-up of a host, or a header that never ends, has no limit
    of its own."""
    future: Future[Fetched | None] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # for whoever asks for the result
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


def _through(proxy: str) -> urllib3.PoolManager:
    """Connections through a proxy, written as the environment has it: with or without scheme, user and password."""
    address = proxy if "://" in proxy else f"http://{proxy}"
    user = urllib3.util.parse_url(address).auth
    headers = urllib3.make_headers(proxy_basic_auth=unquote(user)) if user else None
    return urllib3.ProxyManager(address, proxy_headers=headers)


def _told(response: urllib3.BaseHTTPResponse, header: str) -> str:
    """A header as it can be kept and sent again; "" if it is missing or no sane text."""
    text = response.headers.get(header, "")
    return text if len(text) <= 256 and text.isascii() and text.isprintable() else ""


def _reason(error: Exception, limits: Limits) -> str:
    """What went wrong, in words of ours where the usual things did."""
    match error:
        case wrong.NameResolutionError():
            return "the host's name cannot be looked up"
        case wrong.NewConnectionError():  # before the next, of which urllib3 makes it a kind
            return "the host cannot be reached"
        case wrong.ConnectTimeoutError():
            return f"the host did not answer within {limits.connect:g} seconds"
        case wrong.ProxyError():
            return f"the proxy did not connect: {error.original_error}"
        case wrong.SSLError():
            return f"no secure connection: {error}"
        case wrong.ReadTimeoutError():
            return f"no byte came for {limits.idle:g} seconds"
        case wrong.DecodeError():
            return "the compressed file is broken"
        case wrong.ProtocolError() | HTTPException() | OSError():
            return f"the connection broke off: {error}"
        case _:
            return f"cannot be fetched: {error}"
