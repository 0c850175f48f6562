"""What the start page shows, gathered from the disk.

The page shall be there at once, so what is known is not read again: a form tells its title at its head, examples come
with a list of what they are, and what was said of a draft is remembered until its file changes.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from rrp_desktop import __version__
from rrp_desktop.core.naming import in_language
from rrp_desktop.errors import UserError
from rrp_desktop.gui.start_page import Example, FormCard, LeftWork, RecentDraft
from rrp_desktop.gui.words import two_lines
from rrp_desktop.i18n import _, language
from rrp_desktop.storage.library import Library

_RECENT_SHOWN: Final = 6
_REMEMBERED: Final = {
    "title": str, "detail": str, "answered": int, "total": int, "errors": int, "warnings": int, "is_completed": bool,
}  # fmt: skip


def form_cards(library: Library) -> list[FormCard]:
    """The forms to start from; one that cannot be read is left out here and told by `forms` on the command line."""
    cards = []
    for form_id in library.form_ids():
        try:
            title, description = library.title_and_description(form_id)
        except UserError:
            continue
        cards.append(FormCard(form_id, in_language(title, language()), in_language(description, language())))
    return cards


def examples(library: Library) -> list[Example]:
    """The examples that ship with the program."""
    found = []
    for path, title, is_completed in library.example_list():
        state = _("valmis") if is_completed else _("kesken")
        name, rest = two_lines(title)
        codes = rest[rest.find("(") :]  # the county would take a line more, and tells less here
        found.append(Example(path, name, f"{codes} · {state}" if codes else state))
    return found


def left_work(folder: Path) -> list[LeftWork]:
    """Unsaved work of runs that ended unexpectedly, newest first."""
    if not any(folder.glob("*.json")):
        return []
    from rrp_desktop.storage.recovery import RecoveryCopy

    return [
        LeftWork(str(found.copy), found.title, found.time.replace(tzinfo=None))
        for found in RecoveryCopy(folder).list()
    ]


# --- recent drafts ---------------------------------------------------------------------------------------------------


def recent_drafts(recent: Sequence[str], memory: Path) -> list[RecentDraft]:
    """The drafts that were open before, newest first; files that are gone are left out.

    Args:
        memory: The file that remembers what was said of them.
    """
    remembered = _remembered(memory)
    kept: dict[str, Any] = {}
    drafts = []
    found = ((path, status) for path in map(Path, recent) if (status := _status(path)) is not None)
    for path, status in islice(found, _RECENT_SHOWN):
        stamp = [status.st_mtime_ns, status.st_size]
        said = remembered.get(str(path), {})
        if _is_said(said, stamp):
            draft = RecentDraft(path, **{name: said[name] for name in _REMEMBERED})
            kept[str(path)] = said
        else:
            draft, lasts = recent_draft(path)
            if lasts:
                kept[str(path)] = {"stamp": stamp} | {name: getattr(draft, name) for name in _REMEMBERED}
        drafts.append(draft._replace(changed=datetime.fromtimestamp(status.st_mtime)))
    if kept != remembered:
        _remember(memory, kept)
    return drafts


def _status(path: Path) -> os.stat_result | None:
    """What the system says of a file; nothing where there is none, or where it lies is out of reach now."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def recent_draft(path: Path) -> tuple[RecentDraft, bool]:
    """What the start page says of one draft, and whether that lasts as long as the file stays as it is."""
    from rrp_desktop.core.findings import Severity, count
    from rrp_desktop.core.response import Status, progress, title_of
    from rrp_desktop.core.rules import check
    from rrp_desktop.storage.draft import read_draft

    try:
        draft = read_draft(path)
    except UserError as error:
        return RecentDraft(path, path.name, str(error)), False
    questionnaire, response = draft.questionnaire, draft.response
    done = progress(questionnaire, response)
    findings = check(questionnaire, response, date.today())
    counts = count(findings)
    form = in_language(questionnaire.title, language())
    name, rest = two_lines(title_of(questionnaire, response, language()))
    said = RecentDraft(
        path=path,
        title=name,
        detail=" · ".join(part for part in (rest, form) if part),
        answered=done.answered,
        total=done.total,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        is_completed=response.status is Status.COMPLETED,
    )
    return said, findings == check(questionnaire, response, date.max)


def _remembered(memory: Path) -> dict[str, Any]:
    """What was said of drafts by this version in this language, by path; a damaged file remembers nothing."""
    with suppress(OSError, ValueError, RecursionError):
        stored = json.loads(memory.read_bytes())
        if isinstance(stored, dict) and stored.get("said by") == _speaker():
            drafts = stored.get("drafts")
            return drafts if isinstance(drafts, dict) else {}
    return {}


def _is_said(said: Any, stamp: list[int]) -> bool:
    """Whether something was said, of the file as it is now."""
    return (
        isinstance(said, dict)
        and said.get("stamp") == stamp
        and all(type(said.get(name)) is kind for name, kind in _REMEMBERED.items())
    )


def _remember(memory: Path, drafts: dict[str, Any]) -> None:
    from rrp_desktop.storage.atomic import make_folder, write_atomic

    with suppress(UserError):  # then it is read again the next time
        make_folder(memory.parent)
        write_atomic(
            memory, (json.dumps({"said by": _speaker(), "drafts": drafts}, indent=1) + "\n").encode()
        )


def _speaker() -> str:
    return f"{__version__} {language()}"
