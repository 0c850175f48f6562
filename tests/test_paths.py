from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from rrp_desktop.paths import find_paths


def test_a_named_folder_goes_before_the_one_in_the_environment(data_dir: Path, tmp_path: Path) -> None:
    assert find_paths().data == data_dir
    assert find_paths(str(tmp_path / "named")).data == tmp_path / "named"


@pytest.mark.parametrize("named", ["", "relative", "/absolute"])
def test_else_data_lies_where_the_system_keeps_it(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RRP_DESKTOP_DATA_DIR")
    monkeypatch.setenv("XDG_DATA_HOME", named)
    data = find_paths().data
    assert data.is_absolute()
    assert data.name == "rrp-desktop"
    if named != "relative" or sys.platform != "linux":  # a relative one is to be ignored, says the XDG rule
        assert data == platformdirs.user_data_path("rrp-desktop", appauthor=False)
