"""Finding every name of the dictionary in a text, and every word that announces a name."""

from collections.abc import Sequence
from typing import NamedTuple

import ahocorasick_rs

from ..dictionary import Dictionary, bytewise
from .coined import Cue

# Bytes that belong to a word: ASCII letters (small, as `bytewise` leaves them) and digits.
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")


_ENDS = frozenset(range(256)) - _WORD


class Found(NamedTuple):
    """A name or a cue at a place: which, and the first character and the one after the last."""

    which: int
    start: int
    end: int


class Automaton:
    """Looks for all patterns of a dictionary, and for cues, at once.

    Names whose policy is "never" are not even looked for, so that they cost nothing.
    """

    def __init__(self, dictionary: Dictionary, cues: Sequence[Cue]) -> None:
        pairs = [
            (pattern, means)
            for pattern, means in zip(dictionary.patterns, dictionary.means, strict=True)
            if dictionary.entries[means].policy != "never"
        ]
        self._means = [means for _, means in pairs]
        self._next = [_ENDS] * len(pairs) + [cue.next for cue in cues]
        # Every match, also within another: which of them stands at the bounds of words is seen only afterwards.
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            [*(pattern for pattern, _ in pairs), *(cue.pattern for cue in cues)],
            ahocorasick_rs.MatchKind.Standard,
            ahocorasick_rs.Implementation.ContiguousNFA,
        )

    def matches(self, raw: bytes) -> list[tuple[int, int, int]]:
        """(pattern, start, end) in bytes of every match, wherever it stands."""
        return self._automaton.find_matches_as_indexes(raw, overlapping=True)

    def find(self, text: str) -> tuple[list[Found], list[Found]]:
        """The names, and the cues, in a text (as `typed` gives it), by place.

        Of names that overlap the first, of those the longest.
        """
        raw = bytewise(text)
        names, cues = [], []
        known, next_, end = len(self._means), self._next, len(raw)
        for pattern, start, stop in self.matches(raw):
            if stop < end and raw[stop] not in next_[pattern] and (pattern >= known or raw[stop - 1] in _WORD):
                continue
            if start and raw[start - 1] in _WORD and raw[start] in _WORD:
                continue
            if pattern < known:
                names.append((start, -stop, pattern))
            else:
                cues.append((pattern - known, start, stop))
        names.sort()
        kept: list[tuple[int, int, int]] = []
        last = 0
        for start, stop, pattern in names:
            if start >= last:
                kept.append((self._means[pattern], start, -stop))
                last = -stop
        return _in_characters(text, raw, kept), _in_characters(text, raw, sorted(cues, key=lambda cue: cue[1]))


def _in_characters(text: str, raw: bytes, found: Sequence[tuple[int, int, int]]) -> list[Found]:
    """Places in bytes as places in characters; they come by their first byte."""
    if len(text) == len(raw):
        return [Found(*one) for one in found]
    found_in_characters = []
    byte = character = 0
    for which, start, stop in found:
        character += _length(raw, byte, start)
        byte = start
        found_in_characters.append(Found(which, character, character + _length(raw, start, stop)))
    return found_in_characters


def _length(raw: bytes, start: int, stop: int) -> int:
    """How many characters the bytes are."""
    part = raw[start:stop]
    return len(part) if part.isascii() else len(part.decode(errors="replace"))
