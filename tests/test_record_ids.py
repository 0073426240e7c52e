import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.record_ids import is_uuid, numbered, record_id

UUID = "3F0C2A54-6A1E-4B7C-9D7E-0D8A51F2C6B1"


@pytest.mark.parametrize("value", [f" {UUID}", f"{UUID}\n", UUID[:-1], f"{UUID}0", UUID.replace("-", ""), "", None, 7])
def test_what_is_no_uuid(value: object) -> None:
    assert not is_uuid(value)
    assert record_id(value, "Grey Ladle") == "greyladle"


def test_a_uuid_is_the_id_in_lower_case() -> None:
    assert is_uuid(UUID)
    assert record_id(UUID, "Grey Ladle") == UUID.lower()


def test_a_number_that_another_id_has_already_is_passed_over() -> None:
    taken: dict[str, int] = {}
    assert [numbered(id_, taken) for id_ in ("a-2", "a", "a", "a", "a-2")] == ["a-2", "a", "a-3", "a-4", "a-2-2"]


@given(st.lists(st.sampled_from(["a", "a-2", "a-2-2", "a-3", "b"])))
def test_no_id_is_given_twice_and_the_first_of_each_is_itself(ids: list[str]) -> None:
    taken: dict[str, int] = {}
    given_ = [numbered(id_, taken) for id_ in ids]
    assert len(set(given_)) == len(ids)
    assert given_[:1] == ids[:1]
    assert all(own == id_ or own.startswith(f"{id_}-") for own, id_ in zip(given_, ids, strict=True))


def test_many_of_one_id_are_quick() -> None:
    taken: dict[str, int] = {}
    for _ in range(100_000):
        last = numbered("a", taken)
    assert last == "a-100000"
