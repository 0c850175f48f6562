"""A layout that puts widgets beside each other and goes on below when the line is full."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from rrp_desktop.gui import theme


class Flow(QLayout):
    """Lines of widgets; what does not fit goes on to the next line.

    A stretching widget takes the rest of its line: it has a width below which it goes to a line of its own, so that a
    label and the button at its right edge stand beside each other where there is room and below each other where not.
    """

    def __init__(self, parent: QWidget | None = None, *, spacing: float = 8, line_spacing: float = 8) -> None:
        super().__init__()
        self._gap = spacing
        self._line_gap = line_spacing
        self._items: list[QLayoutItem] = []
        self._stretch: dict[int, float] = {}
        self.setContentsMargins(0, 0, 0, 0)
        if parent is not None:
            parent.setLayout(self)

    def add(self, widget: QWidget, *, stretch_from: float = 0) -> None:
        """Add a widget; with stretch_from it takes the rest of its line, if at least that wide (at 100 %)."""
        self.addChildWidget(widget)
        self._items.append(QWidgetItem(widget))
        if stretch_from:
            self._stretch[len(self._items) - 1] = stretch_from
        self.invalidate()

    def restyle(self) -> None:
        self.invalidate()

    # --- QLayout -----------------------------------------------------------------------------------------------------

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        self._stretch = {
            place - (place > index): width for place, width in self._stretch.items() if place != index
        }
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        gap = theme.current().px(self._gap)
        sizes = [self._wanted(index) for index in self._shown()]
        width = sum(size.width() for size in sizes) + gap * max(0, len(sizes) - 1)
        height = max((size.height() for size in sizes), default=0)
        return QSize(width, height).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        size = QSize()
        for index in self._shown():
            size = size.expandedTo(self._items[index].minimumSize())
        return size.grownBy(self.contentsMargins())

    # --- lines -------------------------------------------------------------------------------------------------------

    def _shown(self) -> list[int]:
        return [index for index, item in enumerate(self._items) if not item.isEmpty()]

    def _wanted(self, index: int) -> QSize:
        """The size a widget asks for in a line; a stretching one asks for its least width only."""
        item = self._items[index]
        size = item.sizeHint()
        if index in self._stretch:
            least = theme.current().px(self._stretch[index])
            return QSize(max(item.minimumSize().width(), min(least, size.width())), size.height())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Lay the lines out in a rectangle and return the height they need."""
        margins: QMargins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        now = theme.current()
        gap, line_gap = now.px(self._gap), now.px(self._line_gap)
        y = inner.y()
        lines = self._lines(inner.width(), gap)
        for line in lines:
            rest = inner.width() - sum(width for _, width in line) - gap * (len(line) - 1)
            stretching = [index for index, _ in line if index in self._stretch]
            placed = []
            for index, wanted in line:
                width = wanted
                if stretching and index == stretching[0]:
                    width += max(0, rest)
                width = min(width, max(inner.width(), self._items[index].minimumSize().width()))
                placed.append((index, width, self._height(index, width)))
            tallest = max(height for _, _, height in placed)
            x = inner.x()
            for index, width, height in placed:
                if move:
                    corner = QPoint(x, y + (tallest - height) // 2)
                    self._items[index].setGeometry(QRect(corner, QSize(width, height)))
                x += width + gap
            y += tallest + line_gap
        return y - (line_gap if lines else 0) - rect.y() + margins.bottom()

    def _lines(self, width: int, gap: int) -> list[list[tuple[int, int]]]:
        """Index and width of what stands in each line; what follows a stretching widget stays together."""
        shown = [(index, self._wanted(index).width()) for index in self._shown()]
        if not shown:
            return []
        if shown[0][0] in self._stretch and sum(wanted + gap for _, wanted in shown) - gap > width:
            return [shown[:1], *self._broken(shown[1:], width, gap)]
        return self._broken(shown, width, gap)

    @staticmethod
    def _broken(entries: list[tuple[int, int]], width: int, gap: int) -> list[list[tuple[int, int]]]:
        lines: list[list[tuple[int, int]]] = []
        used = 0
        for index, wanted in entries:
            if lines and used + gap + wanted <= width:
                lines[-1].append((index, wanted))
                used += gap + wanted
            else:
                lines.append([(index, wanted)])
                used = wanted
        return lines

    def _height(self, index: int, width: int) -> int:
        item = self._items[index]
        if item.hasHeightForWidth():
            return item.heightForWidth(width)
        return item.sizeHint().height()


class Columns(Flow):
    """Widgets in columns of equal width, as many as have room, filled line by line.

    Args:
        least: Width below which a column is not made (at 100 %).
        most: Columns at most.
    """

    def __init__(
        self, parent: QWidget | None = None, *, least: float, most: int = 2, line_spacing: float = 0
    ) -> None:
        super().__init__(parent, spacing=16, line_spacing=line_spacing)
        self._least = least
        self._most = most

    def _wanted(self, index: int) -> QSize:
        return self._items[index].sizeHint()

    def sizeHint(self) -> QSize:
        widest = max((self._wanted(index).width() for index in self._shown()), default=0)
        width = widest * self._most + theme.current().px(self._gap) * (self._most - 1)
        return QSize(width, self.heightForWidth(width))

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        now = theme.current()
        gap, line_gap = now.px(self._gap), now.px(self._line_gap)
        shown = self._shown()
        columns = max(1, min(self._most, (rect.width() + gap) // (now.px(self._least) + gap)))
        width = (rect.width() - gap * (columns - 1)) // columns
        y = rect.y()
        for start in range(0, len(shown), columns):
            line = shown[start : start + columns]
            tallest = max(self._height(index, width) for index in line)
            for place, index in enumerate(line):
                if move:
                    corner = QPoint(rect.x() + place * (width + gap), y)
                    self._items[index].setGeometry(QRect(corner, QSize(width, tallest)))
            y += tallest + line_gap
        return y - (line_gap if shown else 0) - rect.y()
