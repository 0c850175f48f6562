"""Findings: what a check has to say about the answers, and how they are ordered and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from rrp_desktop.core.naming import Text
from rrp_desktop.core.questionnaire import Value


class Severity(StrEnum):
    """FHIR SDC's severities of a targetConstraint; the window calls them puute, huomio and vinkki."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Fix:
    """The mended answers of one question."""

    link_id: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about one question, in every language.

    Attributes:
        rule: Id of the rule; "required" is an answer that is still missing, which is no fault of a draft.
        short: One short sentence for a list.
        source: The sentence or slide that the demand comes from.
    """

    severity: Severity
    rule: str
    link_id: str
    message: Text
    short: Text
    source: Text = field(default_factory=dict)
    fix: Fix | None = None

    @property
    def is_missing(self) -> bool:
        """Whether it only says that a required answer is not given yet."""
        return self.rule == "required"


_ORDER = {severity: place for place, severity in enumerate(Severity)}


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors, then warnings, then information; within each the order of the form."""
    return sorted(findings, key=lambda finding: _ORDER[finding.severity])


def count(findings: Iterable[Finding]) -> Counter[Severity]:
    """How many of each severity, missing answers left out: progress tells those."""
    return Counter(finding.severity for finding in findings if not finding.is_missing)
