"""A small encyclopedia that is served."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bestiary.serve.app import application
from bestiary.serve.library import Library
from tests.small import build_small


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that is served."""
    return build_small(tmp_path_factory.mktemp("served"))[0]


@pytest.fixture(scope="session")
def client(served: Path) -> TestClient:
    return TestClient(application(Library(str(served))), follow_redirects=False, raise_server_exceptions=False)
