"""A profile as the STIX object of its kind (STIX 2.1, section 4), with the rest of what it says in the extension."""

import datetime
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress

from ..names import slug
from ..profile import Description, Operation, Profile, Stated, Value
from ..schema import schema
from ..selection import Loss
from ..values import clean, motivations, sectors
from .common import extended, head, page
from .ids import Object

# Properties that STIX has for a type, beside those that all have (sections 4.1 to 4.18).
_ALIASES = {"intrusion-set", "malware", "tool", "campaign", "attack-pattern"}
_SEEN = {"intrusion-set", "malware", "campaign"}

# ATT&CK's domains and what its kill chains are called in each (USAGE.md of mitre-attack/attack-stix-data).
_CHAINS = {
    "enterprise-attack": "mitre-attack",
    "mobile-attack": "mitre-mobile-attack",
    "ics-attack": "mitre-ics-attack",
}
_PLATFORM = re.compile(r"(?:(mobile-attack|ics-attack)|attack)-\w")  # the galaxy has a chain for each platform
_ATTACK = "mitre-attack"
_ATTACK_ID = re.compile(r"[GSCT]\d{4}(?:\.\d{3})?", re.IGNORECASE)
_CVE = re.compile(r"CVE-\d{4}-\d{4,}", re.IGNORECASE)
_DAY = re.compile(r"\d{4}(?:-\d{2}){0,2}")

# Words of malware-type-ov (section 10.15); other words of ours go into the extension.
_MALWARE_TYPES = {
    "adware", "backdoor", "bot", "bootkit", "ddos", "downloader", "dropper", "exploit-kit", "keylogger", "ransomware",
    "remote-access-trojan", "resource-exploitation", "rogue-security-software", "rootkit", "screen-capture", "spyware",
    "trojan", "unknown", "virus", "webshell", "wiper", "worm",
}  # fmt: skip


def thing(profile: Profile, type_: str, id_: str, ids: Mapping[str, str], loss: Loss) -> Object:
    """The object of a profile; `ids` are the STIX ids of all profiles."""
    sources = [record["source"] for record in profile["records"]]
    made = head(type_, id_, profile.get("tlp", "clear"), sources)
    made["name"] = _name(profile)
    if profile["descriptions"] and profile["descriptions"][0]["text"]:
        made["description"] = profile["descriptions"][0]["text"]
    made |= _named(profile, type_) | _typed(profile, type_)
    if type_ in _SEEN:
        made |= _seen(profile)
    if _all_flagged(profile):
        made["revoked"] = True
    if references := _references(profile):
        made["external_references"] = references
    made["extensions"] = extended(_rest(profile, ids, loss))
    return made


def _name(profile: Profile) -> str:
    """The title; where another profile has that address, with the address, as consumers merge what has one name."""
    title = profile["title"]
    own = slug(title)
    return title if own == profile["id"] or not profile["id"].startswith(f"{own}-") else f"{title} ({profile['id']})"


def _named(profile: Profile, type_: str) -> Object:
    """The aliases: names that this profile alone bears, since consumers merge what shares an alias."""
    if type_ not in _ALIASES:
        return {}
    aliases = [
        name["name"]
        for name in profile["names"]
        if name["support"]
        and not name["contested"]
        and name["name"] != profile["title"]
        and not _ATTACK_ID.fullmatch(name["name"])  # which stands among the external references
    ]
    return {"aliases": aliases} if aliases else {}


def _typed(profile: Profile, type_: str) -> Object:
    """What only objects of the type have."""
    facts = profile["facts"]
    if type_ == "intrusion-set":
        return _motives(facts) | ({"goals": goals} if (goals := _labels(facts, "goal")) else {})
    if type_ == "malware":
        known = [found for one in _labels(facts, "tool-type") if (found := slug(one)) in _MALWARE_TYPES]
        return {"is_family": True} | ({"malware_types": list(dict.fromkeys(known))} if known else {})
    if type_ == "attack-pattern":
        return {"kill_chain_phases": phases} if (phases := _phases(facts)) else {}
    if type_ == "identity":
        return _identity(profile)
    if type_ == "location":
        code = clean("country", profile["title"]).value
        return {"country": code} if code else {"region": slug(profile["title"]) or profile["id"]}
    return {}


def _identity(profile: Profile) -> Object:
    """A sector is a class of organisations (section 10.6)."""
    if profile["kind"] == "sector":
        code = clean("sector", profile["title"]).value
        stix = sectors()[code].stix if code else ""
        return {"identity_class": "class"} | ({"sectors": [stix]} if stix else {})
    own = [value["value"] for value in profile["facts"].get("sector", []) if value["value"]]
    known = sorted({sectors()[code].stix for code in own if sectors()[code].stix})
    return {"identity_class": "organization"} | ({"sectors": known} if known else {})


def _motives(facts: Mapping[str, list[Value]]) -> Object:
    """The motivations as attack-motivation-ov has them (section 10.2), the best supported first."""
    said = sorted(facts.get("motivation", []), key=lambda value: -value["support"])
    known = [motivations()[value["value"]].stix for value in said if value["value"]]
    terms = list(dict.fromkeys(filter(None, known)))
    made: Object = {"primary_motivation": terms[0]} if terms else {}
    return made | ({"secondary_motivations": terms[1:]} if terms[1:] else {})


