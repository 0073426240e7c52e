"""One contract for every export. With BESTIARY_GOLDEN=write set, the golden files are written anew, for review."""

import json
import os
from inspect import signature
from pathlib import Path

import pytest

from bestiary.errors import UsageError
from bestiary.exports import export, exports
from bestiary.selection import Loss
from bestiary.store.read import Stored

from .chosen import Given, exported

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests/golden/exports").glob("*/*/given.json"))


def test_every_export_is_whole_and_stands_in_the_docs() -> None:
    text = "".join(path.read_text("utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    modules = {name: export(name) for name in exports()}
    assert len({module.TITLE for module in modules.values()}) == len(modules)
    for name, module in modules.items():
        assert "/" in module.MEDIA_TYPE
        assert list(signature(module.files).parameters) == ["selection", "loss"]
        assert f"`{name}`" in text, name


def test_every_export_has_a_golden_case() -> None:
    assert {case.parts[-3] for case in CASES} == set(exports())


@pytest.mark.parametrize("case", CASES, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_golden(case: Path) -> None:
    """`given.json` has "profiles", and "statements" by record; what is made of it stands beside it, with its loss."""
    loss = Loss()
    given = json.loads(case.read_text("utf-8"))
    said = {
        key: [Stored(**{"record": key, **one}) for one in statements]
        for key, statements in given.get("statements", {}).items()
    }
    made = exported(case.parts[-3], Given(given["profiles"], said, given.get("sources", {})), loss)
    made["loss.json"] = json.dumps(loss.rows(), indent=1, ensure_ascii=False).encode() + b"\n"
    if os.environ.get("BESTIARY_GOLDEN") == "write":
        for name, content in made.items():
            (case.parent / name).parent.mkdir(exist_ok=True)
            (case.parent / name).write_bytes(content)
    files = (path for path in case.parent.rglob("*") if path.is_file() and path != case)
    kept = {path.relative_to(case.parent).as_posix(): path.read_bytes() for path in files}
    assert made == kept


def test_what_is_no_export() -> None:
    with pytest.raises(UsageError, match="there is no export “scroll”"):
        export("scroll")
