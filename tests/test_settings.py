from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rrp_desktop.settings import Settings, read_settings, save_settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "settings.json"


def test_settings_come_back_as_they_were(path: Path) -> None:
    settings = Settings("sv", 1.5, "dark", ("/a/å.rrp", "/b.rrp"), "AAA=", "/pdf")
    save_settings(path, settings)
    assert read_settings(path) == settings
    save_settings(path, replace(settings, language="en"))
    assert read_settings(path).language == "en"


@pytest.mark.parametrize("data", [None, b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_a_missing_or_damaged_file_means_the_defaults(path: Path, data: bytes | None) -> None:
    if data is not None:
        path.parent.mkdir()
        path.write_bytes(data)
    assert read_settings(path) == Settings()


def test_what_does_not_fit_has_its_default_and_the_rest_stays(path: Path) -> None:
    path.parent.mkdir()
    stored = {
        "language": "de",
        "zoom": "suuri",
        "scheme": 5,
        "recent": ["/a", 5],
        "geometry": None,
        "export_folder": "/x",
    }
    path.write_text(json.dumps(stored), encoding="utf-8")
    assert read_settings(path) == Settings(recent=("/a",), export_folder="/x")


@pytest.mark.parametrize("zoom", ["0", "100", "NaN", "-1", "true", "null", "1e999"])
def test_a_zoom_that_nobody_can_read_is_not_taken(path: Path, zoom: str) -> None:
    path.parent.mkdir()
    path.write_text(f'{{"zoom": {zoom}}}', encoding="utf-8")
    assert read_settings(path).zoom == 1.0


def test_keys_of_a_newer_program_stay_in_the_file(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"language": "sv", "uusi": {"a": [1, null]}}', encoding="utf-8")
    save_settings(path, replace(read_settings(path), zoom=2.0))
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert stored["uusi"] == {"a": [1, None]}
    assert (stored["language"], stored["zoom"]) == ("sv", 2.0)
