from pathlib import Path

import pytest

from bestiary.formats import formats
from bestiary.schema import schema
from bestiary.sources import deprecated, source_of, sources


def test_every_source_says_who_publishes_it_under_which_terms() -> None:
    for id_, source in sources().items():
        assert source.title, id_
        assert source.publisher, id_
        assert source.terms, id_
        assert source.url.startswith("https://") or source.terms == "yours", id_
        assert source.url.endswith("/") or not source.files, id_
        assert set(source.derived_from) <= set(sources()), id_
        assert id_ not in source.derived_from


def test_a_record_is_of_one_source_and_of_a_kind_that_there_is() -> None:
    claimed = [collection for source in sources().values() for collection in source.records]
    assert len(claimed) == len(set(claimed))
    assert {kind for source in sources().values() for kind in source.records.values()} <= {"", *schema().kind}
    assert not [collection for collection in claimed if deprecated(collection)]
    assert {collection.split(":")[0] for collection in claimed} == set(formats())


@pytest.mark.parametrize(
    ("collection", "source"),
    [("misp_galaxy:threat-actor", "misp"), ("misp_galaxy:malpedia", "malpedia"), ("misp_galaxy:firearms", None)],
)
def test_source_of(collection: str, source: str | None) -> None:
    assert source_of(collection) == source


def test_every_cluster_of_the_packaged_galaxy_that_its_publisher_deprecates_is_known() -> None:
    import json

    from bestiary.config import default_input

    clusters = default_input()
    assert clusters is not None
    galaxies = [json.loads(path.read_text("utf-8")) for path in Path(clusters.parent, "galaxies").glob("*.json")]
    old = {f"misp_galaxy:{galaxy['type']}" for galaxy in galaxies if galaxy["namespace"] == "deprecated"}
    assert {collection for collection in old if not deprecated(collection)} == {
        # the galaxy deprecates these as well; they have no clusters any more
        "misp_galaxy:mitre-pre-attack-relationship",
        "misp_galaxy:mitre-enterprise-attack-relationship",
        "misp_galaxy:mitre-mobile-attack-relationship",
    } & old
