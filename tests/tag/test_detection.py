import pytest

from bestiary.tag.detection import detection, family_of


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Trojan-Dropper.Win32.Teapot.a", "Teapot"),
        ("TSPY_TEAPOT.A", "TEAPOT"),
        ("Backdoor.Teapot", "Teapot"),
        ("Ransom:Win32/Teapot.PA!MTB", "Teapot"),
        ("HEUR:Trojan.Win32.Teapot.gen", "Teapot"),
        ("HEUR:Trojan.Win32.Generic", ""),
        ("Trojan.Agent", ""),
        ("Win32/Agent.ACUQ", ""),
        ("Win32/Agent.Teapot", "Teapot"),
        ("JS/Exploit.CVE-2021-26855.Webshell.A", ""),
        ("Win32/Generic.ACUQ", ""),
        ("Win64/Kryptik.CHN", ""),
        ("Backdoor.Trojan.LH1", "LH1"),
        ("Backdoor.Trojan.LHA", ""),
        ("Downloader/Stager", ""),
        ("Backdoor:MD5", ""),
        ("Teapot.Trojan", ""),  # what comes first is no sort of thing
        ("details.pdf.vbs", ""),
        ("win32.teapot.exe", ""),
        ("", ""),
    ],
)
def test_the_family(name: str, family: str) -> None:
    assert family_of(name) == family


def test_where_it_stands() -> None:
    text = "seen as (HEUR:Trojan.Win32.Teapot.a), which"
    start = text.index("Trojan")
    assert detection(text, start, start + 6) == (9, 35, "Teapot")
    assert detection("a trojan called X", 2, 8) is None


def test_a_constant_is_none() -> None:
    text = "WIN32_FILE_ATTRIBUTE and WIN32_TEAPOT.A"
    assert detection(text, 0, 5) is None
    assert detection(text, 25, 30) == (25, 39, "TEAPOT")
