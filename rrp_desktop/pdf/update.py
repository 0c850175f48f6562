"""Opening a PDF safely and appending to it: the original bytes stay, changed and new objects follow them.

An incremental update (ISO 32000-1, 7.5.6) keeps what was signed and what other programs rely on.  pypdf reads the
objects; the bytes are written here, because the update must be of the same kind as the file's own cross-reference
(table or stream), number its objects without gaps and write names and strings byte for byte as they were.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pypdf import PasswordType, PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from rrp_desktop.pdf.errors import (
    BrokenPdf,
    NotAPdf,
    PdfEncryptionUnknown,
    PdfNeedsPassword,
    PdfTooHeavy,
    PdfTooLarge,
)

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

MAX_BYTES: Final = 30_000_000
"""Largest file that is opened."""

_LIMITS: Final[dict[str, Any]] = {
    "maximum_declared_stream_length": 30_000_000,
    "zlib_maximum_output_length": 30_000_000,
    "lzw_maximum_output_length": 30_000_000,
    "run_length_maximum_output_length": 30_000_000,
    "stream_decoding_work_maximum_length": 60_000_000,
    "page_tree_maximum_entries": 5_000,
    "form_fields_maximum_entries": 20_000,
}

_DAMAGE: Final = (  # what pypdf has been seen to raise on damaged files, beside its own exceptions
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,  # recursion, filters that do not exist
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)

# A name is bytes (ISO 32000-1, 7.3.5), UTF-8 by convention.  pypdf would guess GBK for other bytes and write them
# back as something else; so bytes that are not UTF-8 are kept as lone surrogates.
_ESCAPED_UTF8: Final = "utf-8-or-bytes"


def _find_codec(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != _ESCAPED_UTF8:
        return None

    def encode(text: str, _errors: str = "strict", /) -> tuple[bytes, int]:
        return text.encode("utf-8", "surrogateescape"), len(text)

    def decode(data: Buffer, _errors: str = "strict", /) -> tuple[str, int]:
        raw = bytes(data)
        return raw.decode("utf-8", "surrogateescape"), len(raw)

    return codecs.CodecInfo(encode, decode, name=_ESCAPED_UTF8)


codecs.register(_find_codec)
NameObject.CHARSETS = ("utf-8", _ESCAPED_UTF8, "latin1")
# what it repairs on the way is no news for the user, and the log of a run is
logging.getLogger("pypdf").setLevel(logging.ERROR)


@contextmanager
def guarded(file: str = "") -> Iterator[None]:
    """Reading within limits; whatever a broken or hostile file makes pypdf raise becomes one sentence.

    Args:
        file: The file's name for the sentence.

    Raises:
        PdfTooHeavy, PdfNeedsPassword, PdfEncryptionUnknown, BrokenPdf.
    """
    with apply_configuration(**_LIMITS):
        try:
            yield
        except LimitReachedError as error:
            looping = "loop" in str(error).lower()
            raise (BrokenPdf if looping else PdfTooHeavy)(file=file) from error
        except FileNotDecryptedError as error:
            raise PdfNeedsPassword(file=file) from error
        except DependencyError as error:
            raise PdfEncryptionUnknown(file=file) from error
        except _DAMAGE as error:
            raise BrokenPdf(file=file) from error


def open_pdf(data: bytes, file: str = "") -> PdfReader:
    """A reader of the file's objects, opened with an empty password if it is encrypted.

    Reading goes on as objects are asked for: do it inside `guarded()`.

    Args:
        data: The whole file.
        file: The file's name for the sentence.

    Raises:
        NotAPdf, PdfTooLarge, PdfTooHeavy, PdfNeedsPassword, PdfEncryptionUnknown, BrokenPdf.
    """
    if b"%PDF-" not in data[:1024]:
        raise NotAPdf(file=file)
    if len(data) > MAX_BYTES:
        raise PdfTooLarge(file=file, limit=f"{MAX_BYTES // 1_000_000} Mt")
    with guarded(file):
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise PdfNeedsPassword(file=file)
        if not isinstance(resolve(reader.trailer.get("/Root")), DictionaryObject):
            raise BrokenPdf(file=file)
    return reader


# ---------------------------------------------------------------------------------------------------------- objects


def resolve(value: Any) -> Any:
    """The object itself where a reference may stand; None for one that is missing or cannot be read."""
    if isinstance(value, IndirectObject):
        try:
            value = value.get_object()
        except (LimitReachedError, FileNotDecryptedError, DependencyError):
            raise
        except _DAMAGE:
            return None
    return None if isinstance(value, NullObject) else value


def stream_data(value: StreamObject) -> bytes:
    """A stream's decoded bytes; nothing for one that cannot be decoded."""
    try:
        return value.get_data()
    except LimitReachedError:
        raise
    except _DAMAGE:
        return b""


