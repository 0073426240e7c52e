from math import log
from typing import Any

import msgspec
import pytest

from bestiary.dictionary import Bearer, Entry
from bestiary.tag import Tagger, evidence
from bestiary.tag.case import Case
from bestiary.tag.context import shape_of
from bestiary.tag.evidence import KNOWN, NEW, lack, reasons, score, score_again, weigh_by


def case(tagger: Tagger, text: str, fold: str = "steamrat") -> Case:
    return next(one for one in tagger.cases(text) if one.fold == fold)


def logit(probability: float) -> float:
    return log(probability / (1 - probability))


PROSE = " In the spring of that year it was seen again and again by those who look for such things every day."


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        ("They used the SteamRAT malware." + PROSE, "They used the SteamRAT thing." + PROSE),
        ("They used SteamRAT there." + PROSE, "They used steamrat there." + PROSE),
        ("a thing known as SteamRAT." + PROSE, "a thing with SteamRAT." + PROSE),
        ("They used SteamRAT there." + PROSE, "They used SteamRAT Industries there." + PROSE),
        ("They used SteamRAT, a new backdoor." + PROSE, "They used SteamRAT, once more." + PROSE),
        ("They used SteamRAT (SR) there." + PROSE, "They used SteamRAT SR there." + PROSE),
    ],
)
def test_what_speaks_for_and_against(tagger: Tagger, likely: str, unlikely: str) -> None:
    assert 0 < score(case(tagger, unlikely)) < score(case(tagger, likely)) < 1


@pytest.mark.parametrize(
    ("text", "fold"), [("They used the SteamRAT malware.", "steamrat"), ("a backdoor called TeaLeaf", "tealeaf")]
)
def test_the_reasons_add_up_to_the_score(tagger: Tagger, text: str, fold: str) -> None:
    found = case(tagger, text, fold)
    assert all(weight for _, weight in reasons(found))
    assert [abs(weight) for _, weight in reasons(found)] == sorted((abs(w) for _, w in reasons(found)), reverse=True)


def test_every_signal_is_explained() -> None:
    assert all(signal.__doc__ for signal in (*KNOWN, *NEW))


def test_an_everyday_word_needs_more() -> None:
    text = "It was Play that day, in the middle of a sentence that goes on as such sentences do."
    rare, common = (Case("play", commonness, 1) for commonness in (0.0, 5.0))
    for one in (rare, common):
        one.see(text, shape_of(text.encode()), 7, 11, ("Play",))
    assert score(common) < score(rare)


def test_ids_and_names_of_schemes_are_plain() -> None:
    technique, scheme = (
        Case("t1059", 0.0, 1, kinds={"technique"}),
        Case("unc1234", 0.0, 1, kinds={"actor"}, how="scheme"),
    )
    for one in (technique, scheme):
        one.see("T1059", b".....", 0, 5, ("T1059",))
    assert score(technique) > 0.9
    assert score(scheme) > 0.9


@pytest.mark.parametrize(
    ("surfaces", "said"),
    [(("Input Capture",), True), (("Input Capture", "input capture"), False), (("INPUT CAPTURE",), False)],
)
def test_a_plain_description_is_a_name_as_its_title_is_written(surfaces: tuple[str, ...], said: bool) -> None:
    technique = Case("inputcapture", 0.0, 2, kinds={"technique"})
    for surface in surfaces:
        technique.see(surface, shape_of(surface.encode()), 0, len(surface), ("Input Capture",))
    assert score(technique) == 0.8 * said


@pytest.mark.parametrize(("general", "unheard"), [(0, 1.0), (3, 1.0), (4, 0.0)])
def test_what_more_techniques_are_described_with_than_actors_have_was_heard(
    tagger: Tagger, general: int, unheard: float
) -> None:
    one = case(tagger, "They used SteamRAT there.")
    assert one.entry
    one.entry, one.used = msgspec.structs.replace(one.entry, general=general), 3
    assert evidence.unheard(one) == unheard


def test_a_sentence_alone_needs_less_than_a_report(tagger: Tagger) -> None:
    short, long = "They used SteamRAT there.", "They used SteamRAT there." + 100 * PROSE
    assert score(case(tagger, long)) < score(case(tagger, short))
    assert case(tagger, long).brief == 0.0
    assert case(tagger, short).brief == 1.0


@pytest.mark.parametrize(
    "change",
    [
        {"related": 2},
        {"otherwise": frozenset((1,))},
        {"called": 1},
        {"apposed": 1},
        {"listed": 1},
        {"related": 1, "called": 1},
    ],
)
def test_a_name_is_weighed_again_as_if_it_were_for_the_first_time(tagger: Tagger, change: dict[str, Any]) -> None:
    one = case(tagger, "They used SteamRAT there." + 100 * PROSE)
    before = score(one)
    for field, value in change.items():
        setattr(one, field, value)
    again = score_again(one)
    assert again > before
    assert (again, one.weights) == (score(one), one.weights)


