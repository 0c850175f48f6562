"""Pages at the end of a filled form for the texts that their fields have no room for.

A4, in the look of the program's own forms: a small header, then for each text a heading, a line that leads back to
the field, and the whole text.  In a tagged document the pages are tagged too.  Lengths are in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
)

from rrp_desktop.i18n import N_, catalogue
from rrp_desktop.pdf.appearance import Face
from rrp_desktop.pdf.fields import Page, Rect
from rrp_desktop.pdf.fit import wrap
from rrp_desktop.pdf.fonts import ASCENT, Subset, Weight, drawable, font
from rrp_desktop.pdf.tags import Tags
from rrp_desktop.pdf.update import Update, dictionary, reference_of, resolve, stream, text_string

PAGE_WIDTH: Final = 595.276
PAGE_HEIGHT: Final = 841.89
MARGIN: Final = 46.0

_TEXT_WIDTH: Final = 470.0  # no longer lines: some 100 letters are as many as an eye follows back
_TOP: Final = PAGE_HEIGHT - 74.0  # below the header
_HEADER_BASELINE: Final = PAGE_HEIGHT - 40.0
_RULE: Final = PAGE_HEIGHT - 50.0
_BOTTOM: Final = 52.0
_HEADING_SIZE: Final = 12.0
_BODY_SIZE: Final = 10.0
_SMALL_SIZE: Final = 8.5
_LINE: Final = 1.4  # from baseline to baseline, in ems
_BETWEEN: Final = 20.0  # above a heading in the middle of a page
_KEEP: Final = 3  # lines of the text that stand with its heading

_INK: Final = "0.086 0.133 0.165 rg"
_QUIET: Final = "0.298 0.357 0.388 rg"
_ACCENT: Final = "0.055 0.373 0.455"
_ARTIFACT: Final = "/Artifact <</Type /Pagination /Subtype /Header>> BDC"

_CONTINUES = N_("… (jatkuu sivulla {page})")
_CONTINUES_LINK = N_("Jatkuu sivulla {page}")
_HEADING = N_("Jatkoa: {name}")
_BACK = N_("Kohta on sivulla {page}")
_PAGE = N_("sivu {page}/{pages}")


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages say, in one language."""

    continues: str
    continues_link: str
    heading: str
    back: str
    page: str

    @classmethod
    def of(cls, language: str) -> Words:
        """The words in fi, sv or en."""
        say = catalogue(language).gettext
        return cls(say(_CONTINUES), say(_CONTINUES_LINK), say(_HEADING), say(_BACK), say(_PAGE))


@dataclass(frozen=True, slots=True)
class Section:
    """A text to continue.

    Attributes:
        title: Name of the field for people.
        text: The whole text.
        page: Number of the page from 0 on which the field is.
        rect: Where on that page.
    """

    title: str
    text: str
    page: int
    rect: Rect


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text is continued: page number from 0, and the height of its heading's top on that page."""

    page: int
    top: float


@dataclass(slots=True)
class _Element:
    """A piece of structure: its type, its parts on pages, and where it leads if it is a link."""

    kind: str
    section: int
    parts: list[tuple[int, int]] = field(default_factory=list)  # (page among the new ones, mark)
    link: Rect | None = None


@dataclass(slots=True)
class _Run:
    """Lines that are shown together: one marked content."""

    element: int
    mark: int
    style: tuple[str, float, str]  # font key, size, colour
    lines: list[tuple[float, float, str]] = field(default_factory=list)


