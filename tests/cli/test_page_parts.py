"""The upper sections: who it is."""

from bestiary.cli.page import BRIEF, WHOLE
from bestiary.cli.page_parts import FACTS, description_rows, fact_rows, matched_rows, name_rows
from bestiary.cli.page_text import Row
from bestiary.profile import MatchedName, Profile
from bestiary.schema import schema

from .conftest import name, rejected, said, value


def texts(rows: list[Row]) -> list[tuple[str, str]]:
    return [(left.plain, right.plain) for left, right in rows]


def matched(profile: Profile, number: int, giver: str = "Reed Analytics", relation: str = "") -> MatchedName:
    record = profile["records"][number]
    return {
        "name": "MOSSY HERON", "giver": giver, "relation": relation,
        "record": record["key"], "source": record["source"],
        "modified": record["modified"], "edition": record["edition"],
    }  # fmt: skip


def test_the_name_that_matched_its_giver_and_whose_records_say_so(heron: Profile) -> None:
    rows = matched_rows(heron, [matched(heron, 0), matched(heron, 1), matched(heron, 2, giver="")])
    assert texts(rows) == [
        (
            "Matched",
            "MOSSY HERON · coined by Reed Analytics · according to "
            "pond-notes (changed 2024-11-02) [1], reed-galaxy (version 336) [2]",
        ),
        ("", "MOSSY HERON · giver not stated · according to marsh-groups (changed 2023-04-30) [3]"),
    ]


def test_a_name_only_listed_beside_is_said_to_be(heron: Profile) -> None:
    ((_, text),) = texts(matched_rows(heron, [matched(heron, 1, giver="", relation="also listed")]))
    assert text == "MOSSY HERON · also listed · according to reed-galaxy (version 336) [2]"


def test_more_witnesses_than_can_be_read_are_counted(heron: Profile) -> None:
    heron["records"] = [{**heron["records"][0], "key": f"pond-notes:{number}"} for number in range(7)]
    ((_, text),) = texts(matched_rows(heron, [matched(heron, number) for number in range(7)]))
    assert text.endswith("[4] and 3 more records")
    assert text.count("pond-notes") == 4


def test_two_spellings_in_one_record_are_one_match(heron: Profile) -> None:
    ((_, text),) = texts(matched_rows(heron, [matched(heron, 0), {**matched(heron, 0), "name": "mossy heron"}]))
    assert text.count("pond-notes") == 1


def test_a_text_is_cut_and_the_rest_counted(heron: Profile) -> None:
    (title, text), (_, rest) = texts(description_rows(heron, BRIEF))
    assert title == "Description"
    assert text.startswith("Mossy Heron is said to work")
    assert text.endswith(" … [3]")
    assert 500 < len(text) < 620
    assert "Citation" not in text
    assert rest == "+1 more: bestiary show mossy-heron"


def test_every_text_is_whole_where_all_is_shown(heron: Profile) -> None:
    (_, first), second = texts(description_rows(heron, WHOLE))
    assert first.endswith("and has them posted by others. [3]")
    assert "(Citation: Marsh 2019)" in first
    assert second == ("", "Reed Analytics: A second text. [1]")


def test_short_texts_all_fit(bare: Profile) -> None:
    bare["descriptions"] = [{"text": text, "by": "", "stated": said(0)} for text in ("One.", "Two.")]
    assert texts(description_rows(bare, BRIEF)) == [("Description", "One."), ("", "Two.")]


def test_a_text_without_words_is_none(bare: Profile) -> None:
    bare["descriptions"] = [{"text": text, "by": "", "stated": said(0)} for text in ("", " ")]
    assert description_rows(bare, BRIEF) == description_rows(bare, WHOLE) == []
    bare["descriptions"].append({"text": "One.", "by": "", "stated": said(0)})
    assert texts(description_rows(bare, BRIEF)) == [("Description", "One.")]


def test_names_stand_by_giver_those_of_none_last(heron: Profile) -> None:
    assert texts(name_rows(heron, BRIEF)) == [
        ("Names 7", "×n: stated by n sources, copies not counted"),
        ("Lakeside CERT", "POND-17 [1,3]"),
        ("Reed Analytics", "MOSSY HERON ×2 [1,2,3] · Green Stalker [1,2]"),
        ("self given", "Team Bittern [1]"),
        ("Water Lily Threat Research", "TA-Heron [1]"),
        ("giver not stated", "UNC-9917 [2] · 青鷺 [2,3] contested"),
        ("rejected 1", "ReedRAT [3]: is malware"),
    ]


