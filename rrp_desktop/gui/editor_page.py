"""The editor: sections with progress on the left, one page of questions, guidance and findings on the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from rrp_desktop.core.findings import Severity, count
from rrp_desktop.core.naming import in_language
from rrp_desktop.core.questionnaire import Item, ItemType, Questionnaire
from rrp_desktop.gui.accessibility import announce
from rrp_desktop.gui.questions import FitOf, QuestionRow, build_question
from rrp_desktop.gui.session import Session
from rrp_desktop.gui.side_panel import SidePanel
from rrp_desktop.gui.theme import current
from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.gui.widgets.card import Card, Panel
from rrp_desktop.gui.widgets.layout import Column, Row
from rrp_desktop.gui.widgets.progress import ProgressBar
from rrp_desktop.gui.widgets.scroll import ScrollArea, ScrolledPage
from rrp_desktop.gui.widgets.section_list import PartRow, SectionList, SectionRow
from rrp_desktop.gui.widgets.text import label
from rrp_desktop.i18n import _, language

_REFRESH_AFTER_TYPING_MS = 150
_PANEL_FROM = 1200
_SIDE_LIST_FROM = 900


class EditorPage(QWidget):
    """The open draft, one section at a time.

    Signals:
        completeAsked(): The user is at the end and wants to mark the assessment as complete.
    """

    completeAsked = Signal()

    def __init__(self, session: Session, fit_of: FitOf, page: str = "") -> None:
        """Begins on the page with this link id, else on the first."""
        super().__init__()
        self._session = session
        self._fit_of = fit_of
        self._questionnaire = session.questionnaire
        self._pages = list(session.questionnaire.pages())
        self._views: dict[str, _FormPage] = {}
        self._current = self._pages[0]
        self._refresh = QTimer(self, singleShot=True, interval=_REFRESH_AFTER_TYPING_MS)
        self._refresh.timeout.connect(self._refresh_all)
        self._build()
        session.changed.connect(self._on_changed)
        self.show_page(page or self._current.link_id)

    # --- building

    def _build(self) -> None:
        self._total = ProgressBar(_("Edistyminen"))
        self._count = label("", "strong", wrap=False)
        self._percent = label("", "caption", wrap=False)
        self._sections = SectionList(_("Osat"))
        self._sections.chosen.connect(self.show_page)
        self._side = Panel("surface", lines="right")
        side = Column(self._side, spacing=8, margins=(0, 14, 0, 8))
        figures = Row(margins=(20, 0, 20, 0))
        figures.addWidget(self._count)
        figures.addStretch(1)
        figures.addWidget(self._percent)
        side.addLayout(figures)
        bar = Row(margins=(20, 0, 20, 4))
        bar.addWidget(self._total)
        side.addLayout(bar)
        side.addWidget(self._sections, 1)

        self._stack = QStackedWidget()
        self._toggle_sections = Button(_("Osat"), "menu", "tab")
        self._toggle_sections.toggled.connect(self._fold)
        self._toggle_panel = Button(_("Ohje ja tarkistus"), "light-bulb", "tab")
        self._toggle_panel.toggled.connect(self._fold)
        self._folded = QWidget()
        folded = Row(self._folded, margins=(24, 8, 24, 0))
        folded.addWidget(self._toggle_sections)
        folded.addStretch(1)
        folded.addWidget(self._toggle_panel)
        self._previous = Button("", "chevron-left", "quiet")
        self._previous.clicked.connect(lambda: self.step(-1))
        self._next = Button("", trailing="chevron-right")
        self._next.clicked.connect(lambda: self.step(1))
        footer = Panel("ground", lines="top")
        foot = Row(footer, margins=(24, 9, 24, 9))
        foot.addWidget(self._previous)
        foot.addStretch(1)
        foot.addWidget(self._next)
        self._complete = Button(_("Merkitse valmiiksi"), "check")
        self._complete.clicked.connect(self.completeAsked)
        foot.addWidget(self._complete)
        middle = Column(spacing=0)
        middle.addWidget(self._folded)
        middle.addWidget(self._stack, 1)
        middle.addWidget(footer)

        self._panel = SidePanel(self._session)
        self._panel.goTo.connect(self.go_to)
        row = Row(self, spacing=0)
        row.addWidget(self._side)
        row.addLayout(middle, 1)
        row.addWidget(self._panel)
        self.restyle()

    def restyle(self) -> None:
        """Take the widths of the zoom."""
        self._side.setFixedWidth(current().px(296))
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Show as many columns as there is room for; the others behind a button."""
        width = self.width() / current().zoom
        panel_folds = width < _PANEL_FROM
        side_folds = width < _SIDE_LIST_FROM
        self._toggle_panel.setVisible(panel_folds)
        self._toggle_sections.setVisible(side_folds)
        self._folded.setVisible(panel_folds or side_folds)
        show_side = not side_folds or self._toggle_sections.isChecked()
        show_panel = not panel_folds or self._toggle_panel.isChecked()
        self._side.setVisible(show_side)
        self._panel.setVisible(show_panel)

    # --- moving

    @property
    def questionnaire(self) -> Questionnaire:
        """The form that the page was built from."""
        return self._questionnaire

    @property
    def current_page(self) -> str:
        """Link id of the page that is shown."""
        return self._current.link_id

    def show_page(self, link_id: str) -> None:
        """Show one page, building it when it is shown for the first time."""
        page = self._session.questionnaire.item(link_id)
        self._current = page
        if link_id not in self._views:
            self._views[link_id] = _FormPage(
                self._session, page, self._pages.index(page), len(self._pages), self._fit_of
            )
            self._stack.addWidget(self._views[link_id])
        view = self._views[link_id]
        self._stack.setCurrentWidget(view)
        view.refresh()
        self._show_neighbours()
        self._panel.show_page(page)
        self._refresh_lists()
        if self._toggle_sections.isChecked():
            self._toggle_sections.setChecked(False)

    def go_to(self, link_id: str) -> None:
        """Show the page of a question, scroll to it and put the focus there."""
        page = self._session.questionnaire.page_of(link_id)
        if page is None:
            return
        self.show_page(page.link_id)
        if self._toggle_panel.isChecked():
            self._toggle_panel.setChecked(False)
        self._views[page.link_id].focus(link_id)

    def focus_first(self) -> None:
        """Put the focus into the first question of the page."""
        self._views[self._current.link_id].focus_first()

    def step(self, by: int) -> None:
        """Go to the next or the previous page, to its first question."""
        place = self._pages.index(self._current) + by
        if 0 <= place < len(self._pages):
            self.show_page(self._pages[place].link_id)
            self._views[self._current.link_id].focus_first()
            announce(self, in_language(self._current.text, language()))

    def _show_neighbours(self) -> None:
        place = self._pages.index(self._current)
        self._previous.setVisible(place > 0)
        is_last = place == len(self._pages) - 1
        self._next.setVisible(not is_last)
        can_complete = not (self._session.is_completed or self._session.is_read_only)
        self._complete.setVisible(is_last and can_complete)
        if place > 0:
            self._previous.set_words(self._pages[place - 1].label(language()))
        if not is_last:
            self._next.set_words(self._pages[place + 1].label(language()))

    # --- following the session

    def _on_changed(self, field: str) -> None:
        if field:
            view = self._views.get(self._current.link_id)
            if view is not None:
                view.refresh_values()
            self._refresh.start()
        else:
            self._refresh_all()

    def _refresh_all(self) -> None:
        self._refresh.stop()
        self._views[self._current.link_id].refresh()
        self._show_neighbours()
        self._refresh_lists()
        self._panel.refresh()

    def _refresh_lists(self) -> None:
        view = self._session.view
        progress = view.progress()
        self._count.setText(
            _("{answered}/{total} vastattu").format(answered=progress.answered, total=progress.total)
        )
        self._percent.setText(_("{share} %").format(share=int(progress.share * 100)))
        self._total.set_share(progress.share)
        self._sections.set_rows(list(self._section_rows()), self._current.link_id)

    def _section_rows(self) -> Iterator[SectionRow | PartRow]:
        """Pages, and parts with their pages; every part but the first folds, so that the list stays short."""
        parts = [item.link_id for item in self._session.questionnaire.items if not item.is_page]
        for top in self._session.questionnaire.items:
            if top.is_page:
                yield self._section_row(top, "")
                continue
            key = "" if top.link_id == parts[0] else top.link_id
            yield PartRow(in_language(top.text, language()), key)
            for page in (item for item in top.walk() if item.is_page):
                yield self._section_row(page, key)

    def _section_row(self, page: Item, part: str) -> SectionRow:
        view = self._session.view
        progress = view.progress(page)
        counts = count(view.findings_in(page))
        return SectionRow(
            link_id=page.link_id,
            title=in_language(page.text, language()),
            answered=progress.answered,
            total=progress.total,
            errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING],
            part=part,
        )

    def next_unanswered(self) -> str | None:
        """Link id of the next required question without an answer, from the current page on."""
        missing = [finding.link_id for finding in self._session.view.findings if finding.is_missing]
        order = [item.link_id for page in self._rotated() for item in page.questions()]
        return min(missing, key=order.index, default=None)

    def _rotated(self) -> list[Item]:
        place = self._pages.index(self._current)
        return self._pages[place:] + self._pages[:place]


