"""Colours, type and sizes of the window, in one place; widgets ask for them when they paint.

There is no application style sheet: it would make every widget three times as dear to build (decision 009).  Fusion, a
palette and a font do the plain parts, and the widgets in `gui/widgets` paint the rest from these tokens.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QToolTip
from shiboken6 import isValid

from rrp_desktop.resources import resource

# --- colours ---------------------------------------------------------------------------------------------------------


class Status(NamedTuple):
    """Colours of one status: of its icon and word, of its ground and of the border around it."""

    text: str
    ground: str
    border: str


class Palette(NamedTuple):
    """Every colour that the window uses, as #RRGGBB."""

    ground: str
    surface: str
    sunken: str
    canvas: str
    text: str
    secondary: str
    accent: str
    on_accent: str
    tint: str
    tint_border: str
    control: str
    hairline: str
    track: str
    handle: str
    error: Status
    warning: Status
    information: Status
    success: Status

    def status(self, name: str) -> Status:
        """Colours of error, warning, information or success."""
        found = getattr(self, name)
        assert isinstance(found, Status)
        return found


LIGHT: Final = Palette(
    ground="#F3F6F6",
    surface="#FFFFFF",
    sunken="#F7F9F9",
    canvas="#E4EAEB",
    text="#16222A",
    secondary="#4C5B63",
    accent="#0E5F74",
    on_accent="#FFFFFF",
    tint="#E2F0F3",
    tint_border="#A9CDD6",
    control="#7C8A90",
    hairline="#DCE3E4",
    track="#DDE5E6",
    handle="#B3BFC3",
    error=Status("#AE2A20", "#FCEDEB", "#EBC4BF"),
    warning=Status("#855300", "#FDF4E0", "#E8D3A0"),
    information=Status("#455A7E", "#EDF1F8", "#CBD5E6"),
    success=Status("#27693F", "#E7F3EB", "#BBDCC6"),
)

DARK: Final = Palette(
    ground="#11171A",
    surface="#1A2226",
    sunken="#151C1F",
    canvas="#0C1113",
    text="#E8EEF0",
    secondary="#A7B5BB",
    accent="#73C6DA",
    on_accent="#05232B",
    tint="#17343D",
    tint_border="#2F6674",
    control="#7A8A91",
    hairline="#2F3A40",
    track="#313D43",
    handle="#4A575E",
    error=Status("#F4A79E", "#362120", "#643632"),
    warning=Status("#E9C06F", "#312817", "#5B4A23"),
    information=Status("#B2C3E2", "#202A3A", "#3B4B66"),
    success=Status("#8FD0A5", "#1A2E22", "#2F5640"),
)

# Black and white; every border can be seen, and every text reaches 7 (WCAG AAA).
CONTRAST: Final = Palette(
    ground="#000000",
    surface="#000000",
    sunken="#000000",
    canvas="#000000",
    text="#FFFFFF",
    secondary="#E4E4E4",
    accent="#7CE0FF",
    on_accent="#000000",
    tint="#002B38",
    tint_border="#7CE0FF",
    control="#FFFFFF",
    hairline="#A6A6A6",
    track="#4A4A4A",
    handle="#FFFFFF",
    error=Status("#FFB0A6", "#000000", "#FFB0A6"),
    warning=Status("#FFD56B", "#000000", "#FFD56B"),
    information=Status("#C3D5FF", "#000000", "#C3D5FF"),
    success=Status("#9BEFB6", "#000000", "#9BEFB6"),
)


def _luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2.x)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.x): text needs 4.5, controls and icons 3."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """The first colour with this share of the second in it."""
    pairs = ((int(one[place : place + 2], 16), int(other[place : place + 2], 16)) for place in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


# --- type ------------------------------------------------------------------------------------------------------------

# role: points, weight
TYPE: Final[dict[str, tuple[float, int]]] = {
    "key-figure": (22, 600),
    "page-title": (20, 600),
    "section-heading": (16, 600),
    "question": (12, 600),
    "panel-heading": (10.5, 600),
    "body": (10.5, 400),
    "strong": (10.5, 500),
    "help": (9.5, 400),
    "label": (9.5, 500),
    "part": (9.5, 600),
    "caption": (9, 400),
    "count": (9, 600),
}

_FONT_FILES: Final = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")
_FAMILY: Final = "Inter"
_CSS_PIXELS: Final = (
    96 / 72 if sys.platform == "darwin" else 1.0
)  # a point is a pixel on macOS, 4/3 elsewhere


@dataclass(frozen=True)
class Theme:
    """What is in force: the colours and how large everything is.

    Attributes:
        zoom: 1.0 to 2.0; scales type and sizes together.
        families: Font families, the wanted one first.
    """

    tokens: Palette
    dark: bool = False
    zoom: float = 1.0
    families: tuple[str, ...] = ()
    _fonts: dict[tuple[str, bool], QFont] = field(default_factory=dict, compare=False, repr=False)
    _metrics: dict[tuple[str, bool], QFontMetrics] = field(default_factory=dict, compare=False, repr=False)
    _colours: dict[str, QColor] = field(default_factory=dict, compare=False, repr=False)

    def px(self, size: float) -> int:
        """A size of the look, which is drawn at 100 %, in the pixels of this zoom."""
        return round(size * self.zoom)

    def font(self, role: str, *, tabular: bool = False) -> QFont:
        """The font of a role of `TYPE`; tabular figures stand in columns."""
        found = self._fonts.get((role, tabular))
        if found is None:
            points, weight = TYPE[role]
            found = QFont(list(self.families)) if self.families else QFont()
            found.setPointSizeF(points * self.zoom * _CSS_PIXELS)
            found.setWeight(QFont.Weight(weight))
            found.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            if tabular:
                found.setFeature(QFont.Tag("tnum"), 1)
            if role == "part":
                found.setCapitalization(QFont.Capitalization.AllUppercase)
            self._fonts[role, tabular] = found
        return found

    def metrics(self, role: str, *, tabular: bool = False) -> QFontMetrics:
        """Sizes of words in the font of a role."""
        found = self._metrics.get((role, tabular))
        if found is None:
            found = self._metrics[role, tabular] = QFontMetrics(self.font(role, tabular=tabular))
        return found

    def colour(self, name: str) -> QColor:
        """A colour to paint with: a token's name ("accent", "error", "error.ground") or #RRGGBB."""
        found = self._colours.get(name)
        if found is None:
            found = self._colours[name] = QColor(self.value(name))
        return found

    def value(self, name: str) -> str:
        """The same as #RRGGBB."""
        if name.startswith("#"):
            return name
        token, _, part = name.partition(".")
        value = getattr(self.tokens, token)
        return str(getattr(value, part or "text") if isinstance(value, Status) else value)

    def mixed(self, one: str, other: str, share: float) -> QColor:
        """One colour with a share of another in it, for hover and pressed."""
        return self.colour(mix(self.value(one), self.value(other), share))


