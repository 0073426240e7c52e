from bestiary.selection import Loss


def test_loss_is_counted_by_property_and_reason() -> None:
    loss = Loss()
    loss.add("name", "its giver is left out")
    loss.add("motive", "no word for it", 2)
    loss.add("name", "its giver is left out", 3)
    loss.add("name", "nothing", 0)
    assert loss.rows() == [("motive", "no word for it", 2), ("name", "its giver is left out", 4)]
