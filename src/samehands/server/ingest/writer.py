"""The writer: one thread that steps every monitor and makes it durable, many inputs at a time."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple, cast

from samehands.adapters.sql import CaseRow, CaseStatus, Row, SqlStore
from samehands.errors import InputError, StorageError
from samehands.monitor import Addition, SessionEnded
from samehands.server.ingest.loading import load
from samehands.server.ingest.told import Alone, Job, SettledError, Told
from samehands.server.ingest.watched import Progress, Watched, advance
from samehands.server.metrics import CommitFate, Metrics
from samehands.server.setups import Setups
from samehands.server.standing import Standing

ATTEMPTS: Final = 8
"""How often work is redone because another process appended for the same subject first.

Each time somebody else's went through, so this many in a row means a fault, not a crowd."""


SETTLED_AT_ONCE: Final = 500
"""Monitors that are kept whole in one transaction: 12 MB at the most, where all have long sessions.

More: more memory. Fewer: more transactions, some milliseconds each."""


class Answer(NamedTuple):
    """What a job came to: a value, or an error."""

    job: Job
    value: Any
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a round of the writer has to say.

    Args:
        answers: one for each job.
        standings: of the sessions that changed.
    """

    answers: list[Answer] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)


@dataclass(slots=True)
class _Stepped:
    """A subject's part of a transaction; `progress` is None where its monitor was not to be had."""

    subject: str
    progress: Progress | None
    answers: list[Answer]
    snapshot: bool = False

    def addition(self) -> Addition:
        """What is to be kept; there is progress."""
        progress = cast("Progress", self.progress)
        watched = progress.watched
        return Addition(
            self.subject,
            watched.ordinal - len(progress.taken),
            tuple(progress.taken),
            watched.state if self.snapshot else None,
        )

    def kept(self) -> Watched:
        """The monitor, now that it is durable; there is progress."""
        watched = cast("Progress", self.progress).watched
        return replace(watched, snapshot_at=watched.ordinal) if self.snapshot else watched


