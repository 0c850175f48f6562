"""Measures how long the program makes a person wait: `make bench`.

Start to the first painted window beside a bare PySide6 window, a key press to the painted character with all checks
on, opening, page switching and exporting the longest example, and what the imports cost.  It measures and judges
nothing; times depend on the machine and on what else runs there, so the ratios are the figures to compare.

`bench.py start keys` measures these parts only, `--write` puts the figures into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from rrp_desktop.paths import Paths
from rrp_desktop.settings import Settings, save_settings
from rrp_desktop.storage.draft import read_draft, write_draft
from rrp_desktop.storage.library import Library

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from rrp_desktop.gui.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "docs" / "benchmarks.md"
EXAMPLE = "monialainen-asiakasohjaus-i1"
SIZE = "1366, 768"
STARTS, KEYS, REPEATS = 15, 100, 7
RECENT = 6
LONG_TEXT = 20_000

# Both windows say when they are painted: the first paint event is over once the event loop goes on.
PAINTED = """
import os, sys, time
def tell_when_painted(window):
    from PySide6.QtCore import QTimer
    def told():
        print(time.monotonic_ns())
        sys.stdout.flush()
        os._exit(0)
    class Watched(window):
        def paintEvent(self, event):
            super().paintEvent(event)
            QTimer.singleShot(0, told)
    return Watched
"""
BARE = f"""
from PySide6.QtWidgets import QApplication, QMainWindow
Bare = tell_when_painted(QMainWindow)
app = QApplication([])
window = Bare()
window.resize({SIZE})
window.show()
app.exec()
"""
PROGRAM = """
class Watch:
    def find_spec(self, name, *more):
        if name == "rrp_desktop.gui.main_window":
            from PySide6 import QtWidgets
            QtWidgets.QMainWindow = tell_when_painted(QtWidgets.QMainWindow)
sys.meta_path.insert(0, Watch())
from rrp_desktop.app import main
sys.exit(main([]))
"""


@dataclass
class Report:
    """The figures, as they are printed and as they stand in docs/benchmarks.md."""

    rows: dict[str, list[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, part: str, what: str, times: Sequence[float], note: str = "") -> None:
        """One line: median and 95th percentile in milliseconds."""
        row = (what, f"{statistics.median(times):.1f}", f"{percentile(times):.1f}", note)
        self.rows[part].append(row)
        print(f"{what:58} {row[1]:>8} ms  p95 {row[2]:>8} ms   {note}".rstrip(), flush=True)


def percentile(times: Sequence[float], share: float = 0.95) -> float:
    """The value below which this share lies."""
    return sorted(times)[math.ceil(share * len(times)) - 1]


def timed_ms(job: Callable[[], object], repeats: int = REPEATS) -> list[float]:
    """Milliseconds of each run of a job."""
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        job()
        times.append((time.perf_counter() - begin) * 1000)
    return times


# --- start -----------------------------------------------------------------------------------------------------------


def environment(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    """That of a user: compiled modules are kept, and the program's data lies in this folder."""
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept = {"PYTHONPYCACHEPREFIX": str(folder.parent / "compiled"), "PYTHONPATH": str(ROOT)}
    return {**given, **kept, "RRP_DESKTOP_DATA_DIR": str(folder), **more}


def started_ms(code: str, env: dict[str, str]) -> float:
    """From starting Python to the painted window of this code."""
    begin = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, "-c", PAINTED + code], env=env, capture_output=True, text=True, check=False
    )
    if not done.stdout.strip():
        raise SystemExit(f"No window was painted:\n{done.stderr}")
    return (int(done.stdout.split()[-1]) - begin) / 1e6


def screen_file(folder: Path) -> Path:
    """A screen with room for the window, for Qt's own platform without one; as it is, that has 800 × 800."""
    screen = {"name": "screen", "x": 0, "y": 0, "width": 1600, "height": 900, "logicalDpi": 96, "dpr": 1}
    file = folder / "screen.json"
    file.write_text(json.dumps({"screens": [{**screen, "logicalBaseDpi": 96}]}), encoding="utf-8")
    return file


@contextmanager
def x_display() -> Iterator[str | None]:
    """A display of an X server without a screen, where there is one."""
    if shutil.which("Xvfb") is None:
        yield None
        return
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def fill_data(folder: Path, example: Path) -> Path:
    """A data folder of somebody who has worked with the program: several drafts, opened before."""
    drafts = []
    draft = read_draft(example)
    for number in range(RECENT):
        drafts.append(folder.parent / f"draft-{number}.rrp")
        write_draft(drafts[-1], draft)
    save_settings(Paths(folder).settings, Settings(recent=tuple(map(str, drafts))))
    return folder


