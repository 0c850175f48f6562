"""Proves that a filled PDF holds what it should: computed from the written file alone, by another reader.

The filler reads with pypdf and writes on its own; everything here was read with pdfium, in the child process that also
draws the preview.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Value = str | list[str]

_OFF: Final = "Off"
_MOST_OUTSIDE: Final = 0.0005
"""Share of a page's pixels outside of fields that may come out differently without anything having changed."""
_BUTTONS: Final = frozenset({"check-box", "radio"})
_FILLABLE: Final = frozenset({"text", "check-box", "radio", "combo", "list"})
_SEED: Final = 24  # characters by which a text is found on a page


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        id: opens, prefix, values, fillable, visible, continued, pages, tags, language, title or outside.
        ok: Is it as it should be?
        figures: What was counted or found, for instance {"fields": 55, "answered": 34, "empty": 21, "differing": []}.
    """

    id: str
    ok: bool
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a written file was found to hold."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Is everything as it should be?"""
        return all(check.ok for check in self.checks)

    def check(self, check_id: str) -> Check:
        """The check with this id.

        Raises:
            KeyError: It was not made.
        """
        for check in self.checks:
            if check.id == check_id:
                return check
        raise KeyError(check_id)

    def to_json(self) -> dict[str, Any]:
        """The receipt as plain values: {"ok": …, "checks": [{"id", "ok", …figures}]}."""
        return {
            "ok": self.ok,
            "checks": [{"id": check.id, "ok": check.ok, **check.figures} for check in self.checks],
        }


def prove(data: bytes, original: bytes, expected: Mapping[str, Value], file: str = "") -> Receipt:
    """Read the file back and compare.  A file that cannot be read gives a receipt that says so.

    Args:
        data: The written file.
        original: The form that was filled.
        expected: Full field name → the value that it should hold.
        file: The file's name.
    """
    from rrp_desktop.pdf.errors import PreviewFailed
    from rrp_desktop.pdf.render import read_back

    prefix = Check("prefix", data.startswith(original), {"original_bytes": len(original), "bytes": len(data)})
    try:
        facts = read_back(data, original, file)
    except PreviewFailed:
        return Receipt((Check("opens", ok=False), prefix))
    return Receipt((Check("opens", ok=True), prefix, *_checks(facts, expected)))


def _checks(facts: Mapping[str, Any], expected: Mapping[str, Value]) -> Iterator[Check]:
    written, original = facts["written"], facts["original"]
    fields = _by_name(written["widgets"])
    yield _values(fields, expected)
    yield _fillable(fields, _by_name(original["widgets"]))
    mixed = _mixed(expected)
    shown_whole = {
        name: _shown_whole(fields[name], value, mixed=mixed)
        for name, value in expected.items()
        if name in fields
    }
    yield _visible(fields, _by_name(original["widgets"]), expected, shown_whole, mixed=mixed)
    yield _continued(written, original["pages"], expected, shown_whole, mixed=mixed)
    extra = written["pages"] - original["pages"]
    yield Check("pages", extra >= 0, {"pages": written["pages"], "added": extra})
    yield _tags(written, original)
    yield Check("language", written["language"] == original["language"], {"language": written["language"]})
    yield Check("title", written["title"] == original["title"], {"title": written["title"]})
    outside = {int(page) + 1: share for page, share in facts["outside"].items() if share > _MOST_OUTSIDE}
    yield Check("outside", not outside, {"pages_compared": len(facts["outside"]), "changed": outside})


