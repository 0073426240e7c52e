"""What is worked out once for a file."""

from pathlib import Path

from bestiary.base import Bestiary
from bestiary.serve import once as module
from bestiary.serve.once import KEPT, once
from tests.small import build_small, open_small


def test_once_for_each_state_of_a_file(tmp_path: Path) -> None:
    asked = []

    @once
    def title(bestiary: Bestiary) -> str:
        """A title."""
        asked.append(bestiary.path)
        return bestiary.profile("teapot-group")["title"]

    with open_small(tmp_path) as one, Bestiary.open(one.path) as other:
        assert (title(one), title(other), title(one)) == ("Teapot Group",) * 3
        assert len(asked) == 1
        build_small(tmp_path)
        title(one)
        assert len(asked) == 1, "who has the former file open is answered of that"
    with Bestiary.open(tmp_path / "small.db") as rebuilt:
        title(rebuilt)
    assert len(asked) == 2
    assert title.__doc__ == "A title."


def test_only_so_much_is_kept(tmp_path: Path) -> None:
    with open_small(tmp_path) as bestiary:
        for number in range(KEPT + 3):

            def make(bestiary: Bestiary, number: int = number) -> int:
                return number

            make.__name__ = f"make{number}"
            assert once(make)(bestiary) == number
    assert len(module._held) <= KEPT
