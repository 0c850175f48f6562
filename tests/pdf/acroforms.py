"""Small PDF forms made in the test, with pypdf as a store of objects and page content written by hand."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

SAMI = "Ŋuorra Čáhppe Đđ Ŧŧ Šš Žž áâõ"
SIGNS = "– ” ’ € ≥ →"
NORDIC = "åäö ÅÄÖ ü"


class Text(str):
    """A text string, where a plain str is a name."""


def obj(value: Any) -> PdfObject:
    """A Python value as a PDF object: str with a slash is a name, Text a string."""
    match value:
        case PdfObject():
            return value
        case bool():
            return BooleanObject(value)
        case int():
            return NumberObject(value)
        case float():
            return FloatObject(value)
        case Text():
            return TextStringObject(str(value))
        case str():
            return NameObject(value)
        case Mapping():
            return DictionaryObject({NameObject(key): obj(part) for key, part in value.items()})
        case Sequence():
            return ArrayObject([obj(part) for part in value])
    raise TypeError(value)


class Form:
    """Builds a form: pages, then fields, then `data()`."""

    def __init__(self, *, pages: int = 1, tagged: bool = False, title: str = "Koelomake") -> None:
        self.writer = PdfWriter()
        self.tagged = tagged
        helvetica = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        self.font = self.add({**helvetica, "/Encoding": "/WinAnsiEncoding"})
        self.fields = ArrayObject()
        self.form: Any = obj({"/DR": {"/Font": {"/Helv": self.font}}, "/DA": Text("/Helv 10 Tf 0 g")})
        self.form[NameObject("/Fields")] = self.fields  # type: ignore[index]
        self.writer.root_object[NameObject("/AcroForm")] = self.add(self.form)
        self.writer.add_metadata({"/Title": title})
        self.parents: list[PdfObject] = []
        self.document: IndirectObject | None = None
        if tagged:
            self._start_tags()
        for number in range(pages):
            self._add_page(number)

    def add(self, value: Any) -> IndirectObject:
        return self.writer._add_object(obj(value))

    def stream(self, content: str, **entries: Any) -> IndirectObject:
        stream = DecodedStreamObject()
        stream.set_data(content.encode("latin-1"))
        stream.update({NameObject(f"/{key}"): obj(value) for key, value in entries.items()})
        return self.add(stream)

    def _start_tags(self) -> None:
        root = self.writer.root_object
        tree: DictionaryObject = obj({"/Type": "/StructTreeRoot"})  # type: ignore[assignment]
        reference = self.add(tree)
        self.document = self.add({"/Type": "/StructElem", "/S": "/Document", "/P": reference, "/K": []})
        tree[NameObject("/K")] = self.document
        tree[NameObject("/ParentTree")] = self.add({"/Nums": []})
        tree[NameObject("/ParentTreeNextKey")] = NumberObject(0)
        root[NameObject("/StructTreeRoot")] = reference
        root[NameObject("/MarkInfo")] = obj({"/Marked": True})
        root[NameObject("/Lang")] = TextStringObject("fi")
        root[NameObject("/ViewerPreferences")] = obj({"/DisplayDocTitle": True})

    def _add_page(self, number: int) -> None:
        page = self.writer.add_blank_page(595, 842)
        text = f"BT /Helv 12 Tf 40 800 Td (Sivu {number + 1}) Tj ET"
        if self.tagged:
            text = f"/P <</MCID 0>> BDC {text} EMC"
            element = self.element("/P", K=0, Pg=page.indirect_reference)
            page[NameObject("/StructParents")] = NumberObject(self.parent([element]))
            page[NameObject("/Tabs")] = NameObject("/S")
        page[NameObject("/Contents")] = self.stream(text)
        page[NameObject("/Resources")] = obj({"/Font": {"/Helv": self.font}})
        page[NameObject("/Annots")] = ArrayObject()

    def element(self, kind: str, **entries: Any) -> IndirectObject:
        assert self.document is not None
        more = {f"/{key}": value for key, value in entries.items()}
        element = self.add({"/Type": "/StructElem", "/S": kind, "/P": self.document, **more})
        kids = self.document.get_object()["/K"]  # type: ignore[index]
        assert isinstance(kids, ArrayObject)
        kids.append(element)
        return element

    def parent(self, value: Any) -> int:
        """A new entry of the parent tree; its key."""
        self.parents += [NumberObject(len(self.parents) // 2), obj(value)]
        return len(self.parents) // 2 - 1

    def widget(self, rect: Sequence[float], page: int = 0, **entries: Any) -> IndirectObject:
        """A widget annotation on a page, perhaps a field at the same time."""
        place = self.writer.pages[page]
        more = {f"/{key}": value for key, value in entries.items()}
        base = {"/Type": "/Annot", "/Subtype": "/Widget", "/Rect": list(rect), "/F": 4}
        reference = self.add({**base, "/P": place.indirect_reference, **more})
        annotations = place["/Annots"]
        assert isinstance(annotations, ArrayObject)
        annotations.append(reference)
        if self.tagged:
            kids = [{"/Type": "/OBJR", "/Obj": reference, "/Pg": place.indirect_reference}]
            element = self.element("/Form", K=kids)
            raw = reference.get_object()
            assert isinstance(raw, DictionaryObject)
            raw[NameObject("/StructParent")] = NumberObject(self.parent(element))
        return reference

    def join(self, parent: IndirectObject, kid: IndirectObject) -> None:
        """Put a field or widget below another one."""
        holder: Any = parent.get_object()
        holder["/Kids"].append(kid)

    def text(self, name: str, rect: Sequence[float], page: int = 0, **entries: Any) -> IndirectObject:
        """A text field."""
        common = {"FT": "/Tx", "T": Text(name), "DA": Text("/Helv 10 Tf 0 g"), "TU": Text(name.title())}
        field = self.widget(rect, page, **{**common, **entries})
        self.fields.append(field)
        return field

    def check_box(
        self, name: str, rect: Sequence[float], state: str = "Yes", **entries: Any
    ) -> IndirectObject:
        mark = self.stream("0 0 1 rg 2 2 8 8 re f", Type="/XObject", Subtype="/Form", BBox=[0, 0, 12, 12])
        blank = self.stream(" ", Type="/XObject", Subtype="/Form", BBox=[0, 0, 12, 12])
        looks = {"N": {f"/{state}": mark, "/Off": blank}}
        looks_ = {f"/{key}": value for key, value in looks.items()}
        field = self.widget(rect, FT="/Btn", T=Text(name), AP=looks_, AS="/Off", V="/Off", **entries)
        self.fields.append(field)
        return field

    def radio(self, name: str, rects: Mapping[str, Sequence[float]]) -> IndirectObject:
        group = self.add(
            {"/FT": "/Btn", "/Ff": 1 << 15 | 1 << 14, "/T": Text(name), "/V": "/Off", "/Kids": []}
        )
        for state, rect in rects.items():
            mark = self.stream("2 2 8 8 re f", Type="/XObject", Subtype="/Form", BBox=[0, 0, 12, 12])
            blank = self.stream(" ", Type="/XObject", Subtype="/Form", BBox=[0, 0, 12, 12])
            kid = self.widget(rect, Parent=group, AP={"/N": {f"/{state}": mark, "/Off": blank}}, AS="/Off")
            self.join(group, kid)
        self.fields.append(group)
        return group

    def choice(
        self, name: str, rect: Sequence[float], options: Iterable[tuple[str, str]], flags: int = 1 << 17
    ) -> IndirectObject:
        pairs = [[Text(export), Text(label)] for export, label in options]
        field = self.widget(
            rect, FT="/Ch", Ff=flags, T=Text(name), Opt=pairs, DA=Text("/Helv 10 Tf 0 g"), TU=Text(name)
        )
        self.fields.append(field)
        return field

    def data(self) -> bytes:
        """The file, with a cross-reference table."""
        if self.tagged:
            tree = self.writer.root_object["/StructTreeRoot"]
            numbers = tree["/ParentTree"]["/Nums"]  # type: ignore[index]
            numbers.extend(self.parents)
            tree[NameObject("/ParentTreeNextKey")] = NumberObject(len(self.parents) // 2)  # type: ignore[index]
        out = io.BytesIO()
        self.writer.write(out)
        return out.getvalue()


def reader(data: bytes) -> PdfReader:
    """The file, read by pypdf."""
    return PdfReader(io.BytesIO(data))


def catalog(data: bytes) -> Any:
    """The document catalog, read by pypdf."""
    return reader(data).root_object


def tool(name: str) -> str:
    """A program of the machine; the test is left out, by name, where it is missing."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (packaging/apt-test.txt)")
    return found


def run(name: str, *arguments: str | Path) -> str:
    """What a program prints."""
    done = subprocess.run([tool(name), *map(str, arguments)], capture_output=True, check=False, timeout=60)
    return done.stdout.decode("utf-8", "replace")


def with_object_streams(data: bytes, folder: Path) -> bytes:
    """The same file with a cross-reference stream and object streams, as newer programs write it."""
    source, target = folder / "in.pdf", folder / "out.pdf"
    source.write_bytes(data)
    run("qpdf", "--object-streams=generate", source, target)
    return target.read_bytes()


def checked_by_qpdf(data: bytes, folder: Path) -> str:
    """qpdf's complaints about a file; empty for none."""
    path = folder / "checked.pdf"
    path.write_bytes(data)
    done = subprocess.run([tool("qpdf"), "--check", path], capture_output=True, check=False, timeout=60)
    return "" if done.returncode == 0 else (done.stdout + done.stderr).decode("utf-8", "replace")
