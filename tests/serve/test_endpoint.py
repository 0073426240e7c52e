from typing import Any, cast

import pytest
from starlette.datastructures import QueryParams

from bestiary.errors import UsageError
from bestiary.serve.endpoint import Asked, Endpoint, Parameter, encoded

ENDPOINT = Endpoint("/x/{id}", "", lambda asked: None, str, (
    Parameter("id", "", required=True), Parameter("a", "", required=True), Parameter("b", "", many=True),
))  # fmt: skip


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("a=1&c=2", "no parameter “c”"),
        ("", "“a” is missing"),
        ("a=1&a=2", "given 2 times"),
        (f"a={'x' * 2001}", "longer"),
    ],
)
def test_a_question_is_checked(query: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        ENDPOINT.check(QueryParams(query))
    ENDPOINT.check(QueryParams("a=1&b=1&b=2"))


@pytest.mark.parametrize("text", ["-1", "1.5", "x", "101", "9" * 5000, "٣"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(UsageError, match="is no limit"):
        Asked(cast(Any, None), {}, QueryParams({"limit": text})).number("limit", 5, 100)


def test_numbers() -> None:
    asked = Asked(cast(Any, None), {"id": "p"}, QueryParams("limit=7&id=q"))
    assert (asked.number("limit", 5, 100), asked.number("other", 5, 100), asked.text("id")) == (7, 5, "p")


def test_json() -> None:
    assert (encoded(b"[1]"), encoded([1])) == (b"[1]", b"[1]")
