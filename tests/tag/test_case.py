import pytest

from bestiary.tag.case import CLOSELY, Case
from bestiary.tag.context import shape_of


def test_all_places_count_and_the_first_are_looked_at() -> None:
    text = "Teapot teapot TEAPOT " + "Teapot " * 50
    case = Case("teapot", 3.0, 1)
    for start in range(0, len(text), 7):
        case.see(text, shape_of(text.encode()), start, start + 6, ("Teapot",))
    assert (len(case.places), len(case.sights)) == (53, CLOSELY)
    assert case.seen.lower == 1 / CLOSELY
    assert case.seen.exact == (CLOSELY - 2) / CLOSELY


@pytest.mark.parametrize("surface", ["teapot", "Teapot", "TEAPOT", "TeaPot"])
@pytest.mark.parametrize("line", ["{}", "the {} gang", 'They had ("{}") seen, {} by day, before they went to {}.'])
def test_one_place_shows_what_several_alike_do(surface: str, line: str) -> None:
    line = line.replace("{}", surface, 1).replace("{}", "it") + "\n"
    one, several = Case("teapot", 3.0, 1), Case("teapot", 3.0, 1)
    for case, text in ((one, line), (several, line * 2)):
        for place in range(len(text) // len(line)):
            start = len(line) * place + line.index(surface)
            case.see(text, shape_of(text.encode()), start, start + 6, ("Teapot",))
    assert one.seen == several.seen


def test_what_is_ordinary() -> None:
    assert Case("play", 5.0, 1).ordinary
    assert Case("tea", 0.0, 1).ordinary
    assert not Case("turla", 0.0, 1).ordinary
    assert not Case("blackcat", 4.0, 2).ordinary
    assert Case("turla", 0.0, 1).new
