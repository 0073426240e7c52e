"""Other people's text on a page: escaped by Jinja2 or here, links http(s) only, nothing in it that could mislead."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from ...markup import without_citations
from ...plain import cut, is_link, plain
from ...profile import Profile, Stated

_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\((https?://[^()\s]{1,500})\)|`([^`\n]{1,200})`")
_CODE = re.compile(r"</?code>")


def shown(text: str) -> str:
    """The text on one line, without characters that act or mislead; the template escapes it.

    What a template was not given raises UndefinedError.
    """
    return plain(str(text))


def shortened(text: str, most: int) -> str:
    """The text on one line, no longer than that."""
    return cut(plain(text), most)


def prose(text: str, most: int = 0) -> Markup:
    """Paragraphs, with the links and code of Markdown and without marks of citations; cut off at so many characters."""
    text = without_citations(_CODE.sub("`", text))
    text = cut(text, most) if most else text
    lines = (plain(line).strip() for line in text.split("\n"))
    return Markup("").join(Markup("<p>{}</p>").format(_marked_up(line)) for line in lines if line)


def _marked_up(line: str) -> Markup:
    parts, end = [], 0
    for found in _LINK.finditer(line):
        parts.append(escape(line[end : found.start()]))
        label, url, code = found.groups()
        parts.append(Markup("<code>{}</code>").format(code) if code else link(url, label))
        end = found.end()
    return Markup("").join([*parts, escape(line[end:])])


def link(url: str, label: str = "") -> Markup:
    """A link that leads away; only the text where the address is not one of the web."""
    text = plain(label or url)
    if not is_link(url):
        return escape(text)
    return Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(url, text)


def marks(stated: Iterable[Stated], profile: Profile) -> Markup:
    """Who states something, as the numbers of the records at the foot of the page; nothing if there is one record."""
    if len(profile["records"]) == 1:
        return Markup("")
    numbers = sorted({one["record"] + 1 for one in stated})
    links = ",".join(f'<a href="#r{number}">{number}</a>' for number in numbers)
    return Markup(f"<sup>{links}</sup>")