class Continuation:
    """The layout of all continuation pages, made before anything is drawn so that fields can refer to them."""

    def __init__(self, sections: Sequence[Section], words: Words, first_page: int) -> None:
        """Lay the texts out; the first new page has the number `first_page` (from 0)."""
        self._sections = sections
        self._words = words
        self._first = first_page
        self._pages: list[list[_Run]] = []
        self._elements: list[_Element] = []
        self._y = 0.0
        self.places: list[Place] = [self._lay_out(index, section) for index, section in enumerate(sections)]

    def __len__(self) -> int:
        return len(self._pages)

    # ------------------------------------------------------------------------------------------------------- layout

    def _lay_out(self, index: int, section: Section) -> Place:
        title = drawable(self._words.heading.format(name=section.title)).replace("\n", " ")
        heading = wrap(title, _TEXT_WIDTH, _HEADING_SIZE, Weight.SEMIBOLD)
        body = wrap(drawable(section.text), _TEXT_WIDTH, _BODY_SIZE)
        needed = _LINE * (_HEADING_SIZE * len(heading) + _SMALL_SIZE + _BODY_SIZE * min(len(body), _KEEP))
        if not self._pages or self._y - _BETWEEN - needed < _BOTTOM:
            self._new_page()
        else:
            self._y -= _BETWEEN
        place = Place(self._first + len(self._pages) - 1, self._y)
        self._paragraph("/H2", index, heading, ("/F2", _HEADING_SIZE, _INK))
        self._back(index, section)
        paragraph: list[str] = []
        for line in body:
            paragraph.append(line)
            if line.endswith("\n"):
                self._paragraph("/P", index, paragraph, ("/F1", _BODY_SIZE, _INK))
                paragraph = []
        self._paragraph("/P", index, paragraph, ("/F1", _BODY_SIZE, _INK))
        return place

    def _back(self, index: int, section: Section) -> None:
        text = self._words.back.format(page=section.page + 1)
        size = _SMALL_SIZE
        self._y -= 2.0
        self._paragraph("/Link", index, [text], ("/F1", size, f"{_ACCENT} rg"))
        run = self._pages[-1][-1]
        x, y, _ = run.lines[0]
        width = font().width(text, size)
        self._elements[-1].link = (x, y - 0.3 * size, x + width, y + size)
        self._y -= 4.0

    def _paragraph(
        self, kind: str, section: int, lines: Sequence[str], style: tuple[str, float, str]
    ) -> None:
        """Lines of one element, over as many pages as they take; empty lines only move on."""
        _, size, _ = style
        run: _Run | None = None
        element: _Element | None = None
        for line in lines:
            if self._y - _LINE * size < _BOTTOM:
                self._new_page()
                run = None
            self._y -= _LINE * size
            shown = line.rstrip(" \n")
            if not shown:
                continue
            if element is None:
                element = _Element(kind, section)
                self._elements.append(element)
            if run is None:
                page = self._pages[-1]
                run = _Run(len(self._elements) - 1, len(page), style)
                page.append(run)
                element.parts.append((len(self._pages) - 1, run.mark))
            run.lines.append((MARGIN, self._y + (_LINE - ASCENT) * size / 2, shown))

    def _new_page(self) -> None:
        self._pages.append([])
        self._y = _TOP

    # ------------------------------------------------------------------------------------------------------ writing

    def write(
        self,
        update: Update,
        form_pages: Sequence[Page],
        faces: tuple[Face, Face],
        title: str,
        tags: Tags | None,
        language: str | None,
    ) -> list[IndirectObject]:
        """Append the pages to the document; their references.

        Args:
            update: The change that they belong to.
            form_pages: The pages of the form, for the references back.
            faces: The regular and the semibold font.
            title: What the header says.
            tags: The structure tree, if the document is tagged.
            language: Language of the words, if the document is in another one.
        """
        subsets = {"/F1": faces[0].subset, "/F2": faces[1].subset}
        fonts = {"/F1": faces[0].reference, "/F2": faces[1].reference}
        resources = update.add(dictionary({"/Font": fonts}))
        references = [update.reserve() for _ in self._pages]
        made = []
        for index, runs in enumerate(self._pages):
            content = self._header(title, self._first + index + 1, subsets["/F1"])
            content += "".join(_drawn(run, self._elements[run.element].kind, subsets, tags) for run in runs)
            page = dictionary(
                {
                    "/Type": "/Page",
                    "/MediaBox": [0, 0, PAGE_WIDTH, PAGE_HEIGHT],
                    "/Rotate": 0,
                    "/Resources": resources,
                    "/Contents": update.add(stream({}, content.encode("ascii"))),
                    "/Tabs": "/S",
                }
            )
            update.put(references[index], page)
            made.append(page)
        self._link_back(update, form_pages, made, references, tags, language)
        _append_pages(update, references, made)
        return references

    def _header(self, title: str, page: int, regular: Subset) -> str:
        number = self._words.page.format(page=page, pages=self._first + len(self))
        width = regular.font.width
        right = PAGE_WIDTH - MARGIN - width(number, _SMALL_SIZE)
        room = right - MARGIN - 24
        title = drawable(title).replace("\n", " ")
        if width(title, _SMALL_SIZE) > room:
            title = wrap(title, room - 10, _SMALL_SIZE)[0].rstrip() + " …"
        shown = [(MARGIN, _HEADER_BASELINE, title), (right, _HEADER_BASELINE, number)]
        rule = f"{_ACCENT} RG 1.2 w {MARGIN:.2f} {_RULE:.2f} m {PAGE_WIDTH - MARGIN:.2f} {_RULE:.2f} l S"
        return f"{_ARTIFACT}\n{rule}\n{_text(('/F1', _SMALL_SIZE, _QUIET), shown, regular)}\nEMC\n"

    def _link_back(
        self,
        update: Update,
        form_pages: Sequence[Page],
        made: Sequence[DictionaryObject],
        references: Sequence[IndirectObject],
        tags: Tags | None,
        language: str | None,
    ) -> None:
        """Links to the fields, and the structure of every page."""
        annotations: list[list[PdfObject]] = [[] for _ in made]
        marks: list[dict[int, IndirectObject]] = [{} for _ in made]
        sections = self._section_elements(tags, language)
        for element in self._elements:
            reference = None
            if tags is not None:
                reference = self._element(tags, element, sections[element.section], references)
                for page, mark in element.parts:
                    marks[page][mark] = reference
            if element.link is not None:
                section = self._sections[element.section]
                target = [form_pages[section.page].reference, "/XYZ", NULL, section.rect[3] + 24, NULL]
                words = self._words.back.format(page=section.page + 1)
                page = element.parts[0][0]
                annotations[page].append(link(update, element.link, target, words, tags, reference))
        for page_object, links, marked in zip(made, annotations, marks, strict=True):
            if links:
                page_object[NameObject("/Annots")] = ArrayObject(links)
            if tags is not None:
                key = tags.key()
                page_object[NameObject("/StructParents")] = NumberObject(key)
                tags.parent_of_content(key, ArrayObject(marked[mark] for mark in sorted(marked)))

    def _section_elements(self, tags: Tags | None, language: str | None) -> list[IndirectObject]:
        if tags is None:
            return []
        more = {} if language is None else {"Lang": text_string(language)}
        return [tags.element("/Sect", None, K=ArrayObject(), **more) for _ in self._sections]

    def _element(
        self, tags: Tags, element: _Element, above: IndirectObject, pages: Sequence[IndirectObject]
    ) -> IndirectObject:
        """The structure element of a heading, paragraph or link, under its section."""
        content = [
            dictionary({"/Type": "/MCR", "/Pg": pages[page], "/MCID": mark}) for page, mark in element.parts
        ]
        first = pages[element.parts[0][0]]
        if element.kind == "/Link":  # a link stands in a paragraph
            paragraph = tags.element("/P", above, Pg=first, K=ArrayObject())
            made = tags.element("/Link", paragraph, Pg=first, K=ArrayObject(content))
            resolve(paragraph)["/K"].append(made)
            resolve(above)["/K"].append(paragraph)
            return made
        made = tags.element(element.kind, above, Pg=first, K=ArrayObject(content))
        resolve(above)["/K"].append(made)
        return made


