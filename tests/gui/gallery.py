"""Every widget of the kit on one page, to be looked at: `python tests/gui/gallery.py [SCHEME] [ZOOM] [PICTURE.png]`.

The words are those of the design pictures.  Tests use the same page.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from rrp_desktop.gui import accessibility, theme
from rrp_desktop.gui.widgets.banner import Banner
from rrp_desktop.gui.widgets.buttons import Button
from rrp_desktop.gui.widgets.card import Card, Divider, Panel
from rrp_desktop.gui.widgets.choices import CheckBoxes, Chips, RadioBoxes
from rrp_desktop.gui.widgets.drop import DropArea
from rrp_desktop.gui.widgets.empty import EmptyState
from rrp_desktop.gui.widgets.fields import DateField, DropDown, IntegerField, LineEdit, TextArea
from rrp_desktop.gui.widgets.findings import FindingBox, FindingRow, StatusPill
from rrp_desktop.gui.widgets.flow import Flow
from rrp_desktop.gui.widgets.layout import Column, Row
from rrp_desktop.gui.widgets.list_row import ListRow, StartCard
from rrp_desktop.gui.widgets.progress import FitMeter, ProgressBar
from rrp_desktop.gui.widgets.scroll import ScrollArea
from rrp_desktop.gui.widgets.section_list import PartRow, SectionList, SectionRow
from rrp_desktop.gui.widgets.text import Bullets, NumberedHeading, Paragraph, Run, label

SCALE = [("yes", "Toteutuu"), ("partly", "Toteutuu osittain"), ("no", "Ei vielä toteudu"), ("na", "Ei koske")]

ROWS: list[SectionRow | PartRow] = [
    SectionRow("perustiedot", "Perustiedot", 9, 12, errors=1, warnings=1),
    PartRow("Toimintamallin kuvaus"),
    SectionRow("idea", "Ratkaisun perusidea", 4, 4),
    SectionRow("toimintaymparisto", "Toimintaympäristö", 4, 4),
    SectionRow("kohderyhma", "Kohderyhmä ja asiakasymmärrys", 4, 5),
    SectionRow("ehdot", "Toimivuuden ja käyttöönoton ehdot", 3, 5, warnings=1),
    SectionRow("tulokset", "Arvioinnin tulokset tiivistettynä", 0, 4),
    SectionRow("vinkit", "Vinkit toimintamallin soveltajille", 0, 3),
    PartRow("Kehittämisen polku", "polku"),
    SectionRow("polku-1", "Kehittämistarve", 2, 3, part="polku"),
    SectionRow("polku-2", "Tavoite ja suunnitelma", 3, 3, part="polku"),
    SectionRow("yhteenveto", "Yhteenveto", 0, 3),
]


class Gallery(QWidget):
    """The whole kit: side list, page, panel."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("gallery")
        self.page = ScrollArea()
        columns = Row(self, spacing=0)
        self.side = self._side()
        columns.addWidget(self.side)
        page = QWidget()
        column = Column(page, spacing=12, margins=(24, 16, 24, 24))
        for part in (
            self._head(), self._question(), self._second(), self._basics(), self._codes(), self._chips(),
            self._fields(), self._buttons(), self._start(), self._rows(), self._banners(),
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        self.page.setWidget(page)
        columns.addWidget(self.page, 1)
        self.panel = self._panel()
        columns.addWidget(self.panel)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        width = event.size().width() / theme.current().zoom
        self.panel.setVisible(width >= 1200)
        self.side.setVisible(width >= 900)

    def _side(self) -> QWidget:
        side = Panel("surface", lines="right")
        side.setFixedWidth(theme.current().px(296))
        column = Column(side, spacing=8, margins=(0, 14, 0, 8))
        figures = Row(margins=(20, 0, 20, 0))
        figures.addWidget(label("34/55 vastattu", "strong", wrap=False), 1)
        figures.addWidget(label("62 %", "caption", wrap=False))
        column.addLayout(figures)
        bar = Row(margins=(20, 0, 20, 4))
        total = ProgressBar("Edistyminen")
        total.set_share(0.62)
        bar.addWidget(total)
        column.addLayout(bar)
        self.sections = SectionList("Osat")
        self.sections.set_rows(ROWS, "ehdot")
        column.addWidget(self.sections, 1)
        return side

    def _head(self) -> QWidget:
        holder = QWidget()
        column = Column(holder, spacing=4)
        column.addWidget(label("Toimivuuden ja käyttöönoton ehdot", "page-title"))
        flow = Flow(spacing=8)
        column.addLayout(flow)
        flow.add(label("Osa 4/6 · 3/5 vastattu", "help"), stretch_from=160)
        flow.add(label("Aiheet THL:n aineistosta, sanamuoto tämän ohjelman. Ei THL:n oma lomake.", "help"))
        return holder

    def _question(self) -> QWidget:
        card = Card(spacing=8)
        title = NumberedHeading("4.1", "Juurruttamisen tehtävät on kuvattu")
        card.body.addWidget(title)
        help_words = Paragraph(
            "Kuvaus kertoo, kuka johtaa, viestii, kouluttaa ja ylläpitää toimintaa hankkeen jälkeen.",
            colour="secondary",
        )
        help_words.setContentsMargins(title.indent_width(), 0, 0, 0)
        card.body.addWidget(help_words)
        card.body.addSpacing(6)
        self.radios = RadioBoxes(SCALE, "4.1 Juurruttamisen tehtävät on kuvattu")
        self.radios.set_chosen("partly")
        card.body.addWidget(self.radios)
        head = Row()
        words = label("Mitä kuvauksessa pitää vielä parantaa?", "label")
        head.addWidget(words, 1)
        meter = FitMeter()
        meter.set_fit("Mahtuu · tilaa noin 5 riviä", 0.33, True)
        head.addWidget(meter)
        card.body.addLayout(head)
        self.area = TextArea(3)
        self.area.setObjectName("4-1-parannus")
        self.area.setAccessibleName(
            "Juurruttamisen tehtävät on kuvattu: Mitä kuvauksessa pitää vielä parantaa?"
        )
        words.setBuddy(self.area)
        self.area.set_text(
            "Johtaminen ja koulutus on kuvattu. Chatin ylläpito siirtyy asiakaspalvelukeskukselle 1.1.2026. "
            "Viestinnälle pitää vielä nimetä vastuuhenkilö ja varahenkilö"
        )
        card.body.addWidget(self.area)
        return card

    def _second(self) -> QWidget:
        card = Card(spacing=8)
        title = NumberedHeading("4.2", "Resurssit, osaaminen ja työvälineet on kuvattu")
        card.body.addWidget(title)
        points = Bullets(
            [
                "Työaika, kustannukset ja osaaminen on arvioitu myös tuleville vuosille.",
                "Tarvittavat järjestelmät ja työvälineet on nimetty.",
            ]
        )
        points.setContentsMargins(title.indent_width(), 0, 0, 0)
        card.body.addWidget(points)
        card.body.addSpacing(6)
        radios = RadioBoxes(SCALE, "4.2 Resurssit, osaaminen ja työvälineet on kuvattu")
        radios.set_chosen("no")
        card.body.addWidget(radios)
        head = Row()
        words = label("Mitä kuvauksessa pitää vielä parantaa?", "label")
        head.addWidget(words, 1)
        meter = FitMeter()
        meter.set_fit("Jatkuu jatkosivulla", 1.2, False)
        head.addWidget(meter)
        card.body.addLayout(head)
        area = TextArea(1, "Kirjoita lyhyesti, esimerkiksi: ”Lisätään ylläpidon työaika ja lisenssin hinta.”")
        area.setAccessibleName("Resurssit: Mitä kuvauksessa pitää vielä parantaa?")
        words.setBuddy(area)
        card.body.addWidget(area)
        card.body.addWidget(
            FindingBox(
                "warning",
                "Huomio",
                "Kirjaa, mitä puuttuu. Muuten seuraava lukija ei tiedä, mitä pitää tehdä.",
            )
        )
        return card

    def _basics(self) -> QWidget:
        card = Card(spacing=10)
        inner = Card(ground="sunken", radius=6, padding=(16, 10, 16, 12), spacing=4)
        row = Row()
        row.addWidget(label("Nimi Innokylässä", "help"), 1)
        row.addWidget(Button("Kopioi Innokylään", "copy", "link"))
        inner.body.addLayout(row)
        name = [
            Run("Chat ja chatbotin kehittäminen ja käyttöönotto, Keski-Pohjanmaan HVA, ", role="part"),
            Run("(RRP, P4, I4)", "accent", "part"),
        ]
        inner.body.addWidget(Paragraph(name))
        card.body.addWidget(inner)
        card.body.addWidget(
            FindingBox(
                "information", "Vinkki", "Innokylässä nimen lopussa on (RRP,P4 INV4). THL:n muoto on (RRP, P4, I4).",
                "Korjaa nimi",
            )
        )  # fmt: skip
        fields = Row(spacing=16)
        for words, field in (
            ("Kehittämisprosessin nimi", LineEdit("Nimi")),
            (
                "Hyvinvointialue",
                DropDown([("a", "Keski-Pohjanmaan hyvinvointialue"), ("b", "Lapin hyvinvointialue")]),
            ),
        ):
            column = Column(spacing=6)
            line = Row(spacing=8)
            title = label(words, "label", wrap=False)
            title.setBuddy(field)
            line.addWidget(title)
            line.addWidget(label("pakollinen", "caption", wrap=False), 1, Qt.AlignmentFlag.AlignLeft)
            column.addLayout(line)
            column.addWidget(field)
            fields.addLayout(column, 1)
            field.setAccessibleName(f"{words}, pakollinen")
            if isinstance(field, LineEdit):
                field.set_text("Chat ja chatbotin kehittäminen ja käyttöönotto")
            else:
                field.set_chosen("a")
        card.body.addLayout(fields)
        return card

    def _codes(self) -> QWidget:
        card = Card()
        row = Row(spacing=32)
        card.body.addLayout(row)
        left, right = Column(spacing=8), Column(spacing=6)
        left.addWidget(label("Pilari", "label"))
        pillar = RadioBoxes([("P3", "P3"), ("P4", "P4")], "Pilari")
        pillar.set_chosen("P4")
        left.addWidget(pillar)
        left.addStretch(1)
        right.addWidget(label("Investoinnit", "label"))
        self.checks = CheckBoxes(
            [
                ("I1", "Hoitotakuu ja palveluvelka", "I1"), ("I2", "Varhainen tuki", "I2"),
                ("I3", "Tietopohja ja ohjaus", "I3"), ("I4", "Digitaaliset innovaatiot", "I4"),
            ],
            "Investoinnit",
        )  # fmt: skip
        self.checks.set_chosen(["I4"])
        right.addWidget(self.checks)
        right.addStretch(1)
        row.addLayout(left, 1)
        row.addLayout(right, 3)
        return card

    def _chips(self) -> QWidget:
        card = Card()
        card.body.addWidget(label("Aihealueet", "label"))
        topics = [("rrp", "RRP"), ("digi", "Digitaaliset palvelut"), ("prosessi", "Prosessien kehittäminen")]
        topics += [(f"muu-{n}", f"Muu aihealue {n}") for n in range(1, 15)]
        self.chips = Chips(topics, "Aihealueet", is_open=True, add="Lisää aihealue")
        self.chips.set_chosen(["rrp", "prosessi"])
        self.chips.set_required({"rrp": "vaaditaan", "digi": "vaaditaan, I4"})
        card.body.addWidget(self.chips)
        card.body.addWidget(
            FindingBox(
                "error", "Puute", "Investointi 4 vaatii aihealueen Digitaaliset palvelut. Ilman sitä malli ei löydy haulla.",
                "Korjaa aihealueet",
            )
        )  # fmt: skip
        return card

    def _fields(self) -> QWidget:
        card = Card()
        self.date = DateField()
        self.date.setAccessibleName("Arvioinnin päivä")
        self.date.set_date("2025-03-21")
        self.integer = IntegerField()
        self.integer.setAccessibleName("Vastaajien määrä")
        self.integer.set_value(12)
        own = DropDown(
            [("a", "Vakiinnutettu"), ("b", "Kokeilussa")], is_open=True, placeholder="Valitse tai kirjoita"
        )
        own.setAccessibleName("Tila")
        locked = LineEdit()
        locked.setAccessibleName("Lukittu")
        locked.setText("Vain luettavissa")
        locked.setReadOnly(True)
        disabled = LineEdit()
        disabled.setAccessibleName("Ei käytössä")
        disabled.setText("Ei käytössä")
        disabled.setEnabled(False)
        for field in (self.date, self.integer, own, locked, disabled):
            title = label(field.accessibleName(), "label")
            title.setBuddy(field)
            card.body.addWidget(title)
            card.body.addWidget(field)
        off = RadioBoxes([("a", "Ei käytössä"), ("b", "Valittu, ei käytössä")], "Ei käytössä oleva valinta")
        off.set_chosen("b")
        off.setEnabled(False)
        card.body.addWidget(off)
        return card

    def _buttons(self) -> QWidget:
        card = Card()
        line = Flow()
        card.body.addLayout(line)
        line.add(Button("Anna vertaisarvioitavaksi", "people"))
        line.add(Button("Vie PDF", "export", "primary"))
        line.add(Button("Arvioinnin tulokset", trailing="chevron-right"))
        line.add(Button("Kohderyhmä ja asiakasymmärrys", "chevron-left", "quiet"))
        line.add(Button("Näytä muutokset", kind="link"))
        line.add(Button("Kumoa", "undo", "icon"))
        line.add(Button("Tee uudelleen", "redo", "icon"))
        for words, kind in (
            ("Estetty", "outlined"),
            ("Estetty ensisijainen", "primary"),
            ("Estetty linkki", "link"),
        ):
            button = Button(words, "save", kind)  # type: ignore[arg-type]  # three of the kinds
            button.setEnabled(False)
            line.add(button)
        tabs = Flow()
        card.body.addLayout(tabs)
        for place, (words, icon) in enumerate((("Arvioinnit", "document"), ("Tilannekatsaus", "table"))):
            tab = Button(words, icon, "tab")
            tab.setChecked(place == 0)
            tabs.add(tab)
        for place, (words, count) in enumerate((("Erot", "6"), ("Kommentit", "4"), ("Kaikki", "34"))):
            chip = Button(words, kind="filter", count=count)
            chip.setChecked(place == 0)
            tabs.add(chip)
        for status, words in (("error", "1 puute"), ("warning", "2 huomiota"), ("information", "1 vinkki")):
            tabs.add(StatusPill(status, words))
        tabs.add(StatusPill("success", "Valmis"))
        types = Column(spacing=4)
        for role in theme.TYPE:
            types.addWidget(label(f"{role}: Yhdenvertaisuus ja saavutettavuus 0123 456", role))
        card.body.addLayout(types)
        return card

    def _start(self) -> QWidget:
        holder = QWidget()
        row = Row(holder, spacing=12)
        cards = Column(spacing=12)
        self.start_card = StartCard(
            "document",
            "Toimintamallikuvauksen itsearviointi",
            "Käy kuvaus läpi kohta kohdalta ja tarkista perustiedot.",
        )
        cards.addWidget(self.start_card)
        cards.addWidget(
            StartCard(
                "chart", "Vaikutusten itsearviointi", "Valmistele vastaukset yhdessä ennen THL:n kyselyä."
            )
        )
        cards.addWidget(
            StartCard("sprout", "Juurruttaminen", "Sovi tehtävät, vastuut ja aikataulu hankkeen jälkeen.")
        )
        row.addLayout(cards, 3)
        row.addWidget(
            DropArea(
                "Pudota tiedosto tähän",
                "THL:n PDF-lomake, luonnos (.rrp) tai vertaisarvio",
                "Valitse tiedosto…",
            ),
            2,
        )
        return holder

    def _rows(self) -> QWidget:
        card = Card(padding=(0, 0, 0, 0), spacing=0)
        for place, (title, answered, pills, when) in enumerate(
            (
                ("Chat ja chatbotin kehittäminen ja käyttöönotto", 34, ("error", "warning"), "tänään 9.58"),
                ("Etäasioinnin toimintamalli", 53, ("information",), "eilen 15.12"),
                ("Monialainen asiakasohjaus", 55, ("success",), "12.3.2025"),
            )
        ):
            if place:
                card.body.addWidget(Divider())
            row = ListRow(title, "Keski-Pohjanmaan HVA (RRP, P4, I4) · Kuvauksen itsearviointi")
            progress = QWidget()
            column = Column(progress, spacing=6)
            column.addWidget(label(f"{answered}/55 vastattu", "caption", colour="text", wrap=False))
            bar = ProgressBar(f"{title}, edistyminen")
            bar.set_share(answered / 55)
            column.addWidget(bar)
            row.add(progress, 132)
            found = QWidget()
            line = Row(found, spacing=6)
            words = {
                "error": "1 puute",
                "warning": "2 huomiota",
                "information": "1 vinkki",
                "success": "Valmis",
            }
            for status in pills:
                line.addWidget(StatusPill(status, words[status]))
            line.addStretch(1)
            row.add(found, 190)
            row.add(label(when, "caption", wrap=False))
            card.body.addWidget(row)
        card.body.addWidget(Divider())
        card.body.addWidget(
            ListRow(
                "Lapin hyvinvointilähete", "Investointi 2 · kesken", icon="page", trailing="chevron-right"
            )
        )
        return card

    def _banners(self) -> QWidget:
        holder = QWidget()
        column = Column(holder, spacing=12)
        column.addWidget(
            Banner(
                "information", "Edellisellä kerralla ohjelma sulkeutui kesken. Muutokset ovat tallessa.",
                "Chat ja chatbotin kehittäminen ja käyttöönotto · viimeisin muutos tänään 9.58 · 3 kohtaa muuttunut",
                actions=[("Näytä kaikki muutokset", "link"), ("Palauta", "outlined")], icon="history",
            )
        )  # fmt: skip
        column.addWidget(
            Banner(
                "warning",
                "Tiedosto on auki vain luettavaksi.",
                "Toinen ohjelma pitää sitä auki.",
                closable=False,
            )
        )
        column.addWidget(Banner("error", "Tallennus ei onnistunut.", "Levy on täynnä.", closable=False))
        empty = Card()
        empty.body.addWidget(
            EmptyState(
                "document", "Ei vielä luonnoksia. Aloita uusi arviointi tai avaa esimerkki.", "Avaa esimerkki"
            )
        )
        column.addWidget(empty)
        return holder

    def _panel(self) -> QWidget:
        panel = Panel("surface", lines="left")
        panel.setFixedWidth(theme.current().px(312))
        column = Column(panel, spacing=12, margins=(16, 16, 16, 16))
        column.addWidget(label("Ohje", "panel-heading"))
        column.addWidget(label("Tässä osassa kuvataan, mitä vakiintunut toiminta vaatii:", "help"))
        column.addWidget(
            Bullets(
                ["tehtävät: johtaminen, viestintä, koulutus, ylläpito", "resurssit, osaaminen ja työvälineet"],
                "help", colour="text",
            )
        )  # fmt: skip
        column.addWidget(Divider())
        rows = (
            ("warning", "Huomio", "4.2 Resurssit", "Kirjaa, mitä puuttuu.", "Siirry"),
            ("error", "Puute", "Aihealueet", "Digitaaliset palvelut puuttuu.", "Korjaa"),
            ("warning", "Huomio", "Ylläpitäjät", "Lisää toinen ylläpitäjä.", "Siirry"),
            ("information", "Vinkki", "Nimi", "Koodin muoto poikkeaa.", "Korjaa"),
        )
        for severity, word, place, sentence, action in rows:
            column.addWidget(FindingRow(severity, word, place, sentence, action, is_fix=action == "Korjaa"))
            column.addWidget(Divider())
        column.addStretch(1)
        return panel


def main(scheme: str = "light", zoom: str = "1", picture: str = "") -> int:
    """Show the gallery, or write it as a picture."""
    app = QApplication([])
    accessibility.install()
    theme.apply(app, scheme, float(zoom))
    gallery = Gallery()
    gallery.resize(1366, 700)
    gallery.show()
    if not picture:
        return app.exec()
    app.processEvents()
    height = gallery.page.verticalScrollBar().maximum() + 700
    gallery.resize(1366, height)
    app.processEvents()
    gallery.grab().save(str(Path(picture)))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