def test_whom_a_name_is_contested_with_where_all_is_shown(heron: Profile) -> None:
    heron["names"] = [name("X", 0, contested=("Quiet Newt", "Old Heron"))]
    assert texts(name_rows(heron, WHOLE))[1:] == [("giver not stated", "X [1] contested with quiet-newt, old-heron")]


def test_only_where_support_is_shown_it_is_explained(heron: Profile) -> None:
    heron["names"] = [name("X", 0, 1)]
    assert texts(name_rows(heron, BRIEF)) == [("Names 1", ""), ("giver not stated", "X [1,2]")]


def test_rejected_uses_stand_by_reason_and_the_others_where_they_were(heron: Profile) -> None:
    partly = name("X", 0)
    partly["stated"] += rejected("is a ship", 1)
    heron["names"] = [
        partly,
        {**name("Y", support=0), "stated": [*rejected("is a ship", 1), *rejected("is malware", 2)]},
    ]
    rows = name_rows(heron, BRIEF)
    assert texts(rows) == [
        ("Names 1", ""),
        ("giver not stated", "X [1]"),
        ("rejected 3", "X [2] · Y [2]: is a ship\nY [3]: is malware"),
    ]
    assert {"dim"} <= {str(span.style) for span in rows[-1][1].spans}


def test_rejected_names_alone_are_shown_and_cut(heron: Profile) -> None:
    heron["names"] = [
        {**name(f"Name {number}", support=0), "stated": rejected("is malware", 0)} for number in range(100)
    ]
    heading, (_, text) = texts(name_rows(heron, BRIEF))
    assert heading == ("Names 0", "")
    assert text.count("Name") == BRIEF.names
    assert text.endswith(": is malware\n+40 more: bestiary show mossy-heron")


def test_a_disputed_name_stands_with_each_giver_and_those_who_do_not_contradict(heron: Profile) -> None:
    stated = [*said(0, giver="Reed"), *said(1, giver="Lake"), *said(2)]
    heron["names"] = [{**name("X"), "givers": ["Reed", "Lake"], "stated": stated}]
    assert texts(name_rows(heron, BRIEF))[1:] == [("Lake", "X [2,3]"), ("Reed", "X [1,3]")]


def test_ten_thousand_names_are_counted_not_printed(heron: Profile) -> None:
    heron["names"] = [name(f"Name {number}", 0) for number in range(10_000)]
    heading, row, rest = texts(name_rows(heron, BRIEF))
    assert heading == ("Names 10,000", "")
    assert row[1].count(" · ") == BRIEF.names - 1
    assert rest == ("", "+9,940 more: bestiary show mossy-heron")


def test_facts_stand_in_lines_of_those_who_agree(heron: Profile) -> None:
    shown = dict(texts(fact_rows(heron, BRIEF)))
    assert shown["Origin"] == "Netherlands [1,2,3]\nBelgium [2]"
    assert shown["Victim sectors 6"] == "Energy, Government, Transportation [1,2]\nWater, Hobby fishing [1]\nMedia [2]"
    assert shown["Language"] == "Dutch [1]"
    assert list(shown)[:3] == ["Origin", "First seen", "Sponsor"]


def test_a_source_s_own_property_stands_only_where_all_is_shown(heron: Profile) -> None:
    assert "Plumage" not in dict(texts(fact_rows(heron, BRIEF)))
    assert dict(texts(fact_rows(heron, WHOLE)))["Plumage"] == "grey [2]"


def test_many_values_are_cut_across_the_lines(heron: Profile) -> None:
    tools = [value(f"Tool{number}", *([0, 1] if number % 2 else [2])) for number in range(100)]
    heron["facts"] = {"tool": tools}
    ((title, text),) = texts(fact_rows(heron, BRIEF))
    assert title == "Tools 100"
    assert text.count("Tool") == BRIEF.values
    assert text.endswith("[1,2]\n+60 more: bestiary show mossy-heron")  # none of those that only one states


def test_the_facts_are_properties_of_the_schema() -> None:
    assert FACTS.keys() <= schema().property.keys()


def test_nothing_known_is_nothing_said(bare: Profile) -> None:
    for rows in (matched_rows(bare, []), description_rows(bare, BRIEF), name_rows(bare, BRIEF), fact_rows(bare, BRIEF)):
        assert rows == []
