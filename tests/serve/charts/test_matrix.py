"""Techniques by tactic."""

from bestiary.serve.charts.matrix import Technique, matrix


def test_tactics_stand_in_their_order_and_unknown_ones_last() -> None:
    used = [
        Technique("T1", "A", "a", ("impact", "zzz")),
        Technique("T2", "B", "b", ("initial-access",)),
        Technique("T3", "C", "c", ()),
    ]
    assert [column.title for column in matrix(used)] == ["Initial access", "Impact", "Other", "Zzz"]


def test_sub_techniques_stand_below_their_technique_though_it_is_not_used() -> None:
    [column] = matrix([
        Technique("T1059.003", "Shell", "shell", ("execution",)), Technique("T1204", "User", "user", ("execution",)),
        Technique("T1059.001", "PowerShell", "ps", ("execution",)),
    ])  # fmt: skip
    assert [(cell.id, cell.slug, cell.sub) for cell in column.techniques] == [
        ("T1059", "", False), ("T1059.001", "ps", True), ("T1059.003", "shell", True), ("T1204", "user", False)
    ]  # fmt: skip
    assert column.used == 3
