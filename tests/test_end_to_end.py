"""The built wheel in an environment of its own: the commands as a person runs them, and the window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rrp_desktop.storage.draft import read_draft
from rrp_desktop.storage.library import Library

ROOT = Path(__file__).resolve().parent.parent
FORM = "kuvauksen-itsearviointi"
WAIT_S = 30


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `rrp-desktop`, installed from the wheel; libraries come from the environment of the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=False)
    scripts = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(scripts / "python"),
        "install",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (site_packages(scripts) / "libraries.pth").write_text("\n".join(libraries), encoding="utf-8")
    return scripts / "rrp-desktop"


def site_packages(scripts: Path) -> Path:
    """Where the environment with these scripts keeps its packages."""
    ask = [str(scripts / "python"), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    return Path(subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip())


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """Environment variables of a user who has never run the program."""
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "DISPLAY")}
    return kept | {"RRP_DESKTOP_DATA_DIR": str(tmp_path / "data"), "QT_QPA_PLATFORM": "offscreen"}


def run(program: Path, surroundings: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [str(program), *map(str, arguments)]
    return subprocess.run(
        command,
        env=surroundings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=WAIT_S,
    )


def test_the_whole_job_by_command(program: Path, surroundings: dict[str, str], tmp_path: Path) -> None:
    draft, pdf, back = tmp_path / "malli.rrp", tmp_path / "malli.pdf", tmp_path / "takaisin.rrp"
    said = run(program, surroundings, "forms")
    assert FORM in said.stdout
    name = "Etävastaanotto, Lapin HVA, (RRP, P4, I4)"
    made = run(
        program, surroundings, "new", "--form", FORM, "-o", draft, "--set", f"toimintamallin-nimi={name}"
    )
    assert (made.returncode, made.stderr) == (0, "")
    assert run(program, surroundings, "set", draft, "pilari=P4", "investoinnit=I4;I1").returncode == 0
    checked = run(program, surroundings, "check", draft, "--json")
    findings = json.loads(checked.stdout)["files"][0]["findings"]
    assert checked.returncode == 1
    assert {"required", "nimi-i1"} <= {finding["rule"] for finding in findings}
    receipt = run(program, surroundings, "export", draft, "-o", pdf, "--json")
    assert (receipt.returncode, json.loads(receipt.stdout)["ok"]) == (0, True)
    assert run(program, surroundings, "import", pdf, "-o", back).returncode == 0
    assert read_draft(back).response == read_draft(draft).response
    wrong = run(program, surroundings, "show", tmp_path / "puuttuu.rrp")
    assert (wrong.returncode, wrong.stdout, len(wrong.stderr.splitlines())) == (3, "", 1)


@pytest.mark.parametrize("example", Library().examples(), ids=lambda path: path.stem)
def test_an_example_goes_out_and_comes_back_by_command(
    example: Path, program: Path, surroundings: dict[str, str], tmp_path: Path
) -> None:
    draft, pdf, back = tmp_path / "malli.rrp", tmp_path / "malli.pdf", tmp_path / "takaisin.rrp"
    original = read_draft(example)
    programme = original.questionnaire.programme
    shown = json.loads(run(program, surroundings, "show", example, "--json").stdout)
    assert {
        link_id: tuple(values) for link_id, values in shown["answers"].items()
    } == original.response.answers
    answers = tmp_path / "vastaukset.json"
    answers.write_text(json.dumps(shown["answers"]), encoding="utf-8")
    made = run(
        program, surroundings, "new", "--form", original.questionnaire.id, "-o", draft,
        "--programme", programme.id if programme else "none",
    )  # fmt: skip
    assert (made.returncode, made.stderr) == (0, "")
    assert run(program, surroundings, "set", draft, "--from", answers).returncode == 0
    assert read_draft(draft).response.answers == original.response.answers

    checked = run(program, surroundings, "check", draft, "--json")
    (file,) = json.loads(checked.stdout)["files"]
    assert set(file) == {"file", "findings"}
    assert all(
        set(finding) == {"rule", "severity", "linkId", "message", "source", "fix"}
        for finding in file["findings"]
    )
    assert checked.returncode == int(any(finding["severity"] == "error" for finding in file["findings"]))

    receipt = run(program, surroundings, "export", draft, "-o", pdf, "--json")
    told = json.loads(receipt.stdout)
    assert (receipt.returncode, told["ok"]) == (0, True)
    assert all(check["ok"] for check in told["checks"])
    assert run(program, surroundings, "import", pdf, "-o", back).returncode == 0
    assert read_draft(back).response == read_draft(draft).response


def test_the_wheel_holds_the_examples(program: Path, surroundings: dict[str, str]) -> None:
    installed = site_packages(program.parent) / "rrp_desktop" / "forms"
    examples = sorted(installed.glob("*/examples/*.rrp"))
    assert [path.name for path in examples] == [path.name for path in Library().examples()]
    assert run(program, surroundings, "check", *examples).returncode in (0, 1)


@contextmanager
def window(
    program: Path, surroundings: dict[str, str], *arguments: object
) -> Iterator[subprocess.Popen[bytes]]:
    command = [str(program), *map(str, arguments)]
    process = subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_the_window_opens_a_draft_and_stays(
    program: Path, surroundings: dict[str, str], tmp_path: Path
) -> None:
    draft = tmp_path / "malli.rrp"
    run(program, surroundings, "new", "--form", FORM, "-o", draft)
    settings = tmp_path / "data" / "settings.json"
    with window(program, surroundings, draft) as process:
        until = time.monotonic() + WAIT_S
        while not settings.exists() and time.monotonic() < until and process.poll() is None:
            time.sleep(0.05)
        assert process.poll() is None, process.communicate()[1]
        assert str(draft) in json.loads(settings.read_text(encoding="utf-8"))["recent"]
        process.kill()
        process.wait(WAIT_S)
    assert read_draft(draft).response.answers


# Types as soon as a question has the keyboard, and stays.
TYPE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from rrp_desktop.app import main

text, *arguments = sys.argv[1:]
really_run = QApplication.exec

def type_into_it():
    focus = QApplication.focusWidget()
    if focus is not None and focus.accessibleIdentifier():
        timer.stop()
        QTest.keyClicks(focus, text)

def run(app):
    global timer
    timer = QTimer(app, interval=20)
    timer.timeout.connect(type_into_it)
    timer.start()
    return really_run()

QApplication.exec = run
sys.exit(main(arguments))
"""

