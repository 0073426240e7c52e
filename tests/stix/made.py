"""Profiles to export, with what every profile has."""

from typing import Any, cast

from bestiary.profile import Profile


def profile(id_: str, kind: str = "actor", **more: Any) -> Profile:
    """A profile of two records, the first ATT&CK's, with nothing else but what is given."""
    records = [
        {"key": f"mitre-attack:intrusion-set--{id_}", "source": "mitre-attack", "external_ids": ["G0999"]},
        {"key": f"misp:{id_}", "source": "misp", "external_ids": []},
    ]
    made = {
        "id": id_, "kind": kind, "title": id_.title(), "records": records, "names": [], "descriptions": [],
        "facts": {}, "operations": [], "counter_operations": [], "relations": [], "references": [], "judgements": [],
        "related": [],
    }  # fmt: skip
    return cast(Profile, made | more)


def name(text: str, support: int = 1, contested: tuple[str, ...] = (), **stated: Any) -> dict[str, Any]:
    others = [{"id": other, "title": other, "kind": "actor"} for other in contested]
    return {
        "name": text, "givers": [], "support": support, "publications": 0, "contested": others,
        "stated": [{"record": 1, "place": 1} | stated],
    }  # fmt: skip


def value(label: str, value: str | None = None, support: int = 1, **more: Any) -> dict[str, Any]:
    return {"value": value or label, "label": label, "support": support, "stated": [{"record": 1, "place": 1}]} | more


def relation(type_: str, to: str | None, **more: Any) -> dict[str, Any]:
    return {
        "type": type_, "id": "x", "title": to, "profile": to, "likelihood": "", "stated": [{"record": 0, "place": 1}],
    } | more  # fmt: skip
