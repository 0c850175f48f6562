"""The window: the only package that imports PySide6."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - puts its own import function in place

# That function looks for "PySide6" in the source of every module that is imported from then on, so that the module may
# ask for another spelling of Qt's names.  The program does not, and reading the sources takes a fifth of its start.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
