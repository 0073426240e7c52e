import json
from pathlib import Path
from typing import Any

import pytest

from bestiary.base import Bestiary
from bestiary.errors import NotFound
from bestiary.ingest import build
from bestiary.selection import Loss

from .chosen import Given, exported


def techniques(content: bytes) -> dict[str, dict[str, Any]]:
    return {cell["techniqueID"]: cell for cell in json.loads(content)["techniques"]}


def case(name: str) -> Given:
    path = Path(__file__).parents[1] / f"golden/exports/{name}/given.json"
    return Given(json.loads(path.read_text("utf-8"))["profiles"])


def test_one_actor() -> None:
    loss = Loss()
    made = exported("navigator", case("navigator/one"), loss)
    assert list(made) == ["teapot-enterprise-attack.json", "teapot-mobile-attack.json", "teapot-ics-attack.json"]
    cells = techniques(made["teapot-enterprise-attack.json"])
    assert {id_: cell["score"] for id_, cell in cells.items()} == {"T9001.001": 1, "T9004": 1}  # for the revoked T9003
    steep = cells["T9001.001"]
    assert steep["comment"] == "Teapot steeps `leaves` for long. — Porcelain Labs; Kettle & Sons"
    assert [link["url"] for link in steep["links"]] == ["https://tea.example/1", "https://cup.example/2"]
    text, _, _ = techniques(made["teapot-mobile-attack.json"])["T9002"]["comment"].partition(" — ")
    assert text.endswith("…")
    assert len(text) <= 300
    assert ("relation: uses", "the technique is in no matrix of the Navigator", 1) in loss.rows()


def test_several_are_counted() -> None:
    made = exported("navigator", case("navigator/several"))
    cells = techniques(made["enterprise-attack.json"])
    assert (cells["T9001.001"]["score"], cells["T9001.001"]["comment"]) == (2, 'Teapot "<b>", Kettle')
    assert json.loads(made["mobile-attack.json"])["gradient"]["maxValue"] == 1


def test_nothing_to_show() -> None:
    with pytest.raises(NotFound, match="nothing that was chosen uses a technique"):
        exported("navigator", Given([]))


def test_of_attack_s_own_objects(tmp_path: Path) -> None:
    thing = {"id": "x-mitre-matrix--1", "type": "x-mitre-matrix"}
    domains = {"x_mitre_domains": ["ics-attack"]}
    reference = {"source_name": "mitre-attack", "external_id": "T0801", "url": "https://attack.example/T0801"}
    group = "intrusion-set--00000000-0000-4000-8000-0000000000a1"
    technique = "attack-pattern--00000000-0000-4000-8000-0000000000a2"
    made = [
        thing | domains,
        {"type": "intrusion-set", "id": group, "name": "Urn", **domains},
        {"type": "attack-pattern", "id": technique, "name": "Brew", "external_references": [reference], **domains},
        {"type": "relationship", "id": f"relationship--{group[15:]}", "relationship_type": "uses", "source_ref": group,
         "target_ref": technique, "description": "It brews."},
    ]  # fmt: skip
    path = tmp_path / "ics-attack.json"
    path.write_text(json.dumps({"type": "bundle", "id": "bundle--1", "objects": made}), encoding="utf-8")
    build([path], db=tmp_path / "x.db", default=False)
    with Bestiary.open(tmp_path / "x.db") as bestiary:
        files = {name: b"".join(content) for name, content in bestiary.export("navigator", ["urn"])}
    assert list(files) == ["urn-ics-attack.json"]
    assert techniques(files["urn-ics-attack.json"])["T0801"]["comment"] == "It brews. — The MITRE Corporation"
