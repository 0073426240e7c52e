from rich.console import Console

from bestiary.cli.search_page import search_page
from bestiary.profile import Found


def printed(found: Found, offset: int = 0) -> str:
    console = Console(width=200)
    with console.capture() as captured:
        for thing in search_page(found, offset):
            console.print(thing)
    return captured.get()


FOUND: Found = {
    "query": "tea",
    "total": 12,
    "hits": [
        {
            "profile": {"id": "teapot", "kind": "actor", "title": "Tea\x1b[31mpot", "names": 1, "countries": ["Norway"],
                        "first_seen": None, "sources": ["misp"]},
            "exact": False,
            "shown": [{"field": "tool", "text": "Tea\x1b[2J strainer", "marks": [[0, 3]]}],
        }
    ],
    "facets": {"source": [{"label": f"s{number}", "count": 9 - number} for number in range(8)]},
    "near": [],
}  # fmt: skip


def test_a_page() -> None:
    lines = printed(FOUND).splitlines()
    assert lines[0].startswith("Tea")
    assert "tool: Tea" in lines[1]
    assert "sources s0 9, s1 8, s2 7, s3 6, s4 5, s5 4, and 2 more" in lines
    assert lines[-1] == "1 to 1 of 12: --offset 1 shows more"


def test_nothing_in_it_reaches_the_terminal_as_a_command() -> None:
    assert "\x1b" not in printed(FOUND)
