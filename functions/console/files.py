"""The console's files as `make console` left them, each with its gzip where that is smaller."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("static")
ZIPPED = ".gz"
# Lambda has no table of media types to go by.
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class File:
    content: bytes
    zipped: bytes | None
    media_type: str


@cache
def find(name: str) -> File | None:
    """By its path within the folder, which is looked through once: no path leads out of it."""
    path = paths().get(name)
    return _read(path) if path else None


@cache
def tag_of(content: bytes) -> str:
    """A strong ETag: the same file has another one when it is compressed."""
    return f'"{hashlib.sha256(content).hexdigest()[:16]}"'


@cache
def paths() -> dict[str, Path]:
    names = [path for path in FOLDER.rglob("*") if path.is_file() and path.suffix in _MEDIA_TYPES]
    return {path.relative_to(FOLDER).as_posix(): path for path in names}


def _read(path: Path) -> File:
    zipped = path.with_name(path.name + ZIPPED)
    return File(
        path.read_bytes(),
        zipped.read_bytes() if zipped.exists() else None,
        _MEDIA_TYPES[path.suffix],
    )
