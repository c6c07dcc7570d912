"""Any inputs in any order: what must hold after each of them."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from laws import monitored, readers
from samehands.access import AccessFindingKind
from samehands.identity import restorable
from samehands.monitor import (
    CaseDecided,
    CaseDecision,
    FindingKind,
    Input,
    MonitorState,
    RecordsRead,
    SessionEnded,
    SessionStarted,
    StepResult,
    StepUpAnswered,
    TemplateRolledBack,
    WindowArrived,
    decode_state,
    encode_state,
    exposure_of,
    step,
)
from samehands.monitor.holding import windows_in
from samehands.monitor.state import OPEN_SESSIONS
from samehands.quantities import Micros
from samehands.rhythm.window import PathFlag, Window
from samehands.trust import Check, Policy, TrustState, VerdictKind

SETUP = monitored.setup(
    Policy(
        {"session": Check(lock_at=3.0)},
        findings={FindingKind.DEVICE_NOT_ENROLLED: VerdictKind.STEP_UP},
    )
)
TYPED: dict[str, list[Window]] = {
    "owner": monitored.windows(monitored.person(1, life=7), 12),
    "intruder": monitored.windows(monitored.person(2, life=7), 12),
    "program": monitored.windows(monitored.person(2, life=8), 12, path=PathFlag.INJECTED),
}
SESSIONS = st.sampled_from(["a", "b", "c", "d", "e", "f"])
DROPPED = {FindingKind.WINDOW_REPEATED, FindingKind.WINDOW_TOO_LATE}


class Monitored(RuleBasedStateMachine):
    """A subject in front of a monitor, and a second monitor that is restarted after each input."""

    def __init__(self) -> None:
        super().__init__()
        self.state = MonitorState("subject-1")
        self.restarted = self.state
        self.last: StepResult | None = None
        self.came: dict[str, set[int]] = {}
        self.told_reads: set[tuple[str, str | None, int]] = set()
        self.now = 0

    @initialize(known=st.booleans())
    def begin(self, known: bool) -> None:  # noqa: FBT001  # drawn by Hypothesis
        """Before enrolment, or after it."""
        if known:
            self.state = self.restarted = monitored.enrolled(1)
            self.now = monitored.NEXT_WEEK

    @rule(session=SESSIONS)
    def log_in(self, session: str) -> None:
        """A session starts, or is said to once more."""
        if session not in self.state.sessions:
            self.came[session] = set()
        self.tell(SessionStarted(session, Micros(self.now)))

    @rule(session=SESSIONS, who=st.sampled_from(sorted(TYPED)), sequence=st.integers(0, 70))
    def type_anything(self, session: str, who: str, sequence: int) -> None:
        """A window with any number: next, after a gap, late, or a repeat."""
        open_before = session in self.state.sessions
        before = self.state
        window = replace(TYPED[who][sequence % 12], sequence=sequence)
        said = {
            f.kind for f in self.tell(WindowArrived(session, window, Micros(self.now))).findings
        }
        if not open_before:
            assert said == {FindingKind.SESSION_UNKNOWN}
        elif sequence in self.came[session]:
            assert said & DROPPED
            assert self.state is before
        elif not said & DROPPED:
            self.came[session].add(sequence)

    @rule(session=SESSIONS, who=st.sampled_from(["owner", "intruder"]), number=st.integers(1, 6))
    def type_on(self, session: str, who: str, number: int) -> None:
        """Some windows in order."""
        for _ in range(number):
            if session in self.state.sessions:
                due = self.state.sessions[session].sequences.due
                self.type_anything(session, who, due)

    @rule(
        session=st.none() | SESSIONS,
        source=st.sampled_from(["one", "two"]),
        sequence=st.integers(0, 5),
        seconds=st.sampled_from([0.5, 60.0, 900.0]),
        number=st.integers(1, 25),
    )
    def read_records(
        self, session: str | None, source: str, sequence: int, seconds: float, number: int
    ) -> None:
        """Records are read, at any pace, in a batch that may have come before."""
        before = self.state
        start = max(0, self.now - int(number * seconds * 10**6))
        reads = tuple(readers.every(seconds, number, start, first=self.now // 10**6))
        event = RecordsRead(session, Micros(self.now), source, sequence, reads)
        result = self.tell(event)
        if (source, session, sequence) in self.told_reads:
            assert result.state is before
            assert {f.kind for f in result.findings} == {AccessFindingKind.READS_REPEATED}
        else:
            self.told_reads.add((source, session, sequence))
            assert result.state is not before
        assert result.state.template is before.template
        for name, known in before.sessions.items():
            assert result.state.sessions[name].trust.judged == known.trust.judged

    @rule(session=SESSIONS, passed=st.booleans(), strong=st.booleans())
    def answer(self, session: str, passed: bool, strong: bool) -> None:  # noqa: FBT001  # drawn
        """A step-up is answered."""
        before = self.state
        due = before.strong_due or (
            session in before.sessions and before.sessions[session].strong_due
        )
        result = self.tell(StepUpAnswered(session, passed, Micros(self.now), strong=strong))
        if result.verdict is not None:
            opened = passed and (strong or not due)
            assert (result.verdict.kind is VerdictKind.LOCK) is not opened
            assert self.state.strong_due is (before.strong_due and not opened)

    @rule(session=SESSIONS, decision=st.sampled_from(CaseDecision), ago=st.integers(0, 5000))
    def decide(self, session: str, decision: CaseDecision, ago: int) -> None:
        """An analyst decides on a case of any session, open or not."""
        before = self.state
        since = Micros(max(0, self.now - ago * monitored.MINUTE))
        self.tell(CaseDecided(session, decision, Micros(self.now), since))
        compromised = decision is CaseDecision.CONFIRM_COMPROMISED
        assert self.state.strong_due is (before.strong_due or compromised)
        if compromised:
            assert not self.state.held
            assert session not in self.state.sessions or not (
                self.state.sessions[session].quarantine
            )
        else:
            assert self.state.template == before.template
            assert self.learnable(self.state) == self.learnable(before)

    def learnable(self, state: MonitorState) -> int:
        """Windows that wait to be learnt from, one way or another; few enough here to all fit."""
        waiting = sum(len(session.quarantine) for session in state.sessions.values())
        return waiting + windows_in(state.held)

    @rule(back=st.integers(0, 3))
    def roll_back(self, back: int) -> None:
        """Somebody asks for an earlier version."""
        template = self.state.template
        if template is not None and template.version - back in restorable(template):
            self.tell(TemplateRolledBack(template.version - back, Micros(self.now)))

    @rule(session=SESSIONS)
    def log_out(self, session: str) -> None:
        """A session ends."""
        self.tell(SessionEnded(session, Micros(self.now)))
        assert session not in self.state.sessions

    @rule(minutes=st.integers(-5, 60 * 30))
    def wait(self, minutes: int) -> None:
        """Time passes, or is set back."""
        self.now = max(0, self.now + minutes * monitored.MINUTE)

    def tell(self, event: Input) -> StepResult:
        """Step both monitors; the restarted one goes through bytes first."""
        before = self.state
        kept = encode_state(before)
        result = step(before, event, SETUP)
        assert encode_state(before) == kept
        again = step(decode_state(encode_state(self.restarted)), event, SETUP)
        assert again == result
        self.state, self.restarted, self.last = result.state, again.state, result
        self.held_its_ground(before, event, result)
        return result

    def held_its_ground(self, before: MonitorState, event: Input, result: StepResult) -> None:
        """An alarm and a lock end only by a passed step-up or an analyst's decision."""
        if event.session is None:
            return
        was = before.sessions.get(event.session)
        now = result.state.sessions.get(event.session)
        settles = isinstance(event, StepUpAnswered | CaseDecided)
        if was is None or now is None or settles:
            return
        if was.trust.state is TrustState.LOCKED:
            assert now.trust.state is TrustState.LOCKED
        if was.trust.state is TrustState.ALARM:
            assert now.trust.state in {TrustState.ALARM, TrustState.LOCKED}

    @invariant()
    def there_is_a_verdict_exactly_for_open_sessions_and_it_fits_the_state(self) -> None:
        """Never an allow in alarm, never anything but lock when locked."""
        if self.last is None or self.last.verdict is None:
            return
        assert self.last.trust is not None
        assert self.last.verdict.reasons
        if self.last.trust.state is TrustState.LOCKED:
            assert self.last.verdict.kind is VerdictKind.LOCK
        if self.last.trust.state is TrustState.ALARM:
            assert self.last.verdict.kind is VerdictKind.STEP_UP

    @invariant()
    def while_a_strong_proof_is_due_no_session_is_allowed_anything(self) -> None:
        """Whatever else was decided or proven."""
        if self.last is not None and self.last.verdict is not None and self.state.strong_due:
            assert self.last.verdict.kind is VerdictKind.LOCK

    @invariant()
    def it_stays_small_and_finite(self) -> None:
        """Whatever comes, a state has an end."""
        assert len(self.state.sessions) <= OPEN_SESSIONS
        assert len(encode_state(self.state)) < 60_000

    @invariant()
    def exposure_is_within_its_interval_and_only_where_there_is_doubt(self) -> None:
        """Nobody's reading is told without one."""
        for session in self.state.sessions.values():
            exposure = exposure_of(session, SETUP)
            if exposure is not None:
                assert 0 <= exposure.low <= exposure.records <= exposure.high
            else:
                shares = session.trust.shares(SETUP.thresholds).values()
                assert max(shares, default=0.0) < SETUP.policy.marks.verified_below

    @invariant()
    def what_counts_is_what_came(self) -> None:
        """Received windows are judged, not judgeable or dropped; none counts twice."""
        for name, session in self.state.sessions.items():
            assert session.trust.judged <= len(self.came[name])
            assert len(session.quarantine) <= len(self.came[name])


TestMonitored = Monitored.TestCase
TestMonitored.settings = settings(max_examples=80, stateful_step_count=25)
