"""The lower sections: what happened, and where to read on."""

from bestiary.cli.page import BRIEF, WHOLE
from bestiary.cli.page_lists import (
    RELATED,
    judgement_rows,
    operation_rows,
    record_rows,
    reference_rows,
    related_rows,
    relation_rows,
    tag_rows,
)
from bestiary.cli.page_parts import fact_rows
from bestiary.cli.page_text import Row
from bestiary.identity import RELATIONS
from bestiary.profile import Profile, Relation

from .conftest import judged, operation, profiled, said, value


def texts(rows: list[Row]) -> list[tuple[str, str]]:
    return [(left.plain, right.plain) for left, right in rows]


def test_the_latest_operations_first(heron: Profile) -> None:
    rows = texts(operation_rows("Operations", heron["operations"], heron, BRIEF))
    assert rows[0] == ("Operations 21", "")
    assert rows[1] == (
        "2023-11-14",
        "Breaks into the tide tables of three ports and moves high water by an hour [1]  → Transportation, Norway\n"
        "https://reed.example/blog/2023/tide-tables-moved-by-an-hour",
    )
    assert [date for date, _ in rows[2:5]] == ["2021-08", "2021-02", "2020-08"]
    assert rows[13:] == [("", "+9 more: bestiary show mossy-heron")]


def test_all_of_an_operation_where_all_is_shown(heron: Profile) -> None:
    rows = texts(operation_rows("Operations", heron["operations"], heron, WHOLE))
    assert len(rows) == 22
    assert rows[1][1].splitlines()[1:] == [
        "The ports noticed when the boats did.",
        "Method: Letters with a feather in them",
        "Note: Nobody was hurt",
        "https://reed.example/blog/2023/tide-tables-moved-by-an-hour",
        "https://reed.example/blog/2023/tide-tables-moved-by-an-hour/2",
    ]


def test_an_operation_without_title_or_date(bare: Profile) -> None:
    untitled = [operation("", "", text="word " * 100)]
    _, (date, text) = texts(operation_rows("Operations", untitled, bare, BRIEF))
    assert date == "undated"
    assert text.endswith("word …")
    assert 200 < len(text) <= 242
    _, (_, whole) = texts(operation_rows("Operations", untitled, bare, WHOLE))
    assert whole.count("word") == 100


def test_the_date_is_the_reported_one(bare: Profile) -> None:
    summer = {**operation("2014-22", "x"), "reported": "2014 Summer"}
    assert texts(operation_rows("Operations", [summer], bare, BRIEF))[1][0] == "2014 Summer"  # type: ignore[list-item]


def test_related_profiles_by_what_this_one_is_to_them(heron: Profile) -> None:
    assert texts(related_rows(heron, BRIEF)) == [
        ("Related 2", ""),
        ("successor of 1", "Old Heron old-heron"),
        ("different from 1", "Quiet Newt quiet-newt (judged by alice)"),
    ]


def test_a_related_profile_stands_once_and_many_are_counted(bare: Profile) -> None:
    titles = ["Newt 0", *(f"Newt {number}" for number in range(40))]
    bare["related"] = [
        {"profile": profiled(title), "relation": "overlaps", "judgement": judged("overlaps")} for title in titles
    ]
    heading, (relation, text) = texts(related_rows(bare, BRIEF))
    assert (heading, relation) == (("Related 40", ""), "overlaps with 40")
    assert text.count("Newt") == BRIEF.relations
    assert text.endswith(" · +28 more: bestiary show quiet-newt")


def test_every_relation_between_profiles_has_its_words() -> None:
    reversed_ = {"has-subgroup", "succeeded-by"}
    assert RELATED.keys() == {*RELATIONS, *reversed_} - {"same"}


def test_why_the_records_are_one(heron: Profile) -> None:
    assert texts(judgement_rows(heron)) == [
        ("Why they are one", "2 judgements, 1 by people: bestiary why mossy-heron tells the grounds")
    ]
    heron["judgements"] = heron["judgements"][:1]
    assert texts(judgement_rows(heron))[0][1] == "1 judgement: bestiary why mossy-heron tells the grounds"


