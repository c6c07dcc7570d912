"""Record reads, from the host application."""

from dataclasses import dataclass
from typing import Any, Final

from litestar import Request, post
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.status_codes import HTTP_200_OK

from samehands.access import Action
from samehands.access.reads import MOST_COUNT, RESOURCE_CHARACTERS
from samehands.monitor.inputs import SOURCE_CHARACTERS
from samehands.monitor.state import SUBJECT_CHARACTERS
from samehands.server.access import ReadsAnswer, read_batch, take_reads
from samehands.server.auth import Principal, Scope, allow
from samehands.server.bodies import JSON, unpacked
from samehands.server.parts import GivenParts
from samehands.server.problems import ProblemError, ProblemKind, problems

BODY_BYTES: Final = 2_097_152
"""Largest body, also after it is unpacked: ten thousand reads as long as they can reasonably be.

More: a request holds more memory. Fewer: sources of a busy host have to send more often."""

_NAME: Final = Schema(type=OpenAPIType.STRING, min_length=1, max_length=SUBJECT_CHARACTERS)
_READ: Final = Schema(
    type=OpenAPIType.OBJECT,
    description="A record that was read; with a session, or else a subject.",
    properties={
        "record": Schema(
            type=OpenAPIType.STRING,
            pattern="^[0-9a-f]{32}$",
            description="Keyed hash of its id, never the id: HMAC-SHA256, the first 16 bytes.",
        ),
        "resource": Schema(
            type=OpenAPIType.STRING, pattern=f"^[a-z0-9_.-]{{1,{RESOURCE_CHARACTERS}}}$"
        ),
        "action": Schema(type=OpenAPIType.STRING, enum=[str(action) for action in Action]),
        "session": _NAME,
        "subject": _NAME,
        "at": Schema(type=OpenAPIType.INTEGER, minimum=0, description="µs since 1970."),
        "count": Schema(type=OpenAPIType.INTEGER, minimum=1, maximum=MOST_COUNT),
        "sequential": Schema(type=OpenAPIType.BOOLEAN),
    },
    required=["record", "resource", "action"],
    additional_properties=False,
)


@dataclass
class ReadsOperation(Operation):
    """Says in the OpenAPI what the body is: the handler reads it by itself."""

    def __post_init__(self) -> None:
        """Describe the body."""
        batch = Schema(
            type=OpenAPIType.OBJECT,
            properties={
                "source": Schema(
                    type=OpenAPIType.STRING, min_length=1, max_length=SOURCE_CHARACTERS
                ),
                "sequence": Schema(type=OpenAPIType.INTEGER, minimum=0, maximum=2**53),
                "reads": Schema(type=OpenAPIType.ARRAY, items=_READ),
            },
            required=["source", "sequence", "reads"],
            additional_properties=False,
        )
        self.request_body = RequestBody(
            {JSON: OpenAPIMediaType(schema=batch)},
            description="A batch of reads, packed with gzip or not.",
            required=True,
        )


@post(
    "/v1/access",
    opt=allow(Scope.ACCESS),
    status_code=HTTP_200_OK,
    tags=["sessions"],
    operation_class=ReadsOperation,
    request_max_body_size=BODY_BYTES,
    responses=problems(
        ProblemKind.MALFORMED,
        ProblemKind.UNAUTHENTICATED,
        ProblemKind.FORBIDDEN,
        ProblemKind.PLAIN_RECORD,
        ProblemKind.TOO_LARGE,
        ProblemKind.MEDIA_TYPE,
        ProblemKind.TOO_MANY_REQUESTS,
        ProblemKind.BUSY,
        ProblemKind.UNAVAILABLE,
    ),
)
async def take_access(request: Request[Any, Principal, Any], parts: GivenParts) -> ReadsAnswer:
    """Tell which records were read: a numbered batch, in which a record is a keyed hash of its id.

    What is answered 200 is durable. A batch that was not answered is sent again as it is, with its
    number: what was taken in already counts once. A source sends its batches in order.
    """
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != JSON:
        raise ProblemError(ProblemKind.MEDIA_TYPE, f"Due {JSON}.")
    body = unpacked(await request.body(), request.headers.get("Content-Encoding"), most=BODY_BYTES)
    batch = read_batch(body, parts.clock(), most=parts.settings.reads_per_batch)
    return await take_reads(parts, request.auth, batch)
