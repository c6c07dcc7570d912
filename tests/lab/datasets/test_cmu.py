"""The password tables, from small files and from the real ones."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from samehands.errors import DataSetError
from samehands.lab.datasets.cmu import (
    FILES,
    UNCERTAIN,
    PasswordSet,
    PasswordTable,
    UncertainHolds,
    load_passwords,
    load_uncertain_holds,
    with_first_hold,
)

HEADER = "subject,sessionIndex,rep,H.a,DD.a.b,UD.a.b,H.b"
ROWS = [
    f"{person},{session},{repetition},0.1,0.{session},0.{repetition},0.{number}"
    for number, person in enumerate(["zoe", "abe"], start=1)
    for session in (1, 2)
    for repetition in (1, 2, 3)
]


def written(root: Path, lines: list[str], name: PasswordSet = "cmu") -> Path:
    path = root / FILES[name]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return root


class TestLoadPasswords:
    def test_puts_people_sessions_and_repetitions_in_order_whatever_the_order_of_rows(
        self, tmp_path: Path
    ) -> None:
        table = load_passwords(written(tmp_path, [HEADER, *reversed(ROWS)]), "cmu")
        assert table.people == ("abe", "zoe")
        assert table.times.shape == (2, 2, 3, 4)
        assert table.times[1, 1, 2].tolist() == [0.1, 0.2, 0.3, 0.1]

    def test_takes_sessions_one_after_the_other(self, tmp_path: Path) -> None:
        table = load_passwords(written(tmp_path, [HEADER, *ROWS]), "cmu")
        later = table.of_sessions(slice(1, None))
        np.testing.assert_array_equal(later, table.times[:, 1])
        assert table.of_sessions(slice(None)).shape == (2, 6, 4)

    def test_tells_of_an_absent_file(self, tmp_path: Path) -> None:
        with pytest.raises(DataSetError, match="no such file"):
            load_passwords(tmp_path, "cmu")

    @pytest.mark.parametrize(
        "lines",
        [
            [HEADER, *ROWS[:-1]],
            [HEADER, *ROWS, ROWS[0]],
            [HEADER.replace("UD.a.b", "UU.a.b"), *ROWS],
            [HEADER, *ROWS[:-1], ROWS[-1].replace("0.1,", ",", 1)],
            [HEADER, *ROWS[:-1], ROWS[-1].replace("0.1,", "NaN,", 1)],
            [HEADER, *ROWS[:-1], ROWS[-1].replace("0.1,", "soon,", 1)],
            [HEADER],
        ],
        ids=["a row short", "a row twice", "columns", "missing", "nan", "words", "no rows"],
    )
    def test_refuses_what_is_not_everybodys_repetitions(
        self, tmp_path: Path, lines: list[str]
    ) -> None:
        with pytest.raises(DataSetError):
            load_passwords(written(tmp_path, lines), "cmu")

    def test_refuses_a_truncated_file(self, tmp_path: Path) -> None:
        path = written(tmp_path, [HEADER, *ROWS]) / FILES["cmu"]
        path.write_bytes(path.read_bytes()[:60])
        with pytest.raises(DataSetError):
            load_passwords(tmp_path, "cmu")


class TestUncertainHolds:
    def test_are_read_in_seconds_and_from_row_nought(self, tmp_path: Path) -> None:
        path = tmp_path / UNCERTAIN
        path.parent.mkdir(parents=True)
        path.write_text("data_row_1based,H.period_min_0.1ms,H.period_max_0.1ms\n3,1870,1876\n")
        uncertain = load_uncertain_holds(tmp_path)
        assert uncertain.row.tolist() == [2]
        assert uncertain.low == pytest.approx([0.187])
        assert uncertain.high == pytest.approx([0.1876])

    @pytest.mark.parametrize("row", ["0,1870,1876", "3,1876,1870", "3,,1870"])
    def test_are_refused_when_they_are_no_ranges(self, tmp_path: Path, row: str) -> None:
        path = tmp_path / UNCERTAIN
        path.parent.mkdir(parents=True)
        path.write_text(f"data_row_1based,H.period_min_0.1ms,H.period_max_0.1ms\n{row}\n")
        with pytest.raises(DataSetError):
            load_uncertain_holds(tmp_path)

    def test_move_the_first_hold_and_its_ud_and_nothing_else(self, tmp_path: Path) -> None:
        table = load_passwords(written(tmp_path, [HEADER, *ROWS]), "cmu")
        uncertain = UncertainHolds(np.array([7]), np.array([0.05]), np.array([0.15]))
        before = table.times.copy()
        moved = with_first_hold(table, uncertain, uncertain.low)
        assert moved.times[1, 0, 1, :3] == pytest.approx([0.05, 0.1, 0.05])
        assert np.count_nonzero((moved.times != before).any(axis=-1)) == 1
        np.testing.assert_array_equal(moved.times[..., [1, 3]], before[..., [1, 3]])
        np.testing.assert_array_equal(table.times, before)

    def test_of_another_set_are_refused(self) -> None:
        table = PasswordTable("small", ("a",), np.ones((1, 1, 2, 4)))
        uncertain = UncertainHolds(np.array([2]), np.array([0.1]), np.array([0.2]))
        with pytest.raises(DataSetError):
            with_first_hold(table, uncertain, uncertain.low)


@pytest.mark.data
class TestTheRealFiles:
    def test_cmu_is_51_people_of_8_sessions_of_50(self, data_root: Path) -> None:
        table = load_passwords(data_root, "cmu")
        assert table.times.shape == (51, 8, 50, 31)
        hold, dd, ud = (table.times[..., channel:30:3] for channel in range(3))
        np.testing.assert_allclose(hold + ud, dd, atol=1e-12)

    @pytest.mark.parametrize(
        ("name", "shape"), [("iiitbh-big", (12, 6, 25, 31)), ("iiitbh-small", (5, 10, 25, 31))]
    )
    def test_iiitbh_has_the_same_layout(
        self, data_root: Path, name: PasswordSet, shape: tuple[int, ...]
    ) -> None:
        assert load_passwords(data_root, name).times.shape == shape

    def test_the_uncertain_holds_lie_in_their_ranges(self, data_root: Path) -> None:
        table, uncertain = load_passwords(data_root, "cmu"), load_uncertain_holds(data_root)
        hold = table.times.reshape(-1, 31)[uncertain.row, 0]
        assert len(uncertain.row) == 146
        np.testing.assert_allclose(hold, (uncertain.low + uncertain.high) / 2, atol=1e-4)
        rounding = 1e-12
        assert np.all((uncertain.low - rounding <= hold) & (hold <= uncertain.high + rounding))