def test_relations_by_type_with_the_names_that_are_known(heron: Profile) -> None:
    assert texts(relation_rows(heron, BRIEF)) == [
        ("Relations 3", ""),
        ("similar 2", "Mossy Heron (M0042) (almost-certain) [2] · 1 that this file has no record of"),
        ("uses 1", "ReedRAT [3]"),
    ]


def test_many_relations_are_counted(heron: Profile) -> None:
    heron["relations"] = [
        {"type": "uses", "id": str(n), "title": f"Tool{n}", "profile": None, "likelihood": "", "stated": said(0)}
        for n in range(40)
    ]
    _, (_, text) = texts(relation_rows(heron, BRIEF))
    assert text.count("Tool") == BRIEF.relations
    assert text.endswith(" · +28 more: bestiary show mossy-heron")


def test_one_thing_is_one_relation_however_many_ids_lead_to_it(heron: Profile) -> None:
    def uses(id_: str, profile: str | None, likelihood: str, *records: int) -> Relation:
        return {"type": "uses", "id": id_, "title": "XRat", "profile": profile, "likelihood": likelihood,
                "stated": said(*records)}  # fmt: skip

    heron["relations"] = [
        uses("1", "xrat", "", 0), uses("2", "xrat", "likely", 1), uses("3", "xrat", "", 2),
        uses("4", "other-xrat", "", 0),
    ]  # fmt: skip
    assert texts(relation_rows(heron, BRIEF)) == [
        ("Relations 2", ""),
        ("uses 2", "XRat (likely) [1,2,3] · XRat [1]"),
    ]


def test_references(heron: Profile) -> None:
    ((title, text),) = texts(reference_rows(heron, BRIEF))
    assert title == "References 14"
    assert text.splitlines()[1] == "https://reed.example/reports/1/the-heron.pdf [1,2]"
    assert text.splitlines()[BRIEF.references :] == ["+6 more: bestiary show mossy-heron"]


def test_each_tag_once(heron: Profile) -> None:
    heron["records"][1]["misp_tag"] = heron["records"][0]["misp_tag"]
    assert texts(tag_rows(heron)) == [
        ("MISP tag", 'misp-galaxy:pond-notes="MOSSY HERON"\nmisp-galaxy:marsh-groups="Mossy Heron"')
    ]


def test_the_records_have_the_numbers_of_the_marks(heron: Profile) -> None:
    ((title, text),) = texts(record_rows(heron, BRIEF))
    assert title == "Records"
    assert text.splitlines() == [
        "[1] pond-notes · MOSSY HERON · changed 2024-11-02 · pond-notes.json",
        "[2] reed-galaxy · Mossy Heron · version 336 · reed-galaxy.json",
        "[3] marsh-groups · Mossy Heron · M0042 · changed 2023-04-30 · marsh-groups.json",
    ]


def test_what_a_record_says_of_itself_stands_with_it(heron: Profile) -> None:
    heron["facts"]["revoked"] = [value("true", 1)]
    heron["facts"]["deprecated"] = [value("true", 1, 2)]
    lines = texts(record_rows(heron, BRIEF))[0][1].splitlines()
    assert [line.partition("galaxy.json")[2] for line in lines[:2]] == ["", " · revoked · deprecated"]
    assert lines[2].endswith("marsh-groups.json · deprecated")
    assert not any(left in ("Revoked", "Deprecated") for left, _ in texts(fact_rows(heron, WHOLE)))


def test_the_keys_of_the_records_where_all_is_shown(heron: Profile) -> None:
    assert texts(record_rows(heron, WHOLE))[0][1].splitlines()[0].endswith(" · pond-notes:mossy heron")


def test_one_record_needs_no_number(bare: Profile) -> None:
    assert texts(record_rows(bare, BRIEF)) == [("Record", "pond-notes · Quiet Newt · undated · pond-notes.json")]


def test_nothing_known_is_nothing_said(bare: Profile) -> None:
    assert operation_rows("Operations", [], bare, BRIEF) == []
    assert relation_rows(bare, BRIEF) == reference_rows(bare, BRIEF) == tag_rows(bare) == []
    assert related_rows(bare, BRIEF) == judgement_rows(bare) == []
