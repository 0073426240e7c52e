"""The pages in a real browser: journeys, every kind of page by axe-core, small screens, and hostile sources."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bestiary.base import Bestiary
from bestiary.ingest import build
from bestiary.serve.web import site
from tests.serve.web.conftest import Shown, serving
from tests.small import build_small, write

PAGES = (
    "/", "/search?q=sandstorm", "/search?q=zzzz+kind:actor", "/actors", "/actors/apt28", "/tools/mimikatz",
    "/techniques", "/givers", "/givers/microsoft", "/sources", "/sources/misp", "/contested", "/country", "/country/NO",
    "/sector", "/sector/energy", "/compare?id=apt28&id=apt29", "/targets?sector=energy&country=NO", "/tag", "/about",
    "/actors/apt28/statements", "/actors/nobody",
)  # fmt: skip
REPORT = "APT28, also known as Fancy Bear, used Mimikatz and X-Agent. A new backdoor called GREYTEAPOT was seen too."


MISSING = "Failed to load resource: the server responded with a status of 404 (Not Found)"


# The scheme changes colours and nothing else.
@pytest.mark.parametrize(("scheme", "rules"), [("light", {}), ("dark", {"runOnly": ["color-contrast"]})])
def test_no_page_has_a_violation_an_error_or_another_host(
    address: str, shown: Shown, scheme: str, rules: dict[str, Any]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    with shown(address, color_scheme=scheme) as (page, seen):
        for path in PAGES:
            page.goto(path)
            found = axe.run(page, options=rules).response["violations"]
            assert [(path, one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
            assert seen.wrong == [MISSING] * (path == "/actors/nobody"), path
            seen.wrong.clear()
        page.goto("/tag")
        page.get_by_label("Text").fill(REPORT)
        page.get_by_role("button", name="Tag it").click()
        assert [one["id"] for one in axe.run(page, options=rules).response["violations"]] == []


@pytest.mark.parametrize("width", [390, 1024, 1600])
def test_nothing_stands_out_of_the_screen(address: str, shown: Shown, width: int) -> None:
    with shown(address, viewport={"width": width, "height": 900}) as (page, _):
        for path in (*PAGES, "/api/docs"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_on_a_phone_rows_stand_below_each_other_or_it_is_seen_that_there_is_more(address: str, shown: Shown) -> None:
    hidden = "[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth)"
    above = "[...document.querySelectorAll('tbody tr:first-child td')].map(one => one.dataset.of)"
    stacked = {
        "/compare?id=apt28&id=apt29": ["In common", "Only APT28", "Only APT29"],
        "/targets?country=NO": ["Is said to hit", "Last reported", "Documented by"],
        "/actors/apt28/statements": ["As written", "Read as", "Record", "Place"],
    }
    with shown(address, viewport={"width": 390, "height": 900}) as (page, _):
        for path, heads in stacked.items():
            page.goto(path)
            assert page.evaluate(f"{hidden}.length") == 0, path
            assert page.evaluate(above) == heads
            told = page.evaluate("getComputedStyle(document.querySelector('tbody td'), '::before').content")
            assert told == f'"{heads[0]}"'
        page.goto("/actors")
        assert page.evaluate(
            f"{hidden}.map(one => [one.tabIndex, getComputedStyle(one).backgroundImage.length > 9])"
        ) == [[0, True]]


def test_names_are_offered_as_they_are_typed(address: str, shown: Shown) -> None:
    with shown(address) as (page, seen):
        page.goto("/")
        page.keyboard.press("/")
        page.keyboard.type("fancy b")
        option = page.get_by_role("option").first
        option.wait_for()
        assert "APT28" in option.inner_text()
        page.keyboard.press("ArrowDown")
        assert option.get_attribute("aria-selected") == "true"
        page.keyboard.press("Escape")
        assert page.get_by_role("option").count() == 0
        page.keyboard.type("ear")
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/actors/apt28")
        assert page.get_by_role("heading", level=1).inner_text() == "APT28"
        assert seen.wrong == []


def test_all_of_it_works_without_scripts(address: str, shown: Shown) -> None:
    with shown(address, java_script_enabled=False) as (page, _):
        page.goto("/")
        page.get_by_role("searchbox").or_(page.get_by_role("combobox")).fill("Fancy Bear")
        page.get_by_role("button", name="Search").click()
        page.get_by_role("link", name="APT28", exact=True).click()
        assert page.url.endswith("/actors/apt28")


def test_an_ambiguous_name_is_asked_back(address: str, shown: Shown) -> None:
    with shown(address) as (page, _):
        page.goto("/contested")
        name = page.locator("dt").first.inner_text()
        page.get_by_role("combobox").fill(name)
        page.keyboard.press("Enter")
        page.get_by_text("None is picked").wait_for()
        assert page.locator(".exact").count() > 1


def test_a_fact_leads_to_who_says_so(address: str, shown: Shown) -> None:
    with shown(address) as (page, _):
        page.goto("/actors/apt28")
        fact = page.locator("#facts .fact").first
        fact.get_by_text("who says so").click()
        assert fact.locator(".statements li").first.is_visible()
        fact.locator("sup a").first.click()
        assert re.search(r"#r\d+$", page.url)
        record = page.locator(":target")
        assert record.is_visible()
        page.get_by_role("link", name="Every statement").click()
        assert page.get_by_role("heading", name="Every statement").is_visible()


def test_two_are_compared_and_who_targets_us_is_told(address: str, shown: Shown) -> None:
    with shown(address) as (page, _):
        page.goto("/compare")
        page.get_by_label("First").fill("APT28")
        page.get_by_label("Second").fill("Sandworm Team")
        page.get_by_role("button", name="Compare").click()
        assert page.get_by_role("columnheader", name="In common").is_visible()
        page.get_by_role("link", name="Who targets us").click()
        page.get_by_label("Countries").select_option(label="Norway")
        page.get_by_role("button", name="Who?").click()
        assert page.locator("tbody tr").count() > 3
        with page.expect_download() as download:
            page.get_by_role("link", name="Layer of all their techniques").click()
        assert download.value.suggested_filename.endswith((".json", ".zip"))


def test_a_list_is_narrowed(address: str, shown: Shown) -> None:
    with shown(address) as (page, _):
        page.goto("/actors")
        page.get_by_label("Origin").fill("Norway")
        page.get_by_role("button", name="Show").click()
        assert "country=Norway" in page.url
        assert page.locator("tbody tr").count() < 10


def test_a_pasted_report_leads_to_profiles(address: str, shown: Shown) -> None:
    with shown(address) as (page, _):
        page.goto("/tag")
        page.get_by_label("Text").fill(REPORT)
        page.get_by_role("button", name="Tag it").click()
        assert page.locator("mark.actor").first.inner_text() == "APT28"
        page.locator("mark a").first.click()
        assert page.url.endswith("/actors/apt28")


def test_the_keyboard_comes_to_the_page_at_once(address: str, shown: Shown) -> None:
    with shown(address, reduced_motion="reduce") as (page, _):
        page.goto("/actors/apt28")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_on_paper_there_is_only_the_page(address: str, shown: Shown) -> None:
    with shown(address) as (page, _):
        page.goto("/actors/apt28")
        page.emulate_media(media="print")
        assert not page.locator(".contents").is_visible()
        assert not page.locator(".top nav").is_visible()
        assert page.locator("#names").is_visible()


def test_the_site_works_from_files(shown: Shown, tmp_path: Path) -> None:
    with Bestiary.open(build_small(tmp_path)[0]) as bestiary:
        site.write(bestiary, tmp_path / "site")
    with shown("file://") as (page, seen):
        page.goto((tmp_path / "site/index.html").as_uri())
        page.get_by_role("combobox").press_sequentially("grey t")
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/actors/teapot-group.html")
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "the style sheet holds"
        page.get_by_role("combobox").press_sequentially("steam")
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("Enter")
        page.wait_for_url("**/tools/steamrat.html")
        assert seen.wrong == []


# --- sources that would do harm ---

ACTS = "window.hacked=1"
EVIL = f'"><script>{ACTS}</script><img src=x onerror="{ACTS}"><svg onload="{ACTS}">'
VALUES: list[dict[str, Any]] = [
    {
        "uuid": "00000000-0000-4000-8000-0000000000e1",
        "value": f"Evil {EVIL}",
        "description": f"{EVIL} [here](javascript:{ACTS}) `{EVIL}` \u202egnp.exe {{{{7*7}}}} {{% raw %}}",
        "meta": {
            "synonyms": [EVIL, "\u202eevil", "'-alert(1)-'", "Mild Name", "W" * 5_000],
            "refs": [f"javascript:{ACTS}", f"data:text/html,<script>{ACTS}</script>", f"https://a.example/{EVIL}"],
            "country": EVIL,
            "cfr-suspected-victims": [EVIL, "Norway"],
            "cfr-suspected-state-sponsor": EVIL,
            EVIL: [EVIL],
        },
        "related": [{"dest-uuid": "00000000-0000-4000-8000-0000000000e3", "type": EVIL}],
    },
    {
        "uuid": "00000000-0000-4000-8000-0000000000e2",
        "value": "Many Names",
        "meta": {"synonyms": [f"Name {number} of many" for number in range(100_000)]},
    },
    {"uuid": "00000000-0000-4000-8000-0000000000e3", "value": "x" * 100_000, "description": "y" * 1_000_000},
]
CARD = f"""# Threat actor: Card {EVIL}, Hairy Card

