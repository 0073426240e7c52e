"""A team's own folder laid over the public sources: cards, judgements, and how it calls things.

cards/             read with every build, like files given on the command line
judgements.jsonl   see judgements.py
overlay.toml       [titles]: "record key" = "the name under which its profile is shown"
"""

import os
import tomllib
from pathlib import Path

import msgspec

from .errors import InputError
from .fetch import read
from .origin import Origin

CARDS = "cards"
SETTINGS = "overlay.toml"


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    """What `overlay.toml` says."""

    titles: dict[str, str] = {}


def settings(folder: Path) -> Settings:
    """What the overlay's settings say; nothing if there are none. Raises InputError if they cannot be read."""
    path = folder / SETTINGS
    if not os.path.exists(path):
        return Settings()
    raw, origin = read(path, str(path))
    try:
        return msgspec.convert(tomllib.loads(raw.decode()), Settings)
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8", origin, "save it as UTF-8") from error
    except RecursionError as error:
        raise InputError("nested too deeply", origin, "see docs/identity.md") from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise InputError(f"cannot be read: {error}", Origin(str(path)), "see docs/identity.md") from error
