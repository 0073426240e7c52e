"""The files of a MISP galaxy as they are written, whatever they hold: one for the galaxy, one for its clusters.

The form is specified at https://www.misp-standard.org/rfc/misp-standard-galaxy-format.html (sections 2.1 and 2.2) and
checked by schema_galaxies.json and schema_clusters.json of https://github.com/MISP/misp-galaxy.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

import msgspec

from .profile import SourceInfo

# What our UUIDs are made in (RFC 9562, section 5.5). It was drawn once and never changes, nor do they.
NAMESPACE = UUID("0f3d5f7f-aecf-4441-b7b7-4d4cdd820d02")

# Meta keys that hold one text, and those that hold a list of different ones (schema_clusters.json).
TEXTS = frozenset(
    {"colour", "complexity", "country", "date", "effectiveness", "encryption", "impact", "motive", "possible_issues",
     "status"}
)  # fmt: skip
LISTS = frozenset({"extensions", "official-refs", "ransomnotes", "refs", "synonyms", "type"})

_LIKELIHOOD = 'estimative-language:likelihood-probability="'
_NUMBER = re.compile(r"[0-9]+")
_LARGEST = 999_999  # the number of a version; a longer one is a date or an accident


def own_uuid(name: str) -> str:
    """The UUID that we give to what has this name among us: the key of a record, or words with a space."""
    return str(uuid5(NAMESPACE, name))


def likelihood_tag(term: str) -> str:
    """The tag of MISP's estimative-language taxonomy that says how likely a relation is.

    >>> likelihood_tag("very-likely")
    'estimative-language:likelihood-probability="very-likely"'
    """
    return f'{_LIKELIHOOD}{term}"'


def number(edition: str) -> int:
    """The number in the edition of a file, 0 if there is none or it is none to count with.

    >>> number("version 336"), number("v18.1"), number("20240116123000"), number("")
    (336, 18, 0, 0)
    """
    found = _NUMBER.search(edition)
    # the text is measured first: int() refuses more than 4,300 digits
    counted = int(found[0]) if found and len(found[0]) <= len(str(_LARGEST)) else 0
    return counted


def terms(sources: Iterable[SourceInfo]) -> str:
    """What the description of a cluster file says of the sources whose text it carries."""
    told = (f"{source['title']} by {source['publisher']}: {source['terms']}." for source in sources)
    return " ".join(["The terms of the sources hold for what is theirs.", *told])


def galaxy_file(head: Mapping[str, object]) -> Iterator[bytes]:
    """A galaxy: what its clusters have in common. Keys are sorted and indented as in the files of MISP's own."""
    yield msgspec.json.format(msgspec.json.encode(head, order="sorted"), indent=2) + b"\n"


def cluster_file(head: Mapping[str, object], values: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """A cluster file, made value by value: each on a line of its own, so that what changed shows line by line."""
    before = dict(head)
    last = before.pop("version")
    yield b"{\n"
    for key in sorted(before):
        yield msgspec.json.encode(key) + b": " + msgspec.json.encode(before[key]) + b",\n"
    yield b'"values": ['
    for place, value in enumerate(values):
        yield (b",\n" if place else b"\n") + msgspec.json.encode(value, order="sorted")
    yield b'\n],\n"version": ' + msgspec.json.encode(last) + b"\n}\n"
