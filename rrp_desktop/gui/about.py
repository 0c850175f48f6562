"""What the program is, which version, and its shortcut keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from rrp_desktop import __version__
from rrp_desktop.gui import theme
from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.gui.widgets.layout import Column, Row
from rrp_desktop.gui.widgets.scroll import ScrollArea, ScrolledPage
from rrp_desktop.gui.widgets.text import label
from rrp_desktop.i18n import _


class AboutDialog(QDialog):
    """Name, version, licence, what it does not do, and the keys."""

    def __init__(self, parent: QWidget, shortcuts: list[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Tietoja ohjelmasta"))
        body = ScrolledPage()
        column = Column(body, spacing=12, margins=(24, 20, 24, 4))
        column.addWidget(label("RRP Desktop", "page-title"))
        version = _("Versio {version} · lisenssi EUPL-1.2").format(version=__version__)
        column.addWidget(label(version, "help"))
        words = _(
            "Toimintamallien itsearviointi ilman verkkoa. Kaikki pysyy tällä koneella. Ei THL:n oma ohjelma."
        )
        column.addWidget(label(words))
        column.addWidget(label(_("Pikanäppäimet"), "panel-heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for row, (name, keys) in enumerate(shortcuts):
            grid.addWidget(label(keys, "label", wrap=False), row, 0)
            grid.addWidget(label(name, "help"), row, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addStretch(1)
        scroll = _Scrolled()
        scroll.setWidget(body)
        buttons = Row(margins=(24, 8, 24, 20))
        buttons.addStretch(1)
        close = Button(_("Sulje"))
        close.clicked.connect(self.accept)
        buttons.addWidget(close)
        whole = Column(self, spacing=0)
        whole.addWidget(scroll, 1)
        whole.addLayout(buttons)
        # as large as all of it, or as the screen, on which the rest can be scrolled to
        room = self.screen().availableGeometry().size() * 0.9
        width = min(room.width(), theme.current().px(680))
        height = column.totalHeightForWidth(width) + buttons.sizeHint().height()
        self.resize(width, min(room.height(), height))
        if height > room.height():
            scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that keys can scroll
            scroll.setAccessibleName(_("Pikanäppäimet"))


class _Scrolled(ScrollArea):
    focus_radius = 6.0
