import uuid as library

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.selection import Known
from bestiary.stix.ids import NAMESPACE, Ids, id_of, location_id, organisation_id, original, type_of, uuid

GROUP = "intrusion-set--00000000-0000-4000-8000-00000000000a"


def known(kind: str, *keys: str, title: str = "Teapot", format_: str = "", collection: str = "") -> Known:
    return Known(kind, title, keys[0], tuple((key, format_, collection) for key in keys))


@given(st.text())
def test_uuids_are_those_of_rfc_9562(text: str) -> None:
    assert uuid(text) == str(library.uuid5(NAMESPACE, text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")))


@pytest.mark.parametrize(
    ("one", "type_"),
    [
        (known("actor", "misp:1"), "intrusion-set"),
        (known("tool", "misp:1"), "malware"),
        (known("tool", "mitre-galaxy:1", collection="mitre-tool"), "tool"),
        (known("tool", "mitre-attack:tool--1"), "tool"),
        (known("tool", "mitre-attack:tool--1", "mitre-attack:malware--2"), "malware"),
        (known("sector", "misp:1"), "identity"),
    ],
)
def test_types(one: Known, type_: str) -> None:
    assert type_of(one) == type_


def test_a_published_object_alone_keeps_its_id() -> None:
    alone = known("actor", f"mitre-attack:{GROUP}", format_="attack_stix")
    assert original(alone) == f"mitre-attack:{GROUP}"
    assert id_of(alone) == GROUP
    joined = alone._replace(records=(*alone.records, ("misp:1", "misp_galaxy", "threat-actor")))
    assert original(joined) is None
    assert id_of(joined) == f"intrusion-set--{uuid(alone.owner)}"


def test_the_id_follows_the_owner_of_the_address() -> None:
    one = known("actor", "misp:1")
    assert id_of(one) == id_of(one._replace(title="Kettle", records=(("etda:2", "", ""),)))
    assert id_of(one) != id_of(one._replace(owner="etda:2"))


def test_countries_sectors_and_organisations_are_what_their_names_say() -> None:
    assert id_of(known("country", "misp:1", title="russia")) == location_id("RU")
    assert id_of(known("organisation", "misp:1", title="Porcelain Labs")) == organisation_id("PORCELAIN  labs")


def test_no_two_profiles_have_one_id() -> None:
    ids = Ids({"russia": known("country", "misp:1", title="russia"), "ru": known("country", "misp:2", title="Russia")})
    assert ids.of["russia"] == location_id("RU") != ids.of["ru"]
    assert {ids.slugs[id_] for id_ in ids.of.values()} == {"russia", "ru"}
