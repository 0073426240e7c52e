"""Every spelling of the field is read, and nothing that merely looks like one."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import ftfy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.schema import schema
from bestiary.values import URL_LENGTH, Clean, Term, clean, label, motivations, sectors, spellings, vocabulary

TYPES = sorted({prop.type for table in (schema().property, schema().part) for prop in table.values()})
TEXTS = ("name", "prose", "headline", "text")
ANY_TEXT = st.text(st.characters())  # lone surrogates too: a JSON file may hold them
NOTHING = ["", " ", "?", "[Unknown]", "unknown", "N/A"]

# STIX 2.1, section 10
INDUSTRY_SECTOR_OV = {
    "agriculture",
    "aerospace",
    "automotive",
    "chemical",
    "commercial",
    "communications",
    "construction",
    "defense",
    "education",
    "energy",
    "entertainment",
    "financial-services",
    "government",
    "emergency-services",
    "government-local",
    "government-national",
    "government-public-services",
    "government-regional",
    "healthcare",
    "hospitality-leisure",
    "infrastructure",
    "dams",
    "nuclear",
    "water",
    "insurance",
    "manufacturing",
    "mining",
    "non-profit",
    "pharmaceuticals",
    "retail",
    "technology",
    "telecommunications",
    "transportation",
    "utilities",
}
ATTACK_MOTIVATION_OV = {
    "accidental",
    "coercion",
    "dominance",
    "ideology",
    "notoriety",
    "organizational-gain",
    "personal-gain",
    "personal-satisfaction",
    "revenge",
    "unpredictable",
}


def refused(type: str, raw: str) -> bool:
    """Whether the value is kept as written, without a meaning, and reported."""
    return clean(type, raw) == Clean(None, raw.strip(), False)


# --- whatever the type ---


def test_every_type_of_the_schema_is_read_and_no_other() -> None:
    for type in TYPES:
        assert clean(type, "").value is None
    with pytest.raises(ValueError, match="no such type of value: 'colour'"):
        clean("colour", "red")


@given(st.sampled_from(TYPES), ANY_TEXT)
def test_no_text_breaks_the_reading(type: str, raw: str) -> None:
    read = clean(type, raw)
    assert read.understood or read.value is None
    assert read.value is None or read.value.strip()


@given(st.sampled_from([type for type in TYPES if type not in TEXTS]), ANY_TEXT | st.from_regex(r"[0-9-]{4,10}"))
def test_reading_a_clean_value_gives_it_again(type: str, raw: str) -> None:
    value = clean(type, raw).value
    assert value is None or clean(type, value).value == value


@pytest.mark.parametrize("raw", NOTHING)
@pytest.mark.parametrize("type", [type for type in TYPES if type not in ("name", "prose", "headline", "id")])
def test_not_known_is_understood_and_means_nothing(type: str, raw: str) -> None:
    assert clean(type, raw) == Clean(None, raw.strip(), True)


# --- text ---


@pytest.mark.parametrize("type", TEXTS)
@pytest.mark.parametrize(
    "text",
    [
        "it’s “quoted” – and — dashed…",
        "海莲花，又名",
        "Привет, Ёж",
        "naïve Ærø Łódź",
        "ガ ｶﾞ ﬁ ™ &amp; ½",
        "â is a letter, Ã too",
        "a\u200bb\u00a0c",
        "plain ASCII &lt;b&gt;",
    ],
)
def test_correct_text_is_left_alone(type: str, text: str) -> None:
    assert clean(type, f"  {text}\n") == Clean(text, text, True)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("communiqu√© final", "communiqué final"),
        ("the attackerâ€™s tools", "the attacker’s tools"),
        ("GÃ¼nter", "Günter"),
        ("æµ·èŽ²èŠ±", "海莲花"),
    ],
)
def test_text_in_the_wrong_encoding_is_mended(broken: str, whole: str) -> None:
    assert clean("prose", broken).value == clean("name", broken).label == whole


@given(st.text(st.sampled_from("aeÉ \u00a0–—‘’“”•…")))
def test_what_is_not_looked_at_is_not_broken(text: str) -> None:
    marks = text.replace("É", "")
    assert ftfy.fix_encoding(marks) == marks
    assert clean("prose", text).label == ftfy.fix_encoding(text).strip()


def test_a_name_may_be_a_question() -> None:
    assert clean("name", "???").value == "???"
    assert clean("name", "Unknown").value == "Unknown"
    assert clean("name", "  ") == Clean(None, "", True)


# --- identifiers ---


def test_uuid() -> None:
    assert clean("uuid", " 0A1B2C3D-4e5f-6071-8293-A4B5C6D7E8F9").value == "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
    for raw in ("0a1b2c3d4e5f60718293a4b5c6d7e8f9", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8fg", "intrusion-set--1"):
        assert refused("uuid", raw)


def test_flag() -> None:
    assert clean("flag", "True").value == "true"
    assert clean("flag", "false").value == "false"
    assert refused("flag", "yes")


def test_an_id_is_kept_as_it_is() -> None:
    assert clean("id", " X-1 ").value == " X-1 "


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
        (" HTTPS://Example.com/ABC ", "https://Example.com/ABC"),
        ("http://例え.example/海", "http://例え.example/海"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("https://example.com/it’s|388", "https://example.com/it’s|388"),
    ],
)
def test_links(raw: str, value: str) -> None:
    assert clean("url", raw) == Clean(value, value, True)


@pytest.mark.parametrize(
    "raw",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "ftp://example.com/",
        "hxxps://example.com/",
        "example.com/a",
        "http:",
        "http://",
        "http:///path",
        "http:// /path",
        "http://?q",
        "http://[::1",
        "http://example.com:99999/",
        "http://example.com:port/",
        "https://example.com/a b",
        "https://example.com/\nx",
        "https://example.com/\u0000x",
        "https://example.com/<script>",
        'https://example.com/"onclick=',
        "http://example.com\\@other.example/",
        "page 4 of https://example.com/",
        "https://example.com/" + "a" * URL_LENGTH,
    ],
)
def test_what_is_no_link(raw: str) -> None:
    assert refused("url", raw)


@given(st.text().map("http{}".format) | st.text().map("https://example.com/{}".format))
def test_a_link_can_do_nothing_but_lead_somewhere(raw: str) -> None:
    value = clean("url", raw).value
    assert value is None or (
        value.startswith(("http://", "https://")) and not set(value) & set(' \t\r\n<>"\\') and len(value) <= URL_LENGTH
    )


# --- countries ---


@pytest.mark.parametrize(
    ("code", "spellings"),
    [
        ("US", ["US", "us", "USA", "U.S.", "United States", "United States of America", "the United States", "美国"]),
        ("GB", ["UK", "GB", "United Kingdom", "Great Britain", "united kingdom"]),
        ("AE", ["UAE", "United Arab Emirates"]),
        ("RU", ["Russia", "Russian Federation", "russia", "RUS"]),
        ("KR", ["South Korea", "Korea (Republic of)", "Republic of Korea", "Korea, Republic of", "southKorea"]),
        ("KP", ["North Korea", "DPRK", "Korea (Democratic People's Republic of)", "朝鲜"]),
        ("IR", ["Iran", "Iran (Islamic Republic of)", "Islamic Republic of Iran"]),
        ("SY", ["Syria", "Syrian Arab Republic"]),
        ("VN", ["Vietnam", "Viet Nam"]),
        ("LA", ["Laos", "Lao People’s Democratic Republic"]),
        ("CZ", ["Czech", "Czech Republic", "Czechia"]),
        ("TW", ["Taiwan", "Taiwan, Province of China"]),
        ("PS", ["Palestine", "Palestinian Authority", "State of Palestine"]),
        ("MO", ["Macao", "Macau"]),
        ("HK", ["Hong Kong", "HK"]),
        ("MM", ["Burma", "Myanmar"]),
        ("MK", ["Macedonia", "North Macedonia"]),
        ("TR", ["Turkey", "Türkiye", "Tu\u0308rkiye", "Turkiye"]),
        ("CI", ["Cote d'Ivoire", "Côte d’Ivoire", "Ivory Coast"]),
        ("CF", ["Central-African Republic", "Central African Republic"]),
        ("CG", ["Republic of the Congo", "CG", "Congo-Brazzaville"]),
        ("CD", ["DR Congo", "Congo (Democratic Republic of the)", "The Democratic Republic of the Congo"]),
        ("BN", ["Brunei"]),
        ("BO", ["Bolivia"]),
        ("MD", ["Moldova"]),
        ("TZ", ["Tanzania"]),
        ("VE", ["Venezuela"]),
        ("PH", ["The Philippines", "Philippines"]),
        ("XK", ["Kosovo", "XK"]),
    ],
)
def test_countries(code: str, spellings: list[str]) -> None:
    assert {spelling: clean("country", spelling).value for spelling in spellings} == dict.fromkeys(spellings, code)


@pytest.mark.parametrize(
    "raw",
    [
        "[Middle East]",
        "Middle East",
        "Europe",
        "Southeast Asia",
        "European Union",
        "EU",
        "NATO",
        "Worldwide",
        "Worldwide except South Korea",
        "Foreign embassies in Belarus",
        "Congo",
        "Korea",
        "America",
        "Dubai",
        "Tibet",
        "Chechnya",
        "[Gaza]",
        "Belarus and others",
        "Russi",
        "Russiaa",
        "US Bancorp",
        "朝鲜半岛",
        "中国及东南亚",
    ],
)
def test_what_is_no_country(raw: str) -> None:
    assert refused("country", raw)


def test_country_labels_are_the_names_in_use_and_are_read_themselves() -> None:
    expected = {
        "RU": "Russia",
        "KR": "South Korea",
        "IR": "Iran",
        "GB": "United Kingdom",
        "TR": "Turkey",
        "XK": "Kosovo",
    }
    assert {code: label("country", code) for code in expected} == expected
    codes = [f"{first}{second}" for first in map(chr, range(65, 91)) for second in map(chr, range(65, 91))]
    known = [code for code in codes if clean("country", code).value == code]
    assert len(known) == 249 + 1  # ISO 3166-1, and Kosovo
    for code in known:
        assert clean("country", label("country", code)).value == code
        assert "," not in label("country", code) or code in ("BQ", "SH")  # "X, Republic of" is for lists


@given(st.text(st.characters(categories=("L", "Zs")), min_size=61))
def test_long_text_is_no_country(raw: str) -> None:
    assert clean("country", f"Russia {raw.strip()} x").value is None


# --- dates ---


@pytest.mark.parametrize(
    ("raw", "value", "shown"),
    [
        ("2012", "2012", "2012"),
        ("2012-08", "2012-08", "2012-08"),
        ("2012-08-01", "2012-08-01", "2012-08-01"),
        ("2024-02-29T10:11:12.345Z", "2024-02-29", "2024-02-29"),
        ("2024-02-29T10:11:12+07:00", "2024-02-29", "2024-02-29"),
        ("2014 Spring", "2014-21", "Spring 2014"),
        ("2014 Summer", "2014-22", "Summer 2014"),
        ("2014-22", "2014-22", "Summer 2014"),
        ("autumn 2014", "2014-23", "Autumn 2014"),
        ("Fall 2014", "2014-23", "Autumn 2014"),
        ("2014 Winter", "2014-24", "Winter 2014"),
        ("2014 Q1", "2014-33", "Q1 2014"),
        ("Q4 2014", "2014-36", "Q4 2014"),
        ("2013/2014", "2013/2014", "2013/2014"),
        ("2016/2016-05", "2016/2016-05", "2016/2016-05"),
        ("December 2016/January 2017", "2016-12/2017-01", "2016-12/2017-01"),
        ("Feb 2021.", "2021-02", "2021-02"),
        ("February 2021", "2021-02", "2021-02"),
        ("Febuary 2021", "2021-02", "2021-02"),
        ("Mars 2021", "2021-03", "2021-03"),
        ("Nov. 30, 2021", "2021-11-30", "2021-11-30"),
        ("1 May 2021", "2021-05-01", "2021-05-01"),
        ("2015 Early", "2015", "Early 2015"),
        ("2015 Mid", "2015", "Mid 2015"),
        ("mid-2015", "2015", "Mid 2015"),
        ("late 2015", "2015", "Late 2015"),
    ],
)
def test_dates(raw: str, value: str, shown: str) -> None:
    assert clean("date", raw) == Clean(value, shown, True)


@pytest.mark.parametrize(
    "raw",
    [
        "2012-13",
        "2012-00",
        "2013-02-30",
        "2023-02-29",
        "2014-25",
        "2014-22-01",
        "0000",
        "12",
        "early 15",
        "Early ２０１５",
        "٢٠١٢",
        "2014/2013",
        "2014-12/2014-01",
        "2014 Summer/2014 Winter",
        "2014/",
        "2012/2013/2014",
        "2005 or 2008",
        "November/December 2016",
        "Feb 30, 2021",
        "May May 2021",
        "since 2014",
        "2014 Early Summer",
    ],
)
def test_what_is_no_date(raw: str) -> None:
    assert refused("date", raw)


@given(st.dates())
def test_every_day_is_read_in_all_its_forms(day: date) -> None:
    iso = day.isoformat()
    month = list(vocabulary().month)[list(vocabulary().month.values()).index(day.month)]
    for raw in (iso, f"{iso}T00:00:00Z", f"{month.title()} {day.day}, {iso[:4]}", f"{day.day} {month} {iso[:4]}"):
        assert clean("date", raw).value == iso
    assert clean("date", iso[:7]).value == iso[:7]


# --- sectors and motivations ---


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("Government, Administration", "government"),
        ("government", "government"),
        ("Defence", "defense"),
        ("Defense industrial base", "defense"),
        ("Finance", "financial"),
        ("financial-services", "financial"),
        ("Telecomms", "telecommunications"),
        ("High-Tech", "high-tech"),
        ("Oil & Gas", "oil-and-gas"),
        ("Oil and gas", "oil-and-gas"),
        ("NGOs", "non-profit"),
        ("Embassies", "diplomacy"),
        ("Academia - University ", "higher-education"),
        ("News - Media", "media"),
        ("Casinos and Gambling", "gambling"),
    ],
)
def test_sectors(raw: str, code: str) -> None:
    assert clean("sector", raw) == Clean(code, sectors()[code].label, True)


@pytest.mark.parametrize(
    "raw", ["Foreign embassies in Belarus", "and others", "Other", "Banks in Asia", "journalists and lawyers", "govern"]
)
def test_what_is_no_sector(raw: str) -> None:
    assert refused("sector", raw)


@pytest.mark.parametrize(("type_", "key", "shown"), [("sector", "finance", "Finance"), ("country", "uk", "UK")])
def test_spellings_are_those_that_are_read(type_: str, key: str, shown: str) -> None:
    assert spellings(type_)[key] == clean(type_, shown).label
    assert all(clean(type_, one).label == label for one, label in spellings(type_).items())


@pytest.mark.parametrize(
    ("raw", "code", "stix"),
    [
        ("Information theft and espionage", "espionage", "organizational-gain"),
        ("Espionage", "espionage", "organizational-gain"),
        ("Financial gain", "financial-gain", "personal-gain"),
        ("Financial crime", "financial-crime", "personal-gain"),
        ("Sabotage and destruction", "sabotage", ""),
        ("Hacktivists-Nationalists", "nationalist-hacktivism", "ideology"),
        ("Denial of service", "denial-of-service", ""),
        ("Distributed Denial of Service", "denial-of-service", ""),
    ],
)
def test_motivations(raw: str, code: str, stix: str) -> None:
    assert clean("motivation", raw) == Clean(code, motivations()[code].label, True)
    assert motivations()[code].stix == stix


def test_what_is_no_motivation() -> None:
    assert refused("motivation", "mainly money, some spying")


@pytest.mark.parametrize(
    ("type", "terms", "ov"),
    [
        ("sector", sectors(), INDUSTRY_SECTOR_OV),
        ("motivation", motivations(), ATTACK_MOTIVATION_OV),
    ],
)
def test_the_stix_columns_hold_the_terms_of_the_standard(type: str, terms: Mapping[str, Term], ov: set[str]) -> None:
    assert {term.stix for term in terms.values()} - {""} == ov
    for term in ov:
        code = clean(type, term).value
        assert code
        assert terms[code].stix == term


# --- givers ---


@pytest.mark.parametrize(
    ("raw", "giver"),
    [
        ("Crowdstrike", "CrowdStrike"),
        ("Clearsky", "ClearSky"),
        ("Positive Technlogies", "Positive Technologies"),
        ("PWC", "PwC"),
        ("SecureWorks", "Secureworks"),
        ("self give", "self given"),
        ("self-given", "self given"),
        ("Palo Alto", "Palo Alto Networks"),
        ("FireEye", "FireEye"),
        ("Mandiant", "Mandiant"),
        ("Some New Vendor", "Some New Vendor"),
    ],
)
def test_givers(raw: str, giver: str) -> None:
    assert clean("giver", raw) == Clean(giver, giver, True)


def test_a_note_in_the_place_of_a_giver_names_none() -> None:
    assert clean("giver", "transliteration") == Clean(None, "transliteration", True)


# --- against what the sources write ---


def galaxy(name: str) -> Iterator[dict[str, object]]:
    """The `meta` of each cluster of a MISP galaxy, of the data that the default source ships."""
    package = find_spec("pymispgalaxies")
    assert package
    assert package.origin
    file = Path(package.origin).with_name("data") / "misp-galaxy" / "clusters" / f"{name}.json"
    return (value.get("meta", {}) for value in json.loads(file.read_bytes())["values"])


@pytest.mark.parametrize(
    ("key", "type", "share"),
    [
        ("country", "country", 1.0),
        ("cfr-suspected-victims", "country", 0.85),  # the rest are regions, alliances, companies
        ("cfr-target-category", "sector", 0.98),
        ("targeted-sector", "sector", 0.95),
        ("cfr-type-of-incident", "motivation", 1.0),
    ],
)
def test_most_of_what_the_threat_actor_galaxy_writes_is_read(key: str, type: str, share: float) -> None:
    written: list[str] = []
    for meta in galaxy("threat-actor"):
        found = meta.get(key, [])
        written += found if isinstance(found, list) else [str(found)]
    read = [raw for raw in written if clean(type, raw).understood]
    assert len(written) > 50
    assert len(read) / len(written) >= share


def test_no_card_names_a_country_where_it_names_a_region(shared: Path) -> None:
    actors = json.loads((shared / "data/etda-json/actors.json").read_bytes())["values"]
    written = [raw for actor in actors for raw in actor["country"] + actor.get("observed-countries", [])]
    not_read = {raw for raw in written if not clean("country", raw).understood}
    assert {"[Middle East]", "Worldwide", "Europe", "NATO", "Congo", "Tibet"} <= not_read
    assert sum(raw in not_read for raw in written) < 0.1 * len(written)


def test_importing_the_module_loads_no_table() -> None:
    code = "import sys, bestiary.values; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "bestiary.values" in loaded
    assert not {"pycountry", "ftfy", "bestiary.names"} & set(loaded)
