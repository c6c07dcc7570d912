"""Templates of a run score exactly as the server does."""

from collections.abc import Callable

import numpy as np
import pytest

from samehands.capture.clock import ClockClass
from samehands.errors import ProjectionMismatchError
from samehands.identity import (
    BackEnd,
    DeviceClass,
    PldaScorer,
    Readiness,
    Scored,
    SessionWindows,
    Template,
)
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.evaluation.protocol import Part, ReFit, Split, Unit
from samehands.lab.evaluation.samples import Divided, divided
from samehands.lab.evaluation.templates import Templates, fewest_windows, fitted_to_site
from samehands.rhythm.projection import Projection

Town = Callable[..., Corpus]


@pytest.fixture(scope="module")
def both(town: Town, projection: Projection) -> Divided:
    return divided(town(), Part.SESSION, Split("s", (0, 1, 2), (3,)), Unit.WINDOW, projection)


def test_a_run_scores_as_the_server_does(both: Divided, back_end: BackEnd) -> None:
    templates = Templates.enrolled(both.enrol, back_end)
    device = DeviceClass(ClockClass.ONE_MS)
    scorer = PldaScorer(back_end, Readiness(windows=1, sessions=1))
    own = both.enrol.chosen(both.enrol.person == 2)
    probe = both.probe.chosen(both.probe.person == 4).vectors
    sessions = [
        SessionWindows(back_end.projection, device, own.vectors[own.session == session])
        for session in range(3)
    ]
    enrolled = Template.enrolled(sessions)

    scored = scorer.score(enrolled, SessionWindows(back_end.projection, device, probe))

    assert isinstance(scored, Scored)
    mine = templates.score(probe, np.full(len(probe), 2))
    assert mine.sum() == pytest.approx(scored.llr, abs=1e-9)


def test_people_with_too_few_windows_have_no_template(both: Divided, back_end: BackEnd) -> None:
    few = both.enrol.chosen((both.enrol.person != 1) | (both.enrol.number == 0))
    few = few.chosen((few.person != 1) | (few.session == 0))

    templates = Templates.enrolled(few, back_end, fewest=2)

    assert templates.people.tolist() == [0, 2, 3, 4, 5]
    assert templates.index_of(np.array([0, 1, 2, 5, 9])).tolist() == [0, -1, 1, 4, -1]


def test_nobody_has_no_template(both: Divided, back_end: BackEnd) -> None:
    nobody = Templates.enrolled(both.enrol, back_end, fewest=1000)

    assert len(nobody) == 0
    assert nobody.index_of(np.array([3])).tolist() == [-1]


def test_a_site_s_mean_lies_between_the_old_and_its_people_s(
    both: Divided, back_end: BackEnd, projection: Projection
) -> None:
    site = fitted_to_site(back_end, both.enrol, ReFit.MEAN, projection)
    people = both.enrol.vectors.mean(axis=0) / 31  # everybody typed as much

    used = people != back_end.mean
    share = (site.mean - back_end.mean)[used] / (people - back_end.mean)[used]
    assert np.all((share > 0.5) & (share < 1))
    assert fitted_to_site(back_end, both.enrol, ReFit.NONE, projection) is back_end


def test_a_back_end_of_another_projection_is_refused(
    both: Divided, back_end: BackEnd, projection: Projection
) -> None:
    other = BackEnd(
        b"another!",
        "another",
        mean=back_end.mean,
        between=back_end.between,
        session=back_end.session,
        within=back_end.within,
    )

    with pytest.raises(ProjectionMismatchError):
        fitted_to_site(other, both.enrol, ReFit.NONE, projection)


def test_a_template_needs_the_same_keystrokes_whatever_the_window() -> None:
    assert [fewest_windows(n) for n in (50, 100, 200, 1000)] == [4, 2, 1, 1]
