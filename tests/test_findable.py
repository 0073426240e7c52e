from typing import Any

import pytest

from bestiary.findable import facts, labels, uses, words
from bestiary.profile import Profile

from .stix.made import name, profile, relation, value


def operation(date: str | None, **more: Any) -> dict[str, Any]:
    said = {"date": date, "reported": "", "title": "Earl Grey", "text": ["Recipes left."], "targets": ["Tea rooms"]}
    return said | {"methods": [], "notes": [], "urls": [], "stated": []} | more


def test_words() -> None:
    one = profile(
        "teapot",
        names=[name("APT 999"), name("Op Tea", 0)],
        descriptions=[{"text": "It pours.", "by": "", "stated": []}],
        facts={"tool": [value("Strainer")], "sponsor": [value("Ministry of Tea")]},
        operations=[operation("2014")],
        relations=[relation("see", "Kettle")],
        references=[value("https://example.org")],
    )
    assert words(one) == (
        "Teapot APT 999 apt999",
        "It pours.\nMinistry of Tea",
        "Earl Grey\nRecipes left.\nTea rooms",
        "Strainer\nKettle",
        "https://example.org",
    )


def test_facts() -> None:
    said = {"country": [value("Norway", "NO")], "sponsor": [value("Ministry of Tea")], "motivation": []}
    one = profile("teapot", facts=said, names=[name("Pot") | {"givers": ["Porcelain Labs"]}])
    assert set(facts(one)) == {
        ("kind", "actor"),
        ("country", "norway"), ("country", "no"), ("sponsor", "ministryoftea"), ("giver", "porcelainlabs"),
        ("source", "mitre-attack"), ("source", "misp"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2014", {"2014"}), ("2014-05-06", {"2014-05-06"}), ("2014-22", {"2014"}), ("2013/2014-02", {"2013", "2014-02"}),
     (None, set()), ("../2014", {"2014"})],
)  # fmt: skip
def test_dates(date: str | None, expected: set[str]) -> None:
    assert {
        found for prop, found in facts(profile("teapot", operations=[operation(date)])) if prop == "date"
    } == expected


def test_who_uses_what() -> None:
    tools = [value("Strainer", means=[{"id": "strainer"}]), value("Pot", means=[{"id": "a"}, {"id": "b"}])]
    one = profile("teapot", facts={"tool": tools}, relations=[relation("uses", "ladle"), relation("see", "urn")])
    assert list(uses(one)) == [("teapot", "ladle"), ("teapot", "strainer")]
    assert list(uses(profile("ladle", "tool", relations=[relation("used-by", "teapot")]))) == [("teapot", "ladle")]


def test_labels() -> None:
    nowhere = value("Middle Tea") | {"value": None}
    one: Profile = profile("teapot", facts={"country": [value("Norway", "NO"), nowhere]})
    assert list(labels(one)) == [
        ("kind", "actor"),
        ("country", "Norway"),
        ("source", "mitre-attack"),
        ("source", "misp"),
    ]


def test_a_type_of_incident_is_found_and_counted_as_a_motivation() -> None:
    said = {"motivation": [value("Hacktivism")], "incident-type": [value("Sabotage and destruction", "sabotage")]}
    one = profile("teapot", facts=said)
    assert {found for prop, found in facts(one) if prop == "motivation"} == {
        "hacktivism", "sabotageanddestruction", "sabotage",
    }  # fmt: skip
    assert {label for prop, label in labels(one) if prop == "motivation"} == {"Hacktivism", "Sabotage and destruction"}
