from dataclasses import replace
from pathlib import Path

import pytest

from cli.typists import OWNER, STRANGER, WindowMaker
from samehands.cli.comparison import compare
from samehands.cli.model import load_model
from samehands.cli.template_file import read_template
from samehands.identity import NotReady, SessionWindows, Sitting
from samehands.rhythm import DEFAULT, PathFlag


def test_windows_score_as_they_do_one_after_the_other(
    template: Path, windows_of: WindowMaker
) -> None:
    model = load_model(DEFAULT, None)
    owner, typed = read_template(template, model.projection), windows_of(STRANGER, 5)
    sitting, llrs = Sitting(), []
    for window in typed:
        outcome = model.setup.scorer.follow(owner, sitting, SessionWindows.of(window))
        assert not isinstance(outcome, NotReady)
        llrs.append(outcome[0].llr)
        sitting = outcome[1].sitting

    assert [window.llr for window in compare(owner, typed, model.setup).windows] == llrs


def test_windows_that_no_hands_typed_get_no_score_and_say_why(
    template: Path, windows_of: WindowMaker
) -> None:
    model = load_model(DEFAULT, None)
    typed = windows_of(OWNER, 5)
    typed[0] = replace(typed[0], path=PathFlag.INJECTED)
    compared = compare(read_template(template, model.projection), typed, model.setup)

    assert [window.llr is None for window in compared.windows] == [True] + [False] * 5
    assert compared.notes() == {compared.windows[0].note: 1}


@pytest.mark.parametrize("path", [PathFlag.INJECTED, PathFlag.DICTATION])
def test_nothing_to_compare_is_neither_the_owner_nor_somebody_else(
    path: PathFlag, template: Path, windows_of: WindowMaker
) -> None:
    model = load_model(DEFAULT, None)
    typed = [replace(window, path=path) for window in windows_of(OWNER, 5)]
    compared = compare(read_template(template, model.projection), typed, model.setup)

    assert compared.total is None
    assert "neither" in compared.sentence()
