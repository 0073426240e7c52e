import stix2

from bestiary.selection import Known, Loss
from bestiary.stix.ids import Ids
from bestiary.stix.own import own, withdrawn

from .made import profile, relation

A = "mitre-attack:intrusion-set--00000000-0000-4000-8000-00000000000a"
B = "mitre-attack:malware--00000000-0000-4000-8000-00000000000b"


def known(joined: bool) -> Ids:
    more = (("misp:1", "misp_galaxy", "tool"),) if joined else ()
    return Ids(
        {
            "teapot": Known("actor", "Teapot", A, ((A, "attack_stix", "enterprise-attack"),)),
            "strainer": Known("tool", "Strainer", B, ((B, "attack_stix", "enterprise-attack"), *more)),
        }
    )


def test_what_is_passed_on_as_published_is_not_made_again() -> None:
    one = profile("teapot", relations=[relation("uses", "strainer")])
    assert list(own(one, known(joined=False), Loss())) == []
    (linked,) = own(one, known(joined=True), Loss())  # the other end is an object of ours
    assert linked.made["target_ref"].startswith("malware--")
    assert linked.made["source_ref"] == A.partition(":")[2]


def test_an_object_and_its_relationships() -> None:
    one = profile("strainer", "tool", relations=[relation("similar", "teapot")])
    assert [linked.made["type"] for linked in own(one, known(joined=True), Loss())] == ["malware", "relationship"]


def test_what_is_withdrawn_is_stix_still() -> None:
    one = profile("strainer", "tool", relations=[relation("similar", "teapot")])
    for linked in own(one, known(joined=True), Loss()):
        left = withdrawn(linked.made) | {"created": "2026-01-01T00:00:00Z", "modified": "2026-01-02T00:00:00Z"}
        assert stix2.parse(left, allow_custom=False).revoked
        assert "extensions" not in left
