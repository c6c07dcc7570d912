"""The state of a subject's reading: what no read leaves is refused."""

import msgspec
import pytest

from samehands.access import AccessState
from samehands.access.state import KNOWN_RECORDS, LARGEST, ScaleCount, check
from samehands.errors import TemplateError
from samehands.quantities import Micros, Nats

NAN = Nats(float("nan"))


@pytest.mark.parametrize(
    "state",
    [
        AccessState(scales=()),
        AccessState(scales=(ScaleCount(levels=(0.0,) * 9),) * 5),
        AccessState(scales=(ScaleCount(levels=(NAN,)),) * 5),
        AccessState(scales=(ScaleCount(records=-1),) * 5),
        AccessState(scales=(ScaleCount(beyond=NAN),) * 5),
        AccessState(scales=(ScaleCount(waiting_beyond=float("inf")),) * 5),
        AccessState(known={bytes(7): (Micros(0), 1)}),
        AccessState(
            known={n.to_bytes(8, "big"): (Micros(0), 1) for n in range(KNOWN_RECORDS + 1)}
        ),
        AccessState(hours=b""),
        AccessState(level=NAN),
        AccessState(level=Nats(-1.0)),
        AccessState(hour_level=NAN),
        AccessState(sequence_level=2.0 * LARGEST),
    ],
)
def test_a_state_that_no_read_leaves_is_refused(state: AccessState) -> None:
    with pytest.raises(TemplateError):
        check(state)


def test_a_fresh_state_is_sound_and_names_nothing() -> None:
    check(AccessState())
    state = AccessState(known={b"\xaa" * 8: (Micros(0), 1)})
    assert "aa" not in repr(state)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(state), type=AccessState) == state
