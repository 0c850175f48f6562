"""Answers ↔ values of a form's PDF fields; a valid response comes back as it was.

The names of the fields are the link ids.  A question that has several fields holds them under its link id:
`aihealueet.ikaystavallisyys` is a check box, `aihealueet.muut` the text for values that no box stands for.
See docs/decisions/008-template.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from rrp_desktop.core.naming import in_language
from rrp_desktop.core.questionnaire import AnswerOption, Item, ItemType, Questionnaire, Value
from rrp_desktop.core.response import (
    QuestionnaireResponse,
    Status,
    asked_answers,
    clean_text,
    in_form_order,
    is_date,
)
from rrp_desktop.i18n import LANGUAGES, N_, catalogue

FieldValue = str | list[str]
"""Text; on-state or "Off" of a button; export value of a choice."""

OFF: Final = "Off"
OTHERS: Final = "muut"
"""Last part of the name of the text field beside check boxes."""
YES: Final = N_("Kyllä")
NO: Final = N_("Ei")
STATUS_WORDS: Final = {
    Status.IN_PROGRESS: N_("Keskeneräinen"),
    Status.AMENDED: N_("Keskeneräinen, muutettu valmiista"),
    Status.COMPLETED: N_("Valmis"),
}

MOST_RADIO_BUTTONS: Final = 6
MOST_BOXES_OF_AN_OPEN_LIST: Final = 12
MOST_BOXES: Final = 40

_MARK: Final = "\u00a0"
_NAME_BYTES: Final = 100  # a PDF name holds 127 bytes at most (ISO 32000-1, annex C)
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})")


class Shape(StrEnum):
    """Which fields a question becomes."""

    ONE_LINE = "one-line"
    TEXT = "text"
    LINES = "lines"  # a text with one value a line
    RADIO = "radio"
    DROP_DOWN = "drop-down"
    EDITABLE = "editable"  # a drop-down that takes any text
    BOXES = "boxes"
    BOXES_AND_LINES = "boxes-and-lines"


def shape(item: Item) -> Shape:
    """Which fields this question becomes."""
    match item.type:
        case ItemType.BOOLEAN:
            return Shape.RADIO
        case ItemType.CODING if item.repeats and item.open:
            few = 0 < len(item.options) <= MOST_BOXES_OF_AN_OPEN_LIST
            return Shape.BOXES_AND_LINES if few else Shape.LINES
        case ItemType.CODING if item.repeats:
            return Shape.BOXES if len(item.options) <= MOST_BOXES else Shape.LINES
        case ItemType.CODING if item.open:
            return Shape.EDITABLE if item.options else Shape.ONE_LINE
        case ItemType.CODING:
            few = len(item.options) <= MOST_RADIO_BUTTONS
            return Shape.RADIO if few and item.control != "drop-down" else Shape.DROP_DOWN
    if item.repeats:
        return Shape.LINES
    return Shape.TEXT if item.type is ItemType.TEXT else Shape.ONE_LINE


@dataclass(frozen=True, slots=True)
class Button:
    """One radio button or check box.

    Attributes:
        value: The answer that it stands for: a code, or True or False.
        field: Full name of its field; radio buttons of a question share one.
        state: Name of its on-state.
    """

    value: str | bool
    field: str
    state: str


def buttons(item: Item) -> list[Button]:
    """The buttons of a question of shape RADIO, BOXES or BOXES_AND_LINES, in the form's order."""
    if item.type is ItemType.BOOLEAN:
        return [Button(True, item.link_id, "true"), Button(False, item.link_id, "false")]
    radio = shape(item) is Shape.RADIO
    slugs = _slugs(item.options)
    made = []
    for option, slug in zip(item.options, slugs, strict=True):
        state = option.code if _can_be_a_name(option.code) else f"_{slug}"
        made.append(Button(option.code, item.link_id if radio else f"{item.link_id}.{slug}", state))
    return made


def _can_be_a_name(code: str) -> bool:
    return (
        code.isprintable() and code != OFF and not code.startswith("_") and len(code.encode()) <= _NAME_BYTES
    )


def _slugs(options: Iterable[AnswerOption]) -> list[str]:
    """For each option a short name of a–z, digits and hyphens; none twice."""
    slugs: list[str] = []
    for option in options:
        ascii_only = unicodedata.normalize("NFKD", option.code).encode("ascii", "ignore").decode().lower()
        base = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-") or "valinta"
        taken = {*slugs, OTHERS}
        slug = base
        number = 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        slugs.append(slug)
    return slugs


