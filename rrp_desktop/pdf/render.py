"""Pages as pictures, drawn by pdfium in a process of its own: a broken file ends that process, not the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: `width` × `height` pixels, three bytes each (red, green, blue), rows from the top, no padding."""

    width: int
    height: int
    rgb: bytes


class Renderer:
    """Draws pages of one file for as long as it is open; close it, or use it as a context.

    Attributes:
        sizes: (width, height) of each page in points, as it is shown.
    """

    sizes: tuple[tuple[float, float], ...]

    def __init__(self, data: bytes, file: str = "", timeout: float = 20.0) -> None:
        """Open the file.

        Args:
            data: The PDF.
            file: Its name for error sentences.
            timeout: Seconds that one picture may take.

        Raises:
            PreviewFailed: It cannot be drawn.
        """
        raise NotImplementedError

    def render(self, page: int, width_px: int) -> Image:
        """Draw one page, numbered from 0, this many pixels wide; less where the picture would be too large.

        Raises:
            PreviewFailed: It cannot be drawn, or that took too long.
        """
        raise NotImplementedError

    def close(self) -> None:
        """End the child process."""
        raise NotImplementedError

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
