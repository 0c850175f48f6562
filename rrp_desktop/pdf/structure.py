"""Makes a whole tagged PDF out of drawn pages: structure tree, bookmarks, metadata, and the file itself.

Structure tree and parent tree: ISO 32000-1, 14.7; marked content: 14.6; what PDF/UA asks for besides: ISO 14289-1.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import (
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from rrp_desktop.pdf.update import dictionary, pdf_object, resolve, serialise, text_string


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of a page's content, by its marked-content identifier."""

    page: int
    identifier: int


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """A widget on a page, by its number in the order of drawing."""

    page: int
    widget: int


@dataclass(slots=True)
class Element:
    """A structure element (Document, Sect, H1–H6, P, L, LI, Lbl, LBody, Form) and what it holds in reading order.

    Attributes:
        language: Where it differs from the document's.
    """

    tag: str
    kids: list[Element | Marked | FieldPlace] = field(default_factory=list)
    language: str = ""


class Document:
    """The objects of one file: those of a drawn PDF, changed in place, and new ones; written in one piece."""

    def __init__(self, drawn: bytes) -> None:
        reader = PdfReader(io.BytesIO(drawn))
        self._reader = reader
        self._objects: dict[int, PdfObject] = {}
        for number in sorted(reader.xref[0]):
            value = IndirectObject(number, 0, reader).get_object()
            if value is not None:
                self._objects[number] = value
        self._next = max(self._objects) + 1
        self.root: DictionaryObject = resolve(reader.trailer["/Root"])
        self._root_number: int = reader.trailer.raw_get("/Root").idnum
        self.pages: list[IndirectObject] = [
            page.indirect_reference for page in reader.pages if page.indirect_reference is not None
        ]

    def page(self, index: int) -> DictionaryObject:
        """The dictionary of a page, counted from 0."""
        page: DictionaryObject = resolve(self.pages[index])
        return page

    def reserve(self) -> IndirectObject:
        """A reference to an object that follows later with `put`."""
        self._next += 1
        return IndirectObject(self._next - 1, 0, self._reader)

    def put(self, reference: IndirectObject, value: Mapping[str, Any] | PdfObject) -> IndirectObject:
        """Set the object that a reference stands for."""
        made = pdf_object(value)
        self._objects[reference.idnum] = made
        self._reader.resolved_objects[0, reference.idnum] = made
        return reference

    def add(self, value: Mapping[str, Any] | PdfObject) -> IndirectObject:
        """Take a new object in; its reference."""
        return self.put(self.reserve(), value)

    def write(self, information: Mapping[str, str]) -> bytes:
        """The file, with a cross-reference table, so that an update of it needs no stream (7.5.4).

        Only what the catalog and the information dictionary lead to is written, numbered from 1 in that order; the
        file identifier follows from the content.  So the same objects always make the same bytes.

        Args:
            information: The information dictionary (14.3.3): key with slash → text.
        """
        info = self.add({key: text_string(value) for key, value in information.items()})
        order = self._reachable([self._root_number, info.idnum])
        numbers = {old: new for new, old in enumerate(order, 1)}
        out = io.BytesIO()
        out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for old, new in numbers.items():
            places.append(out.tell())
            renumbered = self._renumbered(self._objects[old], numbers)
            out.write(b"%d 0 obj\n%s\nendobj\n" % (new, serialise(renumbered)))
        start = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        out.writelines(b"%010d 00000 n \n" % place for place in places)
        identifier = ByteStringObject(hashlib.sha256(out.getvalue()).digest()[:16])
        trailer = {
            "/Size": len(places) + 1,
            "/Root": IndirectObject(numbers[self._root_number], 0, self._reader),
            "/Info": IndirectObject(numbers[info.idnum], 0, self._reader),
            "/ID": [identifier, identifier],
        }
        out.write(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (serialise(dictionary(trailer)), start))
        return out.getvalue()

    def _reachable(self, numbers: Sequence[int]) -> list[int]:
        order: dict[int, None] = {}
        waiting = list(reversed(numbers))
        while waiting:
            number = waiting.pop()
            if number not in order and number in self._objects:
                order[number] = None
                waiting += reversed(_references(self._objects[number]))
        return list(order)

    def _renumbered(self, value: Any, numbers: Mapping[int, int]) -> Any:
        if isinstance(value, IndirectObject):
            return IndirectObject(numbers[value.idnum], 0, self._reader)
        if isinstance(value, DictionaryObject):
            for key in list(value):
                dict.__setitem__(value, key, self._renumbered(dict.__getitem__(value, key), numbers))
        elif isinstance(value, list):
            value[:] = [self._renumbered(entry, numbers) for entry in list.__iter__(value)]
        return value


def _references(value: Any) -> list[int]:
    """Numbers of the objects that this one refers to, in order."""
    if isinstance(value, IndirectObject):
        return [value.idnum]
    if isinstance(value, DictionaryObject):
        return [number for entry in dict.values(value) for number in _references(entry)]
    if isinstance(value, list):
        return [number for entry in list.__iter__(value) for number in _references(entry)]
    return []


