"""Everything stated about one thing."""

import json

from bestiary.profile import Profile

from .conftest import Faked, Run


def test_the_whole_profile_then_its_statements(run: Run, opened: Faked) -> None:
    text = run("show", "mossy-heron").stdout
    page, _, table = text.partition("Statements of ")
    assert page.count("letters to a weir keeper") == 20
    assert "more: bestiary show" not in page
    assert table.startswith("pond-notes:mossy heron [1] in pond.md\n")
    assert opened.closed


def test_json(run: Run, opened: Faked, heron: Profile) -> None:
    result = run("show", "mossy-heron", "--json")
    assert json.loads(result.stdout) == {"profile": heron, "statements": opened.statements("mossy-heron")}


def test_an_id_of_nothing(run: Run, opened: Faked) -> None:
    result = run("show", "nobody")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "bestiary: nothing has the id “nobody”\nbestiary who\n"
