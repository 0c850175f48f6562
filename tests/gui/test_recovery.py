"""Work that a killed program leaves behind: offered at the next start, taken back as it was, thrown away when asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from rrp_desktop.gui.main_window import MainWindow
from rrp_desktop.gui.widgets.banner import Banner
from rrp_desktop.storage.draft import read_draft, write_draft
from rrp_desktop.storage.recovery import RecoveryCopy
from tests.gui.conftest import Dialogs, OpenWindow
from tests.gui.helpers import (
    FINISHED,
    Keyboard,
    banners,
    leave_behind,
    mini,
    session_of,
    settle,
    shown_values,
    words_on,
)

TAKE_BACK, THROW_AWAY = "Palauta", "Poista"


def copies(data_dir: Path) -> list[Path]:
    return sorted((data_dir / "recovery").glob("*.json"))


def offers(window: MainWindow) -> list[Banner]:
    """The banners of the start page."""
    settle()
    return [banner for banner in window.findChildren(Banner) if banner.isVisible()]


def press(window: MainWindow, banner: Banner, words: str) -> None:
    """Press a button of a banner by keyboard."""
    (button,) = [button for button in banner.buttons if button.words() == words]
    keys = Keyboard(window)
    keys.tab_until(lambda: keys.focus() is button, words)
    keys.press(Qt.Key.Key_Return)


def test_nothing_is_offered_when_nothing_was_left(open_window: OpenWindow) -> None:
    assert offers(open_window()) == []


def test_left_work_is_offered_and_taken_back_as_it_was(
    open_window: OpenWindow, data_dir: Path, tmp_path: Path
) -> None:
    path = tmp_path / "malli.rrp"
    in_file = write_draft(path, mini(data_dir, {"nimi": ("Tiedostossa",)}))
    left = mini(data_dir, {"nimi": ("Jäi kesken",), "varit": ("oma väri",), "vahvuudet": ("Rivi\n\ntoinen",)})
    gone = leave_behind(data_dir, left, path)
    window = open_window()
    (offer,) = offers(window)
    assert "Jäi kesken" in " ".join(words_on(offer))
    press(window, offer, TAKE_BACK)
    session = session_of(window)
    assert session.response == left.response
    assert session.path == path
    assert session.is_modified
    assert window.isWindowModified()
    assert shown_values(window, "nimi") == "Jäi kesken"
    assert shown_values(window, "varit") == ["oma väri"]
    assert not gone.exists()
    assert read_draft(path) == in_file
    window.save()
    assert read_draft(path).response == left.response
    assert copies(data_dir) == []


def test_work_without_a_file_is_taken_back_too(
    open_window: OpenWindow, data_dir: Path, tmp_path: Path, answers_in_dialogs: Dialogs
) -> None:
    leave_behind(data_dir, mini(data_dir, {"nimi": ("Uusi",)}), None)
    window = open_window()
    press(window, offers(window)[0], TAKE_BACK)
    assert session_of(window).path is None
    assert session_of(window).is_modified
    path = answers_in_dialogs.save_path = tmp_path / "uusi.rrp"
    assert window.save()
    assert read_draft(path).response.value("nimi") == "Uusi"


def test_what_was_taken_back_survives_being_killed_again(
    open_window: OpenWindow, data_dir: Path, tmp_path: Path
) -> None:
    left = mini(data_dir, {"nimi": ("Jäi kesken",)})
    leave_behind(data_dir, left, None)
    window = open_window()
    press(window, offers(window)[0], TAKE_BACK)
    (copy,) = copies(data_dir)
    copy.with_suffix(".lock").unlink()  # as if nobody held it
    (found,) = RecoveryCopy(data_dir / "recovery").list()
    assert found.draft.response == left.response


def test_what_is_thrown_away_is_gone_and_the_file_is_not(
    open_window: OpenWindow, data_dir: Path, tmp_path: Path
) -> None:
    path = tmp_path / "malli.rrp"
    in_file = write_draft(path, mini(data_dir, FINISHED))
    leave_behind(data_dir, mini(data_dir, {"nimi": ("Turha",)}), path)
    window = open_window()
    press(window, offers(window)[0], THROW_AWAY)
    assert window.session is None
    assert offers(window) == []
    assert copies(data_dir) == []
    assert read_draft(path) == in_file


def test_each_work_is_offered_newest_first_and_taken_back_apart(
    open_window: OpenWindow, data_dir: Path
) -> None:
    import json

    for day, name in ((1, "Vanhempi"), (2, "Uudempi")):
        copy = leave_behind(data_dir, mini(data_dir, {"nimi": (name,)}), None)
        document = json.loads(copy.read_text(encoding="utf-8"))
        document["time"] = f"2025-03-0{day}T10:00:00+02:00"
        copy.write_text(json.dumps(document), encoding="utf-8")
    window = open_window()
    told = [" ".join(words_on(offer)) for offer in offers(window)]
    assert ["Uudempi" in told[0], "Vanhempi" in told[1]] == [True, True]
    press(window, offers(window)[1], TAKE_BACK)
    assert session_of(window).response.value("nimi") == "Vanhempi"
    assert len(copies(data_dir)) == 2  # the other one, and that of what is open now


def test_closing_the_offer_keeps_the_work_for_the_next_start(open_window: OpenWindow, data_dir: Path) -> None:
    leave_behind(data_dir, mini(data_dir, {"nimi": ("Myöhemmin",)}), None)
    window = open_window()
    keys = Keyboard(window)
    keys.tab_until(
        lambda: keys.focus().accessibleName().startswith("Sulje ilmoitus"), "the button that closes"
    )
    keys.press(Qt.Key.Key_Return)
    assert offers(window) == []
    assert len(offers(open_window())) == 1


def test_a_copy_that_cannot_be_read_stops_nobody(open_window: OpenWindow, data_dir: Path) -> None:
    whole = leave_behind(data_dir, mini(data_dir, {"nimi": ("Ehjä",)}), None)
    broken = whole.with_name("rikki.json")
    broken.write_bytes(whole.read_bytes()[:-100])
    window = open_window()
    assert len(offers(window)) == 1
    assert broken.exists()


def test_the_open_draft_of_another_window_is_not_offered(open_window: OpenWindow, data_dir: Path) -> None:
    first = open_window()
    first._open(mini(data_dir), None)
    session_of(first).answer("nimi", ["Auki"])
    session_of(first).write_recovery_copy()
    assert offers(open_window()) == []


def test_when_the_copy_cannot_be_written_anew_the_left_one_stays(
    open_window: OpenWindow, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rrp_desktop.errors import DiskFull

    gone = leave_behind(data_dir, mini(data_dir, {"nimi": ("Jäi kesken",)}), None)
    window = open_window()

    def full(*_arguments: object) -> None:
        raise DiskFull(file=gone)

    with monkeypatch.context() as patch:
        patch.setattr(RecoveryCopy, "write", full)
        press(window, offers(window)[0], TAKE_BACK)
    assert session_of(window).response.value("nimi") == "Jäi kesken"
    assert gone.exists()
    assert banners(window) == []
    assert any("tilaa" in words for words in words_on(window))
