import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from bestiary.base import Bestiary
from bestiary.profile import Profile, StatementInfo
from bestiary.selection import Loss, Stored
from tests.small import build_small

from .chosen import Given, exported

HOSTILE = 'a"}\n{"id":"0"}\r\u2028\x00\ud7ff☕'


def lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().removesuffix("\n").split("\n")]


def test_a_text_stays_one_line() -> None:
    profile = {"id": "a", "kind": "actor", "records": [{"key": "s:1", "file": "f"}], "names": [], "judgements": []}
    said = SimpleNamespace(
        id="1", record="s:1", ord=0, parent=None, property="x", raw=HOSTILE, clean=None, qualifiers={"by": HOSTILE},
        tlp="red", file="f", place=1, sha256="",
    )  # fmt: skip
    loss = Loss()
    given = Given([cast(Profile, profile | {"related": []})], {"s:1": [cast(Stored, said)]})
    (fact,) = lines(exported("facts", given, loss)["facts.jsonl"])
    assert (fact["raw"], fact["qualifiers"], fact["tlp"], fact["clean"]) == (HOSTILE, {"by": HOSTILE}, "red", None)
    assert set(fact) == set(StatementInfo.__annotations__)
    assert loss.rows() == []


def test_every_statement_of_a_file(tmp_path: Path) -> None:
    with Bestiary.open(build_small(tmp_path)[0]) as bestiary:
        ((_, content),) = bestiary.export("facts")
        found = lines(b"".join(content))
        assert len(found) == sum(source["statements"] for source in bestiary.sources())
        assert [(fact["record"], fact["ord"]) for fact in found] == sorted(
            (fact["record"], fact["ord"]) for fact in found
        )


def test_what_a_statement_means_is_null_only_where_nothing_exact_could_be_made_of_it(tmp_path: Path) -> None:
    with Bestiary.open(build_small(tmp_path)[0]) as bestiary:
        ((_, content),) = bestiary.export("facts")
        meant = {(fact["property"], fact["raw"]): fact["clean"] for fact in lines(b"".join(content))}
    assert meant["country", "NO"] == "NO"  # as it is written
    assert meant["target-country", "UK"] == "GB"
    assert meant["reference", "https://example.org/teapot"] == "https://example.org/teapot"
    assert (meant["target-country", "Middle East"], meant["reference", "javascript:alert(1)"]) == (None, None)