NULL: Final = NullObject()


def link(
    update: Update,
    rect: Rect,
    target: Sequence[Any],
    words: str,
    tags: Tags | None,
    element: IndirectObject | None,
) -> IndirectObject:
    """A link annotation (12.5.6.5) to a place in the document, held by its Link element in a tagged one."""
    annotation = dictionary(
        {
            "/Type": "/Annot",
            "/Subtype": "/Link",
            "/Rect": list(rect),
            "/Border": [0, 0, 0],
            "/F": 4,
            "/Dest": list(target),
            "/Contents": text_string(words),
        }
    )
    reference = update.add(annotation)
    if tags is not None and element is not None:
        key = tags.key()
        annotation[NameObject("/StructParent")] = NumberObject(key)
        tags.parent_of_content(key, element)
        resolve(element)["/K"].append(dictionary({"/Type": "/OBJR", "/Obj": reference}))
    return reference


def pages_may_follow(reader: PdfReader) -> bool:
    """Is the page tree such that pages can be put at its end?"""
    catalog = resolve(reader.trailer.get("/Root"))
    root = resolve(catalog.get("/Pages"))
    return (
        "/Pages" in catalog
        and reference_of(catalog, "/Pages") is not None
        and isinstance(root, DictionaryObject)
        and isinstance(resolve(root.get("/Kids")), ArrayObject)
    )


def _append_pages(
    update: Update, references: Sequence[IndirectObject], pages: Sequence[DictionaryObject]
) -> None:
    """Put the pages at the end of the page tree (7.7.3)."""
    catalog = resolve(update.reader.trailer.get("/Root"))
    root_reference = reference_of(catalog, "/Pages")
    root = resolve(root_reference)
    kids = resolve(root.get("/Kids"))
    kids += references
    for page in pages:
        page[NameObject("/Parent")] = root_reference
    count = resolve(root.get("/Count"))
    before = int(count) if isinstance(count, NumberObject) else len(kids) - len(references)
    root[NameObject("/Count")] = NumberObject(before + len(references))
    if root_reference is not None:
        update.touch(root_reference)
    if kids_reference := reference_of(root, "/Kids"):
        update.touch(kids_reference)


def _drawn(run: _Run, kind: str, subsets: dict[str, Subset], tags: Tags | None) -> str:
    text = _text(run.style, run.lines, subsets[run.style[0]])
    return f"{kind} <</MCID {run.mark}>> BDC\n{text}\nEMC\n" if tags is not None else text + "\n"


def _text(style: tuple[str, float, str], lines: Sequence[tuple[float, float, str]], subset: Subset) -> str:
    font_key, size, colour = style
    parts = [f"BT {font_key} {size:g} Tf {colour}"]
    at_x = at_y = 0.0
    for x, y, line in lines:
        x, y = round(x, 3), round(y, 3)  # noqa: PLW2901 - so that the steps add up
        parts.append(f"{x - at_x:.3f} {y - at_y:.3f} Td <{subset.codes(line).hex()}> Tj")
        at_x, at_y = x, y
    return "\n".join([*parts, "ET"])
