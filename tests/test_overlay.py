from pathlib import Path

import pytest

from bestiary.errors import InputError
from bestiary.overlay import Settings, policies, settings


def test_settings(tmp_path: Path) -> None:
    assert settings(tmp_path) == Settings()
    (tmp_path / "overlay.toml").write_text('[titles]\n"misp:1" = "The Teapots"\n')
    assert settings(tmp_path).titles == {"misp:1": "The Teapots"}


@pytest.mark.parametrize("text", [b"\xff", b"titles = 3", b"[titles]\nx = 1", b"[[", b"[other]", b"a = " + b"[" * 9999])
def test_what_cannot_be_read_says_where(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "overlay.toml").write_bytes(text)
    with pytest.raises(InputError) as caught:
        settings(tmp_path)
    assert "overlay.toml" in str(caught.value)


def test_policies_are_of_folded_names_and_the_strictest_holds(tmp_path: Path) -> None:
    assert policies(tmp_path) == {}
    (tmp_path / "names.toml").write_text(
        'needs-context = ["Em-pire", "Play"]\nexact-case = ["SILENCE"]\nnever = ["play"]\n', encoding="utf-8"
    )
    assert policies(tmp_path) == {"empire": "needs-context", "silence": "exact-case", "play": "never"}


@pytest.mark.parametrize("text", ["never = 3", "sometimes = []", "[["])
def test_policies_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "names.toml").write_text(text)
    with pytest.raises(InputError, match=r"names\.toml"):
        policies(tmp_path)
