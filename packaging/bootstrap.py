"""Makes a bare checkout ready and starts the program or its tests: what ./run and ./test do.

For Linux and macOS; needs nothing but Python's standard library.  Makes .venv beside the checkout's files, installs the locked
requirements into it, finds which system libraries Qt misses, and on Debian and Ubuntu installs those as root or
names the command that does.  A stamp in .venv says what is ready, so the next start skips all of it.

Whatever is missing is told in one sentence; this module never ends in a traceback for it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator, NamedTuple, NoReturn, Sequence  # noqa: UP035 - an old Python must get far enough to be told so

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
EXAMPLE = ROOT / "forms" / "kuvauksen-itsearviointi" / "examples" / "lapin-hyvinvointilahete-i2.rrp"
OLDEST, NEWEST = (3, 11), (3, 13)

# Libraries of PySide6 whose system libraries must be there before a window can open, below the package's folder.
QT_LIBRARIES = (
    "QtWidgets.abi3.so",
    "QtPrintSupport.abi3.so",
    "QtSvg.abi3.so",
    "Qt/lib/libQt6DBus.so.6",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/platforms/libqwayland.so",
    "Qt/plugins/printsupport/libcupsprintersupport.so",
)


class Stop(Exception):
    """The machine lacks something; the message is one sentence that says what, and how to get it."""


class Level(NamedTuple):
    """How much has to be ready.

    Attributes:
        name: Also the name of its stamp.
        lock: The requirements, below packaging/.
        apt: Lists of system packages, below packaging/.
        covers: Levels that are ready when this one is.
    """

    name: str
    lock: str
    apt: tuple[str, ...]
    covers: tuple[str, ...] = ()


COMMAND_LINE = Level("command-line", "requirements.txt", ())
WINDOW = Level("window", "requirements.txt", ("apt-run.txt",), ("command-line",))
TESTS = Level("tests", "requirements-dev.txt", ("apt-run.txt", "apt-test.txt"), ("command-line", "window"))
LEVELS = {level.name: level for level in (COMMAND_LINE, WINDOW, TESTS)}


class Package(NamedTuple):
    """A line of an apt list: names to try in turn, and what is missing when the package is."""

    names: tuple[str, ...]
    brings: tuple[str, ...]


def say(message: str) -> None:
    """Tell what is going on, apart from what the program itself prints."""
    print(message, file=sys.stderr, flush=True)


# ------------------------------------------------------------------------------------------------------- Python


class Interpreter(NamedTuple):
    """A Python on this machine; version is like 3.11."""

    path: str
    version: str


def find_python() -> Interpreter:
    """The interpreter to build .venv with: the running one if it fits, else another on the path."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return Interpreter(sys.executable, f"{sys.version_info[0]}.{sys.version_info[1]}")
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        version = f"3.{minor}"
        found = shutil.which("python" + version)
        if found and _succeeds(found, "-c", f"import sys; assert sys.version_info[:2] == (3, {minor})"):
            return Interpreter(found, version)
    raise Stop(
        f"RRP Desktop needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]} and this is {sys.version.split()[0]}: install one "
        f"of them (apt-get install python3.{NEWEST[1]}, or the one that your system has) and run this command again."
    )


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def venv_package(python: Interpreter) -> list[str]:
    """The system package that brings venv and pip, where the interpreter came without them."""
    return [] if _succeeds(python.path, "-c", "import ensurepip, venv") else [f"python{python.version}-venv"]


