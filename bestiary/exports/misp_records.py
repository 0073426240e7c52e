"""The records that were read from MISP galaxy clusters, as cluster files again: each with its own UUID and content.

Nothing is merged, judged or added: a value is written from the statements of its record (`bestiary/misp_value.py`).
What a cluster file says of itself is not stated of any record; its description, authors and so on are written anew.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..misp_file import cluster_file, number, own_uuid, terms
from ..misp_value import value
from ..names import slug
from ..profile import Profile, RecordInfo
from ..selection import File, Loss, Selection

TITLE = "MISP galaxy clusters of the sources"
MEDIA_TYPE = "application/json"

_ANEW = ("authors", "category", "description", "name", "source", "uuid")


class _Place(NamedTuple):
    """A record, in the order in which it stood in its file."""

    file: str
    number: int
    key: str


class _Cluster:
    """What is known of one cluster file before its values are written."""

    def __init__(self) -> None:
        self.records: list[_Place] = []
        self.sources: set[str] = set()
        self.kinds: set[str] = set()
        self.editions: set[str] = set()


def files(selection: Selection, loss: Loss) -> Iterator[File]:
    """One file for each collection of which there is a record, named like it: `sources.toml` has all there are."""
    for collection, cluster in sorted(_clusters(selection.profiles()).items()):
        yield File(f"clusters/{slug(collection)}.json", _file(selection, collection, cluster, loss))


def _clusters(profiles: Iterable[Profile]) -> dict[str, _Cluster]:
    """The collections of the records that were read from clusters."""
    found: dict[str, _Cluster] = {}
    for profile in profiles:
        numbers = _numbers(profile)
        for place, record in enumerate(profile["records"]):
            if record["misp_tag"] is not None:
                cluster = found.setdefault(_collection(record, record["misp_tag"]), _Cluster())
                cluster.records.append(_Place(record["file"], numbers.get(place, 0), record["key"]))
                cluster.sources.add(record["source"])
                cluster.kinds.add(profile["kind"])
                cluster.editions.add(record["edition"])
    return found


def _collection(record: RecordInfo, tag: str) -> str:
    """The type of the cluster that a record stood in, as its tag has it."""
    return tag.removeprefix("misp-galaxy:").removesuffix(f'="{record["title"]}"')


def _numbers(profile: Profile) -> Mapping[int, int]:
    """Record of the profile → its number in the file: every record states a name, and that tells where it stands."""
    found = {}
    for name in profile["names"]:
        for stated in name["stated"]:
            steps = str(stated["place"]).split("/")
            if len(steps) > 2 and steps[2].isdecimal():
                found[stated["record"]] = int(steps[2])
    return found


def _file(selection: Selection, collection: str, cluster: _Cluster, loss: Loss) -> Iterator[bytes]:
    """A cluster file, value by value."""
    for key in _ANEW:
        loss.add(f"cluster file: {key}", "no record states it, so it is written anew")
    loss.add("cluster file: empty lists and objects", "they state nothing, so they are not kept (counted by file)")
    if len(cluster.editions) > 1:
        loss.add("cluster file: version", "several versions were read, so the highest is written")
    known = selection.sources()
    sources = [known[id_] for id_ in sorted(cluster.sources) if id_ in known]
    head = {
        "authors": sorted({source["publisher"] for source in sources}),
        "category": ", ".join(sorted(cluster.kinds)),
        "description": f"Records as they were read from “{collection}”. {terms(sources)}",
        "name": collection,
        "source": ", ".join(source["title"] for source in sources),
        "type": collection,
        "uuid": own_uuid(f"records {collection}"),
        "version": max(map(number, cluster.editions)),
    }
    return cluster_file(head, (value(selection.statements(place.key)) for place in sorted(cluster.records)))
