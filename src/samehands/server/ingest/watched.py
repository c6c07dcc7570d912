"""A subject's monitor as the writer holds it, and what one piece of work does to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from samehands.adapters.sql import CaseRow, CaseStatus, Row
from samehands.monitor import (
    Input,
    MonitorState,
    Setup,
    StepResult,
    Taken,
    step,
    taken_of,
)
from samehands.quantities import Micros
from samehands.server.ingest.opened import alarming, baited, calls, opened_case, shown_share
from samehands.server.ingest.told import Outcome, Told
from samehands.server.setups import Setups
from samehands.server.standing import Standing
from samehands.trust import Trust, Verdict


@dataclass(frozen=True, slots=True)
class Watched:
    """A subject's monitor. A value: work makes a new one, and work that fails leaves this one.

    Args:
        state: what the monitor knows.
        ordinal: of the last input; 0 where there was none.
        snapshot_at: ordinal at which the state was last kept whole.
        standings: id → standing of each open session.
    """

    state: MonitorState
    ordinal: int = 0
    snapshot_at: int = 0
    standings: Mapping[str, Standing] = field(default_factory=dict)


@dataclass(slots=True)
class Progress:
    """What the work of one transaction has done to a subject so far.

    Args:
        watched: the monitor after it.
        taken: inputs to be kept.
        rows: id → row to be kept; the last of each id counts.
        standings: id → standing of each session that changed; the last counts.
        opened: cases that were opened.
    """

    watched: Watched
    taken: list[Taken] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)
    standings: dict[str, Standing] = field(default_factory=dict)
    opened: int = 0


def advance(progress: Progress, told: Told, setups: Setups, new_id: Callable[[], str]) -> Outcome:
    """Take in one piece of work.

    All of it counts or, where an error leaves this function, none of it: `progress` is then as it
    was.

    Args:
        progress: of the subject; changed at the very end.
        told: what is to be taken in.
        setups: how the groups are judged.
        new_id: gives the id of a case.

    Raises:
        InputError: an input that cannot be taken in.
    """
    work = _Work(progress.watched, told, setups, new_id)
    results = tuple(work.take(event, work.setup_for(event)) for event in told.inputs)
    work.note_rows(told.also)
    watched = work.finished()
    asked = told.session
    if asked is None and told.inputs:
        asked = told.inputs[-1].session
    standing = None if asked is None else work.changed.get(asked) or watched.standings.get(asked)
    if standing is not None:
        progress.standings[standing.row.id] = standing  # also where it was only loaded
    progress.taken += work.taken
    progress.rows.update(work.rows)
    progress.standings.update(work.changed)
    progress.opened += work.opened
    progress.watched = watched
    return Outcome(results, standing, watched.state)


@dataclass(slots=True)
class _Happened:
    """What happened in one session during a piece of work: only the end of it is kept."""

    known: Standing
    since: Micros
    result: StepResult
    setup: Setup
    at: Micros
    verdict: Verdict | None
    case: str | None

    def standing(self) -> Standing:
        """How the session stands after it."""
        trust = cast("Trust", self.result.trust)
        still_open = self.result.state.sessions.get(self.known.row.id)
        row = replace(
            self.known.row,
            last_at=self.at if still_open is None else still_open.last_at,
            ended_at=self.at if still_open is None else None,
            state=trust.state,
            verdict=None if self.verdict is None else self.verdict.kind,
            share=shown_share(trust, self.setup, in_doubt=self.result.exposure is not None),
        )
        due = self.known.next_sequence if still_open is None else still_open.sequences.due
        return Standing(
            row,
            self.since,
            trust,
            self.verdict,
            self.result.findings,
            self.case,
            due,
            self.result.exposure,
        )


class _Work:
    """One piece of work under way; thrown away where it fails."""

    def __init__(
        self, watched: Watched, told: Told, setups: Setups, new_id: Callable[[], str]
    ) -> None:
        self._before = watched
        self._state = watched.state
        self._ordinal = watched.ordinal
        self._told = told
        self._setups = setups
        self._new_id = new_id
        self._happened: dict[str, _Happened] = {}
        self._decided: set[str] = set()
        self.taken: list[Taken] = []
        self.rows: dict[str, Row] = {}
        self.changed: dict[str, Standing] = {}
        self.opened = 0

    def setup_for(self, event: Input) -> Setup:
        """How an input is judged: by the policy of its session's group."""
        known = None if event.session is None else self._known(event.session)
        return self._setups.of(self._told.group if known is None else known.row.group)

    def take(self, event: Input, setup: Setup) -> StepResult:
        """Take in one input."""
        result = step(self._state, event, setup)
        if result.state is self._state:
            # Nothing has changed, as by a repeat: nothing is written, so a flood costs no disk.
            return result
        self._ordinal += 1
        self.taken.append(taken_of(self._ordinal, event, result, setup))
        before, self._state = self._state, result.state
        if len(result.state.sessions) <= len(before.sessions):
            self._abandon(before, event)
        if event.session is not None and result.trust is not None:
            self._note(event.session, event.at, result, setup)
        for one in result.also:
            known = self._known(one.session)
            own = replace(result, trust=one.trust, verdict=one.verdict, exposure=one.exposure)
            if known is not None:
                self._note(one.session, event.at, own, self._setups.of(known.row.group))
        return result

    def _known(self, name: str) -> Standing | None:
        """How a session stood before this work; as it begins, for the one that it starts."""
        known = self._before.standings.get(name)
        starts = self._told.starts
        if known is None and starts is not None and starts.id == name:
            return Standing(starts, starts.started_at)
        return known

    def _note(self, name: str, at: Micros, result: StepResult, setup: Setup) -> None:
        """Keep what a step did to a session, and open a case where it begins to alarm."""
        known, earlier = self._known(name), self._happened.get(name)
        trust = result.trust
        if known is None or trust is None:
            return  # no row, as for one who was erased: there is nothing to bring up to date
        before = known.trust if earlier is None else earlier.result.trust
        since = known.since if earlier is None else earlier.since
        verdict = known.verdict if earlier is None else earlier.verdict
        now = _Happened(
            known,
            since if before is not None and before.state is trust.state else at,
            result,
            setup,
            at,
            result.verdict or verdict,
            known.case if earlier is None else earlier.case,
        )
        self._happened[name] = now
        still_open = result.state.sessions.get(name)
        # Locked because of a compromise that was confirmed: somebody has looked already.
        known_of = still_open is not None and still_open.strong_due
        begins = alarming(trust) and not (alarming(before) or known_of)
        begins = begins or (calls(now.verdict) and not calls(verdict))
        if now.case is None and (begins or baited(result.findings)):
            now.case = self._new_id()
            self.rows[now.case] = opened_case(now.case, known.row, at, setup, trust, now.verdict)
            self.opened += 1

    def _abandon(self, before: MonitorState, event: Input) -> None:
        """End the rows of sessions that a step ended although it was for another one."""
        for name in before.sessions.keys() - self._state.sessions.keys():
            happened = self._happened.pop(name, None) if name != event.session else None
            known = self._known(name) if happened is None else happened.standing()
            if name != event.session and known is not None:
                self.changed[name] = replace(known, row=replace(known.row, ended_at=event.at))

    def note_rows(self, rows: tuple[Row, ...]) -> None:
        """Have rows kept with the inputs; a case that they decide is open no more."""
        for row in rows:
            self.rows[row.id] = row
            if isinstance(row, CaseRow) and row.status is not CaseStatus.OPEN:
                self._decided.add(row.id)

    def finished(self) -> Watched:
        """The monitor after it; what others can see of a session is its next revision, once."""
        for name, happened in self._happened.items():
            self.changed[name] = happened.standing()
        for name, known in self._before.standings.items():
            if known.case in self._decided:
                self.changed.setdefault(name, known)
        standings = dict(self._before.standings)
        for name, standing in self.changed.items():
            told = self._revised(name, standing)
            self.changed[name] = told
            self.rows[name] = told.row
            if told.open:
                standings[name] = told
            else:
                standings.pop(name, None)
        return Watched(self._state, self._ordinal, self._before.snapshot_at, standings)

    def _revised(self, name: str, standing: Standing) -> Standing:
        if standing.case in self._decided:
            standing = replace(standing, case=None)
        known = self._before.standings.get(name)
        revision = 0 if known is None else known.row.revision
        if known is None or _visible(known) != _visible(standing):
            revision += 1
        return replace(standing, row=replace(standing.row, revision=revision))


def _visible(standing: Standing) -> tuple[object, ...]:
    row = standing.row
    return row.state, row.verdict, row.share, row.ended_at, standing.case
