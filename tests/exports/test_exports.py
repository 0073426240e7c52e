"""One contract for every export. With BESTIARY_GOLDEN=write set, the golden files are written anew, for review."""

import io
import json
import os
from inspect import signature
from pathlib import Path

import pytest

from bestiary.errors import UsageError
from bestiary.exports import export, exports
from bestiary.render import takes_profiles

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests/golden/exports").glob("*/*/profiles.json"))


def test_every_export_is_whole_and_stands_in_the_docs() -> None:
    text = "".join(path.read_text("utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    modules = {name: export(name) for name in exports()}
    assert len({module.TITLE for module in modules.values()}) == len(modules)
    for name, module in modules.items():
        assert module.SUFFIX.startswith(".")
        assert "/" in module.MEDIA_TYPE
        assert list(signature(module.write).parameters) in (["profiles", "out"], ["records", "out"])
        assert f"`{name}`" in text or f"export {name}" in text, name


def test_every_export_of_profiles_has_a_golden_case() -> None:
    named = {case.parts[-3] for case in CASES}
    assert named == {name for name in exports() if takes_profiles(export(name))}


@pytest.mark.parametrize("case", CASES, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_golden(case: Path) -> None:
    module = export(case.parts[-3])
    out = io.BytesIO()
    module.write(json.loads(case.read_text("utf-8")), out)
    expected = case.with_name(f"expected{module.SUFFIX}")
    if os.environ.get("BESTIARY_GOLDEN") == "write":
        expected.write_bytes(out.getvalue())
    assert out.getvalue() == expected.read_bytes()


def test_what_is_no_export() -> None:
    with pytest.raises(UsageError, match="there is no export “scroll”"):
        export("scroll")
