"""What to say of a word that people ask by and that means nothing we know, with those that are written like it."""

from collections.abc import Sequence

from .errors import NotFound
from .names import near
from .plain import cut
from .values import spellings

_LIKE = 3  # that are offered
_WHERE = {  # what tells which there are
    "country": "try a name or ISO 3166-1 code",
    "sector": "try a name of an industry, such as Energy",
    "motivation": "try Espionage, Sabotage, Financial gain or Hacktivism",
}


def no_term(type: str, word: str) -> NotFound:
    """The error for what is no country, sector or motivation (the types of values that have a vocabulary)."""
    known = spellings(type)
    like = dict.fromkeys(known[key] for key in near(word, known, _LIKE))
    return unknown(type, word, [*like], _WHERE[type])


def unknown(what: str, word: str, like: Sequence[str], hint: str = "") -> NotFound:
    """The error for a word that is no such thing: it offers what is like it, else the hint."""
    offered = f"Did you mean {' or '.join(like)}?"
    return NotFound(f"“{cut(word, 80)}” is no {what} that we know", hint=offered if like else hint)
