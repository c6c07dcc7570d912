"""What deploys the service names only what is there, and gives away no more than it needs."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from samehands.server.configuration import CONFIG_VARIABLE, TABLE

EXPOSURE: Final = 15
"""Tenths that `systemd-analyze security` may give the unit, of 100; without hardening it is 96."""


@pytest.fixture(scope="module")
def folder(checkout: Path) -> Path:
    """Where the files of deployments lie."""
    return checkout / "packaging"


@pytest.fixture(scope="module")
def dockerfile(folder: Path) -> list[tuple[str, str]]:
    """The instructions of the Dockerfile with their arguments, in their order."""
    text = (folder / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (line.strip() for line in text.splitlines())
    instructions = [line.partition(" ") for line in lines if line and not line.startswith("#")]
    return [(name, rest.strip()) for name, _, rest in instructions]


@pytest.fixture(scope="module")
def compose(folder: Path) -> dict[str, Any]:
    """What compose.yaml says."""
    said: dict[str, Any] = msgspec.yaml.decode((folder / "compose.yaml").read_bytes())
    return said


def stages(dockerfile: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """The instructions of each stage."""
    found: list[list[tuple[str, str]]] = []
    for name, rest in dockerfile:
        if name == "FROM":
            found.append([])
        found[-1].append((name, rest))
    return found


def test_every_variable_that_is_set_is_a_setting(folder: Path) -> None:
    known = {row.variable for row in TABLE} | {CONFIG_VARIABLE}
    for name in ("Dockerfile", "compose.yaml", "samehands.service"):
        text = (folder / name).read_text(encoding="utf-8")

        assert set(re.findall(r"\bSAMEHANDS_[A-Z_]+\b", text)) <= known, name


def test_the_dockerfile_copies_what_is_there(
    dockerfile: list[tuple[str, str]], checkout: Path
) -> None:
    copies = [rest.split() for name, rest in dockerfile if name == "COPY"]
    copied = [words[0] for words in copies if not words[0].startswith("--from=")]

    assert copied
    assert all((checkout / path).exists() for path in copied)


def test_the_images_are_named_with_a_version(
    dockerfile: list[tuple[str, str]], compose: dict[str, Any]
) -> None:
    bases = [rest.split()[0] for name, rest in dockerfile if name == "FROM"]
    bases.append(compose["services"]["database"]["image"])

    assert all(re.fullmatch(r"[a-z]+:\d[\w.-]+", base) for base in bases), bases


def test_the_image_runs_as_a_user_of_its_own_and_asks_itself_whether_it_is_ready(
    dockerfile: list[tuple[str, str]],
) -> None:
    last = dict(stages(dockerfile)[-1])

    assert last["USER"] == "10001:10001"
    assert "/readyz" in last["HEALTHCHECK"]
    assert last["ENTRYPOINT"] == '["samehands"]'
    assert not re.search(r"BEHIND_PROXY|PUBLIC_URL", last["ENV"]), "only an operator knows that"


def test_what_is_built_and_what_is_secret_stays_out_of_the_image(folder: Path) -> None:
    ignored = (folder / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()

    assert {".git", ".venv", "**/node_modules", "**/static", "**/secrets"} <= set(ignored)


def test_the_service_in_compose_can_write_to_one_folder_only(compose: dict[str, Any]) -> None:
    service = compose["services"]["samehands"]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert [volume.partition(":")[2] for volume in service["volumes"]] == ["/var/lib/samehands"]
    assert service["ports"] == ["127.0.0.1:8080:8080"], "not past this machine without a proxy"


def test_the_secrets_in_compose_are_files_and_each_is_used(compose: dict[str, Any]) -> None:
    services = compose["services"].values()
    used = {name for service in services for name in service.get("secrets", ())}
    values = [str(value) for service in services for value in service["environment"].values()]

    assert used == set(compose["secrets"])
    assert all(set(secret) == {"file"} for secret in compose["secrets"].values())
    assert {value.removeprefix("/run/secrets/") for value in values if "/run/" in value} == used
    assert not [value for value in values if re.search(r"//[^/]*:[^/]*@", value)], "a password"


def test_the_database_in_compose_reaches_nobody(compose: dict[str, Any]) -> None:
    database = compose["services"]["database"]

    assert "ports" not in database
    assert [compose["networks"][name] for name in database["networks"]] == [{"internal": True}]
    assert set(compose["volumes"]) == {"samehands", "database"}


def systemd_analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What systemd says about a unit, without running it."""
    return subprocess.run(  # noqa: S603  # a fixed command on a file of ours
        ["systemd-analyze", *arguments],  # noqa: S607  # wherever it is
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze")
def test_the_unit_is_understood_and_hardened(folder: Path, tmp_path: Path) -> None:
    text = (folder / "samehands.service").read_text(encoding="utf-8")
    (command,) = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
    unit = tmp_path / "samehands.service"
    unit.write_text(text.replace(shlex.split(command)[0], "/bin/true"), encoding="utf-8")

    verified = systemd_analyze("verify", str(unit))
    judged = systemd_analyze("security", "--offline=true", f"--threshold={EXPOSURE}", str(unit))

    assert (verified.returncode, verified.stderr) == (0, "")  # an unknown key is only said
    assert judged.returncode == 0, judged.stdout
