import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary import diff
from bestiary.diff import Changes, Content, compare, of_built, of_file
from bestiary.errors import InputError
from bestiary.store.read import Reader
from tests.small import ACTORS, TEAPOT, TOOLS, build_small


def cluster(*values: dict[str, Any], type: str = "threat-actor") -> bytes:
    """A cluster file."""
    return json.dumps({"type": type, "version": 2, "values": values}).encode()


NEWT = {"uuid": "00000000-0000-4000-8000-0000000000dd", "value": "Quiet Newt", "meta": {"synonyms": ["Newtling"]}}


def test_what_changed_of_a_file() -> None:
    kettle = {**ACTORS[1], "description": "They boil."}
    old = of_file(cluster(*ACTORS), "threat-actor.json", "misp")
    new = of_file(cluster(kettle, NEWT), "threat-actor.json", "misp")
    assert compare(old, new) == [
        Changes(
            "misp",
            new=[f"misp:{NEWT['uuid']}"],
            changed=[f"misp:{kettle['uuid']}"],
            gone=[f"misp:{TEAPOT}"],
            names_new=["Newtling", "Quiet Newt"],
            names_gone=["GREY TEAPOT", "Teapot Group"],  # APT 999 stays: the other one bears it too
        )
    ]


def test_order_and_version_are_no_change() -> None:
    swapped = json.loads(cluster(*reversed(ACTORS)))
    swapped["version"] = 99
    swapped["values"][1]["meta"]["synonyms"].reverse()
    old = of_file(cluster(*ACTORS), "threat-actor.json", "misp")
    assert compare(old, of_file(json.dumps(swapped).encode(), "x.json", "misp")) == []


def test_a_part_that_moves_to_another_operation_is_a_change() -> None:
    card = "# Threat actor: A\n\n## Reported hacking operations\n\n2014: One\nTarget: Tea\n\n2015: Two\n"
    moved = "# Threat actor: A\n\n## Reported hacking operations\n\n2014: One\n\n2015: Two\nTarget: Tea\n"
    old, new = (of_file(text.encode(), "a.md", "own-cards") for text in (card, moved))
    assert [len(changes.changed) for changes in compare(old, new)] == [1]


def test_a_built_file_and_one_with_another_statement(tmp_path: Path) -> None:
    contents = []
    for folder, name in (("a", "SteamRAT"), ("b", "SteamRAT 2")):
        TOOLS[0]["value"] = name
        try:
            db, _ = build_small(tmp_path / folder)
        finally:
            TOOLS[0]["value"] = "SteamRAT"
        with closing(Reader(str(db))) as reader:
            contents.append(of_built(reader))
    (changes,) = compare(*contents)
    assert changes == Changes(
        "misp", changed=[f"misp:{TOOLS[0]['uuid']}"], names_new=["SteamRAT 2"], names_gone=["SteamRAT"]
    )
    assert compare(contents[0], contents[0]) == []


def test_a_file_and_the_build_of_it_have_the_same_records(tmp_path: Path) -> None:
    db, _ = build_small(tmp_path)
    with closing(Reader(str(db))) as reader:
        built = of_built(reader).records
    for file, source in (("threat-actor.json", "misp"), ("tool.json", "misp"), ("teapot.md", "etda")):
        records = of_file((tmp_path / "data" / file).read_bytes(), file, source).records
        assert records.items() <= built.items()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "no format reads it"),
        (b"<!DOCTYPE html><title>Sign in</title>", "no format reads it"),
        (b'{"values": 1}', "no format reads it"),
        (cluster(), "no format reads it"),
        (cluster(*ACTORS)[:-40], r"no record of misp in it \(not readable as JSON"),
        (cluster(NEWT, type="malpedia"), "no record of misp in it$"),
        (cluster(NEWT, type="firearms"), "no record of misp in it$"),
    ],
)
def test_a_file_that_is_not_one_of_the_source(raw: bytes, reason: str) -> None:
    with pytest.raises(InputError) as raised:
        of_file(raw, "threat-actor.json", "misp")
    assert raised.match(reason.removesuffix("$"))
    assert not reason.endswith("$") or raised.value.message == reason[:-1]


def test_a_file_that_two_formats_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diff, "claims", lambda raw, name: ["one", "two"])
    with pytest.raises(InputError, match="claimed by several formats: one, two"):
        of_file(cluster(*ACTORS), "threat-actor.json", "misp")


CONTENT = st.builds(
    Content,
    st.dictionaries(st.sampled_from("abcde"), st.tuples(st.sampled_from(["x", "y"]), st.binary(max_size=1))),
    st.dictionaries(st.tuples(st.sampled_from(["x", "y"]), st.sampled_from("fgh")), st.sampled_from(["F", "G"])),
)


@given(old=CONTENT, new=CONTENT)
def test_what_is_new_one_way_is_gone_the_other(old: Content, new: Content) -> None:
    there, back = compare(old, new), compare(new, old)
    for field, other in (("new", "gone"), ("changed", "changed"), ("names_new", "names_gone")):
        assert sorted(text for changes in there for text in getattr(changes, field)) == sorted(
            text for changes in back for text in getattr(changes, other)
        )
    assert compare(old, old) == []


@given(old=CONTENT, new=CONTENT)
def test_every_record_is_new_changed_gone_or_the_same(old: Content, new: Content) -> None:
    changes = compare(old, new)
    told = [key for one in changes for key in (*one.new, *one.changed, *one.gone)]
    assert len(told) == len(set(told))
    same = {key for key, told_of in old.records.items() if new.records.get(key) == told_of}
    assert set(told) == (old.records.keys() | new.records.keys()) - same
