"""Other people's text on a page."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bestiary.serve.web.text import link, prose, shown


class Tags(HTMLParser):
    """The tags and addresses of a piece of HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attributes:
            assert name in ("href", "rel")
            if name == "href":
                self.addresses.append(value or "")


HOSTILE = st.lists(
    st.sampled_from(
        [
            "<script>",
            "</p>",
            "[",
            "]",
            "(",
            ")",
            "javascript:",
            "https://x.example/",
            '"',
            "'",
            "`",
            "\n",
            "a",
            "\u202e",
        ]
    )
)


@given(HOSTILE.map("".join) | st.text())
def test_prose_has_only_our_tags_and_web_links(text: str) -> None:
    found = Tags(prose(text))
    assert found.tags <= {"p", "a", "code"}
    assert all(address.startswith(("http://", "https://")) for address in found.addresses)
    assert "\u202e" not in prose(text)


def test_markdown_links_become_links_and_citations_go() -> None:
    text = "[APT0](https://attack.example/G1) used `net`.(Citation: Somebody 2020)\nMore."
    assert prose(text) == (
        '<p><a href="https://attack.example/G1" rel="noopener noreferrer nofollow">APT0</a> used <code>net</code>.</p>'
        "<p>More.</p>"
    )
    assert prose("It steals.<sup>[[A 2020](/references/1)]</sup> Often.") == "<p>It steals. Often.</p>"
    assert prose("a b c d", 4) == "<p>a b …</p>"


def test_links_are_of_the_web_only() -> None:
    assert link("javascript:alert(1)") == "javascript:alert(1)"
    assert 'href="https://a.example/?x=1&amp;y=2"' in link("https://a.example/?x=1&y=2")
    assert "href" not in link('https://a.example/" onclick="x y')


def test_lines() -> None:
    assert shown("a\nb\u202ec") == "a b\ufffdc"