def label(option: AnswerOption, language: str) -> str:
    """What the PDF says for an option: Innokylä's values, whose code is the Finnish word, stay in Finnish."""
    return option.code if option.code == option.text.get("fi") else in_language(option.text, language)


def status_field(questionnaire: Questionnaire) -> str:
    """Name of the field that says in every page's header how far the response is."""
    return f"{_own(questionnaire)}.tila"


def summary_field(questionnaire: Questionnaire) -> str:
    """Name of the field that says on the first page how much is answered and what was found."""
    return f"{_own(questionnaire)}.tilanne"


def _own(questionnaire: Questionnaire) -> str:
    """The name above the fields that belong to no question; an underscore is in no link id."""
    return "rrp" if questionnaire.get("rrp") is None else "rrp_"


# --- from answers to fields ------------------------------------------------------------------------------------------


def field_values(
    questionnaire: Questionnaire, response: QuestionnaireResponse, language: str
) -> dict[str, FieldValue]:
    """The value of every field that belongs to a question, empty ones too; only answers that are asked for.

    Args:
        language: Language of the PDF, which dates follow.
    """
    asked = asked_answers(questionnaire, response)
    values: dict[str, FieldValue] = {}
    for item in questionnaire.questions():
        values |= _fields_of(item, asked.get(item.link_id, ()), language)
    return values


def _fields_of(item: Item, answers: tuple[Value, ...], language: str) -> dict[str, FieldValue]:
    match shape(item):
        case Shape.RADIO:
            states = {button.value: button.state for button in buttons(item)}
            return {item.link_id: states.get(_key(answers[0]), str(answers[0])) if answers else OFF}
        case Shape.BOXES:
            return _boxes(item, answers)
        case Shape.BOXES_AND_LINES:
            known = {option.code for option in item.options}
            others = [value for value in answers if value not in known]
            boxes = _boxes(item, [value for value in answers if value in known])
            return {**boxes, f"{item.link_id}.{OTHERS}": _lines(item, others, language)}
        case Shape.LINES:
            return {item.link_id: _lines(item, answers, language)}
    return {item.link_id: "\n".join(_text(item, value, language) for value in answers)}


def _boxes(item: Item, answers: Iterable[Value]) -> dict[str, FieldValue]:
    chosen = {_key(value) for value in answers}
    boxes: dict[str, FieldValue] = {
        button.field: button.state if button.value in chosen else OFF for button in buttons(item)
    }
    stray = chosen - {button.value for button in buttons(item)}
    return boxes | {f"{item.link_id}.{value}": str(value) for value in sorted(map(str, stray))}


def _key(value: Value) -> str | bool:
    return value if isinstance(value, bool) else str(value)


