"""How far things may be passed on: what is above a level leaves no trace at it."""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bestiary import config, ingest
from bestiary.base import Bestiary
from bestiary.errors import BestiaryError, NotFound, UsageError
from bestiary.exports import exports
from bestiary.formats import attack_stix, claims, formats
from bestiary.ingest import at_level, build, level_file
from bestiary.judgements import judge, reject_name
from bestiary.levels import LEVELS, MARKINGS, highest, kept, mark, read, within
from bestiary.origin import Origin
from bestiary.selection import Loss
from bestiary.statement import Draft, Record, Statement
from bestiary.store.read import Reader
from tests.small import ACTORS, CARD, TEAPOT, TOOLS, write
from tests.told import told

AMBER = next(id_ for id_, level in MARKINGS.items() if level == "amber")


# --- which level a statement has ---


@pytest.mark.parametrize(
    ("text", "level"),
    [("TLP:AMBER+STRICT", "amber+strict"), ("amber strict", "amber+strict"), (" tlp: Green", "green"),
     ("WHITE", "clear"), ("[Red]", "red"), ("teal", None), ("", None)],
)  # fmt: skip
def test_names_of_levels(text: str, level: str | None) -> None:
    assert read(text) == level


def test_levels_have_an_order() -> None:
    assert [within(level, "amber") for level in LEVELS] == [True, True, True, False, False]
    assert (highest(["green", "red", "clear"]), highest([])) == ("red", "clear")


def statements(**said: str) -> list[Statement]:
    draft = Draft(Record("etda_card", "card", "x", Origin("x.md")))
    operation = draft.state("operation", "2014: Tea", 1)
    draft.state("date", "2014", 1, operation)
    for prop, raw in said.items():
        draft.state(prop.replace("__", "-"), raw, 1)
    return draft.statements


def test_a_record_says_its_level() -> None:
    said = statements(title="Teapot", **{"x-tlp": "TLP:AMBER"})
    assert mark(said, "green") == []
    assert {one.tlp for one in said} == {"amber"}
    assert mark(said, "red") == []
    assert {one.tlp for one in said} == {"red"}


def test_a_level_that_cannot_be_read_is_red() -> None:
    said = statements(title="Teapot", **{"x-tlp": "teal"})
    (problem,) = mark(said, "clear")
    assert "“teal” is no level" in problem.reason
    assert {one.tlp for one in said} == {"red"}


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("word", ["GREEN", "RED"])
def test_of_several_fields_that_mark_the_highest_holds(word: str, order: int) -> None:
    fields = [("TLP", f"TLP:{word}"), ("object_marking_refs", [AMBER])]
    said = stix(dict(fields[::order]), {})
    assert {one.tlp for one in said} == {highest(["amber", word.lower()])}


def _in_value(**where: Any) -> bytes:
    value = {"value": "Teapot", "meta": {}} | where
    return json.dumps({"type": "threat-actor", "version": 1, "values": [value]}).encode()


def _marked_upper(key: str) -> bytes:
    red = next(id_ for id_, level in MARKINGS.items() if level == "red")
    prefix, _, uuid = red.partition("--")
    group = {"type": "intrusion-set", "id": f"intrusion-set--{TEAPOT}", "name": "Teapot"}
    return json.dumps({"type": "bundle", "objects": [group | {key: [f"{prefix}--{uuid.upper()}"]}]}).encode()


def _relationship_upper(key: str) -> bytes:
    content = json.loads(_marked_upper(key))
    (group,) = content["objects"]
    marks = group.pop(key)
    uses = {"type": "relationship", "source_ref": group["id"], "target_ref": "malware--x", key: marks}
    return json.dumps({"type": "bundle", "objects": [group, uses]}).encode()


