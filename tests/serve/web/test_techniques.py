"""The matrix of what an actor uses."""

from pathlib import Path

from bestiary.base import Bestiary
from bestiary.serve.web.techniques import columns
from bestiary.serve.web.used import uses


def test_every_technique_with_an_id_has_its_place(packaged: Path) -> None:
    with Bestiary.open(packaged) as bestiary:
        profile = bestiary.who("APT28")["matches"][0]["profile"]
        found = uses(bestiary, profile).techniques
        matrix = columns(bestiary, found)
        assert columns(bestiary, []) == []
        known = bestiary.techniques()
    assert matrix[0].title == "Reconnaissance"
    placed = {cell.slug for column in matrix for cell in column.techniques if cell.slug}
    assert placed == {one.thing["id"] for one in found if one.thing and one.thing["id"] in known}
    assert len(placed) > 50