def name_text(value: Any) -> str:
    """A name without its slash, as text for people: UTF-8, else Latin-1."""
    text = str(value).removeprefix("/")
    return "".join(chr(ord(c) - 0xDC00) if 0xDC80 <= ord(c) <= 0xDCFF else c for c in text)


def string_text(value: Any) -> str:
    """A text string (ISO 32000-1, 7.9.2.2), whether it is a string, a stream or something else by mistake."""
    if isinstance(value, StreamObject):
        value = TextStringObject(stream_data(value))
    if isinstance(value, TextStringObject):
        return str(value)
    if isinstance(value, ByteStringObject):
        return value.original_bytes.decode("latin-1")
    return "" if value is None else str(value)


def text_string(text: str) -> PdfObject:
    """A text string that every reader decodes alike: printable ASCII as it is, else UTF-16BE with a mark."""
    if text.isascii() and all(" " <= char <= "~" or char in "\n\r\t" for char in text):
        return ByteStringObject(text.encode("ascii"))
    return ByteStringObject(codecs.BOM_UTF16_BE + text.encode("utf-16-be", "replace"))


def name(text: str) -> NameObject:
    """A name for this text, without the slash."""
    return NameObject("/" + text)


def number(value: float) -> PdfObject:
    """A number, with no more digits than a page needs."""
    return NumberObject(value) if isinstance(value, int) else FloatObject(round(value, 4))


def pdf_object(value: Any) -> PdfObject:
    """A Python value as an object: str with a slash is a name, numbers, bool, lists and mappings; objects pass."""
    if isinstance(value, PdfObject):
        return value
    if isinstance(value, bool):
        return BooleanObject(value)
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, str):
        assert value.startswith("/"), value
        return NameObject(value)
    if isinstance(value, Mapping):
        return dictionary(value)
    if isinstance(value, Sequence):
        return ArrayObject(map(pdf_object, value))
    raise TypeError(type(value))


def dictionary(entries: Mapping[str, Any]) -> DictionaryObject:
    """A dictionary of these entries, see `pdf_object`."""
    return DictionaryObject({NameObject(key): pdf_object(value) for key, value in entries.items()})


def stream(entries: Mapping[str, Any], data: bytes) -> StreamObject:
    """A stream of this data, compressed."""
    made = StreamObject()
    made.update(dictionary({**entries, "/Filter": "/FlateDecode"}))
    made.set_data(zlib.compress(data))
    return made


_NAME_ESCAPES: Final = {
    code: f"#{code:02X}".encode("ascii")
    if code <= 32 or code >= 127 or code in b"#()<>[]{}/%"
    else bytes([code])
    for code in range(256)
}
_STRING_ESCAPES: Final = re.compile(rb"[()\\\r]")