# Takes back what was left, saves it and quits, all by keyboard.
TAKE_BACK = """
import sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from rrp_desktop.app import main

really_run = QApplication.exec
control = Qt.KeyboardModifier.ControlModifier

def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWindow(), key, modifiers)

def take_back():
    for _ in range(50):
        if QApplication.focusWidget().accessibleName().startswith("Palauta"):
            break
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)

steps = [take_back, lambda: press(Qt.Key.Key_S, control), lambda: press(Qt.Key.Key_Q, control)]

def step():
    if QApplication.focusWidget() is not None and steps:
        timer.stop()
        steps.pop(0)()
        timer.start()

def run(app):
    global timer
    timer = QTimer(app, interval=20)
    timer.timeout.connect(step)
    timer.start()
    return really_run()

QApplication.exec = run
sys.exit(main(sys.argv[1:]))
"""


@contextmanager
def driven(
    program: Path, surroundings: dict[str, str], script: str, folder: Path, *arguments: object
) -> Iterator[subprocess.Popen[bytes]]:
    """The installed program in a process that also presses its keys."""
    command = [str(program.parent / "python"), "-c", script, *map(str, arguments)]
    process = subprocess.Popen(
        command, env=surroundings, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_what_was_typed_survives_a_kill_and_is_taken_back_at_the_next_start(
    program: Path, surroundings: dict[str, str], tmp_path: Path
) -> None:
    draft, copies = tmp_path / "malli.rrp", tmp_path / "data" / "recovery"
    run(program, surroundings, "new", "--form", FORM, "-o", draft)
    before = draft.read_bytes()
    with driven(program, surroundings, TYPE, tmp_path, "Kirjoitettu ennen katkosta", draft) as process:
        until = time.monotonic() + WAIT_S
        while not any(copies.glob("*.json")) and time.monotonic() < until and process.poll() is None:
            time.sleep(0.05)
        assert process.poll() is None, process.communicate()[1].decode()
        process.kill()
        process.wait(WAIT_S)
    (copy,) = copies.glob("*.json")
    assert "Kirjoitettu ennen katkosta" in copy.read_text(encoding="utf-8")
    assert draft.read_bytes() == before
    with driven(program, surroundings, TAKE_BACK, tmp_path) as process:
        _said, complained = process.communicate(timeout=WAIT_S)
        assert process.returncode == 0, complained.decode()
    assert read_draft(draft).response.value("toimintamallin-nimi") == "Kirjoitettu ennen katkosta"
    assert list(copies.glob("*.json")) == []
