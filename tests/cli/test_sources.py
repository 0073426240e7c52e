"""The sources."""

import json

from .conftest import Faked, Run


def test_sources(run: Run, opened: Faked) -> None:
    result = run("sources")
    assert result.exit_code == 0
    assert result.stdout.startswith("reed-galaxy  Galaxy of reeds\n")
    assert opened.closed


def test_json(run: Run, opened: Faked) -> None:
    assert json.loads(run("sources", "--json").stdout) == opened.sources()
