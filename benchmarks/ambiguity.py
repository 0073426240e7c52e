"""Hard names, and whether a built file answers them as a careful analyst would.

    python -m benchmarks.ambiguity [--data FOLDER | --db FILE]

`ambiguity.toml` says for each name what has to come out, why, and by whose pages; it was written from the records
alone, without a look at what joins them. FOLDER holds etda-cards, attack and microsoft, which are read beside the
packaged sources into a file of their own; a built FILE that has them may be given instead. Prints each name with what
is wrong about its answer, and how many are right; exits with 1 if one is not.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bestiary import Bestiary
from bestiary.errors import BestiaryError
from bestiary.ingest import build
from bestiary.names import fold
from bestiary.profile import Answer, Profile

from .measure import Limits

CASES = Path(__file__).with_suffix(".toml")
DATA = Path(__file__).parents[1] / "../shared/data"
READ = ("etda-cards", "attack", "microsoft")

Handles = list[str]  # what a profile can be asked for by: the key of one of its records ("source:id"), or an ATT&CK id


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name and the answers it is held to; the head of ambiguity.toml says what each means."""

    name: str
    why: str
    cite: list[str]
    also: list[str] = []
    together: list[Handles] = []
    apart: list[tuple[str, str]] = []
    means: Handles = []
    not_means: Handles = []
    first: str = ""
    only: str = ""
    ambiguous: bool | None = None
    contested: bool = False
    rejected: list[tuple[str, str]] = []

    def handles(self) -> set[str]:
        """Every profile that the case speaks of."""
        pairs = [handle for group in [*self.together, *self.apart] for handle in group]
        return {*pairs, *self.means, *self.not_means, self.first, self.only} - {""}


class _File(msgspec.Struct, forbid_unknown_fields=True):
    case: list[Case]


class Slugs(dict[str, str]):
    """Handle → slug; of what names nothing the handle itself, which is no slug: a colon or capitals are in it."""

    def __missing__(self, handle: str) -> str:
        return handle


def cases(path: Path) -> list[Case]:
    """The cases of the file. Raises msgspec.ValidationError if one is not of the form."""
    return msgspec.toml.decode(path.read_bytes(), type=_File).case


def failures(bestiary: Bestiary, case: Case) -> list[str]:
    """What the file answers otherwise than the case says, in words; empty if all is as it has to be."""
    slugs, wrong = Slugs(), []
    for handle in sorted(case.handles()):
        try:
            slugs[handle] = bestiary.profile(handle)["id"]
        except BestiaryError as error:
            wrong.append(f"{handle}: {error.message}")
    wrong += _joined(case, slugs)
    for name in [case.name, *case.also]:
        answer = bestiary.who(name)
        wrong += [f"“{name}” {what}" for what in [*_found(case, slugs, answer), *_standing(case, slugs, answer)]]
    wrong += _counted(bestiary, case)
    return wrong


def _joined(case: Case, slugs: Slugs) -> Iterator[str]:
    """Records that are not in the profiles they belong in."""
    for group in case.together:
        inside = slugs[group[0]]
        yield from (
            f"{other} stands in {slugs[other]}, not in {inside} with {group[0]}"
            for other in group[1:]
            if slugs[other] != inside
        )
    for a, b in case.apart:
        if slugs[a] == slugs[b]:
            yield f"{a} and {b} both stand in {slugs[a]}"


def _found(case: Case, slugs: Slugs, answer: Answer) -> Iterator[str]:
    """What the name should mean and does not, or the reverse."""
    found = [match["profile"]["id"] for match in answer["matches"]]
    actors = [profile["id"] for profile in _actors(answer)]
    yield from (f"does not mean {slugs[handle]} ({handle})" for handle in case.means if slugs[handle] not in found)
    yield from (f"means {slugs[handle]} ({handle})" for handle in case.not_means if slugs[handle] in found)
    if case.only and actors != [slugs[case.only]]:
        yield f"means {_listed(actors)}: of actors only {slugs[case.only]} ({case.only}) may be"
    if case.ambiguous is not None and answer["ambiguous"] != case.ambiguous:
        yield f"should {'' if case.ambiguous else 'not '}be ambiguous, and means {_listed(found)}"


def _standing(case: Case, slugs: Slugs, answer: Answer) -> Iterator[str]:
    """How the answers are ranked, and whether they say that others claim the name."""
    found = [match["profile"]["id"] for match in answer["matches"]]
    if case.first and found[:1] != [slugs[case.first]]:
        yield f"means first {_listed(found[:1])}, not {slugs[case.first]} ({case.first})"
    actors = _actors(answer)
    if case.contested and not actors:
        yield "is no actor's name, and so not shown as contested"
    for profile in actors if case.contested else []:
        uses = [name for name in profile["names"] if fold(name["name"]) == fold(answer["query"])]
        if not any(name["contested"] for name in uses):
            yield f"is not shown as contested in {profile['id']}"


def _counted(bestiary: Bestiary, case: Case) -> Iterator[str]:
    """Names that a record lists and that are no names of it, but count as such."""
    for record, name in case.rejected:
        if record not in {use["record"] for use in bestiary.who(name)["rejected"]}:
            yield f"“{name}” counts as a name of {record}, or that does not list it"


def _actors(answer: Answer) -> list[Profile]:
    return [match["profile"] for match in answer["matches"] if match["profile"]["kind"] == "actor"]


def _listed(slugs: list[str]) -> str:
    return ", ".join(slugs) or "nothing"


def report(bestiary: Bestiary, every: list[Case]) -> tuple[list[str], int]:
    """Lines on each case and on all of them, and how many are answered wrongly."""
    lines, wrong = [], 0
    for case in every:
        found = failures(bestiary, case)
        lines.append(f"{'FAIL' if found else 'ok  '} {case.name}: {case.why}")
        lines += [f"       {what}" for what in found]
        wrong += bool(found)
    return [*lines, f"{len(every) - wrong} of {len(every)}"], wrong


def main() -> None:
    """Prints the answers."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = options.add_mutually_exclusive_group()
    source.add_argument("--data", type=Path, default=DATA, help="folder with etda-cards, attack and microsoft")
    source.add_argument("--db", type=Path, help="a built file to ask instead")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = chosen.db or Path(folder, "bestiary.db")
        if not chosen.db:  # an overlay that is empty: the answers are the program's, not the user's
            build([chosen.data / part for part in READ], db=db, overlay=Path(folder, "overlay"))
        with Bestiary.open(db) as bestiary:
            lines, wrong = report(bestiary, cases(CASES))
    print(*lines, sep="\n")
    limits = Limits()
    limits.tell("hard names", len(lines) - 1 - sum(line.startswith("   ") for line in lines), "")
    limits.ratio("answered otherwise than a careful analyst would", wrong, 0, "")
    limits.finish()


if __name__ == "__main__":
    main()
