"""The measuring of the naming schemes."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks import schemes
from benchmarks.schemes import LEAST, MISSES, main, measure, report

TEAPOTS = "00000000-0000-4000-8000-0000000000aa"
VALUES = [
    {
        "value": "Earl Grey",
        "meta": {
            "country": "CN",
            "synonyms": ["STEEPED PANDA", "Invented Sleet", "UNC9999", "G9999", "UNC9999"],
            "name-attribution": [f"STEEPED PANDA:{TEAPOTS}", f"UNC9999:{TEAPOTS}", f"Earl Grey:{TEAPOTS}"],
        },
    },
    {"value": "Invented Blizzard"},
]


@pytest.fixture
def galaxy(tmp_path: Path) -> Path:
    """A galaxy with two records, one of whose names implies another country than it states."""
    producers = [{"uuid": TEAPOTS, "value": "CrowdStrike"}]
    (tmp_path / "producer.json").write_text(json.dumps({"values": producers}), encoding="utf-8")
    (tmp_path / "threat-actor.json").write_text(json.dumps({"values": VALUES}), encoding="utf-8")
    return tmp_path


def test_what_is_counted(galaxy: Path) -> None:
    found = measure(galaxy)
    assert (found.names, found.ids, found.read, found.ambiguous) == (5, 1, 4, 0)
    assert (found.implied, found.agreement, found.agreement_bare) == (2, 0.5, 0.5)
    assert [(named.name, reading.country) for named, reading in found.missed] == [("Invented Sleet", "KP")]
    assert found.attributed == 2  # of the third nothing was read
    assert [(named.name, givers) for named, givers in found.others] == [("UNC9999", ["Mandiant"])]


def test_every_miss_is_told(galaxy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "\n".join(report(measure(galaxy)))
    assert "  Invented Sleet (Earl Grey): Microsoft implies KP, stated CN: NOT LOOKED AT" in told
    assert "  1 × stated CrowdStrike, read Mandiant: UNC9999" in told
    monkeypatch.setitem(MISSES, ("Earl Grey", "Invented Sleet"), "the record's fault")
    assert "stated CN: the record's fault" in "\n".join(report(measure(galaxy)))


@pytest.mark.parametrize(("country", "failed"), [("CN", True), ("KP", False)])
def test_too_little_agreement_fails(galaxy: Path, monkeypatch: pytest.MonkeyPatch, country: str, failed: bool) -> None:
    values = [{"value": "Invented Sleet", "meta": {"country": country}}]
    (galaxy / "threat-actor.json").write_text(json.dumps({"values": values}), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["schemes", "--galaxy", str(galaxy)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert bool(ended.value.code) is failed


def test_a_known_lookalike_is_a_miss_of_the_patterns_alone(galaxy: Path) -> None:
    values = [{"value": "Iron Tiger", "meta": {"country": "CN"}}]
    (galaxy / "threat-actor.json").write_text(json.dumps({"values": values}), encoding="utf-8")
    found = measure(galaxy)
    assert (found.missed, found.agreement) == ([], 1.0)
    assert (len(found.missed_bare), found.agreement_bare) == (1, 0.0)
    assert any(line.startswith("  Iron Tiger (Iron Tiger): CrowdStrike implies IN") for line in report(found))


def test_names_of_the_newest_galaxy_imply_what_it_states(shared: Path) -> None:
    found = measure(shared / "data/misp-galaxy")
    assert found.implied > 350
    assert found.agreement >= LEAST
    assert found.agreement_bare >= LEAST
    missed = {(named.record, named.name) for named, _ in [*found.missed, *found.missed_bare]}
    assert missed == set(schemes.MISSES)  # each is looked at, and none is told that is no more
    assert found.read / found.names > 0.5
    assert 1 - len(found.others) / found.attributed > 0.95
