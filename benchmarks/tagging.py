"""How right the tags of reports are: precision and recall on annotated reports, beside a plain dictionary and spaCy.

words    how many names of the dictionary are everyday words too, how many names are annotated in how many articles
names    of all names that were annotated, and with the right kind; how often the first profile is the right one
peers    the same names looked up plainly, in any case but small letters; the same with spaCy's PhraseMatcher

python -m benchmarks.tagging --db FILE --gold FOLDER    (a folder with tagging.jsonl and score.py)
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from bestiary.base import Bestiary
from bestiary.dictionary import Dictionary
from bestiary.store.read import Reader
from bestiary.tag.case import EVERYDAY
from bestiary.tag.scan import Automaton

from .measure import Limits

LEAST = {"name precision": 0.90, "name recall": 0.80, "actor F1": 0.90, "tool F1": 0.80, "link @1": 0.93}
Mentions = list[dict[str, Any]]
COUNTED = ("actor", "tool", "campaign")
NAMES = ("actor", "tool", "both")
Kinds = dict[str, set[str]]  # a name in small letters → what it is said to be


class Article(NamedTuple):
    """An annotated article: each name in small letters is an actor, a tool, both or a campaign."""

    text: str
    names: Mapping[str, str]


def main() -> None:
    """Prints a block for each way to tag."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--db", required=True)
    options.add_argument("--gold", type=Path, required=True)
    chosen = options.parse_args()
    limits = Limits()
    dictionary = Dictionary.decoded(Reader(chosen.db).dictionary())
    limits.tell("names of actors and tools that are everyday words", everyday_names(dictionary), "")
    gold = [json.loads(line) for line in (chosen.gold / "tagging.jsonl").read_text(encoding="utf-8").splitlines()]
    limits.tell("articles, names annotated in them", f"{len(gold)}, {annotated(gold)}", "")
    with Bestiary.open(chosen.db) as bestiary:
        found = scored(chosen.gold, lambda text: msgspec.to_builtins(bestiary.tag(text)))
    for what, figure in found.items():
        if what in LEAST:
            limits.least(what, figure, LEAST[what])
        else:
            limits.tell(what, figure, "")
    for title, peer in (("a plain dictionary", plain(dictionary)), ("spaCy's PhraseMatcher", spacy(dictionary))):
        figures = scored(chosen.gold, peer)
        for kind in ("name", "actor", "tool") if figures else ():
            three = (figures[f"{kind} {what}"] for what in ("precision", "recall", "F1"))
            limits.tell(f"{title}: {kind} precision, recall, F1", ", ".join(f"{one:.3f}" for one in three), "")
    limits.finish()


def everyday_names(dictionary: Dictionary) -> int:
    """How many names of actors and tools are one word of everyday language."""
    named = (entry for entry in dictionary.entries if entry.commonness >= EVERYDAY)
    single = (entry for entry in named if not any(" " in spelling for spelling in entry.spellings))
    return sum(any(dictionary.things[one.thing].kind in ("actor", "tool") for one in entry.bearers) for entry in single)


def annotated(reports: Iterable[Mapping[str, Any]]) -> int:
    """How many names of actors and tools stand in the reports, each counted once per report, as `score.py` does."""
    return sum(
        len({name["surface"].casefold() for name in report["names"] if name["kind"] != "campaign"})
        for report in reports
    )


def scored(gold: Path, tag: Callable[[str], Mentions] | None) -> dict[str, float]:
    """What `score.py` says of a way to tag: "name precision" and so on, each from 0 to 1."""
    if tag is None:
        return {}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for line in (gold / "tagging.jsonl").read_text(encoding="utf-8").splitlines():
            report = json.loads(line)
            print(json.dumps({"id": report["id"], "mentions": tag(report["text"])}), file=out)
        out.flush()
        command = [sys.executable, str(gold / "score.py"), str(gold / "tagging.jsonl"), out.name]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {
        f"{line.partition(':')[0]} {what}": float(figure)
        for line in said.splitlines()
        for what, figure in re.findall(r"(precision|recall|F1|@1|@any) ([\d.]+)", line)
    }


def right(articles: Iterable[Article], found: Iterable[Kinds], kind: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the names of a kind, or of all ("name"); campaigns are not asked for nor wrong."""
    count = Counter[str]()
    for article, names in zip(articles, found, strict=True):
        mine = {name for name, kinds in names.items() if kind == "name" or kind in kinds}
        asked = {name for name, said in article.names.items() if said in ((kind, "both") if kind != "name" else NAMES)}
        count["hit"] += len(mine & asked)
        count["wrong"] += sum(article.names.get(name) != "campaign" for name in mine - asked)
        count["missed"] += sum(not (article.names[name] == "both" and name in names) for name in asked - mine)
    precision = count["hit"] / (count["hit"] + count["wrong"] or 1)
    recall = count["hit"] / (count["hit"] + count["missed"] or 1)
    return precision, recall, 2 * precision * recall / (precision + recall or 1)


def kinds_of(mentions: Iterable[tuple[str, str]]) -> Kinds:
    """What each name is said to be, by (surface, kind) of its mentions."""
    found: Kinds = {}
    for surface, kind in mentions:
        if kind in COUNTED:
            found.setdefault(" ".join(surface.casefold().split()), set()).add(kind)
    return found


def plain(dictionary: Dictionary) -> Callable[[str], Mentions]:
    """Every name of the dictionary at every place where it is not in small letters, as what it is first of all."""
    automaton = Automaton(dictionary, [])

    def tag(text: str) -> Mentions:
        return [
            _mention(dictionary, which, text[start:end])
            for start, end, which in automaton.find(text, text.encode())[0]
            if not text[start:end].islower()
        ]

    return tag


def spacy(dictionary: Dictionary) -> Callable[[str], Mentions] | None:
    """The spellings as they are listed, found by spaCy; None where it is not installed."""
    try:
        import spacy as peer
        from spacy.matcher import PhraseMatcher
    except ImportError:
        return None
    language = peer.blank("en")
    matcher = PhraseMatcher(language.vocab)
    for which, entry in enumerate(dictionary.entries):
        matcher.add(str(which), [*language.tokenizer.pipe(entry.spellings)])

    def tag(text: str) -> Mentions:
        document = language.make_doc(text)
        return [
            _mention(dictionary, int(language.vocab.strings[id_]), document[start:end].text)
            for id_, start, end in matcher(document)
        ]

    return tag


def _mention(dictionary: Dictionary, which: int, surface: str) -> dict[str, Any]:
    things = [dictionary.things[bearer.thing] for bearer in dictionary.entries[which].bearers]
    profiles: Iterable[dict[str, Any]] = ({"external_ids": thing.external_ids} for thing in things)
    return {"surface": surface, "kind": things[0].kind, "profiles": [*profiles]}


if __name__ == "__main__":
    main()
