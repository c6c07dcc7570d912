import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import EmptyScoresError, ScoreError
from samehands.quantities import Nats
from samehands.trust.explanation import Channel, explain

parts = st.dictionaries(st.sampled_from(Channel), st.floats(-30, 30).map(Nats), min_size=1)


@given(parts)
def test_the_channel_named_is_one_that_moved_the_evidence_the_way_it_went(
    contributions: dict[Channel, Nats],
) -> None:
    explanation = explain(contributions)

    assert explanation.llr == pytest.approx(sum(contributions.values()), abs=1e-9)
    assert 0.0 <= explanation.share <= 1.0
    if abs(explanation.llr) > 1e-9:
        assert contributions[explanation.channel] * explanation.llr > 0


@given(parts)
def test_the_order_of_the_channels_does_not_matter_to_the_evidence(
    contributions: dict[Channel, Nats],
) -> None:
    turned = dict(reversed(contributions.items()))

    assert explain(turned).llr == pytest.approx(explain(contributions).llr)


@pytest.mark.parametrize(
    ("contributions", "sentence"),
    [
        (
            {"holds": -6.0, "flights": -2.0},
            "Typed unlike the owner, mostly in how long keys are held down (75 % of the evidence).",
        ),
        (
            {"holds": -6.0, "flights": 2.0},
            (
                "Typed unlike the owner in how long keys are held down, though like in the pauses "
                "between keys."
            ),
        ),
        ({"typing": 4.0}, "Typed like the owner in the rhythm of typing as a whole."),
        ({"flights": -4.0, "holds": 0.0}, "Typed unlike the owner in the pauses between keys."),
        (
            {"holds": 0.2, "flights": 0.1},
            "Nothing in the typing speaks clearly for or against the owner.",
        ),
    ],
)
def test_it_says_in_plain_words_what_moved(contributions: dict[str, float], sentence: str) -> None:
    assert explain(contributions).sentence == sentence


@pytest.mark.parametrize("contributions", [{}, {"holds": math.nan}, {"holds": math.inf}], ids=str)
def test_nothing_and_broken_numbers_are_refused(contributions: dict[str, float]) -> None:
    with pytest.raises(EmptyScoresError):
        explain(contributions)


def test_a_channel_without_words_is_refused_and_not_repeated() -> None:
    with pytest.raises(ScoreError) as caught:
        explain({"the letter q": 1.0})

    assert "letter" not in str(caught.value)


@given(st.dictionaries(st.sampled_from([*Channel]), st.floats(-50, 50), min_size=1))
def test_the_parts_are_what_was_given_and_add_up_to_the_llr(parts: dict[Channel, float]) -> None:
    said = explain({name: Nats(part) for name, part in parts.items()})

    assert said.parts == parts
    assert sum(said.parts.values()) == pytest.approx(said.llr, abs=1e-9)
