import subprocess
import sys

import pytest

import bestiary


def test_the_front_door() -> None:
    from bestiary.base import Bestiary

    assert bestiary.Bestiary is Bestiary


def test_what_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Dragon'"):
        bestiary.Dragon  # noqa: B018


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import sys, bestiary; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"msgspec", "click", "sqlite3", "tomllib"} & set(done.stdout.split())
