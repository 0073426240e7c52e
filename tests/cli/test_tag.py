"""`bestiary tag`, from end to end on a small file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bestiary.cli import main
from tests.small import build_small

Ask = Callable[..., Result]
REPORT = "The Teapot Group used the SteamRAT malware. SteamRAT was seen by us in many places that year."


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    (tmp_path / "overlay").mkdir()
    monkeypatch.setenv("BESTIARY_OVERLAY", str(tmp_path / "overlay"))
    db, _ = build_small(tmp_path)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/a.txt").write_text(REPORT)
    (tmp_path / "reports/b.md").write_text("Nothing at all.")
    (tmp_path / "reports/c.pdf").write_bytes(b"%PDF-no")
    return lambda *words, **more: CliRunner().invoke(main, ["tag", *words, "--db", str(db)], **more)


def test_a_report_on_the_terminal(ask: Ask, tmp_path: Path) -> None:
    done = ask(str(tmp_path / "reports/a.txt"))
    assert done.exit_code == 0, done.output
    assert "used the SteamRAT malware" in done.stdout
    assert 'misp-galaxy:tool="SteamRAT"' in done.stdout
    assert ask(str(tmp_path / "reports/b.md")).exit_code == 1


def test_a_folder(ask: Ask, tmp_path: Path) -> None:
    done = ask(str(tmp_path / "reports"))
    assert done.exit_code == 0
    assert "Teapot Group" in done.stdout
    assert "names nothing" in done.stdout
    assert f"problem {tmp_path}/reports/c.pdf: a PDF that cannot be read" in done.stderr


def test_from_stdin_as_json(ask: Ask) -> None:
    (report,) = json.loads(ask("-", "--json", input=REPORT).stdout)
    assert {named["title"] for named in report["summary"]["named"]} == {"Teapot Group", "SteamRAT"}
    first = report["mentions"][0]
    assert (first["surface"], first["start"], first["profiles"][0]["id"]) == ("Teapot Group", 4, "teapot-group")


def test_lines_and_going_on(ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    for _ in range(2):
        assert ask(str(tmp_path / "reports"), "--jsonl", "-o", str(out)).exit_code == 0
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert {line["id"] for line in lines} == {f"{tmp_path}/reports/a.txt", f"{tmp_path}/reports/b.md"}
    assert len(lines) == 2
    fields = {"surface", "start", "end", "kind", "score", "profiles", "reasons", "new"}
    assert all(mention.keys() == fields for line in lines for mention in line["mentions"])
    assert ask(str(tmp_path / "reports/a.txt"), "--jsonl").stdout == out.read_text().splitlines()[0] + "\n"


def test_equal_names_in_two_folders_are_two_reports(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more/a.txt").write_text(REPORT)
    out = tmp_path / "out.jsonl"
    for folder in ("reports", "more", "more/a.txt"):
        done = ask(str(tmp_path / folder), "--jsonl", "-o", str(out))
        assert done.exit_code == 0
        assert "another report" not in done.stderr
    ids = [json.loads(line)["id"] for line in out.read_text().splitlines()]
    assert sorted(ids) == [f"{tmp_path}/{name}" for name in ("more/a.txt", "reports/a.txt", "reports/b.md")]
    assert len(ask(str(tmp_path / "more"), str(tmp_path / "more/a.txt"), "--jsonl").stdout.splitlines()) == 1


def test_an_id_that_stands_twice_is_told(ask: Ask, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": "1", "text": REPORT}))
    done = ask(str(tmp_path / "one.jsonl"), str(tmp_path / "two.jsonl"), "--jsonl")
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 2)
    assert "problem 1: another report has this id too" in done.stderr


def test_a_page(ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    assert ask(str(tmp_path / "reports/a.txt"), "--html", "-o", str(out)).exit_code == 0
    assert out.read_text().count("<mark") == 3
    assert '<td>teapot-group<br><a href="https://example.org/teapot" ' in out.read_text()
    assert ask(str(tmp_path / "reports"), "--html").exit_code == 2


def test_the_overlay_s_names(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "overlay/names.toml").write_text('never = ["Steam RAT"]')
    assert "SteamRAT" not in {m["surface"] for m in json.loads(ask("-", "--json", input=REPORT).stdout)[0]["mentions"]}
    (tmp_path / "overlay/names.toml").write_text("sometimes = 1")
    done = ask("-", input=REPORT)
    assert done.exit_code == 3
    assert "names.toml: cannot be read" in done.stderr


@pytest.mark.parametrize(("words", "code"), [((), 2), (("none.txt",), 3), (("-", "--json", "--html"), 2)])
def test_what_cannot_be_done(ask: Ask, words: tuple[str, ...], code: int) -> None:
    assert ask(*words).exit_code == code


def test_what_is_written_has_to_be_said(ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = ask(str(tmp_path / "reports/a.txt"), "-o", str(out))
    assert (done.exit_code, out.exists()) == (2, False)
    assert "add --json, --jsonl or --html" in done.output