def _by_name(widgets: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    fields: dict[str, list[Mapping[str, Any]]] = {}
    for widget in widgets:
        fields.setdefault(widget["name"], []).append(widget)
    return fields


def _values(fields: Mapping[str, list[Mapping[str, Any]]], expected: Mapping[str, Value]) -> Check:
    missing = [name for name in expected if name not in fields]
    differing = [
        name for name, value in expected.items() if name in fields and not _holds(fields[name], value)
    ]
    fillable = [widgets for widgets in fields.values() if widgets[0]["kind"] in _FILLABLE]
    answered = sum(map(_answered, fillable))
    figures = {
        "fields": len(fillable),
        "answered": answered,
        "empty": len(fillable) - answered,
        "compared": len(expected),
        "differing": differing,
        "missing": missing,
    }
    return Check("values", not differing and not missing, figures)


def _answered(widgets: Sequence[Mapping[str, Any]]) -> bool:
    if widgets[0]["kind"] in _BUTTONS:
        return any(widget["checked"] for widget in widgets)
    return any(widget["value"] or widget["selected"] for widget in widgets)


def _holds(widgets: Sequence[Mapping[str, Any]], value: Value) -> bool:
    """Does the field hold the value, in every place where it shows?"""
    kind = widgets[0]["kind"]
    if kind in _BUTTONS:
        wanted = set() if value in (_OFF, "") else {value}
        return {widget["state"] for widget in widgets if widget["checked"]} == wanted
    if isinstance(value, list):
        return all(len(widget["selected"]) == len(value) for widget in widgets)
    return all(_lines(widget["value"]) == _lines(value) for widget in widgets)


def _fillable(
    fields: Mapping[str, list[Mapping[str, Any]]], before: Mapping[str, list[Mapping[str, Any]]]
) -> Check:
    """Can everything that could be filled in still be filled in?"""
    lost = [
        name
        for name, widgets in before.items()
        if widgets[0]["kind"] in _FILLABLE
        and not widgets[0]["read_only"]
        and (name not in fields or fields[name][0]["read_only"])
    ]
    return Check("fillable", not lost, {"lost": lost})


def _visible(
    fields: Mapping[str, list[Mapping[str, Any]]],
    before: Mapping[str, list[Mapping[str, Any]]],
    expected: Mapping[str, Value],
    shown_whole: Mapping[str, bool],
    *,
    mixed: bool,
) -> Check:
    """Is every answer to be seen where its field is: whole, or from its beginning, and as ink on the page?"""
    hidden = []
    for name, value in expected.items():
        widgets = [widget for widget in fields.get(name, []) if not widget["hidden"]]
        if not widgets or isinstance(value, list) or not _squeezed(value):
            continue
        if widgets[0]["kind"] in _BUTTONS:
            seen = value == _OFF or any(widget["checked"] for widget in widgets)
        else:
            seen = shown_whole[name] or all(_shown_begins(widget, value, mixed=mixed) for widget in widgets)
            if name in before and not _holds(before[name], value):
                seen = seen and any(widget.get("inked", True) for widget in widgets)
        if not seen:
            hidden.append(name)
    return Check("visible", not hidden, {"not_visible": hidden})


def _shown_whole(widgets: Sequence[Mapping[str, Any]], value: Value, *, mixed: bool) -> bool:
    """Does the whole text stand in the rectangle of every widget?"""
    if widgets[0]["kind"] in _BUTTONS or isinstance(value, list):
        return True
    wanted = {_squeezed(value)}
    if widgets[0]["kind"] in {"combo", "list"}:  # these show the label of their value
        wanted |= {_squeezed(label) for label in widgets[0]["selected"]}
    return all(
        any(
            _holds_text(_read(widget.get("shown", "")), text, mixed=mixed or widget["turned"])
            for text in wanted
        )
        for widget in widgets
        if not widget["hidden"]
    )


def _holds_text(place: str, text: str, *, mixed: bool) -> bool:
    """Does the text stand there?

    `mixed`: in any order, because pdfium turns lines around in which letters go from right to left, and reads the
    lines of a turned page in an order of its own.
    """
    return text in place or (mixed and _letters(text) <= _letters(place))


def _letters(text: str) -> Counter[str]:
    """The letters in any order, taken apart as pdfium does in lines that it turns."""
    return Counter("".join(unicodedata.normalize("NFKD", text).split()))


def _mixed(expected: Mapping[str, Value]) -> bool:
    """Are there letters that are written from right to left?"""
    characters = {
        char
        for value in expected.values()
        for text in ([value] if isinstance(value, str) else value)
        for char in text
    }
    return any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in characters)


