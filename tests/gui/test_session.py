"""The draft in hand: undo and redo, saved state, completion, recovery copies."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from rrp_desktop.core.response import Status
from rrp_desktop.errors import DiskFull, DraftReadOnly, UserError
from rrp_desktop.gui import session as session_module
from rrp_desktop.gui.session import Session
from rrp_desktop.storage.draft import Draft, read_draft, write_draft
from rrp_desktop.storage.library import Library
from rrp_desktop.storage.recovery import RecoveryCopy
from tests.gui.helpers import FINISHED, Answers, drop_programme, leave_behind, mini

MakeSession = Callable[..., Session]


@pytest.fixture
def open_session(data_dir: Path) -> MakeSession:
    """Opens a session with the small form, with these answers, and a recovery copy."""

    def make(answers: Answers | None = None, path: Path | None = None, *, unsaved: bool = False) -> Session:
        draft = mini(data_dir, answers)
        if path is not None:
            draft = write_draft(path, draft)
        return Session(draft, path, RecoveryCopy(data_dir / "recovery"), unsaved=unsaved)

    return make


def copies(data_dir: Path) -> list[Path]:
    return sorted((data_dir / "recovery").glob("*.json"))


def is_clean(session: Session) -> bool:
    return not session.is_modified


def errors(session: Session) -> list[UserError]:
    return [] if session.recovery_error is None else [session.recovery_error]


def status(session: Session) -> Status:
    return session.response.status


def fields(session: Session) -> list[str]:
    """Collects what `changed` tells from now on."""
    told: list[str] = []
    session.changed.connect(told.append)
    return told


# --- undo and redo ---------------------------------------------------------------------------------------------------


def test_undo_goes_back_through_answers_of_every_kind_and_redo_forward_again(
    open_session: MakeSession,
) -> None:
    session = open_session()
    states = [session.response]
    for link_id, values in (
        ("nimi", ["Malli"]), ("vari", ["sininen"]), ("maara", [3]), ("paiva", []), ("varit", ["punainen", "oma"]),
        ("mukana", [False]), ("vahvuudet", ["Rivi\nja toinen"]),
    ):  # fmt: skip
        session.answer(link_id, values)
        states.append(session.response)
    assert len({id(state) for state in states}) == len(states)
    for state in reversed(states[:-1]):
        session.stack.undo()
        assert session.response == state
    assert not session.stack.canUndo()
    for state in states[1:]:
        session.stack.redo()
        assert session.response == state
    assert not session.stack.canRedo()


def test_a_new_answer_after_undo_takes_the_place_of_what_was_undone(open_session: MakeSession) -> None:
    session = open_session()
    session.answer("nimi", ["Yksi"])
    session.stack.undo()
    session.answer("nimi", ["Kaksi"])
    assert not session.stack.canRedo()
    assert session.response.value("nimi") == "Kaksi"


def test_typing_in_one_field_without_a_pause_is_one_step(open_session: MakeSession) -> None:
    session = open_session()
    for text in ("M", "Ma", "Mal", "Mall", "Malli"):
        session.answer("nimi", [text], typing=True)
    assert session.stack.count() == 1
    session.stack.undo()
    assert session.response.value("nimi") is None
    session.stack.redo()
    assert session.response.value("nimi") == "Malli"


def test_a_pause_begins_a_new_step(open_session: MakeSession, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    session = open_session()
    session.answer("nimi", ["Ensin"], typing=True)
    now[0] += session_module._TYPING_PAUSE_S + 0.1
    session.answer("nimi", ["Ensin ja sitten"], typing=True)
    session.stack.undo()
    assert session.response.value("nimi") == "Ensin"


def test_typing_without_end_is_one_step_however_long_it_takes(
    open_session: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    session = open_session()
    for length in range(1, 9):
        session.answer("nimi", ["x" * length], typing=True)
        now[0] += session_module._TYPING_PAUSE_S / 2
    assert session.stack.count() == 1


def test_typing_in_another_field_is_another_step(open_session: MakeSession) -> None:
    session = open_session()
    session.answer("nimi", ["Malli"], typing=True)
    session.answer("vahvuudet", ["S"], typing=True)
    session.answer("nimi", ["Malli 2"], typing=True)
    assert session.stack.count() == 3
    session.stack.undo()
    assert session.response.values("nimi") == ("Malli",)
    assert session.response.values("vahvuudet") == ("S",)


def test_choices_never_merge(open_session: MakeSession) -> None:
    session = open_session()
    session.answer("vari", ["sininen"])
    session.answer("vari", ["punainen"])
    assert session.stack.count() == 2


def test_the_same_answer_is_no_step(open_session: MakeSession) -> None:
    session = open_session({"nimi": ("Malli",)})
    told = fields(session)
    session.answer("nimi", ["Malli"])
    session.answer("nimi", ["Malli"], typing=True)
    session.answer("vari", [])
    assert session.stack.count() == 0
    assert is_clean(session)
    assert not told


def test_undo_says_what_it_undoes(open_session: MakeSession) -> None:
    session = open_session()
    session.answer("nimi", ["Malli"])
    assert "Nimi" in session.stack.undoText()


def test_changed_tells_the_field_that_is_typed_in_and_nothing_for_other_changes(
    open_session: MakeSession,
) -> None:
    session = open_session()
    told = fields(session)
    session.answer("nimi", ["M"], typing=True)
    session.answer("vari", ["sininen"])
    session.stack.undo()
    session.stack.undo()
    assert told == ["nimi", "", "", "nimi"]


def test_changing_the_programme_is_undone_too(open_session: MakeSession, data_dir: Path) -> None:
    drop_programme(data_dir)
    session = open_session({"nimi": ("Malli",)})
    without = session.questionnaire
    session.change_form(Library(data_dir / "forms").questionnaire("mini", "toinen"), "ohjelman vaihto")
    assert session.questionnaire.get("suunta") is not None
    session.answer("suunta", ["pohjoinen"])
    assert "suunta-nimessa" in {finding.rule for finding in session.view.findings}
    session.stack.undo()
    session.stack.undo()
    assert session.questionnaire is without
    assert session.response.values("nimi") == ("Malli",)
    assert "suunta-nimessa" not in {finding.rule for finding in session.view.findings}


# --- what follows from the answers -----------------------------------------------------------------------------------


def test_findings_progress_and_asked_questions_follow_every_change(open_session: MakeSession) -> None:
    session = open_session()
    assert "ketka" not in session.view.enabled
    session.answer("mukana", [True])
    assert "ketka" in session.view.enabled
    answered = session.view.progress().answered
    session.answer("nimi", ["Malli"])
    assert session.view.progress().answered == answered + 1
    session.answer("maara", [1])
    assert "maara-pieni" in {finding.rule for finding in session.view.findings}
    session.stack.undo()
    assert "maara-pieni" not in {finding.rule for finding in session.view.findings}


def test_findings_in_an_item_are_those_at_and_below_it(open_session: MakeSession) -> None:
    session = open_session({"maara": (1,), "varit": ("sininen",)})
    card = session.questionnaire.item("kortti")
    assert {finding.rule for finding in session.view.findings_in(card)} == {"maara-pieni"}
    page = session.questionnaire.item("perustiedot")
    assert {finding.rule for finding in session.view.findings_in(page)} == {
        "required", "maara-pieni", "punainen-puuttuu",
    }  # fmt: skip


def test_fix_takes_the_mended_answers_and_can_be_undone(open_session: MakeSession) -> None:
    session = open_session({"varit": ("sininen",)})
    (finding,) = [finding for finding in session.view.findings if finding.fix]
    session.fix(finding)
    assert session.response.values("varit") == ("punainen", "sininen")
    assert not [finding for finding in session.view.findings if finding.fix]
    session.stack.undo()
    assert session.response.values("varit") == ("sininen",)


def test_a_finding_without_a_fix_changes_nothing(open_session: MakeSession) -> None:
    session = open_session({"maara": (1,)})
    (finding,) = [finding for finding in session.view.findings if finding.rule == "maara-pieni"]
    session.fix(finding)
    assert session.stack.count() == 0


def test_the_title_is_the_first_answer_else_the_form(open_session: MakeSession) -> None:
    session = open_session()
    assert session.title == "Pieni lomake"
    session.answer("nimi", ["Malli"])
    assert session.title == "Malli"


# --- completion ------------------------------------------------------------------------------------------------------


def test_errors_keep_an_assessment_from_being_complete(open_session: MakeSession) -> None:
    session = open_session({**FINISHED, "varit": ("sininen",)})
    told = fields(session)
    errors = session.mark_complete()
    assert [finding.rule for finding in errors] == ["punainen-puuttuu"]
    assert status(session) is Status.IN_PROGRESS
    assert session.stack.count() == 0
    assert session.show_missing
    assert told == [""]


def test_missing_answers_keep_an_assessment_from_being_complete(open_session: MakeSession) -> None:
    session = open_session()
    missing = {finding.link_id for finding in session.mark_complete() if finding.is_missing}
    assert missing == {"nimi", "selkeys", "vahvuudet"}


def test_warnings_do_not(open_session: MakeSession) -> None:
    session = open_session({**FINISHED, "maara": (1,)})
    assert "maara-pieni" in {finding.rule for finding in session.view.findings}
    assert session.mark_complete() == []
    assert status(session) is Status.COMPLETED
    session.stack.undo()
    assert status(session) is Status.IN_PROGRESS


def test_a_completed_draft_that_is_edited_becomes_amended(open_session: MakeSession) -> None:
    session = open_session(FINISHED)
    session.mark_complete()
    session.answer("nimi", ["Toinen nimi"], typing=True)
    assert status(session) is Status.AMENDED
    session.stack.undo()
    assert status(session) is Status.COMPLETED
    session.stack.redo()
    assert session.mark_complete() == []
    assert status(session) is Status.COMPLETED


def test_the_mark_can_be_taken_away(open_session: MakeSession) -> None:
    session = open_session(FINISHED)
    session.mark_complete()
    session.mark_open()
    assert status(session) is Status.IN_PROGRESS


# --- saving ----------------------------------------------------------------------------------------------------------


def test_saving_writes_the_answers_and_makes_the_draft_clean(
    open_session: MakeSession, tmp_path: Path
) -> None:
    session = open_session()
    session.answer("nimi", ["Malli"])
    assert not is_clean(session)
    told: list[None] = []
    session.fileChanged.connect(lambda: told.append(None))
    path = tmp_path / "malli.rrp"
    session.save(path)
    assert is_clean(session)
    assert session.path == path
    assert session.saved_at is not None
    assert told
    saved = read_draft(path)
    assert saved.response == session.response
    assert saved.revision == session.draft.revision != ""


def test_undo_to_what_is_in_the_file_is_clean_and_past_it_is_not(
    open_session: MakeSession, tmp_path: Path
) -> None:
    session = open_session()
    session.answer("nimi", ["Yksi"])
    session.save(tmp_path / "malli.rrp")
    session.answer("vari", ["sininen"])
    assert not is_clean(session)
    session.stack.undo()
    assert is_clean(session)
    session.stack.undo()
    assert not is_clean(session)


def test_typing_goes_on_after_saving_as_a_step_of_its_own(open_session: MakeSession, tmp_path: Path) -> None:
    session = open_session()
    session.answer("nimi", ["Yksi"], typing=True)
    session.save(tmp_path / "malli.rrp")
    session.answer("nimi", ["Yksi kaksi"], typing=True)
    assert not is_clean(session)
    session.stack.undo()
    assert session.response.value("nimi") == "Yksi"
    assert is_clean(session)


def test_each_save_makes_a_revision_whose_parent_is_the_one_before(
    open_session: MakeSession, tmp_path: Path
) -> None:
    session = open_session()
    session.answer("nimi", ["Yksi"])
    session.save(tmp_path / "malli.rrp")
    first = session.draft.revision
    session.answer("nimi", ["Kaksi"])
    session.save()
    assert session.draft.parents == (first,)
    assert read_draft(tmp_path / "malli.rrp").response.value("nimi") == "Kaksi"


def test_undo_past_a_save_and_saving_again_goes_on_from_that_save(
    open_session: MakeSession, tmp_path: Path
) -> None:
    session = open_session()
    session.answer("nimi", ["Yksi"])
    session.save(tmp_path / "malli.rrp")
    saved = session.draft.revision
    session.stack.undo()
    session.save()
    assert session.draft.parents == (saved,)
    assert read_draft(tmp_path / "malli.rrp").response.value("nimi") is None


def test_an_opened_draft_is_clean_and_one_taken_back_is_not(
    open_session: MakeSession, tmp_path: Path
) -> None:
    path = tmp_path / "malli.rrp"
    assert not open_session(FINISHED, path).is_modified
    assert open_session(FINISHED, path, unsaved=True).is_modified


def disk_full(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_when_saving_fails_file_and_changes_and_mark_stay(
    open_session: MakeSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "malli.rrp"
    session = open_session(FINISHED, path)
    before = path.read_bytes()
    session.answer("nimi", ["Uusi nimi"])
    with monkeypatch.context() as patch:
        patch.setattr("rrp_desktop.system.flush_file", disk_full)
        with pytest.raises(DiskFull):
            session.save()
    assert path.read_bytes() == before
    assert list(tmp_path.glob("*.tmp")) == []
    assert not is_clean(session)
    assert session.saved_at is None
    assert session.response.value("nimi") == "Uusi nimi"
    session.save()
    assert read_draft(path).response.value("nimi") == "Uusi nimi"


def test_when_saving_elsewhere_fails_the_draft_keeps_its_file(
    open_session: MakeSession, tmp_path: Path
) -> None:
    path = tmp_path / "malli.rrp"
    session = open_session(FINISHED, path)
    with pytest.raises(UserError):
        session.save(tmp_path / "missing" / "malli.rrp")
    assert session.path == path


def test_a_draft_of_a_newer_program_stays_as_it_is(open_session: MakeSession, tmp_path: Path) -> None:
    path = tmp_path / "malli.rrp"
    session = open_session({**FINISHED, "varit": ("sininen",)}, path)
    before = path.read_bytes()
    session.draft = replace(session.draft, read_only_reason=DraftReadOnly(file=path, format=9))
    assert session.is_read_only
    response = session.response
    session.answer("nimi", ["Uusi nimi"])
    session.fix(next(finding for finding in session.view.findings if finding.fix))
    session.mark_open()
    session.mark_complete()
    assert session.response is response
    assert is_clean(session)
    for target in (None, tmp_path / "toinen.rrp"):
        with pytest.raises(DraftReadOnly):
            session.save(target)
    assert path.read_bytes() == before
    assert sorted(tmp_path.glob("*.rrp")) == [path]


# --- recovery copies -------------------------------------------------------------------------------------------------


def left(data_dir: Path) -> Draft:
    """The draft of the one copy, as a later start finds it once the program is gone."""
    (copy,) = copies(data_dir)
    copy.with_suffix(".lock").unlink()  # as if nobody held it
    (found,) = RecoveryCopy(data_dir / "recovery").list()
    return found.draft


def test_a_change_is_in_the_recovery_copy_some_seconds_later(
    open_session: MakeSession, qtbot: QtBot, data_dir: Path
) -> None:
    session = open_session()
    assert session._autosave.interval() == session_module.AUTOSAVE_MS
    session._autosave.setInterval(1)
    session.answer("nimi", ["Malli"], typing=True)
    assert not copies(data_dir)
    with qtbot.waitSignal(session.fileChanged):
        session.answer("vahvuudet", ["Selkeä"], typing=True)
    assert left(data_dir).response == session.response


def test_going_on_typing_does_not_put_the_copy_off(open_session: MakeSession) -> None:
    session = open_session()
    session.answer("nimi", ["M"], typing=True)
    session._autosave.start(60_000)
    session.answer("nimi", ["Ma"], typing=True)
    assert session._autosave.isActive()
    assert session._autosave.interval() == 60_000


def test_a_later_change_comes_into_the_same_copy(open_session: MakeSession, data_dir: Path) -> None:
    session = open_session()
    session.answer("nimi", ["Yksi"])
    session.write_recovery_copy()
    session.answer("nimi", ["Kaksi"])
    session.write_recovery_copy()
    assert left(data_dir).response.value("nimi") == "Kaksi"


def test_what_is_saved_has_no_copy(open_session: MakeSession, data_dir: Path, tmp_path: Path) -> None:
    session = open_session()
    session.answer("nimi", ["Malli"])
    session.write_recovery_copy()
    assert copies(data_dir)
    session.save(tmp_path / "malli.rrp")
    assert not copies(data_dir)
    assert not session._autosave.isActive()


def test_after_saving_the_next_change_has_a_copy_again(
    open_session: MakeSession, data_dir: Path, tmp_path: Path
) -> None:
    session = open_session()
    session.answer("nimi", ["Yksi"])
    session.save(tmp_path / "malli.rrp")
    session.answer("nimi", ["Kaksi"])
    assert session._autosave.isActive()
    session.write_recovery_copy()
    assert left(data_dir).response.value("nimi") == "Kaksi"


def test_the_copy_stays_when_saving_fails(
    open_session: MakeSession, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    session.answer("nimi", ["Malli"])
    session.write_recovery_copy()
    with monkeypatch.context() as patch:
        patch.setattr("rrp_desktop.system.flush_file", disk_full)
        with pytest.raises(DiskFull):
            session.save(tmp_path / "malli.rrp")
    assert left(data_dir).response.value("nimi") == "Malli"


def test_nothing_is_copied_when_nothing_is_modified(open_session: MakeSession, data_dir: Path) -> None:
    session = open_session()
    session.write_recovery_copy()
    session.answer("nimi", ["Malli"])
    session.stack.undo()
    session.write_recovery_copy()
    assert not copies(data_dir)


def test_undo_to_the_saved_state_leaves_no_copy_behind(open_session: MakeSession, data_dir: Path) -> None:
    session = open_session()
    session.answer("nimi", ["Malli"])
    session.write_recovery_copy()
    session.stack.undo()
    session.write_recovery_copy()
    assert not copies(data_dir)


def test_closing_on_purpose_leaves_no_copy(open_session: MakeSession, data_dir: Path) -> None:
    session = open_session()
    session.answer("nimi", ["Malli"])
    session.write_recovery_copy()
    session.close()
    assert not copies(data_dir)


def test_the_copy_names_the_file_it_belongs_to(
    open_session: MakeSession, data_dir: Path, tmp_path: Path
) -> None:
    path = tmp_path / "malli.rrp"
    session = open_session(FINISHED, path)
    session.answer("nimi", ["Uusi"])
    session.write_recovery_copy()
    (copy,) = copies(data_dir)
    copy.with_suffix(".lock").unlink()
    (found,) = RecoveryCopy(data_dir / "recovery").list()
    assert found.original == path
    assert found.title == "Uusi"


def test_a_copy_of_a_running_program_is_nobody_elses(open_session: MakeSession, data_dir: Path) -> None:
    session = open_session()
    session.answer("nimi", ["Malli"])
    session.write_recovery_copy()
    assert RecoveryCopy(data_dir / "recovery").list() == ()
    gone = leave_behind(data_dir, mini(data_dir, {"nimi": ("Vanha",)}), None)
    assert [found.copy for found in RecoveryCopy(data_dir / "recovery").list()] == [gone]


def test_a_copy_that_cannot_be_written_is_told_and_told_off_again(
    open_session: MakeSession, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    session.answer("nimi", ["Malli"])
    told: list[None] = []
    session.fileChanged.connect(lambda: told.append(None))
    with monkeypatch.context() as patch:
        patch.setattr("rrp_desktop.system.flush_file", disk_full)
        session.write_recovery_copy()
    assert [type(error) for error in errors(session)] == [DiskFull]
    assert told
    session.write_recovery_copy()
    assert errors(session) == []
    assert copies(data_dir)
