"""What stands around a name: words that tell what it is, how it is written, and whether the place is prose at all."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ..dictionary import CONTINUATION
from .words import kind_of, kinds, words

_WORDS = words()
_KINDS = kinds()
# What a word beside a name says of it, as bits: a word may say that it is of several kinds.
_ACTOR, _TOOL, _CAMPAIGN, _COMPANY = 1, 2, 4, 8
_SAYS = dict.fromkeys(_WORDS.company, _COMPANY) | {
    word: (word in _WORDS.actor) * _ACTOR | (word in _WORDS.tool) * _TOOL | (word in _WORDS.campaign) * _CAMPAIGN
    for word in _KINDS
}
# The same of what actors do, and what is done with tools: by the word behind a name, and by the one before it.
_DOES = dict.fromkeys(_WORDS.actor_then, _ACTOR) | dict.fromkeys(_WORDS.tool_then, _TOOL)
_UNDERGOES = dict.fromkeys(_WORDS.actor_after, _ACTOR) | dict.fromkeys(_WORDS.tool_after, _TOOL)
_APART = _WORDS.small | _WORDS.no_names | _WORDS.nationalities  # words with a capital that belong to no name
_CLOSING = frozenset(",;:!?)|/")  # behind them stands nothing that belongs to what follows
_OPENING = frozenset(".!?:|>#")
_PARTING, _JOINING = frozenset(",/"), frozenset(("and", "or"))
_QUOTES, _QUOTES_END = frozenset("\"'("), frozenset("\"')")
# Words that, with a capital and right after a name, belong to it: "Orcus RAT", and "Rocke Group" also where a page lost
# the blank behind it.
_BELONGS = re.compile(
    r" (Group(?![a-z\d_-])|(?:RAT|Beacon|Team|Gang|Crew|Loader|Downloader|Dropper|Stealer|Bot|Locker|Wiper)(?![\w-]))"
)
# A version, which is one of a name: "LockBit 2.0", "Winnti v4"; not "Group 3".
_VERSION = re.compile(r" (?:v\d{1,2}(?:\.\d{1,2})*|\d\.\d)(?![\w-]|\.\d)")
_LAST = re.compile(rf"{_BELONGS.pattern}\Z")
_NAMING_AS = re.compile(
    r"\b(?:known|tracks?|tracked|tracking|referred|labell?ed|identified|designated|named)\b[\w ,]{0,30} as$"
)
# Letters of paths, addresses and code: the run of characters around a name is looked at only where one is beside it.
_JOINTS = frozenset("/\\.@:=_%#&?$<>{}~-")
_ADDRESS = re.compile(
    r"://|\\|@|^www\.|^\.{0,2}/|\w/\d+\.\d|[=$<>{}&?%~]|(?-i:^[^A-Z/]+/[^A-Z/]+/)"
    r"|\w\.(?:com|net|org|info|biz|ru|cn|ir|kr|io|co|us|uk|de|me|ly|xyz|top|onion|php|html?|aspx?|exe|dll|sys|bat|ps1|vbs|js|py|sh"
    r"|docx?|xlsx?|pptx?|pdf|zip|rar|7z|jar|apk|elf|bin|dat|tmp|txt|png|jpe?g|gif|lnk|hta|scr|json|xml|asp|jsp|cab|iso|img|chm|rtf"
    r"|eml|msg|yar|yara|ini|cfg|log|md|tar|gz)\b",
    re.IGNORECASE,
)
_HEX = re.compile(r"[0-9a-fA-F]{16,}")
_BEFORE_RUN = re.compile(r".*[\s\"'()<>\[\]|,;]", re.DOTALL)
_RUN_AFTER = re.compile(r"[^\s\"'()<>\[\]|,;]*")
_IS_COMPANY = re.compile(rf", an? (?:[\w-]+ ){{0,3}}(?:{'|'.join(sorted(_WORDS.company))})\b")
_NEXT = re.compile(r"[\"')\]*_]*(?:'s)?[ -][\"'(\[*_]*([\w'-]+)")
_QUALIFIED = re.compile(rf"(?:[ -](?:{'|'.join(sorted(_WORDS.qualifiers))})){{0,2}} (\w+)", re.IGNORECASE)
AROUND = 48  # characters that are looked at on either side
LINE = 160  # characters of the line on either side, to see whether it is prose

AHEAD = 100  # of them those in which a sentence mostly shows
MANY = 8  # words in small letters, as no heading has


class Sight(NamedTuple):
    """What is seen at one place of a name."""

    start: int
    end: int
    surface: str
    exact: bool  # as a source writes it
    case: str  # "lower", "upper", "title", "mixed"
    actor: bool  # a word beside it says so
    tool: bool
    campaign: bool
    company: bool  # it is one: "the vendor X", "X Ltd", "X, an Italian firm"
    acts: bool  # it does what actors do: "claimed by X"
    works: bool  # it does what tools do, or that is done with it: "downloads X"
    naming: bool  # "dubbed", "known as"
    joined: bool  # a word with a capital stands beside it, as if it were part of a longer name
    listed: bool  # a comma, slash or "and" stands on either side
    quoted: bool
    prose: bool  # the line is a sentence, no heading, menu or list of links
    within: bool  # with a capital in the middle of such a sentence


# What becomes of an ASCII character, and of the first byte of any other.
_SHAPE = bytes(
    ord("a" if 0xC3 <= byte < 0xE0 or (byte < 0x80 and chr(byte).islower()) else " " if chr(byte).isspace() else ".")
    for byte in range(256)
)


def shape_of(raw: bytes) -> bytes:
    """The shape of a text in UTF-8, by which words in small letters are counted: a byte for each character.

    "a" for a small letter and for any from U+00C0 to U+07FF (accented, Greek, Cyrillic, Hebrew, Arabic ...), a blank
    for a blank and "." for anything else.
    """
    return raw.translate(_SHAPE, CONTINUATION)


def look(text: str, shape: bytes, start: int, end: int, spellings: Sequence[str]) -> Sight:
    """What is seen at a place of a text with its shape (see `shape_of`)."""
    surface = text[start:end]
    first = start - LINE if start > LINE else 0
    first = text.rfind("\n", first, start) + 1 or first
    last = text.find("\n", end, end + LINE)
    if last < 0:
        last = end + LINE
    behind = text[start - AROUND if start - AROUND > first else first : start]
    ahead = text[end : end + AROUND if end + AROUND < last else last]
    bare = behind.rstrip(" \"'(*_[-")
    before, closes, after = behind[-1:], bare[-1:], ahead[:1]
    word = "" if closes in _CLOSING else bare[bare.rfind(" ") + 1 :]
    found = _NEXT.match(ahead)
    next_ = found[1] if found else ""
    small_word, small_next = word.lower(), next_.lower()
    if small_next in _WORDS.qualifiers and (qualified := _QUALIFIED.match(ahead, found.end() if found else 0)):
        small_next = qualified[1].lower() if qualified[1].lower() in _KINDS else small_next
    says = _SAYS.get(small_word.lstrip("\"'("), 0) | _SAYS.get(small_next.removesuffix("'s"), 0)
    if after == "," and _IS_COMPANY.match(ahead):
        says |= _COMPANY
    if small_word == "the":
        does = _UNDERGOES.get(bare[bare.rfind(" ", 0, -4) + 1 : -4].lower(), 0)
    else:
        does = _UNDERGOES.get(small_word, 0)
    does |= _DOES.get(small_next, 0)
    naming = small_word in _WORDS.naming and (small_word != "as" or _NAMING_AS.search(bare.lower()) is not None)
    joined = (small_word not in _KINDS and small_next not in _KINDS) and (
        (after == " " and next_[:1].isupper() and ahead[1:2].isalnum() and small_next not in _WORDS.small)
        or (before == " " and word[:1].isupper() and behind[-2:-1].isalnum() and small_word not in _APART)
    )
    case, prose = case_of(surface), _prose(text, shape, first, end, last)
    return Sight(
        start, end, surface, surface in spellings, case,
        says & _ACTOR > 0, says & _TOOL > 0, says & _CAMPAIGN > 0, says & _COMPANY > 0,
        does & _ACTOR > 0, does & _TOOL > 0, naming, joined,
        after in _PARTING or closes in _PARTING or small_word in _JOINING or small_next in _JOINING,
        before in _QUOTES and after in _QUOTES_END,
        prose, prose and case != "lower" and bare != "" and closes not in _OPENING,
    )  # fmt: skip


def whole_end(text: str, end: int) -> int:
    """Where a name ends together with the word or the version that belongs to it, of one that ends at `end` without."""
    if text[end : end + 1] != " ":
        return end
    first = text[end + 1 : end + 2]
    if first.isdigit() or first == "v":
        found = _VERSION.match(text, end)
    else:
        found = _BELONGS.match(text, end) if first.isupper() else None
    return found.end() if found else end


@lru_cache(maxsize=4096)
def said_by_itself(surface: str) -> str:
    """The kind that the last word of a name says where it belongs to it, "" if none."""
    found = _LAST.search(surface)
    return kind_of(found[1].lower()) or "tool" if found else ""  # "bot" by itself says nothing: "a Telegram bot"


def bare(surface: str) -> str:
    """A name without the word that belongs to it."""
    found = _LAST.search(surface)
    return surface[: found.start()] if found else surface


@lru_cache(maxsize=4096)
def case_of(surface: str) -> str:
    """How the letters are written: "lower", "upper", "title" (a capital, then small ones) or "mixed"."""
    if surface.islower():
        return "lower"
    if surface.isupper():
        return "upper"
    return "title" if surface.istitle() else "mixed"


def in_address(text: str, start: int, end: int) -> bool:
    """Whether a place is part of an address, a path, the name of a file, a hash or code rather than of a sentence."""
    if text[start - 1 : start] not in _JOINTS and text[end : end + 1] not in _JOINTS:
        return False
    first = max(0, start - 200)
    before, after = _BEFORE_RUN.match(text, first, start), _RUN_AFTER.match(text, end, end + 200)
    run = text[before.end() if before else first : after.end() if after else end].rstrip(".:?")
    return _ADDRESS.search(run) is not None or _HEX.search(run) is not None


def _prose(text: str, shape: bytes, first: int, end: int, last: int) -> bool:
    """Whether a line reads like a sentence around a name: with many words in small letters, or with some and a stop."""
    if last - end > AHEAD and shape.count(b" a", end, end + AHEAD) >= MANY:
        return True
    small = shape.count(b" a", first, last)
    return small >= MANY or (small >= 2 and text[end:last].rstrip().endswith((".", "!", "?")))
