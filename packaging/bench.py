"""Prints how long the program makes a person wait: `make bench`.

Start to the first painted window beside a bare PySide6 window, a key press to the painted character with all checks
on, exporting and opening the longest example.  It measures and judges nothing; times depend on the machine, so the
ratio to the bare window is the figure to compare.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent
STARTS, KEYS, REPEATS = 7, 200, 7

# a window is painted once the events that follow show() are handled
PAINTED = """
import os, sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
def painted(*_):
    QApplication.processEvents()
    print(time.time())
    sys.stdout.flush()
    os._exit(0)
"""
BARE = """
app = QApplication([])
window = QMainWindow()
window.show()
painted()
"""
PROGRAM = """
QApplication.exec = painted
from rrp_desktop.app import main
sys.exit(main([]))
"""


def started_ms(code: str, data: str) -> float:
    """From starting Python to the painted window of this code."""
    environment = {**os.environ, "RRP_DESKTOP_DATA_DIR": data, "PYTHONPATH": str(ROOT)}
    # compiled modules are kept as on a user's machine, whatever the environment says
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = data
    begin = time.time()
    done = subprocess.run(
        [sys.executable, "-c", PAINTED + code], env=environment, capture_output=True, text=True, check=True
    )
    return (float(done.stdout.split()[-1]) - begin) * 1000


def timed_ms(job: Callable[[], object], repeats: int = REPEATS) -> list[float]:
    """Milliseconds of each run of a job."""
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        job()
        times.append((time.perf_counter() - begin) * 1000)
    return times


def tell(what: str, times: list[float], note: str = "") -> None:
    """One line of the report: median and slowest."""
    print(
        f"{what:44} median {statistics.median(times):7.1f} ms   slowest {max(times):7.1f} ms   {note}".rstrip()
    )


def bench_start() -> None:
    """Start, interleaved with a bare window so that a busy moment hits both."""
    bare, program = [], []
    with tempfile.TemporaryDirectory() as data:
        started_ms(PROGRAM, data)  # the first start compiles the modules
        for _ in range(STARTS):
            bare.append(started_ms(BARE, data))
            program.append(started_ms(PROGRAM, data))
    tell("start, bare PySide6 window", bare)
    tell("start, RRP Desktop", program, f"{statistics.median(program) / statistics.median(bare):.2f} x bare")


def bench_files(example: Path, folder: Path) -> None:
    """Opening, saving and exporting one draft."""
    from rrp_desktop import jobs
    from rrp_desktop.paths import Paths
    from rrp_desktop.storage.draft import read_draft, write_draft

    draft = read_draft(example)
    paths = Paths(folder / "data")

    def export() -> None:
        jobs.write_export(jobs.prepare_export(draft, paths, "fi"), folder / "out.pdf")

    tell("open the longest example", timed_ms(lambda: read_draft(example)))
    tell("save it", timed_ms(lambda: write_draft(folder / "copy.rrp", draft)))
    tell("export it, first time (loads the PDF parts)", timed_ms(export, 1))
    tell("export it again", timed_ms(export))


def bench_keys(example: Path, folder: Path) -> None:
    """A key press to the painted character, in the first text field of a page full of questions."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QTextEdit

    from rrp_desktop.gui import accessibility, theme
    from rrp_desktop.gui.main_window import MainWindow
    from rrp_desktop.paths import Paths
    from rrp_desktop.settings import Settings

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    accessibility.install()
    theme.apply(app, "light", 1.0)
    window = MainWindow(Paths(folder / "data"), Settings())
    window.show()
    window.open_example(example)
    window.show_editor("toimivuuden-ja-kayttoonoton-ehdot")
    QTest.qWait(1000)
    field = next(one for one in window.findChildren(QTextEdit) if one.isVisible() and not one.isReadOnly())
    field.setFocus()

    def press() -> None:
        QTest.keyClick(field, Qt.Key.Key_A)
        app.processEvents()

    tell("key press to painted character, checks on", timed_ms(press, KEYS), f"{KEYS} keys")


def main() -> None:
    """Print the report."""
    from rrp_desktop.paths import Paths
    from rrp_desktop.storage.library import Library

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        example = max(Library(Paths(folder).forms).examples(), key=lambda path: path.stat().st_size)
        bench_start()
        bench_files(example, folder)
        bench_keys(example, folder)


if __name__ == "__main__":
    main()
