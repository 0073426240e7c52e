"""All that is made of a profile: its object and its relationships, but for those passed on as they were published."""

from collections.abc import Iterator

from ..profile import Profile
from ..selection import Loss
from .ids import Ids, Object, type_of
from .relations import Linked, is_judged, relations
from .thing import thing

# How a profile becomes objects, as a number: it is raised when that changes, for all objects are new versions then.
FORM = 1

# What an object has to have, by its type (STIX 2.1, sections 4 and 5).
_REQUIRED = (
    "name",
    "is_family",
    "identity_class",
    "country",
    "region",
    "relationship_type",
    "source_ref",
    "target_ref",
)


def own(profile: Profile, ids: Ids, loss: Loss) -> Iterator[Linked]:
    """The object of a profile, unless it is passed on as it was published, and its relationships.

    A relationship that is stated between two such objects is passed on with them.
    """
    id_ = ids.of[profile["id"]]
    if id_ not in ids.published:
        yield Linked(thing(profile, type_of(ids.known[profile["id"]]), id_, ids.of, loss))
    for linked in relations(profile, id_, ids.of, loss):
        ends = {linked.made["source_ref"], linked.made["target_ref"]}
        if is_judged(linked.made) or not ends <= ids.published:
            yield linked


def withdrawn(made: Object) -> Object:
    """What is left of an object that is withdrawn (`revoked`, STIX 2.1, section 3.2): what it has to have, and its
    markings."""
    kept = ("type", "spec_version", "id", "created_by_ref", "object_marking_refs", *_REQUIRED)
    return {key: made[key] for key in kept if key in made} | {"revoked": True}
