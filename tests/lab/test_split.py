"""The split of people: disjoint, the same everywhere, and hard to misuse."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.capture.keystrokes import Keystrokes
from samehands.errors import DataSetError, SettingsError
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.split import (
    AALTO_PEOPLE,
    Role,
    Roles,
    aalto_roles,
    bbmas_roles,
    load_whole_aalto,
    merged,
    monaco_roles,
)


@given(st.data())
def test_everybody_has_exactly_one_role(data: st.DataObject) -> None:
    development = data.draw(st.integers(0, 30))
    evaluation = data.draw(st.integers(0, 30))
    people = data.draw(st.integers(development + evaluation, 90))

    roles = Roles.drawn(people, development, evaluation)

    assert (len(roles.development), len(roles.evaluation)) == (development, evaluation)
    everybody = np.concatenate([roles.training, roles.development, roles.evaluation])
    assert np.array_equal(np.sort(everybody), np.arange(people))


def test_the_first_of_the_permutation_are_for_development() -> None:
    order = np.random.default_rng(7).permutation(9324)
    roles = aalto_roles()

    assert np.array_equal(roles.development, np.sort(order[:1500]))
    assert np.array_equal(roles.evaluation, np.sort(order[1500:2500]))
    order = np.random.default_rng(7).permutation(27)
    assert np.array_equal(monaco_roles().development, np.sort(order[:13]))
    assert len(monaco_roles().evaluation) == 14
    assert len(bbmas_roles().of(Role.EVERYONE)) == 43


def test_everyone_is_refused_where_some_are_trained_on() -> None:
    with pytest.raises(SettingsError, match="everyone"):
        aalto_roles().of(Role.EVERYONE)


def test_more_roles_than_people_are_refused() -> None:
    with pytest.raises(SettingsError):
        Roles.drawn(10, 6, 5)


def corpus(people: tuple[str, ...], prompts: tuple[str, ...], prompt: list[int]) -> Corpus:
    n = len(prompt)
    return Corpus(
        name="part",
        keystrokes=Keystrokes(
            np.arange(n), np.arange(n) + 1, np.zeros(n, np.int8), np.ones(n, np.bool_)
        ),
        position=np.zeros(n, np.int16),
        bounds=np.arange(n + 1),
        person=(np.arange(n) % len(people)).astype(np.int32),
        session=np.zeros(n, np.int32),
        prompt=np.array(prompt, np.int32),
        people=people,
        prompts=prompts,
    )


def test_merged_corpora_keep_every_recording_s_person_and_prompt() -> None:
    first = corpus(("a", "b"), ("one", "two"), [0, 1])
    second = corpus(("c",), ("three", "two"), [1, 0, -1])

    both = merged("both", [first, second])

    assert [both.people[person] for person in both.person] == ["a", "b", "c", "c", "c"]
    shown = [both.prompts[prompt] if prompt >= 0 else None for prompt in both.prompt]
    assert shown == ["one", "two", "two", "three", None]
    assert both.bounds.tolist() == [0, 1, 2, 3, 4, 5]
    assert np.array_equal(both.recording(3).press, second.recording(1).press)


def test_a_person_in_two_parts_is_refused() -> None:
    part = corpus(("a",), ("one",), [0])

    with pytest.raises(DataSetError):
        merged("twice", [part, replace(part, name="again")])
    with pytest.raises(DataSetError):
        merged("none", [])


@pytest.mark.slow
def test_the_split_fits_the_data(data_root: Path) -> None:
    whole = load_whole_aalto(data_root)

    assert len(whole.people) == AALTO_PEOPLE
    assert np.array_equal(np.unique(whole.person), np.arange(AALTO_PEOPLE))
    assert np.all(np.diff(whole.person) >= 0)
