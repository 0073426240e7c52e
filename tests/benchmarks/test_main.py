from pathlib import Path
from pkgutil import iter_modules

import pytest

import benchmarks
from benchmarks.__main__ import PAGE, RUNS, table, with_tables
from benchmarks.measure import Row

APART = {"__main__", "measure"}  # what runs them, and what measures


def test_every_benchmark_is_run_and_has_its_table_in_the_docs() -> None:
    assert {found.name for found in iter_modules(benchmarks.__path__)} - APART == set(RUNS)
    text = PAGE.read_text("utf-8")
    assert [name for name in RUNS if f"<!-- {name} -->\n" not in text] == []
    assert text.count("<!-- end -->") == len(RUNS)


def test_the_tables_of_the_docs_are_filled() -> None:
    for block in PAGE.read_text("utf-8").split("<!-- end -->")[:-1]:
        assert block.rpartition(" -->\n")[2].startswith("| what | figure | limit |\n|---|---|---|\n| ")


def test_a_table_takes_the_place_of_the_former() -> None:
    rows = [Row("time", "1.20 ×", "at most 1.3 ×"), Row("files", "3", "")]
    made = "| what | figure | limit |\n|---|---|---|\n| time | 1.20 × | at most 1.3 × |\n| files | 3 | |"
    assert table(rows) == made
    page = "a\n<!-- x -->\nold\n<!-- end -->\nb\n<!-- y -->\nstays\n<!-- end -->\n"
    assert with_tables(page, {"x": rows, "none": rows}) == page.replace("old", made)


@pytest.mark.parametrize("name", RUNS)
def test_what_it_is_called_with_is_known_beforehand(name: str) -> None:
    known = {"packaged": "p", "all": "a", "shared": "s", "enterprise": "e"}
    assert all("{" not in word.format(**known) for word in RUNS[name])
    assert Path(benchmarks.__path__[0], f"{name}.py").is_file()
