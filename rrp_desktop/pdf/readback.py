"""What pdfium finds in a written form and in the form it was made from.  Runs in the child process of `render`.

Nothing here knows how the filling works: names, values, texts and pixels are read as any viewer reads them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any, Final

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

Facts = dict[str, Any]
"""Plain values that travel as JSON, see `read_back`."""

_DPI: Final = 40
_PDF_DOC: Final = {  # ISO 32000-1, annex D.2, where it is not Latin-1
    char: code for code, char in enumerate("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž", 0x80)
} | {char: code for code, char in enumerate("˘ˇˆ˙˝˛˚˜", 0x18)} | {"€": 0xA0}  # fmt: skip
_MARGIN: Final = 2  # pixels around a field that its border may touch
_NOT_CLEAR: Final = bytes(range(49))  # differences of grey that are not clearly another one
_NO_INK: Final = bytes(range(9))  # less than the smallest type leaves
_MOST_PICTURES: Final = 60  # pages
_KINDS: Final = {2: "check-box", 3: "radio", 4: "combo", 5: "list", 6: "text", 7: "signature"}
_WIDGET: Final = 20  # FPDF_ANNOT_WIDGET
_LINK: Final = 2
_READ_ONLY: Final = 1
_HIDDEN: Final = 1 << 1 | 1 << 5


def read_back(data: bytes, original: bytes) -> Facts:
    """Compare a written form with the one that it was made from.

    Returns:
        "written" and "original", each with
            pages: number of pages;
            tagged: is it a tagged PDF?;
            language, title: as the document says;
            widgets: for each field on a page its page, name, kind, rect, read_only, hidden, turned (with its
                page), value, state and checked (of a button), selected (labels of a choice);
            structure: number of structure elements at the top of each page;
        and of the written one also
            texts: what can be read on each page that the original does not have;
            links: (page, page that it leads to) of every link;
        each of its widgets has shown, the text in its rectangle, and inked, whether its picture is another one;
        "outside": page → share of the pixels outside of fields that are another colour than in the original.
    """
    before, after = _Document(original), _Document(data)
    try:
        written = after.facts()
        facts: Facts = {"written": written, "original": before.facts()}
        facts["outside"] = _compare_pictures(before, after, written)
        after.close()
        after = _Document(data)
        _read_texts(after, written, len(before))
        return facts
    finally:
        before.close()
        after.close()


class _Document:
    """An open file."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self.raw = pypdfium2.raw
        self._document = pypdfium2.PdfDocument(data)
        self._document.init_forms()

    def __len__(self) -> int:
        return len(self._document)

    def close(self) -> None:
        self._document.close()

    def page(self, index: int) -> Any:
        return self._document[index]

    def facts(self) -> Facts:
        """What the document says of itself, and its fields."""
        raw, document = self.raw, self._document
        widgets: list[Facts] = []
        structure, links = [], []
        for index in range(len(document)):
            page = document[index]
            widgets += self._widgets(page, index)
            links += [(index, target) for target in self._links(page)]
            tree = raw.FPDF_StructTree_GetForPage(page.raw)
            structure.append(raw.FPDF_StructTree_CountChildren(tree) if tree else 0)
            if tree:
                raw.FPDF_StructTree_Close(tree)
            page.close()
        return {
            "pages": len(document),
            "tagged": bool(raw.FPDFCatalog_IsTagged(document.raw)),
            "language": _utf16(raw.FPDFCatalog_GetLanguage, document.raw),
            "title": document.get_metadata_value("Title"),
            "widgets": widgets,
            "structure": structure,
            "links": links,
        }

    def _annotations(self, page: Any, subtype: int) -> Iterator[Any]:
        raw = self.raw
        for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            annotation = raw.FPDFPage_GetAnnot(page.raw, index)
            if not annotation:
                continue
            if raw.FPDFAnnot_GetSubtype(annotation) == subtype:
                yield annotation
            raw.FPDFPage_CloseAnnot(annotation)

    def _links(self, page: Any) -> Iterator[int]:
        raw, document = self.raw, self._document.raw
        for annotation in self._annotations(page, _LINK):
            link = raw.FPDFAnnot_GetLink(annotation)
            target = raw.FPDFLink_GetDest(document, link) if link else None
            if target:
                yield raw.FPDFDest_GetDestPageIndex(document, target)

    def _widgets(self, page: Any, index: int) -> Iterator[Facts]:
        raw = self.raw
        form = self._document.formenv
        if form is None:
            return
        for annotation in self._annotations(page, _WIDGET):
            kind = _KINDS.get(raw.FPDFAnnot_GetFormFieldType(form.raw, annotation))
            if kind is None:
                continue
            rect = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(annotation, rect)
            options = [
                (
                    _utf16(raw.FPDFAnnot_GetOptionLabel, form.raw, annotation, number),
                    bool(raw.FPDFAnnot_IsOptionSelected(form.raw, annotation, number)),
                )
                for number in range(max(raw.FPDFAnnot_GetOptionCount(form.raw, annotation), 0))
            ]
            button = kind in {"check-box", "radio"}
            state = _utf16(raw.FPDFAnnot_GetStringValue, annotation, b"AS")
            yield {
                "page": index,
                "name": _utf16(raw.FPDFAnnot_GetFormFieldName, form.raw, annotation),
                "kind": kind,
                "read_only": bool(raw.FPDFAnnot_GetFormFieldFlags(form.raw, annotation) & _READ_ONLY),
                "hidden": bool(raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN),
                "rect": (rect.left, rect.bottom, rect.right, rect.top),
                "turned": bool(page.get_rotation()),
                "value": _utf16(raw.FPDFAnnot_GetFormFieldValue, form.raw, annotation),
                "state": _name(state) if button else "",
                "checked": bool(button and raw.FPDFAnnot_IsChecked(form.raw, annotation)),
                "selected": [label for label, chosen in options if chosen],
            }

    def picture(self, index: int) -> tuple[int, int, bytes]:
        """Width, height and grey pixels of a page, small."""
        page = self.page(index)
        bitmap = page.render(scale=self._scale(page), may_draw_forms=True, grayscale=True)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        pixels = memoryview(bitmap.buffer).cast("B")
        rows = [pixels[row * stride : row * stride + width].tobytes() for row in range(height)]
        page.close()
        return width, height, b"".join(rows)

    def _scale(self, page: Any) -> float:
        width, height = page.get_size()
        return float(min(_DPI / 72, 1500 / max(width, height, 1)))

    def boxes(self, index: int, rects: list[tuple[float, ...]], width: int, height: int) -> list[Box]:
        """Rectangles of the page in the pixels of its picture, with a margin, within the picture."""
        raw = self.raw
        page = self.page(index)
        boxes = []
        for rect in rects:
            corners = []
            for x, y in (rect[:2], rect[2:]):
                px, py = ctypes.c_int(), ctypes.c_int()
                raw.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x, y, px, py)
                corners.append((px.value, py.value))
            (x0, y0), (x1, y1) = corners
            left, right = max(min(x0, x1) - _MARGIN, 0), min(max(x0, x1) + _MARGIN + 1, width)
            top, bottom = max(min(y0, y1) - _MARGIN, 0), min(max(y0, y1) + _MARGIN + 1, height)
            boxes.append((left, top, max(left, right), max(top, bottom)))
        page.close()
        return boxes


