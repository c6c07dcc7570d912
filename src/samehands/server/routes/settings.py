"""What the console can change: the budget of false alarms, and the policy of each group."""

from typing import Annotated, Any, Final

import msgspec
from litestar import Request, get, put
from litestar.concurrency import sync_to_thread
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta

from samehands.adapters.sql import SettingRow, VersionConflict
from samehands.quantities import Micros
from samehands.server.auth import Principal, Role, allow
from samehands.server.auth.called import called
from samehands.server.auth.looks import Action, record_look
from samehands.server.parts import GivenParts, Parts
from samehands.server.problems import ProblemError, ProblemKind, problems
from samehands.server.setups import DEFAULT_GROUP, Judging
from samehands.trust import Policy

SETTING: Final = "judging"
"""Name of the setting in the store."""

_ALWAYS = (ProblemKind.UNAUTHENTICATED, ProblemKind.FORBIDDEN, ProblemKind.UNAVAILABLE)


class BudgetSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """False alarms that each person may suffer in a month."""

    false_alarms_per_person_month: Annotated[float, Meta(gt=0, le=1000)]


class SettingsView(msgspec.Struct, frozen=True):
    """What applies now.

    Args:
        version: give it back when changing; 0 before anybody changed anything.
        budget: of false alarms.
        policies: group → its policy; groups that are not named have that of `default`.
        changed_by: who made this version; null for what came with the service.
        changed_by_name: what people call them today.
        at: when, µs.
    """

    version: int
    budget: BudgetSetting
    policies: dict[str, Policy]
    changed_by: str | None
    changed_by_name: str | None
    at: Micros | None


class SettingsChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What shall apply.

    Args:
        version: that was read and changed.
        budget: of false alarms.
        policies: group → its policy, all of them.
    """

    version: Annotated[int, Meta(ge=0)]
    budget: BudgetSetting
    policies: dict[str, Policy]


@get(
    "/v1/settings",
    opt=allow(Role.ADMIN, Role.AUDITOR, Role.PRIVACY_OFFICER),
    tags=["console"],
    responses=problems(*_ALWAYS),
)
async def read_settings(request: Request[Any, Principal, Any], parts: GivenParts) -> SettingsView:
    """The budget and the policies that apply now."""
    del request
    row = await sync_to_thread(parts.store.settings.get, SETTING)
    return await sync_to_thread(_view, parts, row)


@put(
    "/v1/settings",
    opt=allow(Role.ADMIN),
    status_code=HTTP_200_OK,
    tags=["console"],
    responses=problems(
        *_ALWAYS,
        ProblemKind.MALFORMED,
        ProblemKind.CSRF,
        ProblemKind.VERSION_CONFLICT,
        ProblemKind.TOO_LARGE,
        ProblemKind.INVALID,
        ProblemKind.BUSY,
    ),
)
async def change_settings(
    data: JSONBody[SettingsChange], request: Request[Any, Principal, Any], parts: GivenParts
) -> SettingsView:
    """Change the budget and the policies; they apply from the next input on."""
    judging = Judging(data.budget.false_alarms_per_person_month, data.policies)
    parts.setups.require_sound(judging)
    await record_look(
        parts, request.auth, Action.SETTINGS_CHANGED, reason=f"after version {data.version}"
    )

    def change() -> SettingRow | VersionConflict:
        kept = parts.store.settings.put(
            SETTING,
            msgspec.json.encode(judging),
            after=data.version,
            by=request.auth.actor,
            at=parts.clock(),
        )
        if not isinstance(kept, VersionConflict):
            parts.setups.adopt(judging, kept.version)
        return kept

    # Between two transactions, so that all inputs of one are judged alike; and what was judged
    # before is kept as it was judged.
    kept = await parts.ingest.alone(None, change, settled=True)
    if isinstance(kept, VersionConflict):
        raise ProblemError(
            ProblemKind.VERSION_CONFLICT, f"Got version {data.version}, due {kept.version}."
        )
    return await sync_to_thread(_view, parts, kept)


def _view(parts: Parts, row: SettingRow | None) -> SettingsView:
    judging = parts.setups.judging
    policies = {DEFAULT_GROUP: parts.setups.of(DEFAULT_GROUP).policy, **judging.policies}
    changed_by = None if row is None else row.changed_by
    return SettingsView(
        parts.setups.version,
        BudgetSetting(judging.false_alarms),
        policies,
        changed_by,
        called(parts.store, [changed_by])[changed_by],
        None if row is None else row.at,
    )
