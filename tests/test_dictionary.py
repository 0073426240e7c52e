import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.dictionary import Dictionary, bytewise, typed, typed_raw
from bestiary.tag import Tagger


def test_it_comes_back_as_it_was_kept(tagger: Tagger) -> None:
    assert Dictionary.decoded(tagger.dictionary.encoded()) == tagger.dictionary


@pytest.mark.parametrize("raw", [b"", b"\x90", b"no dictionary"])
def test_what_is_no_dictionary(raw: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        Dictionary.decoded(raw)


def test_policies_are_of_folds(tagger: Tagger) -> None:
    under = tagger.dictionary.under({"steamrat": "never", "nobody": "never"})
    assert [entry.fold for entry in under.entries if entry.policy] == ["steamrat"]
    assert tagger.dictionary.under({}) is tagger.dictionary


@given(st.text())
def test_places_stay_the_same(text: str) -> None:
    """Character for character, and byte for byte."""
    plain = typed(text)
    assert typed_raw(text) == (plain, plain.encode())
    assert len(plain) == len(text)
    assert len(bytewise(plain)) == len(plain.encode())


def test_what_is_typed_and_compared() -> None:
    assert typed("“APT\u201128” isn’t\u00a0it") == '"APT-28" isn\'t it'
    assert typed("АРТ28 и АРТ") == "APT28 и APT"  # the first three are Cyrillic
    assert bytewise("APT-28 Über\n") == "apt 28 Über ".encode()
