"""`samehands drill` against a real service: it finds what is let through, and leaves nothing."""

import json
from pathlib import Path

import pytest

from fixtures.service import Service
from samehands.cli.app import main

QUICK = ("--minutes", "0.4", "--only", "injector", "--only", "owner exporting")


def drilled(arguments: tuple[str, ...]) -> int:
    with pytest.raises(SystemExit) as left:
        main(["drill", *arguments])
    return int(left.value.code or 0)


def key_file(folder: Path, key: str) -> Path:
    file = folder / "drill.key"
    file.write_text(key + "\n", encoding="ascii")
    return file


@pytest.mark.slow
def test_the_service_speaks_up_and_nothing_is_left_behind(
    service: Service, tmp_path: Path
) -> None:
    key, found = key_file(tmp_path, service.api_key()), tmp_path / "drill.json"

    at = ("--server", service.url, "--api-key-file", str(key), "--json", str(found))
    assert drilled((*at, *QUICK)) == 0

    result = json.loads(found.read_bytes())
    assert result["left"] == []
    assert result["erased"] == 2
    for outcome in result["outcomes"]:
        assert outcome["enrolled"]
        assert 0 < outcome["noticed"] <= outcome["records"]
        assert outcome["reason"]
    receipts = service.person("pia", ["privacy_officer"]).get("/v1/access-log")
    assert receipts.status_code == 200


@pytest.mark.slow
def test_a_key_that_may_not_report_reads_is_said_and_the_subjects_go(
    service: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = key_file(tmp_path, service.api_key(["sessions", "subjects"]))

    at = ("--server", service.url, "--api-key-file", str(key), "--minutes", "0.03")
    assert drilled((*at, "--only", "injector")) == 1

    assert "scope access" in capsys.readouterr().err
