"""What values mean: every value as written is read here, by the type that `schema.toml` gives its property.

Reading is exact, never fuzzy: a value is one of the known spellings (`vocabulary.toml`) or an expression of the type's
grammar, else it is kept as written and reported. Nothing here changes what a source said; the clean value stands
beside it.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

URL_LENGTH = 2048  # characters; what common clients and servers take
_CACHED = 8192  # values of a closed vocabulary repeat by the thousand


class Clean(NamedTuple):
    """What a value means.

    `value` is the canonical value, None where the raw one means nothing we read; `label` is what to show people
    (as written, where there is no value); `understood` is False for what could not be cleaned and is to be reported.
    """

    value: str | None
    label: str
    understood: bool


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word of our vocabulary: its label, the STIX 2.1 open vocabulary's term for it ("" for none), its spellings."""

    label: str
    stix: str = ""
    spellings: tuple[str, ...] = ()


class Land(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country's own row: a label where ISO's name is not the one in use, and spellings ISO does not have."""

    label: str = ""
    spellings: tuple[str, ...] = ()


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`vocabulary.toml`, which says what each table is and where it comes from."""

    nothing: tuple[str, ...]
    not_a_giver: tuple[str, ...]
    not_a_country: tuple[str, ...]
    country: dict[str, Land]
    country_zh: dict[str, tuple[str, ...]]
    part_of_year: dict[str, str]
    month: dict[str, int]
    season: dict[str, int]
    sector: dict[str, Term]
    motivation: dict[str, Term]
    giver: dict[str, tuple[str, ...]]


def clean(type: str, raw: str) -> Clean:
    """Reads a value as written, by its schema type. Raises ValueError for a type that does not exist, else nothing."""
    cleaner = _CLEANERS.get(type)
    if cleaner is None:
        raise ValueError(f"no such type of value: {type!r}")
    return cleaner(raw)


def label(type: str, value: str) -> str:
    """What to show people for a clean value: "Russia" for country RU, "Summer 2014" for date 2014-22."""
    return clean(type, value).label


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary; read once. Raises msgspec.ValidationError if the table itself is wrong (a test reads it)."""
    text = files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Vocabulary)


def sectors() -> Mapping[str, Term]:
    """Sector code → label, term of STIX's industry-sector-ov and spellings."""
    return vocabulary().sector


def motivations() -> Mapping[str, Term]:
    """Motivation code → label, term of STIX's attack-motivation-ov and spellings."""
    return vocabulary().motivation


def spellings(type: str) -> Mapping[str, str]:
    """Every spelling of a country, sector or motivation, as spellings are compared → what to show people for it."""
    words = _words(type)
    return {key: words.labels[code] for key, code in words.codes.items()}


# --- text ---


def _text(raw: str) -> Clean:
    """A name or prose: mended and stripped; only a blank one means nothing ("???" may be a name)."""
    text = _mend(raw).strip()
    return Clean(text or None, text, True)


_VOID_LENGTH = 64  # of what may be a word for not knowing; longer texts need not be looked up


def _remark(raw: str) -> Clean:
    """A free text, or a word for "we do not know"."""
    text = _mend(raw).strip()
    return Clean(None if len(text) <= _VOID_LENGTH and _void(text) else text, text, True)


@lru_cache(_CACHED)
def _void(text: str) -> bool:
    return _key(text) in _voids()


_PLAIN_MARKS = dict.fromkeys(map(ord, "\u00a0–—‘’“”…"))


def _mend(raw: str) -> str:
    """Text that was decoded by the wrong encoding, decoded by the right one ("communiqu√©" → "communiqué").

    Text that cannot be broken so is not looked at: ASCII, and what has only quotation marks, dashes and dots besides,
    for the bytes of a character in UTF-8 give more than those in every encoding that they may be taken for.
    """
    return raw if raw.isascii() or raw.translate(_PLAIN_MARKS).isascii() else _mended(raw)


@lru_cache(_CACHED)  # the same text is asked for when it is read and when it is shown
def _mended(raw: str) -> str:
    """Only the encoding is mended: quotes, ligatures, entities, widths and controls stay as the source wrote them."""
    import ftfy

    only_encoding = ftfy.TextFixerConfig(
        unescape_html=False, replace_lossy_sequences=False, restore_byte_a0=False, fix_c1_controls=False
    )
    return ftfy.fix_encoding(raw, only_encoding)


# --- identifiers ---

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_UNSAFE = re.compile(r'[\s\x00-\x20\x7f-\x9f<>"\\\ud800-\udfff]')  # surrogates have no bytes in any encoding
# what nearly every link looks like: it needs no further look
_ORDINARY = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?:/[!#-;=?-\[\]-~]*)?")
_HIDDEN = re.compile(r"https?://[^/?#]*\.onion\.?(?:[:/?#]|$)", re.IGNORECASE)  # RFC 7686: an adversary's own pages


def _id(raw: str) -> Clean:
    return Clean(raw if raw.strip() else None, raw, True)


def _uuid(raw: str) -> Clean:
    """RFC 9562, section 4: 8-4-4-4-12 hexadecimal digits, read in either case and written in lower case."""
    text = raw.strip().lower()
    return Clean(text, text, True) if _UUID.fullmatch(text) else _not_read(raw)


def _flag(raw: str) -> Clean:
    text = raw.strip().lower()
    return Clean(text, text, True) if text in ("true", "false") else _not_read(raw)


def _url(raw: str) -> Clean:
    """A link that is safe to offer: http or https, a host, no blanks, controls or delimiters (RFC 3986, appendix C)."""
    text = raw.strip()
    if _ORDINARY.fullmatch(text) and len(text) <= URL_LENGTH:
        return Clean(None if _HIDDEN.match(text) else text, text, True)
    scheme, colon, rest = text.partition(":")
    if scheme.lower() not in ("http", "https") or len(text) > URL_LENGTH or _UNSAFE.search(text):
        return _not_read(raw)
    text = scheme.lower() + colon + rest
    try:
        parts = urlsplit(text)
        if not any(map(str.isalnum, parts.hostname or "")) or parts.port == 0:
            return _not_read(raw)
    except ValueError:  # a malformed IPv6 host or port
        return _not_read(raw)
    return Clean(None if _HIDDEN.match(text) else text, text, True)


# --- words of a vocabulary ---


class _Words(NamedTuple):
    codes: dict[str, str]  # key of each spelling → code
    labels: dict[str, str]  # code → label


@lru_cache(_CACHED)
def _word(type: str, raw: str) -> Clean:
    words = _words(type)
    code = words.codes.get(_key(raw))
    return Clean(code, words.labels[code], True) if code else _not_read(raw)


@lru_cache(_CACHED)
def _giver(raw: str) -> Clean:
    """Whoever is named: one of our canonical spellings, or as written; the list of givers is open."""
    key = _key(raw)
    if key in _voids() or key in map(_key, vocabulary().not_a_giver):
        return Clean(None, raw.strip(), True)
    giver = _words("giver").codes.get(key) or _mend(raw).strip()
    return Clean(giver, giver, True)


@cache
def _words(type: str) -> _Words:
    if type == "country":
        return _countries()
    if type == "giver":
        givers = vocabulary().giver
        return _Words(_index((giver, (giver, *spellings)) for giver, spellings in givers.items()), {})
    terms = sectors() if type == "sector" else motivations()
    index = _index((code, (code, term.label, *term.spellings)) for code, term in terms.items())
    return _Words(index, {code: term.label for code, term in terms.items()})


def _countries() -> _Words:
    """ISO 3166-1 as pycountry has it, with our rows."""
    import pycountry

    iso: dict[str, dict[str, str]] = {country.alpha_2: dict(country) for country in pycountry.countries}
    rows, chinese = vocabulary().country, vocabulary().country_zh
    labels = {code: iso_row.get("common_name") or iso_row["name"] for code, iso_row in iso.items()}
    labels |= {code: row.label for code, row in rows.items() if row.label}

    def spellings(code: str) -> Iterable[str]:
        yield from (code, labels[code], *chinese.get(code, ()))
        yield from rows[code].spellings if code in rows else ()
        for column in ("alpha_3", "name", "official_name", "common_name"):
            yield from _orders(iso.get(code, {}).get(column, code))

    index = _index((code, spellings(code)) for code in labels)
    for name in vocabulary().not_a_country:
        index.pop(_key(name), None)
    return _Words(index, labels)


def _orders(name: str) -> list[str]:
    """A name as ISO sorts it ("Iran, Islamic Republic of"), also with the rest in brackets, and as it is spoken."""
    short, comma, rest = name.partition(", ")
    return [name, f"{short} ({rest})", f"{rest} {short}"] if comma else [name]


def _index(rows: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Key of each spelling → code. Raises ValueError if two codes share a spelling (a test reads every table)."""
    found: dict[str, str] = {}
    for code, spellings in rows:
        for spelling in spellings:
            if found.setdefault(_key(spelling), code) != code:
                raise ValueError(f"{spelling!r} is a spelling of both {found[_key(spelling)]!r} and {code!r}")
    return found


# --- dates ---

_CALENDAR = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T[0-9]{2}:[0-9]{2}[0-9:.]*(?:Z|[+-][0-9:]+)?)?)?)?")


@lru_cache(_CACHED)
def _date(raw: str) -> Clean:
    """A date as EDTF (Library of Congress, 2019; ISO 8601-2:2019), no more exact than it is written.

    Read are calendar dates, seasons and quarters, intervals of calendar dates, English dates in words; of a time, the
    day. What EDTF has no code for is the period that holds it: "2015 Early" is 2015, and the label says Early 2015.
    """
    text = raw.strip()
    start, slash, end = text.partition("/")
    if not slash:
        return _calendar(text) or _part_of_year(text) or _day_in_words(text) or _not_read(raw)
    first, last = _point(start), _point(end)
    if not first or not last or first[: len(last)] > last[: len(first)]:
        return _not_read(raw)
    return Clean(f"{first}/{last}", f"{first}/{last}", True)


def _point(text: str) -> str | None:
    """The end of an interval: a year, month or day; level 1 of EDTF has no intervals of seasons."""
    found = _calendar(text.strip()) or _part_of_year(text.strip()) or _day_in_words(text.strip())
    value = found.value if found else None
    return value if found and value == found.label else None


def _calendar(text: str) -> Clean | None:
    """2012, 2012-08, 2012-08-01 (with a time or without), and EDTF's own 2012-22 for a summer."""
    match = _CALENDAR.fullmatch(text)
    if not match:
        return None
    year, month, day = match.groups()
    if month and not day and int(month) in _season_names():
        return Clean(f"{year}-{month}", f"{_season_names()[int(month)]} {year}", True)
    return _dated(year, month, day)


def _part_of_year(text: str) -> Clean | None:
    """A year and one word, in either order: "2014 Summer", "Q1 2014", "February 2021.", "2015 Early"."""
    words = _date_words(text)
    if len(words) != 2:
        return None
    year, word = sorted(words)  # digits sort before letters
    if word in vocabulary().part_of_year and _CALENDAR.fullmatch(year) and _dated(year):
        return Clean(year, f"{vocabulary().part_of_year[word]} {year}", True)
    code = vocabulary().month.get(word) or vocabulary().season.get(word)
    return _calendar(f"{year}-{code:02}") if code else None


def _day_in_words(text: str) -> Clean | None:
    """A day in words: "Nov. 30, 2021" or "30 November 2021"."""
    words = _date_words(text)
    if len(words) != 3:
        return None
    word, day, year = words if words[0] in vocabulary().month else (words[1], words[0], words[2])
    month = vocabulary().month.get(word)
    return _calendar(f"{year}-{month:02}-{day:>02}") if month else None


def _date_words(text: str) -> list[str]:
    return text.casefold().replace(",", " ").replace(".", " ").replace("-", " ").split()


def _dated(year: str, month: str | None = None, day: str | None = None) -> Clean | None:
    """The calendar date, if there is such a day."""
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    value = "-".join(part for part in (year, month, day) if part)
    return Clean(value, value, True)


@cache
def _season_names() -> dict[int, str]:
    names = reversed(vocabulary().season.items())  # the first name of a code is the one to show
    return {code: name.capitalize() for name, code in names}


# --- what all share ---

_ALIKE = {ord(char): " " for char in "-_‐‑–"} | {ord("’"): "'", ord("&"): " and "}


def _key(text: str) -> str:
    """A spelling as it is compared: without case, kind of space or hyphen, and a leading "the"."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.casefold().translate(_ALIKE).split()).removeprefix("the ")


@cache
def _voids() -> frozenset[str]:
    return frozenset(map(_key, ("", *vocabulary().nothing)))


def _not_read(raw: str) -> Clean:
    """No value: understood if the source says that it does not know, to be reported otherwise."""
    return Clean(None, raw.strip(), _key(raw) in _voids())


_CLEANERS: dict[str, Callable[[str], Clean]] = {
    "name": _text,
    "prose": _text,
    "headline": _text,
    "text": _remark,
    "id": _id,
    "uuid": _uuid,
    "flag": _flag,
    "url": _url,
    "date": _date,
    "giver": _giver,
    "country": partial(_word, "country"),
    "sector": partial(_word, "sector"),
    "motivation": partial(_word, "motivation"),
}
