"""What the page on reporting record reads tells people to type does what it says."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fixtures.service import Service
from samehands.cli.app import app
from samehands.host import Records, Samehands

pytestmark = pytest.mark.slow

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "report-record-reads.md"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINE = '::1 - - [{at}] "{what} HTTP/1.1" 200 5 "-" "-" "{session}"\n'


def blocks(language: str) -> list[str]:
    """The code of the page in one language, in its order."""
    return [code for name, code in BLOCK.findall(PAGE.read_text("utf-8")) if name == language]


def test_reads_are_told_as_the_page_says(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    key = service.api_key()
    made = CliRunner().invoke(app, blocks("sh")[0].split("#")[0].split()[1:])
    assert made.exit_code == 0, made.output
    with Samehands(service.url, key, patience=30.0) as samehands:
        session = samehands.start("page-1", "https://crm.example").session
    names = {"api_key": key, "session": session}
    code = blocks("python")[0].replace("https://samehands.example", service.url)
    exec(compile(code, "page", "exec"), names)  # noqa: S102  # a page of ours

    records = names["records"]
    assert isinstance(records, Records)
    counts = records.counts
    assert (counts.told, counts.accepted, counts.waiting) == (2, 2, 0)


def test_a_log_is_followed_as_the_page_says(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    key = tmp_path / "access.key"
    key.touch(0o600)
    key.write_text(service.api_key(), encoding="ascii")
    CliRunner().invoke(app, ["access", "secret", "records.secret"])
    with Samehands(service.url, key.read_text(encoding="ascii"), patience=30.0) as samehands:
        session = samehands.start("page-2", "https://crm.example").session
    log = tmp_path / "access.log"
    requests = ("GET /customers/7", "POST /customers/7/pdf", "GET /style.css")
    at = "24/Nov/2026:10:00:00 +0000"
    log.write_text(
        "".join(LINE.format(at=at, what=what, session=session) for what in requests),
        encoding="ascii",
    )
    (command,) = [code for code in blocks("") if code.startswith("samehands access tail")]
    words = command.replace("\\\n", " ").replace("/var/log/nginx/access.log", str(log))
    words = words.replace("https://samehands.example", service.url)
    asked = [quoted or plain for quoted, plain in re.findall(r"'([^']*)'|(\S+)", words)][1:]
    done = CliRunner().invoke(app, [*asked, "--once"])

    assert done.exit_code == 0, done.output
    assert "lines 3, of which read a record 2, of which the service refused" in done.output


def test_the_other_code_of_the_page_names_what_there_is() -> None:
    for code in blocks("python"):
        imports = [line for line in code.splitlines() if line.startswith("from ")]
        assert imports
        exec("\n".join(imports), {})  # noqa: S102  # a page of ours
