from typing import Any

from bestiary.selection import Loss


def test_loss_is_counted_by_property_and_reason() -> None:
    loss = Loss()
    loss.add("name", "its giver is left out")
    loss.add("motive", "no word for it", 2)
    loss.add("name", "its giver is left out", 3)
    loss.add("name", "nothing", 0)
    assert loss.rows() == [("motive", "no word for it", 2), ("name", "its giver is left out", 4)]


def test_what_is_left_of_a_profile() -> None:
    lists = ("names", "descriptions", "operations", "counter_operations", "relations", "references", "judgements")
    profile: Any = {**{prop: [1, 2] for prop in lists}, "related": [], "facts": {"country": [1], "x-odd": [1]}}
    loss = Loss()
    loss.rest(profile, "w", {"name", "country", "relation", "operation", "reference"})
    assert loss.rows() == [
        ("counter-operation", "w", 2),
        ("description", "w", 2),
        ("judgement", "w", 2),
        ("x-odd", "w", 1),
    ]