class Writer:
    """Steps monitors and makes it durable. Only the writer's thread calls anything here.

    Args:
        store: where it becomes durable.
        setups: how the groups are judged.
        metrics: told of every transaction.
        new_id: gives the id of a case.
        snapshot_every: inputs after which a state is kept whole.
        states: monitors that are held ready.
    """

    def __init__(  # each is one thing that it works with
        self,
        store: SqlStore,
        setups: Setups,
        metrics: Metrics,
        *,
        new_id: Callable[[], str],
        snapshot_every: int,
        states: int,
    ) -> None:
        self._store = store
        self._setups = setups
        self._metrics = metrics
        self._new_id = new_id
        self._snapshot_every = snapshot_every
        self._limit = states
        self._held: OrderedDict[str, Watched] = OrderedDict()

    @property
    def states(self) -> int:
        """Monitors that are held ready."""
        return len(self._held)

    def settle(self) -> None:
        """Keep everybody's monitor whole, so that nobody's inputs are stepped through again.

        Who cannot be loaded, or was appended for by another process meanwhile, is left as they are.

        Raises:
            StorageError: the store refuses. Some may be kept whole.
        """
        last = ""
        while behind := self._store.journal.behind(after=last, limit=SETTLED_AT_ONCE):
            last = behind[-1]
            whole = {}
            for subject in behind:
                with suppress(InputError, StorageError):
                    whole[subject] = self._held.get(subject) or load(
                        self._store, subject, self._setups
                    )
            conflicts = self._store.journal.append(
                [Addition(subject, one.ordinal, (), one.state) for subject, one in whole.items()]
            )
            for subject in whole.keys() & self._held.keys():
                if subject in conflicts:
                    del self._held[subject]
                else:
                    self._held[subject] = replace(
                        whole[subject], snapshot_at=whole[subject].ordinal
                    )

    def forget(self) -> None:
        """Let go of every monitor; each is loaded from the store when it is needed."""
        self._held.clear()

    def work(self, jobs: Sequence[Job]) -> Iterable[Done]:
        """Do jobs in their order; what is to be said comes as soon as it is durable."""
        told: list[Job] = []
        for job in jobs:
            if isinstance(job.work, Told):
                told.append(job)
                continue
            yield self._commit(told)
            told = []
            yield self._alone(job, job.work)
        yield self._commit(told)

    def _alone(self, job: Job, alone: Alone) -> Done:
        self._let_go(alone.subject)
        try:
            if alone.settled:
                self.settle()
            return Done([Answer(job, alone.action())])
        except Exception as error:  # noqa: BLE001  # it is for whoever asked; the writer goes on
            return Done([Answer(job, None, error)])
        finally:
            self._let_go(alone.subject)

    def _let_go(self, subject: str | None) -> None:
        if subject is not None:
            self._held.pop(subject, None)

    def _commit(self, jobs: Sequence[Job]) -> Done:
        done = Done()
        waiting: dict[str, list[Job]] = {}
        for job in jobs:
            waiting.setdefault(job.work.subject or "", []).append(job)
        for _ in range(ATTEMPTS):
            if not waiting:
                return done
            waiting = self._attempt(waiting, done)
        error = StorageError(f"journal: {ATTEMPTS} attempts, and others appended first each time")
        done.answers.extend(Answer(job, None, error) for held in waiting.values() for job in held)
        return done

    def _attempt(self, waiting: dict[str, list[Job]], done: Done) -> dict[str, list[Job]]:
        """Step everything and make it durable; whose is left, somebody else was first."""
        stepped = [self._stepped(subject, jobs) for subject, jobs in waiting.items()]
        try:
            conflicts = self._append(stepped)
        except Exception as error:  # noqa: BLE001  # whoever asked is told; the writer goes on
            self._metrics.committed(CommitFate.FAILED, 0)
            for one in stepped:
                self._held.pop(one.subject, None)
                done.answers.extend(
                    answer if answer.error else Answer(answer.job, None, error)
                    for answer in one.answers
                )
            return {}
        again: dict[str, list[Job]] = {}
        for one in stepped:
            if one.subject in conflicts:
                self._held.pop(one.subject, None)
                again[one.subject] = waiting[one.subject]
                continue
            if one.progress is not None:
                self._hold(one.subject, one.kept())
                done.standings.extend(one.progress.standings.values())
            done.answers.extend(one.answers)
        return again

    def _append(self, stepped: Sequence[_Stepped]) -> frozenset[str]:
        additions = []
        rows: list[Row] = []
        for one in stepped:
            if one.progress is None:
                continue
            rows.extend(one.progress.rows.values())
            if one.progress.taken:
                one.snapshot = self._is_due(one.progress)
                additions.append(one.addition())
        if not (additions or rows):
            return frozenset()
        conflicts = self._store.journal.append(additions, also=rows)
        if conflicts:
            self._metrics.committed(CommitFate.CONFLICT, 0)
        self._metrics.committed(CommitFate.DONE, sum(len(one.taken) for one in additions))
        return conflicts

    def _stepped(self, subject: str, jobs: Sequence[Job]) -> _Stepped:
        """Take in the jobs of a subject one after the other; one that fails leaves no trace."""
        try:
            watched = self._held.get(subject) or load(self._store, subject, self._setups)
        except Exception as error:  # noqa: BLE001  # of this subject only
            return _Stepped(subject, None, [Answer(job, None, error) for job in jobs])
        progress = Progress(watched)
        answers = []
        for job in jobs:
            try:
                told = cast("Told", job.work)
                self._require_open(told.settles, progress)
                outcome = advance(progress, told, self._setups, self._new_id)
            except Exception as error:  # noqa: BLE001  # of this job only
                answers.append(Answer(job, None, error))
            else:
                answers.append(Answer(job, outcome))
        return _Stepped(subject, progress, answers)

    def _require_open(self, case: str | None, progress: Progress) -> None:
        """Refuse to decide a case twice.

        Every decision is an input, so of two processes that both found it open one comes second
        with its append, and looks again.
        """
        if case is None:
            return
        row = progress.rows.get(case) or self._store.cases.get(case)
        if isinstance(row, CaseRow) and row.status is not CaseStatus.OPEN:
            raise SettledError(row)

    def _is_due(self, progress: Progress) -> bool:
        """Whether the state is to be kept whole: now and then, and when a session has ended."""
        since = progress.watched.ordinal - progress.watched.snapshot_at
        return since >= self._snapshot_every or any(
            isinstance(taken.event, SessionEnded) for taken in progress.taken
        )

    def _hold(self, subject: str, watched: Watched) -> None:
        self._held[subject] = watched
        self._held.move_to_end(subject)
        if len(self._held) > self._limit:
            self._held.popitem(last=False)
