from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from rrp_desktop.core.findings import Finding, Severity, count, worst_first
from rrp_desktop.core.questionnaire import Value, parse
from rrp_desktop.core.response import QuestionnaireResponse, enabled_link_ids
from rrp_desktop.core.rules import asked_values, check
from tests.strategies import questionnaire, responses, wild_responses

FORM = questionnaire()
TODAY = date(2025, 3, 21)


def found(form: Any = FORM, **answers: Value | Sequence[Value]) -> dict[str, Finding]:
    """Findings by "link_id rule"."""
    response = QuestionnaireResponse()
    for name, value in answers.items():
        response = response.with_answer(
            name.replace("_", "-"), [value] if isinstance(value, str | int) else value
        )
    findings = check(form, response, TODAY)
    return {f"{finding.link_id} {finding.rule}": finding for finding in findings}


# --- the checks that every form has


def test_an_empty_response_lacks_only_what_is_required_and_not_computed() -> None:
    assert set(found()) == {"nimi required", "aste required"}
    assert all(finding.is_missing for finding in found().values())


@pytest.mark.parametrize(
    ("answers", "finding", "severity"),
    [
        ({"nimi": "x" * 41}, "nimi max-length", Severity.ERROR),
        ({"paiva": "eilen"}, "paiva date", Severity.ERROR),
        ({"paiva": True}, "paiva date", Severity.ERROR),
        ({"maara": "kaksi"}, "maara integer", Severity.ERROR),
        ({"maara": True}, "maara integer", Severity.ERROR),
        ({"linkki": "innokyla.fi"}, "linkki url", Severity.ERROR),
        ({"linkki": "https://a.fi/ välilyönti"}, "linkki url", Severity.ERROR),
        ({"linkki": "javascript:alert(1)"}, "linkki url", Severity.ERROR),
        ({"linkki": "https://[::1"}, "linkki url", Severity.ERROR),
        ({"linkki": 5}, "linkki url", Severity.ERROR),
        ({"aste": "joskus"}, "aste not-in-list", Severity.ERROR),
        ({"aste": 1}, "aste not-in-list", Severity.ERROR),
        ({"varit-oma": ["oma", "punainen"], "aste": "ei"}, "varit-oma unknown-value", Severity.INFORMATION),
    ],
)
def test_general_checks(answers: dict[str, Any], finding: str, severity: Severity) -> None:
    assert found(**answers)[finding].severity is severity


def test_answers_that_fit_leave_nothing_to_say() -> None:
    fine = found(
        nimi="Malli 1", paiva="2025-03-21", maara=1, linkki="https://www.innokyla.fi/fi/toimintamalli/x", aste="osin",
        mukana=False, vari="punainen", varit_monta=["keltainen"], rivit=["a", "b"],
    )  # fmt: skip
    assert fine == {}


def test_messages_are_filled_in_every_language() -> None:
    message = found(nimi="Malli")["nimi nimessa-numero"].message
    assert message["fi"] == "Nimi: ”Malli” on ilman numeroa."
    assert message["en"] == "Name: “Malli” has no number."


def test_an_answer_that_looks_like_a_placeholder_is_shown_as_it_is() -> None:
    assert "”{limit}{label}”" in found(nimi="{limit}{label}")["nimi nimessa-numero"].message["fi"]


def test_a_finding_says_where_its_demand_comes_from() -> None:
    assert found(nimi="Malli")["nimi nimessa-numero"].source["fi"] == "Testi, dia 7"


def test_a_followup_is_expected_after_certain_answers() -> None:
    assert found(aste="ei")["aste-miksi followup"].severity is Severity.WARNING
    assert "aste-miksi followup" not in found(aste="osin")
    assert "aste-miksi followup" not in found(aste="ei", **{"aste-miksi": "syy"})


# --- the rules of forms and programmes


def test_contains_offers_the_mended_answers() -> None:
    finding = found(mukana=True, vari="punainen", varit_monta=["keltainen"])["varit-monta punainen-pakko"]
    assert finding.fix is not None
    assert finding.fix.values == ("punainen", "keltainen")
    assert finding.message["fi"] == "Lisää punainen."
    mended = found(mukana=True, vari="punainen", varit_monta=list(finding.fix.values))
    assert "varit-monta punainen-pakko" not in mended


