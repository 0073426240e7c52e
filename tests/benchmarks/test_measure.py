import json
from pathlib import Path

import pytest

from benchmarks.measure import Limits, interleaved, shown


@pytest.mark.parametrize(
    ("figure", "unit", "text"),
    [
        (12, "", "12"),
        (0.9, "", "0.900"),
        (1.234, "×", "1.23"),
        (12.34, "×", "12.3"),
        (19700.0, "", "19,700"),
        (0, "", "0"),
    ],
)
def test_a_figure_as_it_is_shown(figure: float, unit: str, text: str) -> None:
    assert shown(figure, unit) == text


@pytest.mark.parametrize(
    ("figure", "most", "least", "code"), [(1.0, 1.0, 1.0, 0), (2.0, 1.0, 0.0, 1), (1.0, 2.0, 1.5, 1)]
)
def test_a_broken_limit_ends_with_1(
    figure: float, most: float, least: float, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BENCHMARK_ROWS", str(tmp_path / "rows.json"))
    limits = Limits()
    limits.tell("before", 3, "")
    limits.ratio("up", figure, most)
    limits.least("down", figure, least)
    with pytest.raises(SystemExit) as ended:
        limits.finish()
    assert ended.value.code == code
    rows = json.loads((tmp_path / "rows.json").read_text())
    assert rows[0] == ["before", "3", ""]
    assert [row[0] for row in rows] == ["before", "up", "down"]


def test_things_are_measured_in_turn() -> None:
    order: list[str] = []
    taken = interleaved(2, lambda: order.append("a"), lambda: order.append("b"))
    assert order == ["a", "b"] * 3
    assert len(taken) == 2
