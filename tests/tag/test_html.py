import re
from html import unescape
from typing import Any

import pytest

from bestiary.tag import Mention, Tagger, html
from bestiary.tag.html import further, page
from bestiary.tag.mention import Meant
from bestiary.tag.summary import summary

HOSTILE = "<script>alert(1)</script> \"SteamRAT\" 'x' &amp; <b onload=x> javascript:alert(1) SteamRAT malware"


def made(tagger: Tagger, text: str, name: str = "x", **urls: str) -> str:
    mentions = tagger.tag(text)
    return "".join(page(text, mentions, summary(name, mentions), urls))


def test_the_text_is_all_there_and_marked(tagger: Tagger) -> None:
    text = "It was the Teapot Group that used the SteamRAT malware in those days.\nSteamRAT again."
    found = made(tagger, text)
    article = re.search("<article>(.*)</article>", found, re.DOTALL)
    assert article
    assert unescape(re.sub("<[^>]*>", "", article[1])) == text
    assert found.count("<mark") == 3
    targets = set(re.findall('href="#(n[0-9]+)"', found))
    assert targets <= set(re.findall('<tr id="(n[0-9]+)"', found))


@pytest.mark.parametrize(
    ("score", "shares", "unsure"),
    [(0.79, (), True), (0.8, (), False), (0.9, (0.79, 0.21), True), (0.9, (0.8, 0.2), False), (0.9, (0.7,), False)],
)
def test_what_is_unsure_looks_so(score: float, shares: tuple[float, ...], unsure: bool) -> None:
    meant = tuple(Meant(str(place), "Pot", "actor", share, (), ()) for place, share in enumerate(shares))
    mentions = [Mention("Pot", 0, 3, "actor", score, meant, ())]
    found = "".join(page("Pot", mentions, summary("x", mentions), {}))
    assert ('<mark class="actor unsure"' in found) is unsure


def test_nothing_of_a_profile_acts() -> None:
    evil = '"><script>alert(1)</script>'
    meant = tuple(Meant(id_, evil, "actor", 0.5, (), ()) for id_ in "ab")
    mentions = [Mention(evil, 0, len(evil), "actor", 1.0, meant, ())]
    assert "<script" not in "".join(page(evil, mentions, summary("x", mentions), {}))


def test_the_table_says_what_is_ambiguous_and_what_is_new(tagger: Tagger) -> None:
    found = made(tagger, "The APT 999 group used a backdoor called TeaLeaf.")
    assert "<br>ambiguous: " in found
    assert "<td>TeaLeaf (new)</td>" in found


def test_a_page_is_the_same_piece_by_piece(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "They used the SteamRAT malware.\n \n\n\nThe SteamRAT malware.\n \n\n\nIt was the SteamRAT malware."
    whole = made(tagger, text)
    assert whole.count("malware.\n\n") == 2
    monkeypatch.setattr(html, "TOGETHER", 1)
    assert made(tagger, text) == whole


def test_nothing_of_a_report_acts(tagger: Tagger) -> None:
    found = made(tagger, HOSTILE, "<img src=x>")
    assert "<script" not in found
    assert "<b " not in found
    assert "<img" not in found
    assert "default-src 'none'" in found
    assert {tag.lower() for tag in re.findall(r"</?([a-zA-Z]+)", found)} <= {
        "html", "head", "meta", "title", "style", "body", "h", "table", "thead", "tbody", "tr", "th", "td", "article",
        "mark", "a", "br",
    }  # fmt: skip


def test_a_line_has_the_profile_and_where_more_is_told(tagger: Tagger) -> None:
    text = "The SteamRAT malware of the Teapot Group."
    found = made(tagger, text, steamrat='https://a.example/?x=1&y="2"')
    assert "<td>teapot-group</td>" in found
    assert (
        '<td>steamrat<br><a href="https://a.example/?x=1&amp;y=&quot;2&quot;" rel="noopener noreferrer nofollow">'
        "a.example</a></td>"
    ) in found
    assert "<td>steamrat</td>" in made(tagger, text, steamrat="javascript:alert(1)")


def profile(ids: list[str], *urls: str | None) -> Any:
    return {"records": [{"external_ids": []}, {"external_ids": ids}], "references": [{"value": url} for url in urls]}


def test_more_is_told_by_its_own_page_else_by_its_first_reference() -> None:
    technique = "https://attack.mitre.org/techniques/T1059/001"
    assert further(profile(["T1059.001"], None, "https://a.example/", technique)) == technique
    assert further(profile(["T1059"], None, "https://a.example/", technique)) == "https://a.example/"
    assert further(profile([], None)) == ""
