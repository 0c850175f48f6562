"""Runs every check and then every test, says how long each took, and fails if any did: what ./test does.

`checks.py` runs all, `checks.py --no-tests` the checks alone, `checks.py ARGUMENTS...` pytest alone with these.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def tool(name: str, *arguments: str) -> list[str]:
    """Command line of a tool that is installed beside this Python."""
    return [str(BIN / name), *arguments]


def mypy(platform: str, *folders: str) -> list[str]:
    """Types as on one system; each keeps its own cache, since they would overwrite each other's."""
    return tool("mypy", f"--platform={platform}", f"--cache-dir=.mypy_cache/{platform}", *folders)


CHECKS = {
    "lint (ruff)": tool("ruff", "check", "."),
    "format (ruff)": tool("ruff", "format", "--check", "."),
    "import directions (import-linter)": tool("lint-imports", "--no-logo"),
    "types on Linux (mypy)": mypy("linux"),
    "types on Windows (mypy)": mypy("win32", "rrp_desktop", "tests"),
    "types on macOS (mypy)": mypy("darwin", "rrp_desktop", "tests"),
    "generated files": [sys.executable, "packaging/check_generated.py"],
}
TESTS = [sys.executable, "-m", "pytest"]


def passes(name: str, command: list[str]) -> bool:
    """Run one check and tell how it went; what a failing one printed is shown."""
    start = time.monotonic()
    result = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    good = result.returncode == 0
    print(f"{'ok  ' if good else 'FAIL'} {name} ({time.monotonic() - start:.1f} s)", flush=True)
    if not good:
        print(result.stdout, flush=True)
    return good


def main(arguments: list[str]) -> int:
    """Exit code: 0 when all is well, 1 when a check or test failed."""
    if arguments and arguments != ["--no-tests"]:
        return subprocess.run([*TESTS, *arguments], cwd=ROOT, check=False).returncode
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    tests_failed = not arguments and subprocess.run(TESTS, cwd=ROOT, check=False).returncode != 0
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed or tests_failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
