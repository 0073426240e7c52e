import pytest

from bestiary.unknown import no_term, unknown


@pytest.mark.parametrize(
    ("type_", "word", "hint"),
    [
        ("country", "Norwai", "Did you mean Norway?"),
        ("sector", "Enery", "Did you mean Energy?"),
        ("motivation", "sabotag", "Did you mean Sabotage?"),
        ("country", "Atlantis", "try a name or ISO 3166-1 code"),
    ],
)
def test_a_word_of_no_vocabulary(type_: str, word: str, hint: str) -> None:
    error = no_term(type_, word)
    assert (error.message, error.hint) == (f"“{word}” is no {type_} that we know", hint)


@pytest.mark.parametrize("type_", ["country", "sector", "motivation"])
def test_there_is_a_hint_where_nothing_is_like_it(type_: str) -> None:
    assert no_term(type_, "qqqqzzzz").hint.startswith("try ")


def test_what_is_offered_is_told_of() -> None:
    assert unknown("tool", "x", ["a", "b"], "none").hint == "Did you mean a or b?"
    assert unknown("tool", "x", [], "none").hint == "none"
    assert len(unknown("tool", "x" * 1000, []).message) < 120
