"""The techniques that a profile uses, as a matrix by tactic."""

from ...base import Bestiary
from ..charts.matrix import Column, Technique, matrix
from .known import techniques as techniques_of
from .used import Other


def columns(bestiary: Bestiary, techniques: list[Other]) -> list[Column]:
    """The matrix, a column for each tactic; techniques without an id of ATT&CK's kind are in none."""
    if not techniques:
        return []
    known = techniques_of(bestiary)
    rows = []
    for one in techniques:
        if one.thing and one.thing["id"] in known:
            ids, tactics = known[one.thing["id"]]
            rows.append(Technique(ids[0], one.title, one.thing["id"], tuple(tactics)))
    return matrix(rows)
