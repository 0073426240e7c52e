"""`bestiary compare`: two or three things side by side."""

import click

from .offer import complete_name
from .opening import open_or_build
from .options import db_option, echo_json, json_option

LABELS = {
    "names": "Names",
    "country": "Origin",
    "sponsor": "Sponsor",
    "motivation": "Motivation",
    "first-seen": "First seen",
    "target-sector": "Victim sectors",
    "target-country": "Victim countries",
    "tools": "Tools",
    "techniques": "Techniques",
}
SHOWN = 40  # values of one aspect; --json has all


@click.command("compare", short_help="Two or three things side by side.")
@click.argument("ids", metavar="A B [C]", nargs=-1, required=True, shell_complete=complete_name)
@db_option
@json_option
def command(ids: tuple[str, ...], db: str | None, as_json: bool) -> None:
    """What A, B and C have in common, and what only one of them has.

    Each is an address (slug), record key, UUID, ATT&CK id or name.

    \b
    Examples:
      bestiary compare apt28 apt29
      bestiary compare G0032 G0082 Andariel --json
    """
    with open_or_build(db) as bestiary:
        found = bestiary.compare(*ids)
        if as_json:
            echo_json(found)
            return
        from .judged import judgement_text, record_titles

        titles = record_titles(bestiary, found["judgements"])
    from rich.text import Text

    from ..plain import plain
    from .screen import rows, show

    def values(texts: list[str]) -> str:
        more = f" … +{len(texts) - SHOWN}" if len(texts) > SHOWN else ""
        return ", ".join(texts[:SHOWN]) + more

    first, *others = found["sources"]
    both = [source for source in first if all(source in sources for sources in others)]
    only = ([source for source in sources if source not in both] for sources in found["sources"])
    lines = [["Sources", values(both), *map(values, only)]]
    lines += [
        [LABELS[one["aspect"]], values(one["shared"]), *(values(only) for only in one["only"])]
        for one in found["aspects"]
    ]
    heads = ["", "in common", *(plain(f"only {thing['title']}") for thing in found["profiles"])]
    show(rows(heads, lines))
    if found["judgements"]:
        show(Text(""), *(judgement_text(one, titles) for one in found["judgements"]))
