"""Browsing: who coined which names, which names are contested, who uses a thing, what begins like this."""

from collections.abc import Iterable, Sequence

from . import schemes
from .errors import NotFound
from .names import fold
from .profile import Bearer, Changed, Coined, Contested, Giver, News, Summary, Thing
from .schema import schema, type_of
from .schemes import table
from .stix.ids import Ids
from .store import browse
from .store.browse import Bearing
from .store.find import Is, Wanted, found
from .store.read import Reader
from .values import clean
from .versions import known, published

MOST = 100  # names that are offered at once


def things(reader: Reader, ids: Sequence[str]) -> dict[str, Thing]:
    """Id → thing, of those ids that are a profile's."""
    known = browse.things(reader, list(dict.fromkeys(ids)))
    return {id_: {"id": id_, "title": title, "kind": kind} for id_, (kind, title) in known.items()}


def techniques(reader: Reader) -> dict[str, tuple[list[str], list[str]]]:
    """Id → (ids that ATT&CK and matrices like it give, tactics) of every technique that has an id there."""
    tactics = browse.labelled(reader, "tactic")
    return {slug: (ids, tactics.get(slug, [])) for slug, ids in browse.attack_ids(reader).items()}


def beginning(reader: Reader, text: str, limit: int) -> list[Bearer]:
    """Names that begin like the text, the shortest first, with who bears them; nothing for no text."""
    prefix = fold(text)
    return [_bearer(one) for one in browse.beginning(reader, prefix, min(limit, MOST))] if prefix else []


def _bearer(one: Bearing) -> Bearer:
    return {"name": one.name, "profile": {"id": one.slug, "title": one.title, "kind": one.kind}}


def givers(reader: Reader) -> list[Giver]:
    """Everyone who is said to have coined names, or whose scheme is known, by name."""
    found_: dict[str, Giver] = {}
    for name, names_, many in browse.givers(reader):
        found_[fold(name)] = {"id": fold(name), "name": name, "names": names_, "profiles": many}
    for scheme in table().scheme:
        found_.setdefault(
            fold(scheme.giver), {"id": fold(scheme.giver), "name": scheme.giver, "names": 0, "profiles": 0}
        )
    return sorted(found_.values(), key=lambda one: one["name"].casefold())


def giver(reader: Reader, name: str) -> tuple[Giver, list[Coined]]:
    """A giver, however it is written, and what it is said to have coined. Raises NotFound for who is none."""
    one = next((one for one in givers(reader) if one["id"] == fold(name)), None)
    if one is None:
        raise NotFound(f"nobody says that “{name[:80]}” coined a name", hint="the list of givers tells who did")
    rows = browse.coined(reader, one["name"])
    return one, [{**_bearer(bearing), "sources": sources} for bearing, sources in rows]


def built_like(reader: Reader) -> dict[str, list[Bearer]]:
    """Id of a giver → the actors' names that only its scheme reads and of which nobody states who coined them."""
    stated = {fold(one.name) for name, _, _ in browse.givers(reader) for one, _ in browse.coined(reader, name)}
    found_: dict[str, list[Bearer]] = {}
    for one in names(reader):
        unsaid = one["profile"]["kind"] == "actor" and fold(one["name"]) not in stated
        if unsaid and (giver := schemes.built_like(one["name"])):
            found_.setdefault(fold(giver), []).append(one)
    return found_


def contested(reader: Reader, kinds: Iterable[str] | None = None) -> list[Contested]:
    """The names that several things of one kind bear."""
    found_: list[Contested] = []
    for kind in kinds or schema().kind:
        for name, bearers in browse.contested(reader, kind):
            found_.append({"name": name, "kind": kind, "bearers": [_bearer(one)["profile"] for one in bearers]})
    return found_


def users(reader: Reader, id: str) -> list[Summary]:
    """What is said to use the tool or technique with this slug, the best described first."""
    return _having(reader, ("tool", "uses"), (id,))


def sharing(reader: Reader, id: str, used: Sequence[str], most: int) -> dict[str, list[Thing]]:
    """Of what an actor uses, that which no more than so many other actors use → who they are."""
    by_used = browse.users(reader, used, "actor")
    others = {one: [_bearer(user)["profile"] for user in users if user.slug != id] for one, users in by_used.items()}
    return {one: users for one, users in others.items() if 0 < len(users) <= most}


def having(reader: Reader, property: str, value: str) -> list[Summary]:
    """What has the value (a code, term or folded label) as this property, the best described first."""
    return _having(reader, (property,), (value.lower(),))


def _having(reader: Reader, properties: tuple[str, ...], values: tuple[str, ...]) -> list[Summary]:
    rows = found(reader, Wanted("", (), [Is(properties, values)]), -1, 0).rows
    return [reader.decoded(summary) for _, summary in rows]


def counted(reader: Reader, property: str, kind: str) -> dict[str, int]:
    """Code → how many things of the kind have it as "country", "target-country" or "target-sector"."""
    type_ = type_of(property)
    found_ = browse.counted(reader, property, kind)
    codes = ((clean(type_, value).value, value, many) for value, many in found_.items())
    return {code: many for code, value, many in codes if code and code.lower() == value}


def changed(reader: Reader, kinds: Sequence[str], limit: int) -> list[Changed]:
    """What their sources changed last."""
    rows = browse.changed(reader, kinds, limit)
    return [
        {"date": date, "source": source, "profile": {"id": slug, "title": title, "kind": kind}}
        for date, source, slug, kind, title in rows
    ]


def news(reader: Reader) -> News:
    """What the last build that brought something brought. Relations and the like do not count, only things."""
    said = published(reader)
    at = said.latest()
    rows = {id_: version for id_, version in said.versions.items() if version.modified == at}
    if at == said.first or not rows:
        return {"at": "", "new": [], "changed": [], "gone": 0}
    slugs = Ids(known(reader.known())).slugs
    there = things(reader, [slugs[id_] for id_ in rows if id_ in slugs])
    parted: dict[bool, list[Thing]] = {True: [], False: []}
    for id_, version in rows.items():
        if one := there.get(slugs.get(id_, "")):
            parted[version.created == at].append(one)
    gone = sum(bool(version.gone) and not id_.startswith("relationship--") for id_, version in rows.items())
    return {"at": at, "new": parted[True], "changed": parted[False], "gone": gone}


def names(reader: Reader) -> list[Bearer]:
    """Every name with everything that bears it."""
    return [_bearer(one) for one in browse.all_names(reader)]
