"""The generated pages are those that the code gives now."""

from pathlib import Path

import pytest

from docs.house import drawn
from docs.reference import written

DOCS = Path(__file__).parents[2] / "docs"
WRITTEN = written()


@pytest.mark.parametrize("name", WRITTEN)
def test_a_generated_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == WRITTEN[name], "run `make reference`"


@pytest.mark.parametrize("name", drawn())
def test_a_drawn_picture_is_current(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == drawn()[name], "run `make reference`"


def test_what_stands_in_them() -> None:
    pages = WRITTEN
    assert "bestiary who [OPTIONS] NAME..." in pages["cli.md"]
    assert "### GET /actors/{id}" in pages["endpoints.md"]
    assert "[Answer](answers.md#answer)" in pages["endpoints.md"]
    assert "Raises NotFound" in pages["python.md"]
    assert "| `support` | int | sources that state it" in pages["answers.md"]
    assert "| `target-country` |" in pages["data-model.md"]
