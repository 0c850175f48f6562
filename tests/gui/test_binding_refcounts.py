"""The canary for Qt bindings that lose references: PySide6 6.12.0 on Python 3.11 (docs/decisions/003-qt-pin.md).

Such bindings drop one reference to None with every call that returns nothing, and one to True with every emitted
signal; after some thousand calls the process aborts.  Shorter runs pass, so only counting shows it.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

CALLS = 1000
TOLERATED = 500  # other code may take and give references meanwhile; lost ones would be CALLS


class Emitter(QObject):
    fired = Signal(bool)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True are immortal from Python 3.12 on")
def test_a_void_call_keeps_its_reference_to_none(qapp: QApplication) -> None:
    label = QLabel()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        label.setText("x")
    lost = before - sys.getrefcount(None)
    label.deleteLater()
    assert lost < TOLERATED


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True are immortal from Python 3.12 on")
def test_an_emitted_signal_keeps_its_reference_to_true(qapp: QApplication) -> None:
    emitter = Emitter()
    # few enough that losing one each time does not yet abort the process
    emits = 200
    before = sys.getrefcount(True)
    for _ in range(emits):
        emitter.fired.emit(False)
    assert before - sys.getrefcount(True) < emits // 2
