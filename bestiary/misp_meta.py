"""The `meta` of a profile's value in a MISP cluster file: names, givers and facts.

Which key a property has there is the column `misp` of `schema.toml`; a property `x-KEY` that was read from a cluster is
the key KEY again.
"""

from collections.abc import Callable, Iterator
from typing import Any

from .misp_file import LISTS, TEXTS
from .names import fold
from .profile import Name, Profile, Value
from .schema import misp_keys, schema, type_of
from .selection import Loss
from .values import clean

# What ATT&CK calls the kinds of which it has another word in its keys ("software_attack_id").
_ATTACK = {"actor": "group", "tool": "software"}

# Stated of a profile as a whole, or said by relations.
_ELSEWHERE = frozenset({"revoked", "tool"})

Alone = Callable[[str], bool]  # whether a folded name is this profile's alone
Giver = Callable[[str], str]  # the name of an organisation → its UUID


def meta(profile: Profile, alone: Alone, giver: Giver, loss: Loss) -> dict[str, Any]:
    """The meta of a profile, with what it has no place for noted."""
    made: dict[str, Any] = {
        "bestiary-id": profile["id"],
        "bestiary-records": sorted({record["key"] for record in profile["records"]}),
    }
    synonyms, attributed = _names(profile, alone, giver, loss)
    facts = {prop: values for prop, values in profile["facts"].items() if prop not in _ELSEWHERE}
    _count(profile, loss)
    ids = dict.fromkeys(id_ for record in profile["records"] for id_ in record["external_ids"] if id_.strip())
    for prop, texts in (("name", synonyms), ("name-giver", attributed), ("external-id", [*ids])):
        if texts:
            made[_key(prop, profile["kind"])] = texts
    for prop, values in [*facts.items(), ("reference", profile["references"])]:
        key = _key(prop, profile["kind"])
        unknown = prop not in schema().property
        if unknown:
            values = _of_clusters(profile, prop, values, loss)
        if not key:
            loss.add(prop, "a cluster has no key for it", len(values))
        elif key in made or (unknown and key in misp_keys()):
            loss.add(prop, "another property has its key", len(values))
        elif texts := [*_texts(prop, values, loss)]:
            made[key] = _one_or_all(prop, key, texts, loss)
    return made


def _key(prop: str, kind: str) -> str:
    """The meta key of a property, "" if it has none."""
    known = schema().property.get(prop)
    if known is None:
        return prop.removeprefix("x-")
    own = f"{_ATTACK.get(kind, kind)}_attack_id"
    return own if own in known.misp else next(iter(known.misp), "")


def _names(profile: Profile, alone: Alone, giver: Giver, loss: Loss) -> tuple[list[str], list[str]]:
    """The synonyms, and the givers of these and the title as "NAME:uuid of the giver".

    Tools that read galaxies take things which share a synonym for one thing, so only names stand there that nobody else
    bears; a name that is judged to be none of the profile does not either.
    """
    title = fold(profile["title"])
    synonyms: dict[str, str] = {}  # without case → as written
    attributed: dict[str, None] = {}
    for name in profile["names"]:
        folded = fold(name["name"])
        shared = name["contested"] or not alone(folded)
        if name["support"] == 0:
            loss.add("name", "it is judged to be no name of the thing")
        elif shared and folded != title:
            loss.add("name", "others bear it too, and what shares a synonym is taken for one")
        else:
            for written in () if shared else _spellings(name):
                synonyms.setdefault(written.casefold(), written)
            attributed.update(dict.fromkeys(f"{name['name']}:{giver(one)}" for one in name["givers"]))
        loss.add("name: publications", "a cluster does not say what is cited for a name", name["publications"])
    synonyms.pop(profile["title"].casefold(), None)
    return list(synonyms.values()), list(attributed)


def _spellings(name: Name) -> Iterator[str]:
    """The name as it is shown, then as others write it: tools look names up as they are written."""
    yield name["name"]
    for stated in name["stated"]:
        written = clean("name", stated.get("raw", "")).label
        if written and "rejected" not in stated and fold(written) == fold(name["name"]):
            yield written


def _of_clusters(profile: Profile, prop: str, values: list[Value], loss: Loss) -> list[Value]:
    """The values that clusters state: of other formats nobody knows which key an unknown property would have."""
    read = {place for place, record in enumerate(profile["records"]) if record["misp_tag"] is not None}
    found = [value for value in values if any(stated["record"] in read for stated in value["stated"])]
    loss.add(prop, "only other formats have it", len(values) - len(found))
    return found


def _texts(prop: str, values: list[Value], loss: Loss) -> Iterator[str]:
    """What is written of values, the best supported first: a country of origin as its code, an address as it is
    followed, all else as it is shown."""
    type_ = type_of(prop)
    coded = prop == "country" or type_ == "url"  # countries of victims are written out in clusters
    for value in sorted(values, key=lambda value: -value["support"]):
        text = value["value"] if coded else value["label"]
        if text and (value["value"] is not None or not clean(type_, text).understood):
            yield text
        else:
            loss.add(prop, "it names nothing exact" if coded else "it says that nothing is known")


def _one_or_all(prop: str, key: str, texts: list[str], loss: Loss) -> str | list[str]:
    """The form in which a key has its values: all, or the first where it has room for one text only."""
    known = schema().property.get(prop)
    texts = [*dict.fromkeys(texts)]
    if key in LISTS or (key not in TEXTS and (known is None or known.lists or (known.many and len(texts) > 1))):
        return texts
    loss.add(prop, "its key has room for one value: the best supported", len(texts) - 1)
    return texts[0]


def _count(profile: Profile, loss: Loss) -> None:
    """Counts what a value of a cluster has no place for."""
    loss.add("operation", "a cluster has no place for it", len(profile["operations"]))
    loss.add("counter-operation", "a cluster has no place for it", len(profile["counter_operations"]))
    if len(profile["records"]) > 1:
        facts = sum(map(len, profile["facts"].values()))
        why = "a cluster does not say which of the records states what"
        loss.add("who states it", why, facts + len(profile["names"]) + len(profile["references"]))
