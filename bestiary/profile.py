"""A profile: the read-only view of all records judged the same. Assembled by a build, never edited.

The types below are the very JSON that `--json` prints and the file stores; they are plain dictionaries, so that an
answer costs no more than reading its text.
"""

from typing import NotRequired, TypedDict


class Stated(TypedDict):
    """Who states a value, and where: `record` is an index into the profile's `records`."""

    record: int
    place: int | str  # line of the record's file, or JSON Pointer in it
    file: NotRequired[str]  # where it is another than the record's
    raw: NotRequired[str]  # as written there, where that is not the value or its label
    giver: NotRequired[str]  # of a name: who coined it, as this record says
    relation: NotRequired[str]  # of a name: "also listed" where the record lists it and does not say it is an alias
    urls: NotRequired[list[str]]  # of a name: the publications the record cites for it
    rejected: NotRequired[str]  # of a name: why it is judged to be no name of what the record describes


class RecordInfo(TypedDict):
    """One of the records a profile is made of."""

    key: str  # "source:id"
    source: str
    publisher: str
    title: str
    file: str
    modified: str | None  # EDTF date when the source last changed it, where it says so
    edition: str  # else the version of the published body, e.g. "version 336"
    external_ids: list[str]
    misp_tag: str | None  # ready to paste: misp-galaxy:threat-actor="APT28"
    tlp: NotRequired[str]  # the highest Traffic Light Protocol label of its statements, where that is above clear


class Thing(TypedDict):
    """Something that has a profile of its own in the file."""

    id: str
    title: str
    kind: str


class Name(TypedDict):
    """A name, all who are said to have coined it, and all who list it.

    Uses that are rejected stand among `stated` and count for nothing else; where all are, `support` is 0.
    """

    name: str
    givers: list[str]
    like: NotRequired[str]  # of an actor's name without a giver: whose naming scheme alone reads it
    support: int  # sources that state it, without those that may have it from another of them
    publications: int  # different ones that are cited for it
    contested: list[Thing]  # others of the kind that bear it too
    stated: list[Stated]


class Value(TypedDict):
    """A value of a fact: `value` is what it means (ISO 3166-1 code, EDTF date, term), None if nothing we read."""

    value: str | None
    label: str  # what to show people: "Russia", "Summer 2014"
    support: int  # sources that state it, without those that may have it from another of them
    stated: list[Stated]
    means: NotRequired[list[Thing]]  # of a tool: what the name may mean here; several: it is ambiguous


class Description(TypedDict):
    """A paragraph or text on the thing; `by` is whom the record quotes, "" for the record itself."""

    text: str
    by: str
    stated: list[Stated]


class Operation(TypedDict):
    """A dated happening as reported."""

    date: str | None  # EDTF
    reported: str  # the date as written
    title: str
    text: list[str]
    targets: list[str]
    methods: list[str]
    notes: list[str]
    urls: list[str]
    stated: list[Stated]


class Relation(TypedDict):
    """A relation that a record states to another thing.

    `type` is the record's own word ("uses", "similar"); "see" and "subgroup" are the cross references of a card's text.
    """

    type: str
    id: str  # as the record gives it, usually a UUID
    title: str | None  # what that is, if the file has it and only one thing it may be
    profile: str | None
    means: NotRequired[list[Thing]]  # the things it may be, where they are several
    text: NotRequired[str]  # what the record says of it
    urls: NotRequired[list[str]]  # the publications it cites for it
    likelihood: str  # MISP's estimative language: "likely", "almost-certain"; "" where not stated
    stated: list[Stated]


class JudgedReason(TypedDict):
    """One thing that speaks for (weight > 0) or against (< 0) two records being one."""

    signal: str  # the name of what was looked at, a function of bestiary/compare.py
    weight: float
    text: str


class Judged(TypedDict):
    """A decision on two records, by a person (`by`) or computed (`by` is "")."""

    a: str  # record key; of "subgroup-of" and "successor-of" the part and the one that came later
    b: str
    relation: str  # one of identity.RELATIONS
    score: float  # of a computed one: the sum of the weights of its reasons
    reasons: list[JudgedReason]
    by: str
    made: str  # ISO 8601, of a person's
    why: str  # in the person's words
    id: str  # of a person's: what it is undone by


class Related(TypedDict):
    """Another thing that is held apart from this one, and what it is to it."""

    profile: Thing
    relation: str  # overlaps, subgroup-of, has-subgroup, successor-of, succeeded-by, different, unsure
    judgement: Judged


class Profile(TypedDict):
    """Everything stated about one thing."""

    id: str
    kind: str
    title: str
    records: list[RecordInfo]
    names: list[Name]
    descriptions: list[Description]
    facts: dict[str, list[Value]]  # property of schema.toml → values; unknown ones are "x-…"
    operations: list[Operation]
    counter_operations: list[Operation]
    relations: list[Relation]
    references: list[Value]
    judgements: list[Judged]  # why these records are one
    related: list[Related]
    tlp: NotRequired[str]  # the highest Traffic Light Protocol label of anything in it, where that is above clear


