"""The habits of the project that no other tool watches: layout, files, network, words, locks, licences."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import os
import re
import string
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PACKAGE = ROOT / "rrp_desktop"
SOURCES = sorted(PACKAGE.rglob("*.py"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ALPHABET = "åäöÅÄÖšžŠŽčđŋŧáâÁČĐŊŦʒǯǥǧǩʹõ–”’€≥→≤•✓…×½°µ"


def script(name: str) -> ModuleType:
    """A file of packaging/ as a module; the folder is no package, since a library has that name."""
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", ROOT / "packaging" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def bootstrap() -> ModuleType:
    return script("bootstrap")


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in SOURCES:
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


# ---------------------------------------------------------------------------------------------------------- layout


@pytest.mark.parametrize("folder", ["ui", "forms", "packaging"])
def test_data_folders_are_no_packages(folder: str) -> None:
    assert not list((ROOT / folder).rglob("__init__.py"))


@pytest.mark.parametrize("folder", ["ui", "forms"])
def test_data_folders_hold_no_python(folder: str) -> None:
    assert not list((ROOT / folder).rglob("*.py"))


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_its_data_and_nothing_else(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "rrp_desktop/__init__.py" in names
    for folder in ("ui", "forms"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.name != ".DS_Store"]
        assert {f"rrp_desktop/{path.relative_to(ROOT).as_posix()}" for path in files} <= names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"rrp_desktop"}
    assert any(name.endswith("/licenses/LICENSE") for name in names)


# ----------------------------------------------------------------------------------------------- what code may do

WRITE_MODE = re.compile(r"[wax+]")
WRITING_NAMES = {
    "write_text", "write_bytes", "fdopen", "mkstemp", "NamedTemporaryFile", "TemporaryFile", "copyfile", "copy2",
    "copytree", "QFile", "QSaveFile", "QTemporaryFile", "QSettings",
}  # fmt: skip
WRITERS = {
    "rrp_desktop/storage/atomic.py",
    "rrp_desktop/pdf/build_templates.py",  # a developer's tool; it writes into the checkout
}


def writes(node: ast.Call) -> bool:
    """Whether a call opens or makes a file for writing."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in WRITING_NAMES:
        return True
    if name != "open":
        return False
    if node.args and ast.unparse(node.args[0]) == "os.devnull":
        return False
    words = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg in {"mode", "flags"})]
    if any(isinstance(word, ast.Constant) and _is_write_mode(word.value) for word in words):
        return True
    flags = {part.attr for word in words for part in ast.walk(word) if isinstance(part, ast.Attribute)}
    return bool(flags & {"O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"})


def _is_write_mode(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 3 and bool(WRITE_MODE.search(value))


def test_one_module_opens_files_for_writing() -> None:
    found = {
        f"{file}:{node.lineno}"
        for file, tree in trees()
        if file not in WRITERS
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and writes(node)
    }
    assert not found


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("open(p, 'w')", True),
        ("p.open('ab')", True),
        ("p.open(mode='r+')", True),
        ("os.open(p, os.O_WRONLY | os.O_CREAT)", True),
        ("p.write_bytes(b'')", True),
        ("os.open(os.devnull, os.O_WRONLY)", False),
        ("open(p)", False),
        ("p.open('rb')", False),
        ("os.open(p, os.O_RDONLY | os.O_DIRECTORY)", False),
    ],
)
def test_the_search_for_writing_finds_it(code: str, expected: bool) -> None:
    (call,) = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    assert writes(call) is expected


NETWORK = {
    "aiohttp", "ftplib", "http.client", "http.server", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket",
    "socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "xmlrpc", "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore", "PySide6.QtWebSockets",
}  # fmt: skip


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_nothing_imports_the_network() -> None:
    found = {
        f"{file}: {name}"
        for file, tree in trees()
        for name in imported(tree)
        if any(name == banned or name.startswith(f"{banned}.") for banned in NETWORK)
    }
    assert not found


