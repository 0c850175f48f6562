"""Reads a file that the user names, and says in a sentence what is wrong with it."""

from __future__ import annotations

import stat
from pathlib import Path

from rrp_desktop.errors import FileEmpty, FileIsFolder, FileMissing, FileTooLarge, NotReadable, ReadFailed
from rrp_desktop.i18n import _


def read_file(path: Path, limit: int) -> bytes:
    """All bytes of a file; at least one.

    Args:
        limit: How many bytes are too many, in bytes.

    Raises:
        FileMissing, FileIsFolder, NotReadable, ReadFailed, FileEmpty, FileTooLarge: There is nothing to be had.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FileIsFolder(file=path)
        if not stat.S_ISREG(status.st_mode):  # a device or a pipe would never end
            raise ReadFailed(file=path, reason=_("ei ole tavallinen tiedosto"))
        if status.st_size > limit:
            raise FileTooLarge(file=path, limit=size_text(limit))
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileMissing(file=path) from error
    except PermissionError as error:
        raise NotReadable(file=path) from error
    except OSError as error:
        raise ReadFailed(file=path, reason=error.strerror or type(error).__name__) from error
    if not data.strip(b"\0"):  # a power cut can leave a file of the right length with nothing in it
        raise FileEmpty(file=path)
    return data


def size_text(limit: int) -> str:
    """A limit in words: 20 Mt."""
    return _("{n} Mt").format(n=limit // 1_000_000)
