import contextlib
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from laws import synthetic
from samehands.errors import ProjectionMismatchError, TemplateError
from samehands.identity import BackEnd, Calibration, Line, decode_back_end, encode_back_end

VARIANCES = arrays(np.float64, 64, elements=st.floats(1e-6, 1e3))


@given(
    arrays(np.float64, 64, elements=st.floats(-4, 4)),
    VARIANCES,
    VARIANCES,
    VARIANCES,
    st.floats(0.5, 1e3),
)
def test_a_back_end_survives_its_file_to_the_last_bit(
    mean: np.ndarray, between: np.ndarray, session: np.ndarray, within: np.ndarray, nu: float
) -> None:
    calibration = Calibration((Line(0, 0.7, -0.1), Line(20, 0.9, 0.2)))
    before = BackEnd(bytes(8), "open", mean, between, session, within, nu, 0.01, calibration)
    after = decode_back_end(encode_back_end(before))
    assert (after.projection, after.projection_id, after.nu) == (bytes(8), "open", nu)
    assert after.outliers == before.outliers
    assert after.calibration == calibration
    for name in ("mean", "between", "session", "within"):
        np.testing.assert_array_equal(getattr(after, name), getattr(before, name))


def _altered(**changes: object) -> bytes:
    return json.dumps(json.loads(encode_back_end(synthetic.back_end())) | changes).encode()


HOSTILE = {
    "empty": b"",
    "binary": bytes(range(256)),
    "not an object": b"[1]",
    "deep nesting": b"[" * 60_000,
    "too long": b" " * 65_537,
    "another format": _altered(format="samehands-back-end/2"),
    "an unknown field": _altered(surprise=1),
    "projection not hex": _altered(projection="zz" * 8),
    "projection too short": _altered(projection="00"),
    "no projection id": _altered(projection_id=""),
    "sixty-three numbers": _altered(mean=[0.0] * 63),
    "a zero variance": _altered(between=[0.0] * 64),
    "a negative variance": _altered(within=[-1.0] * 64),
    "a huge variance": _altered(session=[1e300] * 64),
    "a string for a number": _altered(mean=["0"] * 64),
    "NaN": _altered(mean=[float("nan")] * 64),
    "infinity": _altered(mean=[float("inf")] * 64),
    "nu zero": _altered(nu=0),
    "all windows outliers": _altered(outliers=1),
    "no calibration": _altered(calibration=[]),
    "a falling calibration": _altered(calibration=[{"enrolled": 0, "slope": -1, "offset": 0}]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_give_our_error(name: str) -> None:
    with pytest.raises(TemplateError):
        decode_back_end(HOSTILE[name])


@given(st.binary(max_size=200), st.integers(0, 5000))
def test_damaged_files_give_our_error_or_a_back_end(noise: bytes, position: int) -> None:
    whole = encode_back_end(synthetic.back_end())
    damaged = whole[:position] + noise + whole[position + len(noise) :]
    with contextlib.suppress(TemplateError):
        decode_back_end(damaged)


def test_another_projections_back_end_is_refused() -> None:
    data = encode_back_end(synthetic.back_end())
    assert decode_back_end(data, projection=synthetic.PROJECTION).projection_id == "synthetic"
    with pytest.raises(ProjectionMismatchError):
        decode_back_end(data, projection=b"another!")


def test_a_back_end_cannot_be_changed_from_outside() -> None:
    between = np.ones(64)
    back_end = BackEnd.whitened(bytes(8), "open", between=between, session=np.full(64, 0.2))
    between[:] = 5
    assert back_end.between.tolist() == [1.0] * 64
    with pytest.raises(ValueError, match="read-only"):
        back_end.mean[0] = 1


@pytest.mark.parametrize("session", [1.0, 1.5, 0.0, -0.1, np.nan])
def test_a_session_variance_outside_zero_to_one_is_not_whitened(session: float) -> None:
    with pytest.raises(TemplateError):
        BackEnd.whitened(bytes(8), "open", between=np.ones(64), session=np.full(64, session))
