from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import monitored
from samehands.access import AccessState
from samehands.access.model import FACTORS
from samehands.access.state import KNOWN_RECORDS, LARGEST, ScaleCount
from samehands.errors import TemplateError
from samehands.liveness import Recollection, Watch
from samehands.liveness.recollection import KEPT_NUMBERS, REMEMBERED, TRAILS, Place, Trail
from samehands.liveness.seen import LONGEST_RUN
from samehands.monitor import MonitorState, SessionStarted, decode_state, encode_state
from samehands.monitor.exposed import Change, Exposed, Mark
from samehands.monitor.sequence import Sequences
from samehands.monitor.sources import KEY_BYTES, SOURCES
from samehands.monitor.state import (
    ENROLMENT_SESSIONS,
    HELD_PARTS,
    HELD_WINDOWS,
    OPEN_SESSIONS,
    QUARANTINED_WINDOWS,
    EnrolmentSession,
    Held,
    OpenSession,
    Proof,
    Quarantined,
)
from samehands.monitor.state_codec import STATE_BYTES
from samehands.quantities import Micros
from samehands.trust import Hypothesis, Trust


def busy() -> MonitorState:
    """Enrolled, one session open with windows in it."""
    typed = monitored.windows(monitored.person(1, life=1), 4)
    login = SessionStarted("a", Micros(monitored.NEXT_WEEK))
    events = [login, *monitored.arrivals("a", typed)]
    return monitored.run(monitored.enrolled(1), events, monitored.setup())[-1].state


def busy_held(embeddings: bytes) -> Held:
    """Something held."""
    return Held("a", busy().sessions["a"].quarantine[0].device, embeddings, Micros(0))


def fullest() -> MonitorState:
    """As large as a state can get."""
    state = busy()
    window = state.sessions["a"].quarantine[0]
    mark = Mark(Micros(2**53), 10**12)
    exposed = Exposed(mark, {name: Change(mark, mark) for name in Hypothesis}, bulk=True)
    session = OpenSession(
        Micros(2**53),
        state.sessions["a"].trust,
        inherited="y" * 128,
        quarantine=(window,) * QUARANTINED_WINDOWS,
        exposed=exposed,
        watch=Watch(
            Trail(2**53, (Place(REMEMBERED, 7, 1.0),) * TRAILS, 1.0), LONGEST_RUN, LONGEST_RUN
        ),
    )
    held = Held(
        "x" * 128,
        window.device,
        window.embedding * (HELD_WINDOWS // HELD_PARTS),
        Micros(2**53),
    )
    part = EnrolmentSession(window.device, window.embedding * QUARANTINED_WINDOWS)
    return replace(
        state,
        subject="s" * 128,
        enrolling=(part,) * ENROLMENT_SESSIONS,
        sessions={f"{'x' * 127}{n}": session for n in range(OPEN_SESSIONS)},
        carried_from="z" * 128,
        held=(held,) * HELD_PARTS,
        strong_due=True,
        access=fullest_access(),
        sources={
            n.to_bytes(KEY_BYTES, "big"): Sequences(2**63, 2**64 - 1) for n in range(SOURCES)
        },
        ended_at=Micros(2**53),
        left=exposed,
        recollection=Recollection(bytes(REMEMBERED * KEPT_NUMBERS), 2**53),
    )


def fullest_access() -> AccessState:
    """As much as can be known of somebody's reading."""
    count = ScaleCount(2**40, LARGEST, (1e11,) * FACTORS, 1e4, 1e11, LARGEST, 1e11, 240)
    known = {n.to_bytes(8, "big"): (Micros(2**53), 10**6) for n in range(KNOWN_RECORDS)}
    return AccessState(
        "r" * 64, (count,) * 5, known=known, last_at=Micros(2**53), hours=b"\xff" * 168
    )


@pytest.mark.parametrize(
    "state", [MonitorState("new"), busy(), fullest()], ids=["new", "busy", "full"]
)
def test_a_state_survives_storage(state: MonitorState) -> None:
    data = encode_state(state)

    assert decode_state(data) == state
    assert encode_state(decode_state(data)) == data


def test_the_fullest_state_is_within_the_limit() -> None:
    assert 0.5 * STATE_BYTES < len(encode_state(fullest())) < STATE_BYTES


@given(st.binary(max_size=200))
def test_bytes_that_are_no_state_are_a_template_error(data: bytes) -> None:
    with pytest.raises(TemplateError):
        decode_state(data)


@given(st.data())
def test_damaged_bytes_are_a_state_or_a_template_error(data: st.DataObject) -> None:
    good = bytearray(encode_state(busy()))
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    try:
        state = decode_state(bytes(good))
    except TemplateError:
        return
    assert isinstance(state, MonitorState)


@given(st.integers(0, 10_000))
def test_a_state_that_was_cut_off_is_a_template_error(cut: int) -> None:
    good = encode_state(busy())
    with pytest.raises(TemplateError):
        decode_state(good[: cut % len(good)])


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        (
            {"enrolling": (EnrolmentSession(busy().sessions["a"].quarantine[0].device, b"x"),)},
            "sizes",
        ),
        ({"held": (busy_held(b"x"),)}, "sizes"),
        ({"held": (busy_held(b""),)}, "sizes"),
        ({"held": (busy_held(bytes(64 * (HELD_WINDOWS + 1))),)}, "sizes"),
        ({"held": (busy_held(bytes(64)),) * (HELD_PARTS + 1)}, "sizes"),
        ({"sources": {b"short": Sequences()}}, "sizes"),
        ({"access": AccessState(hours=b"")}, "reading"),
        ({"projection": bytes(8)}, "another projection"),
        ({"sessions": {f"{n}": OpenSession(Micros(0), Trust()) for n in range(9)}}, "sizes"),
    ],
    ids=[
        "half an embedding",
        "half a held window",
        "nothing held",
        "too many held",
        "held of too many",
        "half a source",
        "no hours of the week",
        "another projection",
        "too many sessions",
    ],
)
def test_a_state_that_no_step_leaves_is_refused(changed: dict[str, object], what: str) -> None:
    damaged = replace(busy(), **changed)  # type: ignore[arg-type]
    with pytest.raises(TemplateError, match=what):
        decode_state(encode_state(damaged))


def test_short_embeddings_in_quarantine_are_refused() -> None:
    state = busy()
    session = state.sessions["a"]
    cut = Quarantined(session.quarantine[0].device, b"short", Proof.NONE)
    damaged = msgspec.structs.replace(session, quarantine=(cut,))
    with pytest.raises(TemplateError, match="sizes"):
        decode_state(encode_state(replace(state, sessions={"a": damaged})))


def test_a_state_of_a_later_format_and_an_endless_one_are_refused() -> None:
    later = msgspec.msgpack.decode(encode_state(busy()))
    later[0] = 3
    with pytest.raises(TemplateError, match="format"):
        decode_state(msgspec.msgpack.encode(later))
    with pytest.raises(TemplateError, match="at most"):
        decode_state(bytes(STATE_BYTES + 1))


def test_a_level_that_is_no_number_is_refused() -> None:
    state = busy()
    broken = msgspec.msgpack.decode(encode_state(state))
    broken[5]["a"]["trust"]["cusums"]["other_person"]["level"] = np.nan
    with pytest.raises(TemplateError):
        decode_state(msgspec.msgpack.encode(broken))
