"""What the user has chosen, kept in one small JSON file; a missing or damaged file means the defaults."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from rrp_desktop.i18n import DEFAULT_LANGUAGE, LANGUAGES

SCHEMES: Final = ("system", "light", "dark", "contrast")
_ZOOM_RANGE: Final = (1.0, 2.0)


@dataclass(frozen=True)
class Settings:
    """The choices.

    Attributes:
        zoom: Size of text, 1.0 for the usual.
        scheme: One of `SCHEMES`.
        recent: Paths of drafts, the latest first.
        geometry: Where the window was, in Qt's own words (Base64).
        export_folder: Where the last PDF went.
        more: Keys of the file that this program does not know; they stay in the file.
    """

    language: str = DEFAULT_LANGUAGE
    zoom: float = 1.0
    scheme: str = "system"
    recent: tuple[str, ...] = ()
    geometry: str = ""
    export_folder: str = ""
    more: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def read_settings(path: Path) -> Settings:
    """The settings in a file; what is missing or does not fit has its default."""
    try:
        stored = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return Settings()
    return _settings(stored) if isinstance(stored, dict) else Settings()


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings, making the folder where needed.

    Raises:
        UserError: They could not be written.
    """
    from rrp_desktop.storage.atomic import make_folder, write_atomic

    make_folder(path.parent)
    chosen = {one.name: getattr(settings, one.name) for one in fields(settings) if one.name != "more"}
    write_atomic(path, (json.dumps({**settings.more, **chosen}, indent=1) + "\n").encode())


def _settings(stored: dict[str, Any]) -> Settings:
    known = {one.name for one in fields(Settings)}
    kept: dict[str, Any] = {"more": MappingProxyType({k: v for k, v in stored.items() if k not in known})}
    if stored.get("language") in LANGUAGES:
        kept["language"] = stored["language"]
    if stored.get("scheme") in SCHEMES:
        kept["scheme"] = stored["scheme"]
    zoom = stored.get("zoom")
    if isinstance(zoom, int | float) and _ZOOM_RANGE[0] <= zoom <= _ZOOM_RANGE[1]:
        kept["zoom"] = float(zoom)
    if isinstance(stored.get("recent"), list):
        kept["recent"] = tuple(path for path in stored["recent"] if isinstance(path, str))
    for name in ("geometry", "export_folder"):
        if isinstance(stored.get(name), str):
            kept[name] = stored[name]
    return Settings(**kept)