def bench_start(report: Report, folder: Path, example: Path) -> None:
    """The program's window and a bare one in turns, so that a busy moment hits both."""
    empty, used = folder / "empty", fill_data(folder / "used", example)
    empty.mkdir()
    with x_display() as display:
        screens = {"offscreen": {"QT_QPA_PLATFORM": f"offscreen:configfile={screen_file(folder)}"}}
        if display is not None:
            screens["X11"] = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
        for screen, more in screens.items():
            runs = {
                "bare PySide6 window": (BARE, environment(empty, more)),
                "program, no drafts": (PROGRAM, environment(empty, more)),
                f"program, {RECENT} recent drafts": (PROGRAM, environment(used, more)),
            }
            times: dict[str, list[float]] = {name: [] for name in runs}
            for code, env in runs.values():
                started_ms(code, env)  # compiles, and brings the files into memory
            for _ in range(STARTS):
                for name, (code, env) in runs.items():
                    times[name].append(started_ms(code, env))
            bare = statistics.median(times["bare PySide6 window"])
            for name, measured in times.items():
                ratio = f"{statistics.median(measured) / bare:.2f} × bare"
                report.add("Start to the first painted window", f"{screen}: {name}", measured, ratio)


def bench_imports(report: Report, folder: Path) -> None:
    """Whose modules the start page needs, and how long they take: importtime's own times, summed."""
    command = [
        sys.executable,
        "-X",
        "importtime",
        "-c",
        "import rrp_desktop.app, rrp_desktop.gui.main_window",
    ]
    env = environment(folder / "imports", {"QT_QPA_PLATFORM": "offscreen"})
    runs: dict[str, list[float]] = defaultdict(list)
    counts: dict[str, int] = {}
    for _ in range(REPEATS + 1):
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
        sums: dict[str, float] = defaultdict(float)
        counts = defaultdict(int)
        for own, name in re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", done.stderr):
            sums[owner(name)] += int(own) / 1000
            counts[owner(name)] += 1
        for name, total in sums.items():
            runs[name].append(total)
    for name, totals in sorted(runs.items(), key=lambda pair: -statistics.median(pair[1])):
        if statistics.median(totals) < 1:
            continue
        report.add("Imports of the start page", name, totals[1:], f"{counts[name]} modules")


def owner(module: str) -> str:
    """Whose module it is."""
    top = module.partition(".")[0]
    if top in ("PySide6", "shiboken6", "shibokensupport"):
        return "PySide6"
    if top == "rrp_desktop":
        return "the program"
    if top in sys.stdlib_module_names or top in ("encodings", "sitecustomize"):
        return "Python's own"
    return top


# --- in the window ---------------------------------------------------------------------------------------------------


class Stage:
    """The program's own window in this process."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from PySide6.QtWidgets import QApplication

        from rrp_desktop.gui import accessibility, theme
        from rrp_desktop.gui.main_window import MainWindow

        app = QApplication.instance() or QApplication(["rrp-desktop"])
        assert isinstance(app, QApplication)
        self.app: QApplication = app
        accessibility.install()
        theme.apply(app, "light", 1.0)
        self.window: MainWindow = MainWindow(Paths(folder / "window"), Settings())
        self.window.resize(1366, 768)
        self.window.show()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing more is drawn later."""
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            self.app.processEvents()

    def close(self) -> None:
        """Close the window as a user does who wants to keep nothing."""
        if self.window.session is not None:
            self.window.session.stack.setClean()
        self.window.close()

    def painted(self, job: Callable[[], object]) -> Callable[[], None]:
        """The job, and the painting that it asks for."""

        def run() -> None:
            job()
            self.app.processEvents()

        return run

    def text_field(self, name: str) -> QWidget:
        """The field of a question."""
        from PySide6.QtWidgets import QTextEdit

        assert self.window.editor is not None
        self.window.editor.go_to(name)
        self.settle()
        found = self.window.editor.findChild(QTextEdit, name)  # not of a page that is still to be deleted
        assert isinstance(found, QTextEdit)
        return found


def bench_open(report: Report, stage: Stage, example: Path, folder: Path) -> None:
    """A draft from its file to the painted editor; and its pages."""
    part = "Opening and moving about"
    copy = Path(shutil.copy(example, folder / "copy.rrp"))
    report.add(part, "read the draft", timed_ms(lambda: read_draft(copy)))
    report.add(
        part,
        "open the draft to the painted editor",
        timed_ms(stage.painted(lambda: stage.window.open_path(copy))),
    )
    draft = read_draft(copy)
    report.add(part, "save the draft and read it back", timed_ms(lambda: write_draft(copy, draft)))
    stage.settle()
    pages = [page.link_id for page in draft.questionnaire.pages()]
    editor = stage.window.editor
    assert editor is not None
    first: list[float] = []
    again: list[float] = []
    for times, page in [(times, page) for times in (first, again) for page in pages[1:]]:
        times.extend(timed_ms(stage.painted(partial(editor.show_page, page)), 1))
        stage.settle()
    report.add(part, "show a page for the first time", first, f"each of {len(pages) - 1} pages")
    report.add(part, "show a page again", again)


