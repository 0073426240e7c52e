"""A page: what a template is given, and the template drawn."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from ...plain import age
from ...schema import schema
from ...values import label
from . import text
from .links import Links

ASSETS = {"style.css": "text/css", "charts.css": "text/css", "app.js": "text/javascript", "mark.svg": "image/svg+xml"}


class Page(NamedTuple):
    """A page before it is drawn: `template` is the name of its file, `about` what that is given."""

    template: str
    title: str
    about: Mapping[str, Any]
    status: int = 200
    where: str = ""  # its path; of what answers a question without the question


class File(NamedTuple):
    """What every page says of the file it was made from."""

    level: str
    first: str
    kinds: Mapping[str, int]


def drawn(page: Page, links: Links, file: File) -> str:
    """The page as HTML."""
    template = environment().get_template(f"{page.template}.html")
    return template.render(page=page, to=links, file=file, static=links.static, **page.about)


@cache
def environment() -> Environment:
    """Templates escape everything that is not markup of ours; what they are not given is an error."""
    made = Environment(
        loader=PackageLoader("bestiary.serve.web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    made.filters |= {
        "shown": text.shown, "shortened": text.shortened, "prose": text.prose, "weblink": text.link,
        "thousands": lambda number: f"{number:,}",
    }  # fmt: skip
    made.globals |= {"kinds": schema().kind, "marks": text.marks, "age": age, "label": label}
    return made


@cache
def asset(name: str) -> bytes:
    """A style sheet, script or picture, by its name in ASSETS."""
    folder = "charts" if name == "charts.css" else "web/assets"
    return files("bestiary.serve").joinpath(folder, name).read_bytes()
