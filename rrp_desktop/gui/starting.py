"""What the start page shows, gathered from the disk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from rrp_desktop.core.findings import Severity, count
from rrp_desktop.core.naming import in_language
from rrp_desktop.core.response import Status, progress, title_of
from rrp_desktop.core.rules import check
from rrp_desktop.errors import UserError
from rrp_desktop.gui.start_page import Example, FormCard, LeftWork, RecentDraft
from rrp_desktop.gui.words import two_lines
from rrp_desktop.i18n import _, language
from rrp_desktop.storage.draft import read_draft
from rrp_desktop.storage.library import Library
from rrp_desktop.storage.recovery import RecoveryCopy

_RECENT_SHOWN = 6


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


def recent_drafts(recent: Sequence[str]) -> list[RecentDraft]:
    """The drafts that were open before, newest first; files that are gone are left out."""
    return [recent_draft(path) for path in map(Path, recent) if path.is_file()][:_RECENT_SHOWN]


def recent_draft(path: Path) -> RecentDraft:
    """What the start page says of one draft."""
    changed = datetime.fromtimestamp(path.stat().st_mtime)
    try:
        draft = read_draft(path)
    except UserError as error:
        return RecentDraft(path, path.name, str(error), changed=changed)
    questionnaire, response = draft.questionnaire, draft.response
    done = progress(questionnaire, response)
    counts = count(check(questionnaire, response, date.today()))
    form = in_language(questionnaire.title, language())
    name, rest = two_lines(title_of(questionnaire, response, language()))
    return RecentDraft(
        path=path,
        title=name,
        detail=" · ".join(part for part in (rest, form) if part),
        answered=done.answered,
        total=done.total,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        is_completed=response.status is Status.COMPLETED,
        changed=changed,
    )


def examples(library: Library) -> list[Example]:
    """The examples that ship with the program."""
    found = []
    for path in library.examples():
        try:
            draft = read_draft(path)
        except UserError:
            continue
        state = _("valmis") if draft.response.status is Status.COMPLETED else _("kesken")
        name, rest = two_lines(title_of(draft.questionnaire, draft.response, language()))
        found.append(Example(path, name, f"{rest} · {state}" if rest else state))
    return found


def left_work(folder: Path) -> list[LeftWork]:
    """Unsaved work of runs that ended unexpectedly, newest first."""
    return [
        LeftWork(str(found.copy), found.title, found.time.replace(tzinfo=None))
        for found in RecoveryCopy(folder).list()
    ]
