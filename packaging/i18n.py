"""Keeps the translation catalogues of ui/i18n in step with the sources: `make i18n`.

Messages are extracted from the calls of `_`, `N_`, `ngettext` and `pgettext` in rrp_desktop into
`rrp_desktop.pot`, merged into each language's `rrp_desktop.po`, where translators work, and compiled to
`rrp_desktop.mo`, which the program reads.  All are committed.  The files name places without line numbers and carry
no date, so that a diff shows changed words and nothing else (docs/decisions/004-gettext.md).
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "ui" / "i18n"
POT = FOLDER / "rrp_desktop.pot"
LANGUAGES = ("sv", "en")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
PROJECT = "RRP Desktop"
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def po_path(language: str) -> Path:
    """Where a language's translations are."""
    return FOLDER / language / "LC_MESSAGES" / "rrp_desktop.po"


def extract() -> Catalog:
    """All messages of the program, in the order of files and lines."""
    catalog = Catalog(project=PROJECT, fuzzy=False, charset="utf-8", header_comment="")
    found = extract_from_dir(
        ROOT / "rrp_desktop",
        method_map=[("**.py", "python")],
        keywords=KEYWORDS,
        comment_tags=("i18n:",),
        strip_comment_tags=True,
    )
    for file, line, message, comments, context in sorted(found, key=lambda entry: (entry[0], entry[1])):
        place = f"rrp_desktop/{Path(file).as_posix()}"
        catalog.add(message, None, [(place, line)], auto_comments=comments, context=context)
    return catalog


def merge(language: str, template: Catalog) -> Catalog:
    """A language's catalogue with the messages of now; what was translated is kept, what is gone is dropped."""
    path = po_path(language)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
    else:
        catalog = Catalog(locale=language, project=PROJECT, charset="utf-8", fuzzy=False, header_comment="")
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    return catalog


def catalogues() -> dict[Path, bytes]:
    """Every generated file of ui/i18n with the content that it should have."""
    template = extract()
    files = {POT: _po_bytes(template)}
    for language in LANGUAGES:
        po = _po_bytes(merge(language, template))
        files[po_path(language)] = po
        files[po_path(language).with_suffix(".mo")] = _mo_bytes(po, language)
    return files


def _mo_bytes(po: bytes, language: str) -> bytes:
    """Compiled from the bytes as written, so that both always tell the same; its header must have some date."""
    catalog = read_po(io.BytesIO(po), locale=language)
    catalog.creation_date = catalog.revision_date = NO_DATE
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    return compiled.getvalue()


def _po_bytes(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, include_lineno=False, ignore_obsolete=True)
    dated = re.compile(
        rb'^"(Project-Id-Version|POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team): .*\n',
        re.MULTILINE,
    )
    return dated.sub(b"", buffer.getvalue())


def untranslated() -> Iterator[str]:
    """Each message that a language does not have in full, as "language: message"."""
    template = extract()
    for language in LANGUAGES:
        for message in merge(language, template):
            words = message.string if isinstance(message.string, tuple | list) else (message.string,)
            if message.id and not all(words):
                yield f"{language}: {message.id}"


def problems() -> list[str]:
    """What is not as it should be: files that the sources would change, and messages without a translation."""
    stale = [
        f"{path.relative_to(ROOT)} is out of date: run make i18n"
        for path, content in catalogues().items()
        if not path.exists() or path.read_bytes() != content
    ]
    return stale + [f"not translated, {message}" for message in untranslated()]


def write() -> None:
    """Write the files that changed."""
    for path, content in catalogues().items():
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            print(f"wrote {path.relative_to(ROOT)}")


def main(arguments: list[str]) -> int:
    """Bring the catalogues up to date, unless --check is given; exit code 1 when something is left to do."""
    if arguments != ["--check"]:
        write()
    left = problems()
    print(*left, sep="\n", end="\n" if left else "")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
