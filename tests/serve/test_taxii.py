"""The TAXII server, by real clients and by hand."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import stix2
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from stix2.datastore.taxii import TAXIICollectionSource
from taxii2client.v21 import Collection, Server, as_pages

from tests.exports.test_stix import attack
from tests.serve.taxii import (
    ACCEPT,
    COLLECTIONS,
    EVERYTHING,
    FIRST,
    SECOND,
    THIRD,
    A,
    B,
    Builds,
    C,
    T,
    actor,
    client,
    many,
    serving,
)  # fmt: skip

MANIFEST, OBJECTS = f"{EVERYTHING}manifest/", f"{EVERYTHING}objects/"
USES = [{"dest-uuid": T, "type": "uses"}]
NOT_THERE = f"{COLLECTIONS}00000000-0000-4000-8000-000000000000/"


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    return Builds(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builds]:
    """Teapot was there first, Kettle came later."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        made = Builds(tmp_path_factory.mktemp("taxii"), monkeypatch)
        made.make(FIRST, actor(A, "Teapot", related=USES))
        made.make(SECOND, actor(A, "Teapot", related=USES), actor(B, "Kettle", "IS"))
        yield made


@pytest.fixture(scope="module")
def taxii(small: Builds) -> TestClient:
    return client(small.db)


def walk(taxii: TestClient, url: str, **parameters: Any) -> list[dict[str, Any]]:
    """What all pages have; each tells the dates of its first and last."""
    found: list[dict[str, Any]] = []
    while True:
        page = taxii.get(url, params=parameters)
        assert page.status_code == 200, page.text
        content = page.json()
        found += content.get("objects", [])
        if not content.get("more"):
            return found
        assert content["objects"]
        assert page.headers["X-TAXII-Date-Added-First"] <= page.headers["X-TAXII-Date-Added-Last"]
        parameters["next"] = content["next"]


def test_the_official_client_reads_it(small: Builds) -> None:
    with serving(small.db) as url:
        server = Server(url)
        assert [root.url for root in server.api_roots] == [server.default.url] == [f"{url}bestiary/"]
        assert server.default.versions == [ACCEPT]
        everything = server.default.collections[0]
        assert (everything.title, everything.can_read, everything.can_write) == ("Everything", True, False)
        pages = list(as_pages(everything.get_objects, per_request=3))
        found = {one["id"]: one for page in pages for one in page["objects"]}
        assert found == small.exported()
        assert sum(len(page["objects"]) for page in pages) == len(found)
        teapot = next(one for one in found.values() if one.get("name") == "Teapot")
        assert everything.get_object(teapot["id"])["objects"] == [teapot]
        assert everything.object_versions(teapot["id"])["versions"] == [teapot["modified"]]
        manifest = {one["id"]: one for one in everything.get_manifest()["objects"]}
        assert manifest.keys() == found.keys()
        assert manifest[teapot["id"]]["version"] == teapot["modified"]
        server.close()
        one = Collection(everything.url)
        source = TAXIICollectionSource(one, items_per_page=4)
        assert {made["name"] for made in source.query([stix2.Filter("type", "=", "intrusion-set")])} == {
            "Teapot", "Kettle"
        }  # fmt: skip
        assert source.get(teapot["id"]).name == "Teapot"
        assert len(source.all_versions(teapot["id"])) == 1
        assert source.get(f"intrusion-set--{T}") is None
        one.close()


def test_the_resources(taxii: TestClient) -> None:
    discovery = taxii.get("/taxii2/")
    assert discovery.headers["content-type"] == ACCEPT
    assert discovery.json()["api_roots"] == ["http://testserver/taxii2/bestiary/"]
    root = taxii.get("/taxii2/bestiary/").json()
    assert root["max_content_length"] > 0
    listed = taxii.get(COLLECTIONS).json()["collections"]
    assert {one["alias"] for one in listed} >= {"everything", "kind-actor", "kind-tool", "source-misp"}
    for one in listed:
        assert (
            taxii.get(f"{COLLECTIONS}{one['id']}/").json() == taxii.get(f"{COLLECTIONS}{one['alias']}/").json() == one
        )
        assert taxii.get(f"{COLLECTIONS}{one['id']}/objects/").status_code == 200
    assert taxii.head("/taxii2/").status_code == 200


