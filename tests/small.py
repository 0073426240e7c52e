"""A small encyclopedia of invented groups that many tests build and ask."""

import json
from pathlib import Path
from typing import Any

from bestiary.base import Bestiary
from bestiary.ingest import build
from bestiary.reading import BuildReport

TEAPOT = "00000000-0000-4000-8000-00000000000a"
LIKELY = 'estimative-language:likelihood-probability="likely"'

ACTORS: list[dict[str, Any]] = [
    {
        "uuid": TEAPOT,
        "value": "Teapot Group",
        "description": "A group made up for tests.",
        "meta": {
            "country": "NO",
            "cfr-suspected-victims": ["Iceland", "Middle East"],
            "cfr-type-of-incident": "Espionage",
            "refs": ["https://example.org/teapot", "javascript:alert(1)"],
            "synonyms": ["GREY TEAPOT", "APT 999"],
            "name-attribution": ["GREY TEAPOT:00000000-0000-4000-8000-0000000000aa"],
        },
        "related": [{"dest-uuid": "00000000-0000-4000-8000-0000000000bb", "type": "uses", "tags": [LIKELY]}],
    },
    {
        "uuid": "00000000-0000-4000-8000-00000000000c",
        "value": "Kettle Crew",
        "meta": {"synonyms": ["apt-999"], "country": "IS"},
    },
]
TOOLS = [{"uuid": "00000000-0000-4000-8000-0000000000bb", "value": "SteamRAT", "meta": {"type": ["Backdoor"]}}]
PRODUCERS = [{"uuid": "00000000-0000-4000-8000-0000000000aa", "value": "Porcelain Labs", "description": "A vendor."}]

CARD = f"""# Threat actor: Teapot, Grey Teapot

**UUID**: {TEAPOT}

**First seen**: 2012

**Source last modified**: 2024-01-16

## Threat actor aliases

Teapot (Porcelain Labs), Brown Betty (?)

## Description

(Porcelain Labs) They steal recipes. See {{{{Kettle Crew}}}}.

## Sponsor type and motivation

**Sponsor**: State-sponsored, Ministry of Tea

**Motivation**: Information theft and espionage


## Country of origin

Norway

## Observed attacked sectors where victims operate in

Government, Energy

## Observed attacked countries where victims operate in

Iceland, UK

## Observed usage of tools

SteamRAT, Strainer (Android)

## Reported hacking operations

2014 Summer: Operation “Earl Grey”
Recipes left the house.
Target: Tea rooms.
https://example.org/earl-grey

## Reported counter operations against threat actor

2016-03: Two members arrested
https://example.org/arrest




"""


def write(folder: Path, name: str, values: list[dict[str, Any]], version: int = 1) -> Path:
    """A cluster file of the values."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"type": name, "version": version, "values": values}), encoding="utf-8")
    return path


def build_small(folder: Path, *extra: Path) -> tuple[Path, BuildReport]:
    """Builds the small encyclopedia in the folder; gives the file and the report."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    write(data, "threat-actor", ACTORS)
    write(data, "tool", TOOLS)
    write(data, "producer", PRODUCERS)
    (data / "teapot.md").write_text(CARD, encoding="utf-8")
    db = folder / "small.db"
    return db, build([data, *extra], db=db, default=False)


def open_small(folder: Path) -> Bestiary:
    """The small encyclopedia, built and opened."""
    return Bestiary.open(build_small(folder)[0])
