"""The words of `words.toml`, which says what each list is for."""

import tomllib
from functools import cache
from importlib.resources import files

import msgspec


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lists of words in small letters."""

    actor: frozenset[str]
    tool: frozenset[str]
    campaign: frozenset[str]
    company: frozenset[str]
    actor_then: frozenset[str]
    actor_after: frozenset[str]
    tool_then: frozenset[str]
    tool_after: frozenset[str]
    announcing: frozenset[str]
    naming: frozenset[str]
    qualifiers: frozenset[str]
    platforms: frozenset[str]
    introducing: frozenset[str]
    introducing_as: frozenset[str]
    sampled: frozenset[str]
    persona: frozenset[str]
    persons: frozenset[str]
    else_called: frozenset[str]
    numbered: frozenset[str]
    in_full: frozenset[str]
    named_else: frozenset[str]
    small: frozenset[str]
    no_names: frozenset[str]
    trade: frozenset[str]
    bands: frozenset[str]
    common_bands: frozenset[str]
    hacking: frozenset[str]
    no_bands: frozenset[str]
    nationalities: frozenset[str]
    detected: frozenset[str]
    generic: frozenset[str]
    files: frozenset[str]


@cache
def words() -> Words:
    """The lists; read once. Raises msgspec.ValidationError if the file itself is wrong (a test reads it)."""
    table = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    return msgspec.convert(
        {name: some.split() if isinstance(some, str) else some for name, some in table.items()}, Words
    )


@cache
def kinds() -> dict[str, str]:
    """The kind that each word beside a name says; of a word that says several, malware before actors."""
    known = words()
    return {word: kind for kind in ("campaign", "actor", "tool") for word in getattr(known, kind)}


def kind_of(word: str) -> str:
    """The kind that a word (in small letters) beside a name says, "" if none."""
    return kinds().get(word, "")
