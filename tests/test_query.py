import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bestiary.errors import UsageError
from bestiary.query import FILTERS, Filter, Query, Term, parse


def test_words_phrases_and_beginnings() -> None:
    assert parse('sandstorm  "cobalt strike" exfil* -iran').terms == (
        Term("sandstorm"),
        Term("cobalt strike"),
        Term("exfil", prefix=True),
        Term("iran", without=True),
    )


def test_filters() -> None:
    assert parse('x tool:"Cobalt Strike" Target:IL -since:2020-05').filters == (
        Filter("tool", "Cobalt Strike", 3),
        Filter("target", "IL", 24),
        Filter("since", "2020-05", 34, without=True),
    )


def test_an_address_is_a_word() -> None:
    assert parse("https://example.org/a") == Query((Term("https://example.org/a"),), ())


def test_the_words_as_a_name() -> None:
    assert parse("Fancy Bear country:RU").name == "Fancy Bear"
    assert parse("Fancy -Bear").name == parse("fan*").name == ""


@pytest.mark.parametrize(
    ("text", "says", "hint"),
    [
        ("bear contry:RU", "“contry:” at character 6 is no filter", "did you mean country:?"),
        ("bear  tool:", "“tool:” at character 7 has no value", "tool:word"),
        ('bear tool:""', "“tool:” at character 6 has no value", ""),
        ('bear tool:"Cobalt', "the quote at character 11 is not closed", ""),
        ("since:yesterday", "“yesterday” at character 1 is no date", "since:2020"),
        ("a " * 51, "more than 50 words", ""),
        ("a" * 2001, "a query of 2,001 characters", ""),
    ],
)
def test_the_wrong_word_is_pointed_at(text: str, says: str, hint: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse(text)
    assert says in raised.value.message
    assert hint in raised.value.hint


@pytest.mark.parametrize("text", ["", "   ", "-", "*", '""', "- * , ."])
def test_nothing(text: str) -> None:
    assert parse(text) == Query((), ())


pieces = st.sampled_from(['"', ":", "-", "*", " ", "tool", "since", "2020", "a", "海"]) | st.text(max_size=3)


@given(st.lists(pieces, max_size=20).map("".join))
@example("https://example.org/")
def test_any_text_is_a_query_or_refused(text: str) -> None:
    try:
        query = parse(text)
    except UsageError:
        return
    assert all(filter_.key in FILTERS and filter_.value for filter_ in query.filters)
    assert all(any(map(str.isalnum, term.text)) for term in query.terms)
