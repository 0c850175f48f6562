"""Recovery copies: what is not yet saved, kept aside every few seconds, so that a crash or a power cut takes little.

A copy is one readable JSON file in the recovery folder.  While its program runs, the program holds a lock beside it;
the system lets go of the lock when the program ends, however it ends, so a copy without a held lock was left behind.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from rrp_desktop import system
from rrp_desktop.core.response import title_of
from rrp_desktop.errors import DraftBroken, UserError
from rrp_desktop.i18n import language
from rrp_desktop.storage.atomic import make_folder, open_lock, write_atomic
from rrp_desktop.storage.draft import FILE_LIMIT, Draft, from_members, to_members
from rrp_desktop.storage.reading import read_file
from rrp_desktop.storage.strict_json import DEPTH_LIMIT, dump_json, parse_json

_COPY_LIMIT: Final = 2 * FILE_LIMIT


@dataclass(frozen=True)
class Recoverable:
    """A copy that a program left behind.

    Attributes:
        copy: The copy's own file.
        original: The draft's file; None for a draft that had none yet.
        time: When the copy was written.
    """

    copy: Path
    original: Path | None
    time: datetime
    title: str
    draft: Draft

    def discard(self) -> None:
        """Remove the copy: its draft was saved, or the user does not want it."""
        _remove(self.copy)


class RecoveryCopy:
    """The recovery copy of one open draft."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        session = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{os.urandom(4).hex()}"
        self._copy = folder / f"{session}.json"
        self._lock: int | None = None

    def write(self, draft: Draft, original: Path | None) -> None:
        """Replace the copy with this draft.

        Raises:
            UserError: It could not be written; the earlier copy is as it was.
        """
        if self._lock is None:
            make_folder(self._folder)
            self._lock = open_lock(_lock_of(self._copy))
            system.try_lock(self._lock)
        write_atomic(self._copy, _to_json(draft, original))

    def list(self) -> tuple[Recoverable, ...]:
        """Copies that programs which no longer run have left behind, newest first; unreadable ones are left alone."""
        return tuple(sorted(_left_behind(self._folder), key=lambda found: found.time, reverse=True))

    def discard(self) -> None:
        """Remove the copy: the draft is saved, or closed on purpose."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
            _remove(self._copy)


def _left_behind(folder: Path) -> Iterator[Recoverable]:
    for copy in folder.glob("*.json"):
        with _is_free(_lock_of(copy)) as free:
            if free:
                with suppress(UserError):
                    yield _from_json(read_file(copy, _COPY_LIMIT), copy)


@contextmanager
def _is_free(lock: Path) -> Iterator[bool]:
    """Whether no running program holds the lock."""
    if not lock.exists():
        yield True
        return
    descriptor = open_lock(lock)
    try:
        yield system.try_lock(descriptor)
    finally:
        os.close(descriptor)


def _lock_of(copy: Path) -> Path:
    return copy.with_suffix(".lock")


def _remove(copy: Path) -> None:
    for path in (copy, _lock_of(copy)):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _to_json(draft: Draft, original: Path | None) -> bytes:
    questionnaire = draft.questionnaire
    members = to_members(draft)
    return dump_json(
        {
            "title": title_of(questionnaire, draft.response, language()),
            "original": None if original is None else str(original.absolute()),
            "time": datetime.now().astimezone().isoformat(timespec="seconds"),
            "form": {"id": questionnaire.id, "version": questionnaire.version},
            "members": {name: _readable(name, data) for name, data in members.items()},
        }
    )


def _readable(name: str, data: bytes) -> Any:
    """JSON members as they are, others as Base64."""
    if name in ("manifest.json", "response.json", "questionnaire.json"):
        return parse_json(data)
    return base64.b64encode(data).decode()


def _from_json(data: bytes, copy: Path) -> Recoverable:
    try:
        document = parse_json(data, DEPTH_LIMIT + 2)
        original = Path(document["original"]) if document["original"] else None
        title = str(document["title"])
        members = {
            name: dump_json(member) if isinstance(member, dict) else base64.b64decode(member, validate=True)
            for name, member in document["members"].items()
        }
        time = datetime.fromisoformat(document["time"]).astimezone()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DraftBroken(file=copy, place="JSON") from error
    return Recoverable(copy, original, time, title, from_members(members, copy))
