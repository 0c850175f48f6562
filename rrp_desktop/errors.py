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

    def line(self) -> str:
        """The sentence on one line, whatever a file's name holds."""
        return " ".join(str(self).split())


class UsageError(UserError):
    """The command or the argument does not fit; nothing was changed."""

    exit_code = 2


class WrongUsage(UsageError):
    """The command line is not understood.  Details: problem."""

    sentence = N_("Komento ei kelpaa: {problem}. Ohje: rrp-desktop --help.")


class NotAnAssignment(UsageError):
    """An answer is not written as LINK_ID=VALUE.  Details: text."""

    sentence = N_("”{text}” ei kelpaa vastaukseksi. Kirjoita vastaus muotoon KOHTA=ARVO.")


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


class UnknownVersion(UsageError):
    """The form is known, but not in that version.  Details: form, version."""

    sentence = N_("Lomakkeesta ”{form}” ei ole versiota {version}. Päivitä ohjelma tai lomake.")


class UnknownProgramme(UsageError):
    """No programme has that id.  Details: programme, known."""

    sentence = N_("Ohjelmaa ”{programme}” ei ole. Käytettävissä: {known}.")


class FormDefinitionError(UserError):
    """A form or programme file breaks the form format.  Details: file, place, problem."""

    sentence = N_(
        "Lomaketiedostoa {file} ei voi käyttää: {place}: {problem}. "
        "Korjaa tiedosto ohjeen docs/form-format.md mukaan."
    )


class WindowUnavailable(UserError):
    """Qt is missing or does not load.  Details: problem."""

    sentence = N_(
        "Ikkunaa ei voi avata: {problem}. Asenna PySide6-Essentials. "
        "Komentorivi toimii ilman ikkunaa: rrp-desktop --help."
    )


class NoScreen(UserError):
    """There is no display to open a window on."""

    sentence = N_(
        "Ikkunaa ei voi avata, koska näyttöä ei ole. Komentorivi toimii ilman näyttöä: rrp-desktop --help."
    )


class Unexpected(UserError):
    """Something that nobody foresaw stopped the program.  Details: log."""

    sentence = N_(
        "Ohjelma pysähtyi odottamatta, eikä työ valmistunut. Syy on lokissa {log}. "
        "Lokissa ei ole vastauksia, joten sen voi lähettää ohjelman tekijöille."
    )


# --- writing files ---------------------------------------------------------------------------------------------------


class FolderMissing(UserError):
    """The folder that a file should go to does not exist.  Details: file, folder."""

    sentence = N_("Tiedostoa {file} ei tallennettu: kansiota {folder} ei ole. Luo kansio tai valitse toinen.")


class FolderInTheWay(UserError):
    """Where the file should go, there is a folder of that name.  Details: file."""

    sentence = N_("Tiedostoa {file} ei tallennettu: samanniminen kansio on jo olemassa. Valitse toinen nimi.")


class NotWritable(UserError):
    """The folder or the file may not be written to.  Details: file."""

    sentence = N_(
        "Tiedostoa {file} ei tallennettu: kansioon tai tiedostoon ei saa kirjoittaa. Tallenna toiseen kansioon."
    )


class DiskFull(UserError):
    """The disk, or the user's share of it, is full.  Details: file."""

    sentence = N_(
        "Tiedostoa {file} ei tallennettu: levyllä ei ole tilaa. "
        "Vapauta tilaa tai tallenna muualle. Aiempi tiedosto on tallella."
    )


class WriteFailed(UserError):
    """The system refused the writing for another reason.  Details: file, reason."""

    sentence = N_(
        "Tiedostoa {file} ei tallennettu: järjestelmä ilmoitti ”{reason}”. "
        "Tallenna toisella nimellä tai toiseen kansioon. Aiempi tiedosto on tallella."
    )


class ReadBackDiffers(UserError):
    """What was read back from the disk is not what was written.  Details: file."""

    sentence = N_(
        "Tiedosto {file} ei tallentunut oikein: levyltä luettu sisältö on toinen kuin kirjoitettu. "
        "Tallenna toiselle levylle."
    )


