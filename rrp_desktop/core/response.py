"""Answers as a value: FHIR's QuestionnaireResponse, immutable; reading answers from text, progress, enabled items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rrp_desktop.core.naming import in_language
from rrp_desktop.core.questionnaire import Condition, Item, ItemType, Questionnaire, Value
from rrp_desktop.errors import BadAnswer, UnknownLinkId
from rrp_desktop.i18n import _

_CONTROL_CHARACTERS: Final = dict.fromkeys({*range(32), 0x7F, 0xFEFF, 0xFFFE, 0xFFFF} - {0x09, 0x0A})
_UNCLEAN: Final = re.compile(
    "[\\x00-\\x08\\x0B-\\x1F\\x7F\\uD800-\\uDFFF\\uFEFF\\uFFFE\\uFFFF]"
)  # most texts have none of these
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


class Status(StrEnum):
    """FHIR's states of a response that the program uses."""

    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    AMENDED = "amended"


@dataclass(frozen=True)
class QuestionnaireResponse:
    """The answers by link id; a question without an answer is not there.

    Answers of questions that the form does not have, or does not ask at the moment, are kept all the same.
    """

    answers: Mapping[str, tuple[Value, ...]] = field(default_factory=lambda: MappingProxyType({}))
    status: Status = Status.IN_PROGRESS

    def values(self, link_id: str) -> tuple[Value, ...]:
        """All answers to a question; empty when there is none."""
        return self.answers.get(link_id, ())

    def value(self, link_id: str) -> Value | None:
        """The first answer to a question."""
        values = self.values(link_id)
        return values[0] if values else None

    def with_answer(self, link_id: str, values: Iterable[Value]) -> QuestionnaireResponse:
        """The response with these answers to one question; none takes the answer away.

        An edited response is no longer completed: it becomes amended.
        """
        new = tuple(clean_text(value) if isinstance(value, str) else value for value in values)
        new = tuple(value for value in new if value != "")
        old = self.values(link_id)
        if new == old and all(type(a) is type(b) for a, b in zip(new, old, strict=True)):
            return self
        answers = dict(self.answers)
        if new:
            answers[link_id] = new
        else:
            answers.pop(link_id, None)
        status = Status.AMENDED if self.status is Status.COMPLETED else self.status
        return replace(self, answers=MappingProxyType(answers), status=status)

    def with_status(self, status: Status) -> QuestionnaireResponse:
        """The response in another state."""
        return replace(self, status=status)

    def __hash__(self) -> int:
        return hash((self.status, frozenset(self.answers.items())))


def clean_text(text: str) -> str:
    r"""Text as it is kept: line breaks as \n, no other control characters, no lone surrogates."""
    if not _UNCLEAN.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL_CHARACTERS)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def new_response(questionnaire: Questionnaire, today: date) -> QuestionnaireResponse:
    """An empty response with the form's initial values; "today" in a date becomes today."""
    response = QuestionnaireResponse()
    for item in questionnaire.questions():
        if item.initial is not None:
            is_today = item.type is ItemType.DATE and item.initial == "today"
            response = response.with_answer(item.link_id, [today.isoformat() if is_today else item.initial])
    return response


BASIC_DATA: Final = "perustiedot"
"""Link id of the group that tells which model it is (docs/file-format.md); a new assessment may start from it."""


def base_for_new(
    questionnaire: Questionnaire, response: QuestionnaireResponse, today: date
) -> QuestionnaireResponse:
    """A new response with the basic data of another: its other answers empty, initial values anew."""
    new = new_response(questionnaire, today)
    basic = questionnaire.get(BASIC_DATA)
    for item in basic.questions() if basic is not None else ():
        if item.link_id not in new.answers:
            new = new.with_answer(item.link_id, response.values(item.link_id))
    return new


def _holds(condition: Condition, response: QuestionnaireResponse) -> bool:
    values = response.values(condition.question)
    if condition.operator == "exists":
        return bool(values) is bool(condition.answer)
    equal = any(value == condition.answer and type(value) is type(condition.answer) for value in values)
    return not equal if condition.operator == "!=" else equal


def all_hold(conditions: Iterable[Condition], response: QuestionnaireResponse) -> bool:
    """Whether every condition holds for these answers."""
    return all(_holds(condition, response) for condition in conditions)


def enabled_link_ids(questionnaire: Questionnaire, response: QuestionnaireResponse) -> frozenset[str]:
    """Link ids of the items that are asked, given these answers (enableWhen of the item and of all above it).

    A question that is itself not asked counts as unanswered in the conditions of those below it.
    """
    enabled: set[str] = set()
    asked = response

    def visit(items: Iterable[Item]) -> None:
        nonlocal asked
        for item in items:
            conditions = item.enable_when
            if conditions:
                results = [_holds(condition, asked) for condition in conditions]
                if not (any(results) if item.enable_any else all(results)):
                    hidden = {below.link_id for below in item.walk()}
                    if not hidden.isdisjoint(asked.answers):
                        rest = {link_id: v for link_id, v in asked.answers.items() if link_id not in hidden}
                        asked = replace(asked, answers=rest)
                    continue
            enabled.add(item.link_id)
            visit(item.items)

    visit(questionnaire.items)
    return frozenset(enabled)


