"""Makes the lock files from pyproject.toml: `make lock`.

`requirements.txt` is what the program needs, `requirements-dev.txt` that and what the checks and tests need; both
name every package with version and hashes, for all systems and Pythons that the project supports.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = "uv==0.13.9"
COMMON = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--quiet",
    "--custom-compile-command=make lock",
    "--constraints=packaging/qt-version.in",
)


def compile_lock(output: str, *options: str) -> None:
    """Resolve pyproject.toml (with the build backend, for the editable install) into one lock file."""
    subprocess.run(
        [
            sys.executable, "-m", "uv", "pip", "compile", *COMMON, *options,
            "pyproject.toml", "packaging/build-backend.in", "--output-file", output,
        ],
        cwd=ROOT,
        check=True,
    )  # fmt: skip


def main() -> None:
    """Install uv beside the other tools and write both lock files."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", UV], check=True)
    upgrade = sys.argv[1:]
    compile_lock("packaging/requirements.txt", *upgrade)
    compile_lock(
        "packaging/requirements-dev.txt", "--extra=dev", "--constraints=packaging/requirements.txt", *upgrade
    )


if __name__ == "__main__":
    main()