def test_initials_are_weighed_again_as_the_name_that_they_are_of(tagger: Tagger) -> None:
    one = case(tagger, "They used SteamRAT there.")
    one.initials_of = Case("x", 0.0, 1, score=0.75)
    assert score_again(one) == 0.75


def test_initials_of_what_is_hardly_a_name_are_weighed_as_any_word(tagger: Tagger) -> None:
    one = case(tagger, "They used SteamRAT there.")
    alone = score(one)
    one.initials_of = Case("x", 0.0, 1, score=0.4)
    assert score(one) == alone != 0.4


@pytest.mark.parametrize(("length", "lacking"), [(0, 1.0), (256, 1.0), (2048, 0.4), (8192, 0.0), (10**6, 0.0)])
def test_how_short_a_text_is(length: int, lacking: float) -> None:
    assert lack(length) == pytest.approx(lacking)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ({"kinds": {"actor"}}, {"kinds": {"tool"}}),
        ({"kinds": {"actor"}, "schemed": True}, {"kinds": {"actor"}}),
        ({"kinds": {"tool"}, "related": 3}, {"kinds": {"tool"}}),
        ({"kinds": {"tool"}, "listed": 1}, {"kinds": {"tool"}}),
        ({"kinds": {"tool"}}, {"kinds": {"tool"}, "lower": 5}),
        ({"kinds": {"tool"}, "called": 2}, {"kinds": {"tool"}}),
        ({"kinds": {"tool"}, "apposed": 1}, {"kinds": {"tool"}}),
    ],
)
def test_what_is_known_speaks_for_a_name(more: dict[str, Any], less: dict[str, Any]) -> None:
    likely, unlikely = Case("teapot", 1.0, 1, **more), Case("teapot", 1.0, 1, **less)
    text = "We saw Teapot there, in the middle of a sentence that goes on as such sentences do."
    for one in (likely, unlikely):
        one.see(text, shape_of(text.encode()), 7, 13, ("Teapot",))
    assert score(unlikely) < score(likely)


def test_what_is_named_otherwise_too_is_likelier_a_name(tagger: Tagger) -> None:
    alone, beside = (
        case(tagger, text + PROSE, "greyteapot")
        for text in ("And there was Grey Teapot.", "The Teapot Group did it. And there was Grey Teapot.")
    )
    assert not alone.otherwise
    assert beside.otherwise
    assert dict(reasons(beside))["aliased"] > 0
    assert alone.score < beside.score


def test_what_actors_do_speaks_for_an_actor_s_name_only() -> None:
    text = "It was claimed by Teapot, and the sentence goes on as such sentences do."
    actor, tool = Case("teapot", 1.0, 1, kinds={"actor"}), Case("teapot", 1.0, 1, kinds={"tool"})
    for one in (actor, tool):
        one.see(text, shape_of(text.encode()), 18, 24, ("Teapot",))
        score(one)
    assert dict(reasons(actor))["behaves"] > 0
    assert "behaves" not in dict(reasons(tool))


@pytest.mark.parametrize(
    ("signal", "text", "known", "speaks"),
    [
        (evidence.everyday, "Teapot", {"commonness": 5.0}, 1.0),
        (evidence.everyday, "Teapot", {"commonness": 5.0, "words": 2}, 0.0),
        (evidence.everyday_words, "Teapot", {"commonness": 5.0}, 0.0),
        (evidence.everyday_words, "Teapot", {"commonness": 5.0, "words": 2}, 1.0),
        (evidence.numbered, "Teapot", {"fold": "teapot4"}, 1.0),
        (evidence.numbered, "Teapot", {"fold": "teapot"}, 0.0),
        (evidence.numbered, "Teapot", {"fold": "2020"}, 0.0),
        (evidence.beside_kind, "the Teapot malware", {"kinds": {"tool"}}, 1.0),
        (evidence.beside_kind, "the Teapot malware", {"kinds": {"actor"}}, 0.0),
        (evidence.beside_kind, "the Teapot gang", {"kinds": {"tool"}}, 0.0),
        (evidence.beside_kind, "the Teapot campaign", {"kinds": {"campaign"}}, 1.0),
        (evidence.introduced, "also known as Teapot", {}, 1.0),
        (evidence.introduced, "also with Teapot", {}, 0.0),
        (evidence.made_up, "TeaPot", {"by_kind": 1}, 1.0),
        (evidence.made_up, "TeaPot", {"by_kind": 0}, 0.0),
        (evidence.made_up, "Teapot", {"by_kind": 1}, 0.0),
        (evidence.often, "Teapot", {"places": [(0, 6)] * 7}, 0.6),
        (evidence.often, "Teapot", {"places": [(0, 6)] * 63}, 1.0),
        (evidence.general, "Teapot", {"entry": Entry("teapot", (), 0.0, (), 7)}, 0.6),
        (evidence.general, "Teapot", {"entry": Entry("teapot", (), 0.0, (), 7), "used": 7}, 0.0),
        (evidence.general, "Teapot", {"entry": Entry("teapot", (), 0.0, (), 0), "used": 7}, 0.0),
        (evidence.titled, "Teapot", {"entry": Entry("teapot", (), 0.0, (Bearer(0, 1, 2),))}, 0.5),
        (evidence.titled, "Teapot", {"entry": Entry("teapot", (), 0.0, (Bearer(0, 1, 8),))}, 1.0),
        (evidence.supported, "Teapot", {"entry": Entry("teapot", (), 0.0, (Bearer(0, 1, 1),))}, 0.5),
        (evidence.supported, "Teapot", {"entry": Entry("teapot", (), 0.0, (Bearer(0, 15, 1),))}, 1.0),
    ],
)
def test_how_much_each_signal_speaks(signal: evidence.Signal, text: str, known: dict[str, Any], speaks: float) -> None:
    one = Case(**{"fold": "teapot", "commonness": 0.0, "words": 1, **known})
    start = text.lower().index("teapot")
    one.see(text, shape_of(text.encode()), start, start + 6, ("Teapot",))
    assert signal(one) == pytest.approx(speaks)


