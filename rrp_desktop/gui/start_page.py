"""The start page: new assessments, recent drafts, a place to drop a file, examples, and work left by a crash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from rrp_desktop.gui import theme
from rrp_desktop.gui.widgets.banner import Banner
from rrp_desktop.gui.widgets.card import Card, Divider
from rrp_desktop.gui.widgets.drop import DropArea
from rrp_desktop.gui.widgets.empty import EmptyState
from rrp_desktop.gui.widgets.findings import StatusPill
from rrp_desktop.gui.widgets.layout import Column, Row
from rrp_desktop.gui.widgets.lines import IconLine
from rrp_desktop.gui.widgets.list_row import ListRow, StartCard
from rrp_desktop.gui.widgets.progress import ProgressBar
from rrp_desktop.gui.widgets.scroll import ScrollArea, ScrolledPage
from rrp_desktop.gui.widgets.text import label
from rrp_desktop.gui.words import severity_count, when_words
from rrp_desktop.i18n import _

_COLUMNS_FROM = 1000


class FormCard(NamedTuple):
    """A form to start from."""

    form_id: str
    title: str
    description: str


class RecentDraft(NamedTuple):
    """A draft that was open before; what is None could not be read."""

    path: Path
    title: str
    detail: str
    answered: int | None = None
    total: int = 0
    errors: int = 0
    warnings: int = 0
    is_completed: bool = False
    changed: datetime | None = None


class Example(NamedTuple):
    """An example that ships with the program."""

    path: Path
    title: str
    detail: str


class LeftWork(NamedTuple):
    """Unsaved work of a run that ended unexpectedly."""

    key: str
    title: str
    changed: datetime


class StartPage(ScrollArea):
    """Where the program begins.

    Signals:
        newAsked(str): Start a new assessment with this form.
        openAsked(): Choose a file to open.
        pathAsked(object): Open this file.
        exampleAsked(object): Open a copy of this example.
        recoverAsked(str), discardAsked(str): Take back, or throw away, the work with this key.
    """

    newAsked = Signal(str)
    openAsked = Signal()
    pathAsked = Signal(object)
    exampleAsked = Signal(object)
    recoverAsked = Signal(str)
    discardAsked = Signal(str)

    def __init__(
        self, forms: Sequence[FormCard], recent: Sequence[RecentDraft], examples: Sequence[Example],
        left: Sequence[LeftWork],
    ) -> None:  # fmt: skip
        super().__init__()
        body = ScrolledPage()
        page = Column(body, spacing=24, margins=(48, 24, 48, 32))
        for work in left:
            page.addWidget(self._banner(work))
        wide = Column(spacing=24)
        wide.addLayout(_titled(_("Aloita uusi arviointi"), self._forms(forms)))
        wide.addLayout(_titled(_("Jatka luonnosta"), self._recent(recent)))
        wide.addStretch(1)
        narrow = Column(spacing=24)
        narrow.addLayout(_titled(_("Avaa tiedosto"), self._drop()))
        if examples:
            narrow.addLayout(_titled(_("Tutustu esimerkkiin"), self._examples(examples)))
        narrow.addWidget(
            IconLine("lock", _("Kaikki pysyy tällä koneella. Ohjelma ei lähetä mitään verkkoon."), "help")
        )
        narrow.addStretch(1)
        self._columns = Row(spacing=40)
        self._columns.addLayout(wide)
        self._columns.addLayout(narrow)
        page.addLayout(self._columns, 1)
        self.setWidget(body)
        self._arrange()

    def restyle(self) -> None:
        """Take the widths of the zoom."""
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The columns beside each other, or below each other where they would be too narrow."""
        is_wide = self.width() >= theme.current().px(_COLUMNS_FROM)
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)
        for place, share in enumerate((894, 336) if is_wide else (0, 1)):
            self._columns.setStretch(place, share)

    def focus_first(self) -> None:
        """Put the focus on what most people want next."""
        first = self.findChild(StartCard)
        if first is not None:
            first.setFocus()

    def _banner(self, work: LeftWork) -> Banner:
        detail = _("{title} · viimeisin muutos {when}").format(
            title=work.title, when=when_words(work.changed)
        )
        banner = Banner(
            "information", _("Edellisellä kerralla ohjelma sulkeutui kesken. Muutokset ovat tallessa."), detail,
            icon="history", actions=[(_("Poista"), "link"), (_("Palauta"), "primary")],
        )  # fmt: skip
        banner.acted.connect(
            lambda place: (self.discardAsked if place == 0 else self.recoverAsked).emit(work.key)
        )
        return banner

    def _forms(self, forms: Sequence[FormCard]) -> QWidget:
        holder = QWidget()
        column = Column(holder, spacing=12)
        for pair in (forms[place : place + 2] for place in range(0, len(forms), 2)):
            row = Row(spacing=12)
            for form in pair:
                card = StartCard("document", form.title, form.description)
                card.clicked.connect(lambda _checked=False, form_id=form.form_id: self.newAsked.emit(form_id))
                row.addWidget(card, 1)
            column.addLayout(row)
        return holder

    def _recent(self, recent: Sequence[RecentDraft]) -> QWidget:
        if not recent:
            words = _("Ei vielä luonnoksia. Aloita uusi arviointi tai avaa esimerkki.")
            card = Card()
            card.body.addWidget(EmptyState("document", words))
            return card
        card = Card(padding=(0, 0, 0, 0), spacing=0)
        for place, draft in enumerate(recent):
            if place:
                card.body.addWidget(Divider())
            card.body.addWidget(self._recent_row(draft))
        return card

    def _recent_row(self, draft: RecentDraft) -> ListRow:
        row = ListRow(draft.title, draft.detail)
        if draft.answered is not None:
            row.add(_progress(draft), 132)
            row.add(_pills(draft), 190)
        if draft.changed is not None:
            row.add(label(when_words(draft.changed), "caption", wrap=False))
        row.clicked.connect(lambda _checked=False: self.pathAsked.emit(draft.path))
        return row

    def _drop(self) -> QWidget:
        area = DropArea(
            _("Pudota tiedosto tähän"), _("Luonnos (.rrp) tai ohjelman täyttämä PDF"), _("Valitse tiedosto…")
        )
        area.browseAsked.connect(self.openAsked)
        area.dropped.connect(self.pathAsked)
        return area

    def _examples(self, examples: Sequence[Example]) -> QWidget:
        card = Card(padding=(0, 0, 0, 0), spacing=0)
        for place, example in enumerate(examples):
            if place:
                card.body.addWidget(Divider())
            row = ListRow(example.title, example.detail, icon="document", trailing="chevron-right")
            row.clicked.connect(lambda _checked=False, path=example.path: self.exampleAsked.emit(path))
            card.body.addWidget(row)
        return card


def _titled(title: str, widget: QWidget) -> Column:
    column = Column(spacing=12)
    column.addWidget(label(title, "section-heading"))
    column.addWidget(widget)
    return column


def _progress(draft: RecentDraft) -> QWidget:
    holder = QWidget()
    column = Column(holder, spacing=6)
    words = _("{answered}/{total} vastattu").format(answered=draft.answered, total=draft.total)
    column.addWidget(label(words, "caption", colour="text", wrap=False))
    bar = ProgressBar(words)
    bar.set_share((draft.answered or 0) / draft.total if draft.total else 1.0)
    column.addWidget(bar)
    return holder


def _pills(draft: RecentDraft) -> QWidget:
    holder = QWidget()
    row = Row(holder, spacing=6)
    if draft.is_completed:
        row.addWidget(StatusPill("success", _("Valmis")))
    if draft.errors:
        row.addWidget(StatusPill("error", severity_count("error", draft.errors)))
    if draft.warnings:
        row.addWidget(StatusPill("warning", severity_count("warning", draft.warnings)))
    if not (draft.is_completed or draft.errors or draft.warnings):
        row.addWidget(label(_("Ei tarkistettavaa"), "help", wrap=False))
    row.addStretch(1)
    return holder
