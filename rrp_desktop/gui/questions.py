"""Questions on screen: one function builds every question with label, accessible name, help, control and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from rrp_desktop.core.findings import Finding, worst_first
from rrp_desktop.core.naming import in_language
from rrp_desktop.core.questionnaire import Item, ItemType, Value
from rrp_desktop.core.response import check_value
from rrp_desktop.core.rules import asked_values
from rrp_desktop.errors import BadAnswer
from rrp_desktop.gui.session import Session
from rrp_desktop.gui.widgets.choices import CheckBoxes, Chips, RadioBoxes
from rrp_desktop.gui.widgets.fields import DateField, DropDown, GrowingLine, IntegerField, TextArea
from rrp_desktop.gui.widgets.findings import FindingBox
from rrp_desktop.gui.widgets.flow import Flow
from rrp_desktop.gui.widgets.layout import Column
from rrp_desktop.gui.widgets.progress import FitMeter
from rrp_desktop.gui.widgets.text import Bullets, NumberedHeading, label
from rrp_desktop.gui.words import severity_word
from rrp_desktop.i18n import _, language, ngettext

FitOf = Callable[[str, str], "tuple[int, int] | None"]
"""(link id, text) -> (lines needed, lines that the PDF's box has), or None where the PDF has no such box."""

_LEAST_ROOM_TOLD = 10


@dataclass(frozen=True)
class Control:
    """The widget that takes an answer, and how an answer is put into it."""

    widget: QWidget
    show: Callable[[tuple[Value, ...]], None]


def build_question(session: Session, item: Item, fit_of: FitOf, within: str = "") -> QuestionRow:
    """The row of one question, with the rows of its follow-ups.

    Args:
        within: What the question belongs to, for those who cannot see it, where its words alone say too little.
    """
    return QuestionRow(session, item, fit_of, within)


class QuestionRow(QWidget):
    """One question: number, words, help, control, follow-ups, findings.

    The control carries the link id as object name and accessible identifier.
    """

    def __init__(self, session: Session, item: Item, fit_of: FitOf, within: str) -> None:
        super().__init__()
        self.item = item
        self._within = within
        self._session = session
        self._fit_of = fit_of
        self._shown: tuple[Value, ...] | None = None
        self._findings: list[Finding] = []
        self._boxes: list[FindingBox] = []
        self._meter = FitMeter() if item.type is ItemType.TEXT else None
        words = in_language(item.text, language())
        self.label = NumberedHeading(item.number, words) if item.number else label(words, "label")
        self.control = _build_control(session, item)
        widget = self.control.widget
        self.label.setBuddy(widget)
        widget.setObjectName(item.link_id)
        widget.setAccessibleIdentifier(item.link_id)
        if item.read_only or session.is_read_only:
            _lock(widget)
        column = Column(self, spacing=6)
        self._add_head(column)
        if item.number:
            column.addSpacing(4)
        column.addWidget(widget)
        below = [one for one in item.items if one.is_question]
        self.followups = [build_question(session, one, fit_of, item.label(language())) for one in below]
        for row in self.followups:
            column.addSpacing(4)
            column.addWidget(row)
        self._boxes_column = Column(spacing=6)
        column.addLayout(self._boxes_column)
        self.refresh()

    def _add_head(self, column: Column) -> None:
        """Label, whether required, how the text fits; help below."""
        must = self.item.required and not self.item.number
        head: QWidget = (
            _beside(self.label, label(_("pakollinen"), "caption", wrap=False)) if must else self.label
        )
        column.addWidget(head if self._meter is None else _beside(head, self._meter, stretch_from=160))
        help_words = in_language(self.item.help, language())
        if help_words:
            column.addWidget(self._indented(label(help_words, "help")))
        if self.item.points:
            points = [in_language(point, language()) for point in self.item.points]
            column.addWidget(self._indented(Bullets(points, "help")))

    def _indented(self, widget: QWidget) -> QWidget:
        """Help of a numbered question begins where its words begin."""
        if isinstance(self.label, NumberedHeading):
            widget.setContentsMargins(self.label.indent_width(), 0, 0, 0)
        return widget

    def rows(self) -> Iterable[QuestionRow]:
        """This row and those of its follow-ups."""
        yield self
        for row in self.followups:
            yield from row.rows()

    def refresh_value(self) -> None:
        """Show the session's current answer."""
        values = self._session.response.values(self.item.link_id)
        if values != self._shown:
            self._shown = values
            self.control.show(values)

    def refresh(self) -> None:
        """Show the session's current answer, findings and fit."""
        self.refresh_value()
        self.refresh_findings()

    def focus(self) -> None:
        """Put the focus into the control."""
        self.control.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh_findings(self) -> None:
        """Show the findings about this question, and how its text fits the PDF."""
        view = self._session.view
        findings = [
            finding
            for finding in view.findings
            if finding.link_id == self.item.link_id and (not finding.is_missing or self._session.show_missing)
        ]
        if findings != self._findings:
            self._findings = findings
            self._show_findings(worst_first(findings))
        if isinstance(self.control.widget, Chips):
            self.control.widget.set_required(_asked_for(self._session, self.item))
        if self._meter is not None:
            self._show_fit(self._meter)
        self._describe()

    def _show_findings(self, findings: Sequence[Finding]) -> None:
        for box in self._boxes:
            self._boxes_column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = []
        for finding in findings:
            box = FindingBox(
                finding.severity, severity_word(finding.severity), in_language(finding.message, language()),
                _("Korjaa") if finding.fix and not self._session.is_read_only else None,
            )  # fmt: skip
            box.fixed.connect(lambda finding=finding: self._session.fix(finding))
            self._boxes_column.addWidget(box)
            self._boxes.append(box)

    def _show_fit(self, meter: FitMeter) -> None:
        text = str(self._session.response.value(self.item.link_id) or "")
        fit = self._fit_of(self.item.link_id, text) if text else None
        if fit is None:
            meter.hide()
            return
        needed, room = fit
        if needed > room:
            words = _("Jatkuu jatkosivulla")
        elif needed == room or room - needed > _LEAST_ROOM_TOLD:
            words = _("Mahtuu")
        else:
            left = room - needed
            words = ngettext("Mahtuu · tilaa {count} rivi", "Mahtuu · tilaa {count} riviä", left).format(
                count=left
            )
        meter.set_fit(words, needed / room, needed <= room)
        meter.show()

    def _describe(self) -> None:
        """What a screen reader says of the control: name, whether required, help, findings."""
        widget = self.control.widget
        words = in_language(self.item.text, language())
        if self._within:
            words = f"{self._within}: {words}"
        name = _("{label}, pakollinen").format(label=words) if self.item.required else words
        told = [in_language(self.item.help, language())]
        told += [in_language(point, language()) for point in self.item.points]
        told += [f"{severity_word(f.severity)}: {in_language(f.message, language())}" for f in self._findings]
        description = " ".join(part for part in told if part)
        if widget.accessibleName() != name:
            widget.setAccessibleName(name)
        if widget.accessibleDescription() != description:
            widget.setAccessibleDescription(description)


def _lock(widget: QWidget) -> None:
    """Let an answer be seen but not changed; texts can still be read and copied by keyboard."""
    if isinstance(widget, QLineEdit | QTextEdit):
        widget.setReadOnly(True)
    else:
        widget.setEnabled(False)


def _beside(first: QWidget, second: QWidget, *, stretch_from: float = 0) -> QWidget:
    """Two widgets beside each other, or below each other where there is no room."""
    both = QWidget()
    flow = Flow(both, spacing=8, line_spacing=2)
    flow.add(first, stretch_from=stretch_from)
    flow.add(second)
    return both


# --- controls --------------------------------------------------------------------------------------------------------


def _build_control(session: Session, item: Item) -> Control:
    """The control that fits the item's type and control hint."""
    if item.type is ItemType.CODING:
        return _coding(session, item)
    if item.type is ItemType.BOOLEAN:
        return _boolean(session, item)
    if item.repeats:
        return _several(session, item)
    return _TYPED[item.type](session, item)


def _text(session: Session, item: Item) -> Control:
    area = TextArea(item.lines, in_language(item.placeholder, language()))
    area.changed.connect(lambda text: session.answer(item.link_id, [text], typing=True))
    return Control(area, lambda values: area.set_text(str(values[0]) if values else ""))


def _string(session: Session, item: Item) -> Control:
    field = GrowingLine(in_language(item.placeholder, language()))
    field.changed.connect(lambda text: session.answer(item.link_id, [text], typing=True))
    return Control(field, lambda values: field.set_text(str(values[0]) if values else ""))


def _date(session: Session, item: Item) -> Control:
    field = DateField()
    field.changed.connect(lambda text: session.answer(item.link_id, [text], typing=True))
    return Control(field, lambda values: field.set_date(str(values[0]) if values else ""))


def _integer(session: Session, item: Item) -> Control:
    field = IntegerField()
    field.changed.connect(
        lambda value: session.answer(item.link_id, [] if value is None else [value], typing=True)
    )
    return Control(field, lambda values: field.set_value(values[0] if values else None))


_TYPED: dict[ItemType, Callable[[Session, Item], Control]] = {
    ItemType.TEXT: _text,
    ItemType.STRING: _string,
    ItemType.URL: _string,
    ItemType.DATE: _date,
    ItemType.INTEGER: _integer,
}


def _several(session: Session, item: Item) -> Control:
    """Several answers that are written, each a chip."""

    def answer(texts: Iterable[str]) -> None:
        session.answer(item.link_id, [_in_type(item, text) for text in texts])

    chips = Chips([], is_open=True)
    chips.changed.connect(answer)
    return Control(chips, lambda values: chips.set_chosen([str(value) for value in values]))


def _in_type(item: Item, text: str) -> Value:
    """What was written as a value of the item's type, or as it is: then a finding says what is wrong with it."""
    try:
        return check_value(item, text)
    except BadAnswer:
        return text


def _boolean(session: Session, item: Item) -> Control:
    boxes = RadioBoxes([("true", _("Kyllä")), ("false", _("Ei"))])
    boxes.chosen.connect(lambda code: session.answer(item.link_id, [code == "true"] if code else []))

    def show(values: tuple[Value, ...]) -> None:
        given = values[0] if values else None  # another program may have stored something else than a boolean
        boxes.set_chosen(str(given).lower() if isinstance(given, bool) else "")

    return Control(boxes, show)


def _coding(session: Session, item: Item) -> Control:
    def answer(codes: Iterable[Any]) -> None:
        session.answer(item.link_id, [code for code in codes if code])

    options = [(option.code, in_language(option.text, language())) for option in item.options]
    if item.repeats and (item.open or item.control == "chips"):
        chips = Chips(options, is_open=item.open)
        chips.changed.connect(answer)
        return Control(chips, lambda values: chips.set_chosen([str(value) for value in values]))
    if item.repeats:
        checks = CheckBoxes(options)
        checks.changed.connect(answer)
        return Control(checks, lambda values: checks.set_chosen([str(value) for value in values]))
    if item.control == "radio-button" and not item.open:
        boxes = RadioBoxes(options)
        boxes.chosen.connect(lambda code: answer([code]))
        return Control(boxes, lambda values: boxes.set_chosen(str(values[0]) if values else ""))
    drop_down = DropDown(options, is_open=item.open)
    drop_down.chosen.connect(lambda code: answer([code]))
    return Control(drop_down, lambda values: drop_down.set_chosen(str(values[0]) if values else ""))


def _asked_for(session: Session, item: Item) -> dict[str, str]:
    """The values that active rules ask this question to hold, each with a word on why."""
    view = session.view
    asked = asked_values(view.questionnaire, view.response, item.link_id, enabled=view.enabled)
    return {value: _("vaaditaan") for value in asked}
