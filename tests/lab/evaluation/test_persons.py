"""The table of people: worst first, and what is unlike about them."""

from collections.abc import Callable

import numpy as np

from samehands.lab.datasets.corpus import Corpus
from samehands.lab.evaluation.decisions import Decisions
from samehands.lab.evaluation.persons import LISTED, person_rows

Town = Callable[..., Corpus]


def decisions(people: int, worst: int) -> Decisions:
    """A genuine and an impostor decision of each person; one person's genuine one is bad."""
    owner = np.tile(np.arange(people), 2)
    typist = np.concatenate([np.arange(people), (np.arange(people) + 1) % people])
    llr = np.where(owner == typist, 10.0, -10.0) + owner / people
    llr[worst] = -5.0
    zero = np.zeros(len(owner), np.int64)
    return Decisions(llr, owner, typist, zero, zero)


def test_whoever_is_refused_comes_first(town: Town) -> None:
    corpus = town(people=200, sessions=1, keystrokes=60)

    rows = person_rows(decisions(200, worst=7), corpus, 50)

    assert len(rows) == LISTED
    assert (rows[0].person, rows[0].refused, rows[0].worst) == ("typist 7", 1, -5.0)
    assert sum(row.refused for row in rows) == 2  # 1 % of 200


def test_a_keyboard_that_changes_is_unlike_the_others(town: Town) -> None:
    corpus = town(people=12, sessions=3, keystrokes=300)
    moved = slice(int(corpus.bounds[3 * 3 + 2]), int(corpus.bounds[3 * 3 + 3]))
    corpus.keystrokes.release[moved] += 60_000  # person 3, last session: holds 60 ms longer

    rows = {row.person: row for row in person_rows(decisions(12, worst=3), corpus, 100)}

    assert 40 < rows["typist 3"].habits.hold_change_ms < 80
    assert any("hold moves" in words for words in rows["typist 3"].unlike)
    assert not any("hold moves" in words for words in rows["typist 5"].unlike)


def test_another_clock_is_unlike_the_others(town: Town) -> None:
    corpus = town(people=8, sessions=2, keystrokes=300)
    person = corpus.person[corpus.recording_of_row()]
    for times in (corpus.keystrokes.press, corpus.keystrokes.release):
        times[person == 2] = times[person == 2] // 15_625 * 15_625 // 1000 * 1000

    rows = {row.person: row for row in person_rows(decisions(8, worst=2), corpus, 100)}

    assert rows["typist 2"].habits.clock == "sixteen_ms"
    assert any(words.startswith("clock sixteen_ms") for words in rows["typist 2"].unlike)


def test_windows_that_are_no_typing_are_seen(town: Town) -> None:
    corpus = town(people=8, sessions=2, keystrokes=300)
    start = int(corpus.bounds[4 * 2])  # person 4's first session, its first third
    burst = slice(start, start + 100)
    corpus.keystrokes.press[burst] = corpus.keystrokes.press[start] + np.arange(100) * 1000
    corpus.keystrokes.release[burst] = corpus.keystrokes.press[burst] + 500

    rows = {row.person: row for row in person_rows(decisions(8, worst=4), corpus, 100)}

    assert rows["typist 4"].habits.discarded == 1 / 6
