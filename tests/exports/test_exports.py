"""One contract for every export."""

from pathlib import Path

import pytest

from bestiary.errors import UsageError
from bestiary.exports import export, exports

ROOT = Path(__file__).parents[2]


def test_every_export_is_whole_and_stands_in_the_docs() -> None:
    text = "".join(path.read_text("utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    modules = {name: export(name) for name in exports()}
    assert len({module.TITLE for module in modules.values()}) == len(modules)
    for name, module in modules.items():
        assert module.SUFFIX.startswith(".")
        assert "/" in module.MEDIA_TYPE
        assert callable(module.write)
        assert f"`{name}`" in text or f"export {name}" in text, name


def test_what_is_no_export() -> None:
    with pytest.raises(UsageError, match="there is no export “scroll”"):
        export("scroll")
