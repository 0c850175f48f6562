"""The JSON Schemas of docs/schema describe what is written, and refuse what is not a draft."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given

from rrp_desktop.core.response import QuestionnaireResponse, Status
from rrp_desktop.storage.draft import _revised, new_draft, to_members
from rrp_desktop.storage.library import Library
from tests.strategies import DATA, questionnaire, responses, wild_responses

FORM = questionnaire("kaikki-tyypit", "keksitty")
SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schema"
TYPES: Final[dict[str, tuple[type, ...]]] = {
    "object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,), "null": (type(None),),
    "integer": (int,), "number": (int, float),
}  # fmt: skip
KEYWORDS: Final = {
    "$schema", "$defs", "$ref", "title", "type", "required", "properties", "additionalProperties", "items", "minItems",
    "enum", "minimum", "pattern", "anyOf",
}  # fmt: skip


def schema(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return document


def valid(value: Any, rule: Any, root: dict[str, Any]) -> bool:
    """JSON Schema 2020-12, as much of it as the schemas use; any other keyword is an error of the schema."""
    if isinstance(rule, bool):
        return rule
    assert set(rule) <= KEYWORDS, set(rule) - KEYWORDS
    if "$ref" in rule:
        return valid(value, root["$defs"][rule["$ref"].removeprefix("#/$defs/")], root)
    kinds = [rule["type"]] if isinstance(rule.get("type"), str) else rule.get("type", list(TYPES))
    is_kind = any(isinstance(value, TYPES[kind]) for kind in kinds)
    if not is_kind or (isinstance(value, bool) and "boolean" not in kinds):
        return False
    if value not in rule.get("enum", [value]):
        return False
    if isinstance(value, str) and not re.search(rule.get("pattern", ""), value):
        return False
    if isinstance(value, int) and value < rule.get("minimum", value):
        return False
    if isinstance(value, list):
        items_fit = all(valid(one, rule.get("items", True), root) for one in value)
        return items_fit and len(value) >= rule.get("minItems", 0)
    if isinstance(value, dict):
        properties, others = rule.get("properties", {}), rule.get("additionalProperties", True)
        if not set(rule.get("required", [])) <= set(value):
            return False
        return all(valid(one, properties.get(key, others), root) for key, one in value.items())
    return "anyOf" not in rule or any(valid(value, one, root) for one in rule["anyOf"])


def check_members(members: dict[str, bytes]) -> None:
    for name in ("manifest.json", "response.json"):
        assert valid(json.loads(members[name]), schema(name), schema(name)), name


@given(responses(FORM) | wild_responses())
def test_what_is_written_fits_the_schemas(response: QuestionnaireResponse) -> None:
    check_members(to_members(_revised(new_draft(FORM, response))))


@pytest.mark.parametrize(
    "path", [*Library().examples(), *(DATA / "formats").glob("*.rrp")], ids=lambda path: path.stem
)
def test_drafts_that_ship_fit_the_schemas(path: Path) -> None:
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        check_members({name: archive.read(name) for name in archive.namelist()})


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("manifest.json", {"formatVersion": "1"}),
        ("manifest.json", {"formatVersion": 0}),
        ("manifest.json", {"programme": "rrp"}),
        ("manifest.json", {"form": {"id": "Iso", "version": "1.0.0"}}),
        ("manifest.json", {"revision": "lyhyt"}),
        ("response.json", {"status": "ready"}),
        ("response.json", {"answers": {"nimi": "ei luettelo"}}),
        ("response.json", {"answers": {"nimi": []}}),
        ("response.json", {"answers": {"nimi": [None]}}),
    ],
)
def test_the_schemas_refuse_what_is_no_draft(name: str, change: dict[str, Any]) -> None:
    members = to_members(_revised(new_draft(FORM, QuestionnaireResponse())))
    assert not valid({**json.loads(members[name]), **change}, schema(name), schema(name))


def test_the_schema_knows_every_state() -> None:
    assert set(schema("response.json")["properties"]["status"]["enum"]) == {status.value for status in Status}
