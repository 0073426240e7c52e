import json

import msgspec
import pytest

from bestiary.cli.tag_output import array, line
from bestiary.tag import Tagger
from bestiary.tag.corpus import Tagged
from bestiary.tag.summary import summary

TEXT = 'The "Teapot Group" used the SteamRAT malware and Kettle Crew the SteamRAT malware.\n'


@pytest.fixture
def reports(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> list[Tagged]:
    monkeypatch.setattr("bestiary.cli.tag_output.TOGETHER", 5)
    return [Tagged(f"“{count}”\n", TEXT * count, tagger.tag(TEXT * count)) for count in (0, 1, 3)]


def test_the_pieces_of_a_line_are_the_whole(reports: list[Tagged]) -> None:
    lines = [line(*one) for one in reports]
    assert [len(made.mentions) for made in lines] == [0, 0, 12], "a long one is not yet written"
    for one, made in zip(reports, lines, strict=True):
        assert made.id == one.id
        assert b"".join(made.pieces()) == msgspec.json.encode({"id": one.id, "mentions": one.mentions}) + b"\n"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_pieces_of_an_array_are_the_whole(reports: list[Tagged], count: int) -> None:
    content = [
        {"id": one.id, "summary": summary(one.id, one.mentions), "mentions": msgspec.to_builtins(one.mentions)}
        for one in reports[:count]
    ]
    assert "".join(array(reports[:count])) == json.dumps(content, ensure_ascii=False, indent=2) + "\n"
