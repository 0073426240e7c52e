import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.exports.graph import label
from bestiary.profile import Profile
from bestiary.selection import Loss

from .chosen import Given, exported

CASE = Path(__file__).parents[1] / "golden/exports/graph/teapot/given.json"
NODE = re.compile(r'  n\d+(?:\[|\(|\{\{|\(\[)"[^"]*"(?:\]|\)|\}\}|\]\))')
LINE = re.compile(r'  n\d+ (?:---|-->|-\.-|-\.->)\|"[a-z ]+"\| n\d+')


def drawn(profiles: list[Profile], loss: Loss | None = None) -> list[str]:
    head, *lines = exported("graph", Given(profiles), loss)["bestiary.mmd"].decode().splitlines()
    assert head == "flowchart LR"
    assert [line for line in lines if not NODE.fullmatch(line) and not LINE.fullmatch(line)] == []
    return lines


def test_a_graph_of_two_that_overlap() -> None:
    loss = Loss()
    lines = drawn(json.loads(CASE.read_text("utf-8"))["profiles"], loss)
    assert sum("overlaps" in line for line in lines) == 1
    assert sum('"Norway"' in line for line in lines) == 1
    assert '  n2 -->|"is part of"| n0' in lines
    assert '  n0 -.-|"may be"| n3' in lines
    assert sum('"uses"' in line for line in lines) == 15
    used = [line for line in lines if "(" in line and '(["' not in line]
    assert ["Ladle" in used[0], "Whisk" in used[1]] == [True, True]  # which two sources state
    assert ("tool", "a graph shows the 15 best supported", 3) in loss.rows()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("APT 28 (Sofacy)", '"APT 28 (Sofacy)"'),
        ("青鷺", '"青鷺"'),
        ('a"b', '"a#34;b"'),
        ("a;b#35;", '"a#59;b#35;35#59;"'),
        ("`a` **b**", '"#96;a#96; #42;#42;b#42;#42;"'),
        ("1. a", '"1#46; a"'),
        ("- a", '"#45; a"'),
        ("-17-", '"#45;17-"'),
        ("a\n\u202eb\x00c", '"a b c"'),
        ("", '"?"'),
        ("x" * 99, '"' + "x" * 79 + '…"'.replace("…", "#8230;")),
    ],
)
def test_labels(text: str, shown: str) -> None:
    assert label(text) == shown


@given(st.text())
def test_no_label_ends_early(text: str) -> None:
    inside = label(text)[1:-1]
    assert re.fullmatch(r"""(?:[\w -.,:/()?!']|#\d+;|[^\x00-\x7f])+""", inside)
    assert not {*inside} & set('"<>`%{}[]|&\\\n')
