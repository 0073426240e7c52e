from typing import Any

import pytest

from bestiary.errors import StoreError
from bestiary.serve.run import run


def test_it_listens_where_it_is_told(served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    said: dict[str, Any] = {}
    monkeypatch.setattr("uvicorn.run", lambda app, **options: said.update(options))
    run(str(served), "127.0.0.1", 1234)
    assert (said["host"], said["port"]) == ("127.0.0.1", 1234)


def test_no_file() -> None:
    with pytest.raises((StoreError, OSError)):
        run("/nowhere/x.db", "127.0.0.1", 0)