**UUID**: 00000000-0000-4000-8000-0000000000e4

## Threat actor aliases

Card {EVIL} ({EVIL})

## Description

{EVIL}

## Reported hacking operations

2014: {EVIL}
{EVIL}
Target: {EVIL}
javascript:{ACTS}
https://a.example/"onmouseover="{ACTS}

"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "data").mkdir()
    write(folder / "data", "threat-actor", VALUES)
    (folder / "data/card.md").write_text(CARD, encoding="utf-8")
    build([folder / "data"], db=folder / "hostile.db", default=False)
    with serving(folder / "hostile.db") as address:
        yield address, folder / "hostile.db"


def test_nothing_that_a_source_wrote_runs(hostile: tuple[str, Path], shown: Shown) -> None:
    address, db = hostile
    with Bestiary.open(db) as bestiary:
        things = [one["id"] for kind in ("actor", "tool") for one in bestiary.list(kind)]
        givers = [one["id"] for one in bestiary.givers() if one["names"]]
    assert givers
    assert len(things) >= 3
    paths = [
        "/", "/actors", "/search?q=evil", "/search?q=yyy*", "/search?q=%22%3E%3Cscript%3E", "/contested", "/givers",
        "/country", "/targets?country=NO",
        *(f"/actors/{id_}" for id_ in things), *(f"/actors/{id_}/statements" for id_ in things),
        *(f"/givers/{id_}" for id_ in givers), f"/compare?id={things[0]}&id={things[1]}", "/id/%3Cscript%3E",
    ]  # fmt: skip
    with shown(address, viewport={"width": 390, "height": 900}) as (page, seen):
        for path in paths:
            answer = page.goto(path)
            assert answer.status < 500, path
            assert len(answer.body()) < 1_000_000, path
            assert page.evaluate("window.hacked") is None, path
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
            addresses = page.evaluate("[...document.links].map(link => link.href)")
            assert [one for one in addresses if not one.startswith(("http://", "https://"))] == [], path
            handlers = "[...document.querySelectorAll('*')].flatMap(one => [...one.attributes]).map(one => one.name)"
            assert [name for name in page.evaluate(handlers) if name.startswith("on") or name == "style"] == [], path
            assert "\u202e" not in page.content(), path
        page.goto("/tag")
        page.get_by_label("Text").fill(f"Mild Name {EVIL} \u202e Many Names")
        page.get_by_role("button", name="Tag it").click()
        assert page.evaluate("window.hacked") is None
        page.get_by_role("combobox").press_sequentially("mil")
        page.get_by_role("option").first.wait_for()
        assert page.evaluate("window.hacked") is None
        assert [said for said in seen.wrong if "with a status of 4" not in said] == []


def test_nor_in_files(hostile: tuple[str, Path], shown: Shown, tmp_path: Path) -> None:
    with Bestiary.open(hostile[1]) as bestiary:
        site.write(bestiary, tmp_path / "site")
    with shown("file://") as (page, seen):
        evil = [path for path in sorted((tmp_path / "site").rglob("*.html")) if "hacked" in path.read_text("utf-8")]
        assert len(evil) > 5
        for path in evil:
            page.goto(path.as_uri())
            assert page.evaluate("window.hacked") is None
        page.get_by_role("combobox").press_sequentially("mil")
        page.get_by_role("option").first.wait_for()
        assert page.evaluate("window.hacked") is None
        assert seen.wrong == []
    text = (tmp_path / "site/assets/names.js").read_text(encoding="utf-8")
    assert json.loads(text.removeprefix("names(").rstrip().removesuffix(");"))
