"""Everything that can go wrong, as a user sees it: what happened, where, and what to do.

BestiaryError            exit code 3
├── UsageError           2   the question itself is malformed (an unknown kind, a filter that cannot be read)
├── NotFound             1   nothing answers to the name or id
├── InputError           3   an input cannot be used (missing, unreadable, too large)
└── StoreError           3   the built file cannot be used (missing, not ours, not writable)
    └── OtherVersion     3   it was built by another version of Bestiary

A `Problem` is no exception: one bad record or value is reported in the stream and the run goes on.
"""

from typing import NamedTuple

from .origin import Origin


class Problem(NamedTuple):
    """Something in an input that could not be read: where, why, and what to do about it."""

    origin: Origin
    reason: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.origin}: {self.reason}" + (f" ({self.hint})" if self.hint else "")


class BestiaryError(Exception):
    """An error that ends the command; `str()` of it is the sentence the user reads."""

    exit_code = 3

    def __init__(self, message: str, origin: Origin | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.origin = origin
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.origin}: " if self.origin else ""
        return f"{where}{self.message}" + (f"\n{self.hint}" if self.hint else "")


class UsageError(BestiaryError):
    """The question is malformed."""

    exit_code = 2


class NotFound(BestiaryError):
    """Nothing answers to the name or id."""

    exit_code = 1


class InputError(BestiaryError):
    """An input cannot be used."""


class StoreError(BestiaryError):
    """The built file cannot be used."""


class OtherVersion(StoreError):
    """The file was built by another version of Bestiary: it is rebuilt from its inputs, never migrated."""
