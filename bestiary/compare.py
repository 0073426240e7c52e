"""What speaks for and against two sides, of one or several records each, being one: a table of signals with weights.

Each signal is a small function whose docstring is the explanation that users read. The weights are log-odds in
spirit: they add up, and from `Weights.same` on the sides are judged the same. They were set by hand on what the
sources show (benchmarks/identity.py measures them against pairs labelled by people).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .identity import Reason, Subject
from .sides import ATTACK, Common, Side, kept_up, lists_title


class Weights(NamedTuple):
    """What the signals weigh for a kind of thing."""

    same: float  # the score from which two sides are the same
    alias: float  # a name that both list
    title: float  # a name that one has as its title and the other lists
    titles: float  # a name that both have as their title
    further: float  # the part of its weight that counts of each name but the weightiest
    conflict: Mapping[str, float]  # body → two entries of it
    bodies: float  # a name that one side lists counts by so much more for each further inventory that lists it there
    platforms: float = 0.0  # no platform in common


NAMES_CAP = 7.0  # however many names are shared: a list may be copied whole
GIVER_AGREES, GIVER_DIFFERS = 1.2, 0.5  # two givers for one name: it may have been coined twice
BOTH = 1.5  # what two titles come to at least, see SECOND_TITLE
BELOW_TITLES = 0.4  # by how much a name that is not the title of both stays below one that is
SHORT = 3  # letters; a name no longer than this (CIA, PLA) is likely to mean several things: it counts half
_NUMBER = re.compile(r"[0-9]{2}")
NUMBERED = 1.2  # a name with a number of two digits or more is a label: it is not coined twice, as words are
MIXED = {"microsoft"}  # inventories whose “other names” are not only names of the very same
MIXED_LIST = 0.8
MALWARE = 0.5  # a name known as that of malware says less of who uses it
FEW, FEW_NAMES = 0.25, -0.8  # less than this part of the shorter list is shared
CITED = 3.0  # for an id of the other that it names, divided by how many such ids it names
COUNTRY, NO_COUNTRY = 0.3, -1.5
SPONSOR = 0.3
REFERENCE, REFERENCES_CAP, RARE_REFERENCE = 0.4, 1.5, 4  # a publication that at most four things cite
TOOL, TOOLS_CAP, RARE_TOOL = 0.2, 0.8, 4  # a tool that at most four actors use
TARGETS, TARGETS_LEAST = 0.2, 3  # half of the shorter list of victim countries, three at least
PLATFORM = 0.3
CAMPAIGN = -2.5
WELDED = -7.0  # more than all names together: such a record is not one actor's
CONFLICTS = 3  # how many pairs of entries of one body count at most

# MISP's estimative language on `related: similar`, https://www.misp-project.org/taxonomies.html#_estimative_language
LIKELIHOOD = {"likely": 1.5, "very-likely": 2.0, "almost-certain": 2.5}
LIKELY = 1.0  # where it says none, or less

# Two entries of one inventory are two on purpose. ATT&CK's are set apart by hand, Microsoft's are one row an actor;
# the MISP galaxy and the cards have doubles.
_ACTORS = {"mitre-attack": -14.0, "microsoft": -6.0, "360": -6.0, "misp": -3.5, "etda": -3.0, "tidal": -3.0}
_TOOLS = {"mitre-attack": -14.0, "malpedia": -1.8, "etda": -1.5}
OTHER_BODY = -3.0
RENAMED = {
    "microsoft": 0.0,
    "mitre-attack": 1.0,
    "malpedia": 0.8,
}  # … where one lists the other's title: how much of it
HALF = 0.5
SAID_SIMILAR = 0.7  # … where it says itself that they are similar
OUTLIVED = -1.0  # of ATT&CK's, where one is revoked, deprecated or from before it had ids
SAME_TITLE = {"malpedia": -1.0}  # … where both have one title: families of one name on several platforms

WEIGHTS = {
    "actor": Weights(1.5, 1.1, 2.0, 3.2, 1.0, _ACTORS, 0.25),
    "tool": Weights(1.4, 0.7, 2.4, 3.4, 0.8, _TOOLS, 0.0, -0.6),
}


def compare(a: Side, b: Side, common: Common, weights: Weights) -> tuple[float, tuple[Reason, ...]]:
    """The score of two sides and all that speaks for and against, in the order of SIGNALS."""
    reasons = tuple(
        Reason(signal.__name__, round(weight, 2), text)
        for signal in SIGNALS
        for weight, text in signal(a, b, common, weights)
    )
    return round(sum(reason.weight for reason in reasons), 2), reasons


Said = Iterator[tuple[float, str]]


def shared_names(a: Side, b: Side, common: Common, weights: Weights) -> Said:
    """A name that both bear: much if it is the title of both, less if one or none has it as its title.

    It counts less the more entries of one source bear it, if it is very short, if it is also malware's, if only a list
    that mixes relations has it, or if two givers are stated for it; more, if the same giver is stated, if several
    inventories list it, or if it has a number.
    """
    found = []
    for name in a.names.keys() & b.names.keys():
        titles = a.titles.get(name, 0.0) + b.titles.get(name, 0.0)
        weight = weights.alias + (weights.title - weights.alias) * min(titles, 1.0)
        weight += (weights.titles - weights.title) * max(0.0, titles - 1.0)
        weight *= _doubt(name, a, b, common)
        if titles > BOTH:
            weight *= _bodies(a.entitling[name], b.entitling[name], weights)
        else:
            more = weight * _bodies(a.bodies[name], b.bodies[name], weights)
            weight = max(weight, min(more, weights.titles - BELOW_TITLES))
        what = "the title of both" if titles > BOTH else "the title of one and a name of the other"
        found.append((weight, name, f"“{a.written[name]}” is {what if titles else 'a name of both'}"))
    left, rest = NAMES_CAP, 0
    for number, (weight, _, text) in enumerate(sorted(found, key=lambda row: (-row[0], row[1]))):
        weight = min(left, weight * (weights.further if number else 1.0))
        left -= weight
        rest += not weight
        if weight:
            yield weight, text
    if rest:
        shared = "one more name is" if rest == 1 else f"{rest} more names are"
        yield 0.0, f"{shared} shared and no further counted"


def _bodies(a: set[str], b: set[str], weights: Weights) -> float:
    """By how much a name counts more that several inventories have on one side."""
    return 1.0 + weights.bodies * (max(len(a), len(b)) - 1)


def _doubt(name: str, a: Side, b: Side, common: Common) -> float:
    """By how much a shared name counts less, or more, than by its place."""
    factor = 1.0 / common.rivals.get(name, 1)
    givers, others = a.names[name], b.names[name]
    if givers and others:
        factor *= GIVER_AGREES if givers & others else GIVER_DIFFERS
    if len(name) <= SHORT:
        factor *= HALF
    if _NUMBER.search(name) and not (name in a.titles and name in b.titles):
        factor *= NUMBERED
    for side in (a, b):
        if side.bodies[name] <= MIXED and name not in side.titles:
            factor *= MIXED_LIST
    if name in common.malware and not (name in a.titles and name in b.titles):
        factor *= MALWARE
    return factor


def few_names(a: Side, b: Side, common: Common, weights: Weights) -> Said:
    """Less than a quarter of the shorter list of names is shared."""
    shared, shorter = len(a.names.keys() & b.names.keys()), min(len(a.names), len(b.names))
    if shared and shared / shorter < FEW:
        yield FEW_NAMES, f"only {shared} of {shorter} names are shared"


def names_its_id(a: Side, b: Side, common: Common, weights: Weights) -> Said:
    """One names the id of the other (an ATT&CK id or page); the more ids it names, the less each says."""
    found = [(len(one.cited), id_) for one, other in ((a, b), (b, a)) for id_ in sorted(one.cited & other.ids)]
    if found:
        count, id_ = min(found)
        yield CITED / count, f"one names the other's id {id_.upper()}" + (f" among {count}" if count > 1 else "")


def said_similar(a: Side, b: Side, common: Common, weights: Weights) -> Said:
    """A source states that they are similar; the more others it says that of, the less it means."""
    found = [
        one.similar[number] / len(one.similar) ** 0.5
        for one, other in ((a, b), (b, a))
        for number in one.similar.keys() & other.numbers
    ]
    if found:
        yield max(found), "a source states that they are similar"


def country(a: Side, b: Side, common: Common, weights: Weights) -> Said:
    """Both are said to come from the same country, or from different ones."""
    if shared := a.countries & b.countries:
        yield COUNTRY, f"both are said to be of {', '.join(sorted(shared))}"
    elif a.countries and b.countries:
        yield NO_COUNTRY, f"one is said to be of {_list(a.countries)}, the other of {_list(b.countries)}"


def sponsor(a: Side, b: Side, common: Common, weights: Weights) -> Said:
    """Both are said to have the same sponsor."""
    if a.sponsors & b.sponsors:
        yield SPONSOR, "both are said to have the same sponsor"


def references(a: Side, b: Side, common: Common, weights: Weights) -> Said:
    """Both cite a publication that hardly anything else cites; of two entries of one source this says nothing."""
    shared = [url for url in a.references & b.references if common.citing[url] <= RARE_REFERENCE]
    if shared and not a.entries.keys() & b.entries.keys():
        count = f"{len(shared)} publications" if len(shared) > 1 else "a publication"
        yield min(REFERENCES_CAP, REFERENCE * len(shared)), f"both cite {count} that hardly anything else cites"


def rare_tools(a: Side, b: Side, common: Common, weights: Weights) -> Said:
    """Both are said to use tools that hardly anybody else uses."""
    shared = [tool for tool in a.uses & b.uses if common.using[tool] <= RARE_TOOL]
    if shared:
        yield min(TOOLS_CAP, TOOL * len(shared)), f"both use {len(shared)} tools that hardly anybody else uses"


def targets(a: Side, b: Side, common: Common, weights: Weights) -> Said:
    """Half of the shorter list of victim countries is the other's too."""
    shared, shorter = len(a.targets & b.targets), min(len(a.targets), len(b.targets))
    if shared >= TARGETS_LEAST and shared * 2 >= shorter:
        yield TARGETS, f"{shared} victim countries are the same"


