import pytest

from bestiary.schema import kind_named, misp_keys, schema, type_of


def test_the_table_is_well_formed() -> None:
    table = schema()
    assert set(table.kind) >= {"actor", "tool", "technique", "campaign", "vulnerability", "organisation"}
    assert not set(table.property) & set(table.part) - {"title"}


def test_no_name_of_another_format_stands_for_two_properties() -> None:
    rows = [*schema().property.values(), *schema().part.values()]
    misp = [key for row in rows for key in row.misp]
    etda = [row.etda for row in rows if row.etda]
    assert len(misp) == len(set(misp))
    assert len(etda) == len(set(etda))


def test_types() -> None:
    assert type_of("country") == "country"
    assert type_of("date", part=True) == "date"
    assert type_of("x-anything") == "text"


def test_misp_keys() -> None:
    assert misp_keys()["cfr-suspected-victims"] == "target-country"
    assert "x-anything" not in misp_keys()


def test_a_list_in_misp_is_told_apart_from_several_values() -> None:
    assert not schema().property["country"].lists
    assert schema().property["name"].lists


@pytest.mark.parametrize("word", ["actor", "Actors", "intrusion-set", "intrusion_set", "threat-actor"])
def test_people_call_a_kind_many_things(word: str) -> None:
    assert kind_named(word) == "actor"


def test_a_word_that_is_no_kind() -> None:
    assert kind_named("dragon") is None
    assert kind_named(" ") is None
