from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrp_desktop.core.questionnaire import ItemType, Value
from rrp_desktop.core.response import (
    QuestionnaireResponse,
    Status,
    asked_answers,
    base_for_new,
    check_values,
    clean_text,
    enabled_link_ids,
    is_date,
    new_response,
    parse_answer,
    progress,
    title_of,
)
from rrp_desktop.errors import BadAnswer, UnknownLinkId
from tests.strategies import questionnaire, responses, texts

FORM = questionnaire()
TODAY = date(2025, 3, 21)
EMPTY = QuestionnaireResponse()


def given_answers(**answers: Value | list[Value]) -> QuestionnaireResponse:
    response = EMPTY
    for name, value in answers.items():
        response = response.with_answer(name.replace("_", "-"), value if isinstance(value, list) else [value])
    return response


# --- the laws of with_answer


@given(responses(FORM), texts(), texts())
def test_the_last_answer_counts(response: QuestionnaireResponse, first: str, last: str) -> None:
    assert response.with_answer("lisaa", [first]).with_answer("lisaa", [last]).values("lisaa") == (last,)


@given(responses(FORM), texts())
def test_an_answer_taken_away_is_gone_and_nothing_else_changes(
    response: QuestionnaireResponse, text: str
) -> None:
    without = response.with_answer("uusi", [text]).with_answer("uusi", [])
    assert without.answers == response.answers
    assert without.value("uusi") is None


@given(responses(FORM))
def test_the_same_answer_changes_nothing_at_all(response: QuestionnaireResponse) -> None:
    for link_id, values in response.answers.items():
        assert response.with_answer(link_id, values) is response


@given(responses(FORM), texts())
def test_a_completed_response_that_is_edited_is_amended(response: QuestionnaireResponse, text: str) -> None:
    completed = response.with_answer("uusi", []).with_status(Status.COMPLETED)
    assert completed.with_answer("uusi", [text]).status is Status.AMENDED
    assert completed.with_answer("uusi", []).status is Status.COMPLETED


@given(responses(FORM))
def test_responses_are_values(response: QuestionnaireResponse) -> None:
    same = QuestionnaireResponse(dict(response.answers), response.status)
    assert same == response
    assert hash(same) == hash(response)


def test_true_and_one_are_different_answers() -> None:
    response = given_answers(maara=1)
    assert response.with_answer("maara", [True]) is not response


def test_empty_text_is_no_answer() -> None:
    assert given_answers(nimi="x").with_answer("nimi", [""]).answers == {}


# --- text as it is kept


