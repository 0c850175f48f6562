"""FHIR R5, checked twice: by fhir.resources, and against R5's own code lists, of which fhir.resources takes any word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import pytest
from fhir.resources.questionnaire import Questionnaire as FhirQuestionnaire
from fhir.resources.questionnaireresponse import QuestionnaireResponse as FhirResponse
from hypothesis import given

from rrp_desktop.core.fhir import questionnaire_to_fhir, response_to_fhir
from rrp_desktop.core.questionnaire import Questionnaire, Value
from rrp_desktop.core.response import QuestionnaireResponse, asked_answers, is_date
from tests.strategies import questionnaire, responses, wild_responses

Json = dict[str, Any]

# The code systems of FHIR R5 (5.0.0)
ITEM_TYPES: Final = {
    "group", "display", "question", "boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text",
    "url", "coding", "attachment", "reference", "quantity",
}  # fmt: skip
PUBLICATION_STATUS: Final = {"draft", "active", "retired", "unknown"}
RESPONSE_STATUS: Final = {"in-progress", "completed", "amended", "entered-in-error", "stopped"}
ANSWER_CONSTRAINT: Final = {"optionsOnly", "optionsOrType", "optionsOrString"}
ENABLE_OPERATOR: Final = {"exists", "=", "!=", ">", "<", ">=", "<="}
ENABLE_BEHAVIOR: Final = {"all", "any"}
ITEM_CONTROL: Final = {
    "group", "list", "table", "htable", "gtable", "grid", "header", "footer", "page", "tab-container", "text", "inline",
    "prompt", "unit", "lower", "upper", "flyover", "legal", "help", "question", "autocomplete", "drop-down",
    "check-box", "lookup", "radio-button", "slider", "spinner", "text-box",
}  # fmt: skip
CODE: Final = re.compile(r"[^\s]+( [^\s]+)*")

FORMS: Final = [
    questionnaire(),
    questionnaire("kaikki-tyypit", "keksitty"),
    questionnaire("kuvauksen-itsearviointi", "rrp"),
    questionnaire("kuvauksen-itsearviointi"),
]


@pytest.fixture(params=FORMS, ids=lambda form: f"{form.id}+{form.programme.id if form.programme else 'none'}")
def form(request: pytest.FixtureRequest) -> Questionnaire:
    chosen: Questionnaire = request.param
    return chosen


def walk(items: list[Json]) -> Iterator[Json]:
    for item in items:
        yield item
        yield from walk(item.get("item", []))
        for answer in item.get("answer", []):
            yield from walk(answer.get("item", []))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_form_is_a_valid_questionnaire(form: Questionnaire, language: str) -> None:
    document = questionnaire_to_fhir(form, language)
    FhirQuestionnaire.model_validate_json(json.dumps(document))
    assert document["status"] in PUBLICATION_STATUS
    assert re.fullmatch(r"[A-Z]([A-Za-z0-9_]){1,254}", document["name"])  # cnl-0
    items = list(walk(document["item"]))
    assert [item["linkId"] for item in items] == [item.link_id for item in form.walk()]


def test_items_keep_the_invariants_of_r5(form: Questionnaire) -> None:
    for item in walk(questionnaire_to_fhir(form, "fi")["item"]):
        kind = item["type"]
        assert kind in ITEM_TYPES
        assert kind != "display" or "item" not in item  # que-1
        assert "answerOption" not in item or kind == "coding"  # que-5
        assert kind not in ("display", "group") or not {"required", "repeats", "readOnly", "initial"} & set(
            item
        )
        assert "maxLength" not in item or kind in (
            "boolean",
            "decimal",
            "integer",
            "string",
            "text",
            "url",
        )  # que-10
        assert "answerOption" not in item or "initial" not in item  # que-11
        assert (len(item.get("enableWhen", [])) > 1) == ("enableBehavior" in item)  # que-12
        assert item.get("enableBehavior", "all") in ENABLE_BEHAVIOR
        assert ("answerConstraint" in item) == ("answerOption" in item)  # que-14
        assert item.get("answerConstraint", "optionsOnly") in ANSWER_CONSTRAINT
        for condition in item.get("enableWhen", []):
            assert condition["operator"] in ENABLE_OPERATOR
            assert sum(key.startswith("answer") for key in condition) == 1
            assert condition["operator"] != "exists" or "answerBoolean" in condition  # que-7
        for option in item.get("answerOption", []):
            assert CODE.fullmatch(option["valueCoding"]["code"])
        for extension in item.get("extension", []):
            assert extension["valueCodeableConcept"]["coding"][0]["code"] in ITEM_CONTROL


def test_a_form_says_in_fhir_what_it_says() -> None:
    document = questionnaire_to_fhir(questionnaire(), "sv")
    assert (document["version"], document["title"], document["language"]) == ("1.2.0", "Alla typer", "sv")
    items = {item["linkId"]: item for item in walk(document["item"])}
    assert items["nimi"]["prefix"] == "1.1"
    assert items["nimi"]["required"] is True
    assert items["nimi"]["maxLength"] == 40
    assert items["laskettu"]["readOnly"] is True
    assert items["maara"]["initial"] == [{"valueInteger": 2}]
    assert "initial" not in items["paiva"]
    assert items["avoin"]["type"] == "string"
    assert items["varit-oma"]["answerConstraint"] == "optionsOrString"
    assert items["varit-monta"]["repeats"] is True
    assert items["varit-monta"]["enableBehavior"] == "all"
    assert items["varit-monta"]["enableWhen"] == [
        {"question": "aste", "operator": "!=", "answerCoding": {"code": "ei koske"}},
        {"question": "vari", "operator": "exists", "answerBoolean": True},
    ]
    assert items["varit-oma"]["enableWhen"][1] == {"question": "maara", "operator": "=", "answerInteger": 2}
    assert items["lisaa"]["enableWhen"] == [{"question": "mukana", "operator": "=", "answerBoolean": True}]
    assert items["vari"]["answerOption"][2]["initialSelected"] is True
    controls = {
        link_id: item["extension"][0]["valueCodeableConcept"]["coding"][0]["code"]
        for link_id, item in items.items()
        if "extension" in item
    }
    assert controls == {
        "perustiedot": "page", "sivu-2": "page", "aste": "radio-button", "vari": "drop-down",
        "varit-monta": "check-box", "varit-oma": "check-box",
    }  # fmt: skip


def test_an_option_has_its_weight_and_its_words_in_every_language() -> None:
    items = {item["linkId"]: item for item in walk(questionnaire_to_fhir(questionnaire(), "fi")["item"])}
    met, partly, none = (option["valueCoding"] for option in items["aste"]["answerOption"])
    weight = "http://hl7.org/fhir/StructureDefinition/itemWeight"
    assert met["extension"] == [{"url": weight, "valueDecimal": 0}]
    assert partly["extension"] == [{"url": weight, "valueDecimal": 1.5}]
    assert "extension" not in none
    assert partly["display"] == "Toteutuu osin"
    translations = {
        extension["extension"][0]["valueCode"]: extension["extension"][1]["valueString"]
        for extension in partly["_display"]["extension"]
    }
    assert translations == {"sv": "Uppfylls delvis", "en": "Partly met"}


def test_a_text_without_the_language_is_finnish_and_not_its_own_translation() -> None:
    document = questionnaire_to_fhir(questionnaire(), "en")
    assert document["description"] == "Testejä varten."
    assert "_description" not in document


def values_of(document: Json) -> dict[str, list[Any]]:
    """The values of a response by link id; a value that says that there is none is left out."""
    found: dict[str, list[Any]] = {}
    for item in walk(document.get("item", [])):
        for answer in item.get("answer", []):
            (name,) = (key for key in answer if "value" in key)
            if name == "valueCoding":
                values = [answer[name]["code"]] if "code" in answer[name] else []
            else:
                values = [] if name.startswith("_") else [answer[name]]
            found.setdefault(item["linkId"], []).extend(values)
    return {link_id: values for link_id, values in found.items() if values}


@given(responses(FORMS[0]))
def test_answers_are_a_valid_response_and_come_back_as_they_were(response: QuestionnaireResponse) -> None:
    check_response(FORMS[0], response)


@given(wild_responses())
def test_answers_of_other_types_are_valid_too(response: QuestionnaireResponse) -> None:
    check_response(FORMS[0], response)


@given(responses(FORMS[2]))
def test_answers_to_the_built_in_form(response: QuestionnaireResponse) -> None:
    check_response(FORMS[2], response)


def check_response(form: Questionnaire, response: QuestionnaireResponse) -> None:
    document = response_to_fhir(form, response)
    text = json.dumps(document)
    FhirResponse.model_validate_json(text)
    assert document["status"] in RESPONSE_STATUS
    assert document["questionnaire"].endswith(f"{form.id}|{form.version}")
    asked = {
        link_id: [as_number(value) for value in values if not isinstance(value, str) or value.strip()]
        for link_id, values in asked_answers(form, response).items()
    }
    assert values_of(json.loads(text, parse_float=Decimal)) == {
        key: values for key, values in asked.items() if values
    }
    for item in walk(document.get("item", [])):
        assert not {"answer", "item"} <= set(item)  # qrs-1
        assert all(len([key for key in answer if "value" in key]) == 1 for answer in item.get("answer", []))
        if form.item(item["linkId"]).is_question:
            assert "item" not in item
    for item in walk(document.get("item", [])):
        for answer in item.get("answer", []):
            assert "valueDate" not in answer or is_date(answer["valueDate"])


def as_number(value: Value) -> Any:
    return Decimal(repr(value)) if isinstance(value, float) else value


def test_a_followup_without_its_question_stands_below_a_value_that_says_it_is_absent() -> None:
    response = QuestionnaireResponse().with_answer("aste-miksi", ["syy"])
    document = response_to_fhir(FORMS[0], response)
    (item,) = (item for item in walk(document["item"]) if item["linkId"] == "aste")
    (answer,) = item["answer"]
    assert answer["valueCoding"]["extension"][0]["valueCode"] == "unknown"
    assert answer["item"] == [{"linkId": "aste-miksi", "answer": [{"valueString": "syy"}]}]


@pytest.mark.parametrize("blank", [" ", "\n", "\u00a0", "\u2028"])
def test_blank_text_is_no_answer(blank: str) -> None:
    assert "item" not in response_to_fhir(FORMS[0], QuestionnaireResponse().with_answer("nimi", [blank]))


def test_an_empty_response_has_no_items() -> None:
    assert "item" not in response_to_fhir(FORMS[0], QuestionnaireResponse())
