"""A text's mentions, over a dictionary: nothing else is needed, so that workers of any engine can do it."""

from collections.abc import Iterable, Iterator, Set
from typing import Any

from ..dictionary import Dictionary, typed_raw
from .case import Case
from .choose import choose, kind_of, kinds_as_written
from .coined import cues, finder
from .company import note_company
from .context import said_by_itself, shape_of
from .evidence import lack, reasons, score, score_again
from .gather import known_names, long_form, new_names
from .known import Lexicon
from .mention import Mention
from .scan import Automaton

ENOUGH = 0.5  # the score from which on something is a mention
PART = 1_000_000  # characters that are tagged at once, as one text
MOST = 1_000_000  # mentions of one text
SURE = 0.7  # the score from which on something speaks for other names too


class Tagger:
    """Finds the names of a text. It pickles, and is made anew from its dictionary in some tens of milliseconds."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self._folds = {entry.fold: place for place, entry in enumerate(dictionary.entries)}
        self._lexicon = Lexicon(dictionary)
        wanted = cues()
        self._finders = [finder(cue.how) for cue in wanted]
        self._automaton = Automaton(dictionary, wanted)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.dictionary.encoded(),)

    def tag(self, text: str) -> list[Mention]:
        """The mentions of a text, by place; they do not overlap. Raises nothing, whatever the text.

        A text as long as a shelf of books is tagged part by part, and no more than `MOST` mentions of it are given.
        """
        written = text
        text, raw = typed_raw(text)
        if len(text) <= PART:
            return self._tag(written, text, raw, 0)
        mentions: list[Mention] = []
        for start, end in _parts(text):
            if len(mentions) < MOST:
                part = text[start:end]
                mentions += self._tag(written[start:end], part, part.encode(), start)
        return mentions[:MOST]

    def _tag(self, written: str, text: str, raw: bytes, first: int) -> list[Mention]:
        """The mentions of a part of a text: as it stands there, typed and in UTF-8; it begins at `first`."""
        cases, present = self._cases(text, raw)
        named = [case for case in cases if case.score >= ENOUGH]
        note_company(text, named)
        mentions = []
        for case in named:
            profiles = choose(case, self.dictionary.things, present)
            kind, kinds = kind_of(case, profiles), kinds_as_written(case)
            said = (round(case.score, 3), profiles, reasons(case), case.new)
            for start, end in case.places:
                surface = written[start:end]
                by_itself = said_by_itself(surface) if " " in surface else ""
                mentions.append(
                    Mention(surface, first + start, first + end, by_itself or kinds.get(surface, kind), *said)
                )
        return _apart(mentions)

    def cases(self, text: str) -> list[Case]:
        """All that may be a name in a text, with what is seen of it."""
        return self._cases(*typed_raw(text))[0]

    def _cases(self, text: str, raw: bytes) -> tuple[list[Case], Set[int]]:
        names, found = self._automaton.find(text, raw)
        shape = shape_of(raw)
        known = known_names(text, shape, names, self._lexicon)
        brief = lack(len(text))
        for case in known.values():
            case.brief = brief
            case.score = score(case)
        likely = [case for case in known.values() if case.score >= SURE]
        announced = (one for start, end, cue in found for one in self._finders[cue](text, start, end))
        new = new_names(text, shape, likely, announced, known, self._folds, self.dictionary)
        for case in new:
            case.brief = brief
            case.score = score(case)
        present, twice = set[int](), set[int]()  # the things that likely names are of, and those that several are of
        for case in likely:
            bearers = self._lexicon[self._folds[case.fold]].bearers
            twice |= present & bearers
            present |= bearers
        for case in known.values():
            name = self._lexicon[self._folds[case.fold]]
            case.related = len(present & name.related)
            case.otherwise = name.bearers & (twice if case.score >= SURE else present)
            if case.otherwise and (long := long_form(case, likely)):
                case.initials_of = long
            if case.related or case.otherwise or case.called or case.apposed or case.listed:
                case.score = score_again(case)
        for case in (case for case in (*known.values(), *new) if case.initials_of):
            case.score = score(case)
        return [*known.values(), *new], present


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Where the parts of a text that is longer than `PART` begin and end: between words."""
    start = 0
    while len(text) - start > PART:
        gap = max(text.rfind("\n", start + PART // 2, start + PART), text.rfind(" ", start + PART - 1000, start + PART))
        end = gap + 1 or start + PART
        yield start, end
        start = end
    yield start, len(text)


def _again(raw: bytes) -> Tagger:
    return Tagger(Dictionary.decoded(raw))


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Of mentions that overlap the longest, of those the likeliest; by place."""
    kept: list[Mention] = []
    for one in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if kept and one.start < kept[-1].end:
            if (one.end - one.start, one.score) > (kept[-1].end - kept[-1].start, kept[-1].score):
                kept[-1] = one
            continue
        kept.append(one)
    return kept
