"""What every test stands on: no screen, no folder of the user's, no widget left over from another test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# Before anything imports Qt: without a screen Qt would abort the whole run.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The machine may be busy, so no example fails by the clock; in CI the examples are the same on every run.
settings.register_profile("rrp", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("rrp")


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of everything that the program keeps, in this process and in those that it starts."""
    folder = tmp_path / "data"
    monkeypatch.setenv("RRP_DESKTOP_DATA_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def no_leftover_widgets() -> Iterator[None]:
    """Destroy what the test left to deleteLater, so that the next one does not meet it.

    pytest-qt closes widgets and calls deleteLater, but without a running event loop nothing is destroyed.
    """
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return
    core = sys.modules["PySide6.QtCore"]
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)


class Run:
    """Runs the program as a user would: in a process of its own, with the test's own data folder."""

    def __init__(self, *start: str) -> None:
        self._start = start

    def __call__(
        self,
        *arguments: str | Path,
        stdin: str | None = None,
        cwd: Path = ROOT,
        env: Mapping[str, str] | None = None,
        timeout: float = 120,
    ) -> subprocess.CompletedProcess[str]:
        """Run it with these arguments; env adds to the environment.  Looks at no exit code."""
        return subprocess.run(
            [sys.executable, *self._start, *map(str, arguments)],
            input=stdin,
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            timeout=timeout,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


WITHOUT_QT = """
import runpy, sys
sys.modules["PySide6"] = sys.modules["shiboken6"] = None
runpy.run_module("rrp_desktop", run_name="__main__", alter_sys=True)
"""


@pytest.fixture
def run_program(data_dir: Path) -> Run:
    """`python -m rrp_desktop ARGUMENTS...`"""
    return Run("-m", "rrp_desktop")


@pytest.fixture
def run_without_qt(data_dir: Path) -> Run:
    """The same on a machine without PySide6: every import of it fails."""
    return Run("-c", WITHOUT_QT)
