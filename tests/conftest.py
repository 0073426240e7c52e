"""What all tests share."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from bestiary.tag import Tagger

ROOT = Path(__file__).parents[1]

# A run is quick and the same each time; BESTIARY_EXAMPLES=2000 looks further, with new examples every time.
settings.register_profile("quick", max_examples=50, deadline=None, derandomize=True, print_blob=True)
settings.register_profile(
    "thorough", max_examples=int(os.environ.get("BESTIARY_EXAMPLES", "2000")), deadline=None, print_blob=True
)
settings.load_profile("thorough" if "BESTIARY_EXAMPLES" in os.environ else "quick")

# No test reads or writes the data folder of whoever runs it, in which there may be fetched files.
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="bestiary-tests-")

# Two builds of the same are compared, also by what says when it was made.
os.environ["SOURCE_DATE_EPOCH"] = "1767225600"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real input beside the project; tests that read it are skipped where it is not there."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"needs the real input in {folder}")
    return folder


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that a first question on a fresh machine builds, from the packaged sources."""
    from bestiary.ingest import build

    db = tmp_path_factory.mktemp("packaged") / "bestiary.db"
    build(db=db)
    return db


@pytest.fixture(scope="session")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> "Tagger":
    """A tagger of the small encyclopedia: Teapot Group (GREY TEAPOT, APT 999), Kettle Crew, SteamRAT."""
    from tests.small import open_small

    with open_small(tmp_path_factory.mktemp("small")) as bestiary:
        return bestiary.tagger(Path("no overlay"))