def bench_keys(report: Report, stage: Stage, example: Path) -> None:
    """A key press to the painted character, on the page with most questions."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QTextEdit

    part = "Typing, all checks on"
    stage.window.open_example(example)
    editor, session = stage.window.editor, stage.window.session
    assert editor is not None
    assert session is not None
    page = max(session.questionnaire.pages(), key=lambda page: len(list(page.questions())))
    texts = [item.link_id for item in page.questions() if item.type == "text"]
    refresh = next(timer for timer in editor.findChildren(QTimer) if timer.isSingleShot())
    for what, fill in (
        ("", False),
        (f", in a text of {f'{LONG_TEXT:,}'.replace(',', ' ')} characters", True),
    ):
        text = stage.text_field(texts[0])
        assert isinstance(text, QTextEdit)
        if fill:
            session.answer(texts[0], ["Malli auttaa ihmistä ajoissa. " * (LONG_TEXT // 30)])
            stage.settle()
        keys: list[float] = []
        refreshes: list[float] = []
        press = stage.painted(partial(QTest.keyClick, text, Qt.Key.Key_A))
        for number in range(KEYS):
            keys += timed_ms(press, 1)
            if number % 5 == 4:
                refresh.stop()
                refreshes += timed_ms(stage.painted(refresh.timeout.emit), 1)
        report.add(part, f"key press to painted character{what}", keys, f"{KEYS} keys")
        report.add(part, f"checks, lists and fit after a pause in typing{what}", refreshes)


# --- export ----------------------------------------------------------------------------------------------------------


def bench_export(report: Report, example: Path, folder: Path) -> None:
    """The longest example to a PDF, in this process and as a command."""
    from rrp_desktop import jobs

    part = "Export of the longest example"
    draft, paths, target = read_draft(example), Paths(folder / "data"), folder / "out.pdf"

    def fill() -> jobs.Export:
        return jobs.prepare_export(draft, paths, "fi")

    fill()  # loads the PDF libraries
    report.add(part, "fill the form", timed_ms(fill))
    report.add(
        part, "fill, write and prove it by reading back", timed_ms(lambda: jobs.write_export(fill(), target))
    )
    env = environment(folder / "command", {})

    def run(*command: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "rrp_desktop", *command], env=env, capture_output=True, check=True
        )

    export = partial(run, "export", str(example), "-o", str(target))
    export()  # compiles
    report.add(part, "the whole command, from start to end", timed_ms(export))
    report.add(part, "a command that does nothing", timed_ms(partial(run, "--version")))


# --- report ----------------------------------------------------------------------------------------------------------


def machine() -> list[str]:
    """What the figures were measured on."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        found = re.search(r"^model name\s*:\s*(.+)$", info.read_text(encoding="utf-8"), re.MULTILINE)
        model = found.group(1) if found else model
    packages = ", ".join(f"{name} {version(name)}" for name in ("PySide6-Essentials", "pypdf", "pypdfium2"))
    return [
        f"{model}, {os.cpu_count()} cores, {platform.system()}",
        f"Python {platform.python_version()}, {packages}",
    ]


def write(report: Report) -> None:
    """Renew the figures in docs/benchmarks.md; what stands above them is kept."""
    head = REPORT.read_text(encoding="utf-8").partition("## Figures")[0] if REPORT.is_file() else ""
    lines = [f"Measured {date.today().isoformat()} with `make bench`. {'. '.join(machine())}.", ""]
    for part, rows in report.rows.items():
        lines += [f"### {part}", "", "| what | median ms | 95 % below | |", "| --- | ---: | ---: | --- |"]
        lines += [f"| {' | '.join(row)} |".replace("|  |", "| |") for row in rows]
        lines.append("")
    REPORT.write_text(head + "## Figures\n\n" + "\n".join(lines).rstrip() + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Measure and print, and with --write put down."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts = ("start", "imports", "open", "keys", "export")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(parts)}; all without any")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    options = parser.parse_args(arguments)
    wanted = options.parts or parts
    report = Report()
    print("\n".join(machine()))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        example = next(path for path in Library().examples() if path.stem == EXAMPLE)
        if "start" in wanted:
            bench_start(report, folder, example)
        if "imports" in wanted:
            bench_imports(report, folder)
        stage = Stage(folder) if "open" in wanted or "keys" in wanted else None
        if stage is not None:
            if "open" in wanted:
                bench_open(report, stage, example, folder)
            if "keys" in wanted:
                bench_keys(report, stage, example)
        if "export" in wanted:
            bench_export(report, example, folder)
        if stage is not None:
            stage.close()
    if options.write:
        write(report)


if __name__ == "__main__":
    main(sys.argv[1:])
