"""Where a statement stands: the file, the place in it, and the checksum of its bytes."""

from typing import NamedTuple


class Origin(NamedTuple):
    """The place a statement, a problem or an error speaks of.

    `file` is the path as a reader would look it up (relative to the input it was found under), `place` a line
    number counted from 1 for text, a JSON Pointer (RFC 6901) for JSON, or None for the file as a whole, and
    `sha256` the hex checksum of the file's bytes ("" where no bytes were read).
    """

    file: str
    place: int | str | None = None
    sha256: str = ""

    def at(self, place: int | str) -> "Origin":
        """The same file, another place in it."""
        return Origin(self.file, place, self.sha256)

    def __str__(self) -> str:
        """`file`, `file:line` or `file#/json/pointer`, as editors and browsers understand it."""
        if self.place is None:
            return self.file
        return f"{self.file}:{self.place}" if isinstance(self.place, int) else f"{self.file}#{self.place}"


def pointer(*steps: str | int) -> str:
    """A JSON Pointer of the steps, escaped as RFC 6901 section 3 has it: pointer("a/b", 0) == "/a~1b/0"."""
    return "".join([f"/{step}" if isinstance(step, int) else f"/{_escaped(step)}" for step in steps])


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1") if "~" in step or "/" in step else step
