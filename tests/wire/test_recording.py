"""A recording reads as it was written, and one that is wrong names the line and keeps the rest."""

import json
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import RecordingError, WireError
from samehands.quantities import Micros
from samehands.rhythm.early import EarlySign, SignFlag
from samehands.rhythm.window import ClockClass, PathFlag, Scalars, Window
from samehands.wire import encode, encode_sign
from samehands.wire.limits import LINE_BYTES, RECORDED_SESSIONS
from samehands.wire.recording import header_line, read_recording, record_line
from samehands.wire.records import (
    Card,
    Header,
    Mark,
    Place,
    Record,
    RecordedMark,
    RecordedSign,
    RecordedWindow,
)

HEADER = Header(bytes(8), Card("a data set", "CC0", "a test"))
PLAIN = Window(bytes(8), 0, bytes(64), Scalars(*[0] * 7), ClockClass.ONE_MS, PathFlag.NONE)


def window_at(
    at: int, *, seat: str = "seat-1", session: str = "s1", projection: bytes = bytes(8)
) -> RecordedWindow:
    """A window at a time."""
    window = replace(PLAIN, projection=projection)
    return RecordedWindow(Place(seat, session, Micros(at)), window)


def sign_at(at: int, *, session: str = "s1", projection: bytes = bytes(8)) -> RecordedSign:
    """An early sign at a time."""
    sign = EarlySign(projection, 0, SignFlag.SHORT_HOLDS)
    return RecordedSign(Place("seat-1", session, Micros(at)), sign)


def mark_at(at: int, mark: Mark, *, session: str = "s1") -> RecordedMark:
    """A mark at a time."""
    return RecordedMark(Place("seat-1", session, Micros(at)), mark)


def written(*records: Record, header: Header = HEADER) -> list[bytes]:
    """The lines of a recording."""
    return [header_line(header), *(record_line(record) for record in records)]


def read_until_wrong(lines: Iterable[bytes]) -> tuple[list[Record], RecordingError]:
    """What was read before the error, and the error."""
    records: list[Record] = []
    with pytest.raises(RecordingError) as caught:
        records.extend(read_recording(lines).records)
    return records, caught.value


RAW_HEADER = json.loads(header_line(HEADER))
RAW_WINDOW = json.loads(record_line(window_at(5)))
RAW_SIGN = json.loads(record_line(sign_at(5)))
RAW_MARK = json.loads(record_line(mark_at(5, Mark.ENROLMENT_ENDS)))
IN_BASE64 = RAW_WINDOW["window"]


@given(
    st.from_type(Header),
    st.lists(
        st.builds(RecordedWindow, st.from_type(Place), st.from_type(Window))
        | st.builds(RecordedSign, st.from_type(Place), st.from_type(EarlySign))
        | st.builds(RecordedMark, st.from_type(Place), st.sampled_from(Mark)),
        max_size=8,
        unique_by=lambda record: (record.place.seat, record.place.session),
    ),
)
def test_a_recording_reads_as_it_was_written(header: Header, drawn: list[Record]) -> None:
    records = [window_at(0, projection=header.projection), *drawn]
    for number, record in enumerate(records):
        if isinstance(record, RecordedWindow):
            window = replace(record.window, projection=header.projection)
            records[number] = RecordedWindow(record.place, window)
        elif isinstance(record, RecordedSign):
            sign = replace(record.sign, projection=header.projection)
            records[number] = RecordedSign(record.place, sign)

    recording = read_recording(written(*records, header=header))

    assert recording.header == header
    assert list(recording.records) == records


def test_lines_may_come_without_their_ends_and_with_those_of_windows() -> None:
    lines = written(window_at(1), window_at(2))
    for end in (b"", b"\r\n"):
        other = [line.rstrip(b"\n") + end for line in lines]
        assert list(read_recording(other).records) == [window_at(1), window_at(2)]


def test_the_header_is_read_without_reading_on() -> None:
    def lines() -> Iterable[bytes]:
        yield header_line(HEADER)
        pytest.fail("read on")

    assert read_recording(lines()).header == HEADER


def test_sessions_and_seats_have_their_own_times() -> None:
    records: list[Record] = [
        *(window_at(9), window_at(3, session="s2"), window_at(1, seat="seat-2"), window_at(9)),
    ]

    assert list(read_recording(written(*records)).records) == records


