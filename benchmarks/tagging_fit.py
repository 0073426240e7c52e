"""Fits the weights of bestiary/tag/evidence.py and prints them as they stand there.

Whether a word is a name depends on how it is seen; logistic regression says how much each thing seen counts, within
bounds: what speaks for a name may not count against it. The reports are public articles that were annotated by close
reading (`tagging_names.jsonl`: the file, which of its lines are the article, and every name in it; one annotator each).
The texts are no part of this project: --reports is their folder. The weights are cross-validated by report: no report
is judged by weights that were fitted on it. How much a short text counts for is fitted after that, on parts of the
articles, by which all other weights hold as they are.

  python -m benchmarks.tagging_fit --db FILE --reports FOLDER
"""

import argparse
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bestiary.dictionary import Dictionary
from bestiary.store.read import Reader
from bestiary.tag import Tagger
from bestiary.tag.case import PLAIN, Case
from bestiary.tag.evidence import (
    KNOWN,
    KNOWN_BASE,
    NEW,
    NEW_BASE,
    Signal,
    brief,
    company,
    everyday,
    everyday_words,
    general,
    only_headings,
    ordinary,
    part_of_longer,
    said_kind_mostly,
    schemed,
    short,
    small,
)

from .measure import Limits

Floats = Any  # arrays of numpy, which only the benchmarks need
Bools = Any

NAMES = Path(__file__).with_name("tagging_names.jsonl")
FOLDS = 10
STRENGTH = 2.0  # what the loss counts to the regularisation: weights that hardly matter stay near 0


CALLED = {"KNOWN": "places of known names", "NEW": "places of new names"}
PARTS = (60, 300, 1000, 3000)  # characters of the parts of an article, at least
# What may count against a name only, and what may count for or against; all else may only count for it.
AGAINST = frozenset((company, everyday, short, small, general, ordinary, only_headings, part_of_longer))
EITHER = frozenset((everyday_words, said_kind_mostly))
GIVEN = frozenset((schemed, brief))  # set, or fitted on their own


class Seen(NamedTuple):
    """A case as the regression has it."""

    report: int
    values: list[float]
    right: bool


def main() -> None:
    """Prints both tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--db", required=True)
    options.add_argument("--reports", type=Path, required=True)
    chosen = options.parse_args()
    tagger = Tagger(Dictionary.decoded(Reader(chosen.db).dictionary()))
    whole = [*reports(chosen.reports)]
    limits = Limits()
    parts = [(part, names) for text, names in whole for size in PARTS for part in blocks(text, size)]
    for title, table, new in (("KNOWN", KNOWN, False), ("NEW", NEW, True)):
        functions = [function for function in table if function not in GIVEN]
        fit(limits, title, functions, cases(tagger, whole, table, new))
        fit_brief(limits, title, table, cases(tagger, parts, table, new))
    limits.finish()


def reports(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Each annotated article, and of what kind each name in it is, in small letters."""
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        report: dict[str, Any] = json.loads(line)
        lines = (folder / report["file"]).read_text(encoding="utf-8").split("\n")
        names = {" ".join(name["surface"].casefold().split()): name["kind"] for name in report["names"]}
        yield "\n".join(lines[report["first"] - 1 : report["last"]]), names


def blocks(text: str, size: int) -> Iterator[str]:
    """The text in parts of whole lines that have so many characters, or as many as are left."""
    held = ""
    for line in text.split("\n"):
        held += f"{line}\n"
        if len(held) >= size:
            yield held
            held = ""
    if held.strip():
        yield held


def cases(
    tagger: Tagger, texts: Iterable[tuple[str, Collection[str]]], table: Iterable[Signal], new: bool
) -> list[Seen]:
    """What the texts have of known or of new names, and of what only looks like one."""
    return [
        Seen(number, [function(case) for function in table], is_name(case, text, names))
        for number, (text, names) in enumerate(texts)
        for case in tagger.cases(text)
        if bool(case.how) is new
        and case.how != "scheme"
        and not (case.kinds and case.kinds <= PLAIN)
        and not (case.entry and case.entry.policy)  # which decides on its own
    ]


def is_name(case: Case, text: str, names: Collection[str]) -> bool:
    """Whether the case is annotated as a name, by any of its spellings."""
    return any(" ".join(text[start:end].casefold().split()) in names for start, end in case.places)


def fit(limits: Limits, title: str, functions: Sequence[Signal], seen: Sequence[Seen]) -> None:
    """Prints how right cross-validated weights are, and those of all reports."""
    from sklearn.model_selection import GroupKFold

    table = [*(KNOWN if title == "KNOWN" else NEW)]
    values = np.array([[one.values[table.index(function)] for function in functions] for one in seen])
    right = np.array([one.right for one in seen])
    said: Bools = np.zeros(len(seen), bool)
    for others, these in GroupKFold(FOLDS).split(values, right, [one.report for one in seen]):
        *weights, base = fitted(functions, values[others], right[others])
        said[these] = values[these] @ weights + base > 0
    print(f"# {title}: {len(seen)} cases of {len({one.report for one in seen})} reports, {right.sum()} of them names")
    _tell(limits, f"{CALLED[title]}, whole reports", said, right)
    *weights, base = fitted(functions, values, right)
    for function, weight in zip(functions, weights, strict=True):
        print(f"    {function.__name__}: {weight:.1f},")
    print(f"{title}_BASE = {base:.1f}")


def fitted(functions: Sequence[Signal], values: Floats, right: Bools) -> Floats:
    """The weights, and at last the base: the least logistic loss with L2 regularisation, within the bounds."""
    from scipy.optimize import minimize

    signs = np.where(right, 1.0, -1.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (values @ weights[:-1] + weights[-1])
        slopes = -signs / (1 + np.exp(margins))
        gradient = STRENGTH * np.append(values.T @ slopes, slopes.sum()) + np.append(weights[:-1], 0)
        return STRENGTH * np.logaddexp(0, -margins).sum() + (weights[:-1] ** 2).sum() / 2, gradient

    bounds = [
        (None, None) if function in EITHER else (None, 0) if function in AGAINST else (0, None)
        for function in functions
    ]
    start = np.zeros(len(functions) + 1)
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    return found


def fit_brief(limits: Limits, title: str, table: Mapping[Signal, float], seen: Sequence[Seen]) -> None:
    """Prints what a short text counts for, by the weights of the code, and how right that is on parts of articles."""
    from scipy.optimize import minimize_scalar

    values, right = np.array([one.values for one in seen]), np.array([one.right for one in seen])
    weights = np.array([0.0 if function is brief else weight for function, weight in table.items()])
    column = [*table].index(brief)
    rest = values @ weights + (KNOWN_BASE if title == "KNOWN" else NEW_BASE)
    signs = np.where(right, 1.0, -1.0)
    weight = minimize_scalar(lambda w: np.logaddexp(0, -signs * (rest + w * values[:, column])).sum()).x
    print(f"    brief: {weight:.1f},")
    for what, said in (("without `brief`", rest > 0), ("with it", rest + weight * values[:, column] > 0)):
        _tell(limits, f"{CALLED[title]}, parts of them, {what}", said, right)


def _tell(limits: Limits, what: str, said: Bools, right: Bools) -> None:
    hits = (said & right).sum()
    limits.tell(f"{what}: precision, recall", f"{hits / said.sum():.3f}, {hits / right.sum():.3f}", "")


if __name__ == "__main__":
    main()
