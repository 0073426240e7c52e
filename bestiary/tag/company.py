"""What a sentence lets see of the kind of a name: what it does, and in whose company it is listed."""

import re
from collections.abc import Iterator, Sequence

from .case import PLAIN, Case
from .context import AROUND
from .words import kind_of, words

# What stands between two names of one list, or between a name and another one for the same.
_BETWEEN = re.compile(
    r"[)\"'*_]{0,3}(?:,? (?:and|or|as well as) |[,/] ?|,? ?\(?)(?:(?:also |formerly |previously |otherwise )?"
    r"(?:aka|a\.k\.a\.?|known as|called|tracked as|referred to as|dubbed) )?(?:the |and |or )?[(\"'*_]{0,3}"
)
FEW = 4  # places of a case that are looked at: they mostly agree
NEAR = 24  # characters in which the word beside a name stands
FARTHEST = 32  # characters between them
# The words that say what the names of a list are: right behind it, and before it.
_FOOT = re.compile(r"[\"')*_]{0,2} (\w+)")
_HEAD = re.compile(
    r"\b([A-Za-z]+),? ?(?:such as|like|including|includes?|are|is|was|were|called|named|:|)(?: the| both)? "
    r"[\"'(*_]{0,2}\Z"
)
_LEADING = frozenset(("as", "like", "including", "include", "includes"))  # to a list, even of one name


ACTOR, TOOL = {"actor"}, {"tool"}


def note_company(text: str, cases: Sequence[Case]) -> None:
    """Notes with each case what speaks for its being an actor or a tool."""
    asked = [case for case in cases if not _is_told(case)]
    if not asked:
        return
    led = {start for case in asked for start in _note_doing(text, case)}
    row: list[Case] = []
    last = first = 0
    for start, minus, at in sorted((a, -b, at) for at, case in enumerate(cases) for a, b in case.places[:FEW]):
        if start < last:
            continue  # within a longer name
        if start - last > FARTHEST or not row or not _BETWEEN.fullmatch(text, last, start):
            if len(row) > 1 or first in led:
                _note_list(text, row, first, last)
            row, first = [], start
        row.append(cases[at])
        last = -minus
    if len(row) > 1 or first in led:
        _note_list(text, row, first, last)


def _is_told(case: Case) -> bool:
    """Whether nothing more has to be known of what the case is: it is of one kind, as a word beside it says."""
    if case.kinds == ACTOR:
        return any(sight.actor for sight in case.sights)
    return any(sight.tool for sight in case.sights) if case.kinds == TOOL else case.kinds <= PLAIN


def _note_doing(text: str, case: Case) -> Iterator[int]:
    """Notes where a word beside the case says what only actors do, or what is done with tools.

    Gives the places before which a word leads to a list.
    """
    known = words()
    for start, end in case.places[:FEW]:
        before = text[max(0, start - NEAR) : start].rstrip(" \"'(*_").removesuffix(" the").rpartition(" ")[2].lower()
        end += 2 * text.startswith("'s", end)
        after = text[end + 1 : end + NEAR].partition(" ")[0].rstrip(".,;:") if text[end : end + 1] == " " else ""
        case.as_actor += before in known.actor_after or after in known.actor_then
        case.as_tool += before in known.tool_after or after in known.tool_then
        if before in _LEADING:
            yield start


def _note_list(text: str, row: Sequence[Case], first: int, last: int) -> None:
    """Notes with each case of a list what the others are, and what the list is said to be of."""
    head, foot = _HEAD.search(text, max(0, first - AROUND), first), _FOOT.match(text, last, last + AROUND)
    said = (kind_of(head[1].lower()) if head else "") or (kind_of(foot[1].lower()) if foot else "")
    clear = {case.fold: min(case.kinds) for case in row if len(case.kinds) == 1 and case.how != "sentence"}
    for case in row:
        others = [kind for folded, kind in clear.items() if folded != case.fold]
        case.among_actors += others.count("actor")
        case.among_tools += others.count("tool")
        case.as_actor += said == "actor"
        case.as_tool += said == "tool"