# For each format the files, by name, in which a field of that name says that something is red.
MARKED = {
    "alias_table": {
        "x.csv": lambda key: f"name,alias,{key}\nTeapot,Pot,Red\n".encode(),
        "x.tsv": lambda key: f"name\talias\t{key}\nTeapot\tPot\tTLP:RED\n".encode(),
        "x.jsonl": lambda key: json.dumps({"name": "Teapot", "alias": "Pot", key: ["red"]}).encode(),
    },
    "attack_stix": {
        "object.json": lambda key: json.dumps(
            {"type": "bundle", "objects": [{"type": "tool", "id": f"tool--{TEAPOT}", "name": "Pot", key: "red"}]}
        ).encode(),
        "refs.json": lambda key: _marked_upper("object_marking_refs"),
        "relationship.json": lambda key: _relationship_upper("object_marking_refs"),
    },
    "etda_card": {"x.md": lambda key: f"# Threat actor: Teapot\n\n**{key}**: RED\n".encode()},
    "etda_json": {"x.json": lambda key: json.dumps({"values": [{"actor": "Teapot", key: "RED"}]}).encode()},
    "microsoft_mapping": {"x.json": lambda key: json.dumps([{"Threat actor name": "Teapot", key: "RED"}]).encode()},
    "misp_galaxy": {
        "value.json": lambda key: _in_value(**{key: "red"}),
        "meta.json": lambda key: _in_value(meta={key: "red"}),
        "list.json": lambda key: _in_value(meta={key: ["red"]}),
    },
}


@pytest.mark.parametrize("key", ["tlp", "TLP", "Tlp"])
@pytest.mark.parametrize("name", sorted(formats()))
def test_every_format_has_a_field_that_marks_however_it_is_written(tmp_path: Path, name: str, key: str) -> None:
    for file, content in MARKED[name].items():
        (tmp_path / file).write_bytes(content(key))
        assert claims(content(key), file) == [name]
        db = tmp_path / f"{file}.db"
        report = build([tmp_path / file], db=db, default=False)
        assert report.problems == []
        with Bestiary.open(db) as bestiary:
            assert bestiary.level == "red", file


@pytest.mark.parametrize("key", ["object_marking_refs", "granular_markings"])
def test_stix_markings(key: str) -> None:
    content: Any = [AMBER] if key == "object_marking_refs" else [{"marking_ref": AMBER, "selectors": ["name"]}]
    said = stix({key: content}, {})
    assert {one.tlp for one in said} == {"amber"}


def test_a_relationship_has_its_own_level() -> None:
    said = stix({}, {"object_marking_refs": [AMBER]})
    levels = {one.property: one.tlp for one in said}
    assert (levels["title"], levels["relation"], levels["text"], levels["x-relationship"]) == ("clear", *["amber"] * 3)
    left = kept(said, "green")
    assert {one.property for one in left} == {"uuid", "title"}


def stix(thing: dict[str, Any], relationship: dict[str, Any]) -> list[Statement]:
    group = {"type": "intrusion-set", "id": f"intrusion-set--{TEAPOT}", "name": "Teapot", **thing}
    uses = {"type": "relationship", "source_ref": group["id"], "target_ref": "malware--x", "description": "It pours."}
    raw = json.dumps({"type": "bundle", "objects": [group, uses | relationship]}).encode()
    said = [one for one in attack_stix.parse(raw, Origin("x.json")) if isinstance(one, Statement)]
    assert mark(said, "clear") == []
    return said


def test_what_is_kept_is_numbered_as_if_it_were_all() -> None:
    said = statements(title="Teapot", tool="Ladle", country="NO")
    said[0].tlp = "red"
    assert [(one.ord, one.parent, one.property) for one in kept(said, "amber")] == [
        (0, None, "title"), (1, None, "tool"), (2, None, "country")
    ]  # fmt: skip


def test_nothing_is_left_of_a_record_that_may_not_be_named() -> None:
    said = statements(title="Teapot", tool="Ladle")
    said[2].tlp = "red"
    assert kept(said, "amber") == []


# --- files of levels ---


