"""What differs between operating systems: names, rights, flushing to disk, locks.  All such calls are here."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
    import time

    _PATIENCE_S = 1.0

    def replace(new: Path, target: Path) -> None:
        """Give the new file the target's name; a scanner or a preview may hold the old one for a moment."""
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            try:
                new.replace(target)
            except PermissionError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def keep_mode(descriptor: int, mode: int) -> None:
        """Windows has no such modes."""

    def flush_file(descriptor: int) -> None:
        """Do not return before the file's bytes are on the disk."""
        os.fsync(descriptor)

    def flush_folder(folder: Path) -> None:
        """Windows flushes names together with files."""

    def try_lock(descriptor: int) -> bool:
        """Take the lock of an open file, or tell that another process holds it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def replace(new: Path, target: Path) -> None:
        """Give the new file the target's name."""
        new.replace(target)

    def keep_mode(descriptor: int, mode: int) -> None:
        """Give an open file these rights."""
        os.fchmod(descriptor, mode)

    def flush_file(descriptor: int) -> None:
        """Do not return before the file's bytes are on the disk."""
        if sys.platform == "darwin":
            with suppress(OSError):  # not every file system knows it
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
                return
        os.fsync(descriptor)

    def flush_folder(folder: Path) -> None:
        """Make a new name in the folder last; some file systems cannot, and then the system does it in its time."""
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def try_lock(descriptor: int) -> bool:
        """Take the lock of an open file, or tell that another process holds it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks: nothing is known, so nothing stands in the way
            return True
        return True
