"""The routes: one file for each thing that can be asked about."""

from typing import Final

from litestar.handlers import BaseRouteHandler

from samehands.server.routes import (
    access,
    allowance,
    cases,
    comparison,
    consent,
    events,
    health,
    honey,
    live,
    now,
    pause,
    probes,
    projections,
    session_page,
    sessions,
    settings,
    subjects,
    windows,
)

ROUTES: Final[tuple[BaseRouteHandler, ...]] = (
    sessions.start_session,
    sessions.end_session,
    consent.keep_consent,
    sessions.read_verdict,
    sessions.answer_step_up,
    allowance.read_allowance,
    access.take_access,
    events.watch_session,
    windows.take_windows,
    live.take_windows_live,
    pause.take_pause,
    subjects.read_subject,
    subjects.roll_back_template,
    subjects.erase_subject,
    projections.read_projection,
    now.read_now,
    events.watch_now,
    session_page.read_session,
    comparison.compare_session,
    cases.list_cases,
    cases.read_case,
    cases.decide_case,
    health.read_health,
    settings.read_settings,
    settings.change_settings,
    honey.count_honey,
    honey.add_honey,
    honey.remove_honey,
    probes.is_alive,
    probes.is_ready,
    probes.read_metrics,
)
"""All of them, but for the files that are served as they are, and those of `auth`."""
