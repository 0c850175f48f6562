from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHOWN = ("start", "editor", "perustiedot", "vienti")


def take(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "screenshots.py"), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def size(picture: Path) -> tuple[int, int]:
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


@pytest.mark.parametrize("name", SHOWN)
def test_the_pictures_of_the_documentation_are_there(name: str) -> None:
    assert size(ROOT / "docs" / "images" / f"{name}.png") == (1366, 768)


def test_the_same_picture_is_taken_again(tmp_path: Path) -> None:
    asked = (
        "--only",
        "start,perustiedot",
        "--size",
        "900x600",
        "--scale",
        "2",
        "--scheme",
        "dark",
        "--lang",
        "sv",
    )
    for folder in ("one", "other"):
        done = take("--out", str(tmp_path / folder), *asked)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    for name in ("start", "perustiedot"):
        one, other = (tmp_path / folder / f"{name}.png" for folder in ("one", "other"))
        assert size(one) == (1800, 1200)
        assert one.read_bytes() == other.read_bytes()


@pytest.mark.slow
def test_there_is_a_picture_of_everything_and_large_text_makes_no_window_wider(tmp_path: Path) -> None:
    done = take("--out", str(tmp_path), "--zoom", "2")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    names = {picture.stem for picture in tmp_path.glob("*.png")}
    assert names >= {
        *SHOWN,
        "start-empty",
        "start-recovery",
        "drop-down",
        "chips",
        "calendar",
        "menu",
        "about",
        "unsaved",
    }
    assert {size(picture) for picture in tmp_path.glob("*.png")} == {(1366, 768)}


def test_a_picture_that_there_is_not_is_told(tmp_path: Path) -> None:
    done = take("--out", str(tmp_path), "--only", "start,nothing")
    assert done.returncode == 1
    assert "no picture called nothing" in done.stderr