KETTLE = "misp:00000000-0000-4000-8000-00000000000c"


def _uuid(word: str, level: str) -> str:
    return f"{crc32(f'{word} {level}'.encode()):08x}-0000-4000-8000-000000000001"


def overlay_card(word: str, level: str, **more: str) -> str:
    """A card of which every value has the word in it."""
    text = CARD.replace(TEAPOT, more.get("uuid", _uuid(word, level))).replace(
        "Teapot, Grey Teapot", more.get("title", f"{word} Team")
    )
    for old in (
        "Brown Betty",
        "Porcelain Labs",
        "steal recipes",
        "Ministry of Tea",
        "Strainer",
        "Earl Grey",
        "Tea rooms",
    ):
        text = text.replace(old, f"{old} {word}")
    text = text.replace("example.org/", f"{word.lower()}.example.org/").replace(
        "{{Kettle Crew}}", f"{{{{{word} Team}}}}"
    )
    return text.replace("**UUID**", f"**TLP**: {level}\n\n**Odd {word}**: {word}\n\n**UUID**", 1)


class Team:
    """A team's inputs at one level: public files, and an overlay with cards, judgements, rejections and titles."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.overlay = folder / "overlay"
        for new in (self.data, self.overlay / "cards"):
            new.mkdir(parents=True)
        write(self.data, "threat-actor", ACTORS)
        write(self.data, "tool", TOOLS)
        self.db = folder / "team.db"

    def add(self, level: str, word: str) -> None:
        """One of everything, of the level."""
        cards = self.overlay / "cards"
        (cards / f"{word}.md").write_text(overlay_card(word, level), encoding="utf-8")
        (cards / f"{word}-2.md").write_text(
            overlay_card(word, level, uuid=TEAPOT, title=f"{word} Pot"), encoding="utf-8"
        )
        about = {"by": f"analyst {word}", "made": "2026-01-01T00:00:00Z", "tlp": level}
        public, own = f"misp:{TEAPOT}", f"overlay:{_uuid(word, level)}"
        judge(self.overlay, "overlaps", public, own, why=f"because {word}", **about)
        reject_name(self.overlay, own, f"Brown Betty {word}", why=f"not so {word}", **about)
        if level == "amber":
            judge(self.overlay, "same", public, KETTLE, why=f"because {word}", **about)

    def build(self) -> Path:
        build([self.data], db=self.db, default=False, overlay=self.overlay)
        return self.db


WORDS = dict(zip(LEVELS, ("Vexclarin", "Vexgruno", "Vexambel", "Vexstrion", "Vexrodin"), strict=True))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with something of every level."""
    team = Team(tmp_path_factory.mktemp("team"))
    for level, word in WORDS.items():
        team.add(level, word)
    return team.build()


def everything(db: Path) -> Iterator[tuple[str, str]]:
    """All that can be got out of a file: (what it is, text)."""
    yield "bytes", db.read_bytes().decode("latin-1")
    with Bestiary.open(db) as bestiary:
        for name in exports():
            loss = Loss()
            with suppress(BestiaryError):  # an export of techniques, where there are none
                for file, content in bestiary.export(name, loss=loss):
                    yield f"export {name}", file + b"".join(content).decode()
            yield f"loss of {name}", repr(loss.rows())
        for kind in ("actor", "tool", "organisation"):
            for one in bestiary.list(kind):
                yield "profile", json.dumps(bestiary.profile(one["id"]), ensure_ascii=False)
                yield "statements", json.dumps(bestiary.statements(one["id"]), ensure_ascii=False)
        yield "review", json.dumps(bestiary.review())
        yield "sources", json.dumps(bestiary.sources())
        yield "search", json.dumps([bestiary.search(word) | {"query": ""} for word in WORDS.values()])


