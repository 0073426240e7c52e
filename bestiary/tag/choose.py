"""What a name means in a text, where several things bear it: ranked by evidence, never silently picked."""

from collections import Counter
from collections.abc import Collection, Sequence
from math import exp

from ..dictionary import Thing
from .case import PLAIN, Case
from .mention import Meant

# How much each says for one of the things that bear a name.
TITLED, SUPPORT, KIND, RELATED, OTHERWISE, ACTOR = 0.6, 0.4, 4.0, 1.2, 1.2, 1.0
MOST = 5  # things that a mention is said to mean
SAID = 0.8  # from which on what the sentences say of its kind overrules what its profile is
AMONG = 0.5  # how much another name of a list says of what it is, to a word beside it that says it
LEAST = 0.02  # share below which a thing is not worth mentioning


def choose(case: Case, things: Sequence[Thing], present: Collection[int]) -> tuple[Meant, ...]:
    """The things that bear the name, the likeliest first; `present` are the things that the text names."""
    if case.entry is None:
        return ()
    if len(case.entry.bearers) == 1:
        return (_meant(things[case.entry.bearers[0].thing], 1.0),)
    says = _kind_said(case)
    weights = []
    for bearer in case.entry.bearers:
        thing = things[bearer.thing]
        related = len(thing.related.intersection(present))
        weight = (
            TITLED * min(bearer.titled, 4)
            + SUPPORT * min(bearer.support, 4)
            + KIND * max(0.0, says.get(thing.kind, 0.0))
        )
        weight += RELATED * min(related, 3) + ACTOR * (thing.kind == "actor")
        weight += OTHERWISE * (bearer.thing in case.otherwise)
        weights.append((weight, bearer.thing))
    weights.sort(key=lambda one: (-one[0], one[1]))
    total = sum(exp(weight) for weight, _ in weights)
    ranked = [(exp(weight) / total, things[place]) for weight, place in weights[:MOST]]
    return tuple(_meant(thing, round(share, 3)) for share, thing in ranked if share >= LEAST)


def _meant(thing: Thing, share: float) -> Meant:
    return Meant(thing.id, thing.title, thing.kind, share, thing.external_ids, thing.misp_tags)


def kind_of(case: Case, profiles: Sequence[Meant]) -> str:
    """The kind of a mention: of what it means most likely; of a new name what the text says, malware if nothing."""
    says = _kind_said(case)
    if profiles and case.how != "detection":
        other = {"actor": "tool", "tool": "actor"}.get(profiles[0].kind, "")
        return other if says.get(other, 0.0) >= SAID else profiles[0].kind
    kinds = case.kinds or {"actor", "tool"}
    if "campaign" in kinds and case.fold.startswith("operation"):
        return "campaign"
    if not kinds <= PLAIN:
        kinds = kinds | {kind for kind, much in says.items() if much >= SAID}
    return max(kinds, key=lambda kind: (says.get(kind, 0.0), kind))


def kinds_as_written(case: Case) -> dict[str, str]:
    """What words beside each way of writing say of a name of an actor and of malware ("CARBANAK backdoor")."""
    if not case.kinds >= {"actor", "tool"} or len({sight.surface for sight in case.sights}) < 2:
        return {}
    said = Counter[str]()
    for sight in case.sights:
        said[sight.surface] += sight.actor - sight.tool
    return {surface: "actor" if which > 0 else "tool" for surface, which in said.items() if which}


def _kind_said(case: Case) -> dict[str, float]:
    """What the sentences in which a name stands say of its kind, from -1 to 1."""
    if case.how == "detection":
        return {"tool": 1.0, "actor": -1.0}
    seen, places = case.seen, len(case.sights)
    actor = seen.actor * places + case.as_actor + AMONG * case.among_actors
    tool = seen.tool * places + case.as_tool + AMONG * case.among_tools
    both = actor + tool
    said = (actor - tool) / both * min(1.0, both / 2) if both else 0.0  # once may be by chance
    return {"actor": said, "tool": -said}
