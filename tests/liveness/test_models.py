"""The models that are shipped."""

import pytest

from samehands.errors import TemplateError
from samehands.liveness import encode_model
from samehands.liveness.models import _FILES, index, model_of, shipped_model
from samehands.rhythm.projections import shipped


@pytest.mark.parametrize("name", sorted(index()))
def test_a_shipped_model_is_that_of_its_projection_and_of_permissive_people(name: str) -> None:
    model = shipped_model(name)

    assert model.projection == shipped(name).ref
    assert model.card.commercial
    assert model_of(model.projection) is model
    assert encode_model(model) == (_FILES / f"{name}.json").read_bytes()


def test_the_default_projection_has_one() -> None:
    assert shipped_model().projection_id == "open-1"


def test_an_unknown_name_is_refused_and_an_unknown_projection_has_none() -> None:
    with pytest.raises(TemplateError, match="unknown name"):
        shipped_model("../open-1")
    assert model_of(bytes(8)) is None
