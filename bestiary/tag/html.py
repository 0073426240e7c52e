"""A tagged report as one page that is safe to open: everything escaped, no script, nothing from elsewhere."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from urllib.parse import urlsplit

from ..link import id_of
from ..plain import is_link
from ..profile import Profile
from .mention import Mention
from .summary import Summary

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --actor: #b3261e; --tool: #1f6f8b; --other: #6b5b95; }}
body {{ font: 1rem/1.6 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.4rem; overflow-wrap: anywhere; }}
table {{ border-collapse: collapse; width: 100%; font: .9rem/1.4 system-ui, sans-serif; }}
th, td {{ text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #8885; vertical-align: top; }}
td {{ overflow-wrap: anywhere; }}
td:nth-child(2), td:nth-child(n+5) {{ overflow-wrap: normal; text-align: right; }}
td:nth-child(2) {{ text-align: left; }}
article {{ white-space: pre-wrap; overflow-wrap: anywhere; margin-top: 2rem; }}
mark {{ background: none; color: inherit; border-bottom: .15em solid var(--other); }}
mark.actor {{ border-color: var(--actor); }}
mark.tool {{ border-color: var(--tool); }}
mark.unsure {{ border-bottom-style: dashed; }}
mark a {{ color: inherit; text-decoration: none; }}
tr:target {{ background: #8883; }}
@media (max-width: 40rem) {{
  tr, td {{ display: block; }}
  thead, td:empty {{ display: none; }}
  tr {{ border-bottom: 1px solid #8885; padding: .4rem 0; }}
  tr td:nth-child(n) {{ border: 0; padding: 0; text-align: left; }}
  td:first-child {{ font-weight: bold; }}
  td:nth-child(3)::before {{ content: "As "; }}
  td:nth-child(4)::before {{ content: "Profile "; }}
  td:nth-child(5)::before {{ content: "Places "; }}
  td:nth-child(6)::before {{ content: "Sure "; }}
  td::before {{ opacity: .7; }}
}}
</style>
</head>
<body>
<h1>{title}</h1>
<table>
<thead><tr><th>Named</th><th>Kind</th><th>As</th><th>Profile</th><th>Places</th><th>Sure</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
<article>"""
_END = """</article>
</body>
</html>
"""
_GAPS = re.compile(r"\n\s*\n\s*\n")  # what scraped pages are full of
TOGETHER = 10_000  # mentions of a piece
SURE = 0.8  # a score below is marked as unsure


def page(text: str, mentions: Sequence[Mention], summary: Summary, urls: Mapping[str, str]) -> Iterator[str]:
    """The report with its mentions marked, each linked to its line of the table above it; piece by piece.

    `urls` is id of a profile → where more is told of it, see `further`.
    """
    lines = {name: number for number, named in enumerate(summary["named"]) for name in named["names"]}
    yield _HEAD.format(title=escape(summary["id"]), rows="\n".join(_rows(summary, urls)))
    for start in range(0, len(mentions), TOGETHER):
        some = mentions[start : start + TOGETHER]
        yield _GAPS.sub("\n\n", "".join(_marked(text, mentions[start - 1].end if start else 0, some, lines)))
    yield _GAPS.sub("\n\n", escape(text[mentions[-1].end if mentions else 0 :])) + _END


def further(profile: Profile) -> str:
    """Where more is told of it: its own page at ATT&CK or Malpedia, else its first reference; "" if it has none."""
    urls = [one["value"] for one in profile["references"] if one["value"]]
    ids = {id_.lower() for record in profile["records"] for id_ in record["external_ids"]}
    return next((url for url in urls if id_of(url) in ids), urls[0] if urls else "")


def _rows(summary: Summary, urls: Mapping[str, str]) -> Iterable[str]:
    for number, named in enumerate(summary["named"]):
        title = escape(named["title"])
        if named["ambiguous"]:
            title += f"<br>ambiguous: {escape(', '.join(named['ambiguous']))}"
        elif named["id"] is None:
            title += " (new)"
        names = escape(", ".join(named["names"]))
        profile = _profile(named["id"], urls.get(named["id"], "")) if named["id"] else ""
        yield (
            f'<tr id="n{number}"><td>{title}</td><td>{escape(named["kind"])}</td><td>{names}</td><td>{profile}</td>'
            f"<td>{named['places']}</td><td>{named['score']:.2f}</td></tr>"
        )


def _profile(id: str, url: str) -> str:
    """The id of a profile, and below it the host of where more is told, as a link."""
    if not is_link(url):
        return escape(id)
    host = escape(urlsplit(url).hostname or url)
    return f'{escape(id)}<br><a href="{escape(url)}" rel="noopener noreferrer nofollow">{host}</a>'


def _marked(text: str, last: int, mentions: Sequence[Mention], lines: dict[str, int]) -> Iterable[str]:
    """The text from a place on to the last of some mentions."""
    for one in mentions:
        unsure = " unsure" if one.score < SURE or (len(one.profiles) > 1 and one.profiles[0].share < SURE) else ""
        title = "; ".join(f"{meant.name} ({meant.kind})" for meant in one.profiles) or "new"
        yield escape(text[last : one.start])
        yield f'<mark class="{escape(one.kind)}{unsure}" title="{escape(title)}"><a href="#n{lines[one.surface]}">'
        yield f"{escape(text[one.start : one.end])}</a></mark>"
        last = one.end
