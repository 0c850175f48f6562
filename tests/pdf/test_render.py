"""Pictures of pages from the child process, and what happens when it breaks."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pypdf.generic import NameObject

from rrp_desktop.pdf import render
from rrp_desktop.pdf.errors import PreviewFailed
from rrp_desktop.pdf.fill import fill
from rrp_desktop.pdf.render import MOST_PIXELS, Renderer, render_pages
from tests.pdf.acroforms import SAMI, Form, obj


@pytest.fixture(scope="module")
def data() -> bytes:
    form = Form(pages=3)
    form.text("nimi", [40, 700, 340, 720])
    return fill(form.data(), {"nimi": SAMI}).data


def shade(rgb: bytes, width: int, x: int, y: int) -> list[int]:
    return list(rgb[3 * (y * width + x) : 3 * (y * width + x) + 3])


def test_sizes_and_pictures(data: bytes) -> None:
    with Renderer(data, "koe.pdf") as renderer:
        assert list(renderer.sizes) == [(595, 842)] * 3
        image = renderer.render(2, 300)
        assert (image.width, image.height) == (300, 425)
        assert len(image.rgb) == 3 * 300 * 425
        assert shade(image.rgb, 300, 299, 0) == [255, 255, 255]


def test_field_values_are_drawn(data: bytes) -> None:
    blank, filled = Form(), Form()
    for form in (blank, filled):
        form.text("nimi", [40, 700, 340, 720])
    (empty,) = render_pages(blank.data(), [0], 595)
    (full,) = render_pages(fill(filled.data(), {"nimi": SAMI}).data, [0], 595)
    rows = range(842 - 720, 842 - 700)
    assert any(
        empty.rgb[3 * 595 * row : 3 * 595 * (row + 1)] != full.rgb[3 * 595 * row : 3 * 595 * (row + 1)]
        for row in rows
    )


def test_colours_are_red_green_blue() -> None:
    form = Form()
    contents: Any = form.writer.pages[0]["/Contents"].get_object()
    contents.set_data(b"1 0 0 rg 0 0 595 842 re f")
    (image,) = render_pages(form.data(), [0], 50)
    assert shade(image.rgb, 50, 25, 25) == [255, 0, 0]


def test_a_page_reads_as_text(data: bytes) -> None:
    with Renderer(data) as renderer:
        assert SAMI in renderer.text(0)
        assert "Sivu 2" in renderer.text(1)
        assert renderer.render(0, 100).width == 100  # reading changes nothing


def test_pictures_stay_within_bounds() -> None:
    form = Form()
    form.writer.pages[0][NameObject("/MediaBox")] = obj([0, 0, 2_000_000, 2_000_000])
    (image,) = render_pages(form.data(), [0], 60_000)
    assert image.width * image.height <= MOST_PIXELS * 1.01
    form.writer.pages[0][NameObject("/MediaBox")] = obj([0, 0, 200_000, 1])
    (image,) = render_pages(form.data(), [0], 500)
    assert (image.width, image.height) == (500, 1)


def test_several_threads_may_ask(data: bytes) -> None:
    with Renderer(data) as renderer, ThreadPoolExecutor(4) as pool:
        images = list(pool.map(lambda page: renderer.render(page % 3, 120), range(12)))
    assert {image.width for image in images} == {120}


@pytest.mark.parametrize("rubbish", [b"", b"%PDF-1.7\nei", bytes(1000)])
def test_a_broken_file_is_one_sentence(rubbish: bytes) -> None:
    with pytest.raises(PreviewFailed, match=r"koe\.pdf sivuja ei voi näyttää"):
        Renderer(rubbish, "koe.pdf")


def test_a_page_that_is_not_there(data: bytes) -> None:
    with Renderer(data, "koe.pdf") as renderer:
        with pytest.raises(PreviewFailed):
            renderer.render(99, 100)
        assert renderer.render(0, 100).width == 100  # and it goes on


def bomb() -> bytes:
    """A page whose content is packed twice: 4 GB from a few kilobytes."""
    form = Form()
    contents: Any = form.writer.pages[0]["/Contents"].get_object()
    packer = zlib.compressobj(9)
    zeros = bytes(16_000_000)
    once = b"".join(packer.compress(zeros) for _ in range(256)) + packer.flush()
    contents._data = zlib.compress(once, 9)
    contents[NameObject("/Filter")] = obj(["/FlateDecode", "/FlateDecode"])
    return form.data()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="memory is limited on POSIX systems only")
def test_a_bomb_ends_the_child_not_the_program() -> None:
    with pytest.raises(PreviewFailed):
        render_pages(bomb(), [0], 500)
    if sys.platform != "win32":
        import resource

        assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1_000_000  # kilobytes


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be stopped for a while on Windows")
def test_an_answer_that_takes_too_long_ends_the_child(data: bytes) -> None:
    with Renderer(data, "koe.pdf", timeout=0.5) as renderer:
        if sys.platform != "win32":
            renderer._child._process.send_signal(signal.SIGSTOP)
        with pytest.raises(PreviewFailed):
            renderer.render(0, 100)
        with pytest.raises(PreviewFailed):
            renderer.render(0, 100)  # it stays closed


def test_closing_ends_the_child(data: bytes) -> None:
    renderer = Renderer(data)
    process = renderer._child._process
    renderer.close()
    renderer.close()
    assert process.poll() is not None


def test_the_child_ends_with_its_input(data: bytes) -> None:
    renderer = Renderer(data)
    process = renderer._child._process
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(10) == 0
    renderer.close()


def test_the_child_is_found_from_any_folder(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    assert render_pages(data, [0], 50)[0].width == 50


def test_the_child_loads_neither_qt_nor_pypdf() -> None:
    script = (
        "import sys, rrp_desktop.pdf.render as r, rrp_desktop.pdf.readback, rrp_desktop.pdf.receipt, pypdfium2;"
        "print(sorted({'pypdf', 'PySide6', 'reportlab', 'fontTools'} & set(sys.modules)))"
    )
    folder = Path(render.__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        cwd=folder,
        encoding="utf-8",
        timeout=60,
    )
    assert done.stdout.strip() == "[]"


def test_a_packaged_program_starts_itself(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def popen(command: list[str], **_: Any) -> Any:
        started.append(command)
        raise OSError

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(subprocess, "Popen", popen)
    with pytest.raises(OSError):  # noqa: PT011
        Renderer(data)
    assert started == [[sys.executable, render.CHILD]]


def test_the_child_answers_nonsense_with_an_error() -> None:
    child = render._Child("koe.pdf", 10)
    with pytest.raises(PreviewFailed):
        child.ask({"do": "draw", "page": 0, "width": 10})  # before any file
    with pytest.raises(PreviewFailed):
        child.ask({"do": "dance"})
    child.close()


def test_messages_survive_the_pipe() -> None:
    pipe = io.BytesIO()
    render._send(pipe, {"do": "open"}, b"\x00\xff" * 1000)
    pipe.seek(0)
    head, body = render._receive(pipe)
    assert head == {"do": "open", "bytes": 2000}
    assert body == b"\x00\xff" * 1000
    with pytest.raises(EOFError):
        render._receive(pipe)
    with pytest.raises(ValueError, match="4294967295"):
        render._receive(io.BytesIO(b"\xff" * 8))