@given(st.text() | st.text(st.characters(categories=["Cs", "Cc", "Lu"])))
def test_cleaned_text_stays_as_it_is_and_can_be_written(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    clean.encode()
    assert "\r" not in clean


def test_line_breaks_become_one_kind_and_other_control_characters_go() -> None:
    assert clean_text("a\r\nb\rc\x00\x1b\ufeff\td") == "a\nb\nc\td"


# --- new responses


def test_a_new_response_has_the_initial_values() -> None:
    assert dict(new_response(FORM, TODAY).answers) == {
        "paiva": ("2025-03-21",),
        "maara": (2,),
        "vari": ("keltainen",),
    }


def test_a_base_for_a_new_one_keeps_the_basic_data_only() -> None:
    old = given_answers(nimi="Malli", mukana=True, paiva="2020-01-01", aste="ei").with_status(
        Status.COMPLETED
    )
    new = base_for_new(FORM, old, TODAY)
    assert new.status is Status.IN_PROGRESS
    assert (new.value("nimi"), new.value("mukana"), new.value("aste")) == ("Malli", True, None)
    assert new.value("paiva") == "2025-03-21"


def test_a_draft_is_called_by_its_first_answer() -> None:
    assert title_of(FORM, given_answers(nimi="Malli"), "sv") == "Malli"
    assert title_of(FORM, given_answers(nimi=" "), "sv") == "Alla typer"
    assert title_of(FORM, EMPTY, "se") == "Kaikki tyypit"


# --- what is asked


def test_an_item_is_asked_when_its_condition_holds() -> None:
    assert "lisaa" not in enabled_link_ids(FORM, EMPTY)
    assert "lisaa" not in enabled_link_ids(FORM, given_answers(mukana=False))
    assert "lisaa" in enabled_link_ids(FORM, given_answers(mukana=True))


def test_not_equal_holds_also_without_an_answer_as_in_fhir() -> None:
    assert "varit-monta" in enabled_link_ids(FORM, given_answers(vari="punainen"))
    assert "varit-monta" in enabled_link_ids(FORM, given_answers(vari="punainen", aste="osin"))
    assert "varit-monta" not in enabled_link_ids(FORM, given_answers(vari="punainen", aste="ei koske"))
    assert "varit-monta" not in enabled_link_ids(FORM, given_answers(aste="osin"))


def test_any_of_several_conditions_is_enough_where_the_form_says_so() -> None:
    assert "varit-oma" in enabled_link_ids(FORM, given_answers(aste="ei"))
    assert "varit-oma" in enabled_link_ids(FORM, given_answers(maara=2))
    assert "varit-oma" not in enabled_link_ids(FORM, given_answers(maara=True))
    assert "varit-oma" not in enabled_link_ids(FORM, EMPTY)


def test_an_answer_that_is_not_asked_stays_but_does_not_count() -> None:
    response = given_answers(mukana=False, lisaa="jää talteen")
    assert response.value("lisaa") == "jää talteen"
    assert asked_answers(FORM, response) == {"mukana": (False,)}


def test_a_hidden_question_counts_as_unanswered_for_those_below_it() -> None:
    definition = dict(FORM.definition)
    extra = {"type": "string", "in": "sivu-2", "text": {"fi": "X"}, "source": "testi"}
    first = {**extra, "link_id": "yksi", "enable_when": [{"question": "mukana", "answer": True}]}
    second = {
        **extra,
        "link_id": "kaksi",
        "enable_when": [{"question": "yksi", "operator": "exists", "answer": True}],
    }
    from rrp_desktop.core.questionnaire import parse

    form = parse({**definition, "item": [*definition["item"], first, second]})
    assert "kaksi" in enabled_link_ids(form, given_answers(mukana=True, yksi="x"))
    assert "kaksi" not in enabled_link_ids(form, given_answers(mukana=False, yksi="x"))


@given(responses(FORM))
def test_only_questions_of_the_form_count_in_its_order(response: QuestionnaireResponse) -> None:
    asked = asked_answers(FORM, response)
    order = [item.link_id for item in FORM.questions()]
    assert list(asked) == [link_id for link_id in order if link_id in asked]
    assert set(asked) <= enabled_link_ids(FORM, response)


# --- progress


def test_progress_counts_the_required_questions_that_are_asked() -> None:
    assert (progress(FORM, EMPTY).answered, progress(FORM, EMPTY).total) == (0, 3)
    some = progress(FORM, given_answers(nimi="x", aste="ei"))
    assert (some.answered, some.share, some.is_done) == (2, 2 / 3, False)
    assert progress(FORM, given_answers(nimi="x"), FORM.item("perustiedot")).is_done
    assert progress(FORM, given_answers(nimi=" \n")).answered == 0


# --- answers from text


@pytest.mark.parametrize(
    ("link_id", "text", "values"),
    [
        ("nimi", "Malli – 1\r\nkaksi", ("Malli – 1 kaksi",)),
        ("nimi", "", ()),
        ("lisaa", "a\r\nb;c", ("a\nb;c",)),
        ("paiva", "2025-03-21", ("2025-03-21",)),
        ("maara", " -12 ", (-12,)),
        ("mukana", "true", (True,)),
        ("mukana", "false", (False,)),
        ("aste", "ei koske", ("ei koske",)),
        ("varit-monta", "keltainen; punainen;keltainen;", ("punainen", "keltainen")),
        ("varit-monta", " ; ", ()),
        ("varit-oma", "oma;keltainen", ("keltainen", "oma")),
        ("avoin", "mitä vain", ("mitä vain",)),
        ("rivit", "b;a", ("b", "a")),
        ("linkki", "ei ole linkki", ("ei ole linkki",)),
    ],
)
def test_answers_are_read_from_text(link_id: str, text: str, values: tuple[Value, ...]) -> None:
    read = parse_answer(FORM, link_id, text)
    assert read == values
    assert [type(value) for value in read] == [type(value) for value in values]


@pytest.mark.parametrize(
    ("link_id", "text", "expected"),
    [
        ("paiva", "21.3.2025", "2025-03-21"),
        ("paiva", "2025-02-30", "2025-03-21"),
        ("paiva", "2025-W12-5", "2025-03-21"),
        ("maara", "2,5", "kokonaisluku"),
        ("maara", "１２", "kokonaisluku"),
        ("maara", "9" * 5000, "kokonaisluku"),
        ("mukana", "kyllä", "true, false"),
        ("aste", "Ei toteudu", "ei, osin, ei koske"),
        ("varit-monta", "punainen;musta", "punainen, vihreä ja sininen, keltainen"),
    ],
)
def test_text_that_does_not_fit_is_refused_with_what_would(link_id: str, text: str, expected: str) -> None:
    with pytest.raises(BadAnswer) as caught:
        parse_answer(FORM, link_id, text)
    assert expected in str(caught.value)
    assert link_id in str(caught.value)


@pytest.mark.parametrize("link_id", ["ei-ole", "ohje", "kortti", ""])
def test_only_questions_take_answers(link_id: str) -> None:
    with pytest.raises(UnknownLinkId):
        parse_answer(FORM, link_id, "x")


@given(responses(FORM))
def test_answers_without_semicolons_survive_being_written_as_text(response: QuestionnaireResponse) -> None:
    for link_id, values in response.answers.items():
        item = FORM.item(link_id)
        words = [str(value).lower() if isinstance(value, bool) else str(value) for value in values]
        if item.repeats and any(";" in word or word != word.strip() for word in words):
            continue
        assert parse_answer(FORM, link_id, ";".join(words)) == values


@given(responses(FORM))
def test_valid_answers_check_as_they_are(response: QuestionnaireResponse) -> None:
    for link_id, values in response.answers.items():
        assert check_values(FORM.item(link_id), values) == values


@pytest.mark.parametrize(
    ("link_id", "values"), [("nimi", ["a", "b"]), ("nimi", [1]), ("maara", [True]), ("mukana", [1])]
)
def test_json_values_of_another_type_are_refused(link_id: str, values: list[object]) -> None:
    with pytest.raises(BadAnswer):
        check_values(FORM.item(link_id), values)


def test_dates_are_real_days_in_one_form() -> None:
    assert is_date("2024-02-29")
    assert not is_date("2023-02-29")
    assert not is_date("20240229")
    assert not is_date("2024-02-29 ")


def test_every_type_of_question_is_in_the_form_of_the_tests() -> None:
    types = {item.type for item in FORM.walk()}
    assert types == set(ItemType)
    assert replace(FORM.item("nimi"), repeats=True).repeats
