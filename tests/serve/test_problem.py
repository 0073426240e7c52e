import json

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bestiary.errors import InputError, NotFound, UsageError
from bestiary.serve.problem import TYPE, of_error, problem


def test_a_problem() -> None:
    found = problem(400, "No", "why", "what to do")
    assert (found.status_code, found.media_type) == (400, TYPE)
    assert json.loads(bytes(found.body)) == {
        "type": "about:blank", "title": "No", "status": 400, "detail": "why", "hint": "what to do",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotFound("x"), 404), (UsageError("x"), 400), (InputError("x"), 503), (HTTPException(405), 405)],
)
def test_errors_are_problems(error: Exception, status: int) -> None:
    assert of_error(Request({"type": "http"}), error).status_code == status


def test_a_fault_says_nothing_of_itself() -> None:
    found = of_error(Request({"type": "http"}), ValueError("secret"))
    assert found.status_code == 500
    assert b"secret" not in bytes(found.body)
