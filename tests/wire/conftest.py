"""What Hypothesis draws where a test asks for a window or a record of a recording."""

from hypothesis import strategies as st

from samehands.quantities import Micros
from samehands.rhythm.early import EarlySign, SignFlag
from samehands.rhythm.window import (
    DIMENSIONS,
    EMBEDDING_CLIP,
    PROJECTION_REF_BYTES,
    SEQUENCE_LIMIT,
    ClockClass,
    PathFlag,
    Scalars,
    Window,
)
from samehands.wire.limits import LATEST_MICROS
from samehands.wire.records import Card, Header, Place
from samehands.wire.schema import SCALARS


def _clipped(raw: bytes) -> bytes:
    """Any bytes as an embedding, zero staying zero, so that a failing example shrinks to it."""
    values = 2 * EMBEDDING_CLIP + 1
    return bytes(((byte + EMBEDDING_CLIP) % values - EMBEDDING_CLIP) & 0xFF for byte in raw)


st.register_type_strategy(
    Scalars, st.builds(Scalars, *(st.integers(part.low, part.high) for part in SCALARS))
)
st.register_type_strategy(
    Window,
    st.builds(
        Window,
        projection=st.binary(min_size=PROJECTION_REF_BYTES, max_size=PROJECTION_REF_BYTES),
        sequence=st.integers(0, SEQUENCE_LIMIT),
        embedding=st.binary(min_size=DIMENSIONS, max_size=DIMENSIONS).map(_clipped),
        scalars=st.from_type(Scalars),
        clock=st.sampled_from(ClockClass),
        path=st.integers(0, sum(PathFlag)).map(PathFlag),
    ),
)
st.register_type_strategy(
    EarlySign,
    st.builds(
        EarlySign,
        projection=st.binary(min_size=PROJECTION_REF_BYTES, max_size=PROJECTION_REF_BYTES),
        sequence=st.integers(0, SEQUENCE_LIMIT),
        signs=st.integers(1, sum(SignFlag)).map(SignFlag),
    ),
)

_NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", fullmatch=True)
_TEXTS = st.text(min_size=1, max_size=30).filter(str.isprintable)

st.register_type_strategy(
    Place,
    st.builds(Place, _NAMES, _NAMES, st.integers(0, LATEST_MICROS.value).map(Micros)),
)
st.register_type_strategy(Card, st.builds(Card, _TEXTS, _TEXTS, _TEXTS, _TEXTS | st.just("")))
st.register_type_strategy(
    Header,
    st.builds(
        Header,
        st.binary(min_size=PROJECTION_REF_BYTES, max_size=PROJECTION_REF_BYTES),
        st.from_type(Card),
    ),
)
