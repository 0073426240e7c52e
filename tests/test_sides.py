from bestiary.sides import SECOND_TITLE, Side, kept_up, lists_title

from .subject import subject


def test_what_several_records_have_together() -> None:
    one = subject(1, "a", "Teapot", "Pot", givers={"Pot": "Porcelain Labs"}, countries={"CN"}, similar={7: 1.5})
    other = subject(2, "b", "Kettle", "Pot", "Lid", titles=2, countries={"RU"}, similar={7: 2.5, 8: 1.0}, uses={4})
    other.rejected = {"lid": "a part"}
    side = Side([(one,), (other,)])
    assert side.numbers == {1, 2}
    assert side.titles == {"teapot": 1.0, "kettle": 1.0, "pot": SECOND_TITLE}
    assert side.names == {"teapot": set(), "pot": {"Porcelain Labs"}, "kettle": set()}
    assert side.bodies["pot"] == {"a", "b"}
    assert (set(side.countries), set(side.uses), side.similar) == ({"CN", "RU"}, {4}, {7: 2.5, 8: 1.0})


def test_entries_of_an_inventory() -> None:
    unit = (subject(1, "mitre-attack", "Teapot"), subject(2, "mitre-galaxy", "Teapot", body="mitre-attack"))
    side = Side([unit, (subject(3, "misp", "Pot"),)])
    assert {body: [[s.number for s in entry] for entry in entries] for body, entries in side.entries.items()} == {
        "mitre-attack": [[1, 2]],
        "misp": [[3]],
    }


def test_what_is_kept_up() -> None:
    assert kept_up("misp", [subject(1, "misp", "Teapot")])
    assert not kept_up("misp", [subject(1, "misp", "Teapot", live=False)])
    assert kept_up("mitre-attack", [subject(1, "mitre-attack", "Teapot", ids={"g0001"})])
    assert not kept_up("mitre-attack", [subject(1, "mitre-galaxy", "Teapot")])  # from before groups had ids


def test_a_rejected_name_lists_nothing() -> None:
    one, other = subject(1, "a", "Teapot"), subject(2, "a", "Kettle", "Teapot")
    assert lists_title([one], [other])
    assert not lists_title([other], [one])
    other.rejected = {"teapot": "a brand"}
    assert not lists_title([one], [other])
