"""How common words are in everyday English, from the frequency list that the package symspellpy ships as data.

The list has 82,765 words with their counts in Google's books, cut down to real words by SCOWL (MIT licence). Only the
file is read; nothing of the package is imported.
"""

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from math import log10
from pathlib import Path

_PACKAGE, _FILE = "symspellpy", "frequency_dictionary_en_82_765.txt"


def frequencies(least: float = 0.0) -> dict[str, float]:
    """Word in lower case → how common it is on the Zipf scale: the logarithm of its count among a billion words.

    7 is "the", 5 "play", 4 "Cuba", 3 "turquoise", 2 a word that few know; those below `least` are left out.
    """
    spec = find_spec(_PACKAGE)
    folders = spec.submodule_search_locations if spec and spec.submodule_search_locations else []
    lines = Path(folders[0], _FILE).read_text(encoding="utf-8-sig").splitlines()
    base = log10(sum(int(line.rpartition(" ")[2]) for line in lines)) - 9
    common = ((word, log10(int(count)) - base) for word, _, count in (line.partition(" ") for line in lines))
    return {word: round(zipf, 2) for word, zipf in common if zipf >= least}


def commonness(words: Iterable[str], found: Mapping[str, float]) -> float:
    """How common the rarest of the words (in lower case) is among those of `frequencies`; 0 if one is none of them."""
    return max(0.0, min((found.get(word, 0.0) for word in words), default=0.0))