def test_everything_but_the_window_imports_without_qt() -> None:
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in SOURCES
    ]
    free = [name for name in names if not re.match(r"rrp_desktop\.(gui|app|__main__)\b", name)]
    code = (
        "import importlib, sys\n"
        "sys.modules['PySide6'] = sys.modules['shiboken6'] = None\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *free], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr


# ----------------------------------------------------------------------------------------- words of one programme

PROGRAMME = re.compile(r"\b(RRP|P3|P4|I[1-4])\b")
PRODUCT = re.compile(r"\bRRP Desktop\b")


def docstring_lines(tree: ast.Module) -> set[int]:
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                lines.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return lines


def test_no_programme_is_written_into_the_code() -> None:
    found = []
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        skipped = docstring_lines(ast.parse(text))
        found += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
            for number, line in enumerate(text.splitlines(), start=1)
            if number not in skipped and PROGRAMME.search(PRODUCT.sub("", line))
        ]
    assert not found, "programmes are data in forms/programmes/"


# ----------------------------------------------------------------------------------------------------- README, CI


def commands(text: str) -> set[str]:
    """Commands of the code blocks of a page: ./NAME and make TARGET."""
    blocks = re.findall(r"```(?:sh|bash|console)?\n(.*?)```", text, flags=re.DOTALL)
    lines = [line.split("#")[0].strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return {line for line in lines if line.startswith(("./", "make "))}


def test_the_readme_has_the_two_commands() -> None:
    assert {"./run", "./test"} <= commands((ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_commands_of_the_pages_exist(page: str) -> None:
    targets = set(
        re.findall(r"^([a-z0-9]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    for command in commands((ROOT / page).read_text(encoding="utf-8")):
        program, *arguments = command.split()
        if program == "make":
            assert arguments[0] in targets, command
        else:
            assert os.access(ROOT / program, os.X_OK), command


@pytest.mark.parametrize(
    "page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]), ids=lambda p: p.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    local = [
        target for target in targets if target and "://" not in target and not target.startswith("mailto:")
    ]
    assert not [target for target in local if not (page.parent / target).exists()]


def test_ci_runs_the_test_command() -> None:
    run = ROOT / ".ci" / "run"
    assert os.access(run, os.X_OK)
    assert run.read_text(encoding="utf-8").rstrip().endswith("exec ./test")


# ---------------------------------------------------------------------------------------------------- requirements


def locked(name: str) -> dict[str, str]:
    """Name and version of each package of a lock file."""
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, flags=re.MULTILINE))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    packages = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
    assert not re.search(r"^--?(index|extra|find)", text, flags=re.MULTILINE)


def test_the_locks_fit_the_requirements_and_each_other() -> None:
    run, dev = locked("requirements.txt"), locked("requirements-dev.txt")
    assert run.items() <= dev.items()
    for line in PYPROJECT["project"]["dependencies"]:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate():
            assert requirement.specifier.contains(run[canonicalize_name(requirement.name)]), line


@pytest.mark.parametrize(("python", "allowed"), [("3.11", False), ("3.12", True), ("3.13", True)])
def test_qt_6_12_is_kept_away_from_python_3_11(python: str, allowed: bool) -> None:
    qt = [Requirement(line) for line in PYPROJECT["project"]["dependencies"] if "PySide6" in line]
    environment = {"python_version": python}
    (active,) = [line for line in qt if line.marker is None or line.marker.evaluate(environment)]
    assert active.specifier.contains("6.12.0") is allowed
    assert active.specifier.contains("6.11.3")


def shipped() -> set[str]:
    """Packages that an installed program consists of, found by following what each one requires."""
    found: set[str] = set()
    todo = [Requirement(line) for line in PYPROJECT["project"]["dependencies"]]
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        found.add(name)
        todo += [Requirement(line) for line in importlib.metadata.requires(name) or []]
    return found


def test_the_licence_list_names_everything_that_is_shipped() -> None:
    text = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", text, flags=re.MULTILINE)
    listed = {str(canonicalize_name(name)): version for name, version in rows}
    versions = locked("requirements.txt")
    assert {name: listed.get(name) for name in shipped()} == {name: versions[name] for name in shipped()}


# ------------------------------------------------------------------------------------------------------- bootstrap


def test_an_old_python_can_read_the_bootstrap() -> None:
    ast.parse((ROOT / "packaging" / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_the_bootstrap_takes_the_pythons_of_the_project(bootstrap: ModuleType) -> None:
    (_, oldest), (_, newest) = bootstrap.OLDEST, bootstrap.NEWEST
    assert PYPROJECT["project"]["requires-python"] == f">=3.{oldest},<3.{newest + 1}"


def test_the_example_for_machines_without_a_screen_is_there(bootstrap: ModuleType) -> None:
    assert bootstrap.EXAMPLE.is_file()


@pytest.mark.parametrize("name", ["apt-run.txt", "apt-test.txt"])
def test_each_system_package_says_what_it_brings(bootstrap: ModuleType, name: str) -> None:
    packages = bootstrap.read_packages(name)
    assert packages
    assert all(package.brings for package in packages)


def test_missing_libraries_commands_and_files_name_their_packages(
    bootstrap: ModuleType, tmp_path: Path
) -> None:
    library = bootstrap.Package(("libgl1",), ("libGL.so.1",))
    command = bootstrap.Package(("no-such",), ("no-such-command",))
    file = bootstrap.Package(("no-file",), (str(tmp_path / "*" / "none"),))
    present = bootstrap.Package(("sh",), ("sh", str(tmp_path), "libpresent.so.1"))
    packages = [library, command, file, present]
    assert bootstrap.missing_packages(packages, {"libGL.so.1"}) == [library, command, file]


Install = Callable[[], str]


@pytest.fixture
def refusal(bootstrap: ModuleType) -> Install:
    def ask() -> str:
        with pytest.raises(bootstrap.Stop) as stopped:
            bootstrap.install_system_packages(["libgl1", "libegl1"])
        return str(stopped.value)

    return ask


def test_without_root_the_exact_command_is_told(
    bootstrap: ModuleType, refusal: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    sentence = refusal()
    assert "sudo apt-get install --yes --no-install-recommends libgl1 libegl1" in sentence
    assert "\n" not in sentence


def test_a_system_without_apt_is_told_what_is_missing(
    bootstrap: ModuleType, refusal: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _name: None)
    sentence = refusal()
    assert "libgl1 libegl1" in sentence
    assert "apt-get" not in sentence


def test_an_unreachable_index_is_told_in_one_sentence(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: No matching distribution found"
    monkeypatch.setattr(
        bootstrap.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, "", said)
    )
    with pytest.raises(bootstrap.Stop, match="package index cannot be reached"):
        bootstrap.install_requirements("requirements.txt")


def test_a_python_that_does_not_fit_is_told_by_its_version(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 14, 2))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _name: None)
    with pytest.raises(bootstrap.Stop, match=r"Python 3\.11 to 3\.13"):
        bootstrap.find_python()


def test_libraries_are_missed_before_qt_is_installed(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    packages = [
        bootstrap.Package(("libc6",), ("libc.so.6",)),
        bootstrap.Package(("none",), ("libnone.so.1",)),
    ]
    assert bootstrap.missing_libraries(packages) == {"libnone.so.1"}


def test_what_is_ready_changes_with_its_lock(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = bootstrap.find_python()
    (tmp_path / "packaging").mkdir()
    for name in ("pyproject.toml", "packaging/bootstrap.py", "packaging/requirements.txt"):
        (tmp_path / name).write_text("one", encoding="utf-8")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    before = bootstrap.fingerprint(bootstrap.COMMAND_LINE, python)
    assert bootstrap.fingerprint(bootstrap.COMMAND_LINE, python) == before
    (tmp_path / "packaging" / "requirements.txt").write_text("two", encoding="utf-8")
    assert bootstrap.fingerprint(bootstrap.COMMAND_LINE, python) != before


# ------------------------------------------------------------------------------------------ fonts and translations


@pytest.mark.parametrize(
    "font", sorted((ROOT / "ui" / "fonts").glob("Inter-*.ttf")), ids=lambda path: path.name
)
def test_inter_has_every_letter_that_we_need(font: Path) -> None:
    with TTFont(font, lazy=True) as opened:
        known = opened.getBestCmap()
    wanted = ALPHABET + string.printable.strip()
    assert not [letter for letter in wanted if ord(letter) not in known]


def test_inter_ships_with_its_licence() -> None:
    assert sorted((ROOT / "ui" / "fonts").glob("Inter-*.ttf"))
    assert "SIL OPEN FONT LICENSE" in (ROOT / "ui" / "fonts" / "OFL.txt").read_text(encoding="utf-8")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_translations_keep_the_placeholders(language: str) -> None:
    with script("i18n").po_path(language).open("rb") as file:
        catalog = read_po(file, locale=language)
    for message in catalog:
        sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
        words = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and "python-brace-format" in message.flags:
            allowed = set().union(*map(placeholders, sources))
            assert all(placeholders(word) <= allowed for word in words if word), message.id