class Summary(TypedDict):
    """A line of a list."""

    id: str
    kind: str
    title: str
    names: int  # how many names it bears, without the rejected ones
    countries: list[str]  # labels
    first_seen: str | None
    sources: list[str]


class Marked(TypedDict):
    """A text in which something was found; `marks` are [start, end] of each place."""

    field: str
    text: str
    marks: list[list[int]]


class Hit(TypedDict):
    """One of the things that a search finds."""

    profile: Summary
    exact: bool  # it bears the very name, or one like it where nothing does
    shown: list[Marked]  # why it was found


class Facet(TypedDict):
    """How many of the things found have a value."""

    label: str
    count: int


class Found(TypedDict):
    """What a search finds: the best hits, how many there are in all, and what they have in common."""

    query: str
    total: int
    hits: list[Hit]
    facets: dict[str, list[Facet]]  # kind, country, target-country, target-sector, motivation, source → by count
    near: list[str]  # the name or word most like it, where nothing was found; then the hits are what that finds


class Target(TypedDict):
    """A sector or country that an actor is said to hit, and who says so."""

    label: str
    support: int  # sources that state it, without those that may have it from another of them
    sources: list[str]


class Ranked(TypedDict):
    """An actor that hits what was asked for."""

    profile: Thing
    hits: list[Target]
    last: str | None  # EDTF date of the latest that is reported of it
    sources: list[str]  # that have a record of it


class Bearer(TypedDict):
    """A name and something that bears it."""

    name: str
    profile: Thing


class Coined(TypedDict):
    """A name that a giver is said to have coined, what bears it, and the sources that say so."""

    name: str
    profile: Thing
    sources: list[str]


class Contested(TypedDict):
    """A name that several things of one kind bear."""

    name: str
    kind: str
    bearers: list[Thing]


class Giver(TypedDict):
    """Who is said to have coined names: how many, of how many things."""

    id: str  # its name, folded
    name: str
    names: int
    profiles: int


class Changed(TypedDict):
    """Something of which a source changed its record, and when (EDTF)."""

    date: str
    source: str
    profile: Thing


class News(TypedDict):
    """What the last build brought that the one before had not, or had otherwise; `at` is "" if nothing ever changed."""

    at: str  # when that build was, ISO 8601
    new: list[Thing]
    changed: list[Thing]
    gone: int  # how many things are no longer there


class MatchedName(TypedDict):
    """The name by which a profile was found, and whose record says it."""

    name: str
    giver: str  # "" where not stated
    relation: str  # "also listed" where the record does not say that it is an alias, "id" if it is no name, else ""
    record: str
    source: str
    modified: str | None
    edition: str


class Match(TypedDict):
    """One thing that a name may mean."""

    matched: list[MatchedName]
    profile: Profile


class Rejected(TypedDict):
    """A use of a name that does not count: whose record lists it, of what profile, and why it is none of its names."""

    name: str
    record: str
    source: str
    profile: Thing
    why: str


class Answer(TypedDict):
    """The answer to "who is behind this name?": every profile that bears it.

    The one that has it as its title stands first, then the best supported.
    """

    query: str
    ambiguous: bool  # more than one profile bears the name
    matches: list[Match]
    rejected: list[Rejected]  # uses of the name that are judged to be wrong
    near: list[str]  # names that begin so, have it as a word or are written like it, where nothing bears it


class Why(TypedDict):
    """Why two are one or stay two: `relation` of a to b, and the judgements that say so."""

    a: Thing
    b: Thing
    relation: str  # one of identity.RELATIONS
    judgements: list[Judged]


class Review(TypedDict):
    """Two profiles that nobody is sure about."""

    judgement: Judged
    a: Profile
    b: Profile


class Compared(TypedDict):
    """One aspect of several profiles: what all have, and what only each has beside that."""

    aspect: str
    shared: list[str]
    only: list[list[str]]


class Comparison(TypedDict):
    """Several profiles side by side; `sources` and each `only` stand in the order of `profiles`."""

    profiles: list[Thing]
    sources: list[list[str]]
    aspects: list[Compared]
    judgements: list[Judged]


class FileInfo(TypedDict):
    """A file that was read, with the version it says it is, "" where it says none."""

    file: str
    edition: str
    sha256: str


class SourceInfo(TypedDict):
    """A source as the built file knows it."""

    id: str
    title: str
    publisher: str
    terms: str
    url: str
    derived_from: list[str]
    files: list[FileInfo]
    newest: str | None  # the latest date on which it says a record changed
    records: int
    statements: int


class StatementInfo(TypedDict):
    """A statement with its id and place, as `show --json` and exports give it."""

    id: str  # 24 hex digits
    record: str
    ord: int
    parent: int | None
    property: str
    raw: str
    clean: str | None
    qualifiers: dict[str, str]
    tlp: str
    file: str
    place: int | str
    sha256: str
