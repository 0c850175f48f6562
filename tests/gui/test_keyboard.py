"""The whole job by keys alone: start, fill every question, save, close, open again, export; then others read the PDF."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from rrp_desktop.core.questionnaire import Item, ItemType, Questionnaire, Value
from rrp_desktop.gui.start_page import StartPage
from rrp_desktop.storage.draft import read_draft
from tests.conftest import ROOT
from tests.gui.conftest import Dialogs, OpenWindow
from tests.gui.helpers import (
    BUILT_IN,
    MINI,
    Keyboard,
    Wanted,
    drop_form,
    drop_programme,
    ink_with_poppler,
    read_with_pdfium,
    read_with_poppler,
    session_of,
    settle,
    squeezed,
)

# the offscreen platform says so of every popup; a real screen never does
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")


def drop(data_dir: Path, form_id: str, programme: str) -> None:
    """Put form and programme into the data folder, unless they ship with the program."""
    if form_id == "mini":
        drop_form(data_dir, f'programme = "{programme}"\n{MINI}' if programme else MINI)
    elif form_id != BUILT_IN:
        shutil.copytree(ROOT / "tests" / "data" / "forms" / form_id, data_dir / "forms" / form_id)
    if programme == "toinen":
        drop_programme(data_dir)


def start(keys: Keyboard, form_id: str) -> Questionnaire:
    """Choose a form on the start page."""
    window = keys.window
    title = window._library.default_questionnaire(form_id).title["fi"]
    keys.tab_to_name(title)
    keys.press(Qt.Key.Key_Return)
    form = session_of(window).questionnaire
    assert form.id == form_id
    return form


def fill(keys: Keyboard, wanted: Wanted) -> None:
    """Answer every question of every page."""
    window = keys.window
    assert window.editor is not None
    pages = list(wanted.questionnaire.pages())
    for page in pages:
        assert window.editor.current_page == page.link_id
        for item in page.questions():
            if item.link_id in wanted.answers:
                keys.tab_to(item.link_id)
                keys.answer(item, wanted.answers[item.link_id])
                assert session_of(window).response.values(item.link_id) == wanted.answers[item.link_id]
        if page is not pages[-1]:
            keys.shortcut(window._actions.next_page)


def as_the_pdf_says(item: Item, value: Value) -> str:
    """An answer in the words of a Finnish PDF."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if item.type is ItemType.DATE:
        day = date.fromisoformat(str(value))
        return f"{day.day}.{day.month}.{day.year}"
    return str(value)


def export(keys: Keyboard, tmp_path: Path) -> Path:
    """Export and save the PDF."""
    window = keys.window
    keys.shortcut(window._actions.export)
    page = window.export_page
    assert page is not None
    for _ in range(2000):
        settle()
        if page._save.isEnabled():
            break
    keys.tab_until(lambda: keys.focus() is page._save, "the button that saves the PDF")
    keys.press(Qt.Key.Key_Space)
    (pdf,) = tmp_path.glob("*.pdf")
    return pdf


@pytest.mark.parametrize(
    ("form_id", "programme"), [(BUILT_IN, "rrp"), ("mini", ""), ("mini", "toinen"), ("kaikki-tyypit", "")]
)
def test_the_whole_job_by_keys_alone(
    form_id: str,
    programme: str,
    open_window: OpenWindow,
    data_dir: Path,
    tmp_path: Path,
    answers_in_dialogs: Dialogs,
) -> None:
    drop(data_dir, form_id, programme)
    window = open_window()
    keys = Keyboard(window)
    form = start(keys, form_id)
    assert (form.programme.id if form.programme else "") == programme
    wanted = Wanted(form)
    if form_id == BUILT_IN:
        assert set(wanted.answers) == {item.link_id for item in form.questions()}
        assert wanted.long
    fill(keys, wanted)

    draft = tmp_path / "malli.rrp"
    answers_in_dialogs.save_path = draft
    keys.shortcut(window._actions.save)
    assert read_draft(draft).response == wanted.response()
    title = session_of(window).title
    keys.shortcut(window._actions.start)
    assert answers_in_dialogs.asked == ["save_path"]
    assert window.findChild(StartPage) is not None

    keys.tab_until(lambda: title in keys.focus().accessibleName(), "the draft on the start page")
    keys.press(Qt.Key.Key_Return)
    assert session_of(window).path == draft
    assert session_of(window).response == wanted.response()

    pdf = export(keys, tmp_path)
    fields = read_with_pdfium(pdf)
    seen = read_with_poppler(pdf)
    for item in form.questions():
        expected = [as_the_pdf_says(item, value) for value in wanted.answers.get(item.link_id, ())]
        assert sorted(fields.answers(item)) == sorted(expected), item.link_id
        if item.type is not ItemType.CODING and item.type is not ItemType.BOOLEAN:
            for value in expected:
                lost = [line for line in value.split("\n") if squeezed(line) not in seen]
                assert lost == [], item.link_id
    ink = ink_with_poppler(pdf, [button for group in fields.buttons.values() for button in group])
    marked = {button for button, dark in ink.items() if dark > 0.1}
    assert marked == {button for button in ink if button.is_on}
