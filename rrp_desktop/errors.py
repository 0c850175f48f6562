"""What can go wrong for a user: one exception class per thing, each a sentence in the user's language.

A class states its sentence once, in Finnish, with placeholders for what the raiser knows; `str(error)` gives the
sentence in the language in use.  The window shows it, the command line prints it, nobody prints a traceback.
"""

from __future__ import annotations

from rrp_desktop.i18n import N_, _


class UserError(Exception):
    """Base of everything that is told to the user.

    Attributes:
        sentence: What happened to which file, and what to do (Finnish source text with placeholders).
        exit_code: What the command line exits with: 3 for a file, 2 for wrong usage.
    """

    sentence = ""
    exit_code = 3

    def __init__(self, **details: object) -> None:
        super().__init__()
        self.details = details

    def __str__(self) -> str:
        return _(self.sentence).format(**self.details)


class UsageError(UserError):
    """The command or the argument does not fit; nothing was changed."""

    exit_code = 2


class UnknownLinkId(UsageError):
    """The form has no such question.  Details: link_id, form."""

    sentence = N_(
        "Lomakkeella {form} ei ole kohtaa ”{link_id}”. Katso kohdat komennolla rrp-desktop forms show {form}."
    )


class BadAnswer(UsageError):
    """The value does not fit the question's type or closed list.  Details: link_id, value, expected."""

    sentence = N_("Kohtaan ”{link_id}” ei sovi arvo ”{value}”. Sopiva arvo: {expected}.")


class UnknownForm(UsageError):
    """No form has that id.  Details: form, known."""

    sentence = N_("Lomaketta ”{form}” ei ole. Käytettävissä: {known}.")


class UnknownProgramme(UsageError):
    """No programme has that id.  Details: programme, known."""

    sentence = N_("Ohjelmaa ”{programme}” ei ole. Käytettävissä: {known}.")


class FormDefinitionError(UserError):
    """A form or programme file breaks the form format.  Details: file, place, problem."""

    sentence = N_(
        "Lomaketiedostoa {file} ei voi käyttää: {place}: {problem}. "
        "Korjaa tiedosto ohjeen docs/form-format.md mukaan."
    )
