"""The laws every implementation of `monitor.Journal` must pass.

Parametrise one test over `JOURNAL_LAWS`, with a function that makes an empty journal:

```python
@pytest.mark.parametrize("law", JOURNAL_LAWS, ids=lambda law: law.__name__)
def test_my_journal_passes_the_law(law: JournalLaw) -> None:
    law(MyJournal)
```
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from laws import monitored, readers
from samehands.finding import Finding
from samehands.monitor import Exposure
from samehands.monitor.inputs import (
    CaseDecided,
    CaseDecision,
    EarlySignArrived,
    Input,
    RecordsRead,
    SessionEnded,
    SessionStarted,
    StepUpAnswered,
    TemplateRolledBack,
    WindowArrived,
)
from samehands.monitor.journal import Addition, Journal, Kept, Taken
from samehands.monitor.state import MonitorState
from samehands.quantities import Micros, Nats
from samehands.rhythm.early import EarlySign, SignFlag
from samehands.rhythm.window import (
    DIMENSIONS,
    EMBEDDING_CLIP,
    PROJECTION_REF_BYTES,
    SEQUENCE_LIMIT,
    ClockClass,
    PathFlag,
    Scalars,
    Window,
)
from samehands.trust import (
    Channel,
    Explanation,
    Reason,
    ReasonCode,
    TrustState,
    Verdict,
    VerdictKind,
)
from samehands.wire.schema import SCALARS

JournalLaw = Callable[[Callable[[], Journal]], None]

# What the drawn inputs are made of.

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
MOMENTS = st.integers(0, 2**53).map(Micros)
NATS = st.floats(-1e6, 1e6).map(Nats)
NUMBERS = st.dictionaries(st.text(st.characters(codec="ascii"), max_size=12), NATS, max_size=3)
WINDOWS = st.builds(
    Window,
    st.binary(min_size=PROJECTION_REF_BYTES, max_size=PROJECTION_REF_BYTES),
    st.integers(0, SEQUENCE_LIMIT),
    st.lists(
        st.integers(-EMBEDDING_CLIP, EMBEDDING_CLIP), min_size=DIMENSIONS, max_size=DIMENSIONS
    ).map(lambda steps: bytes(step % 256 for step in steps)),
    st.builds(Scalars, *(st.integers(part.low, part.high) for part in SCALARS)),
    st.sampled_from(ClockClass),
    st.integers(0, sum(PathFlag)).map(PathFlag),
)
SIGNS = st.builds(
    EarlySign,
    st.binary(min_size=PROJECTION_REF_BYTES, max_size=PROJECTION_REF_BYTES),
    st.integers(0, SEQUENCE_LIMIT),
    st.integers(1, sum(SignFlag)).map(SignFlag),
)
INPUTS: st.SearchStrategy[Input] = st.one_of(
    st.builds(SessionStarted, NAMES, MOMENTS),
    st.builds(WindowArrived, NAMES, WINDOWS, MOMENTS),
    st.builds(EarlySignArrived, NAMES, SIGNS, MOMENTS),
    st.builds(StepUpAnswered, NAMES, st.booleans(), MOMENTS, st.booleans()),
    st.builds(SessionEnded, NAMES, MOMENTS),
    st.builds(CaseDecided, NAMES, st.sampled_from(CaseDecision), MOMENTS, st.none() | MOMENTS),
    st.builds(TemplateRolledBack, st.integers(0, 2**31), MOMENTS),
    st.builds(
        RecordsRead,
        st.none() | NAMES,
        MOMENTS,
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
        st.integers(0, 2**63 - 1),
        st.lists(readers.reads, min_size=1, max_size=3).map(tuple),
        st.integers(0, 1),
        st.none() | st.just("bank-loans"),
    ),
)
EXPOSURES = st.builds(
    Exposure, st.integers(0, 99), st.integers(0, 9), st.integers(99, 999), st.none() | MOMENTS
)
VERDICTS = st.builds(
    Verdict,
    st.sampled_from(VerdictKind),
    st.lists(
        st.builds(
            Reason, st.sampled_from(ReasonCode), st.sampled_from(VerdictKind), NAMES, NUMBERS
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
)
EXPLANATIONS = st.builds(
    Explanation,
    NATS,
    st.sampled_from(Channel),
    st.floats(0, 1),
    NAMES,
    st.dictionaries(st.sampled_from(Channel), NATS, max_size=3),
)
TAKEN = st.builds(
    Taken,
    ordinal=st.integers(1, 2**40),
    event=INPUTS,
    state=st.none() | st.sampled_from(TrustState),
    level=NATS,
    threshold=NATS,
    llr=st.none() | NATS,
    verdict=st.none() | VERDICTS,
    findings=st.lists(st.builds(Finding, NAMES, NAMES, NUMBERS), max_size=2).map(tuple),
    explanation=st.none() | EXPLANATIONS,
    exposure=st.none() | EXPOSURES,
)


def some_taken(number: int, *, after: int = 0, session: str = "a") -> tuple[Taken, ...]:
    """A session's first inputs: its start, then windows, one a minute."""
    return tuple(
        Taken(ordinal, event, TrustState.LEARNING, Nats(0.5), Nats(10.0))
        for ordinal, event in enumerate(_events(number, session), start=after + 1)
    )


