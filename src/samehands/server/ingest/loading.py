"""Loading a subject's monitor: the last state that was kept whole, and the inputs since."""

from typing import Final

from samehands.adapters.sql import CaseStatus, SessionRow, SqlStore
from samehands.monitor import MonitorState, StepResult, Taken, step
from samehands.monitor.exposure import exposure_of
from samehands.server.ingest.watched import Watched
from samehands.server.setups import DEFAULT_GROUP, Setups
from samehands.server.standing import Standing
from samehands.trust import SESSION, decide

LOOKED_BACK: Final = 64
"""How many of a subject's last inputs are read for what was last decided about a session.

More: a longer read after a restart. Fewer: a session that has been silent while another of the
subject's was typed in gets its reasons from the policy alone, without the finding behind them."""


def load(store: SqlStore, subject: str, setups: Setups) -> Watched:
    """A subject's monitor as it was after the last input that was kept.

    Raises:
        StorageError: the store cannot be read.
        ProjectionMismatchError: what was kept is of another projection than the setups'.
    """
    kept = store.journal.load(subject)
    rows = _Rows(store, subject)
    state = kept.snapshot
    last: dict[str, StepResult] = {}
    for event in kept.since:
        group = rows.group(event.session)
        result = step(state, event, setups.of(group))
        state = result.state
        if event.session is not None:
            last[event.session] = result
    standings = {}
    for name in state.sessions:
        row = rows.get(name)
        if row is not None and row.ended_at is None:
            standings[name] = _standing(store, row, state, last.get(name), kept.ordinal, setups)
    return Watched(state, kept.ordinal, kept.snapshot_at, standings)


class _Rows:
    """Rows of sessions and of their subject, each read once."""

    def __init__(self, store: SqlStore, subject: str) -> None:
        self._store = store
        self._subject = subject
        self._own: str | None = None
        self._read: dict[str, SessionRow | None] = {}

    def get(self, session: str) -> SessionRow | None:
        if session not in self._read:
            self._read[session] = self._store.sessions.get(session)
        return self._read[session]

    def group(self, session: str | None) -> str:
        """Whose policy an input was judged by: its session's, or else its subject's."""
        if session is None:
            if self._own is None:
                row = self._store.subjects.get(self._subject)
                self._own = DEFAULT_GROUP if row is None else row.group
            return self._own
        of_session = self.get(session)
        return DEFAULT_GROUP if of_session is None else of_session.group


def _standing(  # what is there of a session is in several places
    store: SqlStore,
    row: SessionRow,
    state: MonitorState,
    last: StepResult | None,
    ordinal: int,
    setups: Setups,
) -> Standing:
    session = state.sessions[row.id]
    setup = setups.of(row.group)
    said: StepResult | Taken | None = last
    verdict = None if last is None else last.verdict
    if verdict is None:
        said = None
        verdict = decide(
            setup.policy,
            session.trust,
            action=SESSION,
            now=row.last_at,
            thresholds=setup.thresholds,
        )
        if verdict.kind is not row.verdict or session.strong_due:
            # There was more to it: a finding, or a compromise that an analyst confirmed.
            said = _last_said(store, row, ordinal)
            verdict = verdict if said is None or said.verdict is None else said.verdict
    open_case = next(
        (case.id for case in store.cases.of_session(row.id) if case.status is CaseStatus.OPEN),
        None,
    )
    findings = () if said is None else said.findings
    return Standing(
        row,
        row.last_at,
        session.trust,
        verdict,
        findings,
        open_case,
        session.sequences.due,
        exposure_of(session, setup),
    )


def _last_said(store: SqlStore, row: SessionRow, ordinal: int) -> Taken | None:
    points = store.journal.taken(
        row.subject, row.id, after=max(0, ordinal - LOOKED_BACK), limit=LOOKED_BACK
    )
    decided = [point for point in points if point.verdict is not None]
    return decided[-1] if decided else None
