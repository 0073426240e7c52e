"""A name in one text, with all that is known and seen of it: what evidence is weighed on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from ..dictionary import Entry
from .context import Sight, look

EVERYDAY = 2.0  # on the Zipf scale; a word that is more common is one of everyday language
PLAIN = frozenset(("technique", "vulnerability"))  # kinds of which names are ids or plain descriptions
CLOSELY = 5  # places of one name that are looked at closely: more of them say nothing new


class Seen(NamedTuple):
    """In which share of the places of a name something is seen; see Sight."""

    exact: float
    lower: float
    mixed: float
    actor: float
    tool: float
    campaign: float
    company: float
    acts: float
    works: float
    naming: float
    joined: float
    listed: float
    quoted: float
    prose: float
    within: float  # a capital in the middle of a sentence


@dataclass
class Case:
    """A name and its places in a text."""

    fold: str
    commonness: float  # see everyday
    words: int
    entry: Entry | None = None  # None: no source lists it
    kinds: set[str] = field(default_factory=set)  # what it is by its bearers, or by what the text says of a new one
    sights: list[Sight] = field(default_factory=list)  # the first places
    places: list[tuple[int, int]] = field(default_factory=list)  # all of them
    schemed: bool = False  # a naming scheme reads it
    used: int = 0  # things that what it names is connected with anywhere
    lower: int = 0  # places where it is an ordinary word in small letters
    called: int = 0  # times that a sentence introduces it
    by_kind: int = 0  # times that a word beside it says what it is
    listed: int = 0  # times that it stands in a list with known names
    apposed: int = 0  # times that the sentence adds what it is
    initials_of: "Case | None" = None  # the name right before it, whose initials it is
    as_actor: int = 0  # places where it does what actors do, or stands in a list of actors
    as_tool: int = 0
    among_actors: int = 0  # actors that are listed with it
    among_tools: int = 0
    how: str = ""  # of a new name how it was made out: "scheme", "detection", "sentence"
    detected: bool = False  # a scanner's name has it as a family
    family: "Case | None" = None  # of a scanner's name for malware, the name of the family in it, if the text has that
    score: float = 0.0  # how likely it is a name, see evidence
    name_weights: Sequence[float] = ()  # what its functions add that look at a known name alone, see evidence
    weights: list[float] = field(default_factory=list)  # what each function of the evidence added to that
    related: int = 0  # other things in the text that its bearers are connected with
    otherwise: frozenset[int] = frozenset()  # of its bearers those that the text names otherwise too
    brief: float = 0.0  # how much the text lacks that could speak for a name, see evidence

    @property
    def ordinary(self) -> bool:
        """Whether it looks like a word of everyday language: in small letters it is one."""
        return self.words == 1 and (self.commonness >= EVERYDAY or len(self.fold) <= 3)

    @property
    def new(self) -> bool:
        """Whether no source lists the name."""
        return self.entry is None

    def see(self, text: str, shape: bytes, start: int, end: int, spellings: Sequence[str]) -> None:
        """Adds a place of a text with its shape (see `shape_of`)."""
        self.places.append((start, end))
        if len(self.sights) < CLOSELY:
            self.sights.append(look(text, shape, start, end, spellings))

    @cached_property
    def seen(self) -> Seen:
        """What is seen of it, all places together; to be asked when all are added."""
        count = len(self.sights)
        if count == 1:
            return _once(self.sights[0][3:])
        exact, case, *rest = zip(*(sight[3:] for sight in self.sights), strict=True)  # the rest as in Seen
        times = (exact.count(True), case.count("lower"), case.count("mixed"), *(column.count(True) for column in rest))
        return Seen._make([one / count for one in times])


@lru_cache(maxsize=4096)
def _once(how: tuple[Any, ...]) -> Seen:
    """What is seen of a name that stands in one place, by the fields of its Sight from `exact` on."""
    exact, case, *rest = how  # the rest in the same order
    return Seen._make(map(float, (exact, case == "lower", case == "mixed", *rest)))
