"""The bench: every figure that the README quotes, measured anew and kept as JSON."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Generic, TypeVar

import msgspec

from samehands.errors import SettingsError
from samehands.identity.back_ends import shipped_back_end
from samehands.lab.attack.run import recover_text
from samehands.lab.evaluation import EvaluationResult, cross_fit, evaluate
from samehands.lab.exposure.run import measure_exposure
from samehands.lab.fixed_text import run_cmu
from samehands.lab.machine_input import measure_liveness
from samehands.lab.peers import held_out_systems, run_peers
from samehands.lab.pointer import PointerProtocol, run_pointer, run_pointer_attack
from samehands.lab.results import DataFile, code_commit, data_files, write_result
from samehands.lab.split import Role
from samehands.lab.training.plan import load_plan
from samehands.lab.training.shipped import cross_fitted
from samehands.rhythm.projections import DEFAULT, shipped

RESEARCH: Final = "aalto-research-1"
"""The projection that measures what the method can do with thousands of people."""

MONACO: Final = "monaco-free-text"
"""The corpus that the default projection is trained on and has to be cross-fitted on."""

CMU_FILES: Final = (
    "keystroke/cmu-password/DSL-StrongPasswordData.csv.gz",
    "keystroke/cmu-password/uncertain-rows.csv",
    "keystroke/iiitbh/IIITBh-Big.csv.gz",
    "keystroke/iiitbh/IIITBh-Small.csv.gz",
)
"""What `cmu` reads."""

PEER_FILES: Final = (
    "keystroke/monaco-pohmm/free_text.csv.gz",
    "keystroke/bbmas-desktop/events.csv.zst",
    "keystroke/bbmas-desktop/subjects.csv",
)
"""What `peers` reads: the people compared, and who else `open-1` is trained on."""

_ReportT = TypeVar("_ReportT", bound=msgspec.Struct)
Say = Callable[[str], None]


def _researched(protocol: str, role: Role) -> Callable[[Path, int, Say], msgspec.Struct]:
    def run(root: Path, seed: int, _: Say) -> msgspec.Struct:
        return evaluate(protocol, shipped(RESEARCH), shipped_back_end(RESEARCH), root, seed, role)

    return run


def evaluate_cross_fitted(
    protocol: str, plan: str, root: Path, seed: int, say: Say
) -> EvaluationResult:
    """Runs a protocol on monaco with what a plan trains without the people tested.

    Raises:
        SettingsError: no such plan or protocol, or the plan does not train on monaco.
        DataSetError: a data set is absent.
    """
    return cross_fit(protocol, cross_fitted(load_plan(plan), root, MONACO, say), root, seed)


def _cross_fitted(protocol: str) -> Callable[[Path, int, Say], msgspec.Struct]:
    def run(root: Path, seed: int, say: Say) -> msgspec.Struct:
        return evaluate_cross_fitted(protocol, DEFAULT, root, seed, say)

    return run


def _default_on_aalto(root: Path, seed: int, _: Say) -> msgspec.Struct:
    return evaluate("monitor", shipped(), shipped_back_end(), root, seed)


class Kept(msgspec.Struct, Generic[_ReportT], frozen=True):
    """A report with what it was made of.

    Args:
        commit: of the code; "-dirty" where the working tree differs.
        data: what was read.
        report: what was measured; it has the seed.
    """

    commit: str
    data: tuple[DataFile, ...]
    report: _ReportT


def _cmu(root: Path, seed: int, _: Say) -> msgspec.Struct:
    return Kept(code_commit(), data_files(root, CMU_FILES), run_cmu(root, seed))


def _peers(root: Path, seed: int, _: Say) -> msgspec.Struct:
    report = run_peers(root, held_out_systems(root), seed)
    return Kept(code_commit(), data_files(root, PEER_FILES), report)


def _pointer(protocol: PointerProtocol) -> Callable[[Path, int, Say], msgspec.Struct]:
    def run(root: Path, seed: int, say: Say) -> msgspec.Struct:
        return run_pointer(protocol, root, Role.EVALUATION, seed, say)

    return run


MEASUREMENTS: Final[dict[str, Callable[[Path, int, Say], msgspec.Struct]]] = {
    "cmu": _cmu,
    f"text-recovery-{DEFAULT}": lambda root, seed, _: recover_text(shipped(), root, seed=seed),
    f"text-recovery-{RESEARCH}": lambda root, seed, _: recover_text(
        shipped(RESEARCH), root, seed=seed
    ),
    f"typenet-{RESEARCH}": _researched("typenet", Role.EVALUATION),
    f"kvc-{RESEARCH}": _researched("kvc", Role.EVALUATION),
    f"monitor-{RESEARCH}": _researched("monitor", Role.EVALUATION),
    f"monitor-{DEFAULT}": _default_on_aalto,
    f"cross-session-{RESEARCH}": _researched("cross_session", Role.EVALUATION),
    f"cross-session-everyone-{RESEARCH}": _researched("cross_session", Role.EVERYONE),
    f"one-visit-{RESEARCH}": _researched("one_visit", Role.EVALUATION),
    f"take-over-{RESEARCH}": _researched("take_over", Role.EVALUATION),
    f"cross-session-{DEFAULT}": _cross_fitted("cross_session"),
    f"take-over-{DEFAULT}": _cross_fitted("take_over"),
    f"exposure-{DEFAULT}": measure_exposure,
    f"liveness-{DEFAULT}": lambda root, seed, say: measure_liveness(shipped(), root, seed, say),
    "peers": _peers,
    **{f"pointer-{protocol}": _pointer(protocol) for protocol in PointerProtocol},
    "pointer-attack": lambda root, seed, say: run_pointer_attack(root, Role.EVALUATION, seed, say),
}
"""Name of a result file → what measures it."""


def bench(root: Path, output: Path, only: tuple[str, ...], seed: int, say: Say) -> list[Path]:
    """Measures, and keeps each result as soon as it is there.

    Args:
        root: the data folder.
        output: where the results go.
        only: names of measurements; all where none.
        seed: of every draw.
        say: told of each measurement as it begins.

    Returns:
        The files written.

    Raises:
        SettingsError: no measurement of that name.
        DataSetError: a data set is absent.
        StorageError: the disk refused; the results so far are kept.
    """
    strangers = sorted(set(only) - set(MEASUREMENTS))
    if strangers:
        raise SettingsError(
            "measurement", got=", ".join(strangers), due=f"of {', '.join(MEASUREMENTS)}"
        )
    written = []
    for name in only or tuple(MEASUREMENTS):
        say(name)
        path = output / f"{name}.json"
        write_result(path, MEASUREMENTS[name](root, seed, say))
        written.append(path)
    return written
