"""An invented actor in every shape a page can meet, and a command line whose base is faked."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bestiary.base import Bestiary
from bestiary.cli import main
from bestiary.errors import NotFound
from bestiary.profile import (
    Answer,
    Judged,
    MatchedName,
    Name,
    Operation,
    Profile,
    RecordInfo,
    Rejected,
    SourceInfo,
    Stated,
    StatementInfo,
    Summary,
    Thing,
    Value,
)
from bestiary.selection import File

Run = Callable[..., Result]


def said(*records: int, giver: str = "") -> list[Stated]:
    """Who states it: the numbers of the records, from 0."""
    if giver:
        return [{"record": number, "place": 7, "giver": giver} for number in records]
    return [{"record": number, "place": 7} for number in records]


def rejected(why: str, *records: int) -> list[Stated]:
    """Who states it, and why that does not count."""
    return [{**one, "rejected": why} for one in said(*records)]


def profiled(title: str) -> Thing:
    return {"id": title.lower().replace(" ", "-"), "title": title, "kind": "actor"}


def judged(relation: str, by: str = "") -> Judged:
    """A judgement on two records of the pond."""
    return {
        "a": "pond-notes:mossy heron", "b": "reed-galaxy:mossy heron", "relation": relation, "score": 3.5,
        "reasons": [{"signal": "same_title", "weight": 3.5, "text": "both are called MOSSY HERON"}],
        "by": by, "made": "2024-05-01" if by else "", "why": "I saw it" if by else "", "id": "ab12" if by else "",
    }  # fmt: skip


def name(text: str, *records: int, giver: str = "", support: int = 1, contested: tuple[str, ...] = ()) -> Name:
    return {
        "name": text,
        "givers": [giver] if giver else [],
        "support": support,
        "publications": 0,
        "contested": [profiled(title) for title in contested],
        "stated": said(*records, giver=giver),
    }


def value(label: str, *records: int, code: str | None = None) -> Value:
    return {"value": code or label, "label": label, "support": 1, "stated": said(*records)}


def record(source: str, title: str, modified: str | None = None, edition: str = "") -> RecordInfo:
    return {
        "key": f"{source}:{title.lower()}",
        "source": source,
        "publisher": f"The {source} people",
        "title": title,
        "file": f"{source}.json",
        "modified": modified,
        "edition": edition,
        "external_ids": [],
        "misp_tag": f'misp-galaxy:{source}="{title}"',
    }


def operation(date: str, title: str, *targets: str, text: str = "", url: str = "") -> Operation:
    return {
        "date": date or None,
        "reported": date,
        "title": title,
        "text": [text] if text else [],
        "targets": [*targets],
        "methods": ["Letters with a feather in them"],
        "notes": ["Nobody was hurt"],
        "urls": [url, f"{url}/2"] if url else [],
        "stated": said(0),
    }


@pytest.fixture
def bare() -> Profile:
    """A profile of which nothing but the title is known."""
    return {
        "id": "quiet-newt",
        "kind": "actor",
        "title": "Quiet Newt",
        "records": [{**record("pond-notes", "Quiet Newt"), "misp_tag": None}],
        "names": [],
        "descriptions": [],
        "facts": {},
        "operations": [],
        "counter_operations": [],
        "relations": [],
        "references": [],
        "judgements": [],
        "related": [],
    }


@pytest.fixture
def heron() -> Profile:
    """A profile with every field, in which three sources agree here and disagree there."""
    records: list[RecordInfo] = [
        record("pond-notes", "MOSSY HERON", modified="2024-11-02"),
        record("reed-galaxy", "Mossy Heron", edition="version 336"),
        {**record("marsh-groups", "Mossy Heron", modified="2023-04-30"), "external_ids": ["M0042"]},
    ]
    names: list[Name] = [
        name("MOSSY HERON", 0, 1, 2, giver="Reed Analytics", support=2),
        name("Green Stalker", 0, 1, giver="Reed Analytics"),
        name("POND-17", 0, 2, giver="Lakeside CERT"),
        name("UNC-9917", 1),
        name("青鷺", 1, 2, contested=("Quiet Newt",)),
        name("TA-Heron", 0, giver="Water Lily Threat Research"),
        name("Team Bittern", 0, giver="self given"),
        {**name("ReedRAT", support=0), "stated": rejected("is malware", 2)},
    ]
    tools = ["ReedRAT", "BittertNet", "Silt", "MudLoader", "LilyPad", "OtterShell", "Mimikatz", "PsExec", "Plover"]
    text = (
        "[Mossy Heron](https://marsh.example/groups/M0042) is said to work out of the northern wetlands since 2011 "
        "and to take a patient interest in those who measure water. Its operators wait for days in a mailbox before "
        "they act, and prefer tools that are already on the host.(Citation: Marsh 2019)\n\n"
        "Two of the three sources tie it to the Ministry of Ponds; the third says that the grounds for this are thin. "
        "What all agree on is the pace: one victim a season, each known to the one before, and never a word about it "
        "afterwards. The group stopped for a year after the dredging of 2016, and came back with new tools. "
        "Since then it writes its letters on paper, and has them posted by others."
    )
    operations = [
        operation(f"20{year}-0{month}", f"Operation Still Water {year}: letters to a weir keeper", "Energy", "Norway")
        for year in range(12, 22)
        for month in (2, 8)
    ]
    operations.append(
        operation(
            "2023-11-14",
            "Breaks into the tide tables of three ports and moves high water by an hour",
            "Transportation",
            "Norway",
            text="The ports noticed when the boats did.",
            url="https://reed.example/blog/2023/tide-tables-moved-by-an-hour",
        )
    )
    return {
        "id": "mossy-heron",
        "kind": "actor",
        "title": "MOSSY HERON",
        "records": records,
        "names": names,
        "descriptions": [
            {"text": text, "by": "", "stated": said(2)},
            {"text": "A second text.", "by": "Reed Analytics", "stated": said(0)},
        ],
        "facts": {
            "country": [value("Netherlands", 0, 1, 2, code="NL"), value("Belgium", 1, code="BE")],
            "first-seen": [value("2011", 0, 2), value("2012 Summer", 1, code="2012-22")],
            "sponsor": [value("State-sponsored, Ministry of Ponds", 0, 1)],
            "motivation": [value("Information theft and espionage", 0, 1, 2), value("Sabotage", 0)],
            "target-sector": [
                *(value(label, 0, 1) for label in ("Energy", "Government", "Transportation")),
                *(value(label, 0) for label in ("Water", "Hobby fishing")),
                value("Media", 1),
            ],
            "target-country": [
                value(label, 0, 1, 2) for label in ("Norway", "Iceland", "Denmark", "Finland", "Sweden", "Estonia")
            ],
            "tool": [value(label, number % 3) for number, label in enumerate(tools)],
            "language": [value("Dutch", 0)],
            "x-plumage": [value("grey", 1)],
        },
        "operations": operations,
        "counter_operations": [
            operation("2022-05", "The harbour police takes down its mail servers", url="https://h.example/x")
        ],
        "relations": [
            {
                "type": "similar",
                "id": "5b0f3c1e-9d0a-4a53-8f5e-0a4b6f1d2c3e",
                "title": "Mossy Heron (M0042)",
                "profile": "mossy-heron-2",
                "likelihood": "almost-certain",
                "stated": said(1),
            },
            {
                "type": "similar",
                "id": "00000000-9d0a-4a53-8f5e-0a4b6f1d2c3e",
                "title": None,
                "profile": None,
                "likelihood": "",
                "stated": said(1),
            },
            {"type": "uses", "id": "x", "title": "ReedRAT", "profile": "reedrat", "likelihood": "", "stated": said(2)},
        ],
        "references": [value(f"https://reed.example/reports/{n}/the-heron.pdf", 0, n % 3) for n in range(14)],
        "judgements": [judged("same"), judged("same", by="alice")],
        "related": [
            {"profile": profiled("Old Heron"), "relation": "successor-of", "judgement": judged("successor-of")},
            {"profile": profiled("Quiet Newt"), "relation": "different", "judgement": judged("different", by="alice")},
        ],
    }


class Faked(Bestiary):
    """A base that knows the profiles it is given, and notes what it is asked."""

    def __init__(self, *profiles: Profile) -> None:
        self.profiles = profiles
        self.asked: list[Any] = []
        self.closed = False
        self.rejected: list[Rejected] = []  # the uses of "Grey Wader" that do not count

    def close(self) -> None:
        self.closed = True

    def who(self, name: str) -> Answer:
        found = [p for p in self.profiles if name in [p["title"], *(n["name"] for n in p["names"])]]
        matched: list[MatchedName] = [
            {"name": name, "giver": "Reed Analytics", "relation": "", "record": r["key"], "source": r["source"],
             "modified": r["modified"], "edition": r["edition"]}
            for p in found for r in p["records"]
        ]  # fmt: skip
        return {
            "query": name,
            "ambiguous": len(found) > 1,
            "matches": [{"matched": matched, "profile": p} for p in found],
            "rejected": self.rejected if name == "Grey Wader" else [],
            "near": [] if found else ["MOSSY HERON", "Quiet Newt"],
        }

    def who_json(self, name: str) -> tuple[int, str]:
        answer = self.who(name)
        return len(answer["matches"]), json.dumps(answer)

    def profile(self, id: str) -> Profile:
        for profile in self.profiles:
            if profile["id"] == id:
                return profile
        raise NotFound(f"nothing has the id “{id}”", hint="bestiary who")

    def statements(self, id: str) -> list[StatementInfo]:
        one: StatementInfo = {
            "id": "0" * 24, "record": self.profile(id)["records"][0]["key"], "ord": 0,
            "parent": None, "property": "country", "raw": "The Low Lands", "clean": "NL",
            "qualifiers": {"note": "since 1815"}, "tlp": "amber", "file": "pond.md", "place": 12, "sha256": "ab",
        }  # fmt: skip
        return [one, {**one, "ord": 1, "parent": 0, "property": "date", "raw": "2011", "clean": None, "tlp": "clear"}]

    def sources(self) -> list[SourceInfo]:
        return [
            {
                "id": "reed-galaxy", "title": "Galaxy of reeds", "publisher": "Reed Analytics", "terms": "CC0-1.0",
                "url": "https://reed.example/galaxy", "derived_from": ["pond-notes"], "newest": None,
                "files": [{"file": "reed.json", "edition": "version 336", "sha256": "ab"}],
                "records": 12, "statements": 345,
            }
        ]  # fmt: skip

    def list(self, kind: str, **filters: str) -> list[Summary]:
        self.asked.append((kind, filters))
        return [
            {"id": p["id"], "kind": p["kind"], "title": p["title"], "names": len(p["names"]),
             "countries": [v["label"] for v in p["facts"].get("country", [])], "first_seen": "2011",
             "sources": [r["source"] for r in p["records"]]}
            for p in self.profiles
        ]  # fmt: skip

    level = "clear"

    def export(self, format: str, ids: Any = None, loss: Any = None, query: Any = None) -> Iterator[File]:
        self.asked.append((format, ids))
        for profile in self.profiles:
            if ids is None or profile["id"] in ids:
                yield File(f"actors/{profile['id']}.md", [f"# {profile['title']}\n".encode()])

    def names_starting(self, prefix: str, limit: int = 20) -> Any:
        names = [name["name"] for profile in self.profiles for name in profile["names"]]
        return [name for name in names if name.casefold().startswith(prefix.casefold())]


@pytest.fixture
def opened(heron: Profile, bare: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Faked:
    """What every command opens: a base that knows the heron and the newt, in a default file that is there."""
    faked = Faked(heron, bare)
    file = tmp_path / "bestiary.db"
    file.touch()
    monkeypatch.setenv("BESTIARY_DB", str(file))
    monkeypatch.setattr(Bestiary, "open", lambda db=None, make=None: faked)
    return faked


@pytest.fixture
def run() -> Run:
    """Runs the command line on the arguments."""

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, prog_name="bestiary")

    return invoke