def asked_answers(
    questionnaire: Questionnaire, response: QuestionnaireResponse
) -> dict[str, tuple[Value, ...]]:
    """The answers that count: those of questions that the form has and asks, in the form's order."""
    enabled = enabled_link_ids(questionnaire, response)
    return {
        item.link_id: response.answers[item.link_id]
        for item in questionnaire.questions()
        if item.link_id in enabled and item.link_id in response.answers
    }


@dataclass(frozen=True, slots=True)
class Progress:
    """How many required questions are answered, of how many."""

    answered: int
    total: int

    @property
    def share(self) -> float:
        """0.0 to 1.0; 1.0 when nothing is required."""
        return self.answered / self.total if self.total else 1.0

    @property
    def is_done(self) -> bool:
        """Whether every required question is answered."""
        return self.answered == self.total


def is_answered(values: Iterable[Value]) -> bool:
    """Whether there is an answer; blank text is none."""
    return any(not isinstance(value, str) or value.strip() for value in values)


def progress(
    questionnaire: Questionnaire, response: QuestionnaireResponse, within: Item | None = None, *,
    enabled: frozenset[str] | None = None,
) -> Progress:  # fmt: skip
    """Progress over the required questions that are asked, of the whole form or within one item."""
    if enabled is None:
        enabled = enabled_link_ids(questionnaire, response)
    questions = questionnaire.questions() if within is None else within.questions()
    required = [item.link_id for item in questions if item.required and item.link_id in enabled]
    return Progress(sum(is_answered(response.values(link_id)) for link_id in required), len(required))


# --- answers from text -----------------------------------------------------------------------------------------------


def is_date(text: str) -> bool:
    """Whether the text is a real day in the form 2025-03-21."""
    try:
        return bool(_ISO_DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def parse_answer(questionnaire: Questionnaire, link_id: str, text: str) -> tuple[Value, ...]:
    """Answers from one text as the command line takes them: several codes joined with “;”, true or false, ISO dates.

    Raises:
        UnknownLinkId: The form has no such question.
        BadAnswer: The text does not fit the question.
    """
    item = questionnaire.get(link_id)
    if item is None or not item.is_question:
        raise UnknownLinkId(link_id=link_id, form=questionnaire.id)
    text = clean_text(text)
    if not item.repeats:
        return check_values(item, [text] if text else [])
    return check_values(item, [part.strip() for part in text.split(";") if part.strip()])


def check_values(item: Item, values: Iterable[object]) -> tuple[Value, ...]:
    """All answers of one question in its type, none twice; options in the form's order, then what was typed.

    Raises:
        BadAnswer: One does not fit, or there are several where one is asked for.
    """
    checked = tuple(dict.fromkeys(check_value(item, value) for value in values))
    if len(checked) > 1 and not item.repeats:
        raise BadAnswer(link_id=item.link_id, value="; ".join(map(str, checked)), expected=_("yksi vastaus"))
    return in_form_order(item, checked)


def in_form_order(item: Item, values: Iterable[Value]) -> tuple[Value, ...]:
    """Answers of one question as they are kept: its options in the form's order, then the others as they came."""
    places = {option.code: place for place, option in enumerate(item.options)}
    return tuple(sorted(values, key=lambda value: places.get(str(value), len(places))))


def check_value(item: Item, value: object) -> Value:
    """The value in the item's type, from text or from JSON.

    Raises:
        BadAnswer: It does not fit; says what would.
    """
    if item.type is ItemType.BOOLEAN:
        if isinstance(value, bool):
            return value
        if value in ("true", "false"):
            return value == "true"
        raise BadAnswer(link_id=item.link_id, value=value, expected="true, false")
    if item.type is ItemType.INTEGER:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value.strip()):
            return int(value)
        raise BadAnswer(link_id=item.link_id, value=value, expected=_("kokonaisluku"))
    if not isinstance(value, str):
        raise BadAnswer(link_id=item.link_id, value=value, expected=_("teksti"))
    value = clean_text(value)
    if item.type is not ItemType.TEXT:  # one line, on screen and in the PDF
        value = value.replace("\n", " ")
    if item.type is ItemType.DATE and not is_date(value):
        raise BadAnswer(link_id=item.link_id, value=value, expected=_("päivä muodossa 2025-03-21"))
    if item.type is ItemType.CODING and not item.open and item.option(value) is None:
        expected = ", ".join(option.code for option in item.options)
        raise BadAnswer(link_id=item.link_id, value=value, expected=expected)
    return value


def title_of(questionnaire: Questionnaire, response: QuestionnaireResponse, language: str) -> str:
    """What a draft is called: its first answer of text, which forms ask first, else the form's title."""
    first = next(questionnaire.questions(), None)
    value = response.value(first.link_id) if first is not None else None
    return value if isinstance(value, str) and value.strip() else in_language(questionnaire.title, language)
