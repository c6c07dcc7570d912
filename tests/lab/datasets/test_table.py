"""Reading tables: a wrong file is a data set error that says where."""

from pathlib import Path

import polars as pl
import pytest

from samehands.errors import DataSetError
from samehands.lab.datasets.table import read_table


def test_columns_come_with_the_types_asked_for() -> None:
    table = read_table(b"a,b\n01,2\n", {"a": pl.String}, where="here")
    assert table.rows() == [("01", 2)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "due a table"),
        (b"a,b\nx,2\n", "due a table"),
        (b"b,c\n1,2\n", "no column a"),
        (b"\x00\xff\xfe\n\xff", "here"),
    ],
)
def test_a_wrong_table_says_where_it_is(content: bytes, said: str) -> None:
    with pytest.raises(DataSetError, match="here.*" if said == "here" else f"here: .*{said}"):
        read_table(content, {"a": pl.Int64}, where="here")


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match=r"absent\.csv: got no such file"):
        read_table(tmp_path / "absent.csv", {})


def test_a_compressed_file_that_is_cut_off_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00\x00")
    with pytest.raises(DataSetError, match="due a table"):
        read_table(path, {"a": pl.Int64})
