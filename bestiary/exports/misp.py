"""The profiles as MISP galaxies of our own: for each kind a galaxy and a file with a cluster value for each profile.

Nothing here has a UUID of the sources, which may be loaded beside it: a profile's is made of the key of the record that
first owned its address, so that it stays whatever is merged or added. A relation `similar` leads to each cluster of the
MISP galaxy that it was made of. `bestiary/misp_meta.py` and `bestiary/misp_related.py` say what a value tells.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from ..misp_file import cluster_file, galaxy_file, number, own_uuid, terms
from ..misp_meta import meta
from ..misp_related import Relations, clusters
from ..names import fold, slug
from ..profile import Profile, SourceInfo
from ..record_ids import is_uuid
from ..schema import schema
from ..selection import File, Loss, Selection

TITLE = "MISP galaxies of the profiles"
MEDIA_TYPE = "application/json"

# Font Awesome names, as the galaxies have them that MISP itself publishes of such things.
ICONS = {
    "actor": "user-secret",
    "tool": "optin-monster",
    "technique": "map",
    "campaign": "bullhorn",
    "vulnerability": "bug",
    "organisation": "book",
    "sector": "industry",
    "country": "globe",
    "reference": "list",
}


class _Kind(NamedTuple):
    """The chosen profiles of a kind, by id, and the sources whose text they carry."""

    ids: list[str]
    sources: set[str]


def files(selection: Selection, loss: Loss) -> Iterator[File]:
    """Two files for each kind of which something is chosen."""
    kinds: dict[str, _Kind] = {}
    for profile in selection.profiles():
        kind = kinds.setdefault(profile["kind"], _Kind([], set()))
        kind.ids.append(profile["id"])
        kind.sources.update(record["source"] for record in profile["records"])
    known = selection.known()
    told = _Telling(selection, {id_: own_uuid(known[id_].owner) for kind in kinds.values() for id_ in kind.ids}, loss)
    for name in sorted(kinds):
        yield File(f"galaxies/bestiary-{name}.json", galaxy_file(_galaxy(name, told.version)))
        yield File(f"clusters/bestiary-{name}.json", _clusters(selection, name, kinds[name], told))


def _galaxy(kind: str, version: int) -> dict[str, object]:
    """What the clusters of a kind have in common."""
    plural = schema().kind[kind].plural
    return {
        "description": f"{plural.capitalize()} as Bestiary knows them, each put together from all records that are"
        " judged to tell of it.",
        "icon": ICONS[kind],
        "name": f"Bestiary: {plural}",
        "namespace": "bestiary",
        "type": f"bestiary-{kind}",
        "uuid": own_uuid(f"galaxy {kind}"),
        "version": version,
    }


def _clusters(selection: Selection, kind: str, chosen: _Kind, told: "_Telling") -> Iterator[bytes]:
    """The cluster file of a kind, value by value."""
    sources = [told.sources[id_] for id_ in sorted(chosen.sources) if id_ in told.sources]
    galaxy = _galaxy(kind, told.version)
    head = {
        "authors": sorted({source["publisher"] for source in sources}),
        "category": kind,
        "description": f"{galaxy['description']} {terms(sources)}",
        "name": galaxy["name"],
        "source": ", ".join(source["title"] for source in sources),
        "type": galaxy["type"],
        "uuid": own_uuid(f"cluster {kind}"),
        "version": told.version,
    }
    names = told.names(kind)
    return cluster_file(head, (told.value(selection.profile(id_), names) for id_ in chosen.ids))


class _Names(NamedTuple):
    """The names in a cluster file."""

    values: Mapping[str, str]  # id → what the value is called, each differently
    bearers: Counter[str]  # folded name → how many profiles bear it


class _Telling:
    """Writes profiles as values: what one says depends on what else is in the file."""

    def __init__(self, selection: Selection, uuids: Mapping[str, str], loss: Loss) -> None:
        self._selection = selection
        self._uuids = uuids
        self._loss = loss
        self._relations = Relations(selection, uuids, loss)

    @cached_property
    def sources(self) -> Mapping[str, SourceInfo]:
        """What the file was built from, by id."""
        return self._selection.sources()

    @cached_property
    def version(self) -> int:
        """MISP takes a file over if its version is higher: the sum of those of what was read, so that it grows."""
        files_ = (file for source in self.sources.values() for file in source["files"])
        return 1 + sum(number(file["edition"]) for file in files_)

    def value(self, profile: Profile, names: _Names) -> dict[str, Any]:
        """The value of a profile."""
        made: dict[str, Any] = {
            "value": names.values[profile["id"]],
            "uuid": self._uuids[profile["id"]],
            "meta": meta(profile, lambda folded: names.bearers[folded] <= 1, self._giver, self._loss),
        }
        if text := _description(profile):
            made["description"] = text
        if related := self._relations.of(profile):
            made["related"] = related
        revoked = {stated["record"] for value in profile["facts"].get("revoked", []) for stated in value["stated"]}
        if revoked and len(revoked) == len(profile["records"]):
            made["revoked"] = True
        else:
            self._loss.add("revoked", "other records of the profile are not", len(revoked))
        return made

    def names(self, kind: str) -> _Names:
        """The names of a kind, also of profiles that are not chosen: so a value is called the same in every export.

        Of several with one title that has it alone which the address is made of; the id of the others follows it.
        """
        things = {id_: known.title for id_, known in self._selection.known().items() if known.kind == kind}
        values: dict[str, str] = {}
        taken: set[str] = set()
        for id_, title in sorted(things.items(), key=lambda thing: (thing[0] != slug(thing[1]), thing[0])):
            value = title.strip() or id_
            while value.casefold() in taken:
                value += f" ({id_})"
            taken.add(value.casefold())
            values[id_] = value
        bearers: Counter[str] = Counter()
        for id_, title in things.items():
            names = self._selection.profile(id_)["names"]
            called = {fold(title), fold(values[id_])}
            bearers.update(called | {*(fold(name["name"]) for name in names if name["support"])})
        return _Names(values, bearers)

    def _giver(self, name: str) -> str:
        """The UUID of who gives names: that of the producer in the MISP galaxy, else one of ours.

        Of a producer that is not in the file a record may know the UUID and nothing more.
        """
        if is_uuid(name):
            return name.lower()
        return self._givers.get(fold(name)) or own_uuid(f"giver {fold(name)}")

    @cached_property
    def _givers(self) -> dict[str, str]:
        """Folded name of an organisation → its UUID."""
        found: dict[str, str] = {}
        for id_, known in self._selection.known().items():
            if known.kind == "organisation":
                profile = self._selection.profile(id_)
                uuid = next(iter(clusters(profile)), "") or own_uuid(known.owner)
                names = [known.title, *(name["name"] for name in profile["names"] if not name["contested"])]
                found |= {fold(name): uuid for name in names if fold(name) not in found}
        return found


def _description(profile: Profile) -> str:
    """All texts on the thing; of several, each after the one who wrote it."""
    told = []
    for description in profile["descriptions"]:
        if text := description["text"].strip():
            publishers = dict.fromkeys(profile["records"][one["record"]]["publisher"] for one in description["stated"])
            by = ", ".join(publishers)
            told.append((f"{description['by']}, in {by}" if description["by"] else by, text))
    return told[0][1] if len(told) == 1 else "\n\n".join(f"({by}) {text}" for by, text in told)
