from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from rrp_desktop.core.naming import in_language
from rrp_desktop.core.questionnaire import ItemType, assemble, parse
from rrp_desktop.errors import FormDefinitionError
from rrp_desktop.storage.library import Library
from tests.strategies import FORMS, questionnaire


@pytest.fixture
def definition() -> dict[str, Any]:
    return copy.deepcopy(dict(questionnaire().definition))


def item(definition: dict[str, Any], link_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in definition["item"] if one["link_id"] == link_id)
    return found


def test_every_built_in_form_and_programme_parses() -> None:
    library = Library()
    for form_id in library.form_ids():
        for programme in (None, *library.programme_ids()):
            form = library.questionnaire(form_id, programme)
            assert form.id == form_id
            assert (form.programme.id if form.programme else None) == programme


def test_every_text_of_the_built_in_forms_is_in_three_languages() -> None:
    library = Library()
    for form_id in library.form_ids():
        form = library.default_questionnaire(form_id)
        for one in form.walk():
            for text in (one.text, one.help, one.short, one.placeholder, one.message, *one.points):
                assert not text or {"fi", "sv", "en"} <= set(text), one.link_id
        for rule in (*form.rules, *form.general_rules.values()):
            assert {"fi", "sv", "en"} <= set(rule.message), rule.id


def test_items_form_the_tree_that_in_and_after_describe() -> None:
    form = questionnaire("kaikki-tyypit", "keksitty")
    assert [one.link_id for one in form.items] == ["osa", "sivu-2"]
    basic = form.item("perustiedot")
    assert [one.link_id for one in basic.items[:3]] == ["nimi", "lohko", "ohje"]
    assert form.parent("mukana") is form.item("kortti")
    assert form.page_of("mukana") is basic
    assert form.page_of("osa") is None
    assert form.get("puuttuu") is None
    with pytest.raises(KeyError):
        form.item("puuttuu")


def test_questions_right_below_a_numbered_page_are_numbered() -> None:
    numbers = {one.link_id: one.number for one in questionnaire().questions()}
    assert (numbers["nimi"], numbers["paiva"], numbers["aste"]) == ("1.1", "1.2", "2.1")


def test_a_followup_stands_below_its_question_and_shares_its_conditions() -> None:
    form = questionnaire()
    followup = form.item("aste-miksi")
    assert form.parent("aste-miksi") is form.item("aste")
    assert (followup.type, followup.expected_when) == (ItemType.TEXT, ("ei",))


def test_a_programme_puts_its_options_in_front_and_leaves_out_what_the_form_has_no_place_for() -> None:
    form = questionnaire("kaikki-tyypit", "keksitty")
    assert [option.code for option in form.item("vari").options] == [
        "lila",
        "punainen",
        "vihreä ja sininen",
        "keltainen",
    ]
    assert form.get("ei-tanne") is None
    assert "ei-tanne" not in {rule.id for rule in form.rules}
    assert form.source_title("keksitty", "fi") == "Keksityn ohjelman ohje"


def test_without_a_programme_nothing_of_it_shows() -> None:
    form = questionnaire()
    assert form.programme is None
    assert form.get("lohko") is None
    assert "lohko-nimessa" not in {rule.id for rule in form.rules}


def test_a_definition_is_json_and_parses_to_the_same_form() -> None:
    form = questionnaire("kaikki-tyypit", "keksitty")
    again = json.loads(json.dumps(form.definition))
    assert again == form.definition
    assert parse(again) == form


def test_a_missing_language_falls_back_to_finnish() -> None:
    assert in_language({"fi": "sana", "sv": ""}, "sv") == "sana"
    assert in_language({}, "fi") == ""
    assert questionnaire().item("nimi").label("se") == "Nimi"