def test_objects_stand_in_the_order_of_the_dates_added(taxii: TestClient) -> None:
    places = [(one["date_added"], one["id"]) for one in walk(taxii, MANIFEST, limit=2)]
    assert places == sorted(places)
    assert len({id_ for _, id_ in places}) == len(places)
    assert [one["id"] for one in walk(taxii, OBJECTS, limit=7)] == [id_ for _, id_ in places]
    page = taxii.get(OBJECTS, params={"limit": 4})
    assert page.headers["X-TAXII-Date-Added-First"] == places[0][0]
    assert page.headers["X-TAXII-Date-Added-Last"] == places[3][0]
    assert {one["media_type"] for one in walk(taxii, MANIFEST)} == {"application/stix+json;version=2.1"}


def test_filters(taxii: TestClient) -> None:
    def names(**parameters: str) -> set[str]:
        return {one.get("name", one["type"]) for one in walk(taxii, OBJECTS, **parameters)}

    assert names(**{"match[type]": "intrusion-set,tool,nothing"}) == {"Teapot", "Kettle"}
    assert names(**{"match[type]": "malware", "match[spec_version]": "2.0,2.1"}) == {"SteamRAT"}
    assert names(**{"match[spec_version]": "2.0"}) == set()
    kettle = next(one for one in walk(taxii, OBJECTS) if one.get("name") == "Kettle")
    assert names(**{"match[id]": f"{kettle['id']},tool--{T}"}) == {"Kettle"}
    for version in ("first", "last", "all", "2026-02-01T00:00:00Z,2020-01-01T00:00:00.000Z"):
        assert "Kettle" in names(**{"match[version]": version})
    assert "Teapot" not in names(**{"match[version]": SECOND})
    assert (
        names(added_after="2026-01-15T00:00:00Z") == names(added_after=FIRST) == {"Kettle", "Iceland", "relationship"}
    )
    later = taxii.get(OBJECTS, params={"added_after": SECOND})
    assert (later.json(), "x-taxii-date-added-first" in later.headers) == ({}, False)
    one = f"{OBJECTS}{kettle['id']}/"
    assert taxii.get(one).headers["X-TAXII-Date-Added-Last"] == "2026-02-01T00:00:00.000000Z"
    assert taxii.get(one, params={"match[version]": "all"}).json()["objects"] == [kettle]
    assert taxii.get(one, params={"match[version]": FIRST}).json() == {}
    assert taxii.get(one, params={"added_after": SECOND}).json() == {}
    assert taxii.get(f"{one}versions/").json() == {"more": False, "versions": [SECOND]}
    assert taxii.get(f"{one}versions/", params={"added_after": SECOND}).json() == {}


BAD = [
    "limit=0", "limit=-20", "limit=a", "limit=", "limit=1&limit=2",
    "added_after=yesterday", "added_after=2026-13-01T00:00:00Z", "added_after=2026-01-01",
    f"added_after={FIRST}&added_after={FIRST}",
    "next=", "next=a", "next=%00", "next=é", "next=W10", "next=bnVsbA",
    "match[version]=x", "match[version]=", "match[tlp]=green", "match[]=x", "match[id]=a&match[id]=b",
]  # fmt: skip


@pytest.mark.parametrize("query", BAD)
def test_what_cannot_be_read(taxii: TestClient, query: str) -> None:
    for url in (OBJECTS, MANIFEST):
        refused(taxii.get(f"{url}?{query}"), 400)


