"""The names that a record's title consists of: some titles join several, some carry more than the name."""

import re
from collections.abc import Callable, Iterable

from .card import title_names
from .store.write import Head

_PLATFORM = r"(?:Windows|ELF|OS X|Android|iOS|symbian|Powershell|VBScript|Javascript|Python|AutoIT|\.NET)"
_MALPEDIA = re.compile(rf"(?:(?:win|elf|osx|apk|ios|js|py|ps1)\.(?=\w+$))?(.+?)(?: ?\({_PLATFORM}\))?", re.IGNORECASE)


def _family(title: str) -> list[str]:
    """Malpedia's families of one name are told apart by the platform: "X-Agent (Android)", "elf.wellmess"."""
    match = _MALPEDIA.fullmatch(title)
    return [match[1] if match else title]


# "format:collection" → the names in a title of it
_PARTS: dict[str, Callable[[str], list[str]]] = {
    "etda_card:card": title_names,
    "etda_card:own": title_names,
    "etda_json:actor": title_names,
    "misp_galaxy:360net-threat-actor": lambda title: title.split(" - "),  # "CIA - APT-C-39"
    "misp_galaxy:malpedia": _family,
}


def names_in_title(head: Head, title: str, external_ids: Iterable[str]) -> list[str]:
    """The names a record's title consists of.

    The galaxy's ATT&CK clusters append the id ("APT28 - G0007"), which is none.
    """
    if parts := _PARTS.get(f"{head.format}:{head.collection}"):
        return parts(title)
    for id_ in external_ids:
        title = title.removesuffix(f" - {id_}")
    return [title]
