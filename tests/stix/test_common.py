import pytest
import stix2

from bestiary.errors import UsageError
from bestiary.levels import LEVELS
from bestiary.profile import SourceInfo
from bestiary.stix import common

SOURCE: SourceInfo = {
    "id": "porcelain", "title": "Porcelain", "publisher": "Porcelain Labs", "terms": "Ask first.", "url": "",
    "derived_from": [], "files": [], "newest": None, "records": 1, "statements": 1,
}  # fmt: skip

MADE = [
    common.creator(),
    common.extension(),
    *map(common.tlp, LEVELS),
    common.terms(SOURCE),
    common.location("NO", "clear"),
    common.sector("energy", "green"),
    common.organisation("Ministry of Tea", "red"),
    common.unit("Unit 999", "clear"),
]


@pytest.mark.parametrize("made", MADE, ids=lambda made: made["id"])
def test_every_object_is_stix(made: dict[str, object]) -> None:
    assert stix2.parse(made, allow_custom=False).id == made["id"]


def test_ids_differ() -> None:
    assert len({made["id"] for made in MADE}) == len(MADE)


def test_what_is_marked() -> None:
    made = common.head("identity", "identity--1", "amber", ["misp", "etda", "misp"])
    assert made["object_marking_refs"] == [common.TLP["amber"], common.terms_id("etda"), common.terms_id("misp")]


def test_what_is_no_level() -> None:
    with pytest.raises(UsageError, match="there is no level “teal”"):
        common.tlp("teal")
