"""Does a text fit its box in the PDF?  Asked while the user types."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rrp_desktop.core.questionnaire import Questionnaire

if TYPE_CHECKING:
    from rrp_desktop.pdf.fit import Box


class FormFit:
    """Measures texts against the boxes of a form's template; reads them when first asked."""

    def __init__(self, questionnaire: Questionnaire, language: str, cache: Path) -> None:
        self._questionnaire = questionnaire
        self._language = language
        self._cache = cache

    @cached_property
    def _boxes(self) -> Mapping[str, Box]:
        from rrp_desktop.jobs import boxes

        return boxes(self._questionnaire, self._language, self._cache)

    def __call__(self, link_id: str, text: str) -> tuple[int, int] | None:
        """Lines that the text needs and lines that the box has; None where the PDF has no such box."""
        from rrp_desktop.pdf.fit import fit

        box = self._boxes.get(link_id)
        if box is None:
            return None
        found = fit(text, box)
        return (found.lines if text else 0), found.room
