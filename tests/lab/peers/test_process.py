import sys
from pathlib import Path

import numpy as np
import pytest

from samehands.errors import InputError
from samehands.lab.peers import Trials
from samehands.lab.peers.process import Answer, Enrolled, PeerProcess, ask_peer

FAKE = """
import sys
sys.path.insert(0, sys.argv[1])
from line_protocol import Verdict, serve

held = {}

def enrol(owner, sessions):
    print("a peer may print what it likes")
    held[owner] = sum(map(len, sessions))

def score(owner, probe):
    if sys.argv[2] == "raises":
        raise ZeroDivisionError("a secret")
    if sys.argv[2] == "nan":
        return Verdict(float("nan"), False)
    return Verdict(held[owner] + 0.5 * probe, owner == 1)

serve(enrol, len, score)
"""
"""A peer that speaks the protocol with our half of it."""


@pytest.fixture
def driver(tmp_path: Path) -> Path:
    path = tmp_path / "fake_driver.py"
    path.write_text(FAKE, encoding="utf-8")
    return path


def _scripted(tmp_path: Path, body: str) -> PeerProcess:
    path = tmp_path / "scripted.py"
    path.write_text(body, encoding="utf-8")
    return PeerProcess(Path(sys.executable), path, (), limit_s=20)


def test_every_comparison_is_asked_and_answered(
    driver: Path, drivers: Path, trials: Trials
) -> None:
    few = trials.with_fewer_impostors(1, np.random.default_rng(0))
    with PeerProcess(Path(sys.executable), driver, (str(drivers), "")) as process:
        answers = ask_peer(process, few)
    # enrolled with three sessions of 450, probed with 200
    np.testing.assert_array_equal(answers.score, np.where(few.asked, 1450.0, np.nan))
    np.testing.assert_array_equal(answers.accepted, few.asked & (np.arange(5) == 1)[:, np.newaxis])
    assert answers.milliseconds >= 0


@pytest.mark.parametrize(
    ("fault", "said"), [("raises", "ZeroDivisionError"), ("nan", "something else")]
)
def test_a_peer_that_fails_says_what_and_not_why(
    fault: str, said: str, driver: Path, drivers: Path, trials: Trials
) -> None:
    with (
        PeerProcess(Path(sys.executable), driver, (str(drivers), fault)) as process,
        pytest.raises(InputError, match=said) as caught,
    ):
        ask_peer(process, trials)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        "raise SystemExit(3)",
        "input(); print('no JSON')",
        "input(); print('{\"enrolled\": false}')",
        "input(); print('[]')",
        "import sys; input(); sys.stdout.buffer.write(b'\\xff\\n')",
    ],
)
def test_whatever_a_peer_says_instead_is_our_error(body: str, tmp_path: Path) -> None:
    with _scripted(tmp_path, body) as process, pytest.raises(InputError):
        process.ask({"ask": "enrol", "owner": 0, "sessions": []}, Enrolled)


def test_a_peer_that_hangs_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "hangs.py"
    path.write_text("import time\ntime.sleep(60)\n", encoding="utf-8")
    with (
        PeerProcess(Path(sys.executable), path, (), limit_s=0.2) as process,
        pytest.raises(InputError),
    ):
        process.ask({"ask": "score"}, Answer)


def test_nothing_is_left_running(tmp_path: Path) -> None:
    with _scripted(tmp_path, "for line in open(0): print('{}', flush=True)") as process:
        assert process._process.poll() is None
    assert process._process.poll() is not None


def test_a_keystroke_is_sent_in_milliseconds(
    drivers: Path, trials: Trials, tmp_path: Path
) -> None:
    path = tmp_path / "first.py"
    path.write_text(
        f"import sys\nsys.path.insert(0, {str(drivers)!r})\n"
        "from line_protocol import Verdict, serve\n"
        "serve(lambda *_: None, lambda probe: probe[0],"
        " lambda _, first: Verdict(first[1] - first[0], first[3]))\n",
        encoding="utf-8",
    )
    with PeerProcess(Path(sys.executable), path, ()) as process:
        answers = ask_peer(process, trials)
    hold = [trials.probe(index).keystrokes.hold[0] for index in range(len(trials.typist))]
    np.testing.assert_allclose(answers.score, np.tile(np.array(hold) / 1000, (5, 1)), atol=1e-6)
