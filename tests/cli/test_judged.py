from bestiary.cli.judged import WORDS, judgement_text, verdict
from bestiary.identity import RELATIONS
from bestiary.profile import Judged, JudgedReason, Thing

REASONS: list[JudgedReason] = [
    {"signal": "x", "weight": 2.0, "text": "a \x1b[31mname"},
    {"signal": "y", "weight": -3.5, "text": "two entries"},
]
JUDGED: Judged = {
    "a": "misp:1", "b": "etda:2", "relation": "overlaps", "score": -1.5, "reasons": REASONS, "by": "", "made": "",
    "why": "", "id": "",
}  # fmt: skip


def test_reasons_for_and_against() -> None:
    text = judgement_text(JUDGED, {"misp:1": "Teapot"})
    assert text.plain.split("\n") == [
        "Teapot (misp:1)  overlaps with  etda:2 (etda:2)",
        "   +2.00  a \ufffd[31mname",
        "   -3.50  two entries",
        "   -1.50  in all",
        "",
    ]
    styles = {text.plain[span.start : span.end].strip(): str(span.style) for span in text.spans}
    assert (styles["+2.00"], styles["-3.50"]) == ("green", "red")


def test_who_judged() -> None:
    said = {**JUDGED, "by": "alice", "made": "2026-11-23T09:00:00Z", "why": "one report", "id": "0123456789abcdef"}
    lines = judgement_text(said, {}).plain.split("\n")  # type: ignore[arg-type]
    assert lines[1:3] == [
        "  judged by alice 2026-11-23: one report",
        "  bestiary judge --undo 0123456789ab takes it back",
    ]


def test_every_relation_has_words() -> None:
    assert set(WORDS) == set(RELATIONS)


def test_the_verdict() -> None:
    a, b = (Thing(id=name, title=name.title(), kind="actor") for name in ("teapot", "kettle"))
    assert verdict({"a": a, "b": b, "relation": "overlaps", "judgements": [JUDGED]}).plain.startswith(
        "Teapot and Kettle"
    )
    assert "one record" in verdict({"a": a, "b": a, "relation": "same", "judgements": []}).plain
