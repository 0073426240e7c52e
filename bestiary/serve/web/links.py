"""Where pages stand: on a server by absolute paths, as files by relative ones."""

from typing import NamedTuple
from urllib.parse import quote

from ...profile import Thing
from ...schema import schema


class Links(NamedTuple):
    """Makes the address of a page from its path ("actors/apt28", "" for the first page).

    `up` is what leads to the first page's folder, `suffix` what the files of pages end with.
    """

    up: str = "/"
    suffix: str = ""

    def __call__(self, path: str = "", query: str = "") -> str:
        """The address of a page, with a query and a fragment of its own where it has them."""
        where, mark, fragment = path.partition("#")
        name = quote(where)
        if self.suffix:
            name = (name or "index") + self.suffix
        return f"{self.up}{name}{'?' + query if query else ''}{mark}{fragment}"

    def asset(self, name: str) -> str:
        """The address of a style sheet, script or picture."""
        return f"{self.up}assets/{name}"

    def thing(self, thing: Thing) -> str:
        """The address of something's page."""
        return self(path_of(thing))

    @property
    def static(self) -> bool:
        """Whether pages are files: nothing answers questions then."""
        return bool(self.suffix)


def path_of(thing: Thing) -> str:
    """The path of something's page."""
    return f"{schema().kind[thing['kind']].plural}/{thing['id']}"


def relative(path: str) -> Links:
    """The links of a page that is a file at this path."""
    return Links("../" * path.count("/"), ".html")
