"""The right panel: guidance of the page that is shown, and the findings of the whole draft."""

from __future__ import annotations

from PySide6.QtCore import Signal

from rrp_desktop.core.findings import Finding, worst_first
from rrp_desktop.core.naming import in_language
from rrp_desktop.core.questionnaire import Item
from rrp_desktop.gui.session import Session
from rrp_desktop.gui.theme import current
from rrp_desktop.gui.widgets.card import Divider, Panel
from rrp_desktop.gui.widgets.findings import FindingRow
from rrp_desktop.gui.widgets.layout import Column, Row
from rrp_desktop.gui.widgets.lines import IconLine
from rrp_desktop.gui.widgets.scroll import ScrollArea, ScrolledPage
from rrp_desktop.gui.widgets.text import Bullets, label
from rrp_desktop.gui.words import severity_word
from rrp_desktop.i18n import _, language, ngettext

_ROWS_SHOWN = 30


class SidePanel(Panel):
    """Guidance and findings.

    Signals:
        goTo(str): The user wants to go to this question.
    """

    goTo = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__("surface", lines="left")
        self._session = session
        self._page: Item | None = None
        self._shown: list[Finding] | None = None
        self._missing: int | None = None
        body = ScrolledPage()
        column = Column(body, spacing=12, margins=(16, 16, 16, 16))
        self._guide = Column(spacing=10)
        column.addLayout(self._guide)
        column.addWidget(Divider())
        head = Row(spacing=8)
        head.addWidget(IconLine("shield", _("Tarkistus"), "panel-heading"), 1)
        self._count = label("", "caption", wrap=False)
        head.addWidget(self._count)
        column.addLayout(head)
        self._list = Column(spacing=10)
        column.addLayout(self._list)
        column.addStretch(1)
        scroll = ScrollArea()
        scroll.setWidget(body)
        Column(self, spacing=0).addWidget(scroll)
        self.restyle()

    def restyle(self) -> None:
        """Take the width of the zoom."""
        self.setFixedWidth(current().px(312))

    def show_page(self, page: Item) -> None:
        """Show the guidance of a page, and its findings first."""
        if page is not self._page:
            self._page = page
            self._show_guide(page)
            self._shown = None
        self.refresh()

    def _show_guide(self, page: Item) -> None:
        self._guide.clear()
        self._guide.addWidget(IconLine("light-bulb", _("Ohje"), "panel-heading"))
        words = in_language(page.help, language())
        if words:
            self._guide.addWidget(label(words, "help"))
        if page.points:
            self._guide.addWidget(Bullets([in_language(point, language()) for point in page.points], "help"))
        source = self._session.questionnaire.source_title(page.source, language())
        if source:
            words = _("Lähde: {source}").format(source=source)
            self._guide.addWidget(IconLine("document", words, "caption"))

    def refresh(self) -> None:
        """Show the findings as they are now: worst first, those of the shown page before others of the same weight."""
        here = {item.link_id for item in self._page.walk()} if self._page else set()
        all_findings = self._session.view.findings
        found = [finding for finding in all_findings if not finding.is_missing]
        found = worst_first(sorted(found, key=lambda finding: finding.link_id not in here))
        missing = len(all_findings) - len(found)
        if found == self._shown and missing == self._missing:
            return
        self._shown, self._missing = found, missing
        self._count.setText(ngettext("{count} kohta", "{count} kohtaa", len(found)).format(count=len(found)))
        self._count.setVisible(bool(found))
        self._list.clear()
        for finding in found[:_ROWS_SHOWN]:
            self._list.addWidget(self._row(finding))
            self._list.addWidget(Divider())
        if not found:
            self._list.addWidget(IconLine("check-circle", _("Ei tarkistettavaa."), "help"))
        if missing:
            words = ngettext("{count} kohta on vastaamatta.", "{count} kohtaa on vastaamatta.", missing)
            first = next(finding for finding in all_findings if finding.is_missing)
            row = FindingRow(None, "", "", words.format(count=missing), _("Siirry"), is_fix=False)
            row.acted.connect(lambda: self.goTo.emit(first.link_id))
            self._list.addWidget(row)

    def _row(self, finding: Finding) -> FindingRow:
        item = self._session.questionnaire.item(finding.link_id)
        above = self._session.questionnaire.parent(finding.link_id)
        number = item.number or (above.number if above is not None and above.is_question else "")
        place = f"{number} {item.label(language())}".strip()
        can_fix = finding.fix is not None and not self._session.is_read_only
        action = _("Korjaa") if can_fix else _("Siirry")
        row = FindingRow(
            finding.severity, severity_word(finding.severity), place, in_language(finding.short, language()), action,
            is_fix=can_fix,
        )  # fmt: skip
        if can_fix:
            row.acted.connect(lambda: self._session.fix(finding))
        else:
            row.acted.connect(lambda: self.goTo.emit(finding.link_id))
        return row
