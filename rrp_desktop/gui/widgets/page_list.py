"""The pages of a PDF as small pictures below each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from rrp_desktop.gui import theme
from rrp_desktop.gui.widgets.layout import Column
from rrp_desktop.gui.widgets.paint import box
from rrp_desktop.gui.widgets.scroll import ScrollArea
from rrp_desktop.i18n import _

_WIDTH = 80


class _Thumb(QAbstractButton):
    """One page: its picture in a frame, its number below."""

    focus_radius = 3.0

    def __init__(self, number: int, shape: float) -> None:
        super().__init__()
        self._number = number
        self._shape = shape
        self._picture: QPixmap | None = None
        self.setCheckable(True)
        self.setAccessibleName(_("Sivu {page}").format(page=number))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_picture(self, picture: QPixmap) -> None:
        self._picture = picture
        self.update()

    def restyle(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        px = theme.current().px
        return QSize(px(_WIDTH), round(px(_WIDTH) * self._shape) + px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        page = self.rect().adjusted(0, 0, 0, -now.px(20))
        chosen = self.isChecked()
        with QPainter(self) as painter:
            painter.fillRect(page, Qt.GlobalColor.white)
            if self._picture is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawPixmap(page, self._picture)
            border = now.colour("accent" if chosen else "hairline")
            box(painter, page, now.px(2), border=border, width=now.px(2) if chosen else 1)
            painter.setFont(now.font("count" if chosen else "caption", tabular=True))
            painter.setPen(now.colour("accent" if chosen else "secondary"))
            below = self.rect().adjusted(0, self.height() - now.px(18), 0, 0)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(self._number))


class PageList(QWidget):
    """Small pictures of all pages; the chosen one is framed.

    Signals:
        chosen(int): This page, numbered from 0, was chosen.
    """

    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._thumbs: list[_Thumb] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        body = QWidget()
        self._column = Column(body, spacing=8, margins=(12, 20, 6, 20))
        self._column.addStretch(1)
        self._scroll = ScrollArea()
        self._scroll.setWidget(body)
        Column(self, spacing=0).addWidget(self._scroll)

    def set_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show as many pages as there are sizes (width and height)."""
        for thumb in self._thumbs:
            self._group.removeButton(thumb)
            self._column.removeWidget(thumb)
            thumb.hide()
            thumb.deleteLater()
        self._thumbs = [_Thumb(place + 1, height / width) for place, (width, height) in enumerate(sizes)]
        for place, thumb in enumerate(self._thumbs):
            self._group.addButton(thumb, place)
            self._column.insertWidget(place, thumb)

    def set_picture(self, page: int, picture: QPixmap) -> None:
        """Show the picture of a page."""
        self._thumbs[page].set_picture(picture)

    def set_current(self, page: int) -> None:
        """Frame this page."""
        self._thumbs[page].setChecked(True)
        self._scroll.ensure_visible(self._thumbs[page])