def _events(number: int, session: str) -> list[Input]:
    typed = monitored.windows(monitored.person(1, life=1), number - 1)
    return [SessionStarted(session, monitored.minute(0)), *monitored.arrivals(session, typed)]


def enrolled(subject: str) -> MonitorState:
    """A subject with a template, so a state as large as any."""
    return replace(monitored.enrolled(1), subject=subject)


def nothing_is_known_at_first(make: Callable[[], Journal]) -> None:
    """A fresh state of the name that was asked for, and an append of nothing is nothing."""
    journal = make()
    assert journal.load("subject-1") == Kept(MonitorState("subject-1"))
    assert journal.load("subject-1").ordinal == 0
    assert journal.append([]) == frozenset()
    assert journal.load("ß 猫") == Kept(MonitorState("ß 猫"))


def what_was_appended_is_loaded(make: Callable[[], Journal]) -> None:
    """All of it, in its order, whether it came at once or one by one."""
    journal = make()
    taken = some_taken(5)
    events = tuple(one.event for one in taken)
    assert journal.append([Addition("at once", 0, taken)]) == frozenset()
    for one in taken:
        assert journal.append([Addition("one by one", one.ordinal - 1, (one,))]) == frozenset()
    for subject in ("at once", "one by one"):
        assert journal.load(subject) == Kept(MonitorState(subject), 0, events)
        assert journal.load(subject).ordinal == 5


def since_is_what_came_after_the_last_snapshot(make: Callable[[], Journal]) -> None:
    """The state is the one that was kept last."""
    journal = make()
    taken = some_taken(6)
    state = enrolled("subject-1")
    journal.append([Addition("subject-1", 0, taken[:2], MonitorState("subject-1"))])
    journal.append([Addition("subject-1", 2, taken[2:4], state)])
    assert journal.load("subject-1") == Kept(state, 4)
    journal.append([Addition("subject-1", 4, taken[4:])])
    events = tuple(one.event for one in taken[4:])
    assert journal.load("subject-1") == Kept(state, 4, events)


def a_snapshot_alone_is_kept_if_nothing_came_since(make: Callable[[], Journal]) -> None:
    """It takes the place of stepping through the inputs, and of nobody's who was never heard of."""
    journal = make()
    state = enrolled("subject-1")
    assert journal.append([Addition("subject-1", 0, (), state)]) == {"subject-1"}
    assert journal.load("subject-1") == Kept(MonitorState("subject-1"))
    journal.append([Addition("subject-1", 0, some_taken(4))])
    for elsewhere in (3, 5):
        assert journal.append([Addition("subject-1", elsewhere, (), state)]) == {"subject-1"}
    assert journal.load("subject-1").snapshot_at == 0
    assert journal.append([Addition("subject-1", 4, (), state)]) == frozenset()
    assert journal.load("subject-1") == Kept(state, 4)
    journal.append([Addition("subject-1", 4, some_taken(1, after=4))])
    assert journal.load("subject-1").ordinal == 5


def behind_are_those_with_inputs_since_their_snapshot(make: Callable[[], Journal]) -> None:
    """In pages, each of them once."""
    journal = make()
    assert journal.behind(limit=10) == ()
    names = [f"subject-{number}" for number in range(5)]
    journal.append([Addition(name, 0, some_taken(2)) for name in names])
    assert journal.behind(limit=10) == tuple(names)
    assert journal.behind(limit=2) == tuple(names[:2])
    assert journal.behind(after=names[1], limit=2) == tuple(names[2:4])
    journal.append([Addition(name, 2, (), enrolled(name)) for name in names[:4]])
    assert journal.behind(limit=10) == (names[4],)


