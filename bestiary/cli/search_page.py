"""What `search` prints: the hits with the words that were found, and what they have in common."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from ..plain import plain
from ..profile import Found, Hit, Marked

FACETS = {
    "kind": "kinds",
    "country": "from",
    "target-country": "hit",
    "target-sector": "sectors",
    "motivation": "motives",
    "source": "sources",
}
LABELS = 6  # of each


def search_page(found: Found, offset: int) -> Iterator[RenderableType]:
    """The page of an answer; `offset` hits were passed over."""
    if found["near"]:
        like = ", ".join(map(plain, found["near"]))
        yield Text(f"Nothing bears that name; {like} is like it. What that finds:\n", style="yellow")
    for hit in found["hits"]:
        yield _hit(hit)
    yield Text()
    for prop, heading in FACETS.items():
        if counted := found["facets"].get(prop):
            labels = ", ".join(f"{plain(one['label'])} {one['count']}" for one in counted[:LABELS])
            more = f", and {len(counted) - LABELS} more" if len(counted) > LABELS else ""
            yield Text.assemble((f"{heading:<8}", "dim"), labels, (more, "dim"))
    last = offset + len(found["hits"])
    rest = f": --offset {last} shows more" if last < found["total"] else ""
    yield Text(f"\n{offset + 1} to {last} of {found['total']:,}{rest}", style="dim")


def _hit(hit: Hit) -> Text:
    """The title with its kind and id, and where the words stand."""
    profile = hit["profile"]
    countries = ", ".join(profile["countries"])
    line = Text.assemble(
        (plain(profile["title"]), "bold"),
        (f"  {profile['kind']}", "cyan"),
        f", {countries}" if countries else "",
        (f"  {profile['id']}", "dim"),
    )
    for shown in hit["shown"]:
        if shown["text"] != profile["title"]:
            line.append("\n    ")
            line.append_text(_marked(shown))
    return line


def _marked(shown: Marked) -> Text:
    found = shown["text"]
    text = Text(f"{shown['field']}: ", style="dim")
    position = 0
    for start, end in shown["marks"]:
        text.append(plain(found[position:start]), style="not dim")
        text.append(plain(found[start:end]), style="bold yellow not dim")
        position = end
    text.append(plain(found[position:]), style="not dim")
    return text
