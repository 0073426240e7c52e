"""What a profile is found by: words that are searched, facts that are filtered by, labels that are counted."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .names import fold
from .profile import Operation, Profile, Value

# What a list can be filtered by; the names are those of the facts.
FILTERS = ("country", "target-country", "target-sector", "motivation", "tool")
# What is counted, beside kinds and sources.
FACETS = ("country", "target-country", "target-sector", "motivation", "platform", "tool-type")
# What stands for several properties: most sources tell why somebody acts only by the type of incident.
TOGETHER = {"motivation": ("motivation", "incident-type")}


class Words(NamedTuple):
    """The texts of a profile that are searched, by how much a word in them counts."""

    names: str
    description: str
    operations: str
    tools: str
    references: str


def words(profile: Profile) -> Words:
    """The texts; names also as they are folded, so that "APT 28" is found by "APT28"."""
    names = [name["name"] for name in profile["names"] if name["support"]]
    tools = [value["label"] for value in profile["facts"].get("tool", [])]
    sponsors = [value["label"] for value in profile["facts"].get("sponsor", [])]
    return Words(
        " ".join(dict.fromkeys([profile["title"], *names, *map(fold, names)])),
        "\n".join([*(one["text"] for one in profile["descriptions"]), *sponsors]),
        "\n".join(text for one in _operations(profile) for text in [one["title"], *one["text"], *one["targets"]]),
        "\n".join([*tools, *(one["title"] for one in profile["relations"] if one["title"])]),
        "\n".join(value["label"] for value in profile["references"]),
    )


def _operations(profile: Profile) -> list[Operation]:
    return profile["operations"] + profile["counter_operations"]


def facts(profile: Profile) -> Iterator[tuple[str, str]]:
    """(property, value) of what is filtered by: the code and the folded label of each value."""
    yield "kind", profile["kind"]
    for prop in FILTERS:
        for value in _values(profile, prop):
            yield prop, fold(value["label"])
            if value["value"]:
                yield prop, value["value"].lower()
    for value in profile["facts"].get("sponsor", []):
        yield "sponsor", fold(value["label"])
    for name in profile["names"]:
        for giver in name["givers"]:
            yield "giver", fold(giver)
    for record in profile["records"]:
        yield "source", record["source"]
    for date in _dates(profile):
        yield "date", date


def _values(profile: Profile, prop: str) -> Iterator[Value]:
    """The values of a filter or of what is counted."""
    for one in TOGETHER.get(prop, (prop,)):
        yield from profile["facts"].get(one, [])


def _dates(profile: Profile) -> Iterable[str]:
    """When something is dated, as a year, month or day; of a season only the year."""
    seen = [value["value"] for prop in ("first-seen", "last-seen") for value in profile["facts"].get(prop, [])]
    for date in [*seen, *(one["date"] for one in _operations(profile))]:
        for end in (date or "").split("/"):
            month = end[5:7]
            if end[:4].isdecimal():
                yield end[:4] if month > "12" else end[:10]


def uses(profile: Profile) -> Iterator[tuple[str, str]]:
    """(id of who uses, id of what is used) as the profile's records say."""
    for relation in profile["relations"]:
        if relation["profile"] and relation["type"] == "uses":
            yield profile["id"], relation["profile"]
        elif relation["profile"] and relation["type"] == "used-by":
            yield relation["profile"], profile["id"]
    for value in profile["facts"].get("tool", []):
        if len(meant := value.get("means", [])) == 1:
            yield profile["id"], meant[0]["id"]


def labels(profile: Profile) -> Iterator[tuple[str, str]]:
    """(property, label) of what is counted."""
    yield "kind", profile["kind"]
    for prop in FACETS:
        for value in _values(profile, prop):
            if value["value"]:
                yield prop, value["label"]
    for tactic in tactics(profile):
        yield "tactic", tactic
    for record in profile["records"]:
        yield "source", record["source"]


def tactics(profile: Profile) -> Iterable[str]:
    """What a technique is for, as ATT&CK and matrices like it call it ("initial-access").

    The galaxy writes it with the kill chain that it is a phase of, "attack-Windows:execution".
    """
    facts = profile["facts"]
    stated = [value["label"] for value in facts.get("tactic", [])]
    chained = [value["label"].rpartition(":")[2] for value in facts.get("x-kill_chain", [])]
    return dict.fromkeys(one.strip().lower().replace(" ", "-") for one in (*stated, *chained) if one.strip())
