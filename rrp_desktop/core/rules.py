"""Checks: the checks that every form has, and the rules that forms and programmes give as data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from rrp_desktop.core.findings import Finding, Fix, Severity
from rrp_desktop.core.naming import Text
from rrp_desktop.core.questionnaire import Item, ItemType, Questionnaire, Rule, Source, Value
from rrp_desktop.core.response import (
    QuestionnaireResponse,
    all_hold,
    enabled_link_ids,
    in_form_order,
    is_answered,
    is_date,
)

_NO_SOURCE: Final = Source(MappingProxyType({}))
_WRONG_TYPE: Final = {ItemType.INTEGER: "integer", ItemType.DATE: "date", ItemType.URL: "url"}


def check(
    questionnaire: Questionnaire, response: QuestionnaireResponse, today: date, *,
    enabled: frozenset[str] | None = None,
) -> list[Finding]:  # fmt: skip
    """All findings about the questions that are asked, in the order of the form.

    Args:
        today: The day that `not-after-today` compares with.
        enabled: What `enabled_link_ids` gives, where the caller has it already.
    """
    if enabled is None:
        enabled = enabled_link_ids(questionnaire, response)
    asked = _asked(response, enabled)
    by_item: dict[str, list[Rule]] = {}
    for rule in questionnaire.rules:
        if rule.item in enabled and all_hold(rule.when, asked):
            by_item.setdefault(rule.item, []).append(rule)
    findings: list[Finding] = []
    for item in questionnaire.questions():
        if item.link_id not in enabled:
            continue
        values = response.values(item.link_id)
        findings += _general(questionnaire, item, values)
        if item.expected_when:
            findings += _followup(questionnaire, item, response)
        rules = by_item.get(item.link_id, ())
        asked_for = {value for rule in rules if rule.check == "contains" for value in rule.values}
        for rule in rules:
            finding = _apply(questionnaire, rule, item, values, asked_for, today)
            if finding:
                findings.append(finding)
    return findings


def asked_values(
    questionnaire: Questionnaire, response: QuestionnaireResponse, link_id: str, *,
    enabled: frozenset[str] | None = None,
) -> list[str]:  # fmt: skip
    """The values that active `contains` rules ask a question to hold, whether it holds them or not.

    Args:
        enabled: What `enabled_link_ids` gives, where the caller has it already.
    """
    asked = _asked(response, enabled_link_ids(questionnaire, response) if enabled is None else enabled)
    rules = (rule for rule in questionnaire.rules if rule.item == link_id and rule.check == "contains")
    values = (value for rule in rules if all_hold(rule.when, asked) for value in rule.values)
    return list(dict.fromkeys(values))


def _asked(response: QuestionnaireResponse, enabled: frozenset[str]) -> QuestionnaireResponse:
    """Only the answers that count: a condition on a question that is not asked does not hold."""
    return replace(
        response, answers={key: values for key, values in response.answers.items() if key in enabled}
    )


# --- the checks that every form has ----------------------------------------------------------------------------------


def _general(questionnaire: Questionnaire, item: Item, values: tuple[Value, ...]) -> Iterator[Finding]:
    if not is_answered(values):
        if item.required and not item.read_only:
            yield _finding(questionnaire, questionnaire.general_rules.get("required"), "required", item)
        return
    for value in values:
        problem = _problem(item, value)
        if problem:
            rule = questionnaire.general_rules.get(problem)
            yield _finding(questionnaire, rule, problem, item, value=str(value), limit=str(item.max_length))


def _problem(item: Item, value: Value) -> str:
    """Id of the general rule that the value breaks, or nothing."""
    expected: type = {ItemType.BOOLEAN: bool, ItemType.INTEGER: int}.get(item.type, str)
    if type(value) is not expected:
        return _WRONG_TYPE.get(item.type, "not-in-list")
    text = str(value)
    if item.max_length is not None and len(text) > item.max_length:
        return "max-length"
    if item.type is ItemType.DATE and not is_date(text):
        return "date"
    if item.type is ItemType.URL and not _is_link(text):
        return "url"
    if item.type is ItemType.CODING and item.option(text) is None:
        return "unknown-value" if item.open else "not-in-list"
    return ""


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not re.search(r"\s", text)
        )
    except ValueError:
        return False


def _followup(questionnaire: Questionnaire, item: Item, response: QuestionnaireResponse) -> Iterator[Finding]:
    question = questionnaire.parent(item.link_id)
    if question is None or is_answered(response.values(item.link_id)):
        return
    if any(value in item.expected_when for value in response.values(question.link_id)):
        yield Finding(
            Severity.WARNING, "followup", item.link_id, item.message, item.message_short or item.message
        )


# --- the rules of the form and the programme -------------------------------------------------------------------------


def _apply(
    questionnaire: Questionnaire,
    rule: Rule,
    item: Item,
    values: tuple[Value, ...],
    asked_for: set[str],
    today: date,
) -> Finding | None:
    answered = is_answered(values)
    if not answered and rule.check != "answered":
        return None
    others = [value for value in values if value not in asked_for]
    missing = [value for value in rule.values if value not in values]
    fix = None
    match rule.check:
        case "answered":
            holds = answered
        case "contains":
            holds = not missing
            mended = (*values, *missing) if item.repeats else missing[:1]
            fix = Fix(item.link_id, in_form_order(item, mended))
        case "contains-any":
            holds = len(missing) < len(rule.values)
        case "max-others":
            holds = len(others) <= rule.limit
        case "min-others":
            holds = len(others) >= rule.limit
        case "min":
            holds = all(isinstance(value, int) and value >= rule.limit for value in values)
        case "matches":
            holds = all(_compiled(rule.pattern).search(str(value)) for value in values)
        case "not-after-today":
            holds = all(not is_date(str(value)) or str(value) <= today.isoformat() for value in values)
        case _:
            raise AssertionError(rule.check)  # parse() lets no other through
    if holds:
        return None
    return _finding(
        questionnaire, rule, rule.id, item, fix=fix,
        value=", ".join(map(str, values)), values=", ".join(missing), limit=str(rule.limit), count=str(len(others)),
    )  # fmt: skip


@lru_cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _finding(
    questionnaire: Questionnaire,
    rule: Rule | None,
    rule_id: str,
    item: Item,
    fix: Fix | None = None,
    **words: str,
) -> Finding:
    if rule is None:  # a definition made before this check had words
        return Finding(Severity.ERROR, rule_id, item.link_id, item.text, item.text)
    source = questionnaire.sources.get(rule.source, _NO_SOURCE).title
    message, short = (_filled(text, item, words) for text in (rule.message, rule.short))
    return Finding(Severity(rule.severity), rule_id, item.link_id, message, short, source, fix)


def _filled(text: Text, item: Item, words: Mapping[str, str]) -> Text:
    if not any("{" in sentence for sentence in text.values()):
        return text
    return {
        language: _fill(sentence, {"label": item.label(language), **words})
        for language, sentence in text.items()
    }


def _fill(sentence: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: words.get(name[1], name[0]), sentence)
