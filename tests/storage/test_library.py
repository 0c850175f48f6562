from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rrp_desktop.core.findings import Severity
from rrp_desktop.core.response import QuestionnaireResponse, Status, progress
from rrp_desktop.core.rules import check
from rrp_desktop.errors import FormDefinitionError, UnknownForm, UnknownProgramme
from rrp_desktop.storage.draft import new_draft, read_draft, write_draft
from rrp_desktop.storage.library import Library
from tests.strategies import FORMS

_TODAY = date.max


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """A folder of the user's own forms."""
    return Path(shutil.copytree(FORMS, tmp_path / "forms"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_dropped_in_form_stands_beside_the_built_in_ones(forms: Path) -> None:
    library = Library(forms)
    assert set(library.form_ids()) == {*Library().form_ids(), "kaikki-tyypit"}
    assert not library.is_built_in("kaikki-tyypit")
    assert all(library.is_built_in(form_id) for form_id in Library().form_ids())


def test_a_form_of_the_users_goes_before_a_built_in_one(forms: Path) -> None:
    (built_in,) = Library().form_ids()
    own = forms / built_in
    shutil.copytree(forms / "kaikki-tyypit", own)
    edit(own / "form.toml", 'id = "kaikki-tyypit"', f'id = "{built_in}"')
    assert Library(forms).default_questionnaire(built_in).title["fi"] == "Kaikki tyypit"


def test_a_form_names_the_programme_that_new_drafts_get(forms: Path) -> None:
    edit(forms / "kaikki-tyypit" / "form.toml", "title =", 'programme = "keksitty"\ntitle =')
    assert Library(forms).default_programme("kaikki-tyypit") == "keksitty"
    edit(forms / "kaikki-tyypit" / "form.toml", '"keksitty"', '"poistettu"')
    assert Library(forms).default_programme("kaikki-tyypit") is None


def test_every_form_works_with_a_made_up_programme() -> None:
    library = Library(FORMS)
    for form_id in library.form_ids():
        form = library.questionnaire(form_id, "keksitty")
        assert form.get("lohko") is not None
        response = QuestionnaireResponse().with_answer("lohko", ["L2"])
        assert check(form, response, _TODAY)


def test_unknown_forms_and_programmes_are_told_with_the_known_ones(forms: Path) -> None:
    library = Library(forms)
    with pytest.raises(UnknownForm, match="kaikki-tyypit"):
        library.default_questionnaire("ei-ole")
    with pytest.raises(UnknownForm):
        library.default_questionnaire("../forms/kaikki-tyypit")
    with pytest.raises(UnknownProgramme, match="keksitty"):
        library.questionnaire("kaikki-tyypit", "../keksitty")


BREAKAGES: list[tuple[str, str, Callable[[Path], object]]] = [
    ("form.toml", "TOML", lambda path: path.write_text("id = ", encoding="utf-8")),
    ("form.toml", "TOML", lambda path: path.write_bytes(b'id = "\xff"')),
    ("form.toml", "kansion nimi", lambda path: edit(path, 'id = "kaikki-tyypit"', 'id = "toinen"')),
    ("form.toml", "item", lambda path: path.write_text('id = "kaikki-tyypit"\nversion = "1.0.0"\nitem = 3\n', encoding="utf-8")),
    ("form.toml", "link_id", lambda path: edit(path, 'link_id = "nimi"', 'linkid = "nimi"')),
    ("form.toml", "link_id", lambda path: edit(path, 'item = "nimi"', 'linkki = "nimi"')),
    ("form.toml", "weight", lambda path: edit(path, "weight = 1.5", "weight = nan")),
    ("form.toml", "liian suuri", lambda path: path.write_bytes(b"#" * 4_000_001)),
]  # fmt: skip


@pytest.mark.parametrize(("file", "words", "change"), BREAKAGES)
def test_a_broken_form_is_told_with_its_file(
    forms: Path, file: str, words: str, change: Callable[[Path], object]
) -> None:
    path = forms / "kaikki-tyypit" / file
    change(path)
    with pytest.raises(FormDefinitionError) as caught:
        Library(forms).default_questionnaire("kaikki-tyypit")
    assert str(path) in str(caught.value)


def test_a_broken_programme_is_told(forms: Path) -> None:
    edit(forms / "programmes" / "keksitty" / "items.toml", 'link_id = "lohko"', 'tunnus = "lohko"')
    with pytest.raises(FormDefinitionError):
        Library(forms).questionnaire("kaikki-tyypit", "keksitty")


def test_dates_in_toml_are_text_in_the_definition(forms: Path, tmp_path: Path) -> None:
    edit(forms / "kaikki-tyypit" / "form.toml", "title =", "julkaistu = 2025-03-21\ntitle =")
    form = Library(forms).default_questionnaire("kaikki-tyypit")
    assert form.definition["julkaistu"] == "2025-03-21"
    path = tmp_path / "x.rrp"
    write_draft(path, new_draft(form, QuestionnaireResponse()))
    assert read_draft(path).questionnaire.definition == form.definition


def test_a_form_with_a_byte_order_mark_is_read(forms: Path) -> None:
    path = forms / "kaikki-tyypit" / "form.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert Library(forms).default_questionnaire("kaikki-tyypit").id == "kaikki-tyypit"


# --- the examples that ship with the built-in forms


@pytest.mark.parametrize("path", Library().examples(), ids=lambda path: path.stem)
def test_an_example_is_a_draft_of_the_form_as_it_is_now(path: Path) -> None:
    draft = read_draft(path)
    programme = draft.questionnaire.programme
    assert draft.questionnaire == Library().questionnaire(
        draft.questionnaire.id, programme.id if programme else None
    )
    findings = check(draft.questionnaire, draft.response, _TODAY)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    done = progress(draft.questionnaire, draft.response)
    assert done.answered > done.total * 0.8
    if draft.response.status is Status.COMPLETED:
        assert not errors
        assert done.is_done
    else:
        assert all(finding.is_missing for finding in errors)


def test_there_are_three_examples_with_different_investments() -> None:
    drafts = [read_draft(path) for path in Library().examples()]
    assert len(drafts) == 3
    assert len({draft.response.values("investoinnit") for draft in drafts}) == 3