def _shown_begins(widget: Mapping[str, Any], value: str, *, mixed: bool) -> bool:
    """Does the rectangle show the beginning of the text, and that it goes on?"""
    shown, mark, _ = _read(widget.get("shown", "")).rpartition("…")
    text = _squeezed(value)
    return bool(mark) and (text.startswith(shown) or (mixed and _letters(shown) <= _letters(text)))


def _continued(
    written: Mapping[str, Any],
    original_pages: int,
    expected: Mapping[str, Value],
    shown_whole: Mapping[str, bool],
    *,
    mixed: bool,
) -> Check:
    """Does every text that its field does not show in full stand in full on the new pages, with links both ways?"""
    pages = [_read(text) for text in written["texts"]]
    continued = [name for name, whole in shown_whole.items() if not whole]
    texts = {name: _squeezed(str(expected[name])) for name in continued}
    missing = [name for name in continued if not _stands_on(pages, texts[name], mixed=mixed)]
    there = sum(1 for page, target in written["links"] if page < original_pages <= target)
    back = sum(1 for page, target in written["links"] if target < original_pages <= page)
    linked = there >= len(continued) and back >= len(continued)
    figures = {"continued": continued, "missing": missing, "links_there": there, "links_back": back}
    return Check("continued", not missing and linked, figures)


def _stands_on(pages: Sequence[str], text: str, *, mixed: bool) -> bool:
    """Does the text stand on the pages, in order, perhaps over several with a header between?"""
    if mixed:
        return _holds_text("".join(pages), text, mixed=True)
    for start, page in enumerate(pages):
        place = page.find(text[:_SEED])
        while place >= 0:
            rest = _rest(text, page, place)
            if not rest or (_reaches_end(text, rest, page, place) and _goes_on(pages[start + 1 :], rest)):
                return True
            place = page.find(text[:_SEED], place + 1)
    return False


def _goes_on(pages: Sequence[str], text: str) -> bool:
    for page in pages:
        place = page.find(text[:_SEED])
        if place < 0:
            return False
        rest = _rest(text, page, place)
        if not rest:
            return True
        if not _reaches_end(text, rest, page, place):
            return False
        text = rest
    return False


def _rest(text: str, page: str, place: int) -> str:
    """What of the text the page does not show from this place on."""
    length = _common(text, page, place)
    return text[length:]


def _reaches_end(text: str, rest: str, page: str, place: int) -> bool:
    return place + len(text) - len(rest) >= len(page)


def _common(text: str, page: str, place: int) -> int:
    """How many characters of the text stand at this place of the page."""
    low, high = 0, min(len(text), len(page) - place)
    while low < high:
        middle = (low + high + 1) // 2
        if page.startswith(text[:middle], place):
            low = middle
        else:
            high = middle - 1
    return low


def _tags(written: Mapping[str, Any], original: Mapping[str, Any]) -> Check:
    """Is what was tagged still tagged, the new pages too?"""
    if not original["tagged"]:
        return Check("tags", ok=True, figures={"tagged": written["tagged"]})
    kept = all(
        now >= before for now, before in zip(written["structure"], original["structure"], strict=False)
    )
    new = written["structure"][original["pages"] :]
    return Check("tags", bool(written["tagged"] and kept and all(new)), {"tagged": written["tagged"]})


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _squeezed(text: str) -> str:
    """The text's letters alone: how lines break and what is never drawn make no difference."""
    from rrp_desktop.pdf.fonts import drawable

    return "".join(drawable(text).split())


def _read(text: str) -> str:
    """The same of a text that pdfium read: a hyphen at the end of a line comes as one of two odd characters."""
    return _squeezed(text.replace("\x02", "-").replace("\ufffe", "-"))