def test_others_are_counted_beside_what_active_rules_ask_for() -> None:
    many = ["punainen", "vihreä ja sininen", "keltainen"]
    assert "varit-monta enintaan-yksi-muu" in found(vari="punainen", varit_monta=many)
    two = found(vari="punainen", varit_monta=many[:2], mukana=True)
    assert "varit-monta enintaan-yksi-muu" not in two
    assert "varit-monta vahintaan-yksi-muu" not in two
    assert "varit-monta vahintaan-yksi-muu" in found(vari="punainen", varit_monta=many[:1], mukana=True)


def test_contains_any_min_and_dates() -> None:
    assert "varit-oma jokin-varista" in found(aste="ei", varit_oma=["oma"])
    assert "varit-oma jokin-varista" not in found(aste="ei", varit_oma=["oma", "punainen"])
    assert "maara maara-vahintaan" in found(maara=0)
    assert "paiva ei-tulevaisuudessa" in found(paiva="2025-03-22")
    assert "paiva ei-tulevaisuudessa" not in found(paiva="2025-03-21")


def test_rules_are_silent_without_an_answer_except_answered() -> None:
    assert "avoin avoin-toivottu" in found(mukana=True)
    assert "avoin avoin-toivottu" not in found(mukana=True, avoin="x")
    assert not any("varit-monta" in key for key in found(mukana=True, vari="punainen"))


def test_an_answer_that_is_not_asked_is_checked_by_nothing_and_activates_nothing() -> None:
    assert not any("lisaa" in key for key in found(mukana=False, lisaa="x" * 501))
    rule = {
        "id": "ehto", "severity": "error", "item": "nimi", "check": "matches", "pattern": "Z",
        "when": [{"question": "lisaa", "operator": "exists", "answer": True}], "message": {"fi": "Ehto."},
    }  # fmt: skip
    form = parse({**FORM.definition, "rule": [rule]})
    assert "nimi ehto" in found(form, nimi="a", mukana=True, lisaa="x")
    assert "nimi ehto" not in found(form, nimi="a", mukana=False, lisaa="x")


def test_a_programme_brings_its_own_rules() -> None:
    form = questionnaire("kaikki-tyypit", "keksitty")
    assert "nimi lohko-nimessa" in found(form, nimi="Malli 1", lohko="L2")
    assert "nimi lohko-nimessa" not in found(form, nimi="Malli 1 (l2)", lohko="L2")


def test_a_definition_without_general_rules_still_finds() -> None:
    form = parse({**FORM.definition, "general_rule": []})
    assert found(form)["nimi required"].severity is Severity.ERROR


def test_values_that_rules_ask_for_are_known_before_they_are_given() -> None:
    asked = QuestionnaireResponse().with_answer("mukana", [True])
    assert asked_values(FORM, asked, "varit-monta") == ["punainen"]
    assert asked_values(FORM, QuestionnaireResponse(), "varit-monta") == []


@given(responses(FORM) | wild_responses())
def test_findings_follow_the_form_and_concern_only_what_is_asked(response: QuestionnaireResponse) -> None:
    findings = check(FORM, response, TODAY)
    order = [item.link_id for item in FORM.questions()]
    places = [order.index(finding.link_id) for finding in findings]
    assert places == sorted(places)
    assert {finding.link_id for finding in findings} <= enabled_link_ids(FORM, response)
    for finding in findings:
        assert finding.message["fi"]
        assert finding.short["fi"]


@given(responses(FORM))
def test_a_fix_mends_what_it_is_offered_for(response: QuestionnaireResponse) -> None:
    for finding in check(FORM, response, TODAY):
        if finding.fix is not None:
            mended = response.with_answer(finding.fix.link_id, finding.fix.values)
            again = {(other.link_id, other.rule) for other in check(FORM, mended, TODAY)}
            assert (finding.link_id, finding.rule) not in again


# --- order and count


def test_worst_first_keeps_the_order_of_the_form_within() -> None:
    findings = list(found(aste="ei", varit_oma=["oma"], nimi="Malli", maara=0).values())
    ordered = worst_first(findings)
    assert [finding.severity for finding in ordered] == sorted(
        (finding.severity for finding in findings), key=list(Severity).index
    )
    warnings = [finding.link_id for finding in ordered if finding.severity is Severity.WARNING]
    assert warnings == ["nimi", "aste-miksi", "varit-oma"]


def test_missing_answers_are_no_faults() -> None:
    assert count(found().values()) == {}
    assert count(found(maara=0).values()) == {Severity.ERROR: 1}
