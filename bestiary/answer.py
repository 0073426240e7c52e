"""Who is behind a name: the answer, put together from stored text, so that a look-up does not decode what it prints."""

import json
from typing import TYPE_CHECKING

from .names import fold
from .store.read import Found, Reader

if TYPE_CHECKING:  # annotations only: an answer is not kept waiting for them
    from .profile import Rejected, Thing


def who_json(reader: Reader, name: str) -> tuple[int, str]:
    """How many profiles bear the name, or else have it as an id, and the Answer as JSON text."""
    matches: dict[int, list[Found]] = {}
    refused = []
    for found in reader.named(fold(name)):
        if found.rejected:
            refused.append(found)
        else:
            matches.setdefault(found.profile, []).append(found)
    if not matches and not refused:
        matches = _by_id(reader, name)
    texts = [_match(reader, number, uses) for number, uses in matches.items()]
    head = f'{{"query":{json.dumps(name)},"ambiguous":{json.dumps(len(texts) > 1)},"matches":['
    rest = {
        "rejected": [_refused(reader, use) for use in refused],
        "near": [] if texts or refused else _near(reader, name),
    }
    return len(texts), f"{head}{','.join(texts)}],{json.dumps(rest, ensure_ascii=False)[1:]}"


def _near(reader: Reader, name: str) -> list[str]:
    from .offered import names

    return names(reader, name)


def _by_id(reader: Reader, id: str) -> dict[int, list[Found]]:
    """The profiles that have it as slug, record key, UUID or external id, each with the record that does."""
    from .lookup import numbers

    found = {}
    for number in numbers(reader, id):
        records = reader.decoded(reader.profile(number))["records"]
        whose = {key.lower(): (key, one) for one in records for key in (one["key"], *one["external_ids"])}
        key, one = whose.get(id.strip().lower(), (id.strip(), records[0]))
        use = (one["key"], one["source"], one["modified"] or "", one["edition"])
        found[number] = [Found(number, key, "", "id", "", *use)]
    return found


def _refused(reader: Reader, use: Found) -> "Rejected":
    """A use of the name that does not count."""
    profile = reader.decoded(reader.profile(use.profile))
    thing: Thing = {"id": profile["id"], "title": profile["title"], "kind": profile["kind"]}
    return {"name": use.name, "record": use.record, "source": use.source, "profile": thing, "why": use.rejected}


def _match(reader: Reader, number: int, uses: list[Found]) -> str:
    """A Match as JSON text: the uses of the name, and the stored profile."""
    matched = [
        {"name": use.name, "giver": use.giver, "relation": use.relation, "record": use.record, "source": use.source,
         "modified": use.modified or None, "edition": use.edition}
        for use in uses
    ]  # fmt: skip
    return f'{{"matched":{json.dumps(matched, ensure_ascii=False)},"profile":{reader.profile(number)}}}'
