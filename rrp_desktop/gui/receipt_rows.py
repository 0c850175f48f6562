"""The receipt in words: one check a row, what was proven, then the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from rrp_desktop.core.findings import Severity, count
from rrp_desktop.gui.session import Session
from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.gui.widgets.layout import Column, Row
from rrp_desktop.gui.widgets.lines import Icon
from rrp_desktop.gui.widgets.text import label
from rrp_desktop.gui.words import severity_count
from rrp_desktop.i18n import _, language, ngettext

if TYPE_CHECKING:
    from rrp_desktop.jobs import Export


class ReceiptRow(QWidget):
    """One check: icon, what was proven, the figures, and a way to the place."""

    def __init__(
        self, status: str, title: str, detail: str, action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        super().__init__()
        icons = {"success": "check-circle", "warning": "warning-triangle", "error": "error-octagon"}
        row = Row(self, spacing=12, margins=(20, 12, 12, 12))
        holder = Column(spacing=0)
        holder.addWidget(Icon(icons[status], status, 20))
        holder.addStretch(1)
        row.addLayout(holder)
        words = Column(spacing=3)
        words.addWidget(label(title, "strong"))
        if detail:
            words.addWidget(label(detail, "help"))
        row.addLayout(words, 1)
        if action and act is not None:
            button = Button(action, kind="link", trailing="chevron-right")
            button.setAccessibleDescription(title)
            button.clicked.connect(lambda _checked=False: act())
            row.addWidget(button)


def receipt_rows(
    export: Export, session: Session, show_page: Callable[[int], None], go_to: Callable[[str], None]
) -> Iterator[ReceiptRow]:
    """The rows of an export's receipt, and what is unfinished in the draft.

    Args:
        show_page: Shows a page of the PDF, numbered from 0.
        go_to: Goes to a question in the editor.
    """
    checks = {check.id: check for check in export.receipt.checks}
    if not checks["opens"].ok:
        yield ReceiptRow(
            "error", _("PDF ei aukea"), _("Sitä ei voi tallentaa. Kerro viasta ohjelman tekijöille.")
        )
        return
    yield _values(checks["values"].figures, ok=checks["values"].ok)
    kept = checks["prefix"]
    size = _number(kept.figures.get("original_bytes", 0))
    if kept.ok:
        detail = _("Kaikki {bytes} tavua ennallaan. Vastaukset on lisätty loppuun.").format(bytes=size)
        yield ReceiptRow("success", _("Alkuperäinen lomake säilyi"), detail)
    else:
        yield ReceiptRow("error", _("Alkuperäinen lomake muuttui"), _("Lomakkeen tavut eivät ole ennallaan."))
    yield _texts(export, session, show_page, ok=checks["visible"].ok and checks["continued"].ok)
    fillable = checks["fillable"].ok and checks["tags"].ok and checks["language"].ok and checks["title"].ok
    yield ReceiptRow(
        "success" if fillable else "error",
        _("Kentät ovat yhä täytettäviä") if fillable else _("Kentät tai tunnisteet muuttuivat"),
        _("Tunnisteet, kieli ja otsikot ovat mukana.") if fillable else "",
    )
    if not session.is_completed:
        yield _unfinished(session, go_to)


def _values(figures: Mapping[str, object], *, ok: bool) -> ReceiptRow:
    fields, answered = int(str(figures.get("fields", 0))), int(str(figures.get("answered", 0)))
    if not ok:
        names = figures.get("differing")
        listed = ", ".join(map(str, names)) if isinstance(names, list) else ""
        return ReceiptRow("error", _("Kentät eivät vastaa luonnosta"), listed)
    title = _("{count}/{count} kenttää luettu takaisin").format(count=fields)
    detail = _("{answered} täytettyä ja {empty} tyhjää kenttää ovat kuten luonnoksessa.")
    return ReceiptRow("success", title, detail.format(answered=answered, empty=fields - answered))


def _texts(export: Export, session: Session, show_page: Callable[[int], None], *, ok: bool) -> ReceiptRow:
    continued = export.continued
    if not ok:
        return ReceiptRow("error", _("Osa tekstistä ei näy"), _("Katso sivut ennen kuin jaat PDF:n."))
    if export.unprintable:
        characters = " ".join(sorted(set().union(*export.unprintable.values())))
        words = _("Näitä merkkejä fontissa ei ole, ja niiden paikalla on ruutu: {characters}")
        return ReceiptRow(
            "warning", _("Kaikki teksti on mukana, osa merkeistä ei näy"), words.format(characters=characters)
        )
    if not continued:
        return ReceiptRow("success", _("Kaikki teksti on mukana"), _("Jokainen vastaus mahtuu kenttäänsä."))
    words = ngettext(
        "{count} vastaus jatkuu jatkosivulla.", "{count} vastausta jatkuu jatkosivuilla.", len(continued)
    )
    first = continued[0]
    item = session.questionnaire.get(first.name)
    number = item.label(language()) if item is not None else first.name
    detail = words.format(count=len(continued)) + " " + _("Ensimmäinen: {place}.").format(place=number)
    return ReceiptRow(
        "success", _("Kaikki teksti on mukana"), detail, _("Sivu {page}").format(page=first.page),
        lambda: show_page(first.page - 1),
    )  # fmt: skip


def _unfinished(session: Session, go_to: Callable[[str], None]) -> ReceiptRow:
    findings = session.view.findings
    counts = count(findings)
    missing = [finding for finding in findings if finding.is_missing]
    parts = [
        severity_count(severity, counts[severity])
        for severity in (Severity.ERROR, Severity.WARNING)
        if counts[severity]
    ]
    if missing:
        words = ngettext("{count} kohta vastaamatta", "{count} kohtaa vastaamatta", len(missing))
        parts.insert(0, words.format(count=len(missing)))
    detail = (", ".join(parts) + ". " if parts else "") + _("Sivuilla lukee ”Keskeneräinen”.")
    first = next(iter(missing or [f for f in findings if f.severity is not Severity.INFORMATION]), None)
    if first is None:
        return ReceiptRow("warning", _("Arviointia ei ole merkitty valmiiksi"), detail)
    return ReceiptRow("warning", _("Arviointi on kesken"), detail, _("Näytä"), lambda: go_to(first.link_id))


def _number(value: object) -> str:
    """214338 as 214 338, with a no-break space."""
    return f"{int(str(value)):,}".replace(",", "\N{NO-BREAK SPACE}")
