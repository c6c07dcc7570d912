"""The report of a replay: one HTML file, no script, no outside request, light, dark and on paper."""

from collections.abc import Iterator
from html import escape
from importlib import resources
from typing import Final

from samehands.lab.report.account import Account, Seat
from samehands.lab.report.evidence_curve import evidence_curve
from samehands.lab.report.moment import Happening, Moment, clock_text, counted
from samehands.lab.report.take_over import TakeOver
from samehands.wire.records import Header
from samehands.wire.schema import FIELDS, MESSAGE_BYTES

MOST_MOMENTS: Final = 2_000
"""Rows in the table of what happened. More: a browser takes seconds to lay the table out."""

_ALLOWED: Final = "default-src 'none'; style-src 'unsafe-inline'"
_LEGEND: Final = (
    ("line", "evidence while the owner types"),
    ("line by-other", "while somebody else types, by the recording's marks"),
    ("line alarm-line", "where it alarms"),
    ("sign detected", "take-over detected"),
    ("sign false-alarm", "false alarm"),
    ("sign enrolled", "enrolled"),
    ("sign passed", "step-up passed"),
    ("sign failed", "step-up failed"),
)
_SIGNS: Final = {
    "sign detected": "◆",
    "sign false-alarm": "◇",
    "sign enrolled": "▲",
    "sign passed": "●",
    "sign failed": "✕",
}


def replay_report(account: Account, header: Header, *, version: str) -> str:
    """The HTML of a report.

    Args:
        account: of the whole replay.
        header: of the recording; its card is shown.
        version: of this package.

    Returns:
        A page that stands alone. Whatever the recording's names hold, it is shown and not run.
    """
    style = (resources.files(__package__) / "replay.css").read_text(encoding="utf-8")
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta http-equiv="Content-Security-Policy" content="{_ALLOWED}">',
        "<title>Samehands: a replay</title>",
        f"<style>{style}</style></head><body><main>",
        "<h1>Are these still the same hands?</h1>",
        *_summary(account),
        *_seats(account),
        *_moments(account),
        *_what_leaves(account, header),
        *_source(header, version),
        "</main></body></html>\n",
    ]
    return "\n".join(parts)


def _summary(account: Account) -> Iterator[str]:
    yield (
        f"<p>A recording of {counted(len(account.seats), 'seat')} and "
        f"{counted(account.windows, 'window')} of {account.keystrokes} keystrokes, taken through "
        "the monitor as it would have been live.</p>"
    )
    if not account.truth_known:
        alarms = account.count(Happening.ALARM)
        yield f'<ul class="figures">{_figure(str(alarms), _noun(alarms, "alarm"))}</ul>'
        yield "<p>The recording does not say who typed, so nobody can say which alarm is false.</p>"
        return
    false = account.count(Happening.FALSE_ALARM)
    found = [part for part in account.take_overs if part.found is not None]
    yield '<ul class="figures">'
    of_all = f"{len(found)} of {len(account.take_overs)}"
    yield _figure(of_all, f"{_noun(len(account.take_overs), 'take-over')} detected")
    for part in found:
        yield from _found(part, account.keystrokes)
    yield _figure(str(false), _noun(false, "false alarm"))
    yield "</ul>"
    for part in account.take_overs:
        who = "a device or program typed" if part.by_program else "somebody else sat down"
        yield (
            f"<p><strong>{escape(part.seat)}</strong>, {clock_text(part.at)}: {who}. "
            f"{escape(part.delay(account.keystrokes))} {escape(part.exposed)}</p>"
        )


def _found(part: TakeOver, keystrokes: int) -> Iterator[str]:
    """How late it was found, and what had been read by then."""
    if part.found is None:
        return
    if part.by_program:
        yield _figure(
            f"{part.seconds:.1f}", f"seconds until the injector at {part.seat} was found"
        )
    else:
        most = part.found.most_windows * keystrokes
        yield _figure(f"{most:,}", f"keystrokes at most until {part.seat} was in alarm")
    if part.exposed and part.found.exposure is not None:
        told = part.found.exposure
        between = f"between {told.low:,} and {told.high:,}"
        yield _figure(f"{told.records:,}", f"records exposed at {part.seat} by then, {between}")