def refused(response: Any, status: int) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == ACCEPT
    content = response.json()
    assert content["http_status"] == str(status)
    assert content["title"]
    assert content["description"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", NOT_THERE, 404), ("GET", f"{NOT_THERE}objects/", 404), ("GET", f"{NOT_THERE}manifest/", 404),
        ("GET", f"{NOT_THERE}objects/tool--{T}/", 404), ("GET", f"{OBJECTS}tool--{T}/", 404),
        ("GET", f"{OBJECTS}tool--{T}/versions/", 404), ("GET", "/taxii2/carbon1/collections/", 404),
        ("GET", f"/taxii2/bestiary/status/{T}/", 404), ("GET", "/taxii2/bestiary", 404), ("GET", OBJECTS[:-1], 404),
        ("POST", f"{NOT_THERE}objects/", 404), ("DELETE", f"{NOT_THERE}objects/tool--{T}/", 404),
        ("DELETE", f"{OBJECTS}tool--{T}/", 403), ("POST", "/taxii2/", 405), ("POST", MANIFEST, 405),
        ("PUT", OBJECTS, 405), ("DELETE", OBJECTS, 405), ("POST", f"{OBJECTS}tool--{T}/", 405),
        ("PATCH", COLLECTIONS, 405),
    ],
)  # fmt: skip
def test_what_is_not_there_or_not_offered(taxii: TestClient, method: str, path: str, status: int) -> None:
    response = taxii.request(method, path)
    refused(response, status)
    assert ("Allow" in response.headers) is (status == 405)


def test_writing(taxii: TestClient) -> None:
    body = '{"objects": []}'
    refused(taxii.post(OBJECTS, content=body, headers={"Content-Type": ACCEPT}), 403)
    refused(taxii.post(OBJECTS, content=body, headers={"Content-Type": "application/json"}), 415)
    refused(taxii.post(OBJECTS, content=body), 415)
    refused(taxii.post(OBJECTS, content="1" * 1_000_001, headers={"Content-Type": ACCEPT}), 413)


@pytest.mark.parametrize("path", ["/taxii2/", "/taxii2/bestiary/", COLLECTIONS, EVERYTHING, OBJECTS, "/taxii2/x/"])
def test_a_client_of_another_version(taxii: TestClient, path: str) -> None:
    for accept in ("application/taxii+json;version=2.0", "application/vnd.oasis.taxii+json", "text/html"):
        refused(taxii.get(path, headers={"Accept": accept}), 406)


def test_a_cursor_belongs_to_its_query(taxii: TestClient) -> None:
    cursor = taxii.get(OBJECTS, params={"limit": 1}).json()["next"]
    assert taxii.get(OBJECTS, params={"limit": 5, "next": cursor}).status_code == 200
    refused(taxii.get(OBJECTS, params={"next": cursor, "match[type]": "tool"}), 400)
    refused(taxii.get(f"{COLLECTIONS}kind-actor/objects/", params={"next": cursor}), 400)


def test_a_bad_host(taxii: TestClient) -> None:
    assert taxii.get("/taxii2/", headers={"Host": "[x"}).status_code in (200, 400)


NAMES = st.sampled_from(["limit", "next", "added_after", "match[id]", "match[type]", "match[version]", "match[x]"])


@given(
    st.lists(st.tuples(NAMES | st.text(max_size=9), st.text(max_size=40)), max_size=4),
    st.text("ab-/%.\0é", max_size=20),
)
def test_hostile_parameters(taxii: TestClient, parameters: list[tuple[str, str]], path: str) -> None:
    encoded: list[tuple[str, Any]] = [
        (name.encode(errors="replace").decode(), text.encode(errors="replace").decode()) for name, text in parameters
    ]
    for url in (OBJECTS, f"{COLLECTIONS}kind-actor/manifest/"):
        assert taxii.get(url, params=encoded).status_code in (200, 400)
    assert taxii.get(OBJECTS + quote(path)).status_code in (200, 404)


@given(st.text(max_size=60), st.text("*/;=,q.01application taxii+json", max_size=60))
def test_hostile_headers(taxii: TestClient, kind: str, accept: str) -> None:
    headers = {
        "Accept": accept,
        "Content-Type": kind.encode("ascii", "replace").decode().translate(dict.fromkeys(range(32))),
    }
    assert taxii.get("/taxii2/", headers=headers).status_code in (200, 406)
    assert taxii.post(OBJECTS, headers=headers).status_code in (403, 406, 415)


