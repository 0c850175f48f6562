"""Answers ↔ values of fields."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrp_desktop.core.questionnaire import Item, ItemType, Questionnaire, Value
from rrp_desktop.core.response import QuestionnaireResponse, Status, asked_answers, check_values
from rrp_desktop.i18n import LANGUAGES
from rrp_desktop.pdf.values import (
    FieldValue,
    Shape,
    answers,
    buttons,
    date_text,
    field_values,
    read_date,
    read_status,
    shape,
    status_field,
)
from tests import strategies

FORM = strategies.questionnaire()
BUILT_IN = strategies.questionnaire("kuvauksen-itsearviointi", "rrp")


def response(**given_answers: tuple[Value, ...]) -> QuestionnaireResponse:
    named = {name.replace("_", "-"): values for name, values in given_answers.items()}
    return QuestionnaireResponse(MappingProxyType(named))


def read(fields: Mapping[str, FieldValue], form: Questionnaire = FORM) -> dict[str, tuple[Value, ...]]:
    return answers(form, fields)


# --- the law ---


@given(strategies.responses(FORM), st.sampled_from(LANGUAGES))
def test_answers_come_back_as_they_were(given_response: QuestionnaireResponse, language: str) -> None:
    fields = field_values(FORM, given_response, language)
    assert read(fields) == asked_answers(FORM, given_response)


@given(strategies.responses(BUILT_IN), st.sampled_from(LANGUAGES))
def test_answers_of_the_built_in_form_come_back(given_response: QuestionnaireResponse, language: str) -> None:
    fields = field_values(BUILT_IN, given_response, language)
    assert read(fields, BUILT_IN) == asked_answers(BUILT_IN, given_response)


NEAR_OPTIONS = [
    "Punainen",
    " punainen",
    "RÖD",
    "Röd\u00a0",
    "punainen\u00a0\u00a0",
    "punainen",
    "\\",
    "a\\",
    "\u00a0",
]


@given(st.lists(st.sampled_from(NEAR_OPTIONS), min_size=1, unique=True), st.sampled_from(LANGUAGES))
def test_typed_values_that_read_like_an_option_stay_what_they_are(values: list[str], language: str) -> None:
    for item in (
        coding(open=True, repeats=True),
        coding(open=True, repeats=True, options=()),
        coding(open=True),
        item_of(ItemType.STRING, repeats=True),
        item_of(ItemType.TEXT, repeats=True),
    ):
        form = form_of(item)
        chosen = tuple(dict.fromkeys(check_values(item, values if item.repeats else values[:1])))
        given_response = QuestionnaireResponse(MappingProxyType({"q": chosen}))
        assert read(field_values(form, given_response, language), form) == {"q": chosen}


@given(st.lists(strategies.texts(), min_size=1, max_size=4, unique=True))
def test_repeated_texts_keep_their_line_breaks(values: list[str]) -> None:
    form = form_of(item_of(ItemType.TEXT, repeats=True))
    given_response = QuestionnaireResponse(MappingProxyType({"q": tuple(values)}))
    assert read(field_values(form, given_response, "fi"), form) == {"q": tuple(values)}


def test_only_questions_that_are_asked_are_filled_in() -> None:
    hidden = response(mukana=(False,), lisaa=("ei kysytä",))
    assert field_values(FORM, hidden, "fi")["lisaa"] == ""
    assert field_values(FORM, response(mukana=(True,), lisaa=("kysytään",)), "fi")["lisaa"] == "kysytään"


def test_every_question_has_a_value_also_when_it_is_empty() -> None:
    empty = field_values(FORM, QuestionnaireResponse(), "fi")
    assert {name.partition(".")[0] for name in empty} == {item.link_id for item in FORM.questions()}
    assert set(empty.values()) == {"", "Off"}
    assert read(empty) == {}


# --- what stands in the fields ---


@pytest.mark.parametrize(("language", "text"), [("fi", "5.3.2025"), ("sv", "5.3.2025"), ("en", "2025-03-05")])
def test_dates_are_written_as_people_write_them(language: str, text: str) -> None:
    assert field_values(FORM, response(paiva=("2025-03-05",)), language)["paiva"] == text


def test_choices_are_the_codes_in_every_language() -> None:
    chosen = response(
        aste=("ei koske",), vari=("keltainen",), mukana=(True,), maara=(2,), varit_oma=("punainen", "musta")
    )
    for language in LANGUAGES:
        fields = field_values(FORM, chosen, language)
        assert fields["aste"] == "ei koske"
        assert fields["vari"] == "keltainen"
        assert fields["mukana"] == "true"
        assert fields["varit-oma.punainen"] == "punainen"
        assert fields["varit-oma.vihrea-ja-sininen"] == "Off"
        assert fields["varit-oma.muut"] == "musta"


def test_a_value_outside_a_closed_list_names_a_field_that_is_not_there() -> None:
    # so the filling tells it, and nothing is lost in silence
    fields = field_values(FORM, response(aste=("osin",), vari=("keltainen",), varit_monta=("musta",)), "fi")
    assert fields["varit-monta.musta"] == "musta"
    assert field_values(FORM, response(aste=("outo",)), "fi")["aste"] == "outo"


# --- what other programs may have made of them ---


@pytest.mark.parametrize(
    "text",
    [
        "21.3.2025",
        "21.03.2025",
        "21. 3. 2025",
        " 21.3.2025 ",
        "21.3.25",
        "21/3/2025",
        "2025-03-21",
        "21-3-2025",
    ],
)
def test_dates_are_read_in_several_forms(text: str) -> None:
    assert read({"paiva": text}) == {"paiva": ("2025-03-21",)}


@pytest.mark.parametrize(
    "text", ["ensi viikolla", "31.2.2025", "3/2025", "21.3.2025 tai 22.3.2025", "0000-01-01"]
)
def test_what_is_no_date_is_kept_for_the_checks_to_tell(text: str) -> None:
    assert read_date(text) is None
    assert read({"paiva": text}) == {"paiva": (text,)}


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12), (" 12 ", 12), ("12 000", 12000), ("−3", -3), ("noin 10", "noin 10")]
)
def test_numbers(text: str, value: Value) -> None:
    assert read({"maara": text}) == {"maara": (value,)}


@pytest.mark.parametrize("text", ["keltainen", "Keltainen", "GUL", " yellow ", "Keltainen\r"])
def test_options_are_read_by_code_or_label_in_any_language(text: str) -> None:
    assert read({"vari": text}) == {"vari": ("keltainen",)}
    assert read({"varit-oma.muut": f"musta\r{text}"}) == {"varit-oma": ("keltainen", "musta")}


def test_line_ends_of_every_kind() -> None:
    assert read({"mukana": "true", "lisaa": "a\rb\r\nc\nd"})["lisaa"] == ("a\nb\nc\nd",)
    assert read({"rivit": "yksi\r\nkaksi\r\rkolme"}) == {"rivit": ("yksi", "kaksi", "kolme")}
    assert read({"nimi": "malli\rRRP"}) == {"nimi": ("malli RRP",)}


def test_a_value_typed_beside_its_own_box_counts_once() -> None:
    fields = {"varit-oma.keltainen": "keltainen", "varit-oma.muut": "Gul\nmusta\nmusta\nkeltainen"}
    assert read(fields) == {"varit-oma": ("keltainen", "musta")}


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("Kyllä", True), ("false", False), ("ei", False)]
)
def test_yes_and_no(text: str, value: bool) -> None:
    assert read({"mukana": text}) == {"mukana": (value,)}


def test_unknown_fields_and_empty_ones_are_passed_over() -> None:
    assert read({"outo": "x", "varit-monta": "x", "nimi": "", "aste": "Off", "mukana": ""}) == {}


def test_lists_of_values_are_read_line_by_line() -> None:
    assert read({"rivit": ["yksi", "kaksi"]}) == {"rivit": ("yksi", "kaksi")}


@given(st.dictionaries(st.sampled_from([*field_values(FORM, QuestionnaireResponse(), "fi")]), st.text()))
def test_any_text_in_any_field_is_read_without_a_fault(fields: dict[str, FieldValue]) -> None:
    once = read(fields)
    assert all(values and all(value != "" for value in values) for values in once.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_state_is_read_in_every_language(language: str) -> None:
    from rrp_desktop.i18n import catalogue
    from rrp_desktop.pdf.values import STATUS_WORDS

    for status, word in STATUS_WORDS.items():
        assert read_status(catalogue(language).gettext(word)) is status
    assert read_status("") is Status.IN_PROGRESS
    assert read_status("jotakin muuta") is Status.IN_PROGRESS


# --- shapes and names ---


def item_of(type_: ItemType, **more: object) -> Item:
    return Item("q", type_, {"fi": "Kysymys"}, **more)  # type: ignore[arg-type]


def coding(**more: object) -> Item:
    return item_of(ItemType.CODING, **{"options": FORM.item("vari").options, **more})


def form_of(item: Item) -> Questionnaire:
    page = Item("sivu", ItemType.GROUP, {"fi": "Sivu"}, control="page", items=(item,))
    nothing: Mapping[str, str] = {}
    return Questionnaire("koe", "1.0.0", {"fi": "Koe"}, nothing, nothing, {}, (page,), (), {}, None, {})


def options(*codes: str) -> tuple[object, ...]:
    from rrp_desktop.core.questionnaire import AnswerOption

    return tuple(AnswerOption(code, {"fi": code}) for code in codes)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (item_of(ItemType.STRING), Shape.ONE_LINE),
        (item_of(ItemType.DATE), Shape.ONE_LINE),
        (item_of(ItemType.TEXT), Shape.TEXT),
        (item_of(ItemType.URL, repeats=True), Shape.LINES),
        (item_of(ItemType.BOOLEAN), Shape.RADIO),
        (coding(), Shape.RADIO),
        (coding(control="drop-down"), Shape.DROP_DOWN),
        (coding(options=options(*"abcdefghij")), Shape.DROP_DOWN),
        (coding(open=True), Shape.EDITABLE),
        (coding(open=True, options=()), Shape.ONE_LINE),
        (coding(repeats=True), Shape.BOXES),
        (coding(repeats=True, options=options(*map(str, range(99)))), Shape.LINES),
        (coding(repeats=True, open=True), Shape.BOXES_AND_LINES),
        (coding(repeats=True, open=True, options=options(*map(str, range(13)))), Shape.LINES),
        (coding(repeats=True, open=True, options=()), Shape.LINES),
    ],
)
def test_which_fields_a_question_becomes(item: Item, expected: Shape) -> None:
    assert shape(item) is expected


def test_codes_that_make_no_good_names_get_others() -> None:
    codes = ("Off", "ä" * 90, "Äiti ja lapsi", "äiti-ja-lapsi", "muut", "…", "_x", "a/b (c)#d")
    made = buttons(coding(repeats=True, options=options(*codes)))
    states, names = [button.state for button in made], [button.field for button in made]
    assert len(set(states)) == len(set(names)) == len(codes)
    assert "Off" not in states
    assert names[2:6] == ["q.aiti-ja-lapsi", "q.aiti-ja-lapsi-2", "q.muut-2", "q.valinta"]
    assert all(len(state.encode()) <= 100 for state in states)
    form = form_of(coding(repeats=True, options=options(*codes)))
    everything = QuestionnaireResponse(MappingProxyType({"q": codes}))
    assert read(field_values(form, everything, "fi"), form) == {"q": codes}


def test_innokyla_values_stay_finnish_and_other_labels_follow_the_language() -> None:
    from rrp_desktop.pdf.values import label

    funder = BUILT_IN.item("rahoittajat").options[0]
    assert {label(funder, language) for language in LANGUAGES} == {funder.code}
    county = BUILT_IN.item("hyvinvointialue").options[0]
    assert len({label(county, language) for language in LANGUAGES}) == 3


def test_the_programs_own_fields_never_meet_a_link_id() -> None:
    item = Item("rrp", ItemType.STRING, {"fi": "Kysymys"})
    assert status_field(form_of(item)) != status_field(FORM) == "rrp.tila"


def test_date_text_has_no_leading_zeros() -> None:
    from datetime import date

    assert date_text(date(2025, 1, 2), "fi") == "2.1.2025"
