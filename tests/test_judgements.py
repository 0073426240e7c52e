import json
import os
from io import FileIO
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bestiary.errors import InputError, NotFound, StoreError, UsageError
from bestiary.identity import RELATIONS
from bestiary.judgements import FILE, LONGEST, judge, read, reject_name, undo

WHO = {"by": "alice", "made": "2026-11-23T09:00:00Z", "why": "one report"}


def test_judging_and_taking_back(tmp_path: Path) -> None:
    assert read(tmp_path / "nowhere") == ([], [], [])
    id_ = judge(tmp_path, "same", "misp:2", "etda:1", **WHO)
    ((judgement,), rejections, problems) = read(tmp_path)
    assert (judgement.a, judgement.b, judgement.relation, judgement.id) == ("etda:1", "misp:2", "same", id_)
    assert (judgement.by, judgement.made, judgement.why) == ("alice", "2026-11-23T09:00:00Z", "one report")
    assert not rejections
    assert not problems
    with pytest.raises(UsageError, match="judged already"):
        judge(tmp_path, "same", "etda:1", "misp:2", **WHO)
    assert undo(tmp_path, id_[:8], by="bob", made="2026-11-24T09:00:00Z") == id_
    assert read(tmp_path) == ([], [], [])
    with pytest.raises(NotFound):
        undo(tmp_path, id_, by="bob", made="2026-11-24T09:00:00Z")
    later = judge(tmp_path, "same", "etda:1", "misp:2", **(WHO | {"made": "2026-11-25T09:00:00Z"}))
    assert later != id_  # so that the undo of the first does not undo it
    assert [one.id for one in read(tmp_path).judgements] == [later]


def test_a_line_is_on_the_disk_before_it_counts_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bytes] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append((tmp_path / FILE).read_bytes()))
    id_ = judge(tmp_path, "same", "misp:2", "etda:1", **WHO)
    undo(tmp_path, id_, by="bob", made="2026-11-24T09:00:00Z")
    assert [content.count(b"\n") for content in synced] == [1, 2]


def test_the_order_says_something_of_parts_and_successors(tmp_path: Path) -> None:
    judge(tmp_path, "subgroup-of", "misp:2", "etda:1", **WHO)
    (judgement,) = read(tmp_path).judgements
    assert (judgement.a, judgement.b) == ("misp:2", "etda:1")


def test_rejecting_a_name(tmp_path: Path) -> None:
    id_ = reject_name(tmp_path, "etda:1", "Calisto", **WHO)
    (rejection,) = read(tmp_path).rejections
    assert (rejection.record, rejection.name, rejection.why, rejection.id) == ("etda:1", "Calisto", "one report", id_)
    with pytest.raises(UsageError, match="judged already"):
        reject_name(tmp_path, "etda:1", "CALISTO", **WHO)
    undo(tmp_path, id_, by="alice", made="2026-11-24T09:00:00Z")
    assert read(tmp_path).rejections == []


def test_lines_that_contradict_each_other(tmp_path: Path) -> None:
    judge(tmp_path, "same", "a:1", "b:2", **WHO)
    other = judge(tmp_path, "different", "b:2", "a:1", **(WHO | {"by": "bob"}))
    ((judgement,), _, (problem,)) = read(tmp_path)
    assert (judgement.a, judgement.b, judgement.relation) == ("a:1", "b:2", "unsure")
    assert "lines 1 (same), 2 (different) contradict" in problem.reason
    with pytest.raises(UsageError, match="judged already"):  # a line that is disputed is live all the same
        judge(tmp_path, "same", "a:1", "b:2", **(WHO | {"by": "carol"}))
    undo(tmp_path, other, by="bob", made="2026-11-24T09:00:00Z")
    assert [one.relation for one in read(tmp_path).judgements] == ["same"]


@pytest.mark.parametrize("by", ["alice", "bob", "carol", "dave", "eve", "frank"])
def test_a_dispute_is_as_new_as_its_newest_line_whatever_the_ids(tmp_path: Path, by: str) -> None:
    newer = judge(tmp_path, "same", "a:1", "b:2", by=by, made="2026-11-24T09:00:00Z", why="two reports")
    judge(tmp_path, "different", "a:1", "b:2", **WHO)
    ((judgement,), _, (problem,)) = read(tmp_path)
    assert (judgement.id, judgement.by, problem.origin.place) == (newer, by, 1)


