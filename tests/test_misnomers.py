import pytest

from bestiary.misnomers import misnomers

from .subject import subject

MALWARE = frozenset({"steamrat", "kettle", "whistle", "lidder"})


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Operation Tea Party", "it is an operation, by its own words"),
        ("OperationTeaParty", "it is an operation, by its own words"),
        ("Op. Tea Party", "it is an operation, by its own words"),
        ("Tea campaign", "it is an operation, by its own words"),
        ("Unit 12345", "it is a unit or service, by its own words"),
        ("Bureau 121", "it is a unit or service, by its own words"),
        ("Tea Navy", "it is a unit or service, by its own words"),
        ("Ministry of Tea", "it is a unit or service, by its own words"),
        ("SteamRAT", "it is a name of malware"),
        ("Opal Kettle", None),
        ("Campaigner", None),
        ("Unity", None),
        ("Navy Kettle", None),
    ],
)
def test_what_a_name_says_of_itself(name: str, why: str | None) -> None:
    found = misnomers([subject(1, "misp", "Teapot", name)], MALWARE)
    assert list(found.get(1, {}).values()) == ([why] if why else [])


def test_a_stated_sponsor() -> None:
    found = misnomers([subject(1, "misp", "Teapot", "TSS"), subject(2, "etda", "Urn", sponsors={"tss"})], MALWARE)
    assert found == {1: {"tss": "it is stated as a sponsor"}}


def test_what_is_not_refused() -> None:
    assert misnomers([subject(1, "misp", "Operation Tea Party"), subject(2, "misp", "SteamRAT")], MALWARE) == {}
    entitled = [subject(1, "misp", "Teapot", "Kettle"), subject(2, "etda", "Kettle")]
    coined = [
        subject(3, "misp", "Urn", "Whistle"),
        subject(4, "etda", "Cup", "Whistle", givers={"Whistle": "Tin Labs"}),
    ]
    attack = [subject(5, "misp", "Mug", "Lidder"), subject(6, "mitre-attack", "Saucer", "Lidder")]
    assert misnomers([*entitled, *coined, *attack], MALWARE) == {}
