"""The built file while it is served: opened once a thread, and opened anew when a rebuilt one has taken its place."""

import logging
import threading
from contextlib import suppress

from ..base import Bestiary
from ..errors import StoreError
from ..store.tables import state_of


class Library:
    """Hands out the file as it stands, and the last that could be opened while that cannot be.

    A request keeps the edition it began with, whatever is built meanwhile; who lets go of one closes it.
    """

    def __init__(self, db: str) -> None:
        """Opens it, to see that it can be. Raises StoreError if it cannot."""
        self._db = db
        self._local = threading.local()
        self._last = Bestiary.open(db).shared()  # of all threads: whoever begins while none can be opened has it
        self._told = self._last.state  # the file that cannot be opened was told of

    @property
    def state(self) -> str:
        """Which file is answered from. Answers of equal state are equal."""
        state = ""
        with suppress(OSError):
            state = state_of(self._db)
        try:
            if state != self._last.state:
                self._last = Bestiary.open(self._db).shared()
        except StoreError as error:
            if state != self._told:
                logging.getLogger(__name__).warning("what was there before is served on: %s", error)
        self._told = state
        return self._last.state

    def edition(self) -> Bestiary:
        """The file as it stands, for this thread."""
        own: Bestiary | None = getattr(self._local, "edition", None)
        if own is None or own.state != self.state:
            try:
                own = self._local.edition = Bestiary.open(self._db)
            except StoreError:
                return self._last
        return own
