"""Layers of the ATT&CK Navigator, and the techniques of actors that they show.

Format 4.5: https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md. A layer is of
one of ATT&CK's domains. Its version of ATT&CK is left open, so that the Navigator takes the newest.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from .markup import without_citations
from .profile import Profile, Relation
from .selection import Known, Loss, Selection

DOMAINS = ("enterprise-attack", "mobile-attack", "ics-attack")

_ID = re.compile(r"T\d{4}(?:\.\d{3})?", re.IGNORECASE)
_READ = 3000  # characters of a text, before its marks are taken away
_LINK = re.compile(r"\[([^\[\]\n]{0,300})\]\(https?://[^()\s]{0,300}\)")
# The galaxy has a kill chain for each platform: "attack-Windows:execution", "mobile-attack-iOS:impact".
_CHAINS = {"mobile-attack": "mobile-attack", "ics-attack": "ics-attack", "mitre-ics-attack": "ics-attack"}
_ELSEWHERE = ("pre-attack", "mitre-atlas")  # matrices that the Navigator has not
_ICS = "mitre-ics-techniques"  # a galaxy without kill chains


class Use(NamedTuple):
    """How something uses a technique: what is said of it, who states it, and what they cite."""

    texts: list[str]
    publishers: list[str]
    urls: list[str]

    def said(self, most: int) -> str:
        """The texts, cut off at so many characters, and who states it."""
        text = " ".join(self.texts)
        text = f"{text[: most - 1].rstrip()}…" if len(text) > most else text
        return " — ".join(filter(None, [text, "; ".join(self.publishers)]))


Used = dict[str, dict[str, Use]]  # domain → ATT&CK id → how it is used


class Techniques:
    """What the chosen things use, by what ATT&CK calls it."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._known = selection.known()
        self._read: dict[str, Profile] = {}

    def of(self, profile: Profile, loss: Loss) -> Used:
        """The techniques that a profile uses; all else that is stated of it is counted as lost."""
        used: Used = {}
        loss.rest(profile, "a layer shows techniques", {"relation"})
        for relation in profile["relations"]:
            one = self._known.get(relation["profile"] or "")
            if relation["type"] != "uses" or one is None or one.kind != "technique":
                loss.add(f"relation: {relation['type']}", "a layer shows techniques")
            elif not self._lay(profile, relation, one, used):
                loss.add("relation: uses", "the technique is in no matrix of the Navigator")
        return used

    def _lay(self, profile: Profile, relation: Relation, one: Known, used: Used) -> bool:
        """Lays a relation to a technique where it belongs; says whether there is such a place."""
        technique = self._technique(relation["profile"] or "")
        places = [(domain, id_) for domain in _domains(technique, one) for id_ in _ids(technique, relation["id"])]
        for domain, id_ in places:
            use = used.setdefault(domain, {}).setdefault(id_, Use([], [], []))
            _join(use.texts, [_plain(relation.get("text", ""))])
            _join(use.publishers, (profile["records"][one["record"]]["publisher"] for one in relation["stated"]))
            _join(use.urls, relation.get("urls", []))
        return bool(places)

    def _technique(self, id_: str) -> Profile:
        if id_ not in self._read:
            self._read[id_] = self._selection.profile(id_)
        return self._read[id_]


def _join(held: list[str], more: Iterable[str]) -> None:
    held += [one for one in dict.fromkeys(more) if one and one not in held]


def _plain(text: str) -> str:
    """The text of a procedure without the marks of links and citations."""
    return " ".join(_LINK.sub(r"\1", without_citations(text[:_READ])).split())


def _domains(technique: Profile, known: Known) -> list[str]:
    """The domains of a technique: those that it states, or those of its kill chains."""
    facts = technique["facts"]
    stated = {value["label"] for value in facts.get("x-x_mitre_domains", [])}
    if not stated:
        chains = [value["label"].rpartition(":")[0] for value in facts.get("x-kill_chain", [])]
        stated = {domain for chain in chains for domain in _chain(chain)}
        if any(collection == _ICS for _, _, collection in known.records):
            stated.add("ics-attack")
        elif not chains:
            stated.add("enterprise-attack")
    return [domain for domain in DOMAINS if domain in stated]


def _chain(chain: str) -> list[str]:
    """The domain of a kill chain, if it is one of ATT&CK's."""
    if chain.startswith(_ELSEWHERE):
        return []
    return [next((domain for start, domain in _CHAINS.items() if chain.startswith(start)), "enterprise-attack")]


def _ids(technique: Profile, meant: str) -> list[str]:
    """The ATT&CK id of the very record that is meant, unless that is revoked; else those of the others.

    A technique that was revoked for another is one profile with it, and has both ids.
    """
    flags = technique["facts"].get("revoked", [])
    revoked = {one["record"] for value in flags if value["value"] == "true" for one in value["stated"]}
    by_record = {
        number: [id_.upper() for id_ in record["external_ids"] if _ID.fullmatch(id_)]
        for number, record in enumerate(technique["records"])
    }
    keys = [record["key"].partition(":")[2] for record in technique["records"]]
    groups = (
        [number for number in by_record if keys[number] == meant and number not in revoked],
        [number for number in by_record if number not in revoked],
        list(by_record),
    )
    for numbers in groups:
        if ids := sorted({id_ for number in numbers for id_ in by_record[number]}):
            return ids
    return []


def chosen(selection: Selection) -> Iterator[Profile]:
    """What techniques are shown of: actors; and campaigns and tools where they were named."""
    kinds = {"actor"} if selection.everything else {"actor", "campaign", "tool"}
    return (profile for profile in selection.profiles() if profile["kind"] in kinds)


def links(urls: Iterable[str]) -> list[dict[str, str]]:
    """Links under the names of their hosts; what is no web address is none."""
    return [{"label": host, "url": url} for url in urls if (host := _host(url))]


def _host(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        return parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None


def layer(name: str, description: str, domain: str, profiles: Iterable[Profile], **more: Any) -> bytes:
    """A layer; with the levels of those profiles that are not for everybody."""
    levels = [{"name": f"TLP of {one['title']}", "value": one["tlp"].upper()} for one in profiles if "tlp" in one]
    made = {
        "name": name,
        "versions": {"navigator": "5.0.0", "layer": "4.5"},
        "domain": domain,
        "description": description,
        "sorting": 0,
        "layout": {"layout": "side", "showName": True, "expandedSubtechniques": "annotated"},
        **more,
        "metadata": levels,
    }
    return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"
