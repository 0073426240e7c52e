"""A team's own folder laid over the public sources: cards, judgements, and how it calls things.

cards/             read with every build, like files given on the command line
judgements.jsonl   see judgements.py
overlay.toml       name, of whoever publishes its cards; tlp, the level of what is in it (see docs/tlp.md);
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

    name: str = ""  # who publishes its cards
    tlp: Level | None = None  # of its cards and titles; no judgement of it has a lower one; clear where it is not said
    titles: dict[str, str] = {}


class _Names(msgspec.Struct, forbid_unknown_fields=True, rename="kebab"):
    never: list[str] = []
    exact_case: list[str] = []
    needs_context: list[str] = []


def chosen(named: Path | None, recorded: str = "") -> Path:
    """The folder that counts: the named one, else that of BESTIARY_OVERLAY, else the recorded one (that of the last
    build), else the one in the data folder. The first and the last need not be there.

    Raises InputError if one of the others is not there, or its cards are no folder.
    """
    told = os.environ.get("BESTIARY_OVERLAY", "") or recorded
    folder = named or Path(told or overlay_dir())
    if not named and told and not folder.is_dir():
        what = "the overlay of the last build is not there" if told == recorded else "there is no such overlay"
        raise InputError(what, Origin(told), "make the folder, or name another with --overlay or BESTIARY_OVERLAY")
    if os.path.exists(folder / CARDS) and not os.path.isdir(folder / CARDS):
        raise InputError("is no folder", Origin(str(folder / CARDS)), "make it one, with a file for each card")
    return folder.absolute()


def settings(folder: Path) -> Settings:
    """What the overlay's settings say; nothing if there are none. Raises InputError if they cannot be read."""
    levels = ", ".join(Level.__args__)  # type: ignore[attr-defined]
    return _read(folder / SETTINGS, Settings, f"it may have name, tlp ({levels}) and a table [titles]")


def policies(named: Path | None = None, recorded: str = "") -> dict[str, Policy]:
    """How names are to be tagged, by folds, by the overlay that counts: see `chosen`, but it need not be there still.

    Raises InputError if the named one is not there or its `names.toml` cannot be read.
    """
    folder = chosen(named, recorded if os.path.isdir(recorded) else "")
    hint = "it may have lists never, exact-case and needs-context"
    names = _read(folder / NAMES, _Names, hint)
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