class WouldOverwrite(UserError):
    """There is a file of that name, and it may be someone's work.  Details: file."""

    sentence = N_("Tiedosto {file} on jo olemassa, eikä sitä korvattu. Anna toinen nimi.")


class PrintFailed(UserError):
    """The printer takes nothing.  Details: printer."""

    sentence = N_(
        "Tulostin {printer} ei vastaa, eikä mitään tulostettu. Tarkista tulostin tai tallenna PDF ja tulosta se muualla."
    )


# --- reading files ---------------------------------------------------------------------------------------------------


class FileMissing(UserError):
    """There is no such file.  Details: file."""

    sentence = N_("Tiedostoa {file} ei ole. Tarkista nimi ja kansio.")


class FileIsFolder(UserError):
    """It is a folder.  Details: file."""

    sentence = N_("{file} on kansio. Anna tiedoston nimi.")


class NotReadable(UserError):
    """The user may not read the file.  Details: file."""

    sentence = N_(
        "Tiedostoa {file} ei saa lukea. Pyydä lukuoikeus tiedoston omistajalta tai kopioi tiedosto omaan kansioosi."
    )


class ReadFailed(UserError):
    """The system refused the reading for another reason.  Details: file, reason."""

    sentence = N_(
        "Tiedostoa {file} ei voitu lukea: järjestelmä ilmoitti ”{reason}”. Kopioi tiedosto toiselle levylle."
    )


class FileEmpty(UserError):
    """The file holds nothing.  Details: file."""

    sentence = N_("Tiedosto {file} on tyhjä. Avaa varmuuskopio tai pyydä tiedosto uudelleen.")


class FileTooLarge(UserError):
    """The file, or a part of it, is larger than the program takes.  Details: file, limit."""

    sentence = N_("Tiedosto {file} on liian suuri: raja on {limit}. Tarkista, että tiedosto on oikea.")


class AnswersUnreadable(UserError):
    """The file of answers for `set --from` is not JSON of the right shape.  Details: file."""

    sentence = N_(
        'Tiedosto {file} ei kelpaa vastauksiksi. Kirjoita se muotoon {{"kohta": "arvo"}} (JSON, UTF-8).'
    )


# --- drafts ----------------------------------------------------------------------------------------------------------


class NotADraft(UserError):
    """The file is of another kind.  Details: file."""

    sentence = N_("{file} ei ole luonnos. Valitse tiedosto, jonka pääte on .rrp.")


class DraftIsPdf(UserError):
    """The file is a PDF where a draft was expected.  Details: file."""

    sentence = N_(
        "{file} on PDF eikä luonnos. Tee siitä ensin luonnos: rrp-desktop import {file} -o LUONNOS.rrp."
    )


class DraftBroken(UserError):
    """The draft is cut short or damaged.  Details: file, place."""

    sentence = N_(
        "Luonnos {file} on vioittunut tai katkennut ({place}). Tiedostoon ei koskettu. Avaa sen varmuuskopio."
    )


class DraftFormUnknown(UserError):
    """The form inside the draft breaks the form format.  Details: file, place, problem."""

    sentence = N_(
        "Luonnosta {file} ei voi avata: sen lomaketta ei ymmärretä ({place}: {problem}). Avaa se uudemmalla ohjelmalla."
    )


class DraftTooNew(UserError):
    """A newer program made the draft, and this one cannot show it.  Details: file, format."""

    sentence = N_(
        "Luonnos {file} on tehty uudemmalla ohjelmalla (muoto {format}), eikä tämä versio osaa avata sitä. "
        "Päivitä ohjelma."
    )


class DraftReadOnly(UserError):
    """A newer program made the draft; it can be read, but saving here would lose something.  Details: file, format."""

    sentence = N_(
        "Luonnos {file} on tehty uudemmalla ohjelmalla (muoto {format}). Sitä voi lukea muttei muuttaa. "
        "Päivitä ohjelma, niin voit jatkaa."
    )
