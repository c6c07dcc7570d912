"""The findings of the monitor itself: what it notices besides the typing, in words."""

from enum import StrEnum
from typing import Final

from samehands.finding import Finding


class FindingKind(StrEnum):
    """What was noticed. A policy may name any of these."""

    WINDOWS_MISSING = "windows_missing"
    WINDOW_LATE = "window_late"
    WINDOW_REPEATED = "window_repeated"
    WINDOW_TOO_LATE = "window_too_late"
    WINDOW_NOT_TYPED = "window_not_typed"
    WINDOWS_DISCARDED = "windows_discarded"
    DEVICE_CHANGED = "device_changed"
    DEVICE_NOT_ENROLLED = "device_not_enrolled"
    TIME_WENT_BACK = "time_went_back"
    SESSION_UNKNOWN = "session_unknown"
    SESSION_ALREADY_OPEN = "session_already_open"
    SESSION_ABANDONED = "session_abandoned"
    STEP_UP_PASSED = "step_up_passed"
    STEP_UP_FAILED = "step_up_failed"
    STEP_UP_TOO_WEAK = "step_up_too_weak"
    CASE_COMPROMISED = "case_compromised"
    CASE_SAFE = "case_safe"
    CASE_FALSE_ALARM = "case_false_alarm"
    DOUBT_STAYS = "doubt_stays"
    TEMPLATE_ROLLED_BACK = "template_rolled_back"
    WINDOWS_HELD = "windows_held"
    HELD_WINDOWS_ADMITTED = "held_windows_admitted"
    HELD_WINDOWS_DROPPED = "held_windows_dropped"
    ENROLMENT_GOES_ON = "enrolment_goes_on"
    ENROLLED = "enrolled"
    ENROLMENT_FAILED = "enrolment_failed"
    WINDOWS_ADMITTED = "windows_admitted"
    WINDOWS_NOT_ADMITTED = "windows_not_admitted"


_SENTENCES: Final[dict[FindingKind, str]] = {
    FindingKind.WINDOWS_MISSING: "Missing between the last window and this one: {windows:.0f}.",
    FindingKind.WINDOW_LATE: "A window came after later ones; it was taken in.",
    FindingKind.WINDOW_REPEATED: "A window came twice; the second was dropped.",
    FindingKind.WINDOW_TOO_LATE: "A window came too late to tell it from a repeat; it was dropped.",
    FindingKind.WINDOW_NOT_TYPED: "The keystrokes came from a program or from dictation, not from "
    "hands on a keyboard; the window was not scored.",
    FindingKind.WINDOWS_DISCARDED: "The device discarded input before this window that was no "
    "normal typing.",
    FindingKind.DEVICE_CHANGED: "In mid-session the keyboard's clock or the way the input takes "
    "changed.",
    FindingKind.DEVICE_NOT_ENROLLED: "There is a template, but not for this kind of device: a new "
    "keyboard or a new way in.",
    FindingKind.TIME_WENT_BACK: "An input is dated {seconds:.0f} seconds before the one before it; "
    "the later time was kept.",
    FindingKind.SESSION_UNKNOWN: "An input came for a session that is not open; it was dropped.",
    FindingKind.SESSION_ALREADY_OPEN: "A session was started that is open already.",
    FindingKind.SESSION_ABANDONED: "Too many sessions were open at once; the one that had been "
    "silent longest was ended.",
    FindingKind.STEP_UP_PASSED: "A step-up was passed; the evidence against the owner was set to "
    "zero, and {dropped:.0f} windows typed in doubt will not be learnt from.",
    FindingKind.STEP_UP_FAILED: "A step-up was failed.",
    FindingKind.STEP_UP_TOO_WEAK: "A step-up was passed, but not by a security key or a passkey, "
    "which is due after a confirmed compromise; the lock stays.",
    FindingKind.CASE_COMPROMISED: "An analyst confirmed that somebody else was there: locked until "
    "a step-up is passed by a security key or a passkey. Windows of the session that are never "
    "learnt from: {dropped:.0f}.",
    FindingKind.CASE_SAFE: "An analyst confirmed that the owner was there; the evidence against "
    "the owner, {evidence_nats:.1f} nats, was set to zero.",
    FindingKind.CASE_FALSE_ALARM: "An analyst called it a false alarm; the evidence against the "
    "owner, {evidence_nats:.1f} nats, was set to zero.",
    FindingKind.DOUBT_STAYS: "What the decision does not settle stays: a strong step-up is due, "
    "or another session left doubt of its own.",
    FindingKind.TEMPLATE_ROLLED_BACK: "The template was taken back from version {version:.0f} to "
    "what it was at version {to:.0f}; changes taken back: {changes:.0f}.",
    FindingKind.WINDOWS_HELD: "Windows typed in doubt: {windows:.0f}. They are held for "
    "{days:.0f} days and learnt from only if the owner passes a strong step-up and then types "
    "like them.",
    FindingKind.HELD_WINDOWS_ADMITTED: "The template learnt from {windows:.0f} windows that had "
    "been held.",
    FindingKind.HELD_WINDOWS_DROPPED: "Windows that had been held were dropped: {windows:.0f}.",
    FindingKind.ENROLMENT_GOES_ON: "Enrolment goes on: {have_windows:.0f} windows in "
    "{have_sessions:.0f} sessions so far.",
    FindingKind.ENROLLED: "The subject is enrolled, from {have_windows:.0f} windows in "
    "{have_sessions:.0f} sessions.",
    FindingKind.ENROLMENT_FAILED: "The windows gathered for enrolment do not look like one person's "
    "ordinary typing; nobody was enrolled.",
    FindingKind.WINDOWS_ADMITTED: "The template learnt from {windows:.0f} windows.",
    FindingKind.WINDOWS_NOT_ADMITTED: "Windows not learnt from: {windows:.0f}.",
}


def found(kind: FindingKind, **numbers: float) -> Finding:
    """A finding with its sentence.

    >>> found(FindingKind.WINDOWS_MISSING, windows=3).sentence
    'Missing between the last window and this one: 3.'
    """
    return Finding(kind, _SENTENCES[kind].format(**numbers), dict(numbers))
