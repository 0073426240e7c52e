from bestiary.candidates import MANY, bearing, common, pairs
from bestiary.sides import Side

from .subject import subject


def test_what_is_compared() -> None:
    sides = [
        Side([(subject(1, "a", "Teapot", "Pot"),)]),
        Side([(subject(2, "b", "teapot"),)]),
        Side([(subject(3, "b", "Kettle", ids={"g0001"}),)]),
        Side([(subject(4, "a", "Samovar", cited={"g0001"}),)]),
        Side([(subject(5, "a", "Urn", similar={1: 1.5}),)]),
        Side([(subject(6, "a", "Mug", stated=(("overlaps", 2),)),)]),
        Side([(subject(7, "a", "Cup"),)]),
    ]
    assert pairs(sides) == {(0, 1), (2, 3), (0, 4), (1, 5)}


def test_a_name_of_many_finds_nobody() -> None:
    def sides(count: int) -> list[Side]:
        return [Side([(subject(number, "a", f"Name {number}", "Team"),)]) for number in range(count)]

    assert len(pairs(sides(MANY))) == MANY * (MANY - 1) // 2
    assert pairs(sides(MANY + 1)) == set()


def test_bearers_and_rivals() -> None:
    sides = [Side([(subject(1, "a", "Teapot"),)]), Side([(subject(2, "b", "Kettle", "Teapot"),)]),
             Side([(subject(3, "b", "Samovar", "Teapot"),)])]  # fmt: skip
    assert bearing(sides)["teapot"] == [0, 1, 2]
    assert common(sides, frozenset(), {}).rivals == {"teapot": 2}
