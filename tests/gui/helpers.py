"""What the tests of the window share: made-up forms, drafts, keys pressed as a user presses them, answers to give."""

from __future__ import annotations

import ctypes
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QWidget

from rrp_desktop.core.questionnaire import Condition, Item, ItemType, Questionnaire, Value
from rrp_desktop.core.response import QuestionnaireResponse, asked_answers, new_response
from rrp_desktop.gui.main_window import MainWindow
from rrp_desktop.gui.questions import QuestionRow
from rrp_desktop.gui.session import Session
from rrp_desktop.storage.draft import Draft, new_draft
from rrp_desktop.storage.library import Library
from rrp_desktop.storage.recovery import RecoveryCopy

BUILT_IN = "kuvauksen-itsearviointi"
TODAY = date(2025, 3, 21)

Answers = Mapping[str, tuple[Value, ...]]

# --- made-up forms ---------------------------------------------------------------------------------------------------

MINI = """
id = "mini"
version = "1.0.0"
title = { fi = "Pieni lomake", sv = "Liten blankett", en = "Small form" }
description = { fi = "Keksitty lomake.", sv = "En påhittad blankett.", en = "A made-up form." }
notice = { fi = "Ei kenenkään oikea lomake.", sv = "Ingens riktiga blankett.", en = "Nobody’s real form." }

[sources.oma]
title = { fi = "Keksitty", sv = "Påhittad", en = "Made up" }

[options.asteikko]
source = "oma"
[[options.asteikko.option]]
code = "toteutuu"
text = { fi = "Toteutuu", sv = "Uppfylls", en = "Met" }
[[options.asteikko.option]]
code = "ei-viela"
text = { fi = "Ei vielä", sv = "Inte ännu", en = "Not yet" }

[options.varit]
source = "oma"
[[options.varit.option]]
code = "punainen"
text = { fi = "Punainen", sv = "Röd", en = "Red" }
[[options.varit.option]]
code = "sininen"
text = { fi = "Sininen", sv = "Blå", en = "Blue" }
[[options.varit.option]]
code = "tummanpunainen"
text = { fi = "Tummanpunainen", sv = "Mörkröd", en = "Dark red" }

[followups.miksi]
text = { fi = "Miksi?", sv = "Varför?", en = "Why?" }
expected_when = ["ei-viela"]
message = { fi = "Kirjaa syy.", sv = "Anteckna orsaken.", en = "Write down the reason." }

[[item]]
link_id = "perustiedot"
type = "group"
control = "page"
text = { fi = "Perustiedot", sv = "Grunduppgifter", en = "Basic data" }
help = { fi = "Kirjaa ensin nimi.", sv = "Skriv först namnet.", en = "Write the name first." }
points = [ { fi = "lyhyesti", sv = "kort", en = "briefly" }, { fi = "selvästi", sv = "tydligt", en = "clearly" } ]
source = "oma"

[[item]]
link_id = "nimi"
type = "string"
in = "perustiedot"
text = { fi = "Nimi", sv = "Namn", en = "Name" }
max_length = 80
required = true
source = "oma"

[[item]]
link_id = "kortti"
type = "group"
in = "perustiedot"
text = { fi = "Kortti", sv = "Kort", en = "Card" }
source = "oma"

[[item]]
link_id = "vari"
type = "coding"
control = "drop-down"
in = "kortti"
options = "varit"
text = { fi = "Väri", sv = "Färg", en = "Colour" }
source = "oma"

[[item]]
link_id = "savy"
type = "coding"
control = "drop-down"
in = "kortti"
options = "varit"
open = true
text = { fi = "Sävy", sv = "Nyans", en = "Shade" }
source = "oma"

[[item]]
link_id = "maara"
type = "integer"
in = "kortti"
text = { fi = "Määrä", sv = "Antal", en = "Number" }
source = "oma"

[[item]]
link_id = "paiva"
type = "date"
in = "kortti"
text = { fi = "Päivä", sv = "Dag", en = "Day" }
initial = "today"
source = "oma"

[[item]]
link_id = "linkki"
type = "url"
in = "kortti"
text = { fi = "Linkki", sv = "Länk", en = "Link" }
source = "oma"

[[item]]
link_id = "varit"
type = "coding"
control = "chips"
in = "perustiedot"
options = "varit"
open = true
repeats = true
text = { fi = "Värit", sv = "Färger", en = "Colours" }
source = "oma"

[[item]]
link_id = "arvio"
type = "group"
control = "page"
prefix = "1"
text = { fi = "Arvio", sv = "Bedömning", en = "Assessment" }
source = "oma"

[[item]]
link_id = "selkeys"
type = "coding"
control = "radio-button"
in = "arvio"
options = "asteikko"
text = { fi = "Kuvaus on selkeä", sv = "Beskrivningen är tydlig", en = "The description is clear" }
required = true
followup = "miksi"
source = "oma"

[[item]]
link_id = "mukana"
type = "boolean"
in = "arvio"
text = { fi = "Asiakkaat ovat mukana", sv = "Klienterna är med", en = "Clients take part" }
help = { fi = "Kysy heiltä.", sv = "Fråga dem.", en = "Ask them." }
source = "oma"

[[item]]
link_id = "ketka"
type = "coding"
control = "check-box"
in = "arvio"
options = "varit"
repeats = true
text = { fi = "Ketkä ovat mukana", sv = "Vilka är med", en = "Who takes part" }
enable_when = [ { question = "mukana", operator = "=", answer = true } ]
source = "oma"

[[item]]
link_id = "yhteenveto"
type = "group"
control = "page"
text = { fi = "Yhteenveto", sv = "Sammanfattning", en = "Summary" }
source = "oma"

[[item]]
link_id = "vahvuudet"
type = "text"
in = "yhteenveto"
text = { fi = "Vahvuudet", sv = "Styrkor", en = "Strengths" }
lines = 4
required = true
source = "oma"

[[rule]]
id = "punainen-puuttuu"
severity = "error"
item = "varit"
check = "contains"
values = ["punainen"]
short = { fi = "Punainen puuttuu.", sv = "Rött saknas.", en = "Red is missing." }
message = { fi = "Värien joukossa on oltava punainen.", sv = "Rött ska finnas bland färgerna.", en = "Red must be among the colours." }
source = "oma"

[[rule]]
id = "maara-pieni"
severity = "warning"
item = "maara"
check = "min"
limit = 2
short = { fi = "Määrä on pieni.", sv = "Antalet är litet.", en = "The number is small." }
message = { fi = "Määrä on alle {limit}.", sv = "Antalet är under {limit}.", en = "The number is under {limit}." }
source = "oma"
"""
"""A form with every kind of control, an error with a fix, a warning, a follow-up and a condition."""

