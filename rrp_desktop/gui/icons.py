"""The icons in `ui/icons`, drawn in the colours of the theme and as sharp as the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap

from rrp_desktop.gui import theme
from rrp_desktop.resources import resource

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

GRID: Final = 20

_sources: dict[str, str] = {}
_pixmaps: dict[tuple[str, tuple[str, str], int, float], QPixmap] = {}


def pixmap(name: str, colour: str = "text", size: float = GRID, ratio: float | None = None) -> QPixmap:
    """An icon as a picture.

    Args:
        name: Its file in `ui/icons`, without .svg.
        colour: A token of the theme ("accent", "error") or #RRGGBB.
        size: Its side at 100 %; the zoom is added.
        ratio: Device pixels a pixel; without it, those of the sharpest screen.
    """
    now = theme.current()
    if ratio is None:
        app = QGuiApplication.instance()
        ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    side = now.px(size)
    colours = (now.value(colour), now.tokens.on_accent)
    key = (name, colours, side, ratio)
    found = _pixmaps.get(key)
    if found is None:
        found = _pixmaps[key] = _draw(name, colours, side, ratio)
    return found


def icon(name: str, colour: str = "text", size: float = GRID) -> QIcon:
    """The same for a menu or an action; sharp from 100 to 200 %, paler in nothing when disabled."""
    from PySide6.QtGui import QIcon

    made = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        made.addPixmap(pixmap(name, colour, size, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, "secondary", size, ratio), QIcon.Mode.Disabled)
    return made


def _draw(name: str, colours: tuple[str, str], side: int, ratio: float) -> QPixmap:
    """Render an icon; the second colour is that of a tick on a filled ground."""
    from PySide6.QtSvg import QSvgRenderer

    source = _sources.get(name)
    if source is None:
        source = _sources[name] = resource("ui", "icons", f"{name}.svg").read_text(encoding="utf-8")
    source = source.replace("currentColor", colours[0]).replace("white", colours[1])
    renderer = QSvgRenderer(QByteArray(source.encode()))
    pixels = round(side * ratio)
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        renderer.render(painter, QRectF(0, 0, pixels, pixels))
    picture.setDevicePixelRatio(ratio)
    return picture
