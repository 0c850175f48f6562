"""Words on a page: labels by their role, paragraphs, headings and bullets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
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
_READING_ROLES = frozenset({"body", "help", "caption"})
_LONGEST = 640  # about 85 characters


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
            self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if self._colour in _PALETTE_ROLES:
            self.setForegroundRole(_PALETTE_ROLES[self._colour])
        self.restyle()

    def sizeHint(self) -> QSize:
        """One line, up to the longest that reads well; Qt's own hint would make a block of any longer words."""
        if not self.wordWrap():
            return super().sizeHint()
        margins = self.contentsMargins()
        words = max(map(self.fontMetrics().horizontalAdvance, self.text().split("\n")))
        width = min(words + 2, theme.current().px(_LONGEST)) + margins.left() + margins.right()
        return QSize(width, self.heightForWidth(width))

    def restyle(self) -> None:
        now = theme.current()
        self.setFont(now.font(self._role, tabular=self._role == "count"))
        if self._colour not in _PALETTE_ROLES:
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.WindowText, now.colour(self._colour))
            self.setPalette(palette)


class Heading(Label):
    """A label that a screen reader lists among the headings (gui/accessibility.py)."""


def label(words: str, role: str = "body", *, colour: str = "", wrap: bool = True) -> Label:
    """Words in a role: a heading where the role is one, a paragraph where they may be long, else a plain label."""
    if role in _HEADING_ROLES:
        return Heading(words, role, colour=colour, wrap=wrap)
    if wrap and role in _READING_ROLES:
        return Paragraph(words, role, colour=colour)
    return Label(words, role, colour=colour, wrap=wrap)


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


# --- paragraphs ------------------------------------------------------------------------------------------------------


class Run(NamedTuple):
    """Some words of a paragraph.

    Attributes:
        colour: A colour of the theme.
        role: The role whose weight they take; their size is that of the paragraph.
        marked: Underlined on a tint, as words that differ are.
    """

    words: str
    colour: str = "text"
    role: str = ""
    marked: bool = False


class Paragraph(Label):
    """Words whose lines are set apart for reading; some may have another colour or weight.

    Rich text could do the same, but costs a text document for each label.
    """

    LINE_HEIGHT = 1.12  # of the font's own, which makes about 1.35 of its size

    def __init__(self, words: str | Sequence[Run] = "", role: str = "body", *, colour: str = "") -> None:
        self._runs: tuple[Run, ...] = ()
        self._laid_out: dict[int, tuple[QTextLayout, int]] = {}
        super().__init__("", role, colour=colour)
        if isinstance(words, str):
            self.setText(words)
        else:
            self.set_runs(words)

    def setText(self, words: str) -> None:
        self.set_runs([Run(words, self._colour)])

    def set_runs(self, runs: Sequence[Run]) -> None:
        """Show these words."""
        if tuple(runs) != self._runs:
            self._runs = tuple(runs)
            self._laid_out = {}
            super().setText("".join(run.words for run in runs))

    def restyle(self) -> None:
        self._laid_out = {}
        super().restyle()

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        inner = width - margins.left() - margins.right()
        return self._lines(inner)[1] + margins.top() + margins.bottom()

    def minimumSizeHint(self) -> QSize:
        margins = self.contentsMargins()
        metrics = QFontMetrics(self.font())
        longest = max((metrics.horizontalAdvance(word) for word in self.text().split()), default=0)
        across = margins.left() + margins.right()
        return QSize(round(longest * 1.06) + 2 + across, metrics.height() + margins.top() + margins.bottom())

    def _lines(self, width: int) -> tuple[QTextLayout, int]:
        """The words laid out in this width, and the height that takes."""
        found = self._laid_out.get(width)
        if found is not None:
            return found
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self.font())
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        if self._is_mixed:
            layout.setFormats(self._formats())
        spacing = round(QFontMetricsF(self.font()).lineSpacing() * self.LINE_HEIGHT)
        layout.beginLayout()
        y = height = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, y))
            height = y + round(line.height())
            y += spacing
        layout.endLayout()
        self._laid_out[width] = (layout, height)
        return layout, height

    @property
    def _is_mixed(self) -> bool:
        return len(self._runs) > 1 or any(run.role or run.marked for run in self._runs)

    def _formats(self) -> list[QTextLayout.FormatRange]:
        from PySide6.QtGui import QTextCharFormat

        now = theme.current()
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
        return formats

    def paintEvent(self, event: QPaintEvent) -> None:
        inner = self.contentsRect()
        layout, height = self._lines(inner.width())
        y = inner.y()
        if self.alignment() & Qt.AlignmentFlag.AlignVCenter:
            y += max(0, (inner.height() - height) // 2)
        with QPainter(self) as painter:
            painter.setPen(theme.current().colour(self._runs[0].colour if self._runs else "text"))
            layout.draw(painter, QPointF(inner.x(), y))


class _Bullet(Paragraph):
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
    """Several points below each other; a single one is a plain paragraph."""

    def __init__(
        self, points: list[str], role: str = "body", *, colour: str = "secondary", spacing: float = 5
    ) -> None:
        super().__init__()
        column = Column(self, spacing=spacing)
        kind = _Bullet if len(points) > 1 else Paragraph
        for point in points:
            column.addWidget(kind(point, role, colour=colour))
