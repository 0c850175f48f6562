"""Makes the templates that ship with the built-in forms: `python -m rrp_desktop.pdf.build_templates [--check]`.

For every form under `forms/`, with its default programme, in every language: `templates/<programme>-<language>.pdf`
and, beside it, the `.json` that `template.card` describes.  With --check nothing is written; the exit code is 1 when
a file is missing or would come out otherwise.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rrp_desktop.core.questionnaire import Questionnaire, assemble, parse
from rrp_desktop.i18n import LANGUAGES
from rrp_desktop.pdf.template import Template, build, card, digest, shipped_name
from rrp_desktop.resources import resource


def main(arguments: list[str] | None = None) -> int:
    """Write or check every template; tell each file that is not as it should be."""
    parser = argparse.ArgumentParser(prog="build_templates", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing, exit 1 when a template is out of date"
    )
    check = parser.parse_args(arguments).check
    stale = 0
    for path, template, key in templates(resource("forms")):
        told = card(template, key)
        if is_current(path, template, told):
            continue
        stale += 1
        sys.stdout.write(f"{'stale' if check else 'written'}: {path}\n")
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.with_suffix(".pdf").write_bytes(template.data)
            path.with_suffix(".json").write_bytes(told)
    return 1 if check and stale else 0


def templates(forms: Path) -> Iterator[tuple[Path, Template, str]]:
    """For every form and language: the path without its ending, the template, and the form's fingerprint."""
    for path in sorted(forms.glob("*/form.toml")):
        questionnaire = _questionnaire(forms, path.parent.name)
        for language in LANGUAGES:
            place = path.parent / "templates" / shipped_name(questionnaire, language)
            yield place, build(questionnaire, language), digest(questionnaire)


def is_current(path: Path, template: Template, told: bytes) -> bool:
    """Are the files at this path the same?

    The bytes of a compressed stream differ between builds of zlib; then what the streams hold is compared.
    """
    try:
        data, old = path.with_suffix(".pdf").read_bytes(), path.with_suffix(".json").read_bytes()
    except OSError:
        return False
    if (data, old) == (template.data, told):
        return True
    before, after = (json.loads(each) | {"pdf": ""} for each in (old, told))
    return bool(before == after and unpacked(data) == unpacked(template.data))


def unpacked(data: bytes) -> list[tuple[bytes, bytes]]:
    """The file's objects in order: each as it is written but for its stream, and what the stream holds."""
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

    from rrp_desktop.pdf.update import serialise

    reader = PdfReader(io.BytesIO(data))
    objects = []
    for number in sorted(reader.xref[0]):
        value = IndirectObject(number, 0, reader).get_object()
        if isinstance(value, StreamObject):
            plain = DictionaryObject({key: entry for key, entry in value.items() if key != "/Length"})
            objects.append((serialise(plain), value.get_data()))
        else:
            objects.append((serialise(value), b""))
    return objects


def _questionnaire(forms: Path, form_id: str) -> Questionnaire:
    """The form with its default programme, as `storage.library.Library` assembles it (pdf does not import storage)."""
    form = _read(forms / form_id / "form.toml")
    programme: dict[str, Any] = {}
    for path in sorted(forms.glob(f"programmes/{form.get('programme', '')}/*.toml")):
        programme |= _read(path)
    lists: dict[str, Any] = {}
    for path in sorted(forms.glob("vocabularies/*.toml")):
        lists |= _read(path).get("options", {})
    rules = _read(forms / "rules.toml").get("rule", [])
    return parse(assemble(form, programme or None, lists, rules), str(forms / form_id / "form.toml"))


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
