from pathlib import Path

import pytest

from bestiary.errors import InputError
from bestiary.fetch.https import Fetched, Web
from bestiary.fetch.kept import Came
from bestiary.fetch.upstream import Folder, Publishers
from bestiary.sources import sources


def test_every_file_has_an_address_below_its_source() -> None:
    upstream = Publishers(Web())
    for id_, source in sources().items():
        for file in source.files:
            assert upstream.place(id_, file) == source.url + file


class Noting(Web):
    """Notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []

    def get(self, url: str, etag: str = "", last_modified: str = "") -> Fetched | None:
        self.asked.append((url, etag, last_modified))
        return None


def test_only_the_address_that_sent_a_file_is_asked_whether_it_changed() -> None:
    web = Noting()
    came = Came("https://pond.example/a", "", "", "", '"1"', "then")
    upstream = Publishers(web)
    upstream.get("https://pond.example/a", came)
    upstream.get("https://reed.example/a", came)
    upstream.get("https://reed.example/a", None)
    assert web.asked == [
        ("https://pond.example/a", '"1"', "then"),
        ("https://reed.example/a", "", ""),
        ("https://reed.example/a", "", ""),
    ]


def test_where_a_folder_has_a_file(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.place("pond", "sub/newts.json") is None
    for name in ("newts.json", "sub/newts.json", "pond/sub/newts.json"):  # the last is the surest
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
        place = folder.place("pond", "sub/newts.json")
        assert place == str(path)
        assert folder.get(place, None) == Fetched(name.encode())


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a file"):
        Folder(tmp_path).get(str(tmp_path), None)
