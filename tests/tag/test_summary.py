from bestiary.tag import Mention, Tagger
from bestiary.tag.mention import Meant
from bestiary.tag.summary import summary


def test_each_thing_once_and_what_is_ambiguous(tagger: Tagger) -> None:
    text = (
        "It was the Teapot Group that used SteamRAT in those days. The group known as GREY TEAPOT used the SteamRAT"
        " malware again, and so did the UNC99999 group."
    )
    found = summary("x", tagger.tag(text))
    named = {one["title"]: one for one in found["named"]}
    assert named["Teapot Group"]["names"][:2] == ["Teapot Group", "GREY TEAPOT"]
    assert (named["SteamRAT"]["id"], named["SteamRAT"]["places"]) == ("steamrat", 2)
    assert (named["UNC99999"]["id"], named["UNC99999"]["kind"]) == (None, "actor")
    assert 'misp-galaxy:tool="SteamRAT"' in found["misp_tags"]


def test_tags_only_of_what_is_clear(tagger: Tagger) -> None:
    found = summary("x", tagger.tag("It was the APT 999 group."))
    (named,) = found["named"]
    assert named["ambiguous"] == ["Teapot Group (actor)", "Kettle Crew (actor)"]
    assert found["misp_tags"] == []


def test_nothing() -> None:
    assert not summary("x", [])["named"]
    assert not summary("x", [])["misp_tags"]


def test_what_is_named_clearly_once_is_not_ambiguous() -> None:
    clear = Meant("teapot", "Teapot", "actor", 1.0, (), ('misp-galaxy:x="Teapot"',))
    doubtful = Meant("teapot", "Teapot", "actor", 0.6, (), ())
    other = Meant("kettle", "Kettle", "actor", 0.4, (), ())
    mentions = [
        Mention("Pot", 0, 3, "actor", 0.9, (doubtful, other), ()),
        Mention("Teapot", 5, 11, "actor", 0.9, (clear,), ()),
    ]
    for order in (mentions, mentions[::-1]):
        told = summary("r", order)
        assert told["named"][0]["ambiguous"] == []
        assert told["misp_tags"] == ['misp-galaxy:x="Teapot"']
