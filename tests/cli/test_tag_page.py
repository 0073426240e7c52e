import io

from rich.console import Console

from bestiary.cli.tag_page import MOST, brief, whole
from bestiary.tag import Tagger
from bestiary.tag.corpus import Tagged


def printed(things: object) -> str:
    console = Console(width=200, record=True, file=io.StringIO())
    for thing in things:  # type: ignore[attr-defined]
        console.print(thing)
    return console.export_text()


def tagged(tagger: Tagger, text: str) -> Tagged:
    return Tagged("x\x1b[31m", text, tagger.tag(text))


def test_only_lines_near_a_mention_are_shown(tagger: Tagger) -> None:
    text = "first\n" + "between\n" * 5 + "the SteamRAT malware\x1b[2J\nafter\nlast"
    page = printed(whole(tagged(tagger, text)))
    assert "the SteamRAT malware\ufffd[2J" in page
    assert "after" in page
    assert "first" not in page
    assert "last" not in page


def test_long_reports_are_cut(tagger: Tagger) -> None:
    page = printed(whole(tagged(tagger, "the SteamRAT malware\n" * (MOST + 5))))
    assert page.count("the SteamRAT malware") == MOST
    assert "--html shows all" in page


def test_a_report_in_short(tagger: Tagger) -> None:
    page = printed(brief(tagged(tagger, "It was the Teapot Group that used the SteamRAT malware in those days.")))
    assert page.splitlines()[0] == "x\ufffd[31m"
    assert "Teapot Group" in page
    assert "names nothing" in printed(brief(tagged(tagger, "nothing")))
