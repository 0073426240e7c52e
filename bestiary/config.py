"""Where things are on this machine. Nothing here is read at import, so that tests and users can change it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # an answer needs to know where its file is, not pathlib
    from pathlib import Path


def data_dir() -> str:
    """The user's data folder for Bestiary; it may not exist yet.

    On Linux by the XDG Base Directory Specification 0.8, on macOS and Windows by the platform's custom. The package
    platformdirs says the same, but importing it takes a fifth of the time in which an answer is given.
    """
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME", "")
        if not os.path.isabs(base):  # the specification has relative paths ignored
            base = os.path.join(home, ".local", "share")
    return os.path.join(base, "bestiary")


def default_db() -> str:
    """The built file that is meant when none is named: BESTIARY_DB, else bestiary.db in the data folder."""
    return os.environ.get("BESTIARY_DB") or os.path.join(data_dir(), "bestiary.db")


def data_overlay() -> str:
    """The folder `overlay` in the data folder: a user's own cards and judgements where no other folder is named."""
    return os.path.join(data_dir(), "overlay")


def overlay_dir() -> str:
    """The team's own cards and judgements: BESTIARY_OVERLAY, else the folder `overlay` in the data folder."""
    return os.environ.get("BESTIARY_OVERLAY") or data_overlay()


def default_input() -> Path | None:
    """The clusters of the MISP galaxy that the package pymispgalaxies ships as data; None if it is not installed.

    The package is found, not imported: only its files are wanted.
    """
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec("pymispgalaxies")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        clusters = Path(folder, "data", "misp-galaxy", "clusters")
        if clusters.is_dir():
            return clusters
    return None
