"""Names that records list for an actor and that, by their own words or by other records, are something else.

An operation is something an actor did; a unit, service or sponsor stands behind several actors; malware is in more
than one hand. Such a name stays visible with the reason; it neither joins records nor tags texts. A record's own title
is never refused, nor is malware's name where ATT&CK lists it for the actor (it does so by what reports call the actor)
or somebody is stated to have coined it for one.
"""

import re
from collections.abc import Sequence

from .identity import Subject
from .sides import ATTACK

_OPERATION = re.compile(r"(?:operation ?|op\.? |campaign ).+|.+ (?:campaign|operation)s?", re.IGNORECASE)
_UNIT = re.compile(
    r"(?:military )?(?:unit|bureau|department|office|institute)(?: no\.?)? ?\d+.*|.*\b(?:navy|army|ministry of .*)",
    re.IGNORECASE,
)


def misnomers(subjects: Sequence[Subject], malware: frozenset[str]) -> dict[int, dict[str, str]]:
    """Record → folded name → why it names no actor; `malware` are names that several inventories of tools have."""
    titles = {title for subject in subjects for title in subject.titles}
    coined = {name for subject in subjects for name, giver in subject.names.items() if giver or subject.body == ATTACK}
    sponsors = {sponsor for subject in subjects for sponsor in subject.sponsors}
    found: dict[int, dict[str, str]] = {}
    for subject in subjects:
        for name in subject.names.keys() - set(subject.titles):
            written = subject.written[name]
            if _OPERATION.fullmatch(written):
                why = "it is an operation, by its own words"
            elif _UNIT.fullmatch(written):
                why = "it is a unit or service, by its own words"
            elif name in sponsors:
                why = "it is stated as a sponsor"
            elif name in malware - coined - titles:
                why = "it is a name of malware"
            else:
                continue
            found.setdefault(subject.number, {})[name] = why
    return found
