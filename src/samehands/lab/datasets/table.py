"""Reading a data set's tables, so that a wrong file is a `DataSetError` and nothing else."""

import io
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from samehands.errors import DataSetError


def read_table(
    source: Path | bytes, columns: Mapping[str, type[pl.DataType]], *, where: str = ""
) -> pl.DataFrame:
    r"""Reads a CSV file, compressed or not, that has at least these columns.

    Args:
        source: a file, or its content.
        columns: name → type; other columns come along as they are.
        where: the place to name in errors where `source` is no file.

    Raises:
        DataSetError: there is no such file, it is no table, or columns are absent or of another
            type.

    >>> read_table(b"a,b\n1,x\n", {"a": pl.Int64}, where="example").shape
    (1, 2)
    """
    if isinstance(source, Path):
        where = str(source)
        if not source.is_file():
            raise DataSetError(where, got="no such file", due="a data set (see SAMEHANDS_DATA)")
    try:
        table = pl.read_csv(
            source if isinstance(source, Path) else io.BytesIO(source), schema_overrides=columns
        )
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DataSetError(where, got=type(error).__name__, due="a table") from error
    absent = [name for name in columns if name not in table.columns]
    if absent:
        raise DataSetError(where, got=f"no column {', '.join(absent)}", due="all columns")
    return table