def who_comes_second_is_told_and_keeps_nothing(make: Callable[[], Journal]) -> None:
    """Neither inputs nor snapshot, whether they were stepped from too early or too late."""
    journal = make()
    first, second = some_taken(2), some_taken(2, session="b")
    stranger = Addition("subject-1", 3, some_taken(2, after=3))
    assert journal.append([stranger]) == {"subject-1"}
    assert journal.load("subject-1") == Kept(MonitorState("subject-1"))
    journal.append([Addition("subject-1", 0, first)])
    for after in (0, 1, 3):
        late = some_taken(2, after=after, session="b")
        addition = Addition("subject-1", after, late, enrolled("subject-1"))
        assert journal.append([addition]) == {"subject-1"}
    events = tuple(one.event for one in first)
    assert journal.load("subject-1") == Kept(MonitorState("subject-1"), 0, events)
    follows = Addition(
        "subject-1", 2, tuple(replace(one, ordinal=one.ordinal + 2) for one in second)
    )
    assert journal.append([follows]) == frozenset()


def a_conflict_is_nobody_else_s(make: Callable[[], Journal]) -> None:
    """Everything of the others in the same append is kept."""
    journal = make()
    journal.append([Addition("taken", 0, some_taken(1))])
    additions = [
        Addition("before", 0, some_taken(2)),
        Addition("taken", 0, some_taken(2), enrolled("taken")),
        Addition("behind", 0, some_taken(2), enrolled("behind")),
    ]
    assert journal.append(additions) == {"taken"}
    assert journal.load("before").ordinal == 2
    assert journal.load("taken").ordinal == 1
    assert journal.load("behind") == Kept(enrolled("behind"), 2)


def names_that_differ_in_anything_are_different_subjects(make: Callable[[], Journal]) -> None:
    """Also in case, in an accent however it is written, and in spaces."""
    journal = make()
    names = ["a", "A", "ä", "a\u0308", "a ", " a", "%", "a_", "'", "\\", "\U0001f431"]
    for place, name in enumerate(names, start=1):
        assert journal.append([Addition(name, 0, some_taken(place))]) == frozenset()
    assert [journal.load(name).ordinal for name in names] == list(range(1, len(names) + 1))


@dataclass
class _Model:
    """What a journal has to say about one subject."""

    taken: list[Taken] = field(default_factory=list)
    snapshot: MonitorState | None = None
    snapshot_at: int = 0

    def kept(self, subject: str) -> Kept:
        since = tuple(one.event for one in self.taken[self.snapshot_at :])
        return Kept(self.snapshot or MonitorState(subject), self.snapshot_at, since)


_PART = st.tuples(
    st.sampled_from([0, 0, 0, -1, 1]),  # how far `after` is from where the subject is
    st.lists(TAKEN, min_size=1, max_size=3),
    st.booleans(),  # with a snapshot
)
_APPENDS = st.lists(
    st.dictionaries(st.sampled_from("abc"), _PART, min_size=1, max_size=3), min_size=1, max_size=5
)


def any_appends_leave_what_a_list_would_hold(make: Callable[[], Journal]) -> None:
    """For inputs of every kind: the model is a list, and the last snapshot in it."""
    journal, lives = make(), count()

    @settings(max_examples=25)
    @given(_APPENDS)
    def check(appends: list[dict[str, tuple[int, list[Taken], bool]]]) -> None:
        life = next(lives)  # one journal for all examples, so each has subjects of its own
        models = {f"{name}-{life}": _Model() for name in "abc"}
        for append in appends:
            parts = {f"{name}-{life}": part for name, part in append.items()}
            additions = [_addition(name, models[name], part) for name, part in parts.items()]
            assert journal.append(additions) == _conflicts(models, additions)
            for name, model in models.items():
                assert journal.load(name) == model.kept(name)

    check()


def _addition(subject: str, model: _Model, part: tuple[int, Sequence[Taken], bool]) -> Addition:
    off, drawn, keeps = part
    after = max(0, len(model.taken) + off)
    taken = tuple(
        replace(one, ordinal=ordinal) for ordinal, one in enumerate(drawn, start=after + 1)
    )
    return Addition(subject, after, taken, enrolled(subject) if keeps else None)


def _conflicts(models: dict[str, _Model], additions: list[Addition]) -> set[str]:
    """Append to the models; for whom that was not possible."""
    conflicts = set()
    for one in additions:
        model = models[one.subject]
        if len(model.taken) != one.after:
            conflicts.add(one.subject)
            continue
        model.taken.extend(one.taken)
        if one.snapshot is not None:
            model.snapshot, model.snapshot_at = one.snapshot, len(model.taken)
    return conflicts


JOURNAL_LAWS: tuple[JournalLaw, ...] = (
    nothing_is_known_at_first,
    what_was_appended_is_loaded,
    since_is_what_came_after_the_last_snapshot,
    a_snapshot_alone_is_kept_if_nothing_came_since,
    behind_are_those_with_inputs_since_their_snapshot,
    who_comes_second_is_told_and_keeps_nothing,
    a_conflict_is_nobody_else_s,
    names_that_differ_in_anything_are_different_subjects,
    any_appends_leave_what_a_list_would_hold,
)
