"""The back-ends that are shipped."""

import pytest

from samehands.errors import ProjectionMismatchError, TemplateError
from samehands.identity import decode_back_end, encode_back_end
from samehands.identity.back_ends import _FILES, shipped_back_end
from samehands.rhythm.projections import DEFAULT, index, shipped

NAMES = sorted(index())


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_back_end_is_that_of_its_projection(name: str) -> None:
    back_end = shipped_back_end(name)

    assert back_end.projection == shipped(name).ref
    assert back_end.projection_id == name
    assert shipped_back_end(name) is back_end


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_file_is_what_we_would_write(name: str) -> None:
    data = (_FILES / f"{name}.json").read_bytes()

    assert encode_back_end(decode_back_end(data)) == data


def test_the_default_is_the_default_projection_s() -> None:
    assert shipped_back_end().projection == shipped(DEFAULT).ref


@pytest.mark.parametrize("name", ["", "open", "../projections/open-1", "open-1.json"])
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(TemplateError, match="unknown name"):
        shipped_back_end(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_back_end_of_another_version_of_the_projection_is_refused(name: str) -> None:
    data = (_FILES / f"{name}.json").read_bytes()

    with pytest.raises(ProjectionMismatchError):
        decode_back_end(data, projection=bytes(8))
