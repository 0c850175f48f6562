"""Pages as pictures, drawn by pdfium in a process of its own: a broken file ends that process, not the program.

The child is this module run with `python -m`; it reads requests from its standard input and answers on its standard
output.  A message is four bytes with the length of its head, the head in JSON, and as many bytes more as the head
says under "bytes".
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Self

from rrp_desktop import system

MOST_PIXELS: Final = 12_000_000
"""A picture gets no more pixels than this, whatever is asked for."""
MOST_PAGES: Final = 500
"""Only so many pages of a file are shown."""
CHILD: Final = "--draw-pages"
"""In a packaged program, which has no `python -m`: start it with this one argument to run `serve()`."""

_TIMEOUT: Final = 10.0
_MEMORY: Final = 800_000_000  # bytes of address space, POSIX
_HEAD: Final = struct.Struct(">I")
_LONGEST_HEAD: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: `width` × `height` pixels, three bytes each (red, green, blue), rows from the top, no padding."""

    width: int
    height: int
    rgb: bytes


class Renderer:
    """Draws pages of one file for as long as it is open; close it, or use it as a context.

    May be used from several threads; one request is answered at a time.

    Attributes:
        sizes: (width, height) of each page in points, as it is shown.
    """

    sizes: tuple[tuple[float, float], ...]

    def __init__(self, data: bytes, file: str = "", timeout: float = _TIMEOUT) -> None:
        """Start a child and give it the file.

        Args:
            data: The PDF.
            file: Its name for error sentences.
            timeout: Seconds that one answer may take.

        Raises:
            PreviewFailed: It cannot be drawn.
        """
        self._child = _Child(file, timeout)
        try:
            answer, _ = self._child.ask({"do": "open"}, data)
        except BaseException:
            self.close()
            raise
        self.sizes = tuple((float(width), float(height)) for width, height in answer["sizes"])

    def render(self, page: int, width_px: int) -> Image:
        """Draw one page, numbered from 0, this many pixels wide; less where the picture would be too large.

        Raises:
            PreviewFailed: It cannot be drawn, or that took too long.
        """
        answer, rgb = self._child.ask({"do": "draw", "page": page, "width": width_px})
        return Image(int(answer["width"]), int(answer["height"]), rgb)

    def text(self, page: int) -> str:
        """What can be read on a page, numbered from 0, with what its fields show; for who cannot see the picture.

        Raises:
            PreviewFailed: It cannot be read, or that took too long.
        """
        _, text = self._child.ask({"do": "read", "page": page})
        return text.decode("utf-8")

    def close(self) -> None:
        """End the child process."""
        self._child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def render_pages(data: bytes, pages: Sequence[int], width_px: int, file: str = "") -> list[Image]:
    """These pages (numbered from 0) as pictures `width_px` wide.

    Raises:
        PreviewFailed: They cannot be drawn.
    """
    with Renderer(data, file) as renderer:
        return [renderer.render(page, width_px) for page in pages]


def read_back(data: bytes, original: bytes, file: str = "") -> dict[str, Any]:
    """What pdfium finds in a written form and in the form it was made from, see `readback.read_back`.

    Raises:
        PreviewFailed: They cannot be read.
    """
    child = _Child(file, _TIMEOUT)
    try:
        _, facts = child.ask({"do": "read back", "first": len(data)}, data + original)
    finally:
        child.close()
    found: dict[str, Any] = json.loads(facts)
    return found


