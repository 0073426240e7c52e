import pytest

from bestiary.link import CANDIDATES, Directory, Link, id_of, links
from bestiary.store.write import Head, Value

UUID = "00000000-0000-4000-8000-00000000000a"


def head(number: int, kind: str, source: str = "s", format_: str = "f") -> Head:
    return Head(number, f"{source}:{number}", source, kind, format_, "card", "a.json", "", "", 1, 1)


HEADS = [head(1, "actor"), head(2, "actor", format_="etda_card"), head(3, "tool"), head(4, "tool", source="malpedia"),
         head(5, "organisation"), head(6, "actor")]  # fmt: skip
SAID = [
    Value(1, 0, "title", "Teapot - G0001"),
    Value(1, 1, "external-id", "G0001"),
    Value(1, 2, "uuid", UUID),
    Value(2, 0, "title", "Kettle, Samovar"),
    Value(3, 0, "title", "Strainer"),
    Value(3, 1, "name", "Sieve"),
    Value(4, 0, "title", "strainer"),
    Value(4, 1, "reference", "https://malpedia.caad.fkie.fraunhofer.de/details/win.strainer"),
    Value(3, 2, "reference", "https://malpedia.caad.fkie.fraunhofer.de/details/win.other"),
    Value(5, 0, "title", "Porcelain Labs"),
    Value(6, 0, "title", "Samovar"),
]


@pytest.fixture
def directory() -> Directory:
    return Directory(HEADS, SAID)


@pytest.mark.parametrize(
    ("prop", "raw", "expected"),
    [
        ("relation", UUID.upper(), [("", 1, "id")]),
        ("relation", f"intrusion-set--{UUID}", [("", 1, "id")]),
        ("relation", "https://attack.mitre.org/groups/G0001/", [("", 1, "id")]),
        ("relation", "https://malpedia.caad.fkie.fraunhofer.de/details/win.strainer", [("", 4, "id")]),
        ("relation", "https://malpedia.caad.fkie.fraunhofer.de/details/win.other", []),
        ("relation", "nobody", []),
        ("tool", "STRAINER", [("", 3, "name"), ("", 4, "name")]),
        ("tool", "Sieve", [("", 3, "name")]),
        ("tool", "Teapot", []),
        ("name-giver", "porcelain labs", [("", 5, "name")]),
        ("description", "See {{Kettle, Samovar}}.", [("Kettle, Samovar", 2, "title")]),
        ("description", "See {{Samovar}}.", [("Samovar", 6, "title")]),
        ("description", "See {{Kettle}}, {{Teapot}}.", [("Kettle", 2, "name"), ("Teapot", 1, "name")]),
        ("text", "1. {{Subgroup: Teapot, Samovar}}", [("Teapot, Samovar", 1, "name"), ("Teapot, Samovar", 2, "name"),
                                                      ("Teapot, Samovar", 6, "name")]),
        ("text", "Teapot", []),
    ],
)  # fmt: skip
def test_what_a_value_may_mean(directory: Directory, prop: str, raw: str, expected: list[tuple[str, int, str]]) -> None:
    found = links(directory, [Value(99, 7, prop, raw)])
    assert list(found) == [Link(99, 7, *row) for row in expected]


def test_a_record_does_not_point_at_itself(directory: Directory) -> None:
    assert list(links(directory, [Value(1, 0, "relation", UUID), Value(2, 3, "text", "{{Kettle}}")])) == []


@pytest.mark.parametrize(
    ("raw", "id_"),
    [
        ("T1059.001", "t1059.001"),
        ("https://attack.mitre.org/techniques/T1059/001", "t1059.001"),
        ("http://attack.mitre.org/software/S0065/", "s0065"),
        ("https://attack.mitre.org/software/S0065/more", "https://attack.mitre.org/software/s0065/more"),
        (f" x-mitre-tactic--{UUID} ", UUID),
        ("--", "--"),
    ],
)
def test_ids_are_told_apart_however_they_are_written(raw: str, id_: str) -> None:
    assert id_of(raw) == id_


@pytest.mark.parametrize(("bearers", "linked"), [(CANDIDATES, CANDIDATES), (CANDIDATES + 1, 0)])
def test_what_too_many_bear_means_none_of_them(bearers: int, linked: int) -> None:
    heads = [head(number, "tool") for number in range(1, bearers + 1)]
    said = [Value(one.number, *row) for one in heads for row in ((0, "title", "Ladle"), (1, "external-id", "X1"))]
    directory = Directory(heads, [*said, Value(1, 2, "name", "Spoon")])
    for prop, raw in (("tool", "ladle"), ("tool", "X1"), ("relation", "x1")):
        assert len(list(links(directory, [Value(999, 0, prop, raw)]))) == linked
    assert len(list(links(directory, [Value(999, 0, "tool", "spoon")]))) == 1


def test_a_title_that_too_many_bear_is_no_cross_reference_to_them() -> None:
    heads = [head(number, "actor") for number in range(1, CANDIDATES + 2)]
    directory = Directory(heads, [Value(one.number, 0, "title", "Kettle") for one in heads])
    assert list(links(directory, [Value(999, 0, "text", "{{Kettle}}")])) == []
