"""Spellings of one name fold alike, different names never; slugs are safe and stable."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.names import SLUG_LENGTH, fold, near, slug

ANY_TEXT = st.text(st.characters())  # lone surrogates too: a JSON file may hold them
ASCII_TEXT = st.text(st.characters(max_codepoint=127))
SEPARATORS = st.sampled_from([" ", "-", "_", ".", "–", " - ", "\u00a0", "/", "#"])
WORDS = st.text("abcxyzABC", min_size=1, max_size=8)
DIGITS = st.text("0123456789", min_size=1, max_size=5)
FULLWIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


@pytest.mark.parametrize(
    "spellings",
    [
        [
            "APT28",
            "APT 28",
            "apt-28",
            "APT–28",
            "Apt_28",
            "“APT 28”",
            "[APT28]",
            "ＡＰＴ２８",
            "APT\u00a028",
            "AP\u00adT28",
        ],
        ["TA505", "TA 505", "ta-505"],
        ["Fancy Bear", "FancyBear", "fancy-bear", "FANCY  BEAR", " Fancy Bear\n", "Fáncy Béar", "Fancy Bear™"],
        ["STEPPY#KAVACH", "steppy kavach", "Steppy-Kavach"],
        ["APT-C-28", "APT C 28", "aptc28"],
        ["Vault 7/8", "Vault 7 8", "vault7-8"],
        ["海莲花", "海 莲花", "“海莲花”"],
        ["LAPSUS$", "Lapsus"],
        ["Smørrebrød Łódź Đà", "Smorrebrod Lodz Da", "SMØRREBRØD ŁÓDŹ ĐÀ"],
        ["Straße", "STRASSE", "strasse"],
        ["Ægir", "AEGIR"],
        ["ISTANBUL", "istanbul", "İstanbul", "ıstanbul"],
        ["O'Brien", "O’Brien", "OʼBrien", "OBrien"],
        ["Привет", "ПРИВЕТ", "при вет"],
        ["ガンマ", "ｶﾞﾝﾏ"],
        ["???", " ??? ", "？？？"],
        ["APT28", "APT2\u00ad8"],
        ["Ꜩ", "ꜩ\u0301"],  # Latin Extended-D: marks on it are accents
    ],
)
def test_spellings_of_one_name_fold_alike(spellings: list[str]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("APT28", "APT-C-28"),
        ("UNC1", "UNC11"),
        ("UNC1 1", "UNC11"),
        ("Vault 7/8", "Vault 78"),
        ("は", "ば"),
        ("и", "й"),
        ("Е", "Ё"),
        ("กา", "กิ"),  # Thai vowel signs
        ("कि", "की"),  # Devanagari vowel signs
        ("קמץ", "קִמץ"),
        ("海莲花", "海花莲"),
        ("???", "??"),
        ("APT28", "АРТ28"),  # Cyrillic letters that look Latin are other letters
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("blank", ["", " ", "\t\n", "\u3000"])
def test_only_a_blank_name_folds_to_nothing(blank: str) -> None:
    assert fold(blank) == slug(blank) == ""


@pytest.mark.parametrize("name", ["???", "™", "🐻", "\u0301", "\u200b", "- -", "$$$", "\ud800"])
def test_a_name_without_letters_can_be_found(name: str) -> None:
    assert fold(name)
    assert slug(name).startswith(("u-", "tm"))


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_every_name_can_be_found(text: str) -> None:
    assert bool(fold(text)) == bool(text.strip())


def test_folding_twice_is_folding_once_for_every_character() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.category(char) not in ("Cn", "Co", "Cs") and not "㐀" <= char <= "힣" and char < "\U00010000":
            folded = fold(f"a{char}は{char}1{char}2")
            assert fold(folded) == folded, hex(ord(char))


@given(ASCII_TEXT)
def test_case_and_width_do_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text.translate(FULLWIDTH)) == fold(text)


@given(WORDS, DIGITS, SEPARATORS)
def test_a_separator_between_letter_and_digit_does_not_matter(word: str, digits: str, separator: str) -> None:
    assert fold(f"{word}{separator}{digits}") == fold(word + digits)
    assert fold(f"{digits}{separator}{word}") == fold(digits + word)


@given(DIGITS, DIGITS, SEPARATORS)
def test_a_separator_between_digits_is_one_space(first: str, second: str, separator: str) -> None:
    assert fold(f"T{first}{separator}{second}") == f"t{first} {second}"


@given(WORDS, WORDS)
def test_letters_are_never_lost(one: str, other: str) -> None:
    assert (fold(one) == fold(other)) == (one.lower() == other.lower())


def test_near_names_come_likest_first_and_equally_like_ones_by_text() -> None:
    folds = ["apt29", "apt19", "fancybear", "apt28", "cozybear", "apt29"]
    assert near("APT 28", folds) == ["apt28", "apt29"]
    assert near("Fancy Baer", folds) == ["fancybear"]
    assert near("Fancy Baer", reversed(folds)) == ["fancybear"]
    assert near("something else", folds) == []
    assert near("  ", folds) == []


def test_near_names_keep_to_the_limit_whatever_the_order() -> None:
    folds = [f"apt{number}" for number in range(20, 30)]
    assert near("apt2", folds, limit=3) == near("apt2", folds[::-1], limit=3) == ["apt20", "apt21", "apt22"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("APT 28", "apt-28"),
        ("Cyber Caliphate Army (CCA)", "cyber-caliphate-army-cca"),
        ("海莲花", "海莲花"),
        ("Séance d'Été", "seance-dete"),
        ("../../etc/passwd", "etc-passwd"),
        ("a/b.c%2fd?e#f", "a-b-c-2fd-e-f"),
        ("???", "u-3f3f3f"),
        ("Ёлка", "ёлка"),
        ("Fan\u00adcy Be\u200bar", "fancy-bear"),  # what is invisible parts no word
        ("O’Brien’s O'Brien", "obriens-obrien"),
        ("x" * 200, "x" * SLUG_LENGTH),
        ("x" * (SLUG_LENGTH - 1) + " y", "x" * (SLUG_LENGTH - 1)),
    ],
)
def test_slug(title: str, expected: str) -> None:
    assert slug(title) == expected


@given(ANY_TEXT)
def test_a_slug_is_safe_and_stays_itself(title: str) -> None:
    made = slug(title)
    assert bool(made) == bool(title.strip())
    assert len(made) <= SLUG_LENGTH
    assert not set(made) & set("/.\\%?#&<>\"'")
    assert not any(map(str.isspace, made))
    assert made == made.strip("-")
    assert slug(made) == made


def test_the_look_up_path_stays_light() -> None:
    heavy = {"msgspec", "tomllib", "rapidfuzz", "importlib.metadata", "ftfy", "pycountry"}
    code = "import sys, bestiary.names as n; n.fold('APT 28'); n.slug('海莲花'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "bestiary.names" in loaded
    assert not heavy & set(loaded)
