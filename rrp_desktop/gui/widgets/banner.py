"""A message in the page instead of a dialog."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rrp_desktop.gui import icons, theme
from rrp_desktop.gui.widgets.buttons import Button, Kind
from rrp_desktop.gui.widgets.findings import ICONS
from rrp_desktop.gui.widgets.flow import Flow
from rrp_desktop.gui.widgets.layout import Column
from rrp_desktop.gui.widgets.paint import box
from rrp_desktop.gui.widgets.text import Label, Paragraph
from rrp_desktop.i18n import _


class Banner(QWidget):
    """Icon, one sentence, one line of detail, at most two actions, and close.

    Args:
        kind: "information", "warning", "error" or "success".
        actions: Words and kind of each button.
        icon: Another icon than that of the kind.

    Signals:
        acted(int): The user chose the action of this place.
        closed(): The user closed it; the banner has hidden itself.
    """

    acted = Signal(int)
    closed = Signal()

    _LEFT, _ICON = 48, 20

    def __init__(
        self,
        kind: str,
        sentence: str,
        detail: str = "",
        *,
        actions: Sequence[tuple[str, Kind]] = (),
        closable: bool = True,
        icon: str = "",
    ) -> None:
        super().__init__()
        self._kind = kind
        self._icon = icon or ("info" if kind == "information" else ICONS[kind])
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._flow = Flow(self, spacing=8, line_spacing=8)
        words = QWidget()
        column = Column(words, spacing=3)
        column.addWidget(Label(sentence, "strong"))
        if detail:
            column.addWidget(Paragraph(detail, "help", colour="text"))
        self._flow.add(words, stretch_from=360)
        self.buttons: list[Button] = []
        for place, (label, button_kind) in enumerate(actions):
            button = Button(label, kind=button_kind)
            button.clicked.connect(lambda _checked=False, place=place: self.acted.emit(place))
            button.setAccessibleName(f"{label}: {detail or sentence}")
            self._flow.add(button)
            self.buttons.append(button)
        if closable:
            close = Button(_("Sulje ilmoitus"), "close", "icon")
            close.setAccessibleName(f"{close.words()}: {detail or sentence}")
            close.clicked.connect(self._close)
            self._flow.add(close)
        self.restyle()

    def restyle(self) -> None:
        px = theme.current().px
        self._flow.setContentsMargins(px(self._LEFT), px(10), px(14), px(10))

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        with QPainter(self) as painter:
            fill, border = now.colour(f"{self._kind}.ground"), now.colour(f"{self._kind}.border")
            box(painter, self.rect(), now.px(8), fill=fill, border=border)
            picture = icons.pixmap(self._icon, self._kind, self._ICON, self.devicePixelRatioF())
            y = min((self.height() - now.px(self._ICON)) // 2, now.px(20))
            painter.drawPixmap(QPoint(now.px(16), y), picture)