def _text(item: Item, value: Value, language: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if item.type is ItemType.DATE and is_date(text):
        return date_text(date.fromisoformat(text), language)
    if item.type is ItemType.CODING and _needs_mark(item, text):
        return text + _MARK
    return text


def date_text(day: date, language: str) -> str:
    """The day as people write it: 21.3.2025 in Finnish and Swedish, 2025-03-21 in English."""
    return day.isoformat() if language == "en" else f"{day.day}.{day.month}.{day.year}"


def date_form(language: str) -> str:
    """The form of `date_text`, as forms print it beside a date."""
    return {"sv": "dd.mm.åååå", "en": "yyyy-mm-dd"}.get(language, "pp.kk.vvvv")


def _lines(item: Item, values: Iterable[Value], language: str) -> str:
    return "\n".join(_escaped(_text(item, value, language)) for value in values)


# One value a line.  A line break within a value is written as a backslash at the end of the line; backslashes that
# stand at the end of a line by themselves are doubled.


def _escaped(value: str) -> str:
    return "\\\n".join(line + "\\" * _backslashes(line) for line in value.split("\n"))


def _backslashes(line: str) -> int:
    return len(line) - len(line.rstrip("\\"))


def _values_of_lines(text: str) -> Iterator[str]:
    parts: list[str] = []
    for line in text.split("\n"):
        count = _backslashes(line)
        parts.append(line[: len(line) - count] + "\\" * (count // 2))
        if count % 2 == 0:
            yield "\n".join(parts)
            parts = []
    if parts:
        yield "\n".join(parts)


# A typed value that reads like an option's label or code is taken for that option.  An answer that reads so and is
# not meant so is written with a no-break space at its end, which nobody sees and reading takes away.


def _needs_mark(item: Item, value: str) -> bool:
    return _code(item, value) != value or (value.endswith(_MARK) and _needs_mark(item, value[:-1]))


# --- from fields to answers ------------------------------------------------------------------------------------------


def answers(questionnaire: Questionnaire, fields: Mapping[str, FieldValue]) -> dict[str, tuple[Value, ...]]:
    """The answers that the fields hold, by link id; questions without one are left out.

    The fields may have been filled in by any program: dates are read in several forms, options by code or by label in
    any language, line ends of every kind.  What cannot be read in a question's type is kept as text, for the checks
    to tell.

    Args:
        fields: Full field name → value; unknown names are passed over.
    """
    texts = {
        name: clean_text("\n".join(value) if isinstance(value, list) else value)
        for name, value in fields.items()
    }
    found = {item.link_id: _answers_of(item, texts) for item in questionnaire.questions()}
    return {link_id: values for link_id, values in found.items() if values}


def _answers_of(item: Item, fields: Mapping[str, str]) -> tuple[Value, ...]:
    own = fields.get(item.link_id, "")
    match shape(item):
        case Shape.RADIO:
            return _from_states(item, [own])
        case Shape.BOXES | Shape.BOXES_AND_LINES:
            prefix, others = f"{item.link_id}.", f"{item.link_id}.{OTHERS}"
            states = [value for name, value in fields.items() if name.startswith(prefix) and name != others]
            found = (*_from_states(item, states), *_from_lines(item, fields.get(others, "")))
            return in_form_order(item, dict.fromkeys(found))
        case Shape.LINES:
            return in_form_order(item, dict.fromkeys(_from_lines(item, own)))
    return (_value(item, own),) if own else ()


def _from_states(item: Item, states: Iterable[str]) -> tuple[Value, ...]:
    by_state = {button.state: button.value for button in buttons(item)}
    return tuple(by_state[s] if s in by_state else _value(item, s) for s in states if s not in ("", OFF))


def _from_lines(item: Item, text: str) -> tuple[Value, ...]:
    return tuple(_value(item, line) for line in _values_of_lines(text) if line)


def _value(item: Item, text: str) -> Value:
    if item.type is not ItemType.TEXT:
        text = text.replace("\n", " ")
    match item.type:
        case ItemType.BOOLEAN:
            return _yes_or_no(text)
        case ItemType.INTEGER:
            digits = re.sub(r"\s", "", text).replace("−", "-")
            return int(digits) if re.fullmatch(r"-?[0-9]{1,9}", digits) else text
        case ItemType.DATE:
            return read_date(text) or text
        case ItemType.CODING if text.endswith(_MARK) and _needs_mark(item, text[:-1]):
            return text[:-1]
        case ItemType.CODING:
            return _code(item, text)
    return text


def _code(item: Item, text: str) -> str:
    """Code of the option that the text names, by code or by label in any language; else the text itself."""
    if item.option(text) is not None:
        return text
    wanted = _plain(text)
    for option in item.options:
        if wanted == _plain(option.code):
            return option.code
    for option in item.options:
        if any(wanted == _plain(words) for words in (*option.text.values(), *option.short.values())):
            return option.code
    return text


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def read_date(text: str) -> str | None:
    """The day in ISO form from 21.3.2025, 21.03.25, 21/3/2025 or 2025-03-21; None for anything else."""
    text = text.strip()
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
        year += 2000 if year < 100 else 0
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _yes_or_no(text: str) -> Value:
    for word, value in ((YES, True), (NO, False)):
        if _plain(text) in {_plain(catalogue(language).gettext(word)) for language in LANGUAGES}:
            return value
    return text


def read_status(text: FieldValue) -> Status:
    """The state that the status field tells, in any language; in progress unless it says otherwise."""
    words = _plain(text) if isinstance(text, str) else ""
    for status, word in STATUS_WORDS.items():
        if words in {_plain(catalogue(language).gettext(word)) for language in LANGUAGES}:
            return status
    return Status.IN_PROGRESS
