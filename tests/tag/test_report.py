import json
from pathlib import Path

import pytest

from bestiary.errors import InputError, Problem
from bestiary.origin import Origin
from bestiary.tag import report
from bestiary.tag.report import DEEPEST, MOST_ELEMENTS, Report, reports, text_of

# A PDF of one page that says "SteamRAT was here", written by hand; readers mend its missing table of objects.
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 52>>stream
BT /F 12 Tf 10 50 Td (SteamRAT was here) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
"""
HTML = b"""<!doctype html><html><head><title>x</title><script>alert('SteamRAT')</script></head><body>
<nav><a href="/">Home</a></nav><article><h1>News</h1><p>SteamRAT is a tool of the Teapot Group, and it was seen in many
places this year, more than in the years before.</p><p>It came by mail, as it had before.</p>
</article></body></html>"""


def origin(name: str = "x") -> Origin:
    return Origin(name)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"SteamRAT was here", "SteamRAT was here"),
        (b"\xef\xbb\xbfSteamRAT", "SteamRAT"),
        ("SteamRAT".encode("utf-16"), "SteamRAT"),
        (b"\xff\xfe" + "SteamRAT".encode("utf-16-le"), "SteamRAT"),
        (b"\xfe\xff" + "SteamRAT".encode("utf-16-be"), "SteamRAT"),
        ("Stéam – “RAT”".encode("cp1252"), "Stéam – “RAT”"),
        (b"Steam\x81", "Steam\ufffd"),  # no character in Windows-1252
        ("Stéam".encode() + b"\xff", "Stéam\ufffd"),  # UTF-8 with a fault
        ("\ufffd".encode(), "\ufffd"),
        (PDF, "SteamRAT was here"),
        (b"", ""),
    ],
)
def test_text(raw: bytes, said: str) -> None:
    assert text_of(raw, origin()).strip() == said


def test_html_without_what_is_around_it() -> None:
    text = text_of(HTML, origin())
    assert "SteamRAT is a tool" in text
    assert "alert" not in text
    assert "Home" not in text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\x7fELF\0\0\0", "is no text"),
        (b"%PDF-1.7 and then nothing", "PDF that cannot be read"),
        (b"<html>" + b"<div>" * (DEEPEST + 1), "deep"),
        (b"<html>" + b"</p>" * DEEPEST + b"<div>" * (DEEPEST + 1), "deep"),
        (b"<html>" + b"<br>" * (MOST_ELEMENTS + 1), "elements"),
        (b"<html>" + b"x" * 10_000_001, "at most"),
    ],
    ids=["a program", "no PDF", "deep", "deep below zero", "many", "large"],
)
def test_what_cannot_be_read_is_said(raw: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        text_of(raw, origin("x.bin"))


@pytest.mark.parametrize(
    "flat",
    [
        b"a<br>", b"<img src=x>", b"<p>a", b"<li>a", b"<tr><td>a", b"<option>a", b"<!-- <div> -->",
        b"<script>if (a<b) c()</script>",
    ],
)  # fmt: skip
def test_what_is_left_open_makes_a_page_no_deeper(flat: bytes) -> None:
    page = HTML.replace(b"<article>", flat * (DEEPEST + 1) + b"</select></table><article>")
    assert "SteamRAT is a tool" in text_of(page, origin())


def test_the_deepest_page_is_read() -> None:
    around = 3  # html, body, p
    assert "here" in text_of(b"<html><body>" + b"<div>" * (DEEPEST - around) + b"<p>SteamRAT was here", origin())


def test_tables_of_html_are_read_comments_are_not() -> None:
    more = b"<table><tr><td>Kettle Crew</td><td>Teapot</td></tr></table></article><div id=comments><p>First!</p></div>"
    text = text_of(HTML.replace(b"</article>", more), origin())
    assert "Kettle Crew" in text
    assert "First!" not in text


@pytest.mark.parametrize(("raw", "name"), [(HTML, "x"), (b"\n " + HTML, "x"), (b"<!-- x -->" + HTML, "X.HTM")])
def test_html_is_told_by_how_it_begins_or_by_its_name(raw: bytes, name: str) -> None:
    assert "<p>" not in text_of(raw, origin(name))


def test_a_text_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "LARGEST", 5)
    assert text_of(b"12345", origin()) == "12345"
    with pytest.raises(InputError, match=r"has 6 characters \(at most 5\)"):
        text_of(b"123456", origin())
    (tmp_path / "X.JSONL").write_bytes(b'{"id": "a", "text": "123456"}')
    assert list(reports(tmp_path / "X.JSONL", "X.JSONL")) == [Report("a", "12345")]


def test_lines(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(
        json.dumps({"id": "a", "text": "b"}).encode() + b'\n\n{"id": 1}\nnothing\n{"id": "c", "text": "d"}'
    )
    first, second, third, fourth = reports(file, "x.jsonl")
    assert (first, fourth) == (Report("a", "b"), Report("c", "d"))
    assert isinstance(second, Problem)
    assert isinstance(third, Problem)
    assert (str(second.origin), str(third.origin)) == ("x.jsonl:3", "x.jsonl:4")


def test_a_file_is_a_report(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("SteamRAT")
    (tmp_path / "y.pdf").write_bytes(b"%PDF-nothing")
    assert list(reports(tmp_path / "x.md", "x.md")) == [Report("x.md", "SteamRAT")]
    (problem,) = reports(tmp_path / "y.pdf", "y.pdf")
    assert isinstance(problem, Problem)
    with pytest.raises(InputError):
        list(reports(tmp_path / "none.md", "none.md"))
