import csv
import io
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bestiary.exports import exports
from bestiary.ingest import build
from bestiary.serve.app import application
from bestiary.serve.library import Library


def test_one_file_as_it_is(client: TestClient) -> None:
    answer = client.get("/api/v1/export/names?id=kettle-crew")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="names.csv"'
    assert {row["profile"] for row in csv.DictReader(io.StringIO(answer.text))} == {"kettle-crew"}


def test_several_in_an_archive(client: TestClient) -> None:
    answer = client.get("/api/v1/export/card")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "teapot.md" in archive.namelist()
        assert archive.testzip() is None
    assert client.get("/api/v1/export/card").content == answer.content


def test_what_a_query_finds(client: TestClient) -> None:
    answer = client.get("/api/v1/export/names?query=country:IS")
    assert {row["profile"] for row in csv.DictReader(io.StringIO(answer.text))} == {"kettle-crew"}
    both = client.get("/api/v1/export/names?query=country:IS&id=teapot-group")
    assert {row["profile"] for row in csv.DictReader(io.StringIO(both.text))} == {"kettle-crew", "teapot-group"}


@pytest.mark.parametrize("name", exports())
def test_every_format(client: TestClient, name: str) -> None:
    answer = client.get(f"/api/v1/export/{name}")
    nothing = "nothing that was chosen" in answer.text  # uses a technique
    assert answer.status_code == 200 or (nothing and answer.status_code == 404) or name == "navigator_diff"
    assert answer.content


@pytest.mark.parametrize(
    ("path", "status"),
    [("scroll", 400), ("names?id=nothing", 404), ("names?query=samovar", 404), ("names?query=contry:NO", 400),
     ("names?all=true", 400), ("names?" + "&".join(["id=a"] * 1001), 400)],
)  # fmt: skip
def test_what_cannot_be_exported(client: TestClient, path: str, status: int) -> None:
    assert client.get(f"/api/v1/export/{path}").status_code == status


def test_what_has_no_place_in_a_form_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "teams.csv").write_text("actor,alias\nTeapot,Samovar\n", encoding="utf-8")
    build([tmp_path / "teams.csv"], db=tmp_path / "b.db", default=False)
    answer = TestClient(application(Library(str(tmp_path / "b.db")))).get("/api/v1/export/misp_records")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
