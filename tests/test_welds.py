from bestiary.identity import Subject
from bestiary.sides import Side
from bestiary.welds import Welds, welds

from .subject import subject


def found(*subjects: Subject) -> Welds:
    return welds([Side([(one,)]) for one in subjects])


ATTACK = [
    subject(1, "mitre-attack", "Teapot", "Pot One", ids={"g0001"}),
    subject(2, "mitre-attack", "Kettle", "Whistle", "Steam", ids={"g0002"}),
]


def test_names_of_another() -> None:
    card = subject(3, "etda", "Teapot", "Whistle", "Steam", "Lid")
    assert found(*ATTACK, card) == Welds(
        {
            3: {
                "steam": "at mitre-attack this is a name of “Kettle”, not of “Teapot”",
                "whistle": "at mitre-attack this is a name of “Kettle”, not of “Teapot”",
            }
        },
        {},
    )


def test_a_title_of_two() -> None:
    card = subject(3, "etda", "Teapot", "Kettle", "Whistle", "Steam", titles=2)
    assert found(*ATTACK, card).welded == {3: "joins names that mitre-attack holds apart, as those of “Kettle”"}


def test_a_name_is_first_of_all_of_the_one_that_has_it_as_title() -> None:
    kettle = subject(2, "mitre-attack", "Kettle", "Teapot", "Whistle", "Steam", ids={"g0002"})
    assert set(found(ATTACK[0], kettle, subject(3, "etda", "Teapot", "Whistle", "Steam")).rejected[3]) == {
        "steam",
        "whistle",
    }


def test_as_many_names_of_the_one_as_of_the_other_are_no_weld() -> None:
    assert found(*ATTACK, subject(3, "etda", "Teapot", "Pot One", "Whistle", "Steam")) == Welds({}, {})


def test_what_is_no_weld() -> None:
    assert found(*ATTACK, subject(3, "etda", "Teapot", "Pot One", "Whistle")) == Welds({}, {})  # most is Teapot's
    assert found(*ATTACK, subject(3, "etda", "Cup", "Whistle", "Steam")) == Welds({}, {})  # its title is nobody's
    assert found(*ATTACK, subject(3, "360", "Teapot", "Whistle", "Steam")) == Welds({}, {})  # not looked at
    old = [subject(1, "mitre-attack", "Teapot"), subject(2, "mitre-attack", "Kettle", "Whistle", "Steam", live=False)]
    assert found(*old, subject(3, "etda", "Teapot", "Whistle", "Steam")) == Welds({}, {})  # not kept up there


def test_names_refused_to_one_no_longer_make_it_the_other() -> None:
    """A record of MISP whose names are refused to it is no measure for a card."""
    misp = [subject(3, "misp", "Teapot", "Whistle", "Steam"), subject(4, "misp", "Cup", "Saucer")]
    card = subject(5, "etda", "Cup", "Whistle", "Steam", "Teapot")
    assert set(found(*ATTACK, *misp, card).rejected) == {3}
