"""Files that are written whole or not at all; streams are written directly."""

import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

_EVERYBODY = 0o666  # less what the umask takes
_OWNER = 0o600
_SYSTEM = ("/dev", "/proc")


@contextmanager
def writing(path: Path, *, is_private: bool = False) -> Iterator[TextIO]:
    """A stream whose end makes it the file; after an error the file is what it was.

    Devices, pipes and sockets are written into. Links are followed, and a file that is there keeps
    its mode; a new one has what the umask leaves, and a private one is its owner's only, from the
    first moment on. Raises OSError.
    """
    there = _status(path)
    file = Path(os.path.realpath(path))
    if _is_stream(path, there):
        way = _into(path)
    elif there and not os.access(file, os.W_OK):
        raise PermissionError(f"{path} may not be written")
    elif there and (there.st_nlink > 1 or not os.access(file.parent, os.W_OK)):
        way = _copied(file, _OWNER if is_private else None)
    elif not file.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {file.parent}")
    else:
        way = _renamed(file, there, _OWNER if is_private else _EVERYBODY)
    with way as stream:
        yield stream
        stream.flush()


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _is_stream(path: Path, there: os.stat_result | None) -> bool:
    """Also where /dev/stdout is a plain file: it has been opened already, by the shell."""
    if there is None:
        return False
    folder = str(path.absolute().parent.resolve())
    return not stat.S_ISREG(there.st_mode) or folder.startswith(_SYSTEM)


@contextmanager
def _into(path: Path) -> Iterator[TextIO]:
    """Appended to what is there; a pipe has no end to go to."""
    flags = os.O_WRONLY | (os.O_APPEND if path.is_file() else 0)
    with os.fdopen(os.open(path, flags), "w", encoding="utf-8", newline="") as stream:
        yield stream


@contextmanager
def _renamed(file: Path, there: os.stat_result | None, mode: int) -> Iterator[TextIO]:
    temporary = file.with_name(f".{file.name[:200]}.{secrets.token_hex(4)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        if there and mode != _OWNER:
            _be_as(temporary, there)
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _be_as(file: Path, there: os.stat_result) -> None:
    with suppress(OSError):  # only root gives files away
        os.chown(file, there.st_uid, there.st_gid)
    file.chmod(stat.S_IMODE(there.st_mode))


@contextmanager
def _copied(file: Path, mode: int | None) -> Iterator[TextIO]:
    """Into the file itself: it has other names, or its folder takes no new one."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as stream:
        yield stream
        stream.seek(0)
        if mode is not None:
            file.chmod(mode)
        with file.open("w", encoding="utf-8", newline="") as target:
            shutil.copyfileobj(stream, target)
