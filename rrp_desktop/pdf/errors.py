"""What can be wrong with a PDF, each as one sentence for the user.  Details: file, the file's name as shown."""

from __future__ import annotations

from rrp_desktop.errors import UserError
from rrp_desktop.i18n import N_


class PdfError(UserError):
    """Base of everything that is wrong with a PDF."""


class NotAPdf(PdfError):
    """The file does not begin like a PDF."""

    sentence = N_("{file} ei ole PDF-tiedosto. Valitse tiedosto, jonka nimen lopussa on .pdf.")


class BrokenPdf(PdfError):
    """The file is damaged, or its parts contradict each other, beyond what is repaired on reading."""

    sentence = N_(
        "PDF-tiedostoa {file} ei voi lukea: se on vioittunut. Hae tiedosto uudelleen sieltä, mistä sait sen."
    )


class PdfTooHeavy(PdfError):
    """Something inside of the file exceeds a limit: a stream that unpacks to very much, very many objects."""

    sentence = N_(
        "PDF-tiedosto {file} on liian raskas käsiteltäväksi. Avaa se PDF-ohjelmassa, tallenna uudella nimellä ja yritä uudelleen."
    )


class PdfTooLarge(PdfError):
    """The file is larger than what is opened.  Details: file, limit."""

    sentence = N_("PDF-tiedosto {file} on liian suuri käsiteltäväksi ({limit}).")


class PdfNeedsPassword(PdfError):
    """The file opens only with a password."""

    sentence = N_(
        "PDF-tiedosto {file} on suojattu salasanalla. Avaa se PDF-ohjelmassa, tallenna ilman salasanaa ja yritä uudelleen."
    )


class PdfEncryptionUnknown(PdfError):
    """The file is encrypted in a way that this program does not read."""

    sentence = N_(
        "PDF-tiedosto {file} on salattu tavalla, jota ohjelma ei osaa lukea. "
        "Tallenna se PDF-ohjelmassa ilman salausta ja yritä uudelleen."
    )


class NoFormFields(PdfError):
    """There is nothing to fill in."""

    sentence = N_(
        "PDF-tiedostossa {file} ei ole täytettäviä kenttiä. Tarvitset lomakkeen, jota voi täyttää koneella."
    )


class PreviewFailed(PdfError):
    """The pages could not be drawn: the file is broken, too heavy, or drawing took too long."""

    sentence = N_(
        "PDF-tiedoston {file} sivuja ei voi näyttää. Tiedosto saattaa olla vioittunut tai liian raskas."
    )