def _phases(facts: Mapping[str, list[Value]]) -> list[Object]:
    """The tactics of a technique: those that a cluster writes as "chain:phase", and those of one domain."""
    found = []
    for one in _labels(facts, "x-kill_chain"):
        chain, _, phase = one.rpartition(":")
        if chain:
            platform = _PLATFORM.match(chain)
            found.append((_CHAINS[platform[1] or "enterprise-attack"] if platform else slug(chain), slug(phase)))
    domains = [_CHAINS[one] for one in _labels(facts, "x-x_mitre_domains") if one in _CHAINS]
    if len(domains) == 1:
        found += [(domains[0], slug(phase)) for phase in _labels(facts, "tactic")]
    return [{"kill_chain_name": chain, "phase_name": phase} for chain, phase in dict.fromkeys(found) if phase]


def _seen(profile: Profile) -> Object:
    """The first date on which it was seen and the last, as far as days, months and years are stated of them.

    STIX has points in time only: a year begins with its first moment, and how precise it is says the extension.
    """
    first = sorted(filter(None, (_moment(value["value"]) for value in profile["facts"].get("first-seen", []))))
    last = sorted(filter(None, (_moment(value["value"]) for value in profile["facts"].get("last-seen", []))))
    made = {"first_seen": first[0]} if first else {}
    if last and (not first or last[-1] >= first[0]):  # a MUST of STIX, section 4.6.1
        made["last_seen"] = last[-1]
    return made


def _moment(date: str | None) -> str | None:
    """The first moment of an EDTF date that is a year, month or day; None of a season, span or no date."""
    if not date or not _DAY.fullmatch(date):
        return None
    day = date + "-01-01"[len(date) - 4 :]
    with suppress(ValueError):  # month 22 is a season
        return f"{datetime.date.fromisoformat(day)}T00:00:00Z"
    return None


def _all_flagged(profile: Profile) -> bool:
    """Whether every record says of itself that it is revoked."""
    stated = {one["record"] for value in profile["facts"].get("revoked", []) for one in value["stated"]}
    return len(stated) == len(profile["records"])


def _references(profile: Profile) -> list[Object]:
    """The ids that sources have for it, then the publications they cite."""
    found: dict[tuple[str, str], Object] = {}
    for record in profile["records"]:
        for id_ in record["external_ids"]:
            if _CVE.fullmatch(id_):
                found["cve", id_] = {"source_name": "cve", "external_id": id_.upper()}
            elif record["source"].startswith("mitre-"):
                found[_ATTACK, id_] = {"source_name": _ATTACK, "external_id": id_}
            else:
                found[record["source"], id_] = {"source_name": record["source"], "external_id": id_}
        source, _, own = record["key"].partition(":")
        source = f"{source}-stix" if source == _ATTACK else source  # what has ATT&CK's name is an id like G0007
        found[source, own] = {"source_name": source, "external_id": own}
    pages = [value["value"] for value in profile["facts"].get("website", []) + profile["references"] if value["value"]]
    return [*found.values(), *map(page, pages)]


def _rest(profile: Profile, ids: Mapping[str, str], loss: Loss) -> Object:
    """What STIX has no property for, with who states it."""
    said: Object = {
        "names": [
            {"name": name["name"]}
            | ({"givers": name["givers"]} if name["givers"] else {})
            | {"stated_by": _by(profile, name["stated"]), "support": name["support"]}
            | ({"contested_with": [ids[one["id"]] for one in name["contested"]]} if name["contested"] else {})
            | ({"rejected": why} if (why := _rejected(name["stated"], name["support"])) else {})
            for name in profile["names"]
        ]
    }
    values = {}
    for prop, found in profile["facts"].items():
        if prop in schema().property:
            values[prop.replace("-", "_")] = [_value(profile, value, ids) for value in found]
        else:
            loss.add(prop, "only the source's own property", len(found))
    said |= {"facts": values} if values else {}
    if more := profile["descriptions"][1:]:
        said["descriptions"] = [_description(profile, one) for one in more]
    for key, operations in (
        ("operations", profile["operations"]),
        ("counter_operations", profile["counter_operations"]),
    ):
        if operations:
            said[key] = [_operation(profile, one) for one in operations]
    return said


def _rejected(stated: Iterable[Stated], support: int) -> str:
    """Why a name counts for nothing; "" if it does."""
    return "" if support else next((one["rejected"] for one in stated if "rejected" in one), "")


def _value(profile: Profile, value: Value, ids: Mapping[str, str]) -> Object:
    made: Object = {"label": value["label"], "support": value["support"], "stated_by": _by(profile, value["stated"])}
    if value["value"] not in (None, value["label"]):
        made["value"] = value["value"]
    if len(meant := value.get("means", [])) > 1:
        made["may_mean"] = [ids[one["id"]] for one in meant]
    return made


def _description(profile: Profile, one: Description) -> Object:
    by = {"by": one["by"]} if one["by"] else {}
    return {"text": one["text"], **by, "stated_by": _by(profile, one["stated"])}


def _operation(profile: Profile, one: Operation) -> Object:
    said = {key: content for key, content in one.items() if content and key != "stated"}
    return said | {"stated_by": _by(profile, one["stated"])}


def _by(profile: Profile, stated: Iterable[Stated]) -> list[str]:
    """The sources that state it."""
    return sorted({profile["records"][one["record"]]["source"] for one in stated})


def _labels(facts: Mapping[str, list[Value]], prop: str) -> list[str]:
    return [value["label"] for value in facts.get(prop, [])]
