import pytest

from bestiary.errors import BestiaryError, InputError, NotFound, OtherVersion, Problem, StoreError, UsageError
from bestiary.origin import Origin


@pytest.mark.parametrize(
    ("error", "code"), [(UsageError, 2), (NotFound, 1), (InputError, 3), (StoreError, 3), (OtherVersion, 3)]
)
def test_each_error_has_the_exit_code_of_the_design(error: type[BestiaryError], code: int) -> None:
    assert error.exit_code == code


def test_an_error_says_where_what_and_what_to_do() -> None:
    error = InputError("cannot be read", Origin("a.md", 3), "check its permissions")
    assert str(error) == "a.md:3: cannot be read\ncheck its permissions"
    assert str(InputError("cannot be read")) == "cannot be read"


def test_a_problem_says_where_and_why() -> None:
    assert str(Problem(Origin("a.md", 3), "no title", "add one")) == "a.md:3: no title (add one)"
    assert str(Problem(Origin("a.md"), "no title")) == "a.md: no title"
