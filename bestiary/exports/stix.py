"""A STIX 2.1 bundle: https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html.

A profile is one object of ours, with the ids that its sources have for it among the external references. Its dates are
the ledger's: `modified` is that of the last change of its content, and what was merged or is gone is withdrawn
(`revoked`). A profile that is a single STIX object of a publisher, as many of ATT&CK's are, is passed on as it was
published, with that publisher's id, dates and markings.

Names go into `aliases` only if no other profile bears them: consumers merge what shares an alias. All names, and every
value with who states it, stand in an extension, which the bundle defines.

What a chosen profile points at is in the bundle too, without its own relationships.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from ..levels import LEVELS
from ..profile import Profile
from ..selection import File, Loss, Selection
from ..stix import common
from ..stix.ids import Ids, Object, original, uuid
from ..stix.original import originals
from ..stix.own import own
from ..stix.relations import Beside, givers
from ..stix.undated import passed_on

TITLE = "STIX 2.1 bundle"
MEDIA_TYPE = "application/stix+json;version=2.1"


def files(selection: Selection, loss: Loss) -> Iterator[File]:
    """One bundle."""
    yield File("bestiary.stix.json", _bundle(selection, loss))


def _bundle(selection: Selection, loss: Loss) -> Iterator[bytes]:
    ids = " ".join([*selection.known()] if selection.everything else [one["id"] for one in selection.profiles()])
    yield b'{"type":"bundle","id":"bundle--%s","objects":[' % uuid(f"bundle {ids}").encode()
    separator = b"\n"
    for made in objects(selection, loss):
        yield separator + msgspec.json.encode(made)
        separator = b",\n"
    yield b"\n]}\n"


def objects(selection: Selection, loss: Loss) -> Iterator[Object]:
    """Every object of a bundle, each once."""
    return _Bundle(selection, loss).objects()


class _Bundle:
    """The objects of a selection; what many of them point at comes last, when it is known what is needed."""

    def __init__(self, selection: Selection, loss: Loss) -> None:
        self._selection = selection
        self._loss = loss
        self._ids = Ids(selection.known())
        self._given: set[str] = set()
        self._pointed: dict[str, None] = {}  # ids of profiles that are pointed at, in the order of meeting them
        self._beside: dict[Beside, str] = {}  # each with the lowest level of what points at it
        self._named: dict[str, None] = {}  # ids of who made and what marks an object

    def objects(self) -> Iterator[Object]:
        """Every object of the bundle, each once."""
        for profile in self._selection.profiles():
            yield from self._new(self._profile(profile))
        for id_ in [*self._pointed]:
            if id_ not in self._given:
                yield from self._new(self._thing(self._selection.profile(self._ids.slugs[id_])))
        if self._selection.everything:
            yield from self._new(self._withdrawn())
        yield from self._new(beside.made(level) for beside, level in sorted(self._beside.items()))
        yield from self._definitions()

    def _new(self, found: Iterable[Object]) -> Iterator[Object]:
        """Those that were not given yet; what they point at is remembered."""
        for made in found:
            if made["id"] in self._given:
                continue
            self._given.add(made["id"])
            for key in ("source_ref", "target_ref"):
                if made.get(key) in self._ids.slugs:
                    self._pointed[made[key]] = None
            creator = [made["created_by_ref"]] if "created_by_ref" in made else []
            self._named |= dict.fromkeys([*creator, *made.get("object_marking_refs", ())])
            yield made

    def _profile(self, profile: Profile) -> Iterator[Object]:
        """A profile with its relationships."""
        id_ = self._ids.of[profile["id"]]
        yield from self._published(id_)
        self._stand(profile, givers(profile))
        for made, beside in own(profile, self._ids, self._loss):
            self._stand(profile, [beside] if beside else [])
            yield self._dated(made)

    def _thing(self, profile: Profile) -> Iterator[Object]:
        """The object of a profile without its relationships."""
        id_ = self._ids.of[profile["id"]]
        found = chain(self._published(id_), (linked.made for linked in own(profile, self._ids, Loss())))
        yield from (self._dated(made) for made in found if made["id"] == id_)

    def _published(self, id_: str) -> Iterator[Object]:
        """What a publisher has of an object, if it is passed on so: the object and its relationships."""
        key = original(self._ids.known[self._ids.slugs[id_]])
        return passed_on(id_, self._ids, self._selection.statements(key)) if key else iter(())

    def _dated(self, made: Object) -> Object:
        """An object of ours with the dates that the ledger keeps."""
        if made["created_by_ref"] == common.CREATOR:
            made["created"], made["modified"] = self._selection.dates(made["id"])
        return made

    def _withdrawn(self) -> Iterator[Object]:
        """What is left of objects that are withdrawn, without the terms of sources that are gone too."""
        defined = {*common.TLP.values(), *map(common.terms_id, self._selection.sources())}
        for made in self._selection.withdrawn():
            marked = [id_ for id_ in made.pop("object_marking_refs", ()) if id_ in defined]
            yield made | ({"object_marking_refs": marked} if marked else {})

    def _stand(self, profile: Profile, found: Iterable[Beside]) -> None:
        """Notes what stands beside a profile."""
        level = profile.get("tlp", "clear")
        for beside in found:
            if beside.id in self._ids.slugs:
                self._pointed[beside.id] = None
            else:
                self._beside[beside] = min(level, self._beside.get(beside, level), key=LEVELS.index)

    def _definitions(self) -> Iterator[Object]:
        """Who made the objects, what marks them, and our extension."""
        sources = self._selection.sources()
        made = [common.creator(), common.extension(), *map(common.tlp, LEVELS)]
        made += [common.terms(source) for source in sources.values()]
        made += [common.mitre_terms(sources[id_]) for id_ in common.ATTACK if id_ in sources][:1]
        by_id = {one["id"]: one for one in made}
        published = {key.partition(":")[2]: key for one in self._ids.known.values() for key, _, _ in one.records}
        for id_ in dict.fromkeys([common.CREATOR, common.EXTENSION, common.TLP["clear"], *self._named]):
            if id_ in by_id:
                yield by_id.pop(id_)
            elif id_ in published and id_ not in self._given:
                yield from (
                    one for one in originals(id_, self._selection.statements(published[id_])) if one["id"] == id_
                )
            elif id_ not in self._given and id_.startswith("marking"):
                self._loss.add("object_marking_refs", "the definition of the marking was not read")
