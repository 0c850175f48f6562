"""What the program is, which version, and its shortcut keys."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from rrp_desktop import __version__
from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.gui.widgets.layout import Column, Row
from rrp_desktop.gui.widgets.text import label
from rrp_desktop.i18n import _


class AboutDialog(QDialog):
    """Name, version, licence, what it does not do, and the keys."""

    def __init__(self, parent: QWidget, shortcuts: list[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Tietoja ohjelmasta"))
        column = Column(self, spacing=12, margins=(24, 20, 24, 20))
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
        buttons = Row()
        buttons.addStretch(1)
        close = Button(_("Sulje"))
        close.clicked.connect(self.accept)
        buttons.addWidget(close)
        column.addLayout(buttons)
        self.setMinimumWidth(460)