def make_venv(python: Interpreter) -> None:
    """A fresh .venv with pip in it."""
    say("Making .venv …")
    shutil.rmtree(VENV, ignore_errors=True)
    command = [python.path, "-m", "venv", str(VENV)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        said = _last_line(result.stdout + result.stderr)
        raise Stop(f"{python.path} could not make {VENV} ({said}).")


def install_requirements(lock: str) -> None:
    """The locked requirements, each file checked by its hash, and the checkout itself."""
    say(f"Installing the libraries of packaging/{lock} into .venv; this is done once …")
    _pip(
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
        "--requirement",
        str(ROOT / "packaging" / lock),
    )
    _pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def _pip(*arguments: str) -> None:
    command = [
        str(VENV_PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
    ]
    result = subprocess.run([*command, *arguments], capture_output=True, text=True, cwd=ROOT, check=False)
    if result.returncode == 0:
        return
    if "connection broken" in result.stderr:
        raise Stop(
            "The Python libraries could not be fetched because the package index cannot be reached: connect this "
            "machine to the network, check pip's own settings (pip config list), and run this command again."
        )
    raise Stop(
        f"The Python libraries could not be installed ({_last_line(result.stderr)}): this takes a system that is "
        "not older than Debian 12 or Ubuntu 24.04."
    )


def _last_line(text: str) -> str:
    """The line that tells most of a program's complaint: its last ERROR line, else its last line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR", "error:", "E:"))]
    return (errors or lines or ["no reason given"])[-1]


# ----------------------------------------------------------------------------------------------- system libraries


def read_packages(name: str) -> list[Package]:
    """The packages of one apt list below packaging/."""
    lines = (ROOT / "packaging" / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return [Package(tuple(first.split("|")), tuple(rest)) for first, *rest in rows]


def missing_libraries(packages: Sequence[Package]) -> set[str]:
    """Names of system libraries that the machine does not have.

    Once Qt is in .venv it is asked what it is linked to; before that the lists tell what it is going to need.
    """
    qt = [path for name in QT_LIBRARIES for path in VENV.glob(f"lib/python3.*/site-packages/PySide6/{name}")]
    if qt:
        listed = _lines("ldd", *map(str, qt))
        return {line.split()[0] for line in listed if line.endswith("=> not found")}
    present = {line.split()[0] for line in _lines(shutil.which("ldconfig") or "/sbin/ldconfig", "-p")}
    return {need for package in packages for need in package.brings if ".so." in need} - present


def _lines(*command: str) -> list[str]:
    """What a command prints; it need not succeed, as ldd does not where a library is missing."""
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return [line.strip() for line in result.stdout.splitlines() if line.strip()]


def missing_packages(packages: Sequence[Package], libraries: set[str]) -> list[Package]:
    """The packages whose libraries, commands or files the machine does not have."""
    return [package for package in packages if any(_lacks(need, libraries) for need in package.brings)]


def _lacks(need: str, libraries: set[str]) -> bool:
    if ".so." in need:
        return need in libraries
    if need.startswith("/"):
        return not any(Path("/").glob(need[1:]))
    return shutil.which(need) is None


def prepare_system(packages: Sequence[Package], also: Sequence[str] = ()) -> None:
    """See to it that these packages are there, and others by name."""
    missing = missing_packages(packages, missing_libraries(packages)) if packages else []
    names = [*also, *(_known_name(package) for package in missing)]
    if names:
        install_system_packages(names)


def check_libraries(packages: Sequence[Package]) -> None:
    """Stop when Qt still misses a library, which then no list knows."""
    libraries = missing_libraries(packages)
    if libraries:
        raise Stop(
            f"Qt cannot open a window because this machine lacks {', '.join(sorted(libraries))}: install the system "
            "packages that bring them and run this command again."
        )


def _known_name(package: Package) -> str:
    """The first of a package's names that this system knows; the last one if it knows none."""
    if len(package.names) > 1 and shutil.which("apt-cache"):
        for name in package.names:
            if _succeeds("apt-cache", "show", name):
                return name
    return package.names[-1]


def install_system_packages(names: Sequence[str]) -> None:
    """Install Debian packages as root, else stop with the command that does it."""
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *names]
    if not shutil.which("apt-get"):
        raise Stop(
            f"This machine lacks what Debian and Ubuntu pack as {' '.join(names)}: install the same with your "
            "system's own package manager and run this command again."
        )
    if os.geteuid() != 0:
        raise Stop(
            f"Some system packages are missing: run  sudo {' '.join(install)}  and then this command again."
        )
    say(f"Installing system packages: {' '.join(names)} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wait = ["-o", "DPkg::Lock::Timeout=300"]
    # an update that fails in part may still do; the installation tells
    subprocess.run(["apt-get", *wait, "update"], env=environment, capture_output=True, check=False)
    result = subprocess.run(
        [install[0], *wait, *install[1:]], env=environment, capture_output=True, text=True, check=False
    )
    if result.returncode != 0:
        raise Stop(
            f"The system packages could not be installed with  {' '.join(install)}  ({_last_line(result.stderr)})."
        )


# ----------------------------------------------------------------------------------------------------- readiness


def fingerprint(level: Level, python: Interpreter) -> str:
    """Changes whenever something that makes up the level does: locks, lists, this file, place, Python."""
    files = ["pyproject.toml", "packaging/bootstrap.py", "packaging/" + level.lock]
    files += ["packaging/" + name for name in level.apt]
    digest = hashlib.sha256(f"{ROOT}\n{python.version}\n".encode())
    for name in files:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_ready(level: Level, python: Interpreter) -> bool:
    """Whether .venv says so, and still starts."""
    stamp = VENV / ("ready-" + level.name)
    return stamp.exists() and VENV_PYTHON.exists() and stamp.read_text() == fingerprint(level, python)


def prepare(level: Level) -> None:
    """Make the level ready, unless it is."""
    python = find_python()
    if is_ready(level, python):
        return
    with _alone():
        if is_ready(level, python):
            return  # another process did it meanwhile
        installed = {other.lock for other in LEVELS.values() if is_ready(other, python)}
        packages = [package for name in level.apt for package in read_packages(name)]
        prepare_system(packages, also=[] if installed else venv_package(python))
        if not installed:
            make_venv(python)
        if level.lock not in installed:
            install_requirements(level.lock)
        if packages:
            prepare_system(packages)  # once more, now that Qt itself can be asked
            check_libraries(packages)
        for name in (level.name, *level.covers):
            (VENV / ("ready-" + name)).write_text(fingerprint(LEVELS[name], python))


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Keep a second start from building the same .venv at the same time."""
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# -------------------------------------------------------------------------------------------------------- commands


def has_screen() -> bool:
    """Whether a window can open at all."""
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(arguments: Sequence[str]) -> int:
    """Open the program; without a screen and without arguments export the example instead."""
    screen = has_screen()
    prepare(WINDOW if screen else COMMAND_LINE)
    if screen or arguments:
        _start("-m", "rrp_desktop", *arguments)
    return export_example()


def export_example() -> int:
    """Do the program's job on a bundled example, and say where the PDF is."""
    output = ROOT / "build" / (EXAMPLE.stem + ".pdf")
    output.parent.mkdir(exist_ok=True)
    command = [str(VENV_PYTHON), "-m", "rrp_desktop", "export", str(EXAMPLE), "-o", str(output)]
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    if status == 0:
        print("There is no screen here, so an example was exported without one.")
        print(f"The PDF is {output}")
    return status


def test(arguments: Sequence[str]) -> NoReturn:
    """Run every check and test; arguments go to pytest."""
    prepare(TESTS)
    _start(str(ROOT / "packaging" / "checks.py"), *arguments)


def _start(*arguments: str) -> NoReturn:
    """Give this process over to .venv's Python; signals and the exit code then need no handling."""
    sys.stdout.flush()
    os.execv(str(VENV_PYTHON), [str(VENV_PYTHON), *arguments])  # noqa: S606 - no shell is the point


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument says: run, test or prepare."""
    try:
        if arguments[:1] == ["run"]:
            return run(arguments[1:])
        if arguments[:1] == ["test"]:
            test(arguments[1:])
        if arguments[:1] == ["prepare"]:
            prepare(TESTS)
            return 0
    except Stop as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        return 130
    say("Use ./run or ./test.")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
