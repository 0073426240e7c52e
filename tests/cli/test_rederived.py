import getpass
import re

import pytest

from bestiary.cli import rederived


def test_who_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BESTIARY_ANALYST", "alice")
    assert rederived.analyst() == "alice"
    monkeypatch.delenv("BESTIARY_ANALYST")
    monkeypatch.setattr(getpass, "getuser", lambda: "login")
    assert rederived.analyst() == "login"

    def nobody() -> str:
        raise KeyError

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert rederived.analyst() == "unknown"


def test_when() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", rederived.now())