PROGRAMME = {
    "programme.toml": """
id = "toinen"
version = "2.0.0"
title = { fi = "Toinen ohjelma", sv = "Ett annat program", en = "Another programme" }
source = "toinen"

[sources.toinen]
title = { fi = "Toisen ohjelman ohje", sv = "Det andra programmets anvisning", en = "Guide of the other programme" }
""",
    "items.toml": """
[[item]]
link_id = "suunta"
type = "coding"
control = "radio-button"
in = "perustiedot"
after = "nimi"
options = "suunnat"
text = { fi = "Suunta", sv = "Riktning", en = "Direction" }
required = true
source = "toinen"
""",
    "vocabulary.toml": """
[options.suunnat]
source = "toinen"
[[options.suunnat.option]]
code = "pohjoinen"
text = { fi = "Pohjoinen", sv = "Norr", en = "North" }
[[options.suunnat.option]]
code = "länsi"
text = { fi = "Länsi", sv = "Väster", en = "West" }
""",
    "rules.toml": """
[[rule]]
id = "suunta-nimessa"
severity = "error"
item = "nimi"
check = "matches"
when = [ { question = "suunta", operator = "=", answer = "pohjoinen" } ]
pattern = "pohjoinen"
short = { fi = "Suunta puuttuu nimestä.", sv = "Riktningen saknas i namnet.", en = "The direction is missing from the name." }
message = { fi = "Nimessä on oltava pohjoinen.", sv = "Namnet ska ha ordet pohjoinen.", en = "The name must say pohjoinen." }
source = "toinen"
""",
}
"""A programme that adds a question to the basic data and a rule to the name."""