def test_of_many_lines_that_contradict_each_other_one_of_each_opinion_is_named(tmp_path: Path) -> None:
    said = [{"judge": ("same", "different")[n % 2], "a": "x:1", "b": "y:1", "by": f"{n}"} for n in range(1000)]
    (tmp_path / FILE).write_text("\n".join(map(json.dumps, said)))
    (_, _, (problem,)) = read(tmp_path)
    assert problem.reason == "lines 1 (same), 2 (different) contradict each other on x:1 and y:1"


def test_a_dispute_is_as_secret_as_its_most_secret_line(tmp_path: Path) -> None:
    judge(tmp_path, "same", "a:1", "b:2", **WHO, tlp="amber+strict")
    judge(tmp_path, "different", "a:1", "b:2", **(WHO | {"made": "2026-11-24T09:00:00Z"}), tlp="green")
    assert [(one.relation, one.tlp) for one in read(tmp_path).judgements] == [("unsure", "amber+strict")]


def test_what_was_taken_back_is_not_judged_again_at_the_same_moment(tmp_path: Path) -> None:
    id_ = judge(tmp_path, "same", "a:1", "b:2", **WHO)
    undo(tmp_path, id_, by="alice", made=WHO["made"])
    with pytest.raises(UsageError, match="taken back"):  # its id would be the same, and dead
        judge(tmp_path, "same", "a:1", "b:2", **WHO)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not readable as JSON"),
        (b"[]", "no judgement"),
        (b'{"judge":"like","a":"x","b":"y"}', "no judgement"),
        (b'{"judge":"same","a":"x"}', "needs the records"),
        (b'{"judge":"same","a":"x","b":"x"}', "one record"),
        (b'{"judge":"same","reject":"x","a":"x","b":"y"}', "has to have one of"),
        (b'{"reject":"?!","a":"x"}', "needs a name"),
        (b'{"by":"alice"}', "has to have one of"),
        (b'{"judge":"same","a":"x","b":"y","tlp":"white"}', "is one of"),
        (b'{"judge":"same","a":"x","b":"y","id":"0123"}', "changed by hand"),
        (b'{"judge":"same","a":"x","b":"y","shout":1}', "shout"),
        (b'{"judge":"different","judge":"same","a":"x","b":"y"}', "stands twice"),
        (b'{"judge":"same","a":[[{"x":1,"x":2}]],"a":"x","b":"y"}', "stands twice"),
        (b'{"judge":"same","a":' + b"9" * 5000 + b',"a":"x","b":"y"}', "not readable as JSON"),
        (b'{"judge":"same","a":1,"b":"y"}', "no judgement"),
        (b'{"undo":["x"]}', "no judgement"),
        (b'{"judge":NaN}', "not readable as JSON"),
        (b'{"judge":"\\ud800"}', "not readable as JSON"),
        (b"\xff", "not readable as JSON"),
        (b"[" * 5000, "not readable as JSON"),
        (b" " * 10 + b"x" * LONGEST, "a line of more than"),
    ],
)
def test_a_line_that_is_none_is_reported_with_its_place(tmp_path: Path, line: bytes, reason: str) -> None:
    judge(tmp_path, "same", "a:1", "b:2", **WHO)
    with (tmp_path / FILE).open("ab") as stream:
        stream.write(line + b"\n\n")
    judgements, _, (problem,) = read(tmp_path)
    assert len(judgements) == 1
    assert reason in problem.reason
    assert str(problem.origin) == f"{tmp_path / FILE}:2"
    judge(tmp_path, "same", "a:1", "c:3", **WHO)  # and more can be added
    assert len(read(tmp_path).judgements) == 2


def test_a_file_that_ends_without_a_line_end(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"judge":"same","a":"x:1","b":"y:1"}')
    judge(tmp_path, "same", "a:1", "b:2", **WHO)
    assert len(read(tmp_path).judgements) == 2


