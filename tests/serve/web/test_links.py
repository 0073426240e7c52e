"""Where pages stand."""

import pytest

from bestiary.serve.web.links import Links, path_of, relative


def test_on_a_server() -> None:
    to = Links()
    assert (to(), to("actors/海莲花"), to("search", "q=a")) == (
        "/",
        "/actors/%E6%B5%B7%E8%8E%B2%E8%8A%B1",
        "/search?q=a",
    )
    assert to.asset("style.css") == "/assets/style.css"
    assert not to.static


@pytest.mark.parametrize(("page", "up"), [("", ""), ("about", ""), ("actors/apt28", "../")])
def test_as_files(page: str, up: str) -> None:
    to = relative(page)
    assert to() == f"{up}index.html"
    assert to("tools/x#names") == f"{up}tools/x.html#names"
    assert to.asset("app.js") == f"{up}assets/app.js"
    assert to.static


def test_a_thing_s_page() -> None:
    thing = {"id": "steamrat", "title": "SteamRAT", "kind": "tool"}
    assert path_of(thing) == "tools/steamrat"  # type: ignore[arg-type]
