"""The status bar below a draft."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy

from rrp_desktop.core.findings import Severity, count
from rrp_desktop.gui.session import Session
from rrp_desktop.gui.theme import current
from rrp_desktop.gui.widgets.card import Panel
from rrp_desktop.gui.widgets.layout import Row
from rrp_desktop.gui.widgets.lines import ElidedLabel, Icon, IconLine
from rrp_desktop.gui.widgets.text import label
from rrp_desktop.gui.words import clock_words, severity_count
from rrp_desktop.i18n import _


class StatusBar(Panel):
    """The bar below a draft: whether it is saved and where, and how many findings there are."""

    def __init__(self, session: Session) -> None:
        super().__init__("surface", lines="top")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._session = session
        row = Row(self, spacing=16, margins=(16, 7, 16, 6))
        self._icon = Icon("check-circle", "success")
        self._saved = ElidedLabel("", "caption")  # a long file name must not make the window wider
        saved = Row(spacing=8)
        saved.addWidget(self._icon)
        saved.addWidget(self._saved, 1)
        row.addLayout(saved, 1)
        self._counts = {
            severity: IconLine(icon, "", "count", colour=severity.value, wrap=False)
            for severity, icon in (
                (Severity.ERROR, "error-octagon"),
                (Severity.WARNING, "warning-triangle"),
                (Severity.INFORMATION, "light-bulb"),
            )
        }
        for line in self._counts.values():
            row.addWidget(line)
        self._zoom = label("", "caption", wrap=False)
        row.addWidget(self._zoom)
        self.refresh()
        session.fileChanged.connect(self.refresh)

    def refresh(self) -> None:
        """Show the session as it is now."""
        icon, words, colour = saved_words(self._session)
        self._icon.show_icon(icon, colour)
        self._saved.setText(words)
        counts = count(self._session.view.findings)
        for severity, line in self._counts.items():
            line.setVisible(counts[severity] > 0)
            line.words.setText(severity_count(severity, counts[severity]))
        self._zoom.setText(_("{share} %").format(share=round(current().zoom * 100)))


def saved_words(session: Session) -> tuple[str, str, str]:
    """Icon, words and colour for the state of the file."""
    name = session.path.name if session.path else _("ei vielä tiedostossa")
    if session.recovery_error is not None:
        return "warning-triangle", str(session.recovery_error), "warning"
    if session.is_modified:
        return "circle-half", _("Tallentamattomia muutoksia · {name}").format(name=name), "secondary"
    if session.path is None:
        return "circle-empty", _("Uusi arviointi · {name}").format(name=name), "secondary"
    if session.saved_at is None:
        return "check-circle", _("Tallennettu · {name}").format(name=name), "success"
    clock = clock_words(session.saved_at)
    return "check-circle", _("Tallennettu {clock} · {name}").format(clock=clock, name=name), "success"
