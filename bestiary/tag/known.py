"""A name of the dictionary with what is the same of it in every text, so that it is worked out once."""

import re
from typing import Literal

from ..dictionary import Dictionary, Entry
from .case import PLAIN, Case
from .coined import schemed
from .evidence import weights_of_name
from .extent import without_kind

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+$")  # as names stand in addresses and lists of tags

Reading = Literal["name", "word", ""]  # the name; an everyday word in small letters; neither


class Known:
    """A name of the dictionary; `case` makes what is known of it in one text."""

    def __init__(self, entry: Entry, dictionary: Dictionary) -> None:
        things = [dictionary.things[bearer.thing] for bearer in entry.bearers]
        self.entry = entry
        self.bearers = frozenset(bearer.thing for bearer in entry.bearers)
        self.related = frozenset[int]().union(*(thing.related for thing in things)) - self.bearers
        self._kinds = {thing.kind for thing in things}
        self._words = 1 + max(spelling.count(" ") for spelling in entry.spellings)
        self._schemed = "actor" in self._kinds and any(map(schemed, entry.spellings))
        self._cased = entry.policy == "exact-case" or self._kinds <= PLAIN
        self._slug = any(map(_SLUG.match, entry.spellings))
        case = self._bare()
        self._weights = weights_of_name(case)
        self._ordinary = case.ordinary

    def case(self) -> Case:
        """The name in one text, of which nothing is seen yet."""
        case = self._bare()
        case.name_weights = self._weights
        return case

    def reading(self, surface: str) -> Reading:
        """What it is where it is written so."""
        if surface in self.entry.spellings:
            return "name"
        if self._ordinary and surface[0].islower():
            return "word"
        return "name" if not self._cased and (self._slug or not _SLUG.match(surface)) else ""

    def around(self, surface: str) -> tuple[int, int]:
        """How many characters at its beginning and at its end, where it is written so, are words around the name."""
        before, end = 4 * surface.startswith("the "), len(surface)
        return before, end - without_kind(surface, before, end) if self._words > 1 else 0

    def _bare(self) -> Case:
        case = Case(self.entry.fold, self.entry.commonness, self._words, self.entry, self._kinds)
        case.used, case.schemed = self.entry.used, self._schemed
        return case


class Lexicon:
    """The names of a dictionary, each made when a text has it for the first time."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._known: dict[int, Known] = {}

    def __getitem__(self, which: int) -> Known:
        known = self._known.get(which)
        if known is None:
            known = self._known[which] = Known(self._dictionary.entries[which], self._dictionary)
        return known
