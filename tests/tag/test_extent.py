import pytest

from bestiary.tag.extent import initials, without_kind


@pytest.mark.parametrize(
    ("name", "cut"),
    [
        ("SteamRAT ransomware", "SteamRAT"),
        ("Kettle cyberespionage group", "Kettle"),
        ("Kettle Group", "Kettle Group"),
        ("SteamRAT Ransomware", "SteamRAT"),
        ("SteamRAT Trojan", "SteamRAT"),
        ("SteamRAT Webshell", "SteamRAT"),
        ("SteamRAT Backdoor", "SteamRAT"),
        ("SteamRAT Malware", "SteamRAT"),
        ("Kettle Loader", "Kettle Loader"),
        ("ghost rat", "ghost rat"),
        ("SteamRAT", "SteamRAT"),
    ],
)
def test_a_word_that_only_says_the_kind_is_cut_off(name: str, cut: str) -> None:
    text = f"the {name}, which"
    assert text[4 : without_kind(text, 4, 4 + len(name))] == cut


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Teal Kettle Army (TKA) is", "TKA"),
        ('Teal Kettle Army ("TKA") is', "TKA"),
        ("Teal Kettle Army (TEA) is", None),
        ("Teal Kettle Army, TKA", None),
    ],
)
def test_initials(text: str, found: str | None) -> None:
    place = initials(text, 0, len("Teal Kettle Army"))
    assert (text[slice(*place)] if place else None) == found
