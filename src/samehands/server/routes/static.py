"""The console and the collector's script, as they were built."""

from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_304_NOT_MODIFIED,
    HTTP_307_TEMPORARY_REDIRECT,
    HTTP_503_SERVICE_UNAVAILABLE,
)

from samehands.server.auth import PUBLIC, allow
from samehands.server.files import StaticFile, read_files
from samehands.server.problems import ProblemError, ProblemKind

FOLDER: Final = Path(__file__).resolve().parents[1] / "static"
"""Where the builds of the console and of the SDK lie, inside the package."""

INDEX: Final = "index.html"
"""The console's one page."""

CONSOLE: Final = "/console/"
"""Where the console is."""

NOT_BUILT: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Samehands</title>
<h1>The console is not built</h1>
<p>This Samehands runs from a checkout. <code>make build</code> builds the console and the SDK;
restart the server afterwards. A wheel has both in it. The service itself works without:
its interface is described at <a href="/schema">/schema</a>.</p>
</html>
"""
"""What is shown instead of a console that is not there."""

_Asked = Request[Any, Any, Any]


def static_routes(folder: Path = FOLDER) -> list[HTTPRouteHandler]:
    """Routes for the files that are there now.

    Args:
        folder: with `console` and `sdk` in it.
    """
    console = read_files(folder / "console")
    sdk = read_files(folder / "sdk")

    @get("/", opt=allow(PUBLIC), include_in_schema=False)
    async def to_console() -> Redirect:
        return Redirect(CONSOLE, status_code=HTTP_307_TEMPORARY_REDIRECT)

    @get("/console", opt=allow(PUBLIC), include_in_schema=False)
    async def read_index(request: _Asked) -> Response[bytes]:
        return of_console(request, INDEX)

    @get("/console/{path:path}", opt=allow(PUBLIC), include_in_schema=False)
    async def read_console(request: _Asked, path: FromPath[str]) -> Response[bytes]:
        return of_console(request, path.strip("/"))

    def of_console(request: _Asked, name: str) -> Response[bytes]:
        if not console:
            return Response(
                NOT_BUILT.encode(),
                status_code=HTTP_503_SERVICE_UNAVAILABLE,
                media_type="text/html",
                headers={"Cache-Control": "no-store"},
            )
        return answered(request, console.get(name))

    @get("/sdk/{path:path}", opt=allow(PUBLIC), include_in_schema=False)
    async def read_sdk(request: _Asked, path: FromPath[str]) -> Response[bytes]:
        if not sdk:
            raise ProblemError(
                ProblemKind.NOT_FOUND, "The SDK is not built here; `make build` builds it."
            )
        return answered(request, sdk.get(path.strip("/")))

    return [to_console, read_index, read_console, read_sdk]


def answered(request: _Asked, file: StaticFile | None) -> Response[bytes]:
    """A file as the browser wants it: packed, or not at all where it has it already.

    Raises:
        ProblemError: `not_found`.
    """
    if file is None:
        raise ProblemError(ProblemKind.NOT_FOUND)
    headers = {"ETag": file.etag, "Cache-Control": file.cached, "Vary": "Accept-Encoding"}
    if file.etag in request.headers.get("If-None-Match", ""):
        return Response(b"", status_code=HTTP_304_NOT_MODIFIED, headers=headers)
    body = file.body
    if file.packed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = file.packed
    return Response(body, status_code=HTTP_200_OK, media_type=file.media_type, headers=headers)
