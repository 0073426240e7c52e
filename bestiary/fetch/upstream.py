"""Where a source's files are asked for: at their publisher, or in a folder that somebody brought them in."""

from pathlib import Path
from typing import Protocol
from urllib.parse import urljoin

from ..sources import sources
from . import read
from .https import Fetched, Web
from .kept import Came


class Upstream(Protocol):
    """Something that has the files of sources."""

    def place(self, source: str, file: str) -> str | None:
        """The URL or path of a file; None if it is known not to be there."""

    def get(self, place: str, came: Came | None) -> Fetched | None:
        """What stands there; None if it is still what came before. Raises InputError."""


class Publishers:
    """The addresses that `sources.toml` gives."""

    def __init__(self, web: Web) -> None:
        self._web = web

    def place(self, source: str, file: str) -> str:
        """The address below that of the source."""
        return urljoin(sources()[source].url, file)

    def get(self, place: str, came: Came | None) -> Fetched | None:
        """What the server sends; asked whether it changed only where the same address sent what is kept."""
        return (
            self._web.get(place, came.etag, came.last_modified) if came and came.url == place else self._web.get(place)
        )


class Folder:
    """A folder with the same files, for a machine without a network."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, source: str, file: str) -> str | None:
        """The file under SOURCE/FILE, as fetched files are kept, else under FILE, else under its name alone."""
        places = (self._folder / source / file, self._folder / file, self._folder / Path(file).name)
        return next((str(path) for path in places if path.is_file()), None)

    def get(self, place: str, came: Came | None) -> Fetched:
        """The file as it stands there."""
        return Fetched(read(Path(place), place)[0])
