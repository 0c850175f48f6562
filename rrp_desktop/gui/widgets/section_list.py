"""The side list: the sections of a draft, how far each is, and what is to be mended there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from rrp_desktop.gui import icons, theme
from rrp_desktop.gui.widgets.findings import ICONS
from rrp_desktop.gui.widgets.paint import box
from rrp_desktop.gui.widgets.scroll import ThinScrollBar
from rrp_desktop.gui.words import severity_count
from rrp_desktop.i18n import _, ngettext

Index = QModelIndex | QPersistentModelIndex

_ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section.

    Attributes:
        part: Key of the folding part that it belongs to, or nothing.
    """

    link_id: str
    title: str
    answered: int
    total: int
    errors: int = 0
    warnings: int = 0
    part: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to answer or to mend."""
        return self.answered >= self.total and not self.errors

    def figures(self) -> str:
        """“3/5”."""
        return f"{self.answered}/{self.total}"

    def findings(self) -> list[tuple[str, str]]:
        """Status and words of what is to be mended: “1 puute”."""
        found = []
        if self.errors:
            found.append(("error", severity_count("error", self.errors)))
        if self.warnings:
            found.append(("warning", severity_count("warning", self.warnings)))
        return found

    def name(self) -> str:
        """What a screen reader says."""
        parts = [self.title, _("{figures} vastattu").format(figures=self.figures())]
        if self.is_done:
            parts.append(_("valmis"))
        return ", ".join(parts + [words for _status, words in self.findings()])


@dataclass(frozen=True, slots=True)
class PartRow:
    """The heading of a part; with a key it folds away the sections that name it as theirs."""

    title: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class _FoldRow:
    """A folding part as it is drawn: its sections counted."""

    part: PartRow
    sections: int
    answered: int
    total: int
    is_open: bool

    def detail(self) -> str:
        """“5 osaa · 10/15”."""
        count = ngettext("{count} osa", "{count} osaa", self.sections).format(count=self.sections)
        return f"{count} · {self.answered}/{self.total}"

    def name(self) -> str:
        """What a screen reader says."""
        state = _("avattu") if self.is_open else _("suljettu")
        return f"{self.part.title}, {self.detail()}, {state}"


class SectionList(QListWidget):
    """Sections in a list: up and down move in it, Enter or Space opens, left and right fold a part.

    Signals:
        chosen(str): The user wants to see the section with this link id.
    """

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._rows: list[SectionRow | PartRow] = []
        self._shown = ""
        self._open: set[str] = set()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(ThinScrollBar())
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(True)  # has the rows measured anew when the width changes
        self.setMouseTracking(True)
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(palette)
        self.setItemDelegate(_Delegate(self))
        self.itemClicked.connect(self._choose)

    def set_rows(self, rows: Sequence[SectionRow | PartRow], shown: str) -> None:
        """Show these rows; `shown` is the link id of the section on the page."""
        part = next((row.part for row in rows if isinstance(row, SectionRow) and row.link_id == shown), "")
        if list(rows) == self._rows and shown == self._shown:
            return
        if part and shown != self._shown:
            self._open.add(part)
        self._rows = list(rows)
        self._shown = shown
        self._fill()

    def _fill(self) -> None:
        """Bring the items in line with the rows, changing as little as there is to change."""
        wanted = self._drawn_rows()
        if [_key(row) for row in wanted] != [_key(self._row(place)) for place in range(self.count())]:
            kept = self._row(self.currentRow())
            self.clear()
            for _row in wanted:
                self.addItem(QListWidgetItem())
            keys = [_key(row) for row in wanted]
            self._write(wanted)
            if kept is not None and _key(kept) in keys:
                self.setCurrentRow(keys.index(_key(kept)))
        else:
            self._write(wanted)
        for place, row in enumerate(wanted):
            is_shown = isinstance(row, SectionRow) and row.link_id == self._shown
            item = self.item(place)
            item.setSelected(is_shown)
            if is_shown and not self.hasFocus():
                self.setCurrentRow(place)
                self.scrollToItem(item)

    def _write(self, rows: Sequence[SectionRow | PartRow | _FoldRow]) -> None:
        for place, row in enumerate(rows):
            item = self.item(place)
            if item.data(_ROW) == row:
                continue
            item.setData(_ROW, row)
            if isinstance(row, PartRow):
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, row.title)
            else:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, row.name())

    def _drawn_rows(self) -> list[SectionRow | PartRow | _FoldRow]:
        drawn: list[SectionRow | PartRow | _FoldRow] = []
        for row in self._rows:
            if isinstance(row, SectionRow):
                if not row.part or row.part in self._open:
                    drawn.append(row)
            elif row.key:
                inside = [one for one in self._rows if isinstance(one, SectionRow) and one.part == row.key]
                answered, total = sum(one.answered for one in inside), sum(one.total for one in inside)
                drawn.append(_FoldRow(row, len(inside), answered, total, row.key in self._open))
            else:
                drawn.append(row)
        return drawn

    def _row(self, place: int) -> SectionRow | PartRow | _FoldRow | None:
        row = self.item(place).data(_ROW) if 0 <= place < self.count() else None
        return row if isinstance(row, SectionRow | PartRow | _FoldRow) else None

    def _choose(self, item: QListWidgetItem) -> None:
        row = item.data(_ROW)
        if isinstance(row, SectionRow):
            self.chosen.emit(row.link_id)
        elif isinstance(row, _FoldRow):
            self._fold(row.part.key, is_open=not row.is_open)

    def _fold(self, key: str, *, is_open: bool) -> None:
        if is_open:
            self._open.add(key)
        else:
            self._open.discard(key)
        self._fill()

    # --- Qt ----------------------------------------------------------------------------------------------------------

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Nothing the user does selects: the selected row is the one on the page."""
        return QItemSelectionModel.SelectionFlag.NoUpdate

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._row(self.currentRow())
        key = event.key()
        if row is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentItem())
        elif isinstance(row, _FoldRow) and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold(row.part.key, is_open=key == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def restyle(self) -> None:
        self.scheduleDelayedItemsLayout()


def _key(row: SectionRow | PartRow | _FoldRow | None) -> object:
    """What makes a row the same row when its figures change."""
    match row:
        case SectionRow():
            return row.link_id
        case _FoldRow():
            return ("fold", row.part.key)
    return row


class _Delegate(QStyledItemDelegate):
    """Draws the rows."""

    _LEFT, _RIGHT = 50, 16  # of the words; rows reach from edge to edge of the list

    def __init__(self, view: SectionList) -> None:
        super().__init__(view)
        self._view = view

    def _width(self) -> int:
        bar = self._view.verticalScrollBar()
        return self._view.width() - (bar.width() if bar.isVisible() else 0)

    def _words_width(self) -> int:
        px = theme.current().px
        return max(px(80), self._width() - px(self._LEFT) - px(self._RIGHT))

    def _title_height(self, title: str, role: str, width: int) -> int:
        metrics = theme.current().metrics(role)
        room = QRect(0, 0, width, 10_000)
        return min(
            metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, title).height(), 2 * metrics.lineSpacing()
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        px = theme.current().px
        row = index.data(_ROW)
        width = self._width()
        if isinstance(row, PartRow):
            lines = self._title_height(row.title.upper(), "part", self._width() - px(28))
            return QSize(width, lines + px(22))
        title = row.part.title if isinstance(row, _FoldRow) else row.title
        lines = self._title_height(title, "label", self._words_width())
        second = theme.current().metrics("caption").height()
        return QSize(width, max(px(52), lines + second + px(20)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(_ROW)
        rect = QRect(option.rect)
        painter.save()
        if isinstance(row, PartRow):
            self._paint_part(painter, rect, row)
        else:
            state: QStyle.StateFlag = option.state
            self._paint_row(painter, rect, row, state)
        painter.restore()

    def _paint_part(self, painter: QPainter, rect: QRect, row: PartRow) -> None:
        now = theme.current()
        painter.setFont(now.font("part"))
        painter.setPen(now.colour("secondary"))
        words = rect.adjusted(now.px(20), 0, -now.px(8), -now.px(8))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        painter.drawText(words, flags, row.title)

    def _paint_row(
        self, painter: QPainter, rect: QRect, row: SectionRow | _FoldRow, state: QStyle.StateFlag
    ) -> None:
        now = theme.current()
        ground = rect.adjusted(now.px(8), 1, -now.px(8), -1)
        is_shown = bool(state & QStyle.StateFlag.State_Selected)
        if is_shown:
            box(painter, ground, now.px(6), fill=now.colour("tint"))
            painter.setClipRect(QRect(ground.left(), ground.top(), now.px(3), ground.height()))
            box(painter, ground, now.px(6), fill=now.colour("accent"))
            painter.setClipping(False)
        elif state & QStyle.StateFlag.State_MouseOver:
            box(painter, ground, now.px(6), fill=now.mixed("surface", "accent", 0.06))
        if state & QStyle.StateFlag.State_HasFocus:
            box(painter, ground, now.px(6), border=now.colour("accent"), width=now.px(2))
        self._paint_words(painter, rect, row, is_shown=is_shown)

    def _paint_words(
        self, painter: QPainter, rect: QRect, row: SectionRow | _FoldRow, *, is_shown: bool
    ) -> None:
        now = theme.current()
        ratio = self._view.devicePixelRatioF()
        title = row.part.title if isinstance(row, _FoldRow) else row.title
        width = self._words_width()
        lines = self._title_height(title, "label", width)
        small = now.font("caption", tabular=True)
        second = now.metrics("caption", tabular=True).height()
        top = rect.top() + (rect.height() - lines - second - now.px(3)) // 2
        left = rect.left() + now.px(self._LEFT)
        side = now.px(18)
        mark, colour = _mark(row)
        spot = QPoint(rect.left() + now.px(20), rect.top() + (rect.height() - side) // 2)
        painter.drawPixmap(spot, icons.pixmap(mark, colour, 18, ratio))
        painter.setFont(now.font("part" if is_shown else "label"))
        font = painter.font()
        font.setCapitalization(font.Capitalization.MixedCase)
        painter.setFont(font)
        painter.setPen(now.colour("text"))
        painter.drawText(QRect(left, top, width + now.px(8), lines), Qt.TextFlag.TextWordWrap, title)
        painter.setFont(small)
        painter.setPen(now.colour("secondary"))
        line = QRect(left, top + lines + now.px(3), width, second)
        detail = row.detail() if isinstance(row, _FoldRow) else row.figures()
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, detail)
        if isinstance(row, SectionRow):
            line.setLeft(
                line.left() + now.metrics("caption", tabular=True).horizontalAdvance(detail) + now.px(9)
            )
            self._paint_findings(painter, line, row, ratio)

    def _paint_findings(self, painter: QPainter, line: QRect, row: SectionRow, ratio: float) -> None:
        now = theme.current()
        painter.setFont(now.font("count"))
        metrics = now.metrics("count")
        side = now.px(14)
        for status, words in row.findings():
            spot = QPoint(line.left(), line.center().y() - side // 2)
            painter.drawPixmap(spot, icons.pixmap(ICONS[status], status, 14, ratio))
            line.setLeft(line.left() + side + now.px(4))
            painter.setPen(now.colour(status))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
            line.setLeft(line.left() + metrics.horizontalAdvance(words) + now.px(9))


def _mark(row: SectionRow | _FoldRow) -> tuple[str, str]:
    """Icon and colour before a row."""
    if isinstance(row, _FoldRow):
        return ("chevron-down" if row.is_open else "chevron-right"), "text"
    if row.is_done:
        return "circle-filled-check", "success"
    return ("circle-half", "accent") if row.answered else ("circle-empty", "control")
