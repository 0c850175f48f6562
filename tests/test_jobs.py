from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rrp_desktop import jobs
from rrp_desktop.jobs import TemplateStore
from rrp_desktop.paths import Paths, find_paths
from rrp_desktop.storage.library import Library
from tests.strategies import FORMS, questionnaire


def test_templates_are_kept_and_found_again(tmp_path: Path) -> None:
    store = TemplateStore(tmp_path / "data" / "templates")
    assert store.read("a.pdf") is None
    store.write("a.pdf", b"x")
    assert store.read("a.pdf") == b"x"


def test_a_template_that_cannot_be_kept_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "templates").write_bytes(b"a file in the way")
    store = TemplateStore(tmp_path / "templates")
    store.write("a.pdf", b"x")
    assert store.read("a.pdf") is None


def test_texts_can_be_measured_against_the_boxes_of_the_pdf(tmp_path: Path) -> None:
    boxes = jobs.boxes(questionnaire(), "fi", tmp_path)
    assert {"nimi", "lisaa", "aste-miksi"} <= set(boxes)
    assert boxes["lisaa"].height > boxes["nimi"].height
    assert jobs.boxes(questionnaire(), "fi", tmp_path) == boxes


def test_an_export_that_is_not_saved_is_proven_too(tmp_path: Path) -> None:
    draft = jobs.start(Library(FORMS), "kaikki-tyypit", None, date(2025, 3, 21))
    draft = jobs.answer(draft, {"nimi": ("Malli 1",)})
    export = jobs.prepare_export(draft, Paths(tmp_path), "fi")
    assert export.receipt.check("values").ok
    assert export.receipt is export.receipt
    assert export.data.startswith(b"%PDF-")


def test_folders_are_the_given_the_environments_or_the_systems(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert find_paths(str(tmp_path / "a")).data == tmp_path / "a"
    monkeypatch.setenv("RRP_DESKTOP_DATA_DIR", str(tmp_path / "b"))
    assert find_paths().recovery == tmp_path / "b" / "recovery"
    monkeypatch.delenv("RRP_DESKTOP_DATA_DIR")
    assert find_paths().data.name == "rrp-desktop"