def platforms(a: Side, b: Side, common: Common, weights: Weights) -> Said:
    """Both run on a platform in common, or on none."""
    if weights.platforms and a.platforms and b.platforms:
        if a.platforms & b.platforms:
            yield PLATFORM, f"both run on {_list(a.platforms & b.platforms)}"
        else:
            yield weights.platforms, f"one runs on {_list(a.platforms)}, the other on {_list(b.platforms)}"


def campaign(a: Side, b: Side, common: Common, weights: Weights) -> Said:
    """One describes a campaign, the other does not, and they have different titles."""
    if _campaign(a) != _campaign(b) and not a.titles.keys() & b.titles.keys():
        yield CAMPAIGN, "one describes a campaign"


def _campaign(side: Side) -> bool:
    return any(subject.campaign for subject in side.subjects)


def two_entries(a: Side, b: Side, common: Common, weights: Weights) -> Said:
    """A source has an entry for each; this counts less where it lists the title of one among the other's names."""
    for body in sorted(a.entries.keys() & b.entries.keys()):
        most = CONFLICTS * weights.conflict.get(body, OTHER_BODY)
        each = [_conflict(body, one, other, weights, a, b) for one in a.entries[body] for other in b.entries[body]]
        total = sum(weight for weight in each if weight != OUTLIVED) + (OUTLIVED if OUTLIVED in each else 0.0)
        if total:
            yield max(most, total), _each(_sources(a.entries[body]), _sources(b.entries[body]))


