"""Words on a page: labels by their role, headings and bullets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from rrp_desktop.gui import theme
from rrp_desktop.gui.widgets.layout import Column

# QPalette's roles follow the theme by themselves; other colours are set with a palette of the label's own
_PALETTE_ROLES = {
    "text": QPalette.ColorRole.WindowText,
    "secondary": QPalette.ColorRole.PlaceholderText,
    "accent": QPalette.ColorRole.Link,
    "error": QPalette.ColorRole.BrightText,
    "on_accent": QPalette.ColorRole.HighlightedText,
}
_SECONDARY_ROLES = frozenset({"help", "caption", "part"})
_HEADING_ROLES = frozenset({"page-title", "section-heading", "question", "panel-heading", "part"})


class Label(QLabel):
    """Words in one of the roles of `theme.TYPE`; plain text that wraps."""

    def __init__(self, words: str = "", role: str = "body", *, colour: str = "", wrap: bool = True) -> None:
        super().__init__(words)
        self._role = role
        self._colour = colour or ("secondary" if role in _SECONDARY_ROLES else "text")
        self.setTextFormat(Qt.TextFormat.PlainText)
        if wrap:
            self.setWordWrap(True)
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if self._colour in _PALETTE_ROLES:
            self.setForegroundRole(_PALETTE_ROLES[self._colour])
        self.restyle()

    def set_colour(self, colour: str) -> None:
        """Take another colour of the theme."""
        self._colour = colour
        if colour in _PALETTE_ROLES:
            self.setForegroundRole(_PALETTE_ROLES[colour])
        self.restyle()

    def restyle(self) -> None:
        now = theme.current()
        self.setFont(now.font(self._role, tabular=self._role in ("key-figure", "caption", "count")))
        if self._colour not in _PALETTE_ROLES:
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.WindowText, now.colour(self._colour))
            self.setPalette(palette)


class Heading(Label):
    """A label that a screen reader lists among the headings (gui/accessibility.py)."""


def label(words: str, role: str = "body", *, colour: str = "", wrap: bool = True) -> Label:
    """A label, or a heading where the role is one."""
    return (Heading if role in _HEADING_ROLES else Label)(words, role, colour=colour, wrap=wrap)


class NumberedHeading(Heading):
    """A question's words with its number in accent before them; further lines stand under the words."""

    GAP = 12

    def __init__(self, number: str, words: str, role: str = "question") -> None:
        self._number = number
        super().__init__(words, role)
        if number:
            self.setAccessibleName(f"{number} {words}")

    def indent_width(self) -> int:
        """Where the words begin; help below them begins there too."""
        if not self._number:
            return 0
        return QFontMetrics(self.font()).horizontalAdvance(self._number) + theme.current().px(self.GAP)

    def restyle(self) -> None:
        super().restyle()
        self.setContentsMargins(self.indent_width(), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._number:
            with QPainter(self) as painter:
                painter.setFont(self.font())
                painter.setPen(theme.current().colour("accent"))
                painter.drawText(
                    self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self._number
                )


class _Bullet(Label):
    """One point of a list: its dot hangs before the words."""

    INDENT = 16

    def restyle(self) -> None:
        super().restyle()
        self.setContentsMargins(theme.current().px(self.INDENT), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        now = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("accent"))
            radius = now.px(2.5)
            middle = round(QFontMetrics(self.font()).lineSpacing() / 2)
            painter.drawEllipse(QPoint(now.px(4), middle + now.px(0.5)), radius, radius)


class Bullets(QWidget):
    """Several points below each other; a single one is a plain label."""

    def __init__(
        self, points: list[str], role: str = "body", *, colour: str = "secondary", spacing: float = 5
    ) -> None:
        super().__init__()
        column = Column(self, spacing=spacing)
        kind = _Bullet if len(points) > 1 else Label
        for point in points:
            column.addWidget(kind(point, role, colour=colour))


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a mixed text.

    Attributes:
        colour: A colour of the theme.
        role: Their weight; the size is that of the whole text.
        marked: Underlined on a tint, as words that differ are.
    """

    words: str
    colour: str = "text"
    role: str = ""
    marked: bool = False


class MixedLabel(QLabel):
    """Words that wrap, some of them in another colour or weight; far cheaper than rich text."""

    def __init__(self, runs: Sequence[Run] = (), role: str = "body") -> None:
        super().__init__()
        self._role = role
        self._runs: tuple[Run, ...] = ()
        self._lines: tuple[int, QTextLayout] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.restyle()
        self.set_runs(runs)

    def set_runs(self, runs: Sequence[Run]) -> None:
        """Show these words."""
        self._runs = tuple(runs)
        self._lines = None
        self.setText("".join(run.words for run in runs))

    def restyle(self) -> None:
        self._lines = None
        self.setFont(theme.current().font(self._role))

    def _laid_out(self, width: int) -> QTextLayout:
        if self._lines is not None and self._lines[0] == width:
            return self._lines[1]
        now = theme.current()
        layout = QTextLayout(self.text(), self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        formats = []
        start = 0
        for run in self._runs:
            part = QTextLayout.FormatRange()
            part.start, part.length = start, len(run.words.encode("utf-16-le")) // 2
            start += part.length
            looks = QTextCharFormat()
            looks.setForeground(now.colour(run.colour))
            if run.role:
                looks.setFontWeight(theme.TYPE[run.role][1])
            if run.marked:
                looks.setFontUnderline(True)
                looks.setBackground(now.colour("tint"))
            part.format = looks
            formats.append(part)
        layout.setFormats(formats)
        spacing = QFontMetricsF(self.font()).lineSpacing() * 1.15
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, y))
            y += spacing
        layout.endLayout()
        self._lines = (width, layout)
        return layout

    def _height(self, width: int) -> int:
        layout = self._laid_out(max(1, width))
        last = layout.lineAt(layout.lineCount() - 1) if layout.lineCount() else None
        return round(last.y() + last.height() + 0.5) if last is not None else 0

    def _around(self) -> tuple[int, int]:
        margins = self.contentsMargins()
        return margins.left() + margins.right(), margins.top() + margins.bottom()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        across, down = self._around()
        return self._height(width - across) + down

    def sizeHint(self) -> QSize:
        across, down = self._around()
        heavy = QFontMetrics(theme.current().font("strong"))
        width = min(heavy.horizontalAdvance(self.text()) + 2, theme.current().px(640))
        return QSize(width + across, self._height(width) + down)

    def minimumSizeHint(self) -> QSize:
        across, down = self._around()
        metrics = QFontMetrics(self.font())
        longest = max((metrics.horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(round(longest * 1.1) + across, metrics.height() + down)

    def paintEvent(self, event: QPaintEvent) -> None:
        inner = QRectF(self.contentsRect())
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            self._laid_out(max(1, round(inner.width()))).draw(painter, inner.topLeft())
