"""Says whether the committed generated files are what the sources make of them, and how to make them anew."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# what to run to compare, and what to run to make the files anew
GENERATORS = {
    "make i18n": [sys.executable, "packaging/i18n.py", "--check"],
    "make examples": [sys.executable, "packaging/build_examples.py", "--check"],
    "make templates": [sys.executable, "-m", "rrp_desktop.pdf.build_templates", "--check"],
}


def main() -> int:
    """Exit code: 0 when everything is up to date, else 1 and what each comparison said."""
    stale = False
    for remedy, command in GENERATORS.items():
        result = subprocess.run(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
        )
        if result.returncode != 0:
            stale = True
            print(f"{result.stdout.rstrip()}\nBring this up to date with: {remedy}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