BREAKAGES: list[tuple[str, str, Any]] = [
    # link id, key, value that does not fit
    ("nimi", "link_id", "Iso.Piste"),
    ("nimi", "type", "choice"),
    ("nimi", "type", 3),
    ("nimi", "text", "pelkkä suomi"),
    ("nimi", "text", {"sv": "bara svenska"}),
    ("nimi", "source", "ei-ole"),
    ("nimi", "in", "ei-ole"),
    ("nimi", "in", "paiva"),
    ("nimi", "after", "aste"),
    ("nimi", "required", "true"),
    ("nimi", "max_length", "40"),
    ("nimi", "max_length", True),
    ("nimi", "vari", "tuntematon avain"),
    ("nimi", "control", "slider"),
    ("maara", "initial", "2"),
    ("mukana", "initial", 1),
    ("ohje", "initial", "teksti"),
    ("aste", "options", "ei-ole"),
    ("aste", "followup", "ei-ole"),
    ("lisaa", "enable_when", [{"question": "ei-ole", "answer": True}]),
    ("lisaa", "enable_when", [{"question": "mukana"}]),
    ("lisaa", "enable_when", [{"question": "mukana", "operator": ">", "answer": 1}]),
    ("lisaa", "enable_when", "mukana"),
    ("lisaa", "enable_behavior", "some"),
]


@pytest.mark.parametrize(("link_id", "key", "value"), BREAKAGES)
def test_a_broken_item_is_told_with_file_and_place(
    definition: dict[str, Any], link_id: str, key: str, value: Any
) -> None:
    item(definition, link_id)[key] = value
    with pytest.raises(FormDefinitionError) as caught:
        parse(definition, "oma/form.toml")
    sentence = str(caught.value)
    assert "oma/form.toml" in sentence
    named = {link_id, key, str(value), *(["ei-ole"] if "ei-ole" in str(value) else [])}
    assert any(name in sentence for name in named)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.pop("id"), "id"),
        (lambda d: d.update(id="Iso"), "Iso"),
        (lambda d: d.update(version="1"), "version"),
        (lambda d: d.update(title="x"), "title"),
        (lambda d: d["item"].append(d["item"][2]), "kahdesti"),
        (
            lambda d: d["options"]["varit"]["option"].append({"code": "punainen", "text": {"fi": "P"}}),
            "kahdesti",
        ),
        (lambda d: d["options"]["varit"]["option"].append({"code": " ", "text": {"fi": "P"}}), "code"),
        (
            lambda d: d["options"]["varit"]["option"].append(
                {"code": "x", "text": {"fi": "P"}, "weight": "1"}
            ),
            "weight",
        ),
        (lambda d: d["rule"][0].update(severity="fatal"), "fatal"),
        (lambda d: d["rule"][0].update(check="guess"), "guess"),
        (lambda d: d["rule"][0].update(item="ei-ole"), "ei-ole"),
        (lambda d: d["rule"][0].update(pattern="("), "pattern"),
        (lambda d: d["rule"][0].update(pattern="a{99999999999}"), "pattern"),
        (lambda d: d["rule"][0].update(limit="1"), "limit"),
        (lambda d: d["rule"][0].update(values="punainen"), "values"),
        (lambda d: d["rule"][0].update(values=[1]), "values"),
        (lambda d: d["rule"][0].pop("message"), "nimessa-numero"),
        (lambda d: d["followups"]["miksi"].update(lines="3"), "lines"),
        (lambda d: [one.pop("control", None) for one in d["item"]], "sivua"),
        (lambda d: d.update(item=[1]), "rakenne"),
        (lambda d: d.update(item=5), "rakenne"),
        (lambda d: d.update(programme="rrp"), "rakenne"),
    ],
)
def test_a_broken_definition_is_told(definition: dict[str, Any], change: Any, words: str) -> None:
    change(definition)
    with pytest.raises(FormDefinitionError, match=r"^Lomaketiedostoa oma\.toml .*\.$") as caught:
        parse(definition, "oma.toml")
    assert words in str(caught.value)


def test_assembling_does_not_change_what_it_is_given() -> None:
    form: dict[str, Any] = {"id": "x", "item": [{"link_id": "a", "options": "v"}], "options": {}}
    programme = {
        "id": "p",
        "version": "1.0.0",
        "title": {"fi": "P"},
        "options": {"v": {"option": [{"code": "1"}]}},
    }
    vocabularies = {"v": {"option": [{"code": "2"}]}}
    before = copy.deepcopy((form, programme, vocabularies))
    made = assemble(form, programme, vocabularies, [])
    assert [option["code"] for option in made["options"]["v"]["option"]] == ["1", "2"]
    assert (form, programme, vocabularies) == before


def test_forms_for_tests_are_found_beside_the_built_in_ones() -> None:
    assert Library(FORMS).form_ids() == [*Library().form_ids(), "kaikki-tyypit"]
