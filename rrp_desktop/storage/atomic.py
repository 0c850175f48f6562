"""The only place that opens files for writing: a file is there whole, new or old, or an error says why not."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from rrp_desktop import system
from rrp_desktop.errors import (
    DiskFull,
    FolderInTheWay,
    FolderMissing,
    NotWritable,
    ReadBackDiffers,
    UserError,
    WouldOverwrite,
    WriteFailed,
)

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_OWN_RIGHTS: Final = 0o600
_NO_SPACE: Final = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def write_atomic(path: Path, data: bytes, *, overwrite: bool = True) -> None:
    """Write a whole file, or leave everything as it was.

    The bytes go to a new file beside the target, are flushed to the disk and read back before they take the target's
    name; then the target is read once more.  An existing file keeps its rights, a new one is for its owner only.  A
    symbolic link stays one.

    Args:
        overwrite: False refuses to replace an existing file.

    Raises:
        FolderMissing, FolderInTheWay, NotWritable, DiskFull, WriteFailed, ReadBackDiffers, WouldOverwrite: Nothing was
            written.
    """
    target = Path(os.path.realpath(path))
    with _told(path):
        mode = _mode_of(target, path, overwrite)
        temporary = target.with_name(f".rrp-{os.urandom(6).hex()}.tmp")
        try:
            _write_new(temporary, data, mode)
            if temporary.read_bytes() != data:
                raise ReadBackDiffers(file=path)
            system.replace(temporary, target)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        system.flush_folder(target.parent)
        if target.read_bytes() != data:
            raise ReadBackDiffers(file=path)


def make_folder(folder: Path) -> None:
    """Make a folder of the program's own, for its user only, with the folders above it.

    Raises:
        NotWritable, DiskFull, WriteFailed: It could not be made.
    """
    with _told(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def open_lock(path: Path) -> int:
    """Open (and make where needed) an empty file that is only there to be locked; the caller closes it.

    Raises:
        NotWritable, DiskFull, WriteFailed, FolderMissing: It could not be made.
    """
    with _told(path):
        return os.open(path, os.O_RDWR | os.O_CREAT, _OWN_RIGHTS)


def _mode_of(target: Path, path: Path, overwrite: bool) -> int:
    """The rights that the new file gets; refuses what may not be replaced."""
    try:
        status = target.stat()
    except FileNotFoundError:
        if not target.parent.is_dir():
            raise FolderMissing(file=path, folder=target.parent) from None
        return _OWN_RIGHTS
    if stat.S_ISDIR(status.st_mode):
        raise FolderInTheWay(file=path)
    if not overwrite:
        raise WouldOverwrite(file=path)
    if not stat.S_ISREG(status.st_mode) or not os.access(target, os.W_OK):
        raise NotWritable(file=path)
    return stat.S_IMODE(status.st_mode)


def _write_new(temporary: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(temporary, _NEW, _OWN_RIGHTS)
    with os.fdopen(descriptor, "wb") as file:
        if mode != _OWN_RIGHTS:
            system.keep_mode(descriptor, mode)
        file.write(data)
        file.flush()
        system.flush_file(descriptor)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns what the system says into a sentence about this file."""
    try:
        yield
    except OSError as error:
        raise _sentence(path, error) from error


def _sentence(path: Path, error: OSError) -> UserError:
    if error.errno in _NO_SPACE:
        return DiskFull(file=path)
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return NotWritable(file=path)
    if isinstance(error, NotADirectoryError | FileNotFoundError):
        return FolderMissing(file=path, folder=path.parent)
    return WriteFailed(file=path, reason=error.strerror or type(error).__name__)