def serialise(value: Any) -> bytes:
    """The object's bytes (ISO 32000-1, 7.3)."""
    if isinstance(value, NameObject):
        raw = value[1:].encode("utf-8", "surrogateescape")
        return b"/" + (raw if raw.isalnum() else b"".join(_NAME_ESCAPES[byte] for byte in raw))
    if isinstance(value, IndirectObject):
        return b"%d %d R" % (value.idnum, value.generation)
    if isinstance(value, StreamObject):
        data = value._data  # noqa: SLF001 - the encoded bytes have no public name
        entries = {key: entry for key, entry in value.items() if key != "/Length"}
        head = _serialise_dictionary({**entries, NameObject("/Length"): NumberObject(len(data))})
        return head + b"\nstream\n" + data + b"\nendstream"
    if isinstance(value, DictionaryObject):
        return _serialise_dictionary(value)
    if isinstance(value, ArrayObject):
        return b"[" + b" ".join(map(serialise, list.__iter__(value))) + b"]"
    if isinstance(value, TextStringObject | ByteStringObject):
        return _serialise_string(value.original_bytes)
    if isinstance(value, BooleanObject):
        return b"true" if value.value else b"false"
    if isinstance(value, NumberObject):
        return b"%d" % int(value)
    if isinstance(value, FloatObject):
        return f"{float(value):.6f}".rstrip("0").rstrip(".").encode("ascii")
    return b"null"


def _serialise_dictionary(value: Mapping[Any, Any]) -> bytes:
    items = dict.items(value) if isinstance(value, dict) else value.items()
    return b"<<" + b" ".join(serialise(key) + b" " + serialise(entry) for key, entry in items) + b">>"


def _serialise_string(raw: bytes) -> bytes:
    return b"(" + _STRING_ESCAPES.sub(lambda m: b"\\r" if m[0] == b"\r" else b"\\" + m[0], raw) + b")"


# ----------------------------------------------------------------------------------------------------------- update


