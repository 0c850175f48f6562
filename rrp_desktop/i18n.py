"""The program's own words in the language in use: Finnish in the source, Swedish and English from catalogues.

Window, command line, PDFs and errors all speak through this one module (decision 004).  Words of forms and rules do
not pass here; they stand in the forms, in three languages side by side.
"""

from __future__ import annotations

import gettext
from typing import Final

from rrp_desktop.resources import resource

LANGUAGES: Final = ("fi", "sv", "en")
DEFAULT_LANGUAGE: Final = "fi"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = DEFAULT_LANGUAGE


def set_language(language: str) -> None:
    """Speak this language from now on; an unknown one means Finnish."""
    global _catalogue, _language  # the one piece of state of this module
    _language = language if language in LANGUAGES else DEFAULT_LANGUAGE
    _catalogue = catalogue(_language)


def catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of one language, for texts that must be in another language than the window's."""
    if language == DEFAULT_LANGUAGE:
        return gettext.NullTranslations()
    return gettext.translation("rrp_desktop", str(resource("ui", "i18n")), [language], fallback=True)


def language() -> str:
    """Code of the language in use: fi, sv or en."""
    return _language


def _(message: str) -> str:
    """The message in the language in use."""
    return _catalogue.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of the message that fits the number; the caller fills the number in."""
    return _catalogue.ngettext(singular, plural, n)


def N_(message: str) -> str:  # noqa: N802 - the customary name, which the extraction looks for
    """Marks a message that is translated later."""
    return message
