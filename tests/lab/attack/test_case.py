"""Who learns, who calibrates, who is tested."""

from dataclasses import replace

import numpy as np
import pytest

from samehands.errors import DataSetError
from samehands.lab.attack import MessageSet
from samehands.lab.attack.case import Case


def test_no_person_is_on_two_sides(blank: MessageSet) -> None:
    case = Case.of(blank, 0)
    sides = [
        set(blank.windows.person[rows].tolist())
        for rows in (case.training, case.calibration, case.tested)
    ]
    assert not sides[0] & sides[1]
    assert not sides[0] & sides[2]
    assert not sides[1] & sides[2]


def test_only_fresh_people_and_fresh_prompts_are_tested(blank: MessageSet) -> None:
    fresh_person = blank.windows.person < 60
    fresh_prompt = np.arange(len(blank.prompts)) % 2 == 0
    case = Case.of(replace(blank, fresh_person=fresh_person, fresh_prompt=fresh_prompt), 0)
    for rows in (case.calibration, case.tested):
        assert fresh_person[rows].all()
        assert fresh_prompt[blank.windows.prompt[rows]].all()
    assert not fresh_person[case.training].all(), "the attacker may learn from anyone"


def test_the_split_depends_on_the_seed_and_not_on_the_numbers(blank: MessageSet) -> None:
    other = blank.sending("other", np.ones((len(blank), 3), np.float32))
    assert np.array_equal(Case.of(blank, 5).tested, Case.of(other, 5).tested)
    assert not np.array_equal(Case.of(blank, 5).tested, Case.of(blank, 6).tested)


def test_a_person_is_in_one_fold(blank: MessageSet) -> None:
    case = Case.of(blank, 0)
    for person in range(10):
        assert len(set(case.fold[blank.windows.person == person].tolist())) == 1


def test_nobody_fresh_is_refused(blank: MessageSet) -> None:
    with pytest.raises(DataSetError, match="0 fresh people"):
        Case.of(replace(blank, fresh_person=np.zeros(len(blank), np.bool_)), 0)
    with pytest.raises(DataSetError, match="0 fresh prompts"):
        Case.of(replace(blank, fresh_prompt=np.zeros(len(blank.prompts), np.bool_)), 0)
