"""Why two records, or two profiles, are one or stay two: the judgements between them, with their reasons."""

from collections.abc import Iterable
from typing import NamedTuple, cast

from .errors import NotFound, UsageError
from .judged import judged
from .lookup import gone, numbers
from .names import fold
from .profile import Judged, Profile, Review, Thing, Why
from .store.read import Judged as Row
from .store.read import Reader


class Asked(NamedTuple):
    """What somebody asks for: a profile, and the one record of it that is meant, if any."""

    number: int
    profile: Profile
    record: str | None

    @property
    def thing(self) -> Thing:
        """The profile as others refer to it."""
        return thing(self.profile)


def thing(profile: Profile) -> Thing:
    """The profile as others refer to it."""
    return {"id": profile["id"], "title": profile["title"], "kind": profile["kind"]}


def asked(reader: Reader, text: str) -> Asked:
    """What a slug, record key, UUID, external id or name means.

    Raises UsageError if that is several things, NotFound if nothing.
    """
    found = numbers(reader, text) or list(
        dict.fromkeys(use.profile for use in reader.named(fold(text)) if not use.rejected)
    )
    profiles = [cast(Profile, reader.decoded(reader.profile(number))) for number in found]
    if not profiles:
        hint = f'bestiary who "{text}" offers names like it'
        raise gone(reader, text) or NotFound(f"nothing is called “{text}”", hint=hint)
    if len(profiles) > 1:
        known = ", ".join(f"{profile['id']} ({profile['kind']})" for profile in profiles)
        raise UsageError(f"“{text}” may mean several things: {known}", hint="use one of these")
    return Asked(found[0], profiles[0], record_meant(profiles[0], text))


def record_meant(profile: Profile, text: str) -> str | None:
    """The key of the record that is asked for by its key, UUID or external id; None if the whole profile is."""
    wanted = text.strip().lower()
    for record in profile["records"]:
        ids = [record["key"], record["key"].partition(":")[2], *record["external_ids"]]
        if wanted in [id_.lower() for id_ in ids] and wanted != profile["id"]:
            return record["key"]
    return None


def why(reader: Reader, a: str, b: str) -> Why:
    """What makes two one, or keeps them two. Raises like `asked`.

    Of two records of one profile these are the judgements on the way from one to the other; of a profile as a whole
    all that joined its records; of two profiles the judgement on them, none if nothing speaks for their being one.
    """
    one, other = asked(reader, a), asked(reader, b)
    rows = reader.judgements(one.number)
    if one.number != other.number:
        found = [judged(row) for row in rows if other.number in (row.profile, row.other) and row.relation != "same"]
        relation = found[0]["relation"] if found else "different"
    else:
        joins = [judged(row) for row in rows if row.relation == "same"]
        found = path(joins, one.record, other.record) if one.record and other.record else joins
        relation = "same"
    return {"a": one.thing, "b": other.thing, "relation": relation, "judgements": found}


def path(joins: Iterable[Judged], a: str, b: str) -> list[Judged]:
    """The judgements on the way from one record to another; the joins of a profile are a tree over its records."""
    beside: dict[str, list[tuple[str, Judged]]] = {}
    for join in joins:
        beside.setdefault(join["a"], []).append((join["b"], join))
        beside.setdefault(join["b"], []).append((join["a"], join))
    ways: dict[str, list[Judged]] = {a: []}
    left = [a]
    while left:
        here = left.pop()
        for there, join in beside.get(here, []):
            if there not in ways:
                ways[there] = [*ways[here], join]
                left.append(there)
    return ways.get(b, [])


def review(reader: Reader, limit: int) -> list[Review]:
    """Pairs of profiles that nobody is sure of, those of which most is known first."""
    return [_review(reader, row) for row in reader.unsure(limit)]


def _review(reader: Reader, row: Row) -> Review:
    a, b = (cast(Profile, reader.decoded(reader.profile(number))) for number in (row.profile, row.other))
    return {"judgement": judged(row), "a": a, "b": b}