def test_every_mark_may_stand_where_it_belongs() -> None:
    records: list[Record] = [
        *(mark_at(0, Mark.SESSION_STARTS), window_at(1)),
        *(mark_at(2, Mark.TAKEOVER_BEGINS), window_at(2)),
        *(mark_at(2, Mark.INJECTION_BEGINS), sign_at(2), window_at(2)),
        *(mark_at(3, Mark.SESSION_ENDS), mark_at(3, Mark.ENROLMENT_ENDS)),
    ]

    assert list(read_recording(written(*records)).records) == records


def test_more_sessions_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    few = replace(RECORDED_SESSIONS, value=2)
    monkeypatch.setattr("samehands.wire.recording.RECORDED_SESSIONS", few)
    sessions = [window_at(1, session=name) for name in ("s1", "s2", "s1", "s3")]

    records, error = read_until_wrong(written(*sessions))

    assert records == sessions[:3]
    assert error.where == "line 5, session"


@pytest.mark.parametrize(
    ("bad", "where"),
    [
        ([window_at(4)], "line 3, at_us"),
        ([mark_at(4, Mark.ENROLMENT_ENDS)], "line 3, at_us"),
        ([mark_at(5, Mark.SESSION_STARTS)], "line 3, mark"),
        ([mark_at(5, Mark.SESSION_ENDS), window_at(5)], "line 4, window"),
        ([mark_at(5, Mark.SESSION_ENDS), sign_at(5)], "line 4, sign"),
        ([sign_at(4)], "line 3, at_us"),
        ([window_at(6, projection=b"another!")], "line 3, field projection"),
        ([sign_at(6, projection=b"another!")], "line 3, field projection"),
    ],
    ids=[
        "window back in time",
        "mark back in time",
        "late start",
        "window after the end",
        "sign after the end",
        "sign back in time",
        "window's projection",
        "sign's projection",
    ],
)
def test_a_contradiction_names_its_line_and_what_was_before_is_kept(
    bad: list[Record], where: str
) -> None:
    records, error = read_until_wrong(written(window_at(5), *bad, window_at(6)))

    assert error.where == where
    assert records == [window_at(5), *bad[:-1]]


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_last_line_that_was_cut_off_is_said_to_be_and_loses_nothing_before_it(cut: int) -> None:
    lines = written(window_at(1), window_at(2), window_at(3))

    records, error = read_until_wrong([*lines[:-1], lines[-1][: -10 * cut]])

    assert records == [window_at(1), window_at(2)]
    assert (error.where, error.due) == ("line 4, form", "one JSON object")
    assert "cut off" in error.got


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (b"\n", "form"),
        (b"null\n", "form"),
        (b"{}\n", "fields"),
        (b"\xff\xfe\n", "form"),
        (b"[" * 5000 + b"\n", "form"),
        (b"{" + b" " * LINE_BYTES.value + b"}", "size"),
        (b'{"at_us":1' + b"0" * 5000 + b"}", "form"),
        (b'{"seat":"a","seat":"a"}\n', "form"),
        (header_line(HEADER), "fields"),
    ],
)
def test_a_line_that_is_no_record_names_itself(line: bytes, where: str) -> None:
    records, error = read_until_wrong([*written(window_at(1)), line])

    assert records == [window_at(1)]
    assert error.where == f"line 3, {where}"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"keys": 12}, "fields"),
        ({"mark": "session-starts"}, "fields"),
        ({"window": None}, "fields"),
        ({"window": ""}, "message size"),
        ({"window": "!"}, "window"),
        ({"window": "é"}, "window"),
        ({"window": IN_BASE64[:-1]}, "window"),
        ({"window": IN_BASE64[:-2] + "B="}, "window"),
        ({"window": IN_BASE64 + "\n"}, "window"),
        ({"window": b64encode(b"\x97\x01").decode()}, "message version"),
        ({"window": b64encode(encode(PLAIN)[:-1] + b"\x10").decode()}, "field path"),
        ({"seat": "a/b"}, "seat"),
        ({"session": 7}, "fields"),
        ({"at_us": -1}, "at_us"),
        ({"at_us": 2**53}, "at_us"),
        ({"at_us": 10**400}, "at_us"),
        ({"at_us": 1.0}, "fields"),
        ({"at_us": float("nan")}, "fields"),
        ({"at_us": float("inf")}, "fields"),
        ({"at_us": True}, "fields"),
    ],
)
def test_a_window_s_line_with_a_wrong_field_names_it(
    change: dict[str, object], where: str
) -> None:
    line = json.dumps(RAW_WINDOW | change).encode()

    _, error = read_until_wrong([header_line(HEADER), line])

    assert error.where == f"line 2, {where}"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"keys": 12}, "fields"),
        ({"window": IN_BASE64}, "fields"),
        ({"sign": 1}, "fields"),
        ({"sign": "!"}, "sign"),
        ({"sign": RAW_SIGN["sign"] + "\n"}, "sign"),
        ({"sign": ""}, "message size"),
        ({"sign": IN_BASE64}, "message size"),
        ({"sign": b64encode(encode_sign(sign_at(0).sign)[:-1] + b"\x08").decode()}, "field signs"),
        ({"at_us": -1}, "at_us"),
    ],
)
def test_a_sign_s_line_with_a_wrong_field_names_it(change: dict[str, object], where: str) -> None:
    line = json.dumps(RAW_SIGN | change).encode()

    _, error = read_until_wrong([header_line(HEADER), line])

    assert error.where == f"line 2, {where}"