@pytest.mark.parametrize("level", LEVELS)
def test_no_trace_of_what_is_above_a_level(whole: Path, level: str) -> None:
    path = at_level(whole, level)
    higher = [word for other, word in WORDS.items() if not within(other, level)]
    found = list(everything(path))
    for what, text in found:
        for word in higher:
            assert word.lower() not in text.lower(), (what, word)
    told_of = "".join(text for _, text in found)
    assert all(word in told_of for other, word in WORDS.items() if within(other, level))  # the check would find them


@pytest.mark.parametrize("level", LEVELS[:-1])
def test_a_level_is_what_is_built_without_all_above_it(whole: Path, tmp_path: Path, level: str) -> None:
    team = Team(tmp_path / "lower")
    for other, word in WORDS.items():
        if within(other, level):
            team.add(other, word)
    assert told(at_level(whole, level)) == told(team.build())


def test_levels_are_shown(whole: Path) -> None:
    with Bestiary.open(whole) as bestiary:
        assert bestiary.level == "red"
        assert bestiary.profile(f"misp:{TEAPOT}").get("tlp") == "red"
        with bestiary.at("green") as green:
            assert (green.level, green.profile(f"misp:{TEAPOT}").get("tlp")) == ("green", "green")
        with pytest.raises(UsageError, match="there is no level “teal”"):
            bestiary.at("teal")


SECRET = "# Threat actor: Vexrodin Team\n\n**TLP**: RED\n\n## Threat actor aliases\n\nPot (?)\n"
NAMING = {
    "a card that refers to it": "## Description\n\nSee {{Vexrodin Team}}.\n",
    "a name that it bears too": "## Threat actor aliases\n\nPot (?)\n",
    "a tool that may be it": "## Observed usage of tools\n\nVexrodin\n",
}


@pytest.mark.parametrize("how", NAMING)
def test_what_names_a_secret_has_its_level(tmp_path: Path, how: str) -> None:
    team = Team(tmp_path / "team")
    write(team.data, "tool", [{"uuid": _uuid("Vexrodin", "red"), "value": "Vexrodin", "meta": {"tlp": "red"}}])
    (team.overlay / "cards/secret.md").write_text(SECRET, encoding="utf-8")
    (team.data / "solo.md").write_text(f"# Threat actor: Solo\n\n{NAMING[how]}", encoding="utf-8")
    (team.data / "else.md").write_text("# Threat actor: Elsewhere\n", encoding="utf-8")
    with Bestiary.open(team.build()) as bestiary:
        assert "exrodin" in json.dumps(bestiary.profile("solo"))
        assert {id_: bestiary.profile(id_).get("tlp") for id_ in ("solo", "elsewhere")} == {
            "solo": "red",
            "elsewhere": None,
        }
        ((_, content),) = bestiary.export("stix", ["solo"])
        bundle = json.loads(b"".join(content))["objects"]
    red = {id_ for id_, level in MARKINGS.items() if level == "red"}
    (solo,) = (one for one in bundle if one.get("name") == "Solo")
    assert red.intersection(solo["object_marking_refs"])
    with Bestiary.open(at_level(team.db, "clear")) as bestiary:
        assert "tlp" not in bestiary.profile("solo")


def test_a_computed_judgement_has_the_level_of_its_records(tmp_path: Path) -> None:
    team = Team(tmp_path / "team")
    same = "## Threat actor aliases\n\nPot (?), Pan (?), Kettle (?)\n\n## Country of origin\n\n"
    (team.overlay / "cards/secret.md").write_text(f"# Threat actor: Vexrodin\n\n**TLP**: RED\n\n{same}Iran\n")
    (team.data / "solo.md").write_text(f"# Threat actor: Solo, Vexgruno\n\n{same}Norway\n")
    with closing(Reader(str(team.build()))) as reader:
        found = set(reader.rows("select a, tlp from judgement where b = 'own-cards:name-solo'"))
    assert found == {("overlay:name-vexrodin", LEVELS.index("red"))}