def drop_form(data_dir: Path, text: str = MINI, name: str = "mini") -> Path:
    """Put a form into the data folder, as a user does."""
    path = data_dir / "forms" / name / "form.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def drop_programme(data_dir: Path, name: str = "toinen") -> None:
    """Put the made-up programme into the data folder."""
    folder = data_dir / "forms" / "programmes" / name
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in PROGRAMME.items():
        (folder / file).write_text(text, encoding="utf-8")


def mini(data_dir: Path, answers: Answers | None = None) -> Draft:
    """A new draft of the small form, which this also drops into the data folder."""
    drop_form(data_dir)
    questionnaire = Library(data_dir / "forms").questionnaire("mini", None)
    response = new_response(questionnaire, TODAY)
    for link_id, values in (answers or {}).items():
        response = response.with_answer(link_id, values)
    return new_draft(questionnaire, response)


FINISHED: Answers = MappingProxyType(
    {
        "nimi": ("Malli",),
        "varit": ("punainen",),
        "selkeys": ("toteutuu",),
        "vahvuudet": ("Selkeä.",),
    }
)
"""Answers to the small form after which no error is left."""


def leave_behind(data_dir: Path, draft: Draft, original: Path | None) -> Path:
    """What a killed program leaves: a recovery copy whose lock nobody holds any more."""
    copy = RecoveryCopy(data_dir / "recovery")
    copy.write(draft, original)
    assert copy._lock is not None
    os.close(copy._lock)
    copy._lock = None
    return copy._copy


def settle() -> None:
    """Let happen what waits to happen, as it would in the running program: also what was left to deleteLater."""
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


# --- what is on screen -----------------------------------------------------------------------------------------------


def words_on(widget: QWidget) -> list[str]:
    """The words that can be seen, labels and buttons alike."""
    settle()
    shown = [one for one in widget.findChildren(QWidget) if one.isVisible()]
    return [words for one in shown if (words := _words_of(one))]


def _words_of(widget: QWidget) -> str:
    if words := getattr(widget, "words", None):
        return str(words()) if callable(words) else ""
    text = getattr(widget, "text", None)
    return str(text()) if callable(text) else ""


def banners(window: MainWindow) -> list[str]:
    """The messages above the page, each with its detail."""
    settle()
    return [" ".join(words_on(banner)) for banner in window._banners if banner.isVisible()]


def rows(window: MainWindow) -> dict[str, QuestionRow]:
    """The questions of the shown page that are asked."""
    settle()
    assert window.editor is not None
    found = window.editor.findChildren(QuestionRow)
    return {row.item.link_id: row for row in found if row.isVisible()}


def session_of(window: MainWindow) -> Session:
    """The draft that is open."""
    assert window.session is not None
    return window.session


def control(window: MainWindow, link_id: str) -> QWidget:
    """The control of a question on the shown page."""
    return rows(window)[link_id].control.widget


def shown_values(window: MainWindow, link_id: str) -> object:
    """What the control of a question shows."""
    widget = control(window, link_id)
    for reader in ("values", "value", "date", "text"):
        if hasattr(widget, reader):
            return getattr(widget, reader)()
    raise AssertionError(f"nothing to read in {widget}")


# --- keys ------------------------------------------------------------------------------------------------------------


