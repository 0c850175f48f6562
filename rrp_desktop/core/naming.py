"""How a form names things; apart from the rest, so that the start page can say them without reading a form whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

Text = Mapping[str, str]
"""Words by language code; Finnish ("fi") is always there."""

LINK_ID: Final = re.compile(r"[a-z0-9-]+")
VERSION: Final = re.compile(r"\d+\.\d+\.\d+")


def in_language(text: Text, language: str) -> str:
    """The words in this language, else in Finnish, else nothing."""
    return text.get(language) or text.get("fi", "")
