"""What the pages of an encyclopedia list: who coined what, which names are contested, what a name may begin."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .read import Reader

_TECHNIQUE = re.compile(r"T\d{4}(?:\.\d{3})?")
TOGETHER = 500  # ids of one query; SQLite takes 32,766 values at most


class Bearing(NamedTuple):
    """A name and a profile that bears it."""

    name: str
    slug: str
    kind: str
    title: str


_BEARING = (
    " from name n join cluster c on c.record = n.record join profile p on p.id = c.profile where n.rejected = '' and "
)


def things(reader: Reader, slugs: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Slug → (kind, title) of those that are slugs of the file."""
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(slugs), TOGETHER):
        some = slugs[start : start + TOGETHER]
        marks = ",".join("?" * len(some))
        rows = reader.rows(f"select slug, kind, title from profile where slug in ({marks})", some)
        found |= {slug: (kind, title) for slug, kind, title in rows}
    return found


def attack_ids(reader: Reader) -> dict[str, list[str]]:
    """Slug → the ids that ATT&CK and matrices like it give (T1059, T1059.001), of every technique.

    A technique that was revoked for another is one profile with it; the id that holds stands first. What takes a
    technique's place came later, so that it has a higher number or is a sub-technique.
    """
    rows = reader.rows(
        "select p.slug, upper(h.key) from handle h join profile p on p.id = h.profile"
        " where h.key >= 't0' and h.key < 't:' and p.kind = 'technique' order by h.key"
    )
    found: dict[str, list[str]] = {}
    for slug, key in rows:
        if _TECHNIQUE.fullmatch(key):
            found.setdefault(slug, []).append(key)
    return {slug: sorted(keys, key=lambda key: ("." in key, key), reverse=True) for slug, keys in found.items()}


def labelled(reader: Reader, property: str) -> dict[str, list[str]]:
    """Slug → labels of a property that is counted, of everything that has any."""
    rows = reader.rows(
        "select p.slug, f.label from facet f join profile p on p.id = f.profile where f.property = ? order by f.label",
        (property,),
    )
    found: dict[str, list[str]] = {}
    for slug, label in rows:
        found.setdefault(slug, []).append(label)
    return found


def beginning(reader: Reader, fold: str, limit: int) -> list[Bearing]:
    """Names whose fold begins so, with who bears them: the shortest first, of those the best described."""
    rows = reader.rows(
        f"select min(n.name), p.slug, p.kind, p.title{_BEARING} n.fold >= ? and n.fold < ?"
        " group by n.fold, p.id order by length(n.fold), p.kind <> 'actor', p.completeness desc, p.slug limit ?",
        (fold, fold + chr(0x10FFFF), limit),
    )
    return [Bearing(*row) for row in rows]


def having(reader: Reader, words: str, limit: int) -> list[Bearing]:
    """Names of which these are words, in this order, with who bears them: the best described actors first.

    Case does not matter in ASCII, nor do hyphens.
    """
    rows = reader.rows(
        f"select min(n.name), p.slug, p.kind, p.title{_BEARING}"
        " instr(' ' || replace(lower(n.name), '-', ' ') || ' ', ' ' || lower(?) || ' ')"
        " group by n.fold, p.id order by p.kind <> 'actor', p.completeness desc, p.slug limit ?",
        (" ".join(words.replace("-", " ").split()), limit),
    )
    return [Bearing(*row) for row in rows]


def givers(reader: Reader) -> list[tuple[str, int, int]]:
    """(giver, how many names it is said to have coined, of how many profiles), by the giver's name."""
    rows = reader.rows(
        "select n.giver, count(distinct n.fold), count(distinct c.profile) from name n join cluster c"
        " on c.record = n.record where n.giver <> '' and n.rejected = '' group by 1 order by lower(n.giver)"
    )
    return list(rows)


def coined(reader: Reader, giver: str) -> list[tuple[Bearing, list[str]]]:
    """The names that the giver is said to have coined, with who bears them and the sources that say so."""
    rows = reader.rows(
        "select min(n.name), p.slug, p.kind, p.title, group_concat(distinct r.source) from name n"
        " join cluster c on c.record = n.record join profile p on p.id = c.profile join record r on r.id = n.record"
        " where n.rejected = '' and n.giver = ? group by n.fold, p.id order by n.fold, p.slug",
        (giver,),
    )
    return [(Bearing(*row[:4]), sorted(row[4].split(","))) for row in rows]


def contested(reader: Reader, kind: str) -> list[tuple[str, list[Bearing]]]:
    """The names that several profiles of the kind bear, each with all of them."""
    several = (
        "select n.fold from name n join cluster c on c.record = n.record join profile p on p.id = c.profile"
        " where n.rejected = '' and p.kind = ? group by n.fold having count(distinct c.profile) > 1"
    )
    rows = reader.rows(
        f"select n.fold, min(n.name), p.slug, p.kind, p.title{_BEARING} p.kind = ? and n.fold in ({several})"
        " group by n.fold, p.id order by n.fold, p.completeness desc, p.slug",
        (kind, kind),
    )
    found: dict[str, list[Bearing]] = {}
    for fold, *bearing in rows:
        found.setdefault(fold, []).append(Bearing(*bearing))
    return [(bearers[0].name, bearers) for bearers in found.values()]


def changed(reader: Reader, kinds: Iterable[str], limit: int) -> list[tuple[str, str, str, str, str]]:
    """(date, source, slug, kind, title) of the records that their sources changed last, each profile once."""
    marks = ",".join("?" for _ in kinds)
    rows = reader.rows(
        "select max(r.modified), r.source, p.slug, p.kind, p.title from record r join cluster c on c.record = r.id"
        f" join profile p on p.id = c.profile where r.modified <> '' and p.kind in ({marks})"
        " group by p.id order by 1 desc, p.completeness desc, p.slug limit ?",
        (*kinds, limit),
    )
    return list(rows)


def all_names(reader: Reader) -> list[Bearing]:
    """Every name with every profile that bears it, by its fold."""
    rows = reader.rows(
        f"select min(n.name), p.slug, p.kind, p.title{_BEARING} true group by n.fold, p.id order by n.fold, p.slug"
    )
    return [Bearing(*row) for row in rows]


def users(reader: Reader, slugs: Sequence[str], kind: str) -> dict[str, list[Bearing]]:
    """Slug → the profiles of the kind that are said to use it, of each of those that anything uses."""
    found: dict[str, list[Bearing]] = {}
    for start in range(0, len(slugs), TOGETHER):
        some = slugs[start : start + TOGETHER]
        rows = reader.rows(
            "select distinct f.value, p.slug, p.kind, p.title from fact f join profile p on p.id = f.profile"
            f" where f.property in ('tool', 'uses') and f.value in ({','.join('?' * len(some))}) and p.kind = ?"
            " order by p.completeness desc, p.slug",
            (*some, kind),
        )
        for used, *bearing in rows:
            found.setdefault(used, []).append(Bearing(used, *bearing))
    return found


def counted(reader: Reader, property: str, kind: str) -> dict[str, int]:
    """Value (a code in lower case, a folded label) of a property → how many profiles of the kind have it."""
    rows = reader.rows(
        "select f.value, count(*) from fact f join fact k on k.profile = f.profile and k.property = 'kind'"
        " and k.value = ? where f.property = ? group by 1",
        (kind, property),
    )
    return dict(rows)