def test_polling_gets_exactly_the_difference(builds: Builds) -> None:
    builds.make(FIRST, actor(A, "Teapot", related=USES), actor(B, "Kettle"), actor(C, "Urn", "IS"))
    taxii = client(builds.db)
    held = {one["id"]: one for one in walk(taxii, OBJECTS, limit=3)}
    assert held == builds.exported()
    last = taxii.get(OBJECTS).headers["X-TAXII-Date-Added-Last"]
    changes: list[set[str]] = []
    for when, actors, judged in (
        (SECOND, [actor(A, "Teapot", description="It pours."), actor(B, "Kettle"), actor(C, "Urn", "SE")], None),
        (THIRD, [actor(A, "Teapot", description="It pours."), actor(B, "Kettle")], (f"misp:{A}", f"misp:{B}")),
    ):
        builds.make(when, *actors, judged=judged)
        page = taxii.get(OBJECTS, params={"added_after": last})
        news = {one["id"]: one for one in page.json()["objects"]}
        last = page.headers["X-TAXII-Date-Added-Last"]
        now = builds.exported()
        assert news.keys() == {id_ for id_, one in now.items() if held.get(id_) != one}
        left = {"location"}  # nothing points at Iceland any more, which is none of its own fault
        assert {id_.partition("--")[0] for id_ in held.keys() - now.keys()} <= left
        held |= news
        assert all(held[id_] == one for id_, one in now.items())
        changes.append({one.get("name", one.get("relationship_type", "")) for one in news.values()})
        assert taxii.get(OBJECTS, params={"added_after": last}).json() == {}
    gone = {one.get("name") for one in held.values() if one.get("revoked")}
    assert changes[0] == {"Teapot", "Urn", "Sweden", "originates-from", "uses"}
    assert {"Urn"} < gone


def test_polling_sees_what_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bestiary.ingest import build

    spoon = {"type": "malware", "spec_version": "2.1", "id": f"malware--{T}", "name": "Spoon", "is_family": True,
             "created": "2020-01-01T00:00:00.000Z", "modified": "2021-01-01T00:00:00.000Z"}  # fmt: skip
    db = tmp_path / "x.db"
    build([attack(tmp_path)], db=db, default=False)
    taxii = client(db)
    last = taxii.get(OBJECTS).headers["X-TAXII-Date-Added-Last"]
    for more in ({}, {"description": "It stirs."}):
        build([attack(tmp_path, {**spoon, **more})], db=db, default=False)
        page = taxii.get(OBJECTS, params={"added_after": last})
        assert [one["name"] for one in page.json()["objects"]] == ["Spoon"]
        last = page.headers["X-TAXII-Date-Added-Last"]


def test_paging_goes_on_while_the_file_is_built_anew(builds: Builds) -> None:
    trees = many(40)
    builds.make(FIRST, *trees)
    taxii = client(builds.db)
    before = builds.exported()
    trees[3] = {**trees[3], "description": "It grew."}
    seen: list[str] = []
    parameters: dict[str, Any] = {"limit": 7}
    rebuilding = threading.Thread(target=builds.make, args=(SECOND, *trees[:-1], actor(A, "Teapot", "IS")))
    while True:
        content = taxii.get(OBJECTS, params=parameters).json()
        seen += [one["id"] for one in content["objects"]]
        if not content["more"]:
            break
        parameters["next"] = content["next"]
        if len(seen) == 14:
            rebuilding.start()
        if len(seen) == 28:
            rebuilding.join()
    after = builds.exported()
    changed = {id_ for id_, one in before.items() if after[id_] != one}
    assert len(changed) == 3  # the one that grew, and the one that is gone with where it came from
    assert set(seen) == after.keys()
    assert {id_ for id_ in seen if seen.count(id_) > 1} <= changed  # in two versions


def test_many_clients_at_once(builds: Builds) -> None:
    builds.make(FIRST, *many(30))
    found: list[list[str]] = []
    with serving(builds.db) as url:

        def read() -> None:
            one = Collection(f"{url}bestiary/collections/{everything}/")
            found.append([made["id"] for page in as_pages(one.get_objects, per_request=9) for made in page["objects"]])
            one.close()

        everything = client(builds.db).get(EVERYTHING).json()["id"]
        threads = [threading.Thread(target=read) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 6
    assert all(one == found[0] for one in found)
    assert set(found[0]) == builds.exported().keys()


def test_a_damaged_file(builds: Builds) -> None:
    builds.make(FIRST, actor(A, "Teapot"))
    taxii = client(builds.db)
    content = bytearray(builds.db.read_bytes())
    content[16_384:] = bytes(len(content) - 16_384)
    builds.db.unlink()
    builds.db.write_bytes(content)
    refused(taxii.get(OBJECTS), 500)
