"""Names that a sentence introduces: "dubbed X", "a backdoor called X", "X ransomware", "backdoors such as X and Y"."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from .words import kind_of, kinds, words

_QUALIFIERS, _PLATFORMS, _PERSONS = words().qualifiers, words().platforms, words().persons
# A word that may be one of a name: with a capital or a digit in it.
_ONE = r"(?:[A-Z][\w]*|[a-z]+[A-Z]\w*|\w*\d\w*[A-Za-z]\w*)(?:-[A-Za-z0-9]+)*"
_FOLLOWS = re.compile(
    rf"[\s:,]*(?:(?:by [\w ]{{2,30}} )?as |the |an? |is |“|\"|'|\(|\*|_|`)*({_ONE}(?: {_ONE}){{0,2}})"
)
_AS = re.compile(r"(?: (?!(?:to|for|such) )[\w'&-]+){1,5} as(?= )")
_LAST_JOINT = re.compile(r"\b(?:and|or) [\"'(]?\Z")
_FOLLOWS_ONE = re.compile(rf" [\"'(]?({_ONE})")
_FOLLOWS_TWO = re.compile(rf" ({_ONE}(?: {_ONE})?)")
_PRECEDES = re.compile(rf"(?<![\w.-]){_ONE}\Z")
# The next of a list: "X (Y), Z".
_ITEM = re.compile(
    rf"(?: \([^()\n]{{1,40}}\))?[\"')]{{0,2}}(?:,|,? and|,? or|,? as well as|/)[ ]?"
    rf"(?:[\"'(]?({_ONE}(?: {_ONE})?)|[\"']([a-z][\w.+@-]{{2,28}}\w)[,.]?[\"'](?!\w))"
)
# What may stand between a name and the word that says what it is: ", a new", " - an".
_APPOSED = re.compile(
    r"(?:,| -| is| was) (?:[Aa]n?|another|also an?) "
    r"(?:(?!(?:of|by|that|which|who|with|for|from|in|to|and|or|used|on|ethnic|minority) )[\w'+./#-]+ ){0,5}\Z"
)
# The same the other way about: "by a new hacker group, X, according to".
_PRESENTS = re.compile(r"\b(?:[Aa]n?|another|one) (?:[\w'+./#-]+ ){0,5}\Z")
_PRESENTED = re.compile(rf", [\"']?({_ONE}(?: {_ONE})?)[\"']?[,.]")
# A made-up word in quotation marks, which may be in small letters.
_QUOTED = re.compile(r"(?: the| an?)? [\"']([A-Za-z][\w.+@-]{2,28}\w)[,.]?[\"'](?!\w)")
_QUOTED_BEFORE = re.compile(r"[\"']([A-Za-z][\w.+@-]{3,29})[\"'] \Z")
# The first of the names that follow a word for all of them: "backdoors such as".
_AMONG = re.compile(rf",? (?:such as|like|including|includes?|namely) (?:the )?[\"']?({_ONE}(?: {_ONE})?)")
_AMONG_BEGINS = frozenset("silnSILN")
_QUOTES = frozenset("\"'")
_PARTS_OF_MALWARE = ("component", "components", "extension", "version", "versions")
# What is called so, where it stands between that and the name: "named this malware X".
_THIS = re.compile(
    rf" (?:this|that|the|these|its|their) (?:[a-z-]+ ){{0,3}}?({'|'.join(sorted({*kinds(), *_PARTS_OF_MALWARE}))})(?= )"
)
_THIS_BEGINS = frozenset((" t", " i"))
_DOINGS = ("operation", "operations")
APART = 48  # characters between such a word and the name, and the name's own
_CODE = re.compile(r"[(=_\\/\[]|\.\w")  # what stands right behind the name of a function, a file, a variable
MOST_LISTED = 12  # names of one list


class Coined(NamedTuple):
    """A name at a place that is in no source: how it was made out, and of what kind that says it is ("": unknown)."""

    start: int
    end: int
    how: str  # "scheme", "called", "kind", "part", "apposed", "quoted", "listed", "band", "initials", "detection"
    kind: str
    of: str = ""  # of a detection name the part that names the family, of initials the name that has them


def called(text: str, start: int, end: int) -> Sequence[Coined]:
    """Of "dubbed X", where "dubbed" stands there; with what follows where that is a list."""
    this = _THIS.match(text, end, end + 80) if text[end : end + 2] in _THIS_BEGINS else None
    if this:
        end = this.end()
    plain = _FOLLOWS.match(text, end, end + 120)
    found = plain or _QUOTED.match(text, end, end + 120)
    if not found or (plain and _CODE.match(text, plain.end(1))):
        return ()
    kind = (kind_of(this[1]) or "tool") if this else _kind_of_called(text[max(0, start - 60) : start].lower())
    if kind is None:
        return ()
    name = Coined(*found.span(1), "called" if plain else "quoted", kind)
    others = in_list(text, name.end, kind)
    ended = text[start:end].endswith("names") or (others and _LAST_JOINT.search(text, name.end, others[-1].start))
    return (name, *others) if ended else (name,)


def called_as(text: str, start: int, end: int) -> Sequence[Coined]:
    """Of "tracked by us as X", where "tracked" stands there."""
    found = _AS.match(text, end, end + 80)
    return called(text, start, found.end()) if found else ()


def _kind_of_called(before: str) -> str | None:
    """Of what kind is what is called something, by the words before that; None if it is of another one.

    Who is only said to use or to write it does not count: "a tool used by the group is called X".
    """
    last = re.findall(r"[a-z]+", before)
    for place in range(len(last) - 1, max(-1, len(last) - 6), -1):
        word = last[place]
        if word in _PARTS_OF_MALWARE:
            return "tool"
        if kind := "actor" if word.removesuffix("s") in _PERSONS else kind_of(word):
            if kind == "actor" and "by" in last[max(0, place - 6) : place]:
                continue
            return (kind_of(last[place - 1]) or kind) if word == "cluster" and place else kind  # "a malware cluster"
        if not words().else_called.isdisjoint((word, word.removesuffix("s"), word.removesuffix("es"))):
            return None
    return ""


def sampled(text: str, start: int, end: int) -> Sequence[Coined]:
    """Of "samples of X", where "samples of" stands there."""
    found = _FOLLOWS_ONE.match(text, end, end + 60)
    return (Coined(*found.span(1), "kind", "tool"),) if found else ()


def goes_by(text: str, start: int, end: int) -> Sequence[Coined]:
    """Of "by the moniker X", where "by the moniker" stands there: who it is acts."""
    return [one._replace(kind=one.kind or "actor") for one in called(text, start, end)]


def beside_kind(text: str, start: int, end: int) -> Sequence[Coined]:
    """What stands beside a word that says what it is: "X ransomware", "the group X", "X, a new backdoor"."""
    end += text.startswith(("s", "S"), end)  # its plural
    word = text[start:end]
    edge = start - APART if start > APART else 0
    last = text[(text.rfind(" ", edge, start - 1) + 1 or edge) : start - 1]
    small = last.lower()
    if small in _PLATFORMS:
        return ()
    if small in _QUALIFIERS:
        start, last = _unqualified(text, start, edge)
    behind, first = text[end : end + 1], text[end + 1 : end + 2]
    before = last != "" and (not last.islower() or last[-1] in _QUOTES)
    after = behind == " " and not first.islower()
    if behind == "," and first == " ":
        first = text[end + 2 : end + 3]
    among = _AMONG.match(text, end, end + 80) if first in _AMONG_BEGINS else None
    presented = behind == "," and not first.islower()
    comma = max(text.rfind(", a", edge, start), text.rfind(" - A", edge, start), text.rfind(" is a", edge, start))
    apposed = comma > edge and not text[(text.rfind(" ", edge, comma) + 1 or edge) : comma].islower()
    if not (before or after or among or apposed or presented):
        return ()  # so it is mostly
    kind = kind_of(word.lower())
    if kind != "campaign":
        if among:
            return (Coined(*among.span(1), "listed", kind), *in_list(text, among.end(1), kind))
        if apposed and _APPOSED.match(text, comma, start):
            name = Coined(*_name_before(text, comma), "apposed", kind)
            return (name,) if name.start < name.end else ()
        if presented and (name_ := _PRESENTED.match(text, end, end + 60)) and _PRESENTS.search(text, edge, start):
            return (Coined(*name_.span(1), "apposed", kind),)
    # what stands before "operations" is mostly no name of one
    own = word[:1].isupper() and small not in _QUALIFIERS  # "X Group" may be all of a name
    found = [_before(text, start, "part" if own else "kind", kind)] if before and word.lower() not in _DOINGS else []
    if after:
        found.append(_after(text, start, end, kind))
    return [one for one in found if one.start < one.end]


def _unqualified(text: str, start: int, edge: int) -> tuple[int, str]:
    """Where a word with what qualifies it begins ("remote access trojan"), and the word before that."""
    for _ in range(2):
        at = text.rfind(" ", edge, start - 1) + 1 or edge
        last = text[at : start - 1]
        if last.lower() not in _QUALIFIERS or at == edge:
            return start, last
        start = at
    return start, text[text.rfind(" ", edge, start - 1) + 1 or edge : start - 1]


def _before(text: str, start: int, how: str, kind: str) -> Coined:
    """The name right before a word, if one is there: else it has no length."""
    name = Coined(*_name_before(text, start), how, kind)
    if name.start < name.end or text[start - 2 : start - 1] not in _QUOTES:
        return name
    if quoted := _QUOTED_BEFORE.search(text, max(0, start - 34), start):
        return Coined(*quoted.span(1), "quoted", kind)
    return name


def _after(text: str, start: int, end: int, kind: str) -> Coined:
    """The name right behind a word, if one is there: else it has no length."""
    operation = text[start:end] == "Operation"  # which is part of its name
    if found := (_FOLLOWS_TWO if operation else _FOLLOWS_ONE).match(text, end, end + 60):
        return Coined(start if operation else found.start(1), found.end(1), "kind", kind)
    if text[end + 1 : end + 2] in _QUOTES and (quoted := _QUOTED.match(text, end, end + 60)):
        return Coined(*quoted.span(1), "quoted", kind)
    return Coined(end, end, "kind", kind)


def _name_before(text: str, start: int) -> tuple[int, int]:
    """Where what may be a name begins and ends right before a place on the line; both are the place if nothing is."""
    line = text[max(0, start - 48) : start].rpartition("\n")[2]
    before = line.rstrip(" -\"'*_`)]")
    first = stop = edge = start - len(line) + len(before)
    for part in reversed(before.rsplit(" ", 3)[-3:]):  # a name has three words at most
        at = _where_a_name_begins(part)
        if at < 0:
            break
        first = edge - len(part) + at
        if at:
            break
        edge = first - 1
    return (first, stop) if first < stop else (start, start)


@lru_cache(maxsize=8192)
def _where_a_name_begins(word: str) -> int:
    """At which of its characters begins what may be a word of a name, and ends with it: 1 of "(Foo"; -1 if none is."""
    found = _PRECEDES.search(word)
    return found.start() if found else -1


def in_list(text: str, end: int, kind: str) -> Sequence[Coined]:
    """The names that follow in the list in which a name of that kind stands that ends at `end`: ", X, Y and Z"."""
    found: list[Coined] = []
    while len(found) < MOST_LISTED and (name := _ITEM.match(text, end, end + 80)):
        which = name.lastindex or 1
        found.append(Coined(*name.span(which), "listed" if which == 1 else "quoted", kind))
        end = name.end(which)
    return found
