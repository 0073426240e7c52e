"""The built file while it is served: opened once a thread, and opened anew when a rebuilt one has taken its place."""

import os
import threading
from typing import NamedTuple

from ..base import Bestiary


class Edition(NamedTuple):
    """A state of the file, open for one thread. Answers of equal `state` are equal."""

    bestiary: Bestiary
    state: str


class Library:
    """Hands out the file as it stands. A request keeps the edition it began with, whatever is built meanwhile."""

    def __init__(self, db: str) -> None:
        """Opens it, to see that it can be. Raises StoreError if it cannot."""
        self._db = db
        self._local = threading.local()
        self.edition()

    @property
    def state(self) -> str:
        """Which file stands there now."""
        found = os.stat(self._db)
        return f"{found.st_ino:x}-{found.st_size:x}-{found.st_mtime_ns:x}"

    def edition(self) -> Edition:
        """The file as it stands, for this thread. While none can be opened, the former one."""
        former: Edition | None = getattr(self._local, "edition", None)
        try:
            state = self.state
            if former and former.state == state:
                return former
            self._local.edition = Edition(Bestiary.open(self._db), state)
        except OSError:
            if former is None:
                raise
            return former
        if former:
            former.bestiary.close()
        edition: Edition = self._local.edition
        return edition
