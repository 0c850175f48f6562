"""Words that several pages say: severities and their counts, times, names on two lines.

The start page says them too, so nothing here needs core: a severity is its value, as a string.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from rrp_desktop.i18n import _, ngettext

LANGUAGE_NAMES: Final = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
"""What each language calls itself."""


def severity_word(severity: str) -> str:
    """What a severity is called on screen."""
    return {"error": _("Puute"), "warning": _("Huomio"), "information": _("Vinkki")}[severity]


def severity_count(severity: str, count: int) -> str:
    """“1 puute”, “2 huomiota” and so on."""
    words = {
        "error": ngettext("{count} puute", "{count} puutetta", count),
        "warning": ngettext("{count} huomio", "{count} huomiota", count),
        "information": ngettext("{count} vinkki", "{count} vinkkiä", count),
    }
    return words[severity].format(count=count)


def clock_words(time: datetime) -> str:
    """Time of day as it is written in Finnish and Finland Swedish: 10.23."""
    return f"{time.hour}.{time.minute:02}"


def when_words(time: datetime, today: date | None = None) -> str:
    """“tänään 9.58”, “eilen 15.12”, else the date: 4.3.2025."""
    today = today or date.today()
    if time.date() == today:
        return _("tänään {clock}").format(clock=clock_words(time))
    if time.date() == today - timedelta(days=1):
        return _("eilen {clock}").format(clock=clock_words(time))
    return f"{time.day}.{time.month}.{time.year}"


def two_lines(title: str) -> tuple[str, str]:
    """A model's name for two lines: what it is, then the county and the codes, so that those are never cut off."""
    before, bracket, codes = title.rpartition("(")
    if not bracket or not codes.rstrip().endswith(")"):
        return title, ""
    name, comma, county = before.rstrip(" ,").rpartition(",")
    if not comma:
        return before.strip(), f"({codes}"
    return name.strip(), f"{county.strip()} ({codes}"