@pytest.mark.parametrize("mark", ["", "enrolment ends", "ENROLMENT-ENDS", 1, None, ["x"]])
def test_an_unknown_mark_is_refused(mark: object) -> None:
    line = json.dumps(RAW_MARK | {"mark": mark}).encode()

    _, error = read_until_wrong([header_line(HEADER), line])

    assert error.where == "line 2, fields"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"samehands": "windows/2"}, "samehands"),
        ({"samehands": None}, "samehands"),
        ({"projection": "00"}, "projection"),
        ({"projection": "AA" * 8}, "projection"),
        ({"projection": "zz" * 8}, "projection"),
        ({"people": 20}, "fields"),
        ({"card": {}}, "fields"),
        ({"card": {"source": "a", "licence": "b", "made_by": "c", "mood": "d"}}, "fields"),
        ({"card": {"source": "a", "licence": "", "made_by": "c"}}, "card, licence"),
        ({"card": {"source": "a\u001b[2J", "licence": "b", "made_by": "c"}}, "card, source"),
    ],
)
def test_a_wrong_header_is_refused_at_once(change: dict[str, object], where: str) -> None:
    line = json.dumps(RAW_HEADER | change).encode() + b"\n"

    with pytest.raises(RecordingError) as caught:
        read_recording([line])

    assert caught.value.where == f"line 1, {where}"


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [b""],
        [b"\n"],
        [b'{"at_us": 0, "position": "KeyA", "action": "down"}\n'],
        [b"PK\x03\x04"],
        [header_line(HEADER).replace(b"{", b'{"samehands":"windows/1",', 1)],
        [record_line(mark_at(0, Mark.SESSION_STARTS)), header_line(HEADER)],
    ],
)
def test_what_does_not_begin_with_a_header_is_refused_at_its_first_line(
    lines: list[bytes],
) -> None:
    with pytest.raises(RecordingError, match="line 1"):
        read_recording(lines)


@pytest.mark.parametrize("records", [[], [mark_at(0, Mark.SESSION_STARTS)], [sign_at(0)]])
def test_a_recording_without_a_window_is_refused(records: list[Record]) -> None:
    kept, error = read_until_wrong(written(*records))

    assert kept == records
    assert error.where == f"after line {1 + len(records)}"


def test_a_window_that_cannot_be_read_again_is_not_written() -> None:
    bad = RecordedWindow(Place("a", "b", Micros(0)), replace(PLAIN, path=PathFlag(16)))

    with pytest.raises(WireError, match="field path"):
        record_line(bad)


@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 8), st.binary(max_size=8)), max_size=4)
)
def test_a_mangled_recording_raises_our_error_or_reads(cuts: list[tuple[int, int, bytes]]) -> None:
    data = b"".join(written(mark_at(0, Mark.SESSION_STARTS), window_at(1), window_at(2)))
    for place, dropped, put in cuts:
        data = data[:place] + put + data[place + dropped :]

    try:
        recording = read_recording(data.splitlines(keepends=True))
        records = list(recording.records)
    except RecordingError as error:
        assert "line " in error.where  # noqa: PT017  # either outcome is a pass
    else:
        again = written(*records, header=recording.header)
        assert list(read_recording(again).records) == records
