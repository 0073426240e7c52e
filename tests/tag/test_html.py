import re
from html import unescape

from bestiary.tag import Tagger
from bestiary.tag.html import page
from bestiary.tag.summary import summary

HOSTILE = "<script>alert(1)</script> \"SteamRAT\" 'x' &amp; <b onload=x> javascript:alert(1) SteamRAT malware"


def made(tagger: Tagger, text: str, name: str = "x") -> str:
    mentions = tagger.tag(text)
    return "".join(page(text, mentions, summary(name, mentions)))


def test_the_text_is_all_there_and_marked(tagger: Tagger) -> None:
    text = "It was the Teapot Group that used the SteamRAT malware in those days.\nSteamRAT again."
    found = made(tagger, text)
    article = re.search("<article>(.*)</article>", found, re.DOTALL)
    assert article
    assert unescape(re.sub("<[^>]*>", "", article[1])) == text
    assert found.count("<mark") == 3
    targets = set(re.findall('href="#(n[0-9]+)"', found))
    assert targets <= set(re.findall('<tr id="(n[0-9]+)"', found))


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