class Keyboard:
    """Presses keys where the keyboard is.  It never moves the focus but by a key."""

    most_tabs = 200

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def focus(self) -> QWidget:
        """The widget that keys go to: in the popup that is open, else in the active window."""
        popup = QApplication.activePopupWidget()
        target: QWidget | None = QApplication.focusWidget()
        if popup is not None:
            inside: QWidget | None = popup.focusWidget()
            target = inside if inside is not None else popup
        assert target is not None, "the keyboard is nowhere"
        return target

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1
    ) -> None:
        """Press a key through the window system, so that shortcuts and popups get theirs first."""
        for _ in range(times):
            window = QGuiApplication.focusWindow()
            assert window is not None, "no window has the keyboard"
            QTest.keyClick(window, key, modifiers)
            settle()

    def shortcut(self, action: QAction) -> None:
        """Press the keys of an action."""
        keys = action.shortcut()
        assert not keys.isEmpty(), f"no keys for {action.text()}"
        first = keys[0]  # type: ignore[index]  # Qt's own operator[]
        self.press(first.key(), first.keyboardModifiers())

    def control(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def type(self, text: str) -> None:
        """Type a text; a line break is Enter."""
        for character in text:
            if character == "\n":
                self.press(Qt.Key.Key_Return)
                continue
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
                QApplication.sendEvent(self.focus(), event)
        settle()

    def write(self, text: str) -> None:
        """Replace what a field holds."""
        self.control(Qt.Key.Key_A)
        self.type(text)

    def question(self) -> str:
        """Link id of the question that has the keyboard; empty where it is elsewhere."""
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None:
            if widget.accessibleIdentifier():
                return widget.accessibleIdentifier()
            widget = widget.parentWidget()
        return ""

    def tab_to(self, link_id: str) -> None:
        """Press Tab until the question has the keyboard."""
        self.tab_until(lambda: self.question() == link_id, f"the question {link_id}")

    def tab_until(self, reached: Callable[[], bool], what: str) -> None:
        """Press Tab until something holds."""
        for _ in range(self.most_tabs):
            if reached():
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not come to {what}")

    def tab_to_name(self, name: str) -> None:
        """Press Tab until the control of this accessible name has the keyboard."""
        self.tab_until(lambda: self.focus().accessibleName() == name, name)

    # --- one kind of control each

    def answer(self, item: Item, values: tuple[Value, ...]) -> None:
        """Answer the question that has the keyboard."""
        assert self.question() == item.link_id
        if item.type is ItemType.CODING or item.repeats:
            self._choose(item, tuple(map(str, values)))
        elif item.type is ItemType.BOOLEAN:
            self._radio(("true", "false"), "true" if values[0] else "false")
        elif item.type is ItemType.DATE:
            day = date.fromisoformat(str(values[0]))
            self.write(f"{day.day}.{day.month}.{day.year}")
        else:
            self.write(str(values[0]))

    def _choose(self, item: Item, values: tuple[str, ...]) -> None:
        codes = tuple(option.code for option in item.options)
        if item.repeats and (item.open or item.control == "chips" or not codes):
            self._chips(item, values)
        elif item.repeats:
            self._boxes(codes, values)
        elif item.control == "radio-button" and not item.open:
            self._radio(codes, values[0])
        elif item.open and values[0] not in codes:
            self.write(values[0])
        else:
            self.press(Qt.Key.Key_Home)
            self.press(Qt.Key.Key_Down, times=codes.index(values[0]) + 1)

    def _radio(self, codes: tuple[str, ...], code: str) -> None:
        self.press(Qt.Key.Key_Right, times=codes.index(code))
        self.press(Qt.Key.Key_Space)

    def _boxes(self, codes: tuple[str, ...], wanted: tuple[str, ...]) -> None:
        for place, code in enumerate(codes):
            if place:
                self.press(Qt.Key.Key_Tab)
            if code in wanted:
                self.press(Qt.Key.Key_Space)

    def _chips(self, item: Item, wanted: tuple[str, ...]) -> None:
        words = {option.code: option.text["fi"] for option in item.options}
        for value in wanted:
            self.tab_until(self._at_add, f"the button that adds to {item.link_id}")
            assert self.question() == item.link_id
            self.press(Qt.Key.Key_Space)
            assert QApplication.activePopupWidget() is not None, "the list of values does not open"
            self.type(words.get(value, value))
            self._to_row(words.get(value, value))
            self.press(Qt.Key.Key_Return)

    def _to_row(self, words: str) -> None:
        """Where the words are part of other values too, go down to the right one."""
        popup = QApplication.activePopupWidget()
        assert popup is not None
        shown = popup.findChild(QListWidget)
        if shown is None or not shown.isVisible():
            return
        wanted = [place for place in range(shown.count()) if shown.item(place).text() == words]
        if wanted:
            self.press(Qt.Key.Key_Down, times=wanted[0] - max(shown.currentRow(), 0))

    def _at_add(self) -> bool:
        """Whether the keyboard is on the last stop of a question with chips, which is no chip."""
        checkable = getattr(self.focus(), "isCheckable", None)
        return checkable is not None and not checkable()


# --- answers to give -------------------------------------------------------------------------------------------------


@dataclass
class Wanted:
    """Answers to every question that a form can ask at once, unlike each other, made from the form alone.

    Attributes:
        long: Link ids of the texts that are longer than their box.
    """

    questionnaire: Questionnaire
    answers: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    long: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        asked_for = self._asked_for()
        made = {
            item.link_id: self._answer(number, item, asked_for.get(item.link_id, ()))
            for number, item in enumerate(self.questionnaire.questions(), 1)
            if not item.read_only
        }
        response = QuestionnaireResponse(MappingProxyType(made))
        self.answers = asked_answers(self.questionnaire, response)

    def response(self) -> QuestionnaireResponse:
        """The answers as a response."""
        return replace(QuestionnaireResponse(), answers=MappingProxyType(self.answers))

    def _asked_for(self) -> dict[str, tuple[Value, ...]]:
        """The answers after which further questions are asked."""
        found: dict[str, tuple[Value, ...]] = {}
        for condition in self._conditions():
            if condition.operator == "=":
                found[condition.question] = (*found.get(condition.question, ()), condition.answer)
        return found

    def _conditions(self) -> Iterator[Condition]:
        for item in self.questionnaire.walk():
            yield from item.enable_when

    def _answer(self, number: int, item: Item, asked_for: tuple[Value, ...]) -> tuple[Value, ...]:
        if item.repeats and item.type is not ItemType.CODING:
            one = replace(item, repeats=False)
            return (*self._answer(number, one, ()), *self._answer(number + 100, one, ()))
        match item.type:
            case ItemType.CODING:
                return self._codes(number, item, asked_for)
            case ItemType.BOOLEAN:
                return asked_for[:1] or (number % 2 == 0,)
            case ItemType.DATE:
                return (date(2025, 1 + number % 12, 1 + number % 28).isoformat(),)
            case ItemType.INTEGER:
                return asked_for[:1] or (number + 2,)
            case ItemType.URL:
                return (f"https://innokyla.fi/fi/toimintamalli/malli-{number}",)
            case ItemType.TEXT:
                return (self._text(number, item),)
        return (self._line(number, item),)

    def _codes(self, number: int, item: Item, asked_for: tuple[Value, ...]) -> tuple[Value, ...]:
        codes = [option.code for option in item.options]
        own = [f"Oma arvo {number} čđŋ"] if item.open else []
        if item.repeats:
            chosen = {*map(str, asked_for), *codes[number % 2 : 3 : 2]}
            return (*(code for code in codes if code in chosen), *own)
        if asked_for:
            return asked_for[:1]
        return tuple(own or [codes[number % len(codes)]])

    def _line(self, number: int, item: Item) -> str:
        return f"Vastaus {number}: šiljo & žábbi – ”hyvä” ≥ 3 €"[: item.max_length]

    def _text(self, number: int, item: Item) -> str:
        text = f"Teksti {number} alkaa: R&D → käyttö.\n\nToinen kappale {number}: áđđejupmi, ŋ ja ŧ."
        if number % 9 == 0 and item.max_length is None:
            self.long.append(item.link_id)
            text += "".join(
                f"\nRivi {number}.{line} kertoo, mitä vielä tehdään ja kuka sen tekee." for line in range(10)
            )
        return text[: item.max_length]


# --- other readers of PDFs -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Button:
    """A radio button or check box of a PDF, where it stands on its page, in points from the upper left."""

    page: int
    place: tuple[float, float, float, float]
    state: str
    is_on: bool


@dataclass
class PdfiumFields:
    """What pdfium's form API finds in the fields of a PDF.

    Attributes:
        texts: Values of texts and lists, by the field's full name.
        buttons: By the field's full name.
    """

    texts: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, list[Button]] = field(default_factory=dict)

    def answers(self, item: Item) -> list[str]:
        """What the fields of a question hold: states of buttons that are on, texts; of several values one a line."""
        names = [name for name in (*self.buttons, *self.texts) if name.split(".")[0] == item.link_id]
        on = [one.state for name in names for one in self.buttons.get(name, ()) if one.is_on]
        texts = [self.texts[name] for name in names if self.texts.get(name)]
        return on + ([line for text in texts for line in text.split("\n")] if item.repeats else texts)


