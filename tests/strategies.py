"""Arbitrary answers for any form, for property tests: what people may really write, and what they may not."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hypothesis import strategies as st

from rrp_desktop.core.questionnaire import Item, ItemType, Questionnaire, Value
from rrp_desktop.core.response import QuestionnaireResponse, Status, check_values, clean_text
from rrp_desktop.storage.library import Library

DATA: Final = Path(__file__).resolve().parent / "data"
FORMS: Final = DATA / "forms"
LONGEST: Final = 20_000
LETTERS: Final = "aäåöbcdeKOSÄÅÖ áčđŋšŧžÁČĐŊŠŦŽ âõǩǧǥʒǯ ,.;:!?-–—’”“'\"()/\\{}%&@#€≥→←…°½§£ 0123456789"
"""Finnish, Swedish and the Sámi languages, the signs of office work, and what trips programs up."""

_TODAY: Final = date(2025, 3, 21)


@cache
def questionnaire(form_id: str = "kaikki-tyypit", programme: str | None = None) -> Questionnaire:
    """A form of tests/data/forms or a built-in one."""
    return Library(FORMS).questionnaire(form_id, programme)


def lines(max_size: int = 120) -> st.SearchStrategy[str]:
    """Text on one line, as it is kept; blank text too, empty text not."""
    return (
        st.text(st.sampled_from(LETTERS) | _rare(), min_size=1, max_size=max_size).map(_one_line).filter(bool)
    )


def texts() -> st.SearchStrategy[str]:
    """Text of 1 to 20,000 characters with line breaks, as it is kept."""
    piece = st.text(st.sampled_from(LETTERS + "\n\n") | _rare(), min_size=1, max_size=80)
    long = st.builds(_stretched, piece, st.sampled_from([0, 500, 3_000, LONGEST]))
    return st.one_of(piece, long).map(clean_text).filter(bool)


def answers(item: Item) -> st.SearchStrategy[tuple[Value, ...]]:
    """Valid answers to one question, at least one, in the form's order."""
    if item.repeats:
        several = st.lists(_answer(item), min_size=1, max_size=6)
        return several.map(lambda values: check_values(item, values))
    return _answer(item).map(lambda value: (value,))


def responses(form: Questionnaire) -> st.SearchStrategy[QuestionnaireResponse]:
    """Valid responses to a form: some of its questions answered, in any state."""
    questions = {item.link_id: answers(item) for item in form.questions()}
    given = st.fixed_dictionaries({}, optional=questions)
    return st.builds(_response, given, st.sampled_from(Status))


def wild_responses() -> st.SearchStrategy[QuestionnaireResponse]:
    """What another program may have stored: unknown questions, values of any JSON type."""
    value = texts() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    some = st.lists(value, min_size=1, max_size=4).map(tuple)
    keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
        ["nimi", "aste", "maara"]
    )
    return st.builds(_response, st.dictionaries(keys, some, max_size=12), st.sampled_from(Status))


def _answer(item: Item) -> st.SearchStrategy[Value]:
    match item.type:
        case ItemType.BOOLEAN:
            return st.booleans()
        case ItemType.INTEGER:
            return st.integers(-999_999_999, 999_999_999)
        case ItemType.DATE:
            return st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat)
        case ItemType.URL:
            return st.sampled_from(
                ["https://www.innokyla.fi/fi/toimintamalli/x", "http://a.fi/?q=ä&b=1#č", "innokyla.fi"]
            )
        case ItemType.CODING:
            codes = (
                st.sampled_from([option.code for option in item.options]) if item.options else st.nothing()
            )
            return codes | lines(60) if item.open else codes
        case ItemType.TEXT:
            return texts()
    return lines()


def _response(given: dict[str, tuple[Value, ...]], status: Status) -> QuestionnaireResponse:
    return QuestionnaireResponse(MappingProxyType(given), status)


def _rare() -> st.SearchStrategy[str]:
    """Any other character now and then; control characters and lone surrogates are cleaned away."""
    return st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"])


def _one_line(text: str) -> str:
    return clean_text(text).replace("\n", " ")


def _stretched(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length] or piece
