"""Forms and answers as FHIR R5 JSON: Questionnaire and QuestionnaireResponse.

What FHIR cannot say, or says otherwise:

- A choice without a list of options becomes a `string`: `answerConstraint` needs options (R5, que-14).
- An item below a question stands below the question's answer (`answer.item`).  R5 wants a value in every answer, so
  where the question itself is unanswered, its value says that there is none (extension data-absent-reason).
- A value that does not fit its question, which another program may have written, keeps its own type.
- Blank text is no answer, as everywhere in the program.
- An initial "today" is left out: FHIR's initial values are fixed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from rrp_desktop.core.naming import Text, in_language
from rrp_desktop.core.questionnaire import AnswerOption, Condition, Item, ItemType, Questionnaire, Value
from rrp_desktop.core.response import QuestionnaireResponse, asked_answers, is_answered, is_date

Json = dict[str, Any]

_EXTENSION: Final = "http://hl7.org/fhir/StructureDefinition/"
_ITEM_CONTROL: Final = "http://hl7.org/fhir/questionnaire-item-control"
_CONTROLS: Final = {
    "page": "page",
    "radio-button": "radio-button",
    "check-box": "check-box",
    "drop-down": "drop-down",
    "chips": "check-box",
}
_MAX_LENGTH_TYPES: Final = {ItemType.BOOLEAN, ItemType.INTEGER, ItemType.STRING, ItemType.TEXT, ItemType.URL}
_INTEGER_LIMIT: Final = 2**31


def canonical_url(questionnaire: Questionnaire) -> str:
    """The form's name among all forms; a response adds the version to it."""
    return f"urn:rrp-desktop:questionnaire:{questionnaire.id}"


def questionnaire_to_fhir(questionnaire: Questionnaire, language: str) -> Json:
    """The form as a FHIR R5 Questionnaire, in this language with translations into the others."""
    return {
        "resourceType": "Questionnaire",
        "language": language,
        "url": canonical_url(questionnaire),
        "version": questionnaire.version,
        "name": _computer_name(questionnaire.id),
        **_text("title", questionnaire.title, language),
        "status": "active",
        **_text("description", questionnaire.description, language),
        "item": [_item(item, questionnaire, language) for item in questionnaire.items],
    }


def response_to_fhir(questionnaire: Questionnaire, response: QuestionnaireResponse) -> Json:
    """The answers that count as a FHIR R5 QuestionnaireResponse."""
    answers = asked_answers(questionnaire, response)
    items = _answered(questionnaire.items, answers)
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{canonical_url(questionnaire)}|{questionnaire.version}",
        "status": response.status.value,
        **({"item": items} if items else {}),
    }


# --- the form --------------------------------------------------------------------------------------------------------


def _item(item: Item, questionnaire: Questionnaire, language: str) -> Json:
    result: Json = {}
    if item.control in _CONTROLS:
        coding = {"system": _ITEM_CONTROL, "code": _CONTROLS[item.control]}
        result["extension"] = [
            {
                "url": _EXTENSION + "questionnaire-itemControl",
                "valueCodeableConcept": {"coding": [coding]},
            }
        ]
    result["linkId"] = item.link_id
    if item.number:
        result["prefix"] = item.number
    result |= _text("text", item.text, language)
    result["type"] = _type(item).value
    if item.enable_when:
        result["enableWhen"] = [_condition(condition, questionnaire) for condition in item.enable_when]
    if len(item.enable_when) > 1:
        result["enableBehavior"] = "any" if item.enable_any else "all"
    if item.is_question:
        result |= {
            key: True
            for key, holds in (
                ("required", item.required),
                ("repeats", item.repeats),
                ("readOnly", item.read_only),
            )
            if holds
        }
    if item.max_length is not None and _type(item) in _MAX_LENGTH_TYPES:
        result["maxLength"] = item.max_length
    if item.options and item.type is ItemType.CODING:
        result["answerConstraint"] = "optionsOrString" if item.open else "optionsOnly"
        result["answerOption"] = [_option(option, item, language) for option in item.options]
    elif item.initial is not None and not _is_computed(item):
        result["initial"] = [_value(item, item.initial)]
    if item.items:
        result["item"] = [_item(child, questionnaire, language) for child in item.items]
    return result