def test_the_level_of_the_overlay_holds_for_all_in_it(tmp_path: Path) -> None:
    team = Team(tmp_path / "team")
    team.add("clear", "Vexclarin")
    rat = f"misp:{TOOLS[0]['uuid']}"
    (team.overlay / "overlay.toml").write_text(
        f'tlp = "amber"\n[titles]\n"misp:{TEAPOT}" = "Vextitlu"\n"{rat}" = "VextitluRAT"\n', encoding="utf-8"
    )
    with Bestiary.open(team.build()) as bestiary:
        assert bestiary.profile(rat).get("tlp") == "amber", "it has its title from the overlay, and nothing else"
    for what, text in everything(at_level(team.db, "green")):
        assert "vexclarin" not in text.lower(), what
        assert "vextitlu" not in text.lower(), what
    assert "Vextitlu" in "".join(text for _, text in everything(at_level(team.db, "amber")))


@pytest.mark.parametrize("way", ["as it is", "link", "..", "link to a card", "copy", "link in the overlay"])
def test_the_level_of_the_overlay_holds_however_its_cards_are_reached(tmp_path: Path, way: str) -> None:
    team = Team(tmp_path / "team")
    (team.overlay / "overlay.toml").write_text('tlp = "red"\n', encoding="utf-8")
    cards, secret = team.overlay / "cards", team.data / "secret.md"
    (cards / "secret.md").write_text("# Threat actor: Vexrodin\n", encoding="utf-8")
    paths = [team.data]
    if way == "as it is":
        paths.append(cards)
    elif way == "link":
        (tmp_path / "link").symlink_to(team.overlay)
        paths.append(tmp_path / "link/cards")
    elif way == "..":
        paths.append(team.data / "../overlay/cards")
    elif way == "link to a card":
        secret.symlink_to(cards / "secret.md")
    elif way == "copy":
        shutil.copyfile(cards / "secret.md", secret)
    else:
        (cards / "secret.md").rename(tmp_path / "secret.md")
        (cards / "secret.md").symlink_to(tmp_path / "secret.md")
        paths.append(tmp_path / "secret.md")
    build(paths, db=team.db, default=False, overlay=team.overlay)
    with Bestiary.open(team.db) as bestiary:
        (match,) = bestiary.who("Vexrodin")["matches"]
        assert bestiary.profile(match["profile"]["id"]).get("tlp") == bestiary.level == "red"
        assert [record["source"] for record in match["profile"]["records"]] == ["overlay"]
    with Bestiary.open(at_level(team.db, "clear")) as bestiary:
        assert not bestiary.who("Vexrodin")["matches"]


