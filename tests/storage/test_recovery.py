from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from rrp_desktop.core.response import QuestionnaireResponse
from rrp_desktop.errors import NotWritable
from rrp_desktop.storage import recovery
from rrp_desktop.storage.draft import Draft, new_draft, write_draft
from rrp_desktop.storage.recovery import RecoveryCopy
from tests.strategies import questionnaire, responses

FORM = questionnaire("kaikki-tyypit", "keksitty")
DRAFT = new_draft(FORM, QuestionnaireResponse().with_answer("nimi", ["Malli 1"]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "recovery"


def left_behind(folder: Path, draft: Draft, original: Path | None) -> None:
    """Write a copy in a process that is killed without a word."""
    stored = folder.parent / "malli.rrp"
    folder.parent.mkdir(parents=True, exist_ok=True)
    write_draft(stored, draft)
    code = (
        "import os, sys; from pathlib import Path\n"
        "from rrp_desktop.storage.draft import read_draft\n"
        "from rrp_desktop.storage.recovery import RecoveryCopy\n"
        "copy = RecoveryCopy(Path(sys.argv[1]))\n"
        "copy.write(read_draft(Path(sys.argv[2])), Path(sys.argv[3]) if sys.argv[3] else None)\n"
        "os.kill(os.getpid(), 9) if hasattr(os, 'fork') else os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(folder), str(stored), str(original or "")], check=False)


def test_work_that_a_killed_program_left_is_offered(folder: Path, tmp_path: Path) -> None:
    left_behind(folder, DRAFT, tmp_path / "luonnos.rrp")
    (found,) = RecoveryCopy(folder).list()
    assert found.draft.response == DRAFT.response
    assert found.draft.questionnaire == FORM
    assert (found.title, found.original) == ("Malli 1", tmp_path / "luonnos.rrp")
    assert found.time.tzinfo is not None
    found.discard()
    assert RecoveryCopy(folder).list() == ()
    assert list(folder.iterdir()) == []


def test_a_draft_without_a_file_has_no_original(folder: Path) -> None:
    left_behind(folder, DRAFT, None)
    (found,) = RecoveryCopy(folder).list()
    assert found.original is None


def test_work_of_a_running_program_is_not_offered(folder: Path) -> None:
    running = RecoveryCopy(folder)
    running.write(DRAFT, None)
    assert RecoveryCopy(folder).list() == ()
    assert running.list() == ()
    running.discard()
    assert list(folder.iterdir()) == []


def test_a_copy_may_be_discarded_twice_and_written_again(folder: Path) -> None:
    copy = RecoveryCopy(folder)
    copy.discard()
    copy.write(DRAFT, None)
    copy.discard()
    copy.discard()
    copy.write(DRAFT, None)
    assert len(list(folder.glob("*.json"))) == 1
    copy.discard()


def test_each_draft_has_a_copy_of_its_own(folder: Path) -> None:
    first, second = RecoveryCopy(folder), RecoveryCopy(folder)
    first.write(DRAFT, None)
    second.write(DRAFT, None)
    second.discard()
    assert len(list(folder.glob("*.json"))) == 1
    first.discard()


def test_the_newest_work_comes_first(folder: Path) -> None:
    left_behind(folder, DRAFT, None)
    left_behind(folder, replace(DRAFT, response=DRAFT.response.with_answer("nimi", ["Malli 2"])), None)
    older, newer = sorted(folder.glob("*.json"))
    older.write_bytes(older.read_bytes().replace(b'"time": "20', b'"time": "19', 1))
    assert [found.copy for found in RecoveryCopy(folder).list()] == [newer, older]


def test_a_copy_can_be_read_by_people_and_says_which_form_it_is_of(folder: Path) -> None:
    copy = RecoveryCopy(folder)
    copy.write(DRAFT, None)
    (file,) = folder.glob("*.json")
    document = json.loads(file.read_text(encoding="utf-8"))
    assert document["form"] == {"id": "kaikki-tyypit", "version": "1.2.0"}
    assert document["members"]["response.json"]["answers"]["nimi"] == ["Malli 1"]
    copy.discard()


def test_a_recovered_draft_follows_the_revision_it_was_edited_from(folder: Path, tmp_path: Path) -> None:
    saved = write_draft(tmp_path / "a.rrp", DRAFT)
    edited = replace(saved, response=saved.response.with_answer("nimi", ["Muutettu"]))
    again = recovery._from_json(recovery._to_json(edited, None), Path("kopio"))
    assert again.draft == edited
    assert write_draft(tmp_path / "a.rrp", again.draft).parents == (saved.revision,)


def test_everything_the_file_holds_is_in_the_copy(folder: Path) -> None:
    deep: object = "pohja"
    for _level in range(50):
        deep = [deep]
    draft = replace(
        DRAFT, members={"liite.bin": bytes(range(256))}, response_more={"oma": deep}, manifest_more={"b": 1}
    )
    again = recovery._from_json(recovery._to_json(draft, None), Path("kopio"))
    assert again.draft == draft


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(responses(FORM))
def test_any_answers_come_back(response: QuestionnaireResponse) -> None:
    again = recovery._from_json(recovery._to_json(new_draft(FORM, response), None), Path("kopio"))
    assert again.draft.response == response


@pytest.mark.parametrize(
    "data",
    [b"", b"x", b"{}", b"[]", b'{"title": 1, "original": null, "time": "x", "members": {}}',
     b'{"title": "", "original": null, "time": "2025-03-21T10:00:00+02:00", "members": {"mimetype": 5}}',
     b'{"title": "", "original": 5, "time": "2025-03-21T10:00:00+02:00", "members": {}}'],
)  # fmt: skip
def test_a_damaged_copy_is_left_alone_and_does_not_hide_the_others(folder: Path, data: bytes) -> None:
    left_behind(folder, DRAFT, None)
    broken = folder / "rikki.json"
    broken.write_bytes(data)
    assert len(RecoveryCopy(folder).list()) == 1
    assert broken.read_bytes() == data


def test_without_a_folder_there_is_nothing_to_offer(folder: Path) -> None:
    assert RecoveryCopy(folder).list() == ()


def test_a_copy_that_cannot_be_written_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_keywords: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(NotWritable, match="recovery"):
        RecoveryCopy(folder).write(DRAFT, None)
