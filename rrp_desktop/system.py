"""What differs between operating systems: names, rights, flushing, locks, limits.  All such calls are here."""

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

    def limit_process(memory: int) -> None:
        """Windows has no such limits; whoever waits for the process ends it by the clock."""

    def limit_processor_time(seconds: float) -> None:
        """Windows has no such limits; whoever waits for the process ends it by the clock."""

else:
    import fcntl
    import resource

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

    def limit_process(memory: int) -> None:
        """Let this process take no more bytes of memory than these, write no file and leave no core dump."""
        for kind, limit in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
        ):
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (limit, limit))

    def limit_processor_time(seconds: float) -> None:
        """Let this process compute for this many seconds from now; then the system ends it."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        soft = int(usage.ru_utime + usage.ru_stime + seconds) + 1
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
