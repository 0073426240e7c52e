import pytest

from bestiary.tag.words import kind_of, words


def test_every_list_is_of_words_in_small_letters() -> None:
    known = words()
    for name in known.__struct_fields__:
        listed = getattr(known, name)
        assert listed
        assert all(word == word.lower() and word.strip() for word in listed), name
    assert known.announcing <= known.actor | known.tool | known.campaign


@pytest.mark.parametrize(
    ("word", "kind"), [("gang", "actor"), ("backdoor", "tool"), ("campaign", "campaign"), ("of", "")]
)
def test_what_a_word_says(word: str, kind: str) -> None:
    assert kind_of(word) == kind
