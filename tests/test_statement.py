import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary import statement
from bestiary.errors import Problem
from bestiary.origin import Origin
from bestiary.statement import ID_LENGTH, Draft, Record, Statement, canonical, statement_id


def test_a_draft_numbers_statements_and_places_them() -> None:
    draft = Draft(Record("f", "c", "1", Origin("a.md", None, "ab")))
    operation = draft.state("operation", "2012: Kettle", 7)
    draft.state("date", "2012", 7, operation)
    draft.state("name", "Teapot", 9, giver="Vendor")
    assert [(s.ord, s.parent, s.qualifiers, str(s.origin), s.tlp) for s in draft.statements] == [
        (0, None, {}, "a.md:7", "clear"),
        (1, 0, {}, "a.md:7", "clear"),
        (2, None, {"giver": "Vendor"}, "a.md:9", "clear"),
    ]


RECORD = Record("f", "c", "1", Origin("a.md", None, "ab"))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a test can reach."""
    monkeypatch.setattr(statement, "STATEMENTS", 3)
    monkeypatch.setattr(statement, "LENGTH", 20)
    monkeypatch.setattr(statement, "CHARACTERS", 60)


def said(draft: Draft) -> list[str]:
    """What a draft gives: values, and of problems where and why."""
    return [item.raw if isinstance(item, Statement) else f"{item.origin}: {item.reason}" for item in draft]


def test_a_draft_gives_what_was_stated() -> None:
    with Draft(RECORD) as draft:
        draft.state("title", "Teapot", 1)
    assert list(draft) == draft.statements
    assert said(draft) == ["Teapot"]


@pytest.mark.usefixtures("few")
def test_a_record_ends_where_it_has_as_many_statements_as_it_may() -> None:
    tried = 0
    with Draft(RECORD) as draft:
        for number in range(1000):
            tried += 1
            draft.state("x", str(number), number)
    assert tried == 4
    assert said(draft) == ["0", "1", "2", "a.md:3: more than 3 statements in one record: the rest of it was left out"]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("prop", "raw", "place", "giver"),
    [("x", "v" * 18, 1, "g"), ("x" * 18, "v", 1, "g"), ("x", "v", "/" + "p" * 16, "g"), ("x", "v", 1, "g" * 18)],
    ids=["values", "properties", "places", "qualifiers"],
)
def test_a_record_ends_where_it_has_as_many_characters_as_it_may(
    monkeypatch: pytest.MonkeyPatch, prop: str, raw: str, place: int | str, giver: str
) -> None:
    monkeypatch.setattr(statement, "STATEMENTS", 100)
    with Draft(RECORD) as draft:
        for _ in range(1000):
            draft.state(prop, raw, place, giver=giver)
    *values, last = draft
    assert len(values) == 3
    assert isinstance(last, Problem)
    assert last.reason == "more than 60 characters in one record: the rest of it was left out"


@pytest.mark.usefixtures("few")
def test_a_value_that_is_too_long_is_left_out_with_its_parts() -> None:
    with Draft(RECORD) as draft:
        draft.state("operation", "v" * 10_000, 1)
        draft.state("title", "Kettle", 2, draft.state("operation", "2012: Kettle", 2))
    assert said(draft) == [
        "2012: Kettle",
        "Kettle",
        "a.md:1: a value of 10,000 characters was left out (at most 20)",
    ]
    with Draft(RECORD) as draft:
        parent = draft.state("operation", "v" * 21, 2)
        draft.state("date", "2012", 2, draft.state("text", "part", 2, parent))
    assert said(draft) == [
        "a.md:2: a value of 21 characters was left out (at most 20)",
    ]


@pytest.mark.usefixtures("few")
def test_what_is_said_of_a_value_counts_with_it() -> None:
    with Draft(RECORD) as draft:
        draft.state("name", "Pot", 1, giver="g" * 17)
        draft.state("name", "Pot", 1, giver="g" * 18)
    assert said(draft) == ["Pot", "a.md:1: a value of 21 characters was left out (at most 20)"]


def test_a_record_of_which_the_id_is_too_long_is_left_out() -> None:
    for length, expected in ((ID_LENGTH, ["Teapot"]), (ID_LENGTH + 1, [])):
        with Draft(Record("f", "c", "x" * length, Origin("a.md", 7, "ab"))) as draft:
            draft.state("title", "Teapot", 8)
        *values, problem = [*said(draft), ""][: len(expected) + 1]
        assert values == expected
        assert problem == ("" if expected else "a.md:7: a record of which the id has 5,001 characters was left out"
                           " (at most 5,000)")  # fmt: skip


def test_other_errors_are_not_swallowed() -> None:
    with pytest.raises(KeyError), Draft(RECORD):
        raise KeyError


def test_the_id_is_fixed_for_ever() -> None:
    # a change here would orphan every id that was ever published
    assert statement_id("etda:1", b"", "name", "Teapot", '{"giver":"Vendor"}').hex() == "da9a345f4cc9c4293271f73e"


@given(st.lists(st.text(), min_size=4, max_size=4), st.binary(max_size=12), st.lists(st.text(), min_size=4, max_size=4))
def test_different_facts_have_different_ids(one: list[str], parent: bytes, other: list[str]) -> None:
    def id_(parts: list[str]) -> bytes:
        return statement_id(parts[0], parent, *parts[1:])

    assert (id_(one) == id_(other)) == (one == other)
    assert len(id_(one)) == 12


@given(st.dictionaries(st.text(), st.text()))
def test_equal_qualifiers_have_equal_text(qualifiers: dict[str, str]) -> None:
    assert canonical(qualifiers) == canonical(dict(reversed(list(qualifiers.items()))))
    assert (canonical(qualifiers) == "") == (not qualifiers)