class _Child:
    """A child process that answers one request at a time; it is ended when an answer takes too long."""

    def __init__(self, file: str, timeout: float) -> None:
        self._file = file
        self._timeout = timeout
        self._lock = threading.Lock()
        self._process = _start_child()

    def ask(self, head: dict[str, Any], body: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """Send a request and wait for its answer.

        Raises:
            PreviewFailed: It could not be answered.
        """
        from rrp_desktop.pdf.errors import PreviewFailed

        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        with self._lock:
            # a pipe cannot be waited for with a limit on every system; a child that is ended closes it
            clock = threading.Timer(self._timeout, self._process.kill)
            clock.daemon = True
            clock.start()
            try:
                _send(stdin, {**head, "seconds": self._timeout}, body)
                answer, payload = _receive(stdout)
            except (OSError, ValueError, EOFError) as error:
                raise PreviewFailed(file=self._file) from error
            finally:
                clock.cancel()
        if "error" in answer:
            raise PreviewFailed(file=self._file)
        return answer, payload

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.wait()


def _start_child() -> subprocess.Popen[bytes]:
    environment = dict(os.environ)
    if getattr(sys, "frozen", False):
        command = [sys.executable, CHILD]
    else:
        command = [sys.executable, "-m", __name__]
        places = [str(Path(__file__).resolve().parents[2]), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, places))
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _send(pipe: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    raw = json.dumps({**head, "bytes": len(body)}).encode("utf-8")
    pipe.write(_HEAD.pack(len(raw)) + raw)
    pipe.write(body)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """The next message.

    Raises:
        EOFError: The other end has gone.
        ValueError: It does not speak this protocol.
    """
    (length,) = _HEAD.unpack(_exactly(pipe, _HEAD.size))
    if length > _LONGEST_HEAD:
        raise ValueError(length)
    head: dict[str, Any] = json.loads(_exactly(pipe, length))
    return head, _exactly(pipe, int(head["bytes"]))


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    data = pipe.read(count)
    if len(data) < count:
        raise EOFError
    return data


# ------------------------------------------------------------------------------------------------------- the child


def serve() -> None:
    """Answer requests until the input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    system.limit_process(_MEMORY)
    artist: _Artist | None = None
    while True:
        try:
            request, body = _receive(source)
        except EOFError:
            return
        system.limit_processor_time(float(request["seconds"]))
        try:
            match request["do"]:
                case "open":
                    artist = _Artist(body)
                    _send(sink, {"sizes": artist.sizes()})
                case "draw" if artist is not None:
                    width, height, rgb = artist.draw(request["page"], request["width"])
                    _send(sink, {"width": width, "height": height}, rgb)
                case "read" if artist is not None:
                    _send(sink, {}, artist.read(request["page"]).encode("utf-8", "replace"))
                case "read back":
                    from rrp_desktop.pdf import readback

                    facts = readback.read_back(body[: request["first"]], body[request["first"] :])
                    _send(sink, {}, json.dumps(facts).encode("utf-8"))
                case _:
                    _send(sink, {"error": "request"})
        except Exception as error:  # noqa: BLE001 - whatever it was, the program hears it as one sentence
            _send(sink, {"error": type(error).__name__})


class _Artist:
    """The child's open document."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self._data = data
        self._document = pypdfium2.PdfDocument(data)
        self._document.init_forms()  # before any page is loaded, else fields are not drawn

    def sizes(self) -> list[tuple[float, float]]:
        """Page sizes in points."""
        return [self._document.get_page_size(index) for index in range(min(len(self._document), MOST_PAGES))]

    def draw(self, index: int, width_px: int) -> tuple[int, int, bytes]:
        """Width, height and bytes of the picture of a page."""
        page = self._document[index]
        try:
            width, height = page.get_size()
            scale = (max(width_px, 1) - 1e-4) / max(width, 1e-3)  # pixels are counted upwards
            scale = min(scale, (MOST_PIXELS / max(width * height, 1e-3)) ** 0.5)
            bitmap = page.render(scale=scale, may_draw_forms=True, rev_byteorder=True)
            return bitmap.width, bitmap.height, _packed(bitmap)
        finally:
            page.close()

    def read(self, index: int) -> str:
        """The text of a page and of its fields; the page is flattened in a copy of the document."""
        import pypdfium2

        copy = pypdfium2.PdfDocument(self._data)
        try:
            page = copy[index]
            pypdfium2.raw.FPDFPage_Flatten(page.raw, pypdfium2.raw.FLAT_NORMALDISPLAY)
            page.close()
            page = copy[index]
            text: str = page.get_textpage().get_text_bounded()
            return text
        finally:
            copy.close()


def _packed(bitmap: Any) -> bytes:
    """The pixels without the padding of rows."""
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    pixels = memoryview(bitmap.buffer).cast("B")
    if stride == 3 * width:
        return pixels[: 3 * width * height].tobytes()
    return b"".join(pixels[row * stride : row * stride + 3 * width] for row in range(height))


if __name__ == "__main__":
    serve()
