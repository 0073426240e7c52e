import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.errors import NotFound, UsageError
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
    undo(tmp_path, other, by="bob", made="2026-11-24T09:00:00Z")
    assert [one.relation for one in read(tmp_path).judgements] == ["same"]


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
        (b'{"judge":NaN}', "not readable as JSON"),
        (b'{"judge":"\\ud800"}', "not readable as JSON"),
        (b"\xff", "not readable as JSON"),
        (b"[" * 5000, "nested too deeply"),
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
