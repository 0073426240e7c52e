from typing import Any

import pytest
import stix2
from hypothesis import given
from hypothesis import strategies as st

from bestiary.profile import Profile
from bestiary.selection import Loss
from bestiary.stix.common import EXTENSION, TLP
from bestiary.stix.ids import uuid
from bestiary.stix.thing import thing

from .made import name, profile, value

IDS = {"teapot": f"intrusion-set--{uuid('t')}", "kettle": f"intrusion-set--{uuid('k')}"}


def made(one: Profile, type_: str = "intrusion-set", loss: Loss | None = None) -> dict[str, Any]:
    """The object, which the STIX library takes too."""
    found = thing(one, type_, f"{type_}--{uuid('t')}", IDS, loss or Loss())
    stix2.parse(found, allow_custom=False)
    return found


def rest(one: Profile) -> dict[str, Any]:
    content: dict[str, Any] = made(one)["extensions"][EXTENSION]
    return content


def test_only_names_that_nobody_else_bears_are_aliases() -> None:
    names = [
        name("Teapot"), name("Pot"), name("APT 999", contested=("kettle",)), name("Op Tea", 0, rejected="an operation"),
    ]  # fmt: skip
    one = profile("teapot", names=names)
    assert made(one)["aliases"] == ["Pot"]
    told = {row["name"]: row for row in rest(one)["names"]}
    assert told["APT 999"]["contested_with"] == [IDS["kettle"]]
    assert told["Op Tea"]["rejected"] == "an operation"
    assert told["Pot"] == {"name": "Pot", "stated_by": ["misp"], "support": 1}


def test_two_of_one_title_have_two_names() -> None:
    assert made(profile("teapot"))["name"] == "Teapot"
    assert made(profile("teapot-misp", title="Teapot"))["name"] == "Teapot (teapot-misp)"


def test_years_begin_with_their_first_moment_and_the_extension_has_them_as_stated() -> None:
    facts = {"first-seen": [value("2014"), value("2012-03")], "last-seen": [value("2019")]}
    found = made(profile("teapot", facts=facts))
    assert (found["first_seen"], found["last_seen"]) == ("2012-03-01T00:00:00Z", "2019-01-01T00:00:00Z")
    assert [one["label"] for one in rest(profile("teapot", facts=facts))["facts"]["first_seen"]] == ["2014", "2012-03"]


@pytest.mark.parametrize("date", ["2014-22", "0000", "2014/2015", "2014-13", "2014-02-31"])
def test_what_is_no_point_in_time_is_left_to_the_extension(date: str) -> None:
    found = thing(profile("teapot", facts={"first-seen": [value(date)]}), "malware", "malware--x", IDS, Loss())
    assert "first_seen" not in found


def test_the_last_date_is_not_before_the_first() -> None:
    facts = {"first-seen": [value("2014")], "last-seen": [value("2012")]}
    assert "last_seen" not in made(profile("teapot", facts=facts))


def test_motives_by_support_in_the_words_of_stix() -> None:
    facts = {"motivation": [value("Sabotage", "sabotage", 3), value("Extortion", "extortion"),
                            value("Espionage", "espionage", 2), value("Financial gain", "financial-gain")]}  # fmt: skip
    found = made(profile("teapot", facts=facts))
    assert (found["primary_motivation"], found["secondary_motivations"]) == ("organizational-gain", ["personal-gain"])


def test_ids_of_the_sources_come_first() -> None:
    found = made(profile("teapot", references=[value("https://example.org/a"), value("no address", None)]))
    references = found["external_references"]
    assert references[0] == {"source_name": "mitre-attack", "external_id": "G0999"}
    assert {"source_name": "misp", "external_id": "teapot"} in references
    assert references[-2] == {"source_name": "example.org", "url": "https://example.org/a"}


def test_tactics() -> None:
    facts = {
        "x-kill_chain": [value("attack-Windows:persistence"), value("mobile-attack-iOS:impact"), value("x:y z")],
        "x-x_mitre_domains": [value("ics-attack")],
        "tactic": [value("evasion")],
    }
    phases = made(profile("teapot", "technique", facts=facts), "attack-pattern")["kill_chain_phases"]
    assert [tuple(phase.values()) for phase in phases] == [
        ("mitre-attack", "persistence"), ("mitre-mobile-attack", "impact"), ("x", "y-z"),
        ("mitre-ics-attack", "evasion"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "type_", "title", "more"),
    [
        ("tool", "malware", "Strainer", {"is_family": True}),
        ("sector", "identity", "Energy", {"identity_class": "class", "sectors": ["energy"]}),
        ("organisation", "identity", "Porcelain Labs", {"identity_class": "organization"}),
        ("country", "location", "norway", {"country": "NO"}),
        ("country", "location", "Middle Tea", {"region": "middle-tea"}),
    ],
)
def test_what_a_type_has(kind: str, type_: str, title: str, more: dict[str, Any]) -> None:
    found = made(profile("teapot", kind, title=title), type_)
    assert found.items() >= more.items()


def test_revoked_only_if_every_record_says_so() -> None:
    both = [{"record": 0, "place": 1}, {"record": 1, "place": 1}]
    assert "revoked" not in made(profile("teapot", facts={"revoked": [value("true")]}))
    assert made(profile("teapot", facts={"revoked": [value("true", stated=both)]}))["revoked"] is True


def test_level_and_loss() -> None:
    loss = Loss()
    found = made(profile("teapot", tlp="amber", facts={"x-odd": [value("a"), value("b")]}), loss=loss)
    assert found["object_marking_refs"][0] == TLP["amber"]
    assert loss.rows() == [("x-odd", "only the source's own property", 2)]


texts = st.text(max_size=30)
facts = st.dictionaries(
    st.sampled_from(["first-seen", "goal", "tool-type", "tactic", "x-kill_chain", "sponsor", "revoked"]),
    st.lists(texts.map(value), max_size=3),
)


@given(
    texts.filter(str.strip), st.lists(texts.map(name), max_size=3), facts, st.sampled_from(["malware", "intrusion-set"])
)
def test_whatever_is_said_it_is_stix(title: str, names: list[Any], said: dict[str, Any], type_: str) -> None:
    one = profile("teapot", title=title, names=[one for one in names if one["name"]], facts=said)
    assert made(one, type_)["name"].startswith(title)
