"""A page is drawn whole or not at all."""

import re

import pytest
from jinja2 import UndefinedError

from bestiary.serve.web.links import Links, relative
from bestiary.serve.web.page import ASSETS, File, Page, asset, drawn, environment

FILE = File("clear", "2026-01-01T00:00:00Z", {})


def test_everything_is_escaped() -> None:
    page = Page("wrong", "<title>", {"message": "<script>alert(1)</script>", "hint": '"><img src=x onerror=x>'})
    html = drawn(page, Links(), FILE)
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;title&gt;" in html


def test_what_a_template_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        drawn(Page("wrong", "x", {}), Links(), FILE)


def test_a_page_that_is_a_file_has_its_policy_and_no_questions() -> None:
    html = drawn(Page("wrong", "x", {"message": "m", "hint": ""}), relative("a/b"), FILE)
    assert 'http-equiv="content-security-policy"' in html
    assert "/api/" not in html
    assert 'href="../assets/style.css"' in html


def test_the_level_is_on_every_page_that_is_not_for_all() -> None:
    page = Page("wrong", "x", {"message": "m", "hint": ""})
    assert "TLP:AMBER" in drawn(page, Links(), FILE._replace(level="amber"))
    assert "TLP:" not in drawn(page, Links(), FILE)


def test_every_template_and_asset_is_sound() -> None:
    for name in environment().list_templates():
        environment().get_template(name)
    assert all(asset(name) for name in ASSETS)


def test_no_template_has_a_style_or_script_of_its_own() -> None:
    loader = environment().loader
    assert loader is not None
    for name in environment().list_templates():
        source = loader.get_source(environment(), name)[0]
        assert " style=" not in source, name
        assert not re.search(r"<[^<>{}%]*\son[a-z]+=", source), name
        assert source.count("<script") == (name == "base.html"), name
        assert "|safe" not in source, name
