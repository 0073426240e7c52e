"""When each exported object was first made, when its content last changed, and what was withdrawn.

A STIX object has to say so (`created`, `modified`, `revoked`; STIX 2.1, section 3.6), and consumers go by it. So a
build compares what it makes of a profile with what is made of that profile in the file it replaces. Whatever was there
from the first build on and never changed has the date of that build, and needs no row.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, cast

from .profile import Profile
from .selection import Known, Loss
from .stix.ids import Ids, Object
from .stix.own import FORM, own, withdrawn
from .store.read import Reader

MANY = 50  # changed ids of profiles from which on it takes longer to look for them than to compare everything


class Version(NamedTuple):
    """What is kept of an object that is not as it was in the first build."""

    created: str  # ISO 8601, UTC
    modified: str
    gone: str = ""  # of a withdrawn one what is left of it, as JSON


class Published(NamedTuple):
    """What a file says of its objects: those without a version were made at `first`; all changed at `changed`."""

    first: str
    changed: str  # when the way in which objects are made last changed, else `first`
    form: int = FORM
    versions: Mapping[str, Version] = {}

    def dates(self, id_: str) -> tuple[str, str]:
        """When an object was made and last changed."""
        version = self.versions.get(id_)
        return (version.created, max(version.modified, self.changed)) if version else (self.first, self.changed)

    def withdrawn(self) -> Iterator[Object]:
        """What is left of the objects that were withdrawn."""
        for version in self.versions.values():
            if version.gone:
                yield json.loads(version.gone) | {"created": version.created, "modified": version.modified}


class Former:
    """The file that is replaced, as far as its objects go."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._numbers = reader.numbers()
        self.ids = Ids(known(reader.known()))
        self.published = published(reader)

    def profile(self, id_: str) -> str | None:
        """A profile as JSON."""
        number = self._numbers.get(id_)
        return None if number is None else self._reader.profile(number)


def published(reader: Reader) -> Published:
    """What a file says of its objects."""
    first, changed, form, rows = reader.published()
    return Published(first, changed, form, {id_: Version(*rest) for id_, *rest in rows})


class Versions:
    """The versions of a new file: `add` every profile of it, then take what was `published`."""

    def __init__(self, former: Former | None, known: Mapping[str, Known], now: str) -> None:
        """`known` are the profiles of the new file; `now` is the time of the build."""
        self._former = former
        self._ids = Ids(known)
        self._now = now
        self._rows = dict(former.published.versions) if former else {}
        self._made: set[str] = set()
        self._missed: dict[str, Object] = {}  # what was made of a profile and is not made of it now
        self._moved = self._changed_ids()

    def _changed_ids(self) -> set[str]:
        """The profiles that have another STIX id, or none any more: what points at them changes with it."""
        if not self._former:
            return set()
        return {slug for slug, id_ in self._former.ids.of.items() if self._ids.of.get(slug) != id_}

    def add(self, id_: str, text: str) -> None:
        """A profile of the new file, by its id and as JSON."""
        if not self._former:
            return
        before = self._former.profile(id_)
        if before == text and not self._points_at_moved(text):
            return
        old = _objects(before or "", self._former.ids)
        new = _objects(text, self._ids)
        for object_id, made in new.items():
            if object_id not in old or _content(old[object_id]) != _content(made):
                self._change(object_id, object_id in old)
        self._made |= new.keys()
        self._missed |= {object_id: made for object_id, made in old.items() if object_id not in new}

    def _points_at_moved(self, text: str) -> bool:
        """Whether a profile may point at one that has another STIX id now."""
        return len(self._moved) > MANY or any(json.dumps(slug) in text for slug in self._moved)

    def _change(self, id_: str, known: bool) -> None:
        """Notes that an object is new, or another than it was."""
        first = self._former.published.first if known and self._former else self._now
        created = self._rows[id_].created if id_ in self._rows else first
        self._rows[id_] = Version(created, self._now)

    def published(self) -> Published:
        """What the new file says of its objects."""
        if not self._former:
            return Published(self._now, self._now)
        for id_ in self._former.ids.of.keys() - self._ids.of.keys():
            self._missed |= _objects(self._former.profile(id_) or "", self._former.ids)
        for id_, made in self._missed.items():
            if id_ not in self._made:
                created = self._former.published.dates(id_)[0]
                self._rows[id_] = Version(created, self._now, json.dumps(withdrawn(made), ensure_ascii=False))
        former = self._former.published
        changed = former.changed if former.form == FORM else self._now
        return Published(former.first, changed, FORM, dict(sorted(self._rows.items())))


def _objects(text: str, ids: Ids) -> dict[str, Object]:
    """What is made of a profile, by STIX id."""
    if not text:
        return {}
    profile = cast(Profile, json.loads(text))
    return {linked.made["id"]: linked.made for linked in own(profile, ids, Loss())}


def _content(made: Object) -> str:
    return json.dumps(made, sort_keys=True)


def known(rows: Iterable[tuple[str, str, str, str, str, str, str]]) -> dict[str, Known]:
    """What has to be known of each profile, from (id, kind, title, owner of the id; key, format and collection of a
    record) of every record."""
    found: dict[str, Known] = {}
    for id_, kind, title, owner, key, format_, collection in rows:
        one = found.get(id_) or Known(kind, title, owner, ())
        found[id_] = one._replace(records=(*one.records, (key, format_, collection)))
    return found