def read_with_pdfium(path: Path) -> PdfiumFields:
    """Read the fields of a PDF."""
    import pypdfium2

    found = PdfiumFields()
    pdf = pypdfium2.PdfDocument(path)
    try:
        pdf.init_forms()
        for number in range(len(pdf)):
            page = pdf[number]
            _read_page(found, page, pdf.formenv.raw, number)
            page.close()
    finally:
        pdf.close()
    return found


def _read_page(found: PdfiumFields, page: Any, form: Any, number: int) -> None:
    from pypdfium2 import raw

    for place in range(raw.FPDFPage_GetAnnotCount(page)):
        widget = raw.FPDFPage_GetAnnot(page, place)
        if raw.FPDFAnnot_GetSubtype(widget) == raw.FPDF_ANNOT_WIDGET:
            name = _pdfium_text(raw.FPDFAnnot_GetFormFieldName, form, widget)
            if raw.FPDFAnnot_GetFormFieldType(form, widget) in (
                raw.FPDF_FORMFIELD_CHECKBOX,
                raw.FPDF_FORMFIELD_RADIOBUTTON,
            ):
                state = _pdfium_text(raw.FPDFAnnot_GetFormFieldExportValue, form, widget)
                rect = raw.FS_RECTF()
                raw.FPDFAnnot_GetRect(widget, rect)
                height = page.get_height()
                where = (rect.left, height - rect.top, rect.right, height - rect.bottom)
                # the name of a state is bytes, which pdfium takes for Latin-1
                state = state.encode("latin-1").decode("utf-8")
                button = Button(number, where, state, bool(raw.FPDFAnnot_IsChecked(form, widget)))
                found.buttons.setdefault(name, []).append(button)
            else:
                value = _pdfium_text(raw.FPDFAnnot_GetFormFieldValue, form, widget)
                found.texts[name] = value.replace("\r\n", "\n").replace("\r", "\n")
        raw.FPDFPage_CloseAnnot(widget)


