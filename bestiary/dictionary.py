"""What a tagger knows: every name that may stand in a text, what bears it, and how doubtful it is as a word.

A build makes it and keeps it in the built file as MessagePack; it loads in milliseconds and pickles. Python's cycle
collector does not look into it (gc=False): there are a hundred thousand objects, none of which leads to itself.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

Policy = Literal["", "never", "exact-case", "needs-context"]


class Bearer(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A profile that bears a name: its place in `Dictionary.things`; how many sources state and entitle it so."""

    thing: int
    support: int
    titled: int


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A name: its fold, how it is written, how common its words are (see everyday), what bears it, the best first."""

    fold: str
    spellings: tuple[str, ...]
    commonness: float
    bearers: tuple[Bearer, ...]
    general: int = 0  # techniques whose descriptions have it: of general tools ("PowerShell") there are many
    used: int = 0  # things that what it names is connected with
    policy: Policy = ""


class Thing(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A profile, cut down to what a report is told of it."""

    id: str
    title: str
    kind: str
    external_ids: tuple[str, ...]
    misp_tags: tuple[str, ...]
    related: frozenset[int]  # the things that its records, or theirs, connect it with


class Dictionary(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All names and all things, and the patterns by which names are found: (as `bytewise` writes it, which entry)."""

    entries: tuple[Entry, ...]
    things: tuple[Thing, ...]
    patterns: tuple[bytes, ...]
    means: tuple[int, ...]  # of each pattern the entry
    others: frozenset[str]  # folded names of organisations, sectors and countries, and words of the trade
    words: dict[str, float]  # everyday words, see everyday
    places: frozenset[str] = frozenset()  # of the others those of sectors and countries, which may be part of a name
    trade: frozenset[str] = frozenset()  # of the others the words of the trade

    def encoded(self) -> bytes:
        """As it is kept."""
        return msgspec.msgpack.encode(self)

    def under(self, wanted: Mapping[str, Policy]) -> "Dictionary":
        """The dictionary with an overlay's policies, of names by their folds."""
        if not wanted:
            return self
        entries = (msgspec.structs.replace(one, policy=wanted.get(one.fold, one.policy)) for one in self.entries)
        return msgspec.structs.replace(self, entries=(*entries,))

    @classmethod
    def decoded(cls, raw: bytes) -> "Dictionary":
        """As it was kept. Raises msgspec.DecodeError if that is no dictionary."""
        return msgspec.msgpack.decode(raw, type=cls)


# What stands where others type something else, character for character, so that places stay the same.
_TYPED = {
    "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u2010": "-", "\u2011": "-", "\u2012": "-",
    "\u2013": "-", "\u2014": " ", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00ab": '"',
    "\u00bb": '"',
}  # fmt: skip

_CYRILLIC = "АРТ"  # three letters that look like APT, as pages translated from Russian have them

# ASCII letters small; blanks, hyphens and underscores, which part the words of a name, all a space.
_BYTES = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ\t\n\r\x0b\x0c-_", b"abcdefghijklmnopqrstuvwxyz" + b" " * 7)


CONTINUATION = bytes(range(0x80, 0xC0))  # bytes of UTF-8 that are none of a character's first


def typed(text: str) -> str:
    """The text with plain blanks, hyphens and quotation marks, character for character; lone surrogates become "?"."""
    return typed_raw(text)[0]


def typed_raw(text: str) -> tuple[str, bytes]:
    """The text as `typed` gives it, and that in UTF-8."""
    if not text.isascii():
        for fancy, plain in _TYPED.items():
            if fancy in text:
                text = text.replace(fancy, plain)
        if _CYRILLIC[0] in text:
            text = text.replace(_CYRILLIC, "APT")
    try:
        return text, text.encode()
    except UnicodeEncodeError:
        raw = text.encode("utf-8", "replace")
        return raw.decode(), raw


def bytewise(text: str) -> bytes:
    """The text as names are looked for in it: of `typed` text, in UTF-8, byte for byte."""
    return text.encode().translate(_BYTES)
