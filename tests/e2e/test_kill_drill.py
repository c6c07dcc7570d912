"""What was acknowledged survives kill -9, counts once, and leads to the same verdicts."""

from pathlib import Path

import pytest

from fixtures.drill import Drilled, drill
from fixtures.service import Service

pytestmark = [pytest.mark.services, pytest.mark.slow]

KILLS = 3


def check(found: Drilled) -> None:
    """Nothing is lost, double, or unlike an uninterrupted run, and enough happened to say so."""
    assert (found.lost, found.double, found.unlike, found.errors) == (0, 0, 0, ())
    assert found.kills == KILLS
    assert found.acknowledged > 100
    assert found.points >= found.acknowledged + found.sessions


def test_nothing_acknowledged_is_lost_on_sqlite(tmp_path: Path) -> None:
    check(drill(Service(tmp_path).start(), kills=KILLS, seed=1))


def test_nothing_acknowledged_is_lost_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    check(drill(Service(tmp_path, database=postgres_url).start(), kills=KILLS, seed=2))