# -------------------------------------------------------------------------------------------------------- structure


def add_structure(document: Document, structure: Element, widgets: Sequence[IndirectObject]) -> None:
    """Put the structure tree in: parent tree, page and widget entries, and the mark that the file is tagged.

    Args:
        structure: The Document element with all that it holds, in reading order.
        widgets: The widget annotations by their number in the order of drawing.
    """
    count = len(document.pages)
    on_pages: list[dict[int, IndirectObject]] = [{} for _ in range(count)]
    of_widgets: dict[int, IndirectObject] = {}

    def build(element: Element, parent: IndirectObject) -> IndirectObject:
        own = document.reserve()
        kids: list[Any] = []
        for kid in element.kids:
            match kid:
                case Element():
                    kids.append(build(kid, own))
                case Marked(page, identifier):
                    on_pages[page][identifier] = own
                    kids.append({"/Type": "/MCR", "/Pg": document.pages[page], "/MCID": identifier})
                case FieldPlace(page, widget):
                    of_widgets[widget] = own
                    kids.append({"/Type": "/OBJR", "/Pg": document.pages[page], "/Obj": widgets[widget]})
        entries: dict[str, Any] = {"/Type": "/StructElem", "/S": f"/{element.tag}", "/P": parent, "/K": kids}
        if element.language:
            entries["/Lang"] = text_string(element.language)
        return document.put(own, entries)

    root = document.reserve()
    top = build(structure, root)
    numbers: list[Any] = []
    for index, marks in enumerate(on_pages):
        document.page(index).update(dictionary({"/StructParents": index, "/Tabs": "/S"}))
        numbers += [index, document.add(pdf_object([marks[identifier] for identifier in sorted(marks)]))]
    for widget, reference in enumerate(widgets):
        resolve(reference).update(dictionary({"/StructParent": count + widget}))
        numbers += [count + widget, of_widgets[widget]]
    tree = {
        "/Type": "/StructTreeRoot",
        "/K": [top],
        "/ParentTree": document.add({"/Nums": numbers}),
        "/ParentTreeNextKey": count + len(widgets),
    }
    document.put(root, tree)
    document.root.update(dictionary({"/StructTreeRoot": root, "/MarkInfo": {"/Marked": True}}))


# -------------------------------------------------------------------------------------------------------- bookmarks


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline.

    Attributes:
        level: 1 or more; an entry stands below the last one of a lower level.
        top: How far up the page it leads, in points from the bottom.
    """

    level: int
    title: str
    page: int
    top: float


def add_bookmarks(document: Document, bookmarks: Sequence[Bookmark]) -> None:
    """Put the outline in (12.3.3); nothing if there are no bookmarks."""
    if not bookmarks:
        return
    outline = document.reserve()
    kids: dict[int, list[tuple[IndirectObject, dict[str, Any]]]] = {outline.idnum: []}
    above: list[tuple[int, IndirectObject]] = [(0, outline)]
    for bookmark in bookmarks:
        while above[-1][0] >= bookmark.level:
            above.pop()
        parent = above[-1][1]
        own = document.reserve()
        destination = [document.pages[bookmark.page], "/XYZ", 0, round(bookmark.top, 2), 0]
        entry = {"/Title": text_string(bookmark.title), "/Parent": parent, "/Dest": destination}
        kids[parent.idnum].append((own, entry))
        kids[own.idnum] = []
        above.append((bookmark.level, own))

    def below(number: int) -> dict[str, Any]:
        """First, last and count of the entries below this one, which are put in."""
        entries = kids[number]
        if not entries:
            return {}
        for place, (own, entry) in enumerate(entries):
            if place:
                entry["/Prev"] = entries[place - 1][0]
            if place + 1 < len(entries):
                entry["/Next"] = entries[place + 1][0]
            document.put(own, entry | below(own.idnum))
        count = sum(1 + len(kids[own.idnum]) for own, _ in entries)
        return {"/First": entries[0][0], "/Last": entries[-1][0], "/Count": count}

    document.put(outline, {"/Type": "/Outlines", **below(outline.idnum)})
    document.root.update(dictionary({"/Outlines": outline}))


# --------------------------------------------------------------------------------------------------------- metadata

_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def add_metadata(document: Document, *, title: str, language: str, producer: str) -> None:
    """Title and language for readers and screen readers: catalog, viewer preferences and XMP (14.3.2)."""
    xmp = _XMP.format(
        title=escape(title, quote=False),
        language=escape(language, quote=False),
        producer=escape(producer, quote=False),
    )
    metadata = StreamObject()
    metadata.update(dictionary({"/Type": "/Metadata", "/Subtype": "/XML"}))
    metadata.set_data(xmp.encode())
    for key in ("/PageMode", "/Outlines"):
        document.root.pop(NameObject(key), None)
    entries = {
        "/Lang": text_string(language),
        "/ViewerPreferences": {"/DisplayDocTitle": True},
        "/Metadata": document.add(metadata),
    }
    document.root.update(dictionary(entries))
