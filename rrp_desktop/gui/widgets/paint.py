"""What the widgets' paint events share: a rounded box and the ring of focus."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

HOVER: Final = 0.09
HELD: Final = 0.17


def box(
    painter: QPainter,
    rect: QRect | QRectF,
    radius: float,
    *,
    fill: QColor | None = None,
    border: QColor | None = None,
    width: float = 1.0,
    dashed: bool = False,
) -> None:
    """Paint a rounded box whose border lies inside the rectangle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(Qt.PenStyle.NoPen)
    inner = QRectF(rect)
    if border is not None:
        pen = QPen(border, width)
        if dashed:
            pen.setDashPattern([4.0 / width, 3.0 / width])
        half = width / 2
        inner = inner.adjusted(half, half, -half, -half)
        radius = max(0.0, radius - half)
    painter.setPen(pen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner, radius, radius)


def lit(button: QAbstractButton) -> float:
    """How much of the accent is mixed into a control now: some while the pointer is on it, more while it is pressed."""
    if not button.isEnabled():
        return 0.0
    return HELD if button.isDown() else HOVER if button.underMouse() else 0.0


def fill(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """Fill a rectangle.  QPainter.fillRect would do, but its overloads have the bindings load Qt's gradients."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(rect)


def radio_mark(painter: QPainter, centre: QPointF, size: float, *, colour: QColor, checked: bool) -> None:
    """Paint the circle of a radio button, with its dot when chosen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = 1.5 * size / 16
    painter.setPen(QPen(colour, line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, (size - line) / 2, (size - line) / 2)
    if checked:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(centre, size * 0.26, size * 0.26)
