"""How right the tags of many articles are, each tagged by weights that were fitted on the others.

The articles are those that `benchmarks.tagging_fit` fits the weights on, many more than `benchmarks.tagging` has. They
are tagged in as many parts as that cross-validates in; the peer is a plain dictionary.
Names are counted once per article and way of writing, as `score.py` does.

python -m benchmarks.tagging_articles --db FILE --reports FOLDER
"""

import argparse
import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from bestiary.dictionary import Dictionary
from bestiary.store.read import Reader
from bestiary.tag import Tagger
from bestiary.tag.evidence import KNOWN, NEW, Signal, weigh_by

from .measure import Limits
from .tagging import NAMES, Article, Kinds, kinds_of, plain, right
from .tagging_fit import FOLDS, GIVEN, Seen, cases, fitted, reports


def main() -> None:
    """Prints precision, recall and F1 of names, actors and tools, and those of the peer."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--db", required=True)
    options.add_argument("--reports", type=Path, required=True)
    chosen = options.parse_args()
    dictionary = Dictionary.decoded(Reader(chosen.db).dictionary())
    articles = [Article(*one) for one in reports(chosen.reports)]
    random.Random(1).shuffle(articles)  # they stand by name of file
    limits = Limits()
    limits.tell("articles, names annotated in them", f"{len(articles)}, {sum(map(_asked, articles))}", "")
    find = plain(dictionary)
    peer = [kinds_of((one["surface"], one["kind"]) for one in find(article.text)) for article in articles]
    for title, found in (("", crossed(dictionary, articles)), ("a plain dictionary: ", peer)):
        for kind in ("name", "actor", "tool"):
            three = right(articles, found, kind)
            limits.tell(f"{title}{kind} precision, recall, F1", ", ".join(f"{one:.3f}" for one in three), "")
    limits.finish()


def crossed(dictionary: Dictionary, articles: list[Article]) -> list[Kinds]:
    """What each article is found to name, by weights that were fitted on the articles of the other parts."""
    tagger = Tagger(dictionary)
    texts = [(article.text, {*article.names}) for article in articles]
    seen = [cases(tagger, texts, table, new) for table, new in ((KNOWN, False), (NEW, True))]
    found: dict[int, Kinds] = {}
    for part in range(FOLDS):
        others = [[one for one in some if one.report % FOLDS != part] for some in seen]
        weigh_by(*_weights(KNOWN, others[0]), *_weights(NEW, others[1]))
        tagger = Tagger(dictionary)  # which works out anew what does not depend on the text
        for number in range(part, len(articles), FOLDS):
            mentions = tagger.tag(articles[number].text)
            found[number] = kinds_of((one.surface, one.kind) for one in mentions)
    return [found[number] for number in range(len(articles))]


def _weights(table: Iterable[Signal], seen: Iterable[Seen]) -> tuple[dict[Signal, float], float]:
    """The weights and the base that are fitted on these."""
    signals = {signal: place for place, signal in enumerate(table) if signal not in GIVEN}
    values = np.array([[one.values[place] for place in signals.values()] for one in seen])
    *weights, base = fitted([*signals], values, np.array([one.right for one in seen]))
    return dict(zip(signals, map(float, weights), strict=True)), float(base)


def _asked(article: Article) -> int:
    return sum(kind in NAMES for kind in article.names.values())


if __name__ == "__main__":
    main()