class Update:
    """Changes to one file, written behind its bytes.

    The reader's objects are changed in place and then named with `touch`; new ones come in with `add`.
    """

    def __init__(self, reader: PdfReader, data: bytes) -> None:
        self.reader = reader
        self._data = data
        self._changed: dict[tuple[int, int], PdfObject] = {}
        self._next = self._first_free_number()
        self._size = self._next - 1  # highest number before the update

    def reserve(self) -> IndirectObject:
        """A reference to an object that follows later with `put`."""
        self._next += 1
        return IndirectObject(self._next - 1, 0, self.reader)

    def put(self, reference: IndirectObject, value: PdfObject) -> None:
        """Set the object that a reference stands for."""
        self._changed[reference.idnum, reference.generation] = value
        self.reader.resolved_objects[reference.generation, reference.idnum] = value

    def add(self, value: PdfObject) -> IndirectObject:
        """Take a new object in; its reference."""
        reference = self.reserve()
        self.put(reference, value)
        return reference

    def touch(self, reference: IndirectObject) -> None:
        """The object that this refers to was changed in place."""
        value = reference.get_object()
        if value is not None:
            self._changed[reference.idnum, reference.generation] = value

    def result(self) -> bytes:
        """The file with the changes; the very same bytes if there are none."""
        if not self._changed:
            return self._data
        out = io.BytesIO()
        out.write(self._data)
        if not self._data.endswith((b"\n", b"\r")):
            out.write(b"\n")
        previous, as_stream = _last_cross_reference(self._data)
        places: dict[int, tuple[int, int, int]] = {} if previous is not None else self._all_places()
        if previous is None:
            as_stream = as_stream or any(kind == 2 for kind, _, _ in places.values())
        for (identifier, generation), value in sorted(self._changed.items(), key=lambda item: item[0]):
            places[identifier] = (1, out.tell(), generation)
            body = serialise(self._encrypted(value, identifier, generation))
            out.write(b"%d %d obj\n%s\nendobj\n" % (identifier, generation, body))
        trailer = self._trailer(out.getvalue(), previous)
        if as_stream:
            self._write_stream(out, places, trailer)
        else:
            self._write_table(out, places, trailer)
        return out.getvalue()

    def _first_free_number(self) -> int:
        reader = self.reader
        size = resolve(reader.trailer.get("/Size"))
        highest: int = max(
            [*reader.xref_objStm, *(number for entries in reader.xref.values() for number in entries), 0]
        )
        return max(int(size) if isinstance(size, NumberObject) else 0, highest + 1)

    def _all_places(self) -> dict[int, tuple[int, int, int]]:
        """Every object of a file whose own cross-reference cannot be followed."""
        places: dict[int, tuple[int, int, int]] = {}
        for generation, entries in sorted(self.reader.xref.items()):
            if generation != 65535:
                places.update({number: (1, offset, generation) for number, offset in entries.items()})
        for number_, (container, index) in self.reader.xref_objStm.items():
            places.setdefault(number_, (2, container, index))
        return {
            number_: place for number_, place in places.items() if place[1] < 1 << 32 and place[2] < 1 << 16
        }

    def _encrypted(self, value: PdfObject, identifier: int, generation: int) -> PdfObject:
        encryption = self.reader._encryption  # noqa: SLF001 - the key has no public name
        return value if encryption is None else encryption.encrypt_object(value, identifier, generation)

    def _trailer(self, written: bytes, previous: int | None) -> dict[str, PdfObject]:
        trailer = self.reader.trailer
        kept = {key: trailer.raw_get(key) for key in ("/Root", "/Info", "/Encrypt") if key in trailer}
        now = ByteStringObject(hashlib.md5(written, usedforsecurity=False).digest())
        first = resolve(trailer.get("/ID"))
        first = first[0] if isinstance(first, ArrayObject) and first else now
        kept["/ID"] = ArrayObject([first, now])
        if previous is not None:
            kept["/Prev"] = NumberObject(previous)
        return kept

    def _write_table(
        self, out: io.BytesIO, places: dict[int, tuple[int, int, int]], trailer: dict[str, PdfObject]
    ) -> None:
        start = out.tell()
        if "/Prev" not in trailer:
            places.setdefault(0, (0, 0, 65535))
        out.write(b"xref\n")
        for run in _runs(places):
            out.write(b"%d %d\n" % (run[0], len(run)))
            for number_ in run:
                kind, offset, generation = places[number_]
                out.write(b"%010d %05d %c \n" % (offset, generation, b"n" if kind else b"f"))
        size = max(self._size, *places) + 1
        out.write(b"trailer\n" + serialise(dictionary({"/Size": size, **trailer})))
        out.write(b"\nstartxref\n%d\n%%%%EOF\n" % start)

    def _write_stream(
        self, out: io.BytesIO, places: dict[int, tuple[int, int, int]], trailer: dict[str, PdfObject]
    ) -> None:
        start = out.tell()
        own = self.reserve().idnum
        places[own] = (1, start, 0)
        if "/Prev" not in trailer:
            places.setdefault(0, (0, 0, 65535))
        runs = list(_runs(places))
        rows = b"".join(struct.pack(">BIH", *places[number_]) for run in runs for number_ in run)
        index = [value for run in runs for value in (run[0], len(run))]
        entries = {
            "/Type": "/XRef",
            "/Size": max(self._size, *places) + 1,
            "/W": [1, 4, 2],
            "/Index": index,
        }
        body = serialise(stream({**entries, **trailer}, rows))
        out.write(b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (own, body, start))


def _runs(places: Mapping[int, Any]) -> Iterator[list[int]]:
    """Object numbers in runs without gaps."""
    run: list[int] = []
    for number_ in sorted(places):
        if run and number_ != run[-1] + 1:
            yield run
            run = []
        run.append(number_)
    if run:
        yield run


def _last_cross_reference(data: bytes) -> tuple[int | None, bool]:
    """(place of the last cross-reference section, or None if there is none there; is it a stream)."""
    found = re.findall(rb"startxref\s+(\d+)", data[-2048:])
    offset = int(found[-1]) if found else -1
    if 0 < offset < len(data):
        head = re.sub(rb"\A(?:\s|%[^\r\n]*[\r\n])*", b"", data[offset : offset + 4096])
        if head.startswith(b"xref"):
            return offset, False
        if re.match(rb"\d+\s+\d+\s+obj\b", head) and b"/XRef" in head:
            return offset, True
    return None, False


def reference_of(container: Any, key: Any) -> IndirectObject | None:
    """The reference that stands at a key of a dictionary or array, if one does."""
    raw = (
        container.raw_get(key)
        if isinstance(container, DictionaryObject)
        else list.__getitem__(container, key)
    )
    return raw if isinstance(raw, IndirectObject) else None