# --- in force --------------------------------------------------------------------------------------------------------


class _Changes(QObject):
    """Tells of changes.

    Signals:
        changed: Another theme or zoom is in force.
    """

    changed = Signal()


class _State:
    """The one theme of the one application, and what was asked for."""

    theme = Theme(LIGHT)
    scheme = "system"
    families: tuple[str, ...] = ()
    follows_system = False


changes: Final = _Changes()

SCHEMES: Final = ("system", "light", "dark", "contrast")


def current() -> Theme:
    """The theme in force."""
    return _State.theme


def apply(app: QApplication, scheme: str = "system", zoom: float = 1.0) -> None:
    """Put a scheme and a zoom in force, at start or later; widgets that are there already take it at once.

    Args:
        app: The application.
        scheme: One of `SCHEMES`; "system" follows the desktop, also when it changes later.
        zoom: 1.0 to 2.0.
    """
    hints = app.styleHints()
    if not _State.families:
        _load_fonts()
    if sys.platform in ("win32", "darwin") and app.style().objectName() != "fusion":
        app.setStyle("Fusion")  # elsewhere it is Qt's own choice, and asking for the style costs some ms
    _State.scheme = scheme
    match scheme:
        case "light":
            hints.setColorScheme(Qt.ColorScheme.Light)
        case "dark" | "contrast":
            hints.setColorScheme(Qt.ColorScheme.Dark)
        case _ if _State.follows_system:
            hints.unsetColorScheme()
    if not _State.follows_system:
        _State.follows_system = True
        hints.colorSchemeChanged.connect(_system_changed)
    _put_in_force(app, max(1.0, min(2.0, zoom)))


def _system_changed() -> None:
    app = QApplication.instance()
    if _State.scheme == "system" and isinstance(app, QApplication):
        _put_in_force(app, _State.theme.zoom)


def _tokens(app: QApplication) -> tuple[Palette, bool]:
    match _State.scheme:
        case "light":
            return LIGHT, False
        case "dark":
            return DARK, True
        case "contrast":
            return CONTRAST, True
    hints = app.styleHints()
    if hasattr(hints, "accessibility"):  # Qt 6.10
        accessibility = hints.accessibility()
        if accessibility.contrastPreference() is Qt.ContrastPreference.HighContrast:
            return CONTRAST, True
    dark = hints.colorScheme() is Qt.ColorScheme.Dark
    return (DARK if dark else LIGHT), dark


def _load_fonts() -> None:
    for name in _FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource("ui", "fonts", name)))
    _State.families = (_FAMILY, *QFont().families())


def _put_in_force(app: QApplication, zoom: float) -> None:
    tokens, dark = _tokens(app)
    theme = _State.theme = Theme(tokens, dark, zoom, _State.families)
    palette = _qpalette(tokens)
    app.setPalette(palette)
    QToolTip.setPalette(palette)
    app.setFont(theme.font("body"))
    QToolTip.setFont(theme.font("help"))
    from rrp_desktop.gui.widgets.focus import install_focus_ring

    install_focus_ring(app)
    for widget in app.allWidgets():
        if not isValid(widget):  # one before it took another scroll bar, say
            continue
        restyle = getattr(widget, "restyle", None)
        if restyle is not None:
            restyle()
        _restyle_layout(widget.layout())
        widget.update()
    changes.changed.emit()


def _restyle_layout(layout: QLayout | None) -> None:
    """Rescale a layout and those inside it."""
    if layout is None:
        return
    restyle = getattr(layout, "restyle", None)
    if restyle is not None:
        restyle()
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is not None:
            _restyle_layout(item.layout())


def _qpalette(tokens: Palette) -> QPalette:
    """The palette of Qt's own widgets."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    colours = {
        role.Window: tokens.ground,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.sunken,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.error.text,
        role.PlaceholderText: tokens.secondary,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.Light: tokens.surface,
        role.Midlight: tokens.hairline,
        role.Mid: tokens.control,
        role.Dark: tokens.control,
        role.Shadow: tokens.control,
    }
    for one, colour in colours.items():
        palette.setColor(one, QColor(colour))
    # what cannot be used now stays readable: never lighter than secondary text
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, one, QColor(tokens.secondary))
    return palette
