"""Forged typing as files, and forgers asked by name."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from samehands.agent.recording import read_events
from samehands.capture.keystrokes import Keystrokes
from samehands.errors import DataSetError, SettingsError
from samehands.lab.forgers.commission import forged
from samehands.lab.forgers.written import event_lines, events_of, typing_of, window_lines
from samehands.lab.liveness.windows import Label, sent
from samehands.rhythm import shipped
from samehands.wire.recording import read_recording
from samehands.wire.records import RecordedWindow


@pytest.fixture
def forge(tmp_path: Path, typing: Keystrokes) -> Callable[[str], Keystrokes]:
    def run(name: str) -> Keystrokes:
        return forged(name, 400, 0, [events_of(typing)], tmp_path)

    return run


@pytest.mark.parametrize("name", ["careful-fast", "hidden-markov-victim", "replay-jitter-3"])
def test_key_events_read_back_are_the_same_typing(
    forge: Callable[[str], Keystrokes], name: str, tmp_path: Path
) -> None:
    typed = forge(name)
    path = tmp_path / "forged.jsonl"
    path.write_bytes(b"".join(event_lines(typed, "a test")))
    again = typing_of(read_events(path))
    assert np.array_equal(again.press, typed.press)
    assert np.array_equal(again.release, typed.release)
    assert np.array_equal(again.position, typed.position)


def test_windows_written_are_those_that_a_device_sends(
    forge: Callable[[str], Keystrokes],
) -> None:
    typed, projection = forge("careful-p4wnp1"), shipped()
    recording = read_recording(window_lines(typed, projection, "a test"))
    windows = [one.window for one in recording.records if isinstance(one, RecordedWindow)]
    expected = sent(typed, projection, Label(0, 0)).windows.embedding
    assert np.array_equal(np.stack([one.vector for one in windows]), expected)


def test_an_injector_that_no_window_is_sent_of_cannot_be_written_as_windows(
    forge: Callable[[str], Keystrokes],
) -> None:
    with pytest.raises(DataSetError, match="all discarded"):
        list(window_lines(forge("constant-5"), shipped(), "a test"))


def test_a_key_without_a_name_cannot_be_written_as_events() -> None:
    nameless = Keystrokes(
        np.zeros(1, np.int64), np.ones(1, np.int64), np.zeros(1, np.int8), np.ones(1, np.bool_)
    )
    with pytest.raises(DataSetError, match="without a name"):
        list(event_lines(nameless, "a test"))


@pytest.mark.parametrize(("name", "due"), [("nobody", "forger"), ("copula-victim", "--learn")])
def test_what_cannot_be_asked_for_is_refused(name: str, due: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=due):
        forged(name, 100, 0, None, tmp_path)


def test_nothing_to_learn_from_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="typing to learn from"):
        forged("mean-victim", 100, 0, [], tmp_path)


def test_payloads_need_their_file(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="skeletons"):
        forged("payload-20", 100, 0, None, tmp_path)
