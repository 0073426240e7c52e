"""Finding every name of the dictionary in a text, and every word that announces a name."""

from collections.abc import Sequence
from typing import NamedTuple

import ahocorasick_rs

from ..dictionary import CONTINUATION, Dictionary, bytewise
from .coined import Cue

# Bytes that belong to a word: ASCII letters (small, as `bytewise` leaves them) and digits.
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")
# ASCII letters small, and a space for whatever belongs to no word: a byte for each character.
_FLAT = bytes(next(iter(_WORD.intersection(chr(byte).lower().encode())), 32) for byte in range(256))
_ASCII = bytes(range(128))

Found = tuple[int, int, int]  # a name or a cue at a place: the first character, the one after the last, and which it is


class _Sought(NamedTuple):
    """A pattern as it is looked for in a flat text: with the blanks around it."""

    flat: bytes
    which: int  # entry or cue
    before: int  # by how many characters its match begins and ends behind the place in the text
    behind: int
    written: bytes  # as it has to stand there; b"" if nothing else is flat like it
    then: frozenset[str] | None = None  # characters of which one has to follow


class Automaton:
    """Looks for all patterns of a dictionary, and for cues, at once.

    They are looked for together with the blanks around them in a text in which all that parts words is blank, so that
    hardly anything is found that is only a part of a word. What in a pattern is neither letter, digit nor blank is
    compared afterwards. Names whose policy is "never" are not even looked for, so that they cost nothing.
    """

    def __init__(self, dictionary: Dictionary, cues: Sequence[Cue]) -> None:
        names = [
            (pattern, means)
            for pattern, means in zip(dictionary.patterns, dictionary.means, strict=True)
            if dictionary.entries[means].policy != "never"
        ]
        flat = [one for one in names if _shows(one[0])]
        self._sought = [_name(pattern, means) for pattern, means in flat]
        self._names = len(self._sought)
        self._sought += [sought for which, cue in enumerate(cues) for sought in _cue(cue, which)]
        self._flat = ahocorasick_rs.BytesAhoCorasick(
            [sought.flat for sought in self._sought],
            ahocorasick_rs.MatchKind.Standard,
            ahocorasick_rs.Implementation.ContiguousNFA,
        )
        self._foreign = _Foreign([one for one in names if not _shows(one[0])])

    def find(self, text: str, raw: bytes) -> tuple[list[Found], list[Found]]:
        """The names, and the cues, in a text (both as `typed_raw` gives it), by place.

        Of names that overlap the first, of those the longest.
        """
        names, cues = self._foreign.find(text, raw), []
        sought, known = self._sought, self._names
        flat = b" %s " % raw.translate(_FLAT, CONTINUATION)
        for pattern, start, stop in self._flat.find_matches_as_indexes(flat, overlapping=True):
            _, which, before, behind, written, then = sought[pattern]
            start -= before
            stop -= behind
            if written and bytewise(text[start:stop]) != written:
                continue
            if pattern < known:
                names.append((start, -stop, which))
            elif then is None or text[stop : stop + 1] in then:
                cues.append((start, stop, which))
        names.sort()
        kept: list[Found] = []
        last = 0
        for start, stop, which in names:
            if start >= last:
                last = -stop
                kept.append((start, last, which))
        return kept, sorted(cues)


def _shows(pattern: bytes) -> bool:
    """Whether enough of a name is left of it in a flat text."""
    return pattern.isascii() or max(map(len, pattern.translate(_FLAT).split()), default=0) >= 3


def _name(pattern: bytes, which: int) -> _Sought:
    """A name's first and last letter or digit stand at the bounds of words; beside other characters may stand any."""
    flat = pattern.translate(_FLAT, CONTINUATION)
    opens, closes = pattern[0] in _WORD, pattern[-1] in _WORD
    padded = b" %s " % flat if opens and closes else b" " * opens + flat + b" " * closes
    return _Sought(padded, which, 1 - opens, 1 + closes, b"" if flat.isalnum() else pattern)


def _cue(cue: Cue, which: int) -> list[_Sought]:
    """A cue with each of what may stand behind it."""
    flat = b" " + cue.pattern.translate(_FLAT)
    written = b"" if flat[1:].isalnum() else cue.pattern
    return [_Sought(flat + tail, which, 0, 1 + len(tail), written, cue.then) for tail in cue.tails]


class _Foreign:
    """Looks for the few patterns of hardly any ASCII characters, where a text has the others of any."""

    def __init__(self, names: Sequence[tuple[bytes, int]]) -> None:
        self._means = [means for _, means in names]
        self._needed = {pattern.translate(None, _ASCII) for pattern, _ in names}
        self._automaton = ahocorasick_rs.AhoCorasick(
            [pattern.decode() for pattern, _ in names], ahocorasick_rs.MatchKind.Standard
        )

    def find(self, text: str, raw: bytes) -> list[Found]:
        """All of them that stand at the bounds of words; ends are negative, so that of those at one place the longest
        comes first."""
        rest = b"" if text.isascii() else raw.translate(None, _ASCII)
        if not any(needed in rest for needed in self._needed):
            return []
        small = bytewise(text).decode()
        return [
            (start, -stop, self._means[pattern])
            for pattern, start, stop in self._automaton.find_matches_as_indexes(small, overlapping=True)
            if not (_within(small, start) or _within(small, stop))
        ]


def _within(text: str, place: int) -> bool:
    """Whether a place is between two letters or digits of a word."""
    return 0 < place < len(text) and ord(text[place - 1]) in _WORD and ord(text[place]) in _WORD
