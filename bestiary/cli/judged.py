"""Judgements as people read them."""

from collections.abc import Iterable, Mapping

from rich.text import Text

from ..base import Bestiary
from ..plain import counted, plain
from ..profile import Judged, Why

# A relation, as words between two titles.
WORDS = {
    "same": "the same as",
    "overlaps": "overlaps with",
    "subgroup-of": "a subgroup of",
    "successor-of": "the successor of",
    "different": "different from",
    "unsure": "maybe the same as",
}


def verdict(found: Why) -> Text:
    """What two are to each other, in a line."""
    a, b = plain(found["a"]["title"]), plain(found["b"]["title"])
    if found["a"]["id"] == found["b"]["id"]:
        how = counted(len(found["judgements"]), "judgement") if found["judgements"] else "one record"
        return Text.assemble((a, "bold"), f" is one profile ({found['a']['id']}): ", how, "\n")
    if not found["judgements"]:
        return Text.assemble((a, "bold"), " and ", (b, "bold"), " are two: nothing speaks for their being one\n")
    return Text.assemble((a, "bold"), " and ", (b, "bold"), f" stay two: {found['relation']}\n")


def record_titles(bestiary: Bestiary, judgements: Iterable[Judged]) -> dict[str, str]:
    """Key → title of the records that are judged."""
    return {key: bestiary.record_title(key) for one in judgements for key in (one["a"], one["b"])}


def judgement_text(judgement: Judged, titles: Mapping[str, str]) -> Text:
    """A judgement with its reasons, what speaks for it green, what against red; `titles` are those of the records."""
    words = (f"  {WORDS[judgement['relation']]}  ", "bold")
    text = Text.assemble(_record(judgement["a"], titles), words, _record(judgement["b"], titles))
    if judgement["made"] or judgement["by"]:
        said = f"judged by {judgement['by'] or 'somebody'} {judgement['made'][:10]}: {judgement['why']}"
        text.append(f"\n  {plain(said)}")
        text.append(f"\n  bestiary judge --undo {judgement['id'][:12]} takes it back", "dim italic")
    for reason in judgement["reasons"]:
        style = "green" if reason["weight"] > 0 else "red" if reason["weight"] < 0 else "yellow"
        text.append(f"\n  {reason['weight']:+6.2f}  ", style).append(plain(reason["text"]))
    if judgement["reasons"]:
        text.append(f"\n  {judgement['score']:+6.2f}  in all", "dim")
    return text.append("\n")


def _record(key: str, titles: Mapping[str, str]) -> Text:
    return Text.assemble((plain(titles.get(key, key)), "bold cyan"), (f" ({plain(key)})", "dim"))
