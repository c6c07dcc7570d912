"""Record reads survive kill -9: what was acknowledged counts, and counts once."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from fixtures.reads import Counted, Teller, counted, started
from fixtures.service import Service

pytestmark = [pytest.mark.services, pytest.mark.slow]

KILLS = 3
SUBJECTS = 30


def drill(service: Service, seed: int) -> tuple[Counted, list[Teller]]:
    """Tell of reads from three sources while the service is killed and started again."""
    sessions, key = started(service, SUBJECTS), service.api_key()
    rng = np.random.default_rng(seed)
    tellers = [Teller(f"host-{n}", sessions, rng.spawn(1)[0], batch=60, each=3) for n in range(3)]
    over = threading.Event()
    threads = [
        threading.Thread(target=one.tell, args=(service.url, key, lambda: not over.is_set()))
        for one in tellers
    ]
    for thread in threads:
        thread.start()
    for _ in range(KILLS):
        time.sleep(rng.uniform(0.3, 1.2))
        service.kill()
        service.start()
    time.sleep(1.0)
    over.set()
    for thread in threads:
        thread.join()
    service.stop()
    return counted(service, tellers, replayed=SUBJECTS), tellers


def check(found: Counted, tellers: list[Teller]) -> None:
    """Nothing is lost, double, or unlike an uninterrupted run, and enough happened to say so."""
    assert [error for one in tellers for error in one.errors] == []
    assert (found.lost, found.double, found.unlike) == (0, 0, 0)
    assert sum(len(one.told) for one in tellers) > 10
    assert found.reads == sum(
        sum(reads.values()) for one in tellers for reads in one.told.values()
    )


def test_reads_are_counted_once_on_sqlite(tmp_path: Path) -> None:
    check(*drill(Service(tmp_path).start(), seed=1))


def test_reads_are_counted_once_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    check(*drill(Service(tmp_path, database=postgres_url).start(), seed=2))
