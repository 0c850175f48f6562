"""The draft in hand: its answers, its file, undo over the whole draft, checks, and recovery copies."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from rrp_desktop.core.findings import Finding, Severity
from rrp_desktop.core.questionnaire import Item, Questionnaire, Value
from rrp_desktop.core.response import (
    Progress,
    QuestionnaireResponse,
    Status,
    enabled_link_ids,
    progress,
    title_of,
)
from rrp_desktop.core.rules import check
from rrp_desktop.errors import UserError
from rrp_desktop.i18n import _, language

if TYPE_CHECKING:
    from rrp_desktop.storage.draft import Draft
    from rrp_desktop.storage.recovery import RecoveryCopy

AUTOSAVE_MS = 3_000
_TYPING_PAUSE_S = 2.0


@dataclass(frozen=True)
class View:
    """What follows from a draft: which items are asked, the findings and the progress; each computed when first read."""

    questionnaire: Questionnaire
    response: QuestionnaireResponse
    today: date

    @cached_property
    def enabled(self) -> frozenset[str]:
        """Link ids of the items that are asked."""
        return enabled_link_ids(self.questionnaire, self.response)

    @cached_property
    def findings(self) -> list[Finding]:
        """All findings, in the order of the form."""
        return check(self.questionnaire, self.response, self.today, enabled=self.enabled)

    def progress(self, within: Item | None = None) -> Progress:
        """Progress of the whole form, or within one item."""
        return progress(self.questionnaire, self.response, within, enabled=self.enabled)

    def findings_in(self, item: Item) -> list[Finding]:
        """Findings at or below an item."""
        inside = {below.link_id for below in item.walk()}
        return [finding for finding in self.findings if finding.link_id in inside]


Content = tuple[Questionnaire, QuestionnaireResponse]
"""What undo goes back to: the form, which changes with the programme, and the answers."""


class _Change(QUndoCommand):
    """One step from one content to the next; typing in one field without a pause is one step."""

    def __init__(self, session: Session, after: Content, words: str, field: str = "") -> None:
        super().__init__(words)
        self._session = session
        self._before = session.content
        self.after = after
        self.field = field
        self.time = time.monotonic()

    def id(self) -> int:
        return 1 if self.field else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Change) or other.field != self.field:
            return False
        if other.time - self.time > _TYPING_PAUSE_S:
            return False
        self.after = other.after
        self.time = other.time
        return True

    def redo(self) -> None:
        self._session.take(self.after, self.field)

    def undo(self) -> None:
        self._session.take(self._before, self.field)


class Session(QObject):
    """One open draft.

    Attributes:
        draft: The current value; every change makes a new one.
        path: The draft's file, or None while it has none.
        stack: Undo and redo over the whole draft.
        show_missing: Whether unanswered required questions are pointed out at their place.

    Signals:
        changed(str): There are new answers; the link id of the field being typed in, or "".
        fileChanged(): Another file, another saved state, or a recovery copy was written.
    """

    changed = Signal(str)
    fileChanged = Signal()

    def __init__(
        self,
        draft: Draft,
        path: Path | None,
        recovery: RecoveryCopy | None,
        *,
        unsaved: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.draft = draft
        self.path = path
        self.show_missing = False
        self.saved_at: datetime | None = None
        self.recovery_error: UserError | None = None
        self.stack = QUndoStack(self)
        if unsaved:
            self.stack.resetClean()
        self._recovery = recovery
        self._view: View | None = None
        self._autosave = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._autosave.timeout.connect(self.write_recovery_copy)
        self.stack.cleanChanged.connect(self.fileChanged)

    # --- reading

    @property
    def content(self) -> Content:
        """The form and the answers."""
        return self.questionnaire, self.response

    @property
    def questionnaire(self) -> Questionnaire:
        """The form of the draft."""
        return self.draft.questionnaire

    @property
    def response(self) -> QuestionnaireResponse:
        """The answers of the draft."""
        return self.draft.response

    @property
    def view(self) -> View:
        """What follows from the current value."""
        view = self._view
        if view is None or view.response is not self.response or view.questionnaire is not self.questionnaire:
            view = self._view = View(self.questionnaire, self.response, date.today())
        return view

    @property
    def is_modified(self) -> bool:
        """Whether something is not yet in the file."""
        return not self.stack.isClean()

    @property
    def is_read_only(self) -> bool:
        """Whether the draft may be looked at but not changed."""
        return self.draft.read_only_reason is not None

    @property
    def is_completed(self) -> bool:
        """Whether the assessment is marked as complete."""
        return self.response.status is Status.COMPLETED

    @property
    def title(self) -> str:
        """Name of the model, else of the form."""
        return title_of(self.questionnaire, self.response, language())

    # --- changing (a draft that is read-only stays as it is)

    def answer(self, link_id: str, values: Iterable[Value], *, typing: bool = False) -> None:
        """Give (or with no values take away) the answer to a question."""
        response = self.response.with_answer(link_id, values)
        if response is self.response:
            return
        item = self.questionnaire.item(link_id)
        words = _("muutos kohdassa {label}").format(label=item.label(language()))
        self._push(response, words, link_id if typing else "")

    def fix(self, finding: Finding) -> None:
        """Take the mended answers that a finding offers."""
        if finding.fix is None:
            return
        response = self.response.with_answer(finding.fix.link_id, finding.fix.values)
        label = self.questionnaire.item(finding.fix.link_id).label(language())
        self._push(response, _("korjaus kohdassa {label}").format(label=label))

    def change_form(self, questionnaire: Questionnaire, words: str) -> None:
        """Go on with another form, the same with another programme for instance; every answer stays."""
        if not self.is_read_only:
            self.stack.push(_Change(self, (questionnaire, self.response), words))

    def mark_complete(self) -> list[Finding]:
        """Mark the assessment as complete, or say what keeps it from that (errors do, warnings do not)."""
        errors = [finding for finding in self.view.findings if finding.severity is Severity.ERROR]
        if errors:
            self.show_missing = True
            self.changed.emit("")
        else:
            self._push(self.response.with_status(Status.COMPLETED), _("merkintä valmiiksi"))
        return errors

    def mark_open(self) -> None:
        """Take the mark of completeness away."""
        self._push(self.response.with_status(Status.IN_PROGRESS), _("merkintä keskeneräiseksi"))

    def _push(self, response: QuestionnaireResponse, words: str, field: str = "") -> None:
        if not self.is_read_only:
            self.stack.push(_Change(self, (self.questionnaire, response), words, field))

    def take(self, content: Content, field: str) -> None:
        """Make this the current content; what undo and redo call."""
        questionnaire, response = content
        self.draft = replace(self.draft, questionnaire=questionnaire, response=response)
        if not self._autosave.isActive():
            self._autosave.start()
        self.changed.emit(field)

    # --- the file

    def save(self, path: Path | None = None) -> None:
        """Write the draft to its file, or to another that becomes its file.

        Raises:
            UserError: It could not be written; the draft and its recovery copy stay as they are.
        """
        from rrp_desktop.storage.draft import write_draft

        target = path or self.path
        assert target is not None, "a draft without a file is saved with a path"
        self.draft = write_draft(target, self.draft)
        self.path = target
        self.saved_at = datetime.now()
        self.stack.setClean()
        self._discard_recovery_copy()
        self.fileChanged.emit()

    def write_recovery_copy(self) -> None:
        """Put what is not yet in the file into the recovery copy; called a few seconds after a change."""
        if self._recovery is None:
            return
        if not self.is_modified:  # undone: a copy of what is gone must not be offered at the next start
            self._discard_recovery_copy()
            return
        try:
            self._recovery.write(self.draft, self.path)
            self.recovery_error = None
        except UserError as error:
            self.recovery_error = error
        self.fileChanged.emit()

    def close(self) -> None:
        """The user has saved or chosen not to: the recovery copy is no longer needed."""
        self._discard_recovery_copy()

    def _discard_recovery_copy(self) -> None:
        self._autosave.stop()
        if self._recovery is not None:
            self._recovery.discard()
