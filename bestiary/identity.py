"""What is known of records when it is decided which of them are one, and the form of such decisions."""

from typing import NamedTuple

import msgspec

# The relations that two records may have. Of "subgroup-of" and "successor-of" the first record is the part and the
# one that came later; the others say the same in both directions.
RELATIONS = ("same", "overlaps", "subgroup-of", "successor-of", "different", "unsure")


class Reason(NamedTuple):
    """One thing that speaks for (weight > 0) or against (< 0) two records being one; `signal` names the function."""

    signal: str
    weight: float
    text: str


class Judgement(NamedTuple):
    """A decision on two records, by a person (`by`) or computed (by is ""), reversible and with its reasons."""

    a: str  # record keys, "source:id"
    b: str
    relation: str
    score: float = 0.0  # of a computed one: the sum of the weights of its reasons
    reasons: tuple[Reason, ...] = ()
    by: str = ""
    made: str = ""  # ISO 8601, of a person's
    why: str = ""  # in the person's words
    id: str = ""  # of a person's: what it is undone by
    tlp: str = "clear"


class Rejection(NamedTuple):
    """A decision that a name which a record lists is not a name of what the record describes.

    It stays visible with the reason; it neither joins records nor tags texts.
    """

    record: str
    name: str
    why: str
    by: str = ""
    made: str = ""
    id: str = ""
    tlp: str = "clear"


class Fault(NamedTuple):
    """What is wrong with a person's decision, as only the records show that it speaks of."""

    id: str  # of the decision
    reason: str
    hint: str


class Subject(msgspec.Struct, gc=False):
    """A record as far as its identity goes. Names are folded; records are told by their number in the store."""

    number: int
    key: str
    source: str
    body: str  # the inventory it is an entry of: two entries of one body are two on purpose
    kind: str
    titles: tuple[str, ...]  # the names its title joins, the first counts most
    names: dict[str, str]  # all names → giver, "" where not stated
    written: dict[str, str] = {}  # name → as written
    ids: frozenset[str] = frozenset()  # that are its own; no other record of its kind has them
    cited: frozenset[str] = frozenset()  # ids of other records that it lists among its names or references
    became: tuple[int, ...] = ()  # records that took its place
    similar: dict[int, float] = {}  # record → how likely it is said to be the same, see compare.LIKELIHOOD
    stated: tuple[tuple[str, int], ...] = ()  # other relations it states: (relation, record)
    countries: frozenset[str] = frozenset()
    sponsors: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    uses: frozenset[int] = frozenset()  # tools, as profiles
    targets: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    live: bool = True  # neither revoked nor deprecated
    campaign: bool = False  # its own text says that it is a campaign
    rejected: dict[str, str] = {}  # name → why it does not count
