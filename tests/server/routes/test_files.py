"""What is served as it is: projections, the console, the SDK; and what machines ask."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from samehands.rhythm.projections import file_of
from samehands.server.auth import Role, Scope
from server.service import Host, open_service


def test_a_projection_is_there_for_ever_under_its_hash_and_nowhere_else(host: Host) -> None:
    projection = host.start()["projection"]
    client = host.house.client

    answer = client.get(projection["url"], headers={"Accept-Encoding": "identity"})

    assert answer.status_code == 200
    assert sha256(answer.content).hexdigest() == projection["sha256"]
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get(projection["url"], headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    packed = client.get(projection["url"], headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.content == answer.content == file_of("open-1")
    for name, digest in (("open-1", "0" * 64), ("aalto-research-1", projection["sha256"])):
        assert client.get(f"/v1/projections/{name}/{digest}").status_code == 404


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder with builds in it, and things that are not to be served."""
    files = {
        "console/index.html": b"<!doctype html>" + b" " * 500,
        "console/assets/app-1a2b.js": b"let a = 1;" * 100,
        "console/.env": b"hunter2",
        "console/notes.exe": b"hunter2",
        "sdk/samehands.js": b"let b = 2;" * 100,
        "secret.txt": b"hunter2",
    }
    for name, body in files.items():
        path = tmp_path / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    (tmp_path / "static/console/linked.txt").symlink_to(tmp_path / "static/secret.txt")
    return tmp_path


def test_the_console_is_served_with_types_caching_and_gzip(built: Path) -> None:
    with open_service(built, static=built / "static") as house:
        client = house.client
        assert client.get("/", follow_redirects=False).headers["Location"] == "/console/"
        for path in ("/console", "/console/", "/console/index.html"):
            page = client.get(path)
            assert page.headers["Content-Type"] == "text/html; charset=utf-8"
            assert page.headers["Cache-Control"] == "no-cache"
        script = client.get("/console/assets/app-1a2b.js")
        assert script.headers["Content-Encoding"] == "gzip"
        assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert "immutable" in script.headers["Cache-Control"]
        known = {"If-None-Match": script.headers["ETag"]}
        assert client.get("/console/assets/app-1a2b.js", headers=known).status_code == 304
        assert client.get("/sdk/samehands.js").headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [
        "/console/nowhere.js",
        "/console/.env",
        "/console/notes.exe",
        "/console/linked.txt",
        "/console/../secret.txt",
        "/console/%2e%2e/secret.txt",
        "/console/..%2fsecret.txt",
        "/console//etc/passwd",
        "/sdk/%2e%2e/secret.txt",
        "/sdk/",
    ],
)
def test_nothing_else_is_served(built: Path, path: str) -> None:
    with open_service(built, static=built / "static") as house:
        answer = house.client.get(path)

        assert answer.status_code == 404
        assert b"hunter2" not in answer.content


def test_a_console_that_is_not_built_says_how_to_build_it(host: Host) -> None:
    page = host.house.client.get("/console/")

    assert page.status_code == 503
    assert "make build" in page.text
    assert page.headers["Content-Type"].startswith("text/html")
    assert host.house.client.get("/sdk/samehands.js").status_code == 404


def test_a_service_is_alive_and_ready_until_its_store_cannot_be_written(
    host: Host, tmp_path: Path
) -> None:
    client = host.house.client
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}

    away = (tmp_path / "samehands.db").rename(tmp_path / "away.db")
    host.pass_seconds(2)
    refused = client.get("/readyz")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert client.get("/healthz").status_code == 200
    away.rename(tmp_path / "samehands.db")
    assert client.get("/readyz").status_code == 200


def test_a_service_whose_writer_has_stopped_is_not_ready(host: Host) -> None:
    host.house.client.blocking_portal.call(host.parts.ingest.stop)

    assert host.house.client.get("/readyz").status_code == 503


def test_metrics_are_for_keys_with_that_scope_and_name_nobody(host: Host) -> None:
    host.start("seat-1")
    answer = host.ask("GET", "/metrics")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "samehands_sessions_open 1.0" in answer.text
    assert "seat-1" not in answer.text
    sessions_only = Host(host.house, host.house.key(Scope.SESSIONS))
    assert sessions_only.ask("GET", "/metrics").status_code == 403
    admin = host.house.logged_in("root", Role.ADMIN)
    assert admin.ask("GET", "/metrics").status_code == 403


def test_metrics_can_be_switched_off(tmp_path: Any) -> None:
    with open_service(tmp_path, metrics=False) as house:
        assert Host(house).ask("GET", "/metrics").status_code == 404
