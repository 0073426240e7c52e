"""The map of tiles."""

import xml.etree.ElementTree as ElementTree

import pycountry
from hypothesis import given
from hypothesis import strategies as st

from bestiary.serve.charts.world import LEVELS, tiles, world
from bestiary.values import label

SVG = "{http://www.w3.org/2000/svg}"
# What ISO 3166-1 lists beside the members of the United Nations
TERRITORIES = (
    "AX AS AI AQ AW BM BQ BV IO KY CX CC CK CW FK FO GF PF TF GI GP GG HM IM JE MQ YT MS NC NU NF MP PN RE BL"
    " SH MF PM SX GS SJ TK TC UM VG VI WF EH GU GL PR HK MO TW PS VA"
)


def drawn(values: dict[str, int], href: str = "") -> ElementTree.Element:
    return ElementTree.fromstring(world(values, "m", "Map", lambda code: href, lambda code: label("country", code)))


def test_every_member_of_the_united_nations_has_its_tile() -> None:
    members = {one.alpha_2 for one in pycountry.countries} - set(TERRITORIES.split())
    assert len(members) == 193
    assert members <= set(tiles())
    assert len(set(tiles().values())) == len(tiles())


@given(st.dictionaries(st.sampled_from([*tiles(), "AQ", "EH"]), st.integers(1, 50)))
def test_every_country_with_a_value_is_drawn_or_told(values: dict[str, int]) -> None:
    root = drawn(values)
    shaded = {group.findtext(f"{SVG}text"): group for group in root.iter(f"{SVG}g")}
    assert set(shaded) == set(values) & set(tiles())
    assert all(
        f"{label('country', code)}: {many}" in (root.findtext(f"{SVG}desc") or "") for code, many in values.items()
    )
    empty = {span.text for span in root.iter(f"{SVG}tspan")}
    assert empty == set(tiles()) - set(values)


def test_more_is_darker() -> None:
    levels = {
        group.findtext(f"{SVG}text"): group.get("class") for group in drawn({"NO": 1, "SE": 3, "FI": 9}).iter(f"{SVG}g")
    }
    assert levels["NO"] == "level-1"
    assert levels["FI"] == f"level-{LEVELS}"
    assert {group.get("class") for group in drawn({"NO": 1, "SE": 1}).iter(f"{SVG}g")} == {"level-1"}


def test_a_tile_leads_on_and_the_map_is_small() -> None:
    [link] = drawn({"NO": 1}, "/x?a=1&b=2").iter(f"{SVG}a")
    assert link.get("href") == "/x?a=1&b=2"
    everything = world(dict.fromkeys(tiles(), 1), "m", "Map", lambda code: "", lambda code: label("country", code))
    assert len(everything) < 50_000
