"""A host application that tells which records were read."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from httpx import Response

from samehands.host.record_hash import RecordHash
from server.service import Clock, Host, open_service

HASHES = RecordHash(bytes(range(32)))
_NUMBERS = count(1)


def hashed(number: int | str, resource: str = "customer") -> str:
    """The name of a record."""
    return HASHES.of(number, resource)


def read_of(record: int | str, **more: Any) -> dict[str, Any]:
    """A read as it is told."""
    return {"record": hashed(record), "resource": "customer", "action": "view", **more}


def tell(
    host: Host,
    reads: Iterable[dict[str, Any]],
    *,
    source: str = "crm-1",
    sequence: int | None = None,
    **headers: str,
) -> Response:
    """Tell of a batch; each without a number of its own gets the next one."""
    number = next(_NUMBERS) if sequence is None else sequence
    body = {"source": source, "sequence": number, "reads": list(reads)}
    return host.ask("POST", "/v1/access", json=body, headers=headers)


def told(host: Host, reads: Iterable[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """What becomes of a batch."""
    answer = tell(host, reads, **more)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@contextmanager
def access_service(folder: Path, clock: Clock | None = None, **chosen: Any) -> Iterator[Host]:
    """A host application with a service in a folder."""
    with open_service(folder, clock, **chosen) as house:
        yield Host(house)
