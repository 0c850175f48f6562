"""A layout that puts widgets beside each other and goes on below when the line is full."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from rrp_desktop.gui import theme


class _Place(NamedTuple):
    """Where an item lies in a layout at (0, 0)."""

    item: QLayoutItem
    rect: QRect


class Flow(QLayout):
    """Lines of widgets; what does not fit goes on to the next line.

    A stretching first widget takes the rest of its line.  Where that would be less than its least width, it has the line
    to itself and the others go below together: words and the buttons at their right edge stand beside each other where
    there is room, and below each other where not.
    """

    def __init__(self, parent: QWidget | None = None, *, spacing: float = 8, line_spacing: float = 8) -> None:
        super().__init__()
        self._gap = spacing
        self._line_gap = line_spacing
        self._items: list[QLayoutItem] = []
        self._stretch_from = 0.0
        # Qt asks for the same sizes many times while it lays a page out
        self._places: dict[int, tuple[list[_Place], int]] = {}
        self._hint: QSize | None = None
        self._least: QSize | None = None
        self.setContentsMargins(0, 0, 0, 0)
        if parent is not None:
            parent.setLayout(self)

    def add(self, widget: QWidget, *, stretch_from: float = 0) -> None:
        """Add a widget; a first one with stretch_from takes the rest of its line, if at least that wide (at 100 %)."""
        if stretch_from:
            assert not self._items, "only the first widget stretches"
            self._stretch_from = stretch_from
        self.addChildWidget(widget)
        self._items.append(QWidgetItem(widget))
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
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        self._places = {}
        self._hint = self._least = None
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        return self._arranged(width)[1]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for place in self._arranged(rect.width())[0]:
            place.item.setGeometry(place.rect.translated(rect.topLeft()))

    def sizeHint(self) -> QSize:
        if self._hint is None:
            sizes = [item.sizeHint() for item in self._shown()]
            gaps = theme.current().px(self._gap) * max(0, len(sizes) - 1)
            height = max((size.height() for size in sizes), default=0)
            size = QSize(sum(size.width() for size in sizes) + gaps, height)
            self._hint = size.grownBy(self.contentsMargins())
        return self._hint

    def minimumSize(self) -> QSize:
        if self._least is None:
            size = QSize(0, 0)
            for item in self._shown():
                size = size.expandedTo(item.minimumSize())
            self._least = size.grownBy(self.contentsMargins())
        return self._least

    # --- lines -------------------------------------------------------------------------------------------------------

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arranged(self, width: int) -> tuple[list[_Place], int]:
        """Where the items lie in this width, and the height they need."""
        found = self._places.get(width)
        if found is None:
            margins = self.contentsMargins()
            inner = width - margins.left() - margins.right()
            found = self._places[width] = self._arrange(margins.left(), margins.top(), inner)
        places, bottom = found
        return places, bottom + self.contentsMargins().bottom()

    def _arrange(self, left: int, top: int, width: int) -> tuple[list[_Place], int]:
        now = theme.current()
        gap, line_gap = now.px(self._gap), now.px(self._line_gap)
        places = []
        y = top
        for line in self._lines(width, gap):
            heights = [_height(item, item_width) for item, item_width in line]
            tallest = max(heights)
            x = left
            for (item, item_width), height in zip(line, heights, strict=True):
                places.append(_Place(item, QRect(x, y + (tallest - height) // 2, item_width, height)))
                x += item_width + gap
            y += tallest + line_gap
        return places, max(top, y - line_gap)

    def _lines(self, width: int, gap: int) -> list[list[tuple[QLayoutItem, int]]]:
        """What stands in each line, and how wide it is there."""
        shown = [
            (item, min(item.sizeHint().width(), max(width, item.minimumSize().width())))
            for item in self._shown()
        ]
        if not shown or not self._stretch_from or shown[0][0] is not self._items[0]:
            return _broken(shown, width, gap)
        first, rest = shown[0], shown[1:]
        room = width - sum(item_width + gap for _, item_width in rest)
        least = max(first[0].minimumSize().width(), min(theme.current().px(self._stretch_from), first[1]))
        if room >= least:
            return [[(first[0], room), *rest]]
        return [[(first[0], width)], *_broken(rest, width, gap)]


def _broken(
    entries: list[tuple[QLayoutItem, int]], width: int, gap: int
) -> list[list[tuple[QLayoutItem, int]]]:
    """Entries broken into lines of this width."""
    lines: list[list[tuple[QLayoutItem, int]]] = []
    used = 0
    for item, item_width in entries:
        if lines and used + gap + item_width <= width:
            lines[-1].append((item, item_width))
            used += gap + item_width
        else:
            lines.append([(item, item_width)])
            used = item_width
    return lines


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


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
        self._column_from = least
        self._most = most

    def sizeHint(self) -> QSize:
        if self._hint is None:
            widest = max((item.sizeHint().width() for item in self._shown()), default=0)
            width = widest * self._most + theme.current().px(self._gap) * (self._most - 1)
            self._hint = QSize(width, self.heightForWidth(width))
        return self._hint

    def _arrange(self, left: int, top: int, width: int) -> tuple[list[_Place], int]:
        now = theme.current()
        gap, line_gap = now.px(self._gap), now.px(self._line_gap)
        shown = self._shown()
        columns = max(1, min(self._most, (width + gap) // (now.px(self._column_from) + gap)))
        column = (width - gap * (columns - 1)) // columns
        places = []
        y = top
        for start in range(0, len(shown), columns):
            line = shown[start : start + columns]
            tallest = max(_height(item, column) for item in line)
            for place, item in enumerate(line):
                places.append(_Place(item, QRect(left + place * (column + gap), y, column, tallest)))
            y += tallest + line_gap
        return places, max(top, y - line_gap)
