"""The laws every scorer must pass, whatever it scores.

Make a `ScorerCase` and parametrise one test over `LAWS`:

```python
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_my_scorer_passes_the_law(law: Law) -> None:
    law(case)
```
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from samehands.identity import EnrolmentFailed, NotReady, Scored, Scorer


@dataclass(frozen=True)
class ScorerCase:
    """A scorer and how to make its food.

    Args:
        scorer: what is tested.
        sessions: (person, sessions, seed) → that many sessions of one person, each enough for a
            probe; the same arguments give the same sessions. At least `enough` make a template.
        empty: a probe of nothing.
        shuffled: a probe with its order changed in a way that must not matter, or None where
            every order matters.
        snapshot: everything a template holds, as something that can be compared.
        enough: sessions that make a template ready.
    """

    scorer: Scorer[Any, Any]
    sessions: Callable[[int, int, int], list[Any]]
    empty: Any
    shuffled: Callable[[Any, np.random.Generator], Any] | None
    snapshot: Callable[[Any], object]
    enough: int = 4


Law = Callable[[ScorerCase], None]


def _enrolled(case: ScorerCase, sessions: Sequence[Any]) -> Any:
    template = case.scorer.enrol(sessions)
    assert not isinstance(template, NotReady | EnrolmentFailed)
    return template


def _llr(case: ScorerCase, template: Any, probe: Any) -> float:
    scored = case.scorer.score(template, probe)
    assert isinstance(scored, Scored)
    return scored.llr


def nothing_enrolled_is_not_ready(case: ScorerCase) -> None:
    """No sessions, or sessions of nothing, say what is missing and never make a template."""
    for sessions in ([], [case.empty], [case.empty] * 5):
        outcome = case.scorer.enrol(sessions)
        assert isinstance(outcome, NotReady)
        assert all(short.have < short.due for short in outcome.missing)


def an_empty_probe_is_not_ready(case: ScorerCase) -> None:
    """A probe of nothing has no score, least of all zero."""
    template = _enrolled(case, case.sessions(1, case.enough, 0))
    assert isinstance(case.scorer.score(template, case.empty), NotReady)


def scoring_is_repeatable_and_learns_nothing(case: ScorerCase) -> None:
    """The same comparison gives the same llr to the last bit, whatever was scored between."""
    template = _enrolled(case, case.sessions(1, case.enough, 0))
    before = case.snapshot(template)
    own, others = case.sessions(1, 2, 1), case.sessions(2, 3, 1)
    first = [_llr(case, template, probe) for probe in own]
    for probe in others:
        case.scorer.score(template, probe)
    assert [_llr(case, template, probe) for probe in reversed(own)] == first[::-1]
    assert case.snapshot(template) == before


def enrolling_twice_gives_the_same_template(case: ScorerCase) -> None:
    """Enrolment is a function of its sessions."""
    one, two = (_enrolled(case, case.sessions(1, case.enough, 0)) for _ in range(2))
    assert case.snapshot(one) == case.snapshot(two)


def the_order_of_sessions_does_not_matter(case: ScorerCase) -> None:
    """As long as none of them is too old to count."""
    sessions = case.sessions(1, case.enough, 0)
    probe = case.sessions(1, 1, 1)[0]
    forward = _llr(case, _enrolled(case, sessions), probe)
    backward = _llr(case, _enrolled(case, sessions[::-1]), probe)
    assert backward == pytest.approx(forward, rel=1e-9, abs=1e-9)


def the_order_within_a_session_does_not_matter(case: ScorerCase) -> None:
    """For what a scorer says is order-free, in enrolment and in the probe."""
    if case.shuffled is None:
        return
    rng = np.random.default_rng(3)
    sessions = case.sessions(1, case.enough, 0)
    probe = case.sessions(1, 1, 1)[0]
    template = _enrolled(case, sessions)
    again = _enrolled(case, [case.shuffled(session, rng) for session in sessions])
    expected = _llr(case, template, probe)
    assert _llr(case, again, probe) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert _llr(case, template, case.shuffled(probe, rng)) == pytest.approx(
        expected, rel=1e-9, abs=1e-9
    )


def the_owner_scores_above_others(case: ScorerCase) -> None:
    """Every fresh probe of the owner's above every one of other people's, on easy people."""
    template = _enrolled(case, case.sessions(1, case.enough, 0))
    own = [_llr(case, template, probe) for probe in case.sessions(1, 5, 1)]
    others = [
        _llr(case, template, probe)
        for person in range(2, 7)
        for probe in case.sessions(person, 2, 1)
    ]
    assert min(own) > max(others)


def a_score_counts_its_windows(case: ScorerCase) -> None:
    """Both counts are there, and the template's does not change with the probe."""
    template = _enrolled(case, case.sessions(1, case.enough, 0))
    scores = [case.scorer.score(template, probe) for probe in case.sessions(2, 3, 0)]
    assert all(isinstance(scored, Scored) and scored.windows >= 1 for scored in scores)
    assert len({scored.enrolled for scored in scores if isinstance(scored, Scored)}) == 1


LAWS: tuple[Law, ...] = (
    nothing_enrolled_is_not_ready,
    an_empty_probe_is_not_ready,
    scoring_is_repeatable_and_learns_nothing,
    enrolling_twice_gives_the_same_template,
    the_order_of_sessions_does_not_matter,
    the_order_within_a_session_does_not_matter,
    the_owner_scores_above_others,
    a_score_counts_its_windows,
)
