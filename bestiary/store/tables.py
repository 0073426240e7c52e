"""What the built file holds.

Truth: document, record, property, statement, people's judgements, the ledger and the versions of exported objects.
Derived from it and written anew by every build: link, computed judgements, cluster, profile, name, fact, facet, search,
handle, dictionary. Beside them what the build was told: source, build.
"""

import os

APPLICATION_ID = 0x42455354  # "BEST", https://www.sqlite.org/fileformat.html#application_id
HEADER = 100  # bytes at the beginning of a file that say what it is
VERSION = 7  # user_version; a file of another one is rebuilt, never migrated

TLP = ("clear", "green", "amber", "amber+strict", "red")  # as in levels.py, which a look-up need not import

TABLES = """
create table build(key text primary key, value text not null) without rowid;
create table source(
    id text primary key, title text not null, publisher text not null, terms text not null, url text not null,
    derived_from text not null  -- JSON list of source ids
) without rowid;

create table document(
    id integer primary key, source text not null, format text not null, collection text not null, file text not null,
    sha256 text not null, size integer not null, edition text not null
);
create table record(
    id integer primary key, key text not null,  -- source:id
    source text not null, kind text not null, document integer not null references document,
    modified text not null,  -- EDTF date of the source's last change, '' where it says none
    place text not null  -- JSON Pointer that the places of its statements begin with, "" in text
);
create table property(id integer primary key, name text not null unique);
create table statement(
    record integer not null references record, ord integer not null,
    id blob not null,  -- BLAKE2b-96, see statement.statement_id
    parent integer, property integer not null references property, raw text not null,
    clean text,  -- null: the same as raw; '': means nothing that is read
    qualifiers text not null,  -- canonical JSON, '' for none
    tlp integer not null,
    place not null,  -- line, or the JSON Pointer: the rest of it below the record's, else '#' and the whole of it
    document integer references document,  -- null: the record's; another where several files tell of one thing
    primary key (record, ord)
) without rowid;

create table link(  -- what the value of a statement may mean
    record integer not null, ord integer not null,
    part text not null,  -- the name in the value that means it, '' for the whole value
    target integer not null references record,
    how text not null,  -- found by "id", "title" or "name"
    primary key (record, ord, part, target)
) without rowid;
create table judgement(  -- on two records, why they are one or stay two; without `made` it was computed
    a text not null, b text not null,  -- record keys; of subgroup-of and successor-of the part and the later one
    profile integer not null, other integer not null,  -- what they are part of
    relation text not null, score real not null,
    reasons text not null,  -- JSON list of [signal, weight, text]
    made text not null, "by" text not null, why text not null, id text not null, tlp integer not null
);
create table ledger(  -- what has to survive a rebuild and cannot be computed
    name text not null,  -- a slug, or the key of a record that is gone
    gone integer not null,  -- between the two, quick_check of SQLite 3.40 would stumble over `record`
    record text not null,  -- whose slug it is; of a gone record the slug of the profile it was part of
    primary key (name, gone)
) without rowid;
create table version(  -- exported objects that are not as they were in the first build, see versions.py
    id text primary key,  -- STIX id
    created text not null, modified text not null,  -- ISO 8601, UTC
    gone text not null  -- of a withdrawn one what is left of it, as JSON; '' of the others
) without rowid;
create table cluster(record integer primary key references record, profile integer not null);
create table profile(
    id integer primary key, slug text not null unique, kind text not null, title text not null,
    completeness integer not null, summary text not null, json text not null
);
create table name(  -- every name of every record, by its fold
    fold text not null, record integer not null, name text not null, giver text not null,
    relation text not null,  -- "also listed" where the record does not say that it is an alias
    rejected text not null,  -- why this use of it does not count, '' where it does
    rank integer not null,  -- how well the name fits the profile, see derive
    primary key (fold, record, name, giver)
) without rowid;
create table fact(  -- what lists are filtered by
    property text not null, value text not null, profile integer not null,
    primary key (property, value, profile)
) without rowid;
create table facet(  -- what is counted in lists
    property text not null, label text not null, profile integer not null,
    primary key (property, label, profile)
) without rowid;
create virtual table search using fts5(  -- words, by the number of the profile; the texts themselves are in its JSON
    names, description, operations, tools, reference, content='', tokenize='unicode61 remove_diacritics 2'
);
create table handle(key text not null, profile integer not null, primary key (key, profile)) without rowid;
create table dictionary(content blob not null);  -- one row: what a tagger knows, see dictionary.py
"""

# What follows from the rest, and is written anew when that or a judgement changes.
DERIVED = (
    "link",
    "judgement",
    "ledger",
    "version",
    "cluster",
    "profile",
    "name",
    "fact",
    "facet",
    "handle",
    "dictionary",
)

INDEXES = {
    "record_key": "record(key)",
    "name_record": "name(record)",
    "cluster_profile": "cluster(profile)",
    "profile_kind": "profile(kind, completeness)",
    "judgement_profile": "judgement(profile)",
    "judgement_other": "judgement(other)",
}


def state_of(path: str) -> str:
    """Which file stands in a place: another once a new one has taken it. Raises OSError if there is none."""
    there = os.stat(path)
    return f"{there.st_ino:x}-{there.st_size:x}-{there.st_mtime_ns:x}"


def is_ours(head: bytes) -> bool:
    """Whether a file that begins with these HEADER bytes is one that Bestiary built, even if it is damaged.

    The magic string stands at the beginning and the application id, big-endian, at byte 68:
    https://www.sqlite.org/fileformat.html#the_database_header
    """
    return head.startswith(b"SQLite format 3\0") and head[68:72] == APPLICATION_ID.to_bytes(4, "big")


def short_place(base: str, place: str) -> str:
    """A JSON Pointer as it is stored: what it adds to the record's, or "#" and the whole of it if it is not below."""
    return place[len(base) :] if place.startswith(f"{base}/") else f"#{place}"


def whole_place(base: str, place: int | str) -> int | str:
    """The place of a statement as a reader sees it: a line, or a whole JSON Pointer."""
    if isinstance(place, int):
        return place
    return place[1:] if place.startswith("#") else base + place
