"""Builds the example drafts that ship with each form from tests/data/examples/*.json: `make examples`.

`--check` builds nothing and fails where a committed example is not what would be built.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from rrp_desktop import jobs
from rrp_desktop.core.findings import Severity
from rrp_desktop.core.response import QuestionnaireResponse, Status, title_of
from rrp_desktop.core.rules import check
from rrp_desktop.storage.draft import SUFFIX, Draft, new_draft, write_draft
from rrp_desktop.storage.library import Library
from rrp_desktop.storage.strict_json import dump_json

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tests" / "data" / "examples"
FORMS = ROOT / "forms"
INDEX = "index.json"


def sources() -> list[Path]:
    """The contents of the examples."""
    return sorted(SOURCES.glob("*.json"))


def example_path(source: Path) -> Path:
    """Where the built example stands: with its form."""
    return FORMS / str(_content(source)["form"]) / "examples" / f"{source.stem}{SUFFIX}"


def build(source: Path) -> Draft:
    """The example as a draft; a completed one has no errors, as the window would not let it be marked so."""
    content = _content(source)
    questionnaire = Library(built_in=FORMS).questionnaire(content["form"], content["programme"])
    empty = new_draft(questionnaire, QuestionnaireResponse())
    draft = jobs.answer(empty, jobs.take_answers(questionnaire, content["answers"]))
    response = draft.response.with_status(Status(content["status"]))
    errors = [
        finding for finding in check(questionnaire, response, date.max) if finding.severity is Severity.ERROR
    ]
    if errors and response.status is Status.COMPLETED:
        raise SystemExit(f"{source.name}: completed, yet {[(error.link_id, error.rule) for error in errors]}")
    return replace(draft, response=response)


def file_bytes(draft: Draft) -> bytes:
    """The bytes of the draft's file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "example"
        write_draft(path, draft)
        return path.read_bytes()


def index_bytes(drafts: Mapping[str, Draft]) -> bytes:
    """What the examples of one form are called, for the start page, which reads none of them."""
    entries = [
        {
            "file": name,
            "title": title_of(draft.questionnaire, draft.response, "fi"),
            "completed": draft.response.status is Status.COMPLETED,
        }
        for name, draft in sorted(drafts.items())
    ]
    return dump_json(entries)


def files() -> dict[Path, bytes]:
    """Every example, and a list of them in each folder."""
    drafts = {example_path(source): build(source) for source in sources()}
    lists = {
        folder / INDEX: index_bytes(
            {path.name: draft for path, draft in drafts.items() if path.parent == folder}
        )
        for folder in {path.parent for path in drafts}
    }
    return {path: file_bytes(draft) for path, draft in drafts.items()} | lists


def main() -> None:
    """Build every example, or with --check compare."""
    for path, data in files().items():
        if path.is_file() and path.read_bytes() == data:
            continue
        if "--check" in sys.argv[1:]:
            raise SystemExit(f"{path.relative_to(ROOT)} is not up to date: make examples")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        print(path.relative_to(ROOT))


def _content(source: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(source.read_bytes())
    return content


if __name__ == "__main__":
    main()
