"""The start page: what it offers, what it says of drafts, and that nothing on the disk keeps it from opening."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from rrp_desktop.core.response import Status
from rrp_desktop.gui.start_page import RecentDraft, StartPage
from rrp_desktop.gui.starting import recent_drafts
from rrp_desktop.gui.widgets.list_row import ListRow, StartCard
from rrp_desktop.gui.words import clock_words, two_lines, when_words
from rrp_desktop.i18n import set_language
from rrp_desktop.storage.draft import write_draft
from rrp_desktop.storage.library import Library
from tests.gui.conftest import Dialogs, OpenWindow
from tests.gui.helpers import FINISHED, Answers, Keyboard, drop_form, mini, session_of, words_on


def saved(data_dir: Path, path: Path, answers: Answers = FINISHED, *, completed: bool = False) -> Path:
    """A draft of the small form in a file."""
    draft = mini(data_dir, answers)
    if completed:
        from dataclasses import replace

        draft = replace(draft, response=draft.response.with_status(Status.COMPLETED))
    write_draft(path, draft)
    return path


def recent(data_dir: Path, *paths: Path) -> list[RecentDraft]:
    return recent_drafts([str(path) for path in paths], data_dir / "recent.json")


# --- forms -----------------------------------------------------------------------------------------------------------


def test_every_form_is_a_card_and_the_first_has_the_keyboard(open_window: OpenWindow, data_dir: Path) -> None:
    drop_form(data_dir)
    window = open_window()
    cards = [card for card in window.findChildren(StartCard) if card.isVisible()]
    titles = [
        Library(data_dir / "forms").title_and_description(one)[0]["fi"]
        for one in Library(data_dir / "forms").form_ids()
    ]
    assert [card.accessibleName() for card in cards] == titles
    assert cards[0].hasFocus()
    assert "Keksitty lomake." in words_on(window)
    keys = Keyboard(window)
    keys.tab_to_name("Pieni lomake")
    keys.press(Qt.Key.Key_Return)
    assert session_of(window).questionnaire.id == "mini"


def test_the_button_opens_a_file(
    open_window: OpenWindow, data_dir: Path, tmp_path: Path, answers_in_dialogs: Dialogs
) -> None:
    answers_in_dialogs.open_path = saved(data_dir, tmp_path / "malli.rrp")
    window = open_window()
    keys = Keyboard(window)
    keys.tab_to_name("Valitse tiedosto…")
    keys.press(Qt.Key.Key_Space)
    assert session_of(window).path == tmp_path / "malli.rrp"


def test_a_first_start_says_how_to_begin(open_window: OpenWindow) -> None:
    window = open_window()
    assert any(words.startswith("Ei vielä luonnoksia.") for words in words_on(window))
    examples = [row for row in window.findChildren(ListRow) if row.isVisible()]
    assert len(examples) == len(Library().examples())


# --- recent drafts ---------------------------------------------------------------------------------------------------


def test_a_draft_is_told_by_name_progress_and_findings(data_dir: Path, tmp_path: Path) -> None:
    path = saved(data_dir, tmp_path / "malli.rrp", {"nimi": ("Malli",), "varit": ("sininen",), "maara": (1,)})
    (told,) = recent(data_dir, path)
    assert (told.path, told.title) == (path, "Malli")
    assert (told.answered, told.total, told.errors, told.warnings) == (1, 3, 1, 1)
    assert not told.is_completed
    assert told.changed is not None


def test_a_completed_draft_says_so(open_window: OpenWindow, data_dir: Path, tmp_path: Path) -> None:
    path = saved(data_dir, tmp_path / "malli.rrp", completed=True)
    window = open_window(recent=(str(path),))
    (row,) = [row for row in window.findChildren(ListRow) if "Malli" in row.accessibleName()]
    assert "Valmis" in row.accessibleName()
    assert "3/3" in row.accessibleName()


def test_what_is_said_of_a_draft_changes_with_its_file_and_the_language(
    data_dir: Path, tmp_path: Path
) -> None:
    path = saved(data_dir, tmp_path / "malli.rrp")
    first = recent(data_dir, path)
    assert recent(data_dir, path) == first
    saved(data_dir, path, {"nimi": ("Uusi nimi",)})
    (told,) = recent(data_dir, path)
    assert (told.title, told.answered) == ("Uusi nimi", 1)
    set_language("sv")
    (told,) = recent(data_dir, path)
    assert told.detail == "Liten blankett"


def test_a_draft_that_became_unreadable_says_why(
    open_window: OpenWindow, data_dir: Path, tmp_path: Path
) -> None:
    path = saved(data_dir, tmp_path / "malli.rrp")
    recent(data_dir, path)
    path.write_bytes(path.read_bytes()[:100])
    window = open_window(recent=(str(path),))
    (row,) = [row for row in window.findChildren(ListRow) if "malli.rrp" in row.accessibleName()]
    assert "vioittunut" in row.accessibleName()


@pytest.mark.parametrize("memory", [b"", b"[]", b"{", b'{"said by": 1}', b'{"drafts": {"a": 1}}'])
def test_a_damaged_memory_of_drafts_is_no_harm(memory: bytes, data_dir: Path, tmp_path: Path) -> None:
    path = saved(data_dir, tmp_path / "malli.rrp")
    (data_dir / "recent.json").write_bytes(memory)
    assert [told.title for told in recent(data_dir, path)] == ["Malli"]


def test_at_most_six_drafts_are_shown_newest_first(data_dir: Path, tmp_path: Path) -> None:
    paths = [saved(data_dir, tmp_path / f"{number}.rrp") for number in range(8)]
    assert [told.path for told in recent(data_dir, tmp_path / "gone.rrp", *paths)] == paths[:6]


def test_a_draft_out_of_reach_is_left_out(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, far = saved(data_dir, tmp_path / "malli.rrp"), tmp_path / "verkko" / "malli.rrp"
    really_stat = os.stat

    def stat(file: os.PathLike[str] | str, **options: bool) -> os.stat_result:
        if Path(file) == far:
            raise PermissionError(13, "Permission denied")
        return really_stat(file, **options)

    monkeypatch.setattr(os, "stat", stat)
    assert [told.path for told in recent(data_dir, far, path, tmp_path)] == [path]


# --- words -----------------------------------------------------------------------------------------------------------


def test_times_are_told_as_people_tell_them() -> None:
    today = date(2025, 3, 21)
    assert when_words(datetime(2025, 3, 21, 9, 5), today) == "tänään 9.05"
    assert when_words(datetime(2025, 3, 20, 15, 12), today) == "eilen 15.12"
    assert when_words(datetime(2025, 3, 4, 1, 0), today) == "4.3.2025"
    assert clock_words(datetime(2025, 3, 4, 0, 0)) == "0.00"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "Chatbotin käyttöönotto, Keski-Pohjanmaan HVA (RRP, P4, I4)",
            ("Chatbotin käyttöönotto", "Keski-Pohjanmaan HVA (RRP, P4, I4)"),
        ),
        ("Chatbotin käyttöönotto (RRP, P3)", ("Chatbotin käyttöönotto", "(RRP, P3)")),
        ("Chatbotin (älykäs) käyttöönotto", ("Chatbotin (älykäs) käyttöönotto", "")),
        ("Malli", ("Malli", "")),
        ("", ("", "")),
    ],
)
def test_county_and_codes_of_a_name_get_a_line_of_their_own(title: str, lines: tuple[str, str]) -> None:
    assert two_lines(title) == lines


def test_the_page_stands_alone() -> None:
    page = StartPage([], [RecentDraft(Path("a.rrp"), "A", "ei aukea")], [], [])
    try:
        (row,) = page.findChildren(ListRow)
        asked: list[object] = []
        page.pathAsked.connect(asked.append)
        row.click()
        assert asked == [Path("a.rrp")]
    finally:
        page.deleteLater()