@pytest.mark.parametrize(("words", "read"), [(2, True), (1, False)])
def test_an_operation_that_is_named_is_as_good_as_a_name_of_a_scheme(words: int, read: bool) -> None:
    one = Case("operationteapot", 0.0, words, kinds={"campaign"}, how="sentence")
    one.see("Operation Teapot", b"aaaaaaaaa aaaaaa", 0, 16, ())
    assert (score(one) == evidence.SCHEME) is read


def test_what_may_be_a_tool_too_is_no_plain_description() -> None:
    one = Case("teapot", 0.0, 1, kinds={"technique", "tool"})
    one.see("Teapot", b"aaaaaa", 0, 6, ("Teapot",))
    assert score(one) < 0.9


def test_what_initials_are_of_is_their_reason(tagger: Tagger) -> None:
    one = case(tagger, "They used SteamRAT there.")
    one.initials_of = Case("x", 0.0, 1, score=0.75)
    score(one)
    assert reasons(one) == (("initials", 1.0),)


def test_what_a_text_names_otherwise_too_has_context(tagger: Tagger) -> None:
    one = case(Tagger(tagger.dictionary.under({"steamrat": "needs-context"})), "SteamRAT did it.")
    assert score(one) == 0
    one.otherwise = frozenset((1,))
    assert score(one) > 0


def test_three_chinese_letters_are_not_few() -> None:
    assert (evidence.short(Case("海莲花", 0.0, 1)), evidence.unheard(Case("海莲花", 0.0, 1))) == (0.0, 1.0)
    assert (evidence.short(Case("sea", 0.0, 1)), evidence.unheard(Case("sea", 0.0, 1))) == (1.0, 0.0)


def test_other_weights_give_other_scores(tagger: Tagger) -> None:
    text = "They used SteamRAT there." + 100 * PROSE
    as_fitted = {**KNOWN}, evidence.KNOWN_BASE, {**NEW}, evidence.NEW_BASE
    before = score(case(tagger, text))
    try:
        weigh_by({evidence.within_sentence: 5.0}, 0.0, {}, 0.0)
        assert score(case(Tagger(tagger.dictionary), text)) > before
    finally:
        weigh_by(*as_fitted)
    assert score(case(Tagger(tagger.dictionary), text)) == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SteamRAT did it.", False),
        ("The malware SteamRAT did it.", True),
        ("It is known as SteamRAT.", True),
        ("SteamRAT is a new backdoor.", True),
    ],
)
def test_a_name_that_needs_context_is_one_only_where_the_text_says_so(tagger: Tagger, text: str, told: bool) -> None:
    under = Tagger(tagger.dictionary.under({"steamrat": "needs-context"}))
    assert (case(under, text).score > 0) is told


def test_a_company_is_less_likely_meant(tagger: Tagger) -> None:
    as_company, alone = (
        logit(score(case(tagger, f"They bought it of SteamRAT{what} in the spring." + PROSE)))
        for what in (", an Italian firm,", ", once more,")
    )
    assert as_company < alone - 1


@pytest.mark.parametrize(
    ("text", "fold", "weight"),
    [
        ("the TeaLeaf backdoor", "tealeaf", True),
        ("the TeaLeaf campaign", "tealeaf", False),
        ("the CupBoard TeaLeaf backdoor", "cupboardtealeaf", False),
    ],
)
def test_made_up_words_beside_what_they_are(tagger: Tagger, text: str, fold: str, weight: bool) -> None:
    assert ("made_up" in dict(reasons(case(tagger, text, fold)))) is weight
