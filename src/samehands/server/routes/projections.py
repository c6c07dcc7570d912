"""Projections: what collectors make windows with, the same for everybody and for ever."""

import gzip
from functools import cache
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import PathParameter
from litestar.status_codes import HTTP_200_OK, HTTP_304_NOT_MODIFIED

from samehands.errors import ProjectionError
from samehands.rhythm.projections import file_of, index
from samehands.server.auth import PUBLIC, allow
from samehands.server.parts import GivenParts, Parts
from samehands.server.problems import ProblemError, ProblemKind, problems

FOR_EVER = "public, max-age=31536000, immutable"
"""The hash is in the address, so what is there never changes."""


class ProjectionRef(msgspec.Struct, frozen=True):
    """Which projection a collector uses, and where it is.

    Args:
        id: its name.
        sha256: of its file, in hex; the collector checks it.
        url: where the file is.
        keystrokes: in each window.
    """

    id: str
    sha256: str
    url: str
    keystrokes: int


def projection_ref(parts: Parts) -> ProjectionRef:
    """The projection of this server."""
    name = parts.setups.name
    sha256 = index()[name].sha256
    base = (parts.settings.public_url or "").rstrip("/")
    return ProjectionRef(
        name, sha256, f"{base}/v1/projections/{name}/{sha256}", parts.setups.projection.keystrokes
    )


@cache
def _packed(name: str) -> bytes:
    return gzip.compress(file_of(name), mtime=0)


@get(
    "/v1/projections/{name:str}/{sha256:str}",
    opt=allow(PUBLIC),
    media_type="application/json",
    tags=["collectors"],
    responses={
        HTTP_200_OK: ResponseSpec(
            dict[str, Any], generate_examples=False, description="The projection's file."
        ),
        HTTP_304_NOT_MODIFIED: ResponseSpec(
            None, generate_examples=False, description="It is the one that If-None-Match names."
        ),
        **problems(ProblemKind.MALFORMED, ProblemKind.INVALID, ProblemKind.PROJECTION_UNKNOWN),
    },
)
async def read_projection(
    name: Annotated[str, PathParameter(max_length=64)],
    sha256: Annotated[str, PathParameter(max_length=64)],
    request: Request[Any, Any, Any],
    parts: GivenParts,
) -> Response[bytes]:
    """The file of the projection that this server uses, as it is or packed with gzip."""
    used = projection_ref(parts)
    if (name, sha256) != (used.id, used.sha256):
        raise ProblemError(ProblemKind.PROJECTION_UNKNOWN)
    headers = {"ETag": f'"{sha256}"', "Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return Response(b"", status_code=HTTP_304_NOT_MODIFIED, headers=headers)
    try:
        body = file_of(name)
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            body = _packed(name)
            headers["Content-Encoding"] = "gzip"
    except (ProjectionError, OSError):
        raise ProblemError(ProblemKind.PROJECTION_UNKNOWN) from None
    return Response(body, status_code=HTTP_200_OK, headers=headers)
