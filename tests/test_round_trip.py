"""new → set → check → export → import gives back an equal response: the main job as a law."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rrp_desktop import jobs
from rrp_desktop.core.questionnaire import Questionnaire
from rrp_desktop.core.response import QuestionnaireResponse, asked_answers
from rrp_desktop.core.rules import check
from rrp_desktop.i18n import LANGUAGES
from rrp_desktop.paths import Paths
from rrp_desktop.storage.draft import read_draft, write_draft
from rrp_desktop.storage.library import Library
from tests import strategies

EXAMPLES = Library().examples()
TODAY = date(2025, 3, 21)
THOUSAND = settings(
    max_examples=1_000,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a failing whole-form response takes minutes to shrink
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
SOME = settings(THOUSAND, max_examples=15)


def there_and_back(
    library: Library, form: Questionnaire, response: QuestionnaireResponse, language: str, folder: Path
) -> None:
    """Do the whole job in this process, and compare."""
    programme = form.programme.id if form.programme else "none"
    draft = jobs.answer(jobs.start(library, form.id, programme, TODAY), response.answers)
    draft = replace(draft, response=draft.response.with_status(response.status))
    drafted = write_draft(folder / "draft.rrp", draft)
    draft = read_draft(folder / "draft.rrp")
    assert draft.response == drafted.response
    check(form, draft.response, TODAY)
    pdf = folder / "out.pdf"
    pdf.write_bytes(jobs.prepare_export(draft, Paths(folder), language).data)
    back = jobs.read_pdf(pdf, library)
    assert dict(back.response.answers) == asked_answers(form, draft.response)
    assert back.response.status is draft.response.status
    assert back.questionnaire == form


@THOUSAND
@given(st.data())
def test_a_thousand_responses_come_back_from_their_pdfs(tmp_path: Path, data: st.DataObject) -> None:
    library = Library(strategies.FORMS)
    form = library.default_questionnaire("kaikki-tyypit")
    response = data.draw(strategies.responses(form))
    there_and_back(library, form, response, data.draw(st.sampled_from(LANGUAGES)), tmp_path)


@SOME
@given(st.data())
def test_responses_to_the_description_form_come_back(tmp_path: Path, data: st.DataObject) -> None:
    library = Library()
    form = library.default_questionnaire(library.form_ids()[0])
    response = data.draw(strategies.responses(form))
    there_and_back(library, form, response, data.draw(st.sampled_from(LANGUAGES)), tmp_path)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_each_example_comes_back_through_real_processes(example: Path, tmp_path: Path) -> None:
    def run(*arguments: object) -> str:
        command = [sys.executable, "-m", "rrp_desktop", "--data-dir", str(tmp_path), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    original = read_draft(example)
    answers = tmp_path / "answers.json"
    answers.write_text(
        json.dumps({key: list(values) for key, values in original.response.answers.items()}), encoding="utf-8"
    )
    draft, pdf, back = tmp_path / "draft.rrp", tmp_path / "out.pdf", tmp_path / "back.rrp"
    run("new", "--form", original.questionnaire.id, "-o", draft)
    run("set", draft, "--from", answers)
    receipt = json.loads(run("export", draft, "-o", pdf, "--json"))
    assert receipt["ok"] is True
    run("import", pdf, "-o", back)
    assert dict(read_draft(draft).response.answers) == dict(original.response.answers)
    assert read_draft(back).response == read_draft(draft).response
