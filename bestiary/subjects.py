"""Reading from the store what is known of each record when its identity is decided."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from .compare import LIKELIHOOD, LIKELY
from .identity import Subject
from .link import id_of
from .names import fold
from .record_ids import is_uuid
from .sources import sources
from .store.write import Head, Known
from .title_parts import names_in_title
from .values import clean

# What is read of a record.
PROPERTIES = (
    "title", "name", "name-giver", "uuid", "external-id", "attack-id", "description", "revoked", "deprecated",
    "relation", "tool", "country", "sponsor", "target-country", "reference", "platform",
)  # fmt: skip

# A source's word for a relation between two records → ours, and whether the record that states it is the first.
STATED = {
    "overlaps": "overlaps",
    "linked-to": "overlaps",
    "part-of": "subgroup-of",
    "subgroup-of": "subgroup-of",
    "successor-of": "successor-of",
    "variant-of": "overlaps",
    "derived-from": "overlaps",
}

# Inventories that are one list, which several sources take over: of one title, they are one row.
LISTS = {"microsoft"}

_ATTACK_ID = re.compile(r"[gs]\d{4}")
_PAGE = re.compile(
    r"https?://(?:attack\.mitre\.org/(?:groups|software)/|malpedia\.caad\.fkie\.fraunhofer\.de/details/)"
)
_CAMPAIGN = re.compile(r"\b(?:is|was) (?:an?|the name (?:given to|of) an?) (?:[\w-]+ ){0,3}campaign\b")
_BUILD = re.compile(r"(.+) for (?:Windows|Linux|macOS|OS X|Android|iOS)", re.IGNORECASE)  # ATT&CK: "Exaramel for Linux"
_OPENING = 300  # characters of a description that say what the thing is
_SCHEME = re.compile(r"^https?://(?:www\.)?")

# Malpedia's ids begin with the platform: https://malpedia.caad.fkie.fraunhofer.de/usage/api
_MALPEDIA = {
    "win": "Windows", "elf": "Linux", "osx": "macOS", "apk": "Android", "ios": "iOS", "symbian": "Symbian",
    "ps1": "PowerShell",
}  # fmt: skip
_PLATFORMS = {
    "windows": "Windows", "linux": "Linux", "unix": "Linux", "macos": "macOS", "os x": "macOS", "mac": "macOS",
    "android": "Android", "ios": "iOS",
}  # fmt: skip
_IN_TEXT = re.compile(r"\b(windows|linux|macos|os x|mac|android)\b", re.IGNORECASE)
_TOLD_BY_COLLECTION = {"android": "Android"}  # MISP galaxy cluster → the platform of all that is in it
_TOLD_IN_TEXT = {"etda-json"}  # sources that have no field for the platform


class Around(NamedTuple):
    """What is known beside the records that are read."""

    attack_ids: frozenset[str]  # the ids that ATT&CK's own records have
    tool_of: Mapping[int, int]  # tool record → the tool it is, by number
    givers: Mapping[int, str]  # organisation record → its title


def subjects(
    heads: Iterable[Head],
    known: Mapping[int, list[Known]],
    targets: Mapping[int, Mapping[int, Iterable[int]]],
    around: Around,
) -> Iterator[Subject]:
    """The records as far as their identity goes.

    `known`: record → its statements of PROPERTIES. `targets`: record → ord → the records that the statement means.
    """
    for head in heads:
        reading = _Reading(head, targets.get(head.number, {}), around)
        for fact in known.get(head.number, []):
            reading.take(fact)
        yield reading.subject()


def body_of(head: Head) -> str:
    """The inventory that a record is an entry of: its source's, of which the galaxy's clusters of tools are several."""
    body = sources()[head.source].body or head.source
    return f"{body}:{head.collection}" if body == "misp" and head.kind == "tool" else body


class _Reading:
    """One record while its statements are read."""

    def __init__(self, head: Head, targets: Mapping[int, Iterable[int]], around: Around) -> None:
        self.head = head
        self.targets = targets
        self.around = around
        self.title = head.key
        self.listed: list[tuple[str, str]] = []  # name, giver
        self.givers: dict[str, str] = {}
        self.ids: set[str] = set()
        self.external: list[str] = []
        self.cited: set[str] = set()
        self.became: list[int] = []
        self.similar: dict[int, float] = {}
        self.stated: list[tuple[str, int]] = []
        self.sets: dict[str, set[str]] = {}
        self.uses: set[int] = set()
        self.live = True
        self.campaign = False

    def take(self, fact: Known) -> None:
        """Adds what one statement says."""
        prop, raw = fact.property, fact.raw
        if prop == "title":
            self.title = clean("name", raw).label
        elif prop == "name":
            giver = clean("giver", fact.qualifiers.get("giver", ""))
            self.listed.append((clean("name", raw).label, giver.label if giver.value else ""))
        elif prop == "name-giver":
            titles = [
                self.around.givers[number] for number in self.targets.get(fact.ord, ()) if number in self.around.givers
            ]
            giver = clean("giver", titles[0] if titles else raw)
            self.givers[fold(fact.qualifiers.get("name", ""))] = giver.label if giver.value else ""
        elif prop in ("revoked", "deprecated"):
            self.live = self.live and raw != "true"
        elif prop in ("relation", "tool"):
            self._relation(fact)
        elif prop == "description":
            self._text(raw, fact.ord)
        elif prop == "reference":
            self._page(raw)
        elif prop in ("uuid", "external-id", "attack-id"):
            self._id(prop, raw.strip())
        else:
            self._value(prop, raw, fact.clean)

    def _id(self, prop: str, raw: str) -> None:
        """An id of its own; a text that is no UUID ("n/a") is no id, nor is what only looks like one of ATT&CK's."""
        if prop == "external-id":
            self.external.append(raw)
        if raw and (
            prop == "external-id" or (is_uuid(raw) if prop == "uuid" else raw.lower() in self.around.attack_ids)
        ):
            self.ids.add(raw.lower())

    def _page(self, url: str) -> None:
        """A publication; the page of a group or program at ATT&CK or Malpedia is its id."""
        if _PAGE.match(url.strip()):
            id_ = id_of(url)
            own = self.head.source == "malpedia" and id_.startswith("malpedia:")
            (self.ids if own else self.cited).add(id_)
            if own:
                short = id_.removeprefix("malpedia:")
                platform, _, family = short.partition(".")
                self._platform(_MALPEDIA.get(platform))
                self.listed += [(family, ""), (short, "")]  # by which it is known as well: "win.lockbit"
        else:
            self._add("reference", _SCHEME.sub("", url.strip().lower()).rstrip("/"))

    def _relation(self, fact: Known) -> None:
        type_, targets = fact.qualifiers.get("type", ""), self.targets.get(fact.ord, ())
        if fact.property == "tool" or type_ == "uses":
            self.uses.update(self.around.tool_of[number] for number in targets if number in self.around.tool_of)
        elif type_ == "revoked-by":
            self.became.extend(targets)
        elif type_ in ("mitre-attack", "malpedia"):
            self.cited.add(id_of(fact.raw))
        elif type_ == "similar":
            weight = LIKELIHOOD.get(fact.qualifiers.get("likelihood", ""), LIKELY)
            self.similar.update(dict.fromkeys(targets, weight))
        elif relation := STATED.get(type_):
            self.stated.extend((relation, number) for number in targets)

    def _text(self, raw: str, ord_: int) -> None:
        """What the description says of what the thing is, and of the things it refers to."""
        self.campaign = self.campaign or bool(_CAMPAIGN.search(raw[:_OPENING]))
        if self.head.source in _TOLD_IN_TEXT:
            for word in _IN_TEXT.findall(raw):
                self._platform(_PLATFORMS[word.lower()])

    def _value(self, prop: str, raw: str, cleaned: str) -> None:
        if prop == "platform":
            self._platform(_PLATFORMS.get(raw.strip().lower()))
        else:
            self._add(prop, fold(raw) if prop == "sponsor" else cleaned)

    def _platform(self, name: str | None) -> None:
        self._add("platform", name or "")

    def _add(self, prop: str, value: str) -> None:
        if value:
            self.sets.setdefault(prop, set()).add(value)

    def _set(self, prop: str) -> frozenset[str]:
        return frozenset(self.sets.get(prop, ()))

    def subject(self) -> Subject:
        """All that was read."""
        self._platform(_TOLD_BY_COLLECTION.get(self.head.collection))
        titles = names_in_title(self.head, self.title, self.external) or [self.title]
        if self.head.kind == "tool" and (build := _BUILD.fullmatch(titles[0])):
            titles = [*titles, build[1]]
        names: dict[str, str] = {}
        written: dict[str, str] = {}
        for name, giver in [*((title, "") for title in titles), *self.listed]:
            folded = fold(name)
            if _ATTACK_ID.fullmatch(folded):  # listed as a name, but an id
                self.cited.add(folded)
            elif folded:
                names[folded] = names.get(folded) or giver or self.givers.get(folded, "")
                written.setdefault(folded, name)
        body = body_of(self.head)
        if body in LISTS:
            self.ids.add(f"{body}:{fold(titles[0])}")
        if self.head.kind == "country" and (code := clean("country", self.title).value):
            self.ids.add(f"country:{code}")  # the galaxy has two clusters of countries
        return Subject(
            number=self.head.number,
            key=self.head.key,
            source=self.head.source,
            body=body,
            kind=self.head.kind,
            titles=tuple(fold(title) for title in titles),
            names=names,
            written=written,
            ids=frozenset(self.ids),
            cited=frozenset(self.cited - self.ids),
            became=tuple(self.became),
            similar=self.similar,
            stated=tuple(self.stated),
            countries=self._set("country"),
            sponsors=self._set("sponsor"),
            references=self._set("reference"),
            uses=frozenset(self.uses),
            targets=self._set("target-country"),
            platforms=self._set("platform"),
            live=self.live,
            campaign=self.campaign,
        )