def test_many_lines_take_little_time(tmp_path: Path) -> None:
    lines = [json.dumps({"judge": "same", "a": f"x:{number}", "b": "y:1"}) for number in range(20_000)]
    (tmp_path / FILE).write_text("\n".join(lines))
    assert len(read(tmp_path).judgements) == 20_000


@pytest.mark.parametrize(("relation", "a", "b"), [("like", "x:1", "y:1"), ("same", "", "y:1"), ("same", "x:1", "x:1")])
def test_what_is_no_judgement_is_not_written(tmp_path: Path, relation: str, a: str, b: str) -> None:
    with pytest.raises(UsageError):
        judge(tmp_path, relation, a, b, **WHO)
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("field", ["a", "by", "made", "why"])
@pytest.mark.parametrize("text", ["x" * LONGEST, "\x01" * (LONGEST // 6), "\udcff"])
def test_what_could_not_be_read_again_is_not_written(tmp_path: Path, field: str, text: str) -> None:
    with pytest.raises(UsageError):
        judge(tmp_path, "same", **({"a": "a:1", "b": "b:2"} | WHO | {field: text}))
    assert not (tmp_path / FILE).exists()


def test_a_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    (judgements, rejections, (problem,)) = read(tmp_path)
    assert not judgements
    assert not rejections
    assert str(problem.origin) == str(tmp_path / FILE)
    with pytest.raises(InputError):
        judge(tmp_path, "same", "a:1", "b:2", **WHO)
    with pytest.raises(InputError):
        undo(tmp_path, "0123456789", by="alice", made="")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "overlay").write_text("a file")
    with pytest.raises(StoreError):
        judge(tmp_path / "overlay", "same", "a:1", "b:2", **WHO)


def test_a_disk_that_takes_a_part_of_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = judge(tmp_path, "same", "a:1", "b:2", **WHO)

    class Full(FileIO):
        def write(self, data) -> int:
            return super().write(data[:20])

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", lambda path, mode, buffering=0: Full(path, mode))
        with pytest.raises(StoreError, match="part of the line"):
            judge(tmp_path, "same", "a:1", "c:3", **WHO)
    assert [one.id for one in read(tmp_path).judgements] == [first]
    second = judge(tmp_path, "same", "a:1", "c:3", **WHO)  # on a line of its own
    assert {one.id for one in read(tmp_path).judgements} == {first, second}


def test_an_undo_by_the_beginning_of_an_id(tmp_path: Path) -> None:
    id_ = judge(tmp_path, "same", "a:1", "b:2", **WHO)
    for wrong in ("", id_[:5], f"{id_}0", "zzzzzz", "\udcff" * 6):
        with pytest.raises(NotFound):
            undo(tmp_path, wrong, by="bob", made="")
    assert undo(tmp_path, id_[:6].upper(), by="bob", made="") == id_


keys = st.sampled_from(["a:1", "b:2", "c:3", "d:4"])
acts = st.lists(st.tuples(st.sampled_from(RELATIONS), keys, keys, st.booleans()), max_size=8)


@given(acts, acts, st.randoms(use_true_random=False))
def test_lines_of_two_people_merge_in_any_order(tmp_path_factory, mine, theirs, order) -> None:
    lines: list[bytes] = []
    for number, said in enumerate((mine, theirs)):
        folder = tmp_path_factory.mktemp("overlay")
        for count, (relation, a, b, taken_back) in enumerate(said):
            made = f"2026-11-23T0{number}:00:{count:02}Z"
            try:
                id_ = judge(folder, relation, a, b, by=f"analyst {number}", made=made, why="")
            except UsageError:
                continue
            if taken_back:
                undo(folder, id_, by="x", made=made)
        if (folder / FILE).exists():
            lines += (folder / FILE).read_bytes().splitlines(keepends=True)
    merged = [tmp_path_factory.mktemp("merged") for _ in range(2)]
    (merged[0] / FILE).write_bytes(b"".join(lines))
    order.shuffle(lines)
    (merged[1] / FILE).write_bytes(b"".join(lines))
    first, other = read(merged[0]), read(merged[1])
    assert (first.judgements, first.rejections) == (other.judgements, other.rejections)
    assert len(first.problems) == len(other.problems)


@given(st.text(), st.text(), st.text(), st.text(), st.sampled_from(RELATIONS))
def test_what_is_written_is_read_and_taken_back(tmp_path_factory, a, b, by, why, relation) -> None:
    assume(a and b and a != b)  # st.text() has no lone surrogates
    folder = tmp_path_factory.mktemp("overlay")
    id_ = judge(folder, relation, a, b, by=by, made="2026", why=why)
    ((judgement,), _, problems) = read(folder)
    assert problems == []
    assert (judgement.id, judgement.relation, judgement.by, judgement.why) == (id_, relation, by, why)
    assert {judgement.a, judgement.b} == {a, b}
    assert undo(folder, id_, by=by, made="2027") == id_
    assert read(folder) == ([], [], [])


@given(st.lists(st.tuples(st.sampled_from([*RELATIONS, "reject", "undo"]), keys, keys), max_size=12))
def test_what_is_live_is_what_was_said_and_not_taken_back(tmp_path_factory, acts) -> None:
    folder = tmp_path_factory.mktemp("overlay")
    live: dict[str, tuple[str, ...]] = {}
    for count, (act, a, b) in enumerate(acts):
        made = f"2026-11-23T09:00:{count:02}Z"
        says = (act, *(sorted((a, b)) if act in ("same", "different", "overlaps", "unsure") else (a, b)))
        if act == "undo":
            if live:
                del live[undo(folder, min(live), by="", made=made)]
        elif says in live.values() or (act != "reject" and a == b):
            with pytest.raises(UsageError):
                say(folder, act, a, b, made)
        else:
            live[say(folder, act, a, b, made)] = says
    found = read(folder)
    pairs: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for says in live.values():
        if says[0] != "reject":
            pairs.setdefault(tuple(sorted(says[1:])), set()).add(says)
    expected = {min(says) if len(says) == 1 else ("unsure", *pair) for pair, says in pairs.items()}
    assert {(one.relation, one.a, one.b) for one in found.judgements} == expected
    rejected = {("reject", one.record, one.name) for one in found.rejections}
    assert rejected == {says for says in live.values() if says[0] == "reject"}
    assert len(found.problems) == sum(len(says) > 1 for says in pairs.values())


def say(folder: Path, act: str, a: str, b: str, made: str) -> str:
    if act == "reject":
        return reject_name(folder, a, b, by="alice", made=made, why="")
    return judge(folder, act, a, b, by="alice", made=made, why="")


@given(st.lists(st.one_of(st.binary(max_size=40), st.sampled_from([b'{"judge":"same","a":"x","b":"y"}', b'{"undo":']))))
def test_no_file_raises_anything_but_our_errors(tmp_path_factory, lines) -> None:
    folder = tmp_path_factory.mktemp("overlay")
    (folder / FILE).write_bytes(b"\n".join(lines))
    read(folder)
    with pytest.raises(NotFound):
        undo(folder, "0123456", by="", made="")
    id_ = judge(folder, "different", "v:1", "w:1", **WHO)
    assert id_ in {one.id for one in read(folder).judgements}


def test_lines_have_levels(tmp_path: Path) -> None:
    judge(tmp_path, "same", "a:1", "b:2", by="x", made="2026-01-01", why="w", tlp="amber")
    judge(tmp_path, "different", "a:1", "c:3", by="x", made="2026-01-01", why="w")
    assert [one.tlp for one in read(tmp_path).judgements] == ["amber", "clear"]
    assert [one.tlp for one in read(tmp_path, least="green").judgements] == ["amber", "green"]
    assert [one.relation for one in read(tmp_path, most="green").judgements] == ["different"]
    assert read(tmp_path, least="red", most="amber").judgements == []


def test_who_contradicts_at_a_higher_level_is_not_heard_at_a_lower(tmp_path: Path) -> None:
    judge(tmp_path, "same", "a:1", "b:2", by="x", made="2026-01-01", why="w")
    judge(tmp_path, "different", "a:1", "b:2", by="y", made="2026-01-02", why="w", tlp="red")
    assert [(one.relation, one.tlp) for one in read(tmp_path).judgements] == [("unsure", "red")]
    assert [(one.relation, one.tlp) for one in read(tmp_path, most="amber").judgements] == [("same", "clear")]
