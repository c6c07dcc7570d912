"""What the client says of the allowance and the exposure, as the real service answers it."""

import pytest

from fixtures.service import Service
from host.loops import awaited
from samehands.host import AsyncSamehands, RecordHash, Records, Samehands, SessionOverError
from server.service import wait_until

pytestmark = pytest.mark.slow  # the first of them starts the service

ORIGIN = "https://crm.example"


def test_the_allowance_is_zero_for_a_session_that_is_locked(samehands: Samehands) -> None:
    session = samehands.start("allowance-1", ORIGIN).session
    before = samehands.allowance(session)
    samehands.step_up(session, passed=False)
    after = samehands.allowance(session)

    assert before.actions["view"].records_per_minute > 0
    assert after.records_per_minute == 0
    assert after.actions["export"].when_unreachable == "closed"


def test_the_allowance_of_a_session_that_is_over_is_no_number(samehands: Samehands) -> None:
    session = samehands.start("allowance-2", ORIGIN).session
    samehands.end(session)
    with pytest.raises(SessionOverError):
        samehands.allowance(session)


def test_asyncio_gets_the_same_allowance(service: Service, api_key: str) -> None:
    async def asked() -> float | None:
        async with AsyncSamehands(service.url, api_key, patience=30.0) as samehands:
            session = (await samehands.start("allowance-3", ORIGIN)).session
            return (await samehands.allowance(session)).records_per_minute

    assert (awaited(asked()) or 0) > 0


def test_records_that_are_told_reach_the_service_and_bulk_shows_as_exposure(
    service: Service, api_key: str, samehands: Samehands
) -> None:
    session = samehands.start("records-1", ORIGIN).session
    hashes = RecordHash(bytes(range(32)))
    with Records(service.url, api_key, hashes, source="crm", patience=30.0) as records:
        assert samehands.verdict(session).exposure is None
        for number in range(80):
            records.read(f"c-{number * 7}", "customer", session=session)
        wait_until(lambda: records.counts.waiting == 0)
        counts = records.counts

    assert (counts.accepted, counts.rejected, counts.refused) == (80, 0, 0)
    exposure = samehands.verdict(session).exposure
    assert exposure is not None
    assert exposure.low <= exposure.records <= exposure.high == 80
