"""What completion offers, and what it must not."""

import click
import pytest
from click.shell_completion import ShellComplete

from bestiary.base import Bestiary
from bestiary.cli import main
from bestiary.errors import StoreError

from .conftest import Faked, name


def offered(*words: str) -> list[str]:
    """What is offered for the last word."""
    completion = ShellComplete(main, {}, "bestiary", "_BESTIARY_COMPLETE")
    return [item.value for item in completion.get_completions(["who", *words[:-1]], words[-1])]


def test_names_that_begin_so(opened: Faked) -> None:
    assert offered("mos") == ["MOSSY HERON"]
    assert offered("xyz") == []


def test_only_the_rest_of_a_name_of_several_words(opened: Faked) -> None:
    assert offered("green", "St") == ["Stalker"]
    assert offered("Green", "") == ["Stalker"]


@pytest.mark.parametrize(
    "text", ["T$(touch x)", "T`x`", "T;x", "T|x", "T&x", "T>x", "T'x", 'T"x', "T\nx", "T\x1bx", "T\\x", "T*", "T{a,b}"]
)
def test_no_name_that_a_shell_would_act_on(opened: Faked, text: str) -> None:
    opened.profiles[0]["names"] = [name(text, 0), name("Tidy Name, 2.0", 0)]
    assert offered("T") == ["Tidy Name, 2.0"]


def test_no_name_that_would_be_an_option(opened: Faked) -> None:
    opened.profiles[0]["names"] = [name("Team --db=x", 0)]
    assert offered("Team", "") == []


def test_nothing_where_there_is_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def opening(db: object) -> Bestiary:
        raise StoreError("there is none")

    monkeypatch.setattr(Bestiary, "open", opening)
    assert offered("mos") == []


def test_the_file_named_before_is_asked(opened: Faked, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(Bestiary, "open", lambda db: asked.append(db) or opened)  # type: ignore[func-returns-value]
    assert offered("--db", "mine.db", "mos") == ["MOSSY HERON"]
    assert asked == ["mine.db"]


def test_the_kinds_are_offered_too() -> None:
    completion = ShellComplete(main, {}, "bestiary", "_BESTIARY_COMPLETE")
    assert [item.value for item in completion.get_completions(["list"], "to")] == ["tools"]
    assert isinstance(main, click.Group)
