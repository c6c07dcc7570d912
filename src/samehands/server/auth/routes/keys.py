"""API keys: what the protected applications show."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_201_CREATED
from msgspec import Meta

from samehands.adapters.sql import ApiKeyRow
from samehands.quantities import Micros
from samehands.server.auth.allow import allow
from samehands.server.auth.key_text import KeyText
from samehands.server.auth.logins import Known
from samehands.server.auth.looks import Action, record_look
from samehands.server.auth.names import GivenName, require_name
from samehands.server.auth.principal import Role, Scope
from samehands.server.auth.routes.documented import ALWAYS, BODY, CHANGE
from samehands.server.auth.secret import digest, is_id
from samehands.server.parts import GivenParts
from samehands.server.problems import ProblemError, ProblemKind, problems


class NewKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An API key to be made.

    Args:
        name: what people call it, such as the application and where it runs.
        scopes: what it may do; at least one thing.
    """

    name: GivenName
    scopes: Annotated[frozenset[Scope], Meta(min_length=1)]


class KeyView(msgspec.Struct, frozen=True):
    """An API key; never its secret.

    Args:
        id: the public half.
        name: what people call it.
        scopes: what it may do.
        created_at: µs.
        created_by: id of the account that made it.
        revoked_at: µs; null while it is good.
        last_used_at: µs, to the minute; null before the first use.
    """

    id: str
    name: str
    scopes: list[str]
    created_at: Micros
    created_by: str
    revoked_at: Micros | None
    last_used_at: Micros | None


class KeyWithSecret(KeyView, frozen=True):
    """An API key that was just made.

    Args:
        secret: the whole key, `sh_…`, as the application sends it. Never shown again.
    """

    secret: str

    def __repr__(self) -> str:
        return f"KeyWithSecret({self.id!r})"


class Keys(msgspec.Struct, frozen=True):
    """All API keys."""

    keys: list[KeyView]


@get(
    "/v1/keys",
    opt=allow(Role.ADMIN, Role.AUDITOR),
    tags=["console"],
    responses=problems(*ALWAYS),
)
async def list_keys(parts: GivenParts) -> Keys:
    """All API keys, the newest first, also those that were revoked."""
    rows = await sync_to_thread(parts.store.api_keys.listed)
    newest = sorted(rows, key=lambda row: (row.created_at, row.id), reverse=True)
    return Keys([KeyView(*_fields(row)) for row in newest])


@post(
    "/v1/keys",
    opt=allow(Role.ADMIN),
    tags=["console"],
    responses=problems(*ALWAYS, *BODY),
)
async def add_key(
    data: JSONBody[NewKey], request: Request[Known, Any, Any], parts: GivenParts
) -> Response[KeyWithSecret]:
    """Make an API key. The answer is the only place where its secret ever is."""
    key = KeyText.fresh()
    row = ApiKeyRow(
        id=key.id,
        name=require_name(data.name),
        secret_hash=digest(key.secret),
        scopes=frozenset(map(str, data.scopes)),
        created_at=parts.clock(),
        created_by=request.auth.id,
    )
    reason = f"key {row.id}: {', '.join(sorted(row.scopes))}"
    await record_look(parts, request.auth, Action.KEY_ADDED, reason=reason)
    await sync_to_thread(parts.store.api_keys.add, row)
    return Response(
        KeyWithSecret(*_fields(row), str(key)),
        status_code=HTTP_201_CREATED,
        headers={"Cache-Control": "no-store"},
    )


@delete(
    "/v1/keys/{key:str}",
    opt=allow(Role.ADMIN),
    tags=["console"],
    responses=problems(*ALWAYS, *CHANGE, ProblemKind.KEY_UNKNOWN),
)
async def revoke_key(
    key: FromPath[str], request: Request[Known, Any, Any], parts: GivenParts
) -> None:
    """Revoke an API key for good: whoever shows it is refused from now on."""
    if not is_id(key) or await sync_to_thread(parts.store.api_keys.get, key) is None:
        raise ProblemError(ProblemKind.KEY_UNKNOWN)
    await record_look(parts, request.auth, Action.KEY_REVOKED, reason=f"key {key}")
    await sync_to_thread(parts.store.api_keys.revoke, key, parts.clock())


def _fields(
    row: ApiKeyRow,
) -> tuple[str, str, list[str], Micros, str, Micros | None, Micros | None]:
    return (
        row.id,
        row.name,
        sorted(row.scopes),
        row.created_at,
        row.created_by,
        row.revoked_at,
        row.last_used_at,
    )
