"""What tells whether objects changed whose own dates do not."""

from collections.abc import Sequence
from typing import Any

from bestiary.profile import Profile
from bestiary.selection import Known, Loss, Stored
from bestiary.stix.common import TLP, terms_id
from bestiary.stix.ids import Ids, location_id, organisation_id
from bestiary.stix.own import own
from bestiary.stix.undated import Undated

from .made import name, profile, value


class Stating:
    """One source, and no statements."""

    def __init__(self, terms: str = "CC0") -> None:
        self.terms = terms

    def of(self, record: str) -> Sequence[Stored]:
        return []

    def sources(self) -> list[dict[str, str]]:
        return [{"id": "misp", "title": "MISP galaxy", "publisher": "MISP", "terms": self.terms}]


def contents(*profiles: Profile, terms: str = "CC0") -> dict[str, bytes]:
    ids = Ids({one["id"]: Known(one["kind"], one["title"], one["id"], ()) for one in profiles})
    undated = Undated(ids, Stating(terms))
    for one in profiles:
        undated.add(one, own(one, ids, Loss()))
    return undated.contents()


NORWAY: dict[str, Any] = {"facts": {"country": [value("Norway", "NO")]}}


def test_what_stands_beside_profiles() -> None:
    found = contents(profile("a", names=[name("A") | {"givers": ["Porcelain"]}], **NORWAY))
    assert found.keys() == {organisation_id("Porcelain"), location_id("NO"), TLP["clear"], terms_id("misp")}


def test_a_profile_is_not_beside() -> None:
    country = profile("norway", kind="country")
    assert location_id("NO") not in contents(profile("a", **NORWAY), country)


def test_the_content_follows_level_and_terms_and_not_the_order() -> None:
    one, other = profile("a", **NORWAY), profile("b", **NORWAY, tlp="amber")
    assert contents(one, other) == contents(other, one)
    assert contents(one)[location_id("NO")] == contents(one, other)[location_id("NO")]
    assert contents(one)[location_id("NO")] != contents(other)[location_id("NO")]
    assert contents(one)[terms_id("misp")] != contents(one, terms="MIT")[terms_id("misp")]