def _pdfium_text(get: Any, *arguments: Any) -> str:
    """Text out of one of pdfium's functions that fill a buffer with UTF-16."""
    size = get(*arguments, None, 0)
    buffer = ctypes.create_string_buffer(size)
    get(*arguments, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[:size].decode("utf-16-le").rstrip("\0")


def read_with_poppler(path: Path) -> str:
    """The words that Poppler sees, first in reading order, then as they lie; without any white space."""
    found = ""
    for options in ([], ["-layout"]):
        command = ["pdftotext", *options, "-enc", "UTF-8", str(path), "-"]
        found += subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    return squeezed(found)


def squeezed(text: str) -> str:
    """A text without white space: how a reader breaks lines makes no difference."""
    return "".join(text.split())


def ink_with_poppler(path: Path, buttons: Iterable[Button]) -> dict[Button, float]:
    """How dark the middle of each button is when Poppler draws it: 0 to 1."""
    dots = 100
    wanted = list(buttons)
    found: dict[Button, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-gray", "-r", str(dots), str(path), f"{folder}/page"]
        subprocess.run(command, check=True, capture_output=True)
        pages = sorted(Path(folder).glob("page-*.pgm"))
        for number, page in enumerate(pages):
            width, height, pixels = _grey_picture(page.read_bytes())
            for button in (one for one in wanted if one.page == number):
                left, top, right, bottom = (round(side * dots / 72) for side in button.place)
                inset_x, inset_y = (right - left) // 4, (bottom - top) // 4
                rows_of_it = range(max(top + inset_y, 0), min(bottom - inset_y, height))
                inside = [
                    pixels[y * width + left + inset_x : y * width + right - inset_x] for y in rows_of_it
                ]
                levels = b"".join(inside)
                found[button] = 1 - sum(levels) / (255 * len(levels))
    return found


def _grey_picture(data: bytes) -> tuple[int, int, bytes]:
    """Width, height and grey levels of a binary PGM."""
    kind, width, height, most = data.split(maxsplit=4)[:4]
    assert (kind, most) == (b"P5", b"255")
    size = int(width) * int(height)
    return int(width), int(height), data[-size:]