class _FormPage(ScrollArea):
    """One page of the form: heading, notice, one card for each group or question."""

    def __init__(self, session: Session, page: Item, place: int, of: int, fit_of: FitOf) -> None:
        super().__init__()
        self._session = session
        self._page = page
        self._place = place
        self._of = of
        self._rows: dict[str, QuestionRow] = {}
        self._cards: list[tuple[Item, QWidget]] = []
        words = Counter(in_language(item.text, language()) for item in page.questions() if not item.number)
        self._repeated = {word for word, times in words.items() if times > 1}
        body = ScrolledPage()
        layout = Column(body, spacing=12, margins=(24, 16, 24, 24))
        head = Column(spacing=4)
        head.addWidget(label(in_language(page.text, language()), "page-title"))
        self._line = label("", "help")
        head.addWidget(self._line)
        layout.addLayout(head)
        for item in page.items:
            card = self._card(item, fit_of)
            layout.addWidget(card)
            self._cards.append((item, card))
        layout.addStretch(1)
        self.setWidget(body)

    def _card(self, item: Item, fit_of: FitOf) -> QWidget:
        card = Card(spacing=16)
        layout = card.body
        if item.type is ItemType.GROUP:
            within = self._heading(item)
            if within:
                layout.addWidget(label(within, "question"))
            for line in _lines(item.items):
                if len(line) == 1:
                    layout.addWidget(self._row(line[0], fit_of, within))
                    continue
                side_by_side = Row(spacing=16)
                for one in line:
                    side_by_side.addWidget(self._row(one, fit_of, within), 1, Qt.AlignmentFlag.AlignTop)
                layout.addLayout(side_by_side)
        elif item.is_question:
            layout.addWidget(self._row(item, fit_of))
        else:
            layout.addWidget(label(in_language(item.text, language()), "body"))
        return card

    def _heading(self, group: Item) -> str:
        """Words of a group whose questions are asked again in other groups of the page, to tell them apart."""
        asked = {in_language(item.text, language()) for item in group.items}
        return in_language(group.text, language()) if asked & self._repeated else ""

    def _row(self, item: Item, fit_of: FitOf, within: str = "") -> QWidget:
        if not item.is_question:
            return label(in_language(item.text, language()), "body")
        row = build_question(self._session, item, fit_of, within)
        self._rows.update((one.item.link_id, one) for one in row.rows())
        return row

    def refresh(self) -> None:
        """Show answers, findings, and which questions are asked."""
        view = self._session.view
        progress = view.progress(self._page)
        where = _("Osa {place}/{of} · {answered}/{total} vastattu").format(
            place=self._place + 1, of=self._of, answered=progress.answered, total=progress.total
        )
        self._line.setText(f"{where} · {in_language(self._session.questionnaire.notice, language())}")
        for link_id, row in self._rows.items():
            row.setVisible(link_id in view.enabled)
            row.refresh()
        for item, card in self._cards:
            card.setVisible(
                any(below.link_id in view.enabled for below in item.questions()) or not item.items
            )

    def refresh_values(self) -> None:
        """Show answers only: what a key press needs."""
        for row in self._rows.values():
            row.refresh_value()

    def focus(self, link_id: str) -> None:
        """Put the focus into a question and bring it into view."""
        row = self._rows.get(link_id)
        if row is not None:
            row.focus()
            self.ensure_visible(row)

    def focus_first(self) -> None:
        """Start at the top of the page."""
        self.verticalScrollBar().setValue(0)
        first = next((row for row in self._rows.values() if row.isVisibleTo(self)), None)
        if first is not None:
            first.focus()


def _is_short(item: Item) -> bool:
    return item.type in (ItemType.DATE, ItemType.INTEGER) or (
        item.control == "drop-down" and not item.repeats
    )


def _lines(items: tuple[Item, ...]) -> list[list[Item]]:
    """Two short questions that follow each other share a line."""
    lines: list[list[Item]] = []
    for item in items:
        if lines and len(lines[-1]) == 1 and _is_short(item) and _is_short(lines[-1][0]):
            lines[-1].append(item)
        else:
            lines.append([item])
    return lines