def test_a_file_of_a_level_is_made_once(whole: Path, tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    shutil.copyfile(whole, db)
    made = at_level(db, "amber")
    first = made.stat().st_mtime_ns
    assert (at_level(db, "amber"), made.stat().st_mtime_ns) == (made, first)
    assert at_level(db, "red") == db
    db.touch()
    assert at_level(db, "amber").stat().st_mtime_ns != first


def test_addresses_and_dates_go_on_where_a_secret_comes_to_public_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = Team(tmp_path / "team")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    before = told(team.build())
    team.add("red", "Vexrodin")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769904000")
    team.build()
    assert level_file(team.db, "clear").exists()  # the former file
    assert told(at_level(team.db, "clear")) == before


def test_a_level_is_built_of_what_the_file_is_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    team, dropped = Team(tmp_path / "team"), Team(tmp_path / "dropped")
    monkeypatch.setattr(ingest, "default_files", lambda: iter([(team.data / "tool.json", "tool.json")]))
    write(dropped.data, "threat-actor", [{"uuid": TEAPOT, "value": "Vexgruno"}])
    build([dropped.data], db=team.db, overlay=team.overlay)
    team.add("red", "Vexrodin")
    build(db=team.db, overlay=team.overlay, afresh=True)  # the former file is kept as that of its level
    for path in (team.db, at_level(team.db, "clear")):
        with Bestiary.open(path) as bestiary:
            assert not bestiary.who("Vexgruno")["matches"], path


@pytest.mark.parametrize("named", [True, False])
def test_a_level_has_the_overlay_of_the_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    monkeypatch.setattr(config, "data_dir", lambda: str(tmp_path / "home"))
    team, other = Team(tmp_path / "team"), Team(tmp_path / "other")
    if not named:
        team.overlay = tmp_path / "home/overlay"  # the one that counts where none is named
        (team.overlay / "cards").mkdir(parents=True)
    team.add("clear", "Vexclarin")
    team.add("red", "Vexrodin")
    build([team.data], db=team.db, default=False, overlay=team.overlay if named else None)
    other.add("clear", "Vexgruno")
    monkeypatch.setenv("BESTIARY_OVERLAY", str(other.overlay))
    with Bestiary.open(at_level(team.db, "clear")) as bestiary:
        found = {word: bool(bestiary.who(f"{word} Pot")["matches"]) for word in ("Vexclarin", "Vexrodin", "Vexgruno")}
    assert found == {"Vexclarin": True, "Vexrodin": False, "Vexgruno": False}


def test_a_file_does_not_fall_to_a_lower_level(tmp_path: Path) -> None:
    team = Team(tmp_path / "team")
    team.add("red", "Vexrodin")
    team.build()
    shutil.rmtree(team.overlay)
    with Bestiary.open(team.build()) as bestiary:  # its ledger still knows the cards' ids
        assert bestiary.level == "red"


def test_the_file_of_a_level_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    team = Team(tmp_path / "team")
    write(team.data, "threat-actor", [*ACTORS, {"uuid": _uuid("Vexgruno", "clear"), "value": "Vexgruno"}])
    team.build().rename(level_file(team.db, "clear"))  # what was published before the whole file was made anew
    write(team.data, "threat-actor", ACTORS)
    team.build()
    team.add("red", "Vexrodin")
    team.build()
    with (
        Bestiary.open(at_level(team.db, "clear")) as bestiary,
        pytest.raises(NotFound, match="no longer in the sources"),
    ):
        bestiary.profile("vexgruno")


@pytest.mark.parametrize("change", ["pragma user_version = 999", "delete from build where key = 'level'"])
def test_a_file_of_another_version_does_not_fall_either(tmp_path: Path, change: str) -> None:
    team = Team(tmp_path / "team")
    team.add("red", "Vexrodin")
    team.build()
    with closing(sqlite3.connect(team.db)) as connection, connection:
        connection.execute(change)
    shutil.rmtree(team.overlay)
    with Bestiary.open(team.build()) as bestiary:
        assert bestiary.level == "red"
    for what, text in everything(at_level(team.db, "amber")):
        assert "vexrodin" not in text.lower(), what


marks = st.lists(st.tuples(st.sampled_from(LEVELS), st.sampled_from(sorted(WORDS.values()))), max_size=4)


@settings(max_examples=8)
@given(marks, st.sampled_from(LEVELS[:-1]))
def test_whatever_has_a_level_is_not_below_it(added: list[tuple[str, str]], level: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        team = Team(Path(folder, "whole"))
        lower = Team(Path(folder, "lower"))
        for number, (own, word) in enumerate(added):
            for one in [team, lower] if within(own, level) else [team]:
                (one.overlay / f"cards/{number}.md").write_text(overlay_card(word, own), encoding="utf-8")
        assert told(at_level(team.build(), level)) == told(lower.build())


@pytest.mark.parametrize("secret", ["title", "uuid"])
def test_nothing_is_left_of_a_record_whose_key_may_tell_what_is_above_the_level(secret: str) -> None:
    said = statements(title="Teapot", uuid=TEAPOT, country="NO")
    next(one for one in said if one.property == secret).tlp = "red"
    assert kept(said, "amber") == []
