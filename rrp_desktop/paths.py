"""Folders that the program keeps: one data folder, which --data-dir or RRP_DESKTOP_DATA_DIR moves."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple


class Paths(NamedTuple):
    """Everything the program keeps lies under one folder."""

    data: Path

    @property
    def forms(self) -> Path:
        """Forms and programmes that the user has added."""
        return self.data / "forms"

    @property
    def templates(self) -> Path:
        """Templates made for added forms."""
        return self.data / "templates"

    @property
    def recovery(self) -> Path:
        """Recovery copies of unsaved work."""
        return self.data / "recovery"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.data / "settings.json"

    @property
    def recent(self) -> Path:
        """What the start page said of the drafts that were open before."""
        return self.data / "recent.json"

    @property
    def log(self) -> Path:
        """The log file; it holds no answers."""
        return self.data / "rrp-desktop.log"


def find_paths(data_dir: str | None = None) -> Paths:
    """The folders in use: the given one, else the one in the environment, else the system's place for user data."""
    chosen = data_dir or os.environ.get("RRP_DESKTOP_DATA_DIR")
    if chosen:
        return Paths(Path(chosen).expanduser().absolute())
    if sys.platform == "linux":
        # the XDG rule in two lines: platformdirs takes 8 ms of every start to load
        named = Path(os.environ.get("XDG_DATA_HOME", ""))
        data = (named if named.is_absolute() else Path.home() / ".local" / "share") / "rrp-desktop"
    else:
        from platformdirs import user_data_path

        data = user_data_path("rrp-desktop", appauthor=False)
    return Paths(data)
