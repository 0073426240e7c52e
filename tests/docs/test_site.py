"""The documentation is a site: every page is reached, and no link leads nowhere."""

import re
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_it_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", str(tmp_path / "trees"), str(DOCS)]
    done = subprocess.run([*command, str(tmp_path / "site")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    pages = {path.stem for path in DOCS.glob("*.md")}
    assert len(pages) > 20
    for page in pages:
        text = (tmp_path / "site" / f"{page}.html").read_text("utf-8")
        assert '<script src="http' not in text
        assert not re.search(r'<link[^>]+rel="stylesheet"[^>]+href="http', text)
