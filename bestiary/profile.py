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


class Name(TypedDict):
    """A name, all who are said to have coined it, and all who list it."""

    name: str
    givers: list[str]
    stated: list[Stated]


class Thing(TypedDict):
    """Something that has a profile of its own in the file."""

    id: str
    title: str
    kind: str


class Value(TypedDict):
    """A value of a fact: `value` is what it means (ISO 3166-1 code, EDTF date, term), None if nothing we read."""

    value: str | None
    label: str  # what to show people: "Russia", "Summer 2014"
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


class Summary(TypedDict):
    """A line of a list."""

    id: str
    kind: str
    title: str
    names: int  # how many names it bears
    countries: list[str]  # labels
    first_seen: str | None
    sources: list[str]


class MatchedName(TypedDict):
    """The name by which a profile was found, and whose record says it."""

    name: str
    giver: str  # "" where not stated
    relation: str  # "also listed" where the record does not say that it is an alias, else ""
    record: str
    source: str
    modified: str | None
    edition: str


class Match(TypedDict):
    """One thing that a name may mean."""

    matched: list[MatchedName]
    profile: Profile


class Answer(TypedDict):
    """The answer to "who is behind this name?": every profile that bears it, the most complete first."""

    query: str
    ambiguous: bool  # more than one profile bears the name
    matches: list[Match]
    near: list[str]  # names like it, where nothing bears it


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
