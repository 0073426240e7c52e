"""A team's own folder laid over the public sources: cards, judgements, and how it calls things.

cards/             read with every build, like files given on the command line
judgements.jsonl   see judgements.py
overlay.toml       name; tlp, the level of what is in it (see docs/tlp.md);
                   [titles]: "record key" = "the name under which its profile is shown"
names.toml         lists of names: never (tagged), exact-case (only as written), needs-context (only with a word beside
                   them that says what they are)
"""

import os
import tomllib
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from .config import overlay_dir
from .dictionary import Policy
from .errors import InputError
from .fetch import read
from .names import fold
from .origin import Origin

CARDS = "cards"
SETTINGS = "overlay.toml"
NAMES = "names.toml"
T = TypeVar("T")
Level = Literal["clear", "green", "amber", "amber+strict", "red"]


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    """What `overlay.toml` says."""

    name: str = ""
    tlp: Level = "clear"  # of its cards and titles; no judgement of it has a lower one
    titles: dict[str, str] = {}


class _Names(msgspec.Struct, forbid_unknown_fields=True, rename="kebab"):
    never: list[str] = []
    exact_case: list[str] = []
    needs_context: list[str] = []


def settings(folder: Path) -> Settings:
    """What the overlay's settings say; nothing if there are none. Raises InputError if they cannot be read."""
    return _read(folder / SETTINGS, Settings, "see docs/identity.md")


def policies(folder: Path | None = None) -> dict[str, Policy]:
    """How names are to be tagged, by their folds. Raises InputError if `names.toml` cannot be read."""
    names = _read((folder or Path(overlay_dir())) / NAMES, _Names, "see docs/tagging.md")
    lists: tuple[tuple[Policy, list[str]], ...] = (
        ("needs-context", names.needs_context),
        ("exact-case", names.exact_case),
        ("never", names.never),
    )
    return {fold(name): policy for policy, listed in lists for name in listed}


def _read(path: Path, type_: type[T], hint: str) -> T:
    """A TOML file of the overlay; an empty one if there is none."""
    if not os.path.exists(path):
        return type_()
    raw, origin = read(path, str(path))
    try:
        return msgspec.convert(tomllib.loads(raw.decode()), type_)
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8", origin, "save it as UTF-8") from error
    except RecursionError as error:
        raise InputError("nested too deeply", origin, hint) from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise InputError(f"cannot be read: {error}", Origin(str(path)), hint) from error
