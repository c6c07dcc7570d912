"""Bins: as a slow and plain count would have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import readers
from laws.readers import MODEL, told
from samehands.access import AccessState, RecordRead, read
from samehands.access.bins import OpenBins
from samehands.access.habit import weights
from samehands.access.scales import SCALES, bin_of
from samehands.access.state import ScaleCount

ROLE = MODEL.role(None)


@given(st.lists(readers.reads, min_size=1, max_size=25))
def test_each_scale_holds_the_distinct_records_of_its_open_bin(come: list[RecordRead]) -> None:
    single = [readers.view(one.record[0], one.at) for one in sorted(come, key=lambda r: r.at)]
    state = read(AccessState(), tuple(single), model=MODEL, physical=None).state
    last = single[-1].at
    for scale, count in zip(SCALES, state.scales, strict=True):
        inside = {one.record for one in single if bin_of(scale, one.at) == bin_of(scale, last)}
        assert count.bin == bin_of(scale, last)
        assert count.records == len(inside)


@given(st.lists(readers.reads, min_size=1, max_size=25))
def test_not_waiting_for_the_end_of_a_bin_adds_no_alarm(come: list[RecordRead]) -> None:
    """A bin that speaks for mass reading ends at the level that it had; others end lower."""
    ordered = sorted(come, key=lambda one: one.at)
    state, _ = told(AccessState(), ordered)
    learnt = [weights(ROLE.scales[scale], ScaleCount(), MODEL.factors) for scale in SCALES]
    shares = [ROLE.scales[scale].weight for scale in SCALES]
    before = OpenBins(state.scales, learnt)
    inside = before.mixed(shares)
    for opened in before._open:
        opened.close()
        opened.records = 0
    ended = before.mixed(shares)
    assert ended == pytest.approx(inside, abs=1e-9) or ended < inside