def _sources(entries: Iterable[Sequence[Subject]]) -> set[str]:
    return {subject.source for entry in entries for subject in entry}


def _each(ours: set[str], theirs: set[str]) -> str:
    """Whose entries they are: of one source, or of several that keep one list."""
    both = sorted(ours & theirs)
    if both:
        return f"{' and '.join(both)} {'has' if len(both) == 1 else 'have'} an entry for each"
    return f"{' and '.join(sorted(ours | theirs))}, which keep one list, have an entry for each"


def _conflict(body: str, one: Sequence[Subject], other: Sequence[Subject], weights: Weights, a: Side, b: Side) -> float:
    """How much it says that a body has these two entries."""
    against = weights.conflict.get(body, OTHER_BODY)
    same_title = {subject.titles[0] for subject in one} & {subject.titles[0] for subject in other}
    if body == ATTACK:
        return against if kept_up(body, one) and kept_up(body, other) else OUTLIVED
    if same_title and {subject.source for subject in one}.isdisjoint(subject.source for subject in other):
        return 0.0  # the same entry, as two sources have it
    if same_title and body in SAME_TITLE and _may_run(one, b) and _may_run(other, a):
        return SAME_TITLE[body]
    if lists_title(one, other) or lists_title(other, one):
        return against * RENAMED.get(body, HALF)
    if _says_similar(one, other) or _says_similar(other, one):
        return against * SAID_SIMILAR
    return against


def _says_similar(one: Sequence[Subject], other: Sequence[Subject]) -> bool:
    return any(subject.number in another.similar for another in one for subject in other)


def _may_run(entry: Sequence[Subject], side: Side) -> bool:
    """Whether no other inventory says that the side runs on other platforms only."""
    own = frozenset(platform for subject in entry for platform in subject.platforms)
    others = frozenset(
        platform for subject in side.subjects if subject.body != entry[0].body for platform in subject.platforms
    )
    return not own or not others or bool(own & others)


def welded(a: Side, b: Side, common: Common, weights: Weights) -> Said:
    """A record joins the names of several things in its title, so that as a whole it is none of them."""
    for side in (a, b):
        for subject in side.subjects:
            if subject.number in common.welded:
                yield WELDED, f"“{subject.written[subject.titles[0]]}” {common.welded[subject.number]}"


def _list(values: Iterable[str]) -> str:
    return ", ".join(sorted(values))


SIGNALS: tuple[Callable[[Side, Side, Common, Weights], Said], ...] = (
    shared_names,
    few_names,
    names_its_id,
    said_similar,
    country,
    sponsor,
    references,
    rare_tools,
    targets,
    platforms,
    campaign,
    two_entries,
    welded,
)