def _figure(number: str, words: str) -> str:
    return f"<li><b>{escape(number)}</b> {escape(words)}</li>"


def _noun(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"


def _seats(account: Account) -> Iterator[str]:
    yield '<section aria-labelledby="seats"><h2 id="seats">The evidence, seat by seat</h2>'
    yield (
        "<p>The line is the evidence that somebody else than the owner types, in nats. It lies at "
        "zero while the owner types and rises with every window that is unlike the owner. Thin "
        "upright lines are logins; grey ground is typing that was not judged, because the "
        "template was not ready.</p>"
    )
    yield '<ul class="legend">'
    for kind, words in _LEGEND:
        yield f'<li><i class="{kind}" aria-hidden="true">{_SIGNS.get(kind, "")}</i> {words}</li>'
    yield "</ul>"
    for number, name in enumerate(sorted(account.seats)):
        seat = account.seats[name]
        yield f"<figure><figcaption><h3>{escape(name)}</h3><p>{escape(ended(seat))}</p></figcaption>"
        yield evidence_curve(seat, account, f"seat-{number}")
        yield "</figure>"
    yield "</section>"


def ended(seat: Seat) -> str:
    """How a seat stood at the end, and what had happened to it."""
    state = "nothing judged" if seat.state is None else str(seat.state)
    parts = [f"{counted(len(seat.points), 'window')}; at the end {state}"]
    counts = ((kind, seat.count(kind)) for kind in Happening if kind is not Happening.NOTICED)
    parts += [
        str(kind) if number == 1 else f"{number} × {kind}" for kind, number in counts if number
    ]
    return ", ".join(parts)


def _moments(account: Account) -> Iterator[str]:
    moments = account.moments
    yield '<section aria-labelledby="moments"><h2 id="moments">What happened</h2>'
    if len(moments) > MOST_MOMENTS:
        yield f"<p>The first {MOST_MOMENTS:,} of {len(moments):,}.</p>"
    yield '<div class="scrolls"><table><thead><tr>'
    for name in ("when", "seat", "what", "evidence, nats", "in words"):
        yield f'<th scope="col">{name}</th>'
    yield "</tr></thead><tbody>"
    yield from map(_row, moments[:MOST_MOMENTS])
    yield "</tbody></table></div></section>"


def _row(moment: Moment) -> str:
    kind = moment.kind.replace(" ", "-")
    return (
        f'<tr class="{kind}"><td>{clock_text(moment.at)}</td><td>{escape(moment.seat)}</td>'
        f"<td>{escape(moment.kind)}</td><td>{moment.level:.1f}</td>"
        f"<td>{escape(moment.sentence)}</td></tr>"
    )


def _what_leaves(account: Account, header: Header) -> Iterator[str]:
    total = account.windows * MESSAGE_BYTES
    yield '<section aria-labelledby="leaves" class="box"><h2 id="leaves">What leaves a device</h2>'
    yield (
        f"<p>For each window one message of {MESSAGE_BYTES} bytes, whatever was typed: "
        f"{counted(total, 'byte')} in all. No text, no key, no count of keys, no order and no time of "
        f"a keystroke. Everything on this page was made from these fields. Projection "
        f"<code>{header.projection.hex()}</code>.</p>"
    )
    yield '<div class="scrolls"><table><thead><tr>'
    for name in ("field", "bytes", "sensitivity", "why it leaves", "what it tells beyond that"):
        yield f'<th scope="col">{name}</th>'
    yield "</tr></thead><tbody>"
    for row in FIELDS:
        yield (
            f"<tr><td><code>{escape(row.name)}</code></td><td>{row.size}</td>"
            f"<td>{escape(row.sensitivity)}</td><td>{escape(row.reason)}</td>"
            f"<td>{escape(row.leak)}</td></tr>"
        )
    yield "</tbody></table></div></section>"


def _source(header: Header, version: str) -> Iterator[str]:
    card = header.card
    yield '<section aria-labelledby="source"><h2 id="source">Where the recording comes from</h2><dl>'
    for name, text in (
        ("source", card.source),
        ("licence", card.licence),
        ("made by", card.made_by),
        ("note", card.note),
    ):
        if text:
            yield f"<dt>{name}</dt><dd>{escape(text)}</dd>"
    yield f"</dl></section><footer>samehands {escape(version)}</footer>"
