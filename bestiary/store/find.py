"""Finding profiles by words and facts: SQL that `search` puts together of conditions."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .read import Reader

# How much a word counts by where it stands: names, description, operations, tools, references.
WEIGHTS = (10.0, 3.0, 2.0, 2.0, 1.0)


class Is(NamedTuple):
    """One of the properties has one of the values."""

    properties: tuple[str, ...]
    values: tuple[str, ...]
    without: bool = False


class Contains(NamedTuple):
    """A value of the property contains the text, folded."""

    property: str
    text: str
    without: bool = False


class Dated(NamedTuple):
    """Something is dated within the bounds, as precisely as both are stated."""

    since: str  # EDTF year, month or day; "" for no bound
    until: str
    without: bool = False


class Kind(NamedTuple):
    """It is of one of the kinds."""

    kinds: tuple[str, ...]
    without: bool = False


class Lacks(NamedTuple):
    """It does not have the words, as an FTS5 expression."""

    match: str
    without: bool = True


Condition = Is | Contains | Dated | Kind | Lacks


class Hits(NamedTuple):
    """Numbers and summaries (JSON) of what is found, the best first; how many there are in all."""

    rows: list[tuple[int, str]]
    total: int


class Wanted(NamedTuple):
    """What is searched for: an FTS5 expression ("" for everything), profiles that come first, and what has to hold."""

    match: str
    first: Sequence[int] = ()
    conditions: Sequence[Condition] = ()

    def sql(self) -> tuple[str, list[object]]:
        """A common table expression `hit` (id, rank) and its values.

        Facts are read as sets of profiles, and profiles only by an index: their rows are wide.
        """
        values: list[object] = []
        parts = []
        if self.match:
            weights = ", ".join(map(str, WEIGHTS))
            others = f"rowid not in ({_marks(self.first)})"
            parts.append(f"select rowid, bm25(search, {weights}) from search where search match ? and {others}")
            values += [self.match, *self.first]
        elif not self.first:
            parts.append("select id, -completeness from profile indexed by profile_kind")
        if self.first:
            parts.append("select * from (values " + ",".join("(?,?)" for _ in self.first) + ")")
            values += [value for place, id_ in enumerate(self.first) for value in (id_, place - 1e9)]
        conditions = [_sql(condition) for condition in self.conditions]
        where = " and ".join(["true", *(sql for sql, _ in conditions)])
        values += [value for _, more in conditions for value in more]
        text = f"with found(id, rank) as ({' union all '.join(parts)}), hit(id, rank) as materialized ("
        return f"{text}select id, rank from found where {where}) ", values


def _sql(condition: Condition) -> tuple[str, list[object]]:
    """A condition on the `id` of a profile."""
    values: list[object]
    match condition:
        case Lacks(words, _):
            return "+id not in (select rowid from search where search match ?)", [words]
        case Kind(kinds, _):
            inner, values = f"property = 'kind' and value in ({_marks(kinds)})", [*kinds]
        case Is(properties, wanted, _):
            inner = f"property in ({_marks(properties)}) and value in ({_marks(wanted)})"
            values = [*properties, *wanted]
        case Contains(prop, text, _):
            inner, values = "property = ? and instr(value, ?)", [prop, text]
        case Dated(since, until, _):
            inner = (
                "property = 'date' and value >= substr(?, 1, length(value))"
                " and (? = '' or substr(value, 1, length(?)) <= ?)"
            )
            values = [since, until, until, until]
    # "+": else each id of the set would be searched for by itself
    return f"+id {'not ' if condition.without else ''}in (select profile from fact where {inner})", values


def _marks(values: Iterable[object]) -> str:
    return ",".join("?" for _ in values)


def found(reader: Reader, wanted: Wanted, limit: int, offset: int) -> Hits:
    """What is found, the best first: the rows of one page, and how many there are on all of them."""
    sql, values = wanted.sql()
    best = "select id, rank, count(*) over () as total from hit order by rank, id limit ? offset ?"
    rows = list(
        reader.rows(
            f"{sql} select p.id, p.summary, b.total from ({best}) b join profile p on p.id = b.id order by rank, b.id",
            [*values, limit, offset],
        )
    )
    total = rows[0][2] if rows else 0
    if not rows and (offset or limit == 0):  # beyond the last page no row says how many there are
        ((total,),) = reader.rows(f"{sql} select count(*) from hit", values)
    return Hits([(number, summary) for number, summary, _ in rows], total)


def stated(reader: Reader, fact: Is) -> bool:
    """Whether anything in the file has one of the values."""
    inner = f"select 1 from fact where property in ({_marks(fact.properties)}) and value in ({_marks(fact.values)})"
    return any(reader.rows(f"{inner} limit 1", [*fact.properties, *fact.values]))


def facets(reader: Reader, wanted: Wanted, most: int) -> list[tuple[str, str, int]]:
    """(property, label, how many) of what is found: for each property the most frequent labels."""
    sql, values = wanted.sql()
    counted = "select property, label, count(*) as many from facet where profile in (select id from hit) group by 1, 2"
    place = "row_number() over (partition by property order by many desc, label) as place"
    return list(
        reader.rows(
            f"{sql}, counted as ({counted}), placed as (select *, {place} from counted)"
            " select property, label, many from placed where place <= ? order by property, place",
            [*values, most],
        )
    )
