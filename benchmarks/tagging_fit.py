"""Fits the weights of bestiary/tag/evidence.py and prints them as they stand there.

Whether a word is a name depends on how it is seen; logistic regression says how much each thing seen counts. The
reports are public articles that were annotated by close reading (`tagging_names.jsonl`: the file, which of its lines
are the article, and every name in it; one annotator each). The texts are no part of this project: --reports is their
folder. The weights are cross-validated by report: no report is judged by weights that were fitted on it.

  python -m benchmarks.tagging_fit --db FILE --reports FOLDER
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bestiary.dictionary import Dictionary
from bestiary.store.read import Reader
from bestiary.tag import Tagger
from bestiary.tag.case import PLAIN, Case
from bestiary.tag.evidence import KNOWN, NEW

NAMES = Path(__file__).with_name("tagging_names.jsonl")
FOLDS = 10
STRENGTH = 2.0  # of the regularisation (scikit-learn's C): weights that hardly matter stay near 0


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
    cases = [
        (number, case, text, names)
        for number, (text, names) in enumerate(reports(chosen.reports))
        for case in tagger.cases(text)
    ]
    for title, table, new in (("KNOWN", KNOWN, False), ("NEW", NEW, True)):
        seen = [
            Seen(number, [function(case) for function in table], is_name(case, text, names))
            for number, case, text, names in cases
            if bool(case.how) is new and case.how != "scheme" and not (case.kinds and case.kinds <= PLAIN)
        ]
        fit(title, [*table], seen)


def reports(folder: Path) -> Iterator[tuple[str, set[str]]]:
    """Each annotated article, and the names in it, in small letters."""
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        report: dict[str, Any] = json.loads(line)
        lines = (folder / report["file"]).read_text(encoding="utf-8").split("\n")
        names = {name["surface"].casefold() for name in report["names"]}
        yield "\n".join(lines[report["first"] - 1 : report["last"]]), names


def is_name(case: Case, text: str, names: set[str]) -> bool:
    """Whether the case is annotated as a name, by any of its spellings."""
    return any(text[start:end].casefold() in names for start, end in case.places)


def fit(title: str, functions: Sequence[Callable[[Case], float]], seen: Sequence[Seen]) -> None:
    """Prints how right cross-validated weights are, and those of all reports."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    values, right = [one.values for one in seen], [one.right for one in seen]
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    said = cross_val_predict(model, values, right, groups=[one.report for one in seen], cv=GroupKFold(FOLDS))
    hits = sum(1 for a, b in zip(said, right, strict=True) if a and b)
    print(
        f"# {title}: {len(seen)} cases of {len({one.report for one in seen})} reports, {sum(right)} of them names;"
        f" cross-validated precision {hits / (sum(said) or 1):.3f}, recall {hits / (sum(right) or 1):.3f}"
    )
    model.fit(values, right)
    for function, weight in zip(functions, model.coef_[0], strict=True):
        print(f"    {function.__name__}: {weight:.1f},")
    print(f"{title}_BASE = {model.intercept_[0]:.1f}")


if __name__ == "__main__":
    main()
