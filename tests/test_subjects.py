from typing import Any

import pytest

from bestiary.identity import Subject
from bestiary.store.write import Head, Known
from bestiary.subjects import Around, body_of, subjects

UUID = "00000000-0000-4000-8000-00000000000a"


def head(source: str = "misp", kind: str = "actor", collection: str = "threat-actor") -> Head:
    return Head(1, f"{source}:1", source, kind, "misp_galaxy", collection, "a.json", "", "", 1, 1)


def read(*said: tuple[str, str], of: Head | None = None, targets: Any = None, **qualifiers: str) -> Subject:
    """A record with these statements, the last with the qualifiers; 7 is a tool, 8 an organisation."""
    last = len(said) - 1
    known = [Known(ord_, prop, raw, raw, qualifiers if ord_ == last else {}) for ord_, (prop, raw) in enumerate(said)]
    around = Around(frozenset({"g0001"}), {7: 70}, {8: "Porcelain Labs"})
    (found,) = subjects([of or head()], {1: known}, {1: targets or {}}, around)
    return found


def test_names_titles_and_ids() -> None:
    found = read(("title", "Teapot"), ("uuid", UUID.upper()), ("uuid", "n/a"), ("name", "APT 999"), ("name", "G0007"))
    assert found.titles == ("teapot",)
    assert found.names == {"teapot": "", "apt999": ""}  # an id is no name
    assert found.written["apt999"] == "APT 999"
    assert (set(found.ids), set(found.cited)) == ({UUID}, {"g0007"})


def test_an_id_of_attack_is_one_only_if_attack_has_it() -> None:
    assert read(("title", "Teapot"), ("attack-id", "G0001")).ids == {"g0001"}
    assert read(("title", "Teapot"), ("attack-id", "G3001")).ids == frozenset()


def test_who_coined_a_name() -> None:
    assert read(("title", "Teapot"), ("name", "Brown Betty"), giver="Porcelain Labs").names["brownbetty"]
    said = ("title", "Teapot"), ("name", "Brown Betty"), ("name-giver", "a-uuid")
    assert read(*said, name="BROWN BETTY", targets={2: [8]}).names["brownbetty"] == "Porcelain Labs"


@pytest.mark.parametrize(
    ("type_", "field", "expected"),
    [
        ("uses", "uses", {70}),
        ("revoked-by", "became", (7,)),
        ("part-of", "stated", (("subgroup-of", 7),)),
        ("similar", "similar", {7: 2.5}),
        ("delivers", "stated", ()),
    ],
)
def test_relations(type_: str, field: str, expected: object) -> None:
    said = ("title", "Teapot"), ("relation", UUID)
    found = read(*said, targets={1: [7]}, type=type_, likelihood="almost-certain")
    assert getattr(found, field) == expected


def test_pages_are_ids() -> None:
    found = read(
        ("title", "Teapot"),
        ("reference", "https://attack.mitre.org/groups/G0002/"),
        ("reference", "https://www.example.org/Report/"),
    )
    assert (set(found.cited), set(found.references)) == ({"g0002"}, {"example.org/report"})
    of = head("malpedia", "tool", "malpedia")
    page = ("reference", "https://malpedia.caad.fkie.fraunhofer.de/details/elf.strainer")
    family = read(("title", "Strainer (ELF)"), page, of=of)
    assert (set(family.ids), family.titles, set(family.platforms)) == (
        {"malpedia:elf.strainer"},
        ("strainer",),
        {"Linux"},
    )


def test_what_the_text_tells() -> None:
    assert read(("title", "Teapot"), ("description", "Teapot is a long-running espionage campaign.")).campaign
    assert not read(("title", "Teapot"), ("description", "Teapot is a group known for a campaign.")).campaign
    assert not read(
        ("title", "Teapot"), ("description", "Teapot is a group." + " x" * 200 + " It is a campaign")
    ).campaign
    of = head("etda-json", "tool", "tool")
    assert read(("title", "Strainer"), ("description", "It runs on Windows and macOS."), of=of).platforms == {
        "Windows",
        "macOS",
    }


def test_live_or_not() -> None:
    assert read(("title", "Teapot"), ("revoked", "false")).live
    assert not read(("title", "Teapot"), ("revoked", "true"), ("deprecated", "false")).live


def test_values_by_their_meaning() -> None:
    found = read(("title", "Teapot"), ("country", "NO"), ("country", ""), ("sponsor", "Ministry of Tea"),
                 ("target-country", "IS"))  # fmt: skip
    assert (set(found.countries), set(found.sponsors), set(found.targets)) == ({"NO"}, {"ministryoftea"}, {"IS"})


def test_whose_inventory() -> None:
    assert body_of(head("mitre-galaxy")) == "mitre-attack"
    assert body_of(head("misp")) == "misp"
    assert body_of(head("misp", "tool", "rat")) == "misp:rat"  # the galaxy has several of tools, with doubles
