"""Names as they are compared (`fold`), offered (`near`) and put into addresses (`slug`).

Every look-up passes here, so the module stands on `unicodedata` alone; rapidfuzz is loaded only to offer near names.
The rules are those of the field's usage: analysts write APT28, APT 28, apt-28 and "APT–28" for one name, while APT28
and APT-C-28, or UNC1 and UNC11, are different ones.
"""

from collections.abc import Iterable
from unicodedata import category, normalize

SLUG_LENGTH = 80  # characters; at three bytes each, with an extension, still a file name (255 bytes) everywhere
CUTOFF = 75.0  # per cent alike: one wrong letter in four is still offered, two in seven are not

# Plain ASCII, the usual case, by one look-up per character: letters lower-cased, digits kept, all else a space.
_ASCII = "".join(c.lower() if c.isalnum() else " " for c in map(chr, range(128)))

# Latin letters that Unicode does not decompose, as people without the key type them (ß becomes ss by case folding).
_TYPED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n"}
)

# Trade marks would decompose to the letters TM and SM and so become part of the name.
_MARKS = {0x2120: " ", 0x2122: " "}


def fold(name: str) -> str:
    """The form under which a name is found: equal for all spellings of one name, "" for a blank one.

    Case, accents on Latin letters, width, spacing, punctuation and symbols go; between two digits one space stays
    ("Vault 7/8" is not "Vault 78"). In other scripts marks are part of the letter (は and ば, и and й) and stay. A
    name without letters and digits ("???") is found as it is written. Raises nothing, whatever the text.
    """
    folded = ""
    for word in _words(name):
        folded += f" {word}" if folded and folded[-1].isdigit() and word[0].isdigit() else word
    return normalize("NFC", folded or _as_written(name))


def near(name: str, folds: Iterable[str], limit: int = 5) -> list[str]:
    """The folds most like the name, at most `limit`, the likest first and equally like ones by text.

    Likeness is rapidfuzz's `ratio` (100 × twice the letters in common and in order, by the letters of both) of the
    folds; less than `CUTOFF` is not offered.
    """
    from rapidfuzz import fuzz, process

    wanted = fold(name)
    found = process.extract(wanted, set(folds), scorer=fuzz.ratio, score_cutoff=CUTOFF, limit=None) if wanted else []
    return [text for text, _, _ in sorted(found, key=lambda match: (-match[1], match[0]))][:limit]


def slug(title: str) -> str:
    """The title as a part of an address: "Cyber Caliphate Army (CCA)" gives "cyber-caliphate-army-cca".

    Lower case, Latin accents dropped, other scripts kept, words joined by "-", at most `SLUG_LENGTH` characters;
    never a "/" or ".". A title without letters and digits gives the code points ("???" is "u-3f3f3f"), a blank one "".
    """
    words = "-".join(_words(title.replace("'", "").replace("’", "")))
    if not words and title.strip():
        words = "u-" + "".join(f"{ord(char):x}" for char in title.strip())
    return normalize("NFC", words)[:SLUG_LENGTH].rstrip("-")


def _words(text: str) -> list[str]:
    """The runs of letters, digits and the marks that belong to them."""
    if text.isascii():
        return text.translate(_ASCII).split()
    kept: list[str] = []
    last = " "  # what a following mark would stand on
    for char in _normal(text.translate(_MARKS)):
        if char.isalnum() and not "ʹ" <= char <= "˿":  # modifier letters are apostrophes and tones, not letters
            last = char
        elif (kind := category(char)) == "Cf":  # zero-width joiners, soft hyphens: invisible, so they part nothing
            continue
        elif kind[0] != "M":
            last = " "
        elif last == " " or _latin(last):
            continue
        else:
            last = char
        kept.append(last)
    return "".join(kept).split()


def _normal(text: str) -> str:
    """Caseless and compatible (fullwidth is ASCII), letters and marks apart; see The Unicode Standard, D146."""
    apart = normalize("NFKD", text.casefold())
    return normalize("NFKD", apart.casefold()).translate(_TYPED)


def _as_written(name: str) -> str:
    return " ".join(_normal(name).split())


def _latin(char: str) -> bool:
    """Whether a letter is Latin (blocks Basic Latin to IPA, and Latin Extended Additional, C, D and E) or a digit."""
    return (
        char < "\u02b0"
        or "\u1e00" <= char <= "\u1eff"
        or "\u2c60" <= char <= "\u2c7f"
        or "\ua720" <= char <= "\ua7ff"
        or "\uab30" <= char <= "\uab6f"
    )
