"""Built files that are served as they are: read once, when the server starts."""

import gzip
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

import structlog

TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""End of a name → media type; a file of no known type is not served."""

FILE_BYTES: Final = 4_194_304
"""Largest file that is served: everything is held in memory. A larger one is a mistake."""

_HASHED: Final = "assets/"
_PACKS: Final = frozenset(
    {".css", ".html", ".ico", ".js", ".json", ".map", ".mjs", ".svg", ".txt"}
)

log = structlog.get_logger("samehands.server")


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file in memory.

    Args:
        body: as it is.
        packed: with gzip; None where that saves nothing.
        media_type: of it.
        etag: changes with its content.
        cached: what a browser may do with it.
        integrity: what a page writes beside a script's address.
    """

    body: bytes = field(repr=False)
    packed: bytes | None = field(repr=False)
    media_type: str
    etag: str
    cached: str
    integrity: str

    @classmethod
    def of(cls, name: str, body: bytes) -> Self:
        """A file by its name below the folder."""
        suffix = Path(name).suffix
        digest = sha256(body).digest()
        packed = gzip.compress(body, mtime=0) if suffix in _PACKS else None
        # What Vite builds has its hash in its name; all else is asked for again, cheaply.
        hashed = name.startswith(_HASHED)
        return cls(
            body,
            packed if packed is not None and len(packed) < len(body) else None,
            TYPES[suffix],
            f'"{digest.hex()[:32]}"',
            "public, max-age=31536000, immutable" if hashed else "no-cache",
            f"sha256-{b64encode(digest).decode()}",
        )


def read_files(folder: Path) -> dict[str, StaticFile]:
    """Name below the folder → file; nothing where there is no such folder.

    What a browser asks for is looked up here and nowhere else, so no name leads out of the folder.
    """
    return {name: StaticFile.of(name, path.read_bytes()) for name, path in _served(folder)}


def _served(folder: Path) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        if name.startswith(".") or "/." in name:
            continue  # what builds leave for themselves
        if path.suffix in TYPES and path.stat().st_size <= FILE_BYTES:
            yield name, path
        else:
            log.warning("file not served", name=name)
