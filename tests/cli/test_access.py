from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from host.access_book import access_book
from samehands.cli.access_tail import Tailer, follow, prepared
from samehands.cli.app import app, main
from samehands.errors import SettingsError
from samehands.host.record_hash import RecordHash

LINE = '::1 - {who} [24/Nov/2026:10:00:0{n} +0000] "{what}" {status} 5 "-" "-" "{session}"\n'


def line(what: str, *, n: int = 0, status: int = 200, session: str = "s1", who: str = "-") -> str:
    return LINE.format(who=who, n=n, what=f"{what} HTTP/1.1", status=status, session=session)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With a secret and an API key."""
    secret, key = tmp_path / "secret", tmp_path / "key"
    for file, content in ((secret, bytes(range(32)).hex()), (key, "sh_nobody_nothing\n")):
        file.touch(0o600)
        file.write_text(content, encoding="ascii")
    return tmp_path


def tailer(folder: Path, url: str, **more: Any) -> Tailer:
    asked: dict[str, Any] = {
        "rules": ["customer=/customers/{id}", "customer:export=POST /customers/{id}/pdf"],
        "fields": [],
        "log_format": "nginx",
        "source": None,
        "place": None,
        "from_end": False,
        **more,
    }
    return prepared(
        folder / "access.log",
        server=url,
        key_file=folder / "key",
        secret_file=folder / "secret",
        **asked,
    )


def run(folder: Path, url: str, **more: Any) -> list[str]:
    said: list[str] = []
    with tailer(folder, url, **more) as one:
        follow(one, once=True, say=said.append)
    return said


def test_a_log_is_told_of_once_whatever_is_restarted(folder: Path) -> None:
    log = folder / "access.log"
    log.write_text(
        line("GET /customers/7") + line("GET /customers/8", n=1) + line("GET /style.css"),
        encoding="ascii",
    )
    with access_book(504) as book:
        run(folder, book.url)
        with log.open("a", encoding="ascii") as opened:
            opened.write(line("POST /customers/9/pdf", n=2, session="-", who="ann"))
            opened.write(line("GET /customers/9", status=404))
            opened.write(line("GET /customers/9", session="-"))
        said = run(folder, book.url)
        run(folder, book.url)

    hashes = RecordHash(bytes(range(32)))
    assert [read.record for read in book.reads] == [hashes.of(n, "customer") for n in (7, 8, 9)]
    assert [read.session for read in book.reads] == ["s1", "s1", None]
    assert [read.sequential for read in book.reads] == [False, True, False]
    assert (book.reads[2].subject, book.reads[2].action) == ("ann", "export")
    assert book.reads[1].at == book.reads[0].at + 1_000_000  # type: ignore[operator]  # both said
    assert len({batch.source for batch in book.batches}) == 1
    assert said == ["lines 3, of which read a record 1, of which the service refused 0"]


def test_a_log_of_json_is_read_by_its_own_names(folder: Path) -> None:
    (folder / "access.log").write_text(
        '{"@t": 1795687200, "uri": "/customers/7", "sid": "s1"}\nnonsense\n', encoding="ascii"
    )
    with access_book() as book:
        fields = ["time=@t", "path=uri", "session=sid"]
        run(folder, book.url, log_format="json", fields=fields)

    assert [read.session for read in book.reads] == ["s1"]


def test_a_refused_key_stops_it_and_nothing_is_passed_over(folder: Path) -> None:
    (folder / "access.log").write_text(line("GET /customers/7"), encoding="ascii")
    with access_book(403) as book:
        with pytest.raises(SettingsError, match="403"):
            run(folder, book.url)
        run(folder, book.url)

    assert len(book.reads) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"rules": []},
        {"rules": ["customer"]},
        {"fields": ["time=t"]},
        {"fields": ["time"], "log_format": "json"},
        {"source": "x" * 65},
    ],
)
def test_an_option_that_makes_no_sense_is_refused(folder: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        tailer(folder, "https://samehands.example", **wrong)


def test_the_command_tells_of_what_is_there(folder: Path) -> None:
    (folder / "access.log").write_text(line("GET /customers/7"), encoding="ascii")
    with access_book() as book:
        answer = CliRunner().invoke(
            app,
            [
                *("access", "tail", str(folder / "access.log"), "--server", book.url, "--once"),
                *("--api-key-file", str(folder / "key"), "--secret-file", str(folder / "secret")),
                *("--map", "customer=/customers/{id}"),
            ],
        )

    assert answer.exit_code == 0, answer.output
    assert "read a record 1" in answer.output
    assert len(book.reads) == 1


def test_a_secret_is_made_and_gives_records_the_names_that_the_client_gives_them(
    tmp_path: Path,
) -> None:
    file = tmp_path / "records.secret"
    made = CliRunner().invoke(app, ["access", "secret", str(file)])
    printed = CliRunner().invoke(
        app, ["access", "hash", "customer", "--secret-file", str(file)], input="7\n\n8\n"
    )

    assert made.exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text(encoding="ascii").strip() not in made.output
    hashes = RecordHash.from_file(file)
    assert printed.output.split() == [hashes.of(7, "customer"), hashes.of(8, "customer")]


def test_a_secret_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "records.secret"
    file.write_text("something", encoding="ascii")
    with pytest.raises(SystemExit) as left:
        main(["access", "secret", str(file)])

    assert left.value.code == 2
    assert file.read_text(encoding="ascii") == "something"
