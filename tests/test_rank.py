from pathlib import Path

import pytest

from bestiary.errors import NotFound, UsageError
from bestiary.rank import targets
from bestiary.store.read import Reader
from tests.small import build_small, write


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    urns = [
        {"uuid": f"00000000-0000-4000-8000-0000000000e{n}", "value": f"Urn {n}", "meta": {"cfr-suspected-victims": hit}}
        for n, hit in enumerate((["Iceland", "Norway"], ["Iceland"], ["Sweden"]))
    ]
    return Reader(str(build_small(tmp_path, write(tmp_path, "360net-threat-actor", urns))[0]))


def ids(reader: Reader, sectors: list[str], countries: list[str]) -> list[str]:
    return [row["profile"]["id"] for row in targets(reader, sectors, countries)]


def test_who_hits_most_of_it_comes_first(reader: Reader) -> None:
    assert ids(reader, [], ["IS", "norway"])[0] == "urn-0"
    assert set(ids(reader, [], ["Iceland"])) == {"urn-0", "urn-1", "teapot-group"}
    assert ids(reader, ["energy"], ["Iceland"]) == ["teapot-group"]


def test_reasons(reader: Reader) -> None:
    (row,) = targets(reader, ["government"], [])
    assert row["hits"] == [{"label": "Government", "support": 1, "sources": ["etda"]}]
    assert (row["last"], row["sources"]) == ("2016-03", ["etda", "misp"])
    assert len(targets(reader, [], ["IS"], 1)) == 1


@pytest.mark.parametrize(("sectors", "countries"), [([], []), (["tea"], []), ([], ["Middle East"]), ([], ["IS"] * 51)])
def test_what_cannot_be_asked(reader: Reader, sectors: list[str], countries: list[str]) -> None:
    with pytest.raises((NotFound, UsageError)):
        targets(reader, sectors, countries)


def test_the_latest_date_of_a_span_is_its_end(tmp_path: Path) -> None:
    card = "# Threat actor: Urn\n\n## Observed attacked sectors where victims operate in\n\nEnergy\n\n"
    operations = "## Reported hacking operations\n\n2012/2016: Long\n\n2014: Short\n"
    (tmp_path / "urn.md").write_text(card + operations)
    reader = Reader(str(build_small(tmp_path, tmp_path / "urn.md")[0]))
    last = {row["profile"]["id"]: row["last"] for row in targets(reader, ["energy"], [])}
    assert last["urn"] == "2016"
