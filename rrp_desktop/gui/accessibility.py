"""What screen readers need beyond Qt's own: headings, and announcements of what happens."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from rrp_desktop.gui.widgets.text import Heading


class _HeadingInterface(QAccessibleWidget):
    """A heading that tells the words it has now."""

    def __init__(self, heading: Heading) -> None:
        super().__init__(heading, QAccessible.Role.Heading)
        self._heading = heading

    def text(self, kind: QAccessible.Text) -> str:
        if kind is QAccessible.Text.Name:
            return self._heading.accessibleName() or self._heading.text()
        return super().text(kind)


# Python keeps the interfaces that Qt is given: Qt does not, and would follow a pointer to nothing
_interfaces: dict[int, QAccessibleInterface] = {}


def _make_interface(_class_name: str, owner: QObject) -> QAccessibleInterface | None:
    """Qt asks here first for the accessible side of every object."""
    if not isinstance(owner, Heading):
        return None
    key = id(owner)
    owner.destroyed.connect(lambda: _interfaces.pop(key, None))
    made = _interfaces[key] = _HeadingInterface(owner)
    return made


def install() -> None:
    """Make headings known as headings; once, at start."""
    QAccessible.installFactory(_make_interface)


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say this when it has said what it is saying."""
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
    QAccessible.updateAccessibility(event)
