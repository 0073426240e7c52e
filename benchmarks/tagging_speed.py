"""How fast reports are tagged, with everything on, beside peers that only look names up; one core unless said.

peers    ahocorasick-rs alone on the same patterns (the floor), flashtext and spaCy's PhraseMatcher on the same names
cores    a folder of the reports on two cores to one, each made the line of JSON that `bestiary tag --jsonl` writes
load     the dictionary read from the built file and made ready

python -m benchmarks.tagging_speed --db FILE --reports FOLDER
"""

import argparse
import gc
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from ahocorasick_rs import BytesAhoCorasick

from bestiary.base import Bestiary
from bestiary.cli.tag_output import line
from bestiary.dictionary import Dictionary, bytewise, typed
from bestiary.store.read import Reader
from bestiary.tag import Tagger
from bestiary.tag.corpus import tag_files

from .measure import Limits, interleaved

COPIES = 6  # of the reports, so that starting the workers does not count


def main() -> None:
    """Prints megabytes a second, and the ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--db", required=True)
    options.add_argument("--reports", type=Path, required=True)
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    limits = Limits()
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(chosen.reports.glob("*.md"))]
    size = sum(len(text.encode()) for text in texts) / 1e6
    dictionary = Dictionary.decoded(Reader(chosen.db).dictionary())
    tagger, floor = Tagger(dictionary), BytesAhoCorasick(dictionary.patterns)
    limits.tell("reports", f"{len(texts)} of {size:.1f} MB", "")
    limits.least(
        "two cores, to one", cores(tagger, texts, chosen.runs), 1.8, "×"
    )  # first: workers would copy what peers hold
    peers: dict[str, Callable[[str], object]] = {
        "bestiary": tagger.tag,
        "ahocorasick-rs alone": lambda text: floor.find_matches_as_indexes(bytewise(typed(text)), overlapping=True),
    }
    peers |= flashtext(dictionary) | spacy(dictionary)
    gc.freeze()  # nobody's time goes to looking through what the others hold
    seconds = interleaved(chosen.runs, *(lambda tag=tag: [tag(text) for text in texts] for tag in peers.values()))
    speed = {title: size / taken for title, taken in zip(peers, seconds, strict=True)}
    limits.least("Bestiary, with everything on", speed["bestiary"], 8, "MB/s")
    for title, limit in (("spaCy's PhraseMatcher", 12), ("flashtext", 1)):
        if title in speed:
            limits.least(f"to {title} on the same names", speed["bestiary"] / speed[title], limit, "×")
    limits.tell("to ahocorasick-rs alone, the floor", speed["bestiary"] / speed["ahocorasick-rs alone"])
    (load,) = interleaved(chosen.runs * 3, lambda: Bestiary.open(chosen.db).tagger())
    limits.ratio("loading the dictionary", load * 1000, 150, "ms")
    limits.finish()


def cores(tagger: Tagger, texts: list[str], runs: int) -> float:
    """How many times as fast two cores are, on several copies of the reports."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, text in enumerate(texts * COPIES):
            path = Path(folder, f"{number}.txt")
            path.write_text(text, encoding="utf-8", errors="replace")
            files.append((path, path.name))
        one, two = interleaved(
            runs,
            *(lambda count=count: sum(1 for _ in tag_files(tagger, files, line, workers=count)) for count in (1, 2)),
        )
    print(f"     one core {one:.1f} s, two {two:.1f} s, of {os.cpu_count()}")
    return one / two


def flashtext(dictionary: Dictionary) -> dict[str, Callable[[str], object]]:
    """flashtext with every spelling; nothing where it is not installed."""
    try:
        from flashtext import KeywordProcessor
    except ImportError:
        return {}
    processor = KeywordProcessor()
    for entry in dictionary.entries:
        for spelling in entry.spellings:
            processor.add_keyword(spelling)
    return {"flashtext": lambda text: processor.extract_keywords(text, span_info=True)}


def spacy(dictionary: Dictionary) -> dict[str, Callable[[str], object]]:
    """spaCy's PhraseMatcher with every spelling; nothing where it is not installed."""
    try:
        import spacy as peer
        from spacy.matcher import PhraseMatcher
    except ImportError:
        return {}
    language = peer.blank("en")
    language.max_length = 10**9
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    for which, entry in enumerate(dictionary.entries):
        matcher.add(str(which), [*language.tokenizer.pipe(entry.spellings)])
    return {"spaCy's PhraseMatcher": lambda text: matcher(language.make_doc(text))}


if __name__ == "__main__":
    main()