def _type(item: Item) -> ItemType:
    """The type that FHIR gives the item."""
    return ItemType.STRING if item.type is ItemType.CODING and not item.options else item.type


def _is_computed(item: Item) -> bool:
    return item.type is ItemType.DATE and item.initial == "today"


def _option(option: AnswerOption, item: Item, language: str) -> Json:
    coding: Json = {}
    if option.weight is not None:
        coding["extension"] = [{"url": _EXTENSION + "itemWeight", "valueDecimal": option.weight}]
    coding |= {"code": option.code, **_text("display", option.text, language)}
    return {"valueCoding": coding, **({"initialSelected": True} if option.code == item.initial else {})}


def _condition(condition: Condition, questionnaire: Questionnaire) -> Json:
    question = questionnaire.item(condition.question)
    answer = condition.answer
    if condition.operator == "exists" or isinstance(answer, bool):
        typed: Json = {"answerBoolean": bool(answer)}
    elif isinstance(answer, int):
        typed = {"answerInteger": answer}
    elif _type(question) is ItemType.CODING:
        typed = {"answerCoding": {"code": answer}}
    elif question.type is ItemType.DATE:
        typed = {"answerDate": answer}
    else:
        typed = {"answerString": answer}
    return {"question": condition.question, "operator": condition.operator, **typed}


def _text(key: str, text: Text, language: str) -> Json:
    """A text element with its translations; nothing where there is no text."""
    words = in_language(text, language)
    if not words:
        return {}
    shown = language if text.get(language) else "fi"
    others = [(code, other) for code, other in text.items() if code != shown and other]
    if not others:
        return {key: words}
    return {key: words, f"_{key}": {"extension": [_translation(code, other) for code, other in others]}}


def _translation(language: str, words: str) -> Json:
    content = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": words}]
    return {"url": _EXTENSION + "translation", "extension": content}


def _computer_name(form_id: str) -> str:
    """FHIR's name for programs: a capital letter, then letters, digits and underscores."""
    name = "".join(part.capitalize() for part in form_id.split("-"))
    return name if re.fullmatch(r"[A-Z][A-Za-z0-9]+", name) else f"Form{name}"


# --- the answers -----------------------------------------------------------------------------------------------------


def _answered(items: Iterable[Item], answers: Mapping[str, tuple[Value, ...]]) -> list[Json]:
    """The items that hold an answer, at or below."""
    result = []
    for item in items:
        below = _answered(item.items, answers)
        values = [_value(item, value) for value in answers.get(item.link_id, ()) if is_answered([value])]
        if not item.is_question:
            content = {"item": below}
        else:
            if below:
                values = values or [_absent(item)]
                values[0] = {**values[0], "item": below}
            content = {"answer": values}
        if below or values:
            result.append({"linkId": item.link_id, **content})
    return result


def _value(item: Item, value: Value) -> Json:
    """A value under the name that FHIR gives its type."""
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int) and -_INTEGER_LIMIT <= value < _INTEGER_LIMIT:
        return {"valueInteger": value}
    if not isinstance(value, str):
        return {"valueDecimal": value}
    option = item.option(value)
    if option is not None and item.type is ItemType.CODING:
        weight = [{"url": _EXTENSION + "itemWeight", "valueDecimal": option.weight}]
        return {
            "valueCoding": {
                **({"extension": weight} if option.weight is not None else {}),
                "code": option.code,
                "display": in_language(option.text, "fi"),
            }
        }
    if item.type is ItemType.DATE and is_date(value):
        return {"valueDate": value}
    if item.type is ItemType.URL and not re.search(r"\s", value):
        return {"valueUri": value}
    return {"valueString": value}


def _absent(item: Item) -> Json:
    """The value of an unanswered question that has something answered below it."""
    reason = {"extension": [{"url": _EXTENSION + "data-absent-reason", "valueCode": "unknown"}]}
    names = {
        ItemType.CODING: "valueCoding",
        ItemType.BOOLEAN: "_valueBoolean",
        ItemType.INTEGER: "_valueInteger",
        ItemType.DATE: "_valueDate",
        ItemType.URL: "_valueUri",
    }
    return {names.get(_type(item), "_valueString"): reason}