def _compare_pictures(before: _Document, after: _Document, written: Facts) -> dict[int, float]:
    """Share of changed pixels outside of fields by page; tells each widget whether its own picture changed."""
    outside = {}
    by_page: dict[int, list[Facts]] = {}
    for widget in written["widgets"]:
        by_page.setdefault(widget["page"], []).append(widget)
    for index in range(min(len(before), len(after), _MOST_PICTURES)):
        width, height, old = before.picture(index)
        new_width, new_height, new = after.picture(index)
        widgets = by_page.get(index, [])
        if (width, height) != (new_width, new_height):
            outside[index] = 1.0
            continue
        differences = _differences(old, new, width)
        boxes = after.boxes(index, [widget["rect"] for widget in widgets], width, height)
        for widget, box in zip(widgets, boxes, strict=True):
            widget["inked"] = any(row.translate(None, _NO_INK) for row in _rows(differences, box, width))
        for box in boxes:
            for row in range(box[1], box[3]):
                differences[row * width + box[0] : row * width + box[2]] = bytes(box[2] - box[0])
        clear = differences.translate(None, _NOT_CLEAR)
        outside[index] = round(len(clear) / max(width * height, 1), 6)
    return outside


def _rows(pixels: bytearray, box: Box, width: int) -> Iterator[bytearray]:
    """The pixels in a box, row by row."""
    left, top, right, bottom = box
    for row in range(top, bottom):
        yield pixels[row * width + left : row * width + right]


def _differences(old: bytes, new: bytes, width: int) -> bytearray:
    """How far the grey of each pixel is from what it was."""
    differences = bytearray(len(old))
    for start in range(0, len(old), width):
        before, after = old[start : start + width], new[start : start + width]
        if before != after:
            differences[start : start + width] = bytes(map(abs, map(int.__sub__, before, after)))
    return differences


def _read_texts(document: _Document, facts: Facts, first_new_page: int) -> None:
    """Read what stands in each field's rectangle, and on the pages that are new; flattens the document's pages."""
    raw = document.raw
    by_page: dict[int, list[Facts]] = {}
    for widget in facts["widgets"]:
        by_page.setdefault(widget["page"], []).append(widget)
    facts["texts"] = []
    for index in range(len(document)):
        widgets = [widget for widget in by_page.get(index, []) if widget["kind"] in {"text", "combo", "list"}]
        if not widgets and index < first_new_page:
            continue
        page = document.page(index)
        raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = document.page(index)
        text = page.get_textpage()
        for widget in widgets:
            left, bottom, right, top = widget["rect"]
            widget["shown"] = text.get_text_bounded(left, bottom, right, top)
        if index >= first_new_page:
            facts["texts"].append(text.get_text_bounded())
        text.close()
        page.close()


def _utf16(function: Callable[..., int], *arguments: Any) -> str:
    """A string of pdfium's: asked for its size in bytes, then for itself, in UTF-16."""
    size = function(*arguments, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    function(*arguments, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _name(text: str) -> str:
    """A PDF name as text: its bytes come decoded as if they were PDFDocEncoding, but are UTF-8, else Latin-1."""
    try:
        raw = bytes(_PDF_DOC.get(char, ord(char)) for char in text)
    except ValueError:  # it was UTF-16 with a mark
        return text
    try:
        return raw.decode("utf-8")
    except UnicodeError:
        return raw.decode("latin-1")
