"""Windows over HTTP."""

from dataclasses import dataclass
from typing import Any, Final

from litestar import Request, post
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat
from litestar.status_codes import HTTP_200_OK

from samehands.server.auth import COLLECTOR, Principal, allow
from samehands.server.bodies import read_batch, unpacked
from samehands.server.collecting import BatchAnswer, collect
from samehands.server.parts import GivenParts
from samehands.server.problems import ProblemKind, problems
from samehands.wire import VERSION
from samehands.wire.limits import BATCH_WINDOWS
from samehands.wire.schema import FIELDS

_MESSAGE: Final = Schema(
    type=OpenAPIType.OBJECT,
    description="A window; each field is its bytes in lower-case hex.",
    properties={
        "version": Schema(type=OpenAPIType.INTEGER, const=VERSION),
        **{
            field.name: Schema(
                type=OpenAPIType.STRING,
                pattern=f"^[0-9a-f]{{{2 * field.size}}}$",
                description=field.reason,
            )
            for field in FIELDS
        },
    },
    required=["version", *(field.name for field in FIELDS)],
    additional_properties=False,
)
_PACKED: Final = Schema(
    type=OpenAPIType.STRING,
    format=OpenAPIFormat.BINARY,
    description="A MessagePack array of byte strings, each of them a window of 95 bytes or an early sign of 19.",
)


@dataclass
class WindowsOperation(Operation):
    """Says in the OpenAPI what the body is: the handler reads it by itself."""

    def __post_init__(self) -> None:
        """Describe the body."""
        array = Schema(type=OpenAPIType.ARRAY, items=_MESSAGE, max_items=BATCH_WINDOWS.value)
        self.request_body = RequestBody(
            {
                "application/vnd.msgpack": OpenAPIMediaType(schema=_PACKED),
                "application/json": OpenAPIMediaType(schema=array),
            },
            description="A batch of windows.",
            required=True,
        )


@post(
    "/v1/windows",
    opt=allow(COLLECTOR),
    status_code=HTTP_200_OK,
    tags=["collectors"],
    operation_class=WindowsOperation,
    responses=problems(
        ProblemKind.MALFORMED,
        ProblemKind.UNAUTHENTICATED,
        ProblemKind.TOKEN_EXPIRED,
        ProblemKind.FORBIDDEN,
        ProblemKind.ORIGIN_REFUSED,
        ProblemKind.CONFLICT,
        ProblemKind.CONSENT_MISSING,
        ProblemKind.SESSION_ENDED,
        ProblemKind.TOO_LARGE,
        ProblemKind.MEDIA_TYPE,
        ProblemKind.TOO_MANY_REQUESTS,
        ProblemKind.BUSY,
        ProblemKind.UNAVAILABLE,
    ),
)
async def take_windows(request: Request[Any, Principal, Any], parts: GivenParts) -> BatchAnswer:
    """Send windows: a batch in MessagePack, or an array of windows in JSON; packed with gzip or not.

    What is answered 200 is durable. A window that comes again is counted and changes nothing, so a
    batch that was not answered can be sent again as it is. An empty batch asks for the verdict.
    """
    settings = parts.settings
    body = unpacked(
        await request.body(),
        request.headers.get("Content-Encoding"),
        most=settings.body_bytes,
    )
    media_type = request.headers.get("Content-Type", "")
    batch = read_batch(body, media_type, most=settings.windows_per_batch)
    return await collect(parts, request.auth, batch)
