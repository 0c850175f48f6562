"""What a screen reader or a keyboard would stumble over in a window: the checks that run over every page and dialog."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

_Role = QAccessible.Role

_MARKUP = re.compile(r"<[a-z/!][^>]*>|&[a-z]+;|&&?\w", re.IGNORECASE)
_CONTROLS = frozenset(
    {
        _Role.Button, _Role.PushButton, _Role.CheckBox, _Role.RadioButton, _Role.EditableText, _Role.ComboBox,
        _Role.SpinBox, _Role.Slider, _Role.List, _Role.Table, _Role.Tree, _Role.ButtonMenu, _Role.ButtonDropDown,
    }
)  # fmt: skip
_NEED_LABEL = frozenset({_Role.ComboBox})
_IN_A_GROUP = frozenset({_Role.RadioButton, _Role.CheckBox})


def audit(window: QWidget) -> list[str]:
    """What a screen reader would stumble over in this window; empty when all is well."""
    found = []
    names: dict[tuple[str, str, str], int] = defaultdict(int)
    for node, group in _nodes(window):
        role, name = node.role(), node.text(QAccessible.Text.Name).strip()
        where = _where(node)
        if (
            _takes_focus(node) and not name and not _labelled(node) and role is not _Role.Cell
        ):  # it may be empty
            found.append(f"{where}: no name")
        if role in _NEED_LABEL and not _labelled(node) and not _own_name(node):
            found.append(f"{where}: no label; its name is only its value")
        if role is _Role.RadioButton and not group:
            found.append(f"{where}: a radio button outside a named group")
        if _MARKUP.search(name):
            found.append(f"{where}: markup in its name")
        if role in _CONTROLS and name:
            names[str(role), name, group if role in _IN_A_GROUP else ""] += 1
    found += [f"{count} controls are called ”{name}”" for (_, name, _), count in names.items() if count > 1]
    return found


def _nodes(window: QWidget) -> Iterator[tuple[QAccessibleInterface, str]]:
    """Every visible node below the window, with the name of the group it stands in."""
    root = QAccessible.queryAccessibleInterface(window)
    waiting = [(root, "")]
    while waiting:
        node, group = waiting.pop()
        if not node.isValid() or node.state().invisible:
            continue
        yield node, group
        if node.role() is _Role.Grouping:
            group = node.text(QAccessible.Text.Name)
        waiting += [(node.child(place), group) for place in range(node.childCount())]


def _takes_focus(node: QAccessibleInterface) -> bool:
    return bool(node.state().focusable) and not node.state().disabled


def _labelled(node: QAccessibleInterface) -> bool:
    """Whether another node is this one's label."""
    return any(relation[1] & QAccessible.RelationFlag.Label for relation in node.relations())


def _own_name(node: QAccessibleInterface) -> bool:
    widget = node.object()
    return isinstance(widget, QWidget) and bool(widget.accessibleName())


def _where(node: QAccessibleInterface) -> str:
    """What and where a node is, for the one who mends it."""
    owner: QObject | None = node.object()  # a row of a list has none
    kind = type(owner).__name__ if owner is not None else node.role().name
    words = node.text(QAccessible.Text.Name) or (owner.objectName() if owner is not None else "")
    return f"{kind} ”{words}”" if words else kind


def tab_walk(window: QWidget, *, most: int = 500) -> list[str]:
    """The stops of the Tab key in order, by accessible identifier, else object name, else accessible name.

    Raises:
        AssertionError: A stop lies outside what can be seen, or Tab does not come around.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window.activateWindow()
    window.setFocus()
    stops: list[QWidget] = []
    for _ in range(most):
        target = app.focusWidget() or window
        QTest.keyClick(target, Qt.Key.Key_Tab)
        app.processEvents()
        now = app.focusWidget()
        if now is None or now in stops:
            return [_stop_name(stop) for stop in stops]
        if not _is_in_view(now):
            raise AssertionError(f"{_stop_name(now)} has the keyboard but cannot be seen")
        stops.append(now)
    raise AssertionError("Tab does not come around")


def _stop_name(widget: QWidget) -> str:
    name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    return widget.accessibleIdentifier() or widget.objectName() or name


def _is_in_view(widget: QWidget) -> bool:
    """Whether some of the widget can be seen on the pages around it that scroll."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea):
            view = above.viewport()
            place = QRect(widget.mapTo(above, QPoint(0, 0)), widget.size())
            if not view.geometry().intersects(place):
                return False
        above = above.parentWidget()
    return widget.isVisible()
