"""Two or three profiles side by side: what they have in common, and what only one has."""

from collections.abc import Mapping, Sequence

from .browse import things
from .errors import UsageError
from .judged import judged
from .names import fold
from .profile import Compared, Comparison, Judged, Profile, Thing
from .store.read import Reader
from .why import asked, thing

MOST = 3  # columns that a screen has room for

# Facts that are compared, in the order they are shown; `names`, `tools` and `techniques` are beside them.
FACTS = ("country", "sponsor", "motivation", "first-seen", "target-sector", "target-country")


def comparison(profiles: Sequence[Profile], used: Mapping[str, Thing], judgements: Sequence[Judged]) -> Comparison:
    """What each profile has of each aspect, and what all have.

    `used` are the things that they are said to use, by slug; `judgements` are those between the profiles.
    """
    aspects = {"names": [_names(profile) for profile in profiles]}
    for fact in FACTS:
        aspects[fact] = [_fact(profile, fact) for profile in profiles]
    aspects["tools"] = [_tools(profile, used) for profile in profiles]
    aspects["techniques"] = [_used(profile, used, "technique") for profile in profiles]
    return {
        "profiles": [thing(profile) for profile in profiles],
        "sources": [sorted({record["source"] for record in profile["records"]}) for profile in profiles],
        "aspects": [_aspect(name, values) for name, values in aspects.items() if any(values)],
        "judgements": [*judgements],
    }


def compare(reader: Reader, ids: Sequence[str]) -> Comparison:
    """Two or three things side by side. Raises like `why.asked`, and UsageError for more or less."""
    found = [asked(reader, id_) for id_ in ids]
    if not 2 <= len({one.number for one in found}) <= MOST:
        raise UsageError("there have to be two or three different things to compare")
    numbers = {one.number for one in found}
    between = [
        row
        for row in reader.judgements(found[0].number) + reader.judgements(found[1].number)
        if row.profile != row.other and {row.profile, row.other} <= numbers
    ]
    profiles = [one.profile for one in found]
    slugs = {relation["profile"] or "" for profile in profiles for relation in profile["relations"]}
    return comparison(profiles, things(reader, [*slugs]), [judged(row) for row in dict.fromkeys(between)])


def _aspect(name: str, values: list[dict[str, str]]) -> Compared:
    """One aspect; of values of one key the writing of the first profile stands for all."""
    shared = [key for key in values[0] if all(key in other for other in values[1:])]
    return {
        "aspect": name,
        "shared": [values[0][key] for key in shared],
        "only": [[value for key, value in own.items() if key not in shared] for own in values],
    }


def _names(profile: Profile) -> dict[str, str]:
    return {fold(name["name"]): name["name"] for name in profile["names"] if name["support"]}


def _fact(profile: Profile, prop: str) -> dict[str, str]:
    return {value["value"] or value["label"]: value["label"] for value in profile["facts"].get(prop, [])}


def _tools(profile: Profile, used: Mapping[str, Thing]) -> dict[str, str]:
    """Tools by what their names mean here, and those that are stated as relations."""
    found = {}
    for value in profile["facts"].get("tool", []):
        meant = value.get("means", [])
        found[meant[0]["id"] if len(meant) == 1 else value["label"].lower()] = value["label"]
    return {**found, **_used(profile, used, "tool")}


def _used(profile: Profile, used: Mapping[str, Thing], kind: str) -> dict[str, str]:
    """What of that kind the profile is said to use."""
    uses = (used.get(relation["profile"] or "") for relation in profile["relations"] if relation["type"] == "uses")
    return {thing["id"]: thing["title"] for thing in uses if thing and thing["kind"] == kind}
