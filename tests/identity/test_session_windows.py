import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import ProjectionMismatchError, TemplateError
from samehands.identity import DeviceClass, PathClass, SessionWindows, group_windows
from samehands.rhythm.window import ClockClass, PathFlag, Scalars, Window

PROJECTION = bytes(8)


def _window(
    clock: ClockClass = ClockClass.ONE_MS,
    path: PathFlag = PathFlag.NONE,
    value: int = 0,
    projection: bytes = PROJECTION,
) -> Window:
    embedding = np.full(64, value, np.int8).tobytes()
    return Window(projection, 0, embedding, Scalars(*[0] * 7), clock, path)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(ClockClass),
            st.sampled_from([PathFlag(flags) for flags in range(16)]),
            st.integers(-124, 124),
        )
    )
)
def test_every_window_is_in_one_device_class_or_counted_as_not_typed(
    rows: list[tuple[ClockClass, PathFlag, int]],
) -> None:
    grouped = group_windows([_window(clock, path, value) for clock, path, value in rows])
    assert sum(map(len, grouped.sessions)) + grouped.not_typed == len(rows)
    assert len({session.device for session in grouped.sessions}) == len(grouped.sessions)
    for session in grouped.sessions:
        due = [
            value
            for clock, path, value in rows
            if DeviceClass(clock, PathClass.of(path)) == session.device
            and not path & (PathFlag.INJECTED | PathFlag.DICTATION)
        ]
        assert session.vectors[:, 0].tolist() == due


def test_no_windows_make_no_groups() -> None:
    assert group_windows([]).sessions == ()


def test_windows_of_two_projections_are_refused() -> None:
    with pytest.raises(ProjectionMismatchError, match="window 1"):
        group_windows([_window(), _window(projection=b"another!")])


def test_a_window_is_a_probe_of_one() -> None:
    probe = SessionWindows.of(_window(ClockClass.EIGHT_MS, PathFlag.REMOTE, 7))
    assert probe.device == DeviceClass(ClockClass.EIGHT_MS, PathClass.REMOTE)
    assert probe.vectors.tolist() == [[7] * 64]


@pytest.mark.parametrize(
    "vectors",
    [
        np.zeros((3, 63), np.int8),
        np.zeros(64, np.int8),
        np.zeros((3, 64), np.float64),
        np.full((1, 64), np.nan),
        np.full((1, 64), 125, np.int8),
        np.full((1, 64), -128, np.int8),
    ],
)
def test_vectors_that_no_window_could_hold_are_refused(vectors: np.ndarray) -> None:
    with pytest.raises(TemplateError):
        SessionWindows(PROJECTION, DeviceClass(ClockClass.ONE_MS), vectors)


def test_a_projection_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(TemplateError):
        SessionWindows(b"short", DeviceClass(ClockClass.ONE_MS), np.zeros((1, 64), np.int8))
