import importlib.util
import sys
from pathlib import Path

import pytest

from bestiary import config


def test_the_file_can_be_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BESTIARY_DB", "/elsewhere/x.db")
    assert config.default_db() == "/elsewhere/x.db"


def test_else_it_is_in_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BESTIARY_DB", raising=False)
    assert Path(config.default_db()) == Path(config.data_dir(), "bestiary.db")


def test_the_overlay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BESTIARY_OVERLAY", "/team/overlay")
    assert config.overlay_dir() == "/team/overlay"
    for unset in ("", None):
        monkeypatch.delenv("BESTIARY_OVERLAY")
        if unset is not None:
            monkeypatch.setenv("BESTIARY_OVERLAY", unset)
        assert Path(config.overlay_dir()) == Path(config.data_dir(), "overlay")


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, "/home/cook/.local/share/bestiary"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/bestiary"),
        ("linux", {"XDG_DATA_HOME": "not/absolute"}, "/home/cook/.local/share/bestiary"),
        ("darwin", {"XDG_DATA_HOME": "/data"}, "/home/cook/Library/Application Support/bestiary"),
        ("win32", {}, "/home/cook/AppData/Local/bestiary"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/bestiary"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="the paths expected here are POSIX paths")
def test_the_data_folder(
    platform: str, variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("HOME", "/home/cook")
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert config.data_dir() == expected


def test_the_default_input_is_found_without_importing_the_package() -> None:
    before = "pymispgalaxies" in sys.modules
    folder = config.default_input()
    assert folder is not None
    assert (folder / "threat-actor.json").is_file()
    assert ("pymispgalaxies" in sys.modules) == before


def test_no_default_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert config.default_input() is None
