"""When each exported object was first made, when its content last changed, and what was withdrawn.

A STIX object has to say so (`created`, `modified`, `revoked`; STIX 2.1, section 3.6), and consumers go by it. So a
build compares what it makes of a profile with what is made of that profile in the file it replaces. Whatever was there
from the first build on and never changed has the date of that build, and needs no row.

When an object was *added*, which is what consumers poll by (TAXII 2.1, section 3.4), is when it last changed. Those
whose own dates do not tell (`stix.undated`) have a row for that alone when they come later or change.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, cast

from .profile import Profile
from .selection import Known, Loss
from .stix.ids import Ids, Object
from .stix.own import FORM, own, withdrawn
from .stix.relations import Linked
from .stix.undated import Undated
from .store.earlier import Earlier
from .store.read import Reader, Stating
from .store.tables import VERSION

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

    def added(self, id_: str) -> str:
        """When an object came as it is now, be its own dates what they may."""
        return self.dates(id_)[1]

    def latest(self) -> str:
        """When anything last came or changed."""
        return max([self.first, self.changed, *(version.modified for version in self.versions.values())])

    def withdrawn(self) -> Iterator[Object]:
        """What is left of the objects that were withdrawn."""
        for version in self.versions.values():
            if version.gone:
                yield json.loads(version.gone) | {"created": version.created, "modified": version.modified}


class Former:
    """The file that is replaced, as far as its objects go."""

    def __init__(self, reader: Earlier) -> None:
        self._reader = reader
        self._numbers = reader.numbers()
        self.ids = Ids(known(reader.known()))
        self.published = published(reader)
        self.stating = Stating(reader.rows)

    def profile(self, id_: str) -> str | None:
        """A profile as JSON."""
        number = self._numbers.get(id_)
        return None if number is None else self._reader.profile(number)

    def made(self, id_: str) -> tuple[Profile, list[Linked]] | None:
        """A profile, and what was made of it; None if it has a form of another version that is not read here."""
        try:
            profile = cast(Profile, json.loads(self.profile(id_) or ""))
            return profile, list(own(profile, self.ids, Loss()))
        except (AttributeError, LookupError, TypeError, ValueError):
            if self._reader.version == VERSION:
                raise
            return None


def published(reader: Reader) -> Published:
    """What a file says of its objects."""
    first, changed, form, rows = reader.published()
    return Published(first, changed, form, {id_: Version(*rest) for id_, *rest in rows})


class Versions:
    """The versions of a new file: `add` every profile of it, then take what was `published`."""

    def __init__(self, former: Former | None, known: Mapping[str, Known], stating: Stating, now: str) -> None:
        """`known` are the profiles of the new file, `stating` is what it states; `now` is the time of the build."""
        self._former = former
        self._ids = Ids(known)
        self._stating = stating
        self._now = _after(former.published.latest(), now) if former else now
        self._rows = dict(former.published.versions) if former else {}
        self._made: set[str] = set()
        self._missed: dict[str, Object] = {}  # what was made of a profile and is not made of it now
        self._same: set[str] = set()  # profiles of which the same is made
        self._undated = Undated(self._ids, stating)
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
            self._same.add(id_)
            return
        there = self._former.made(id_) if before else None
        old = _by_id(there[1]) if there else {}
        unread = bool(before) and there is None
        profile = cast(Profile, json.loads(text))
        linked = list(own(profile, self._ids, Loss()))
        self._undated.add(profile, linked)
        new = _by_id(linked)
        for object_id, made in new.items():
            if object_id not in old or _content(old[object_id]) != _content(made):
                self._change(object_id, unread or object_id in old)
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
        self._note_undated(self._former)
        for id_ in self._former.ids.of.keys() - self._ids.of.keys():
            there = self._former.made(id_)
            self._missed |= _by_id(there[1]) if there else {}
        for id_, made in self._missed.items():
            if id_ not in self._made:
                created = self._former.published.dates(id_)[0]
                self._rows[id_] = Version(created, self._now, json.dumps(withdrawn(made), ensure_ascii=False))
        former = self._former.published
        changed = former.changed if former.form == FORM else self._now
        return Published(former.first, changed, FORM, dict(sorted(self._rows.items())))

    def _note_undated(self, former: Former) -> None:
        """Notes which of the objects whose dates do not tell are new or changed; none can be if nothing else is."""
        profiles = self._same == former.ids.of.keys() == self._ids.of.keys()
        if profiles and self._stating.documents() == former.stating.documents():
            return
        before = Undated(former.ids, former.stating)
        for id_ in former.ids.of:
            if there := former.made(id_):
                before.add(*there)
                if id_ in self._same:
                    self._undated.add(*there)
        old = before.contents()
        for id_, content in self._undated.contents().items():
            self._made.add(id_)  # also if it was a profile's before: it is not withdrawn
            if old.get(id_) != content:
                self._rows[id_] = Version(self._now, self._now)


def _after(latest: str, now: str) -> str:
    """The time of a build: after all that was published before, or whoever polls would miss what it brings."""
    if now > latest:
        return now
    moment = datetime.fromisoformat(latest) + timedelta(milliseconds=1)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _by_id(made: Iterable[Linked]) -> dict[str, Object]:
    return {linked.made["id"]: linked.made for linked in made}


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
