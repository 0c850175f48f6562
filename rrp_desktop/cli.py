"""The command line: the same jobs as in the window, without one."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

from rrp_desktop import jobs
from rrp_desktop.core.findings import Finding, Severity, count, worst_first
from rrp_desktop.core.naming import in_language
from rrp_desktop.core.questionnaire import AnswerOption, Item, ItemType, Questionnaire, Value
from rrp_desktop.core.response import Status, asked_answers, is_date, progress, title_of
from rrp_desktop.core.rules import check
from rrp_desktop.errors import UserError, WrongUsage
from rrp_desktop.i18n import N_, _, language, ngettext
from rrp_desktop.paths import Paths
from rrp_desktop.storage.draft import Draft, read_draft, write_draft
from rrp_desktop.storage.library import Library

HELP: Final = N_("""\
rrp-desktop: täytä, tarkista ja vie itsearviointeja tällä koneella

rrp-desktop [TIEDOSTO]                        avaa ikkunan
rrp-desktop forms                             luettelee lomakkeet
rrp-desktop forms show LOMAKE [--fhir]        lomakkeen kohdat, tai lomake FHIR R5 -muodossa
rrp-desktop new --form LOMAKE -o LUONNOS [--programme OHJELMA|none] [--set KOHTA=ARVO]...
                                              aloittaa uuden luonnoksen
rrp-desktop set LUONNOS KOHTA=ARVO... [--from VASTAUKSET.json]
                                              kirjaa vastauksia; tyhjä ARVO poistaa vastauksen
rrp-desktop show LUONNOS [--json | --fhir]    näyttää vastaukset
rrp-desktop check LUONNOS... [--json]         kertoo, mitä puuttuu tai on korjattava
rrp-desktop export LUONNOS -o TULOS.pdf [--json]
                                              vie täytetyn PDF:n ja todentaa sen
rrp-desktop import TÄYTETTY.pdf -o LUONNOS    lukee vastaukset PDF:stä

ARVO: teksti sellaisenaan, valinnan koodi (monta koodia erotetaan puolipisteellä),
päivä muodossa 2025-03-21, true tai false.

--lang fi|sv|en     kieli        --data-dir KANSIO   ohjelman oma kansio
--version           versio       -h, --help          tämä ohje

Paluuarvo: 0 kunnossa, 1 sisällössä on puutteita, 2 komento ei kelpaa,
3 tiedostoa ei voitu lukea tai kirjoittaa.
""")


@dataclass(frozen=True)
class _World:
    """What a command works with."""

    paths: Paths
    library: Library
    today: date


def run(arguments: Sequence[str], paths: Paths) -> int:
    """Do what the arguments say; gives the exit code.

    Raises:
        UserError: It could not be done; the sentence says why.
    """
    if {"-h", "--help"} & set(arguments) or not arguments:
        print(_(HELP), end="")
        return 0
    verb, *rest = arguments
    if verb not in _COMMANDS:
        raise WrongUsage(problem=_("komentoa ”{verb}” ei ole").format(verb=verb))
    describe, do = _COMMANDS[verb]
    parser = _Parser(prog=f"rrp-desktop {verb}", add_help=False, allow_abbrev=False)
    describe(parser)
    return do(parser.parse_intermixed_args(rest), _World(paths, Library(paths.forms), date.today()))


class _Parser(argparse.ArgumentParser):
    """Tells what does not fit as one sentence."""

    def error(self, message: str) -> NoReturn:
        raise WrongUsage(problem=_in_words(message))


_ARGPARSE_WORDS: Final = (
    (r"the following arguments are required: (?P<what>.+)", N_("puuttuu {what}")),
    (r"unrecognized arguments: (?P<what>.+)", N_("ylimääräistä on {what}")),
    (r"argument (?P<what>.+): expected (one|at least one) argument", N_("kohdasta {what} puuttuu arvo")),
    (r"argument (?P<what>.+): not allowed with argument (?P<other>.+)", N_("{what} ja {other} eivät käy yhdessä")),
    (r"argument (.+): invalid choice: (?P<what>.+?) \(choose from .*", N_("{what} ei ole mikään vaihtoehdoista")),
)  # fmt: skip


def _in_words(message: str) -> str:
    """What argparse found, in the language in use."""
    for pattern, words in _ARGPARSE_WORDS:
        if found := re.fullmatch(pattern, message):
            return _(words).format(**found.groupdict())
    return message


# --- forms -----------------------------------------------------------------------------------------------------------


def _describe_forms(parser: _Parser) -> None:
    parser.add_argument("action", nargs="?", choices=("list", "show"), default="list")
    parser.add_argument("form", nargs="?", metavar="LOMAKE")
    parser.add_argument("--fhir", action="store_true")


def _forms(options: argparse.Namespace, world: _World) -> int:
    if options.action == "list":
        if options.form or options.fhir:
            raise WrongUsage(problem=_("forms list ei ota muuta"))
        return _list_forms(world.library)
    if not options.form:
        raise WrongUsage(problem=_("puuttuu {what}").format(what="LOMAKE"))
    questionnaire = world.library.default_questionnaire(options.form)
    if options.fhir:
        from rrp_desktop.core.fhir import questionnaire_to_fhir

        _print_json(questionnaire_to_fhir(questionnaire, language()))
    else:
        print("\n".join(_form_lines(questionnaire)))
    return 0


def _list_forms(library: Library) -> int:
    """One form a line; what is wrong with a form is told without hiding the others."""
    code = 0
    for form_id in library.form_ids():
        try:
            questionnaire = library.default_questionnaire(form_id)
        except UserError as error:
            _tell(error)
            code = error.exit_code
        else:
            print(f"{form_id}  {questionnaire.version}  {in_language(questionnaire.title, language())}")
    return code


def _form_lines(questionnaire: Questionnaire) -> Iterator[str]:
    yield f"{in_language(questionnaire.title, language())} ({questionnaire.id} {questionnaire.version})"
    if questionnaire.programme is not None:
        yield _("Ohjelma: {title}").format(title=in_language(questionnaire.programme.title, language()))
    if questionnaire.notice:
        yield in_language(questionnaire.notice, language())
    for item in questionnaire.walk():
        if item.is_page:
            yield ""
            yield in_language(item.text, language())
        elif item.is_question:
            yield f"  {item.link_id}  {_demands(item)}"
            yield f"      {in_language(item.text, language())}"
            yield from (f"        {_option_words(option)}" for option in item.options)


def _option_words(option: AnswerOption) -> str:
    words = in_language(option.text, language())
    return option.code if words == option.code else f"{option.code}  {words}"


def _demands(item: Item) -> str:
    """The type of a question and what is asked of an answer."""
    words = [item.type.value]
    words += [_("monta")] if item.repeats else []
    words += [_("myös oma arvo")] if item.open else []
    words += [_("pakollinen")] if item.required else []
    return ", ".join(words)


# --- new, set, show --------------------------------------------------------------------------------------------------


def _describe_new(parser: _Parser) -> None:
    parser.add_argument("--form", required=True)
    parser.add_argument("-o", dest="output", type=Path, required=True)
    parser.add_argument("--programme")
    parser.add_argument("--set", dest="assignments", action="append", default=[])


def _new(options: argparse.Namespace, world: _World) -> int:
    draft = jobs.start(world.library, options.form, options.programme, world.today)
    draft = jobs.answer(draft, jobs.read_assignments(draft.questionnaire, options.assignments))
    write_draft(options.output, draft, overwrite=False)
    print(_("Uusi luonnos: {file}").format(file=options.output))
    return 0


def _describe_set(parser: _Parser) -> None:
    parser.add_argument("draft", type=Path, metavar="LUONNOS")
    parser.add_argument("assignments", nargs="*", metavar="KOHTA=ARVO")
    parser.add_argument("--from", dest="answers", type=Path)


def _set(options: argparse.Namespace, _world: _World) -> int:
    if not options.assignments and options.answers is None:
        raise WrongUsage(problem=_("puuttuu {what}").format(what="KOHTA=ARVO"))
    draft = read_draft(options.draft)
    answers = dict(jobs.read_answers(draft.questionnaire, options.answers)) if options.answers else {}
    answers |= jobs.read_assignments(draft.questionnaire, options.assignments)
    changed = jobs.answer(draft, answers)
    write_draft(options.draft, changed)
    before, after = draft.response, changed.response
    number = sum(before.values(link_id) != after.values(link_id) for link_id in answers)
    words = ngettext("{count} vastaus muuttui: {file}", "{count} vastausta muuttui: {file}", number)
    print(words.format(count=number, file=options.draft))
    return 0


def _describe_show(parser: _Parser) -> None:
    parser.add_argument("draft", type=Path, metavar="LUONNOS")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--fhir", action="store_true")


def _show(options: argparse.Namespace, _world: _World) -> int:
    draft = _read(options.draft)
    if options.json:
        _print_json(_draft_json(options.draft, draft))
    elif options.fhir:
        from rrp_desktop.core.fhir import response_to_fhir

        _print_json(response_to_fhir(draft.questionnaire, draft.response))
    else:
        print("\n".join(_draft_lines(draft)))
    return 0


def _draft_json(path: Path, draft: Draft) -> dict[str, Any]:
    questionnaire, response = draft.questionnaire, draft.response
    programme, done = questionnaire.programme, progress(questionnaire, response)
    return {
        "file": str(path),
        "form": {"id": questionnaire.id, "version": questionnaire.version},
        "programme": {"id": programme.id, "version": programme.version} if programme else None,
        "status": response.status.value,
        "revision": draft.revision,
        "parents": list(draft.parents),
        "progress": {"answered": done.answered, "total": done.total},
        "answers": {link_id: list(values) for link_id, values in response.answers.items()},
    }


def _draft_lines(draft: Draft) -> Iterator[str]:
    questionnaire, response = draft.questionnaire, draft.response
    done = progress(questionnaire, response)
    yield title_of(questionnaire, response, language())
    yield f"{in_language(questionnaire.title, language())} {questionnaire.version}"
    yield _progress_words(done.answered, done.total)
    asked = asked_answers(questionnaire, response)
    for page in questionnaire.pages():
        answered = [item for item in page.questions() if item.link_id in asked]
        if answered:
            yield ""
            yield in_language(page.text, language())
        for item in answered:
            words = "; ".join(_words(item, value) for value in asked[item.link_id])
            yield f"  {item.label(language())}: " + words.replace("\n", "\n    ")
    rest = [link_id for link_id in response.answers if link_id not in asked]
    if rest:
        yield ""
        yield _("Tallessa, mutta ei nyt kysyttynä: {items}").format(items=", ".join(rest))


def _words(item: Item, value: Value) -> str:
    """An answer as people read it."""
    if isinstance(value, bool):
        return _("Kyllä") if value else _("Ei")
    option = item.option(str(value))
    if option is not None:
        return in_language(option.text, language())
    if item.type is ItemType.DATE and is_date(str(value)) and language() != "en":
        day = date.fromisoformat(str(value))
        return f"{day.day}.{day.month}.{day.year}"
    return str(value)


def _progress_words(answered: int, total: int) -> str:
    return _("{answered}/{total} vastattu").format(answered=answered, total=total)


def _read(path: Path) -> Draft:
    """A draft; when a newer program made it, that is said and it is read all the same."""
    draft = read_draft(path)
    if draft.read_only_reason is not None:
        _tell(draft.read_only_reason)
    return draft


# --- check -----------------------------------------------------------------------------------------------------------


def _describe_check(parser: _Parser) -> None:
    parser.add_argument("drafts", nargs="+", type=Path, metavar="LUONNOS")
    parser.add_argument("--json", action="store_true")


def _check(options: argparse.Namespace, world: _World) -> int:
    """A file that cannot be read is told, and the others are checked all the same."""
    codes, files = [0], []
    for path in options.drafts:
        try:
            draft = _read(path)
        except UserError as error:
            _tell(error)
            codes.append(error.exit_code)
            continue
        findings = worst_first(check(draft.questionnaire, draft.response, world.today))
        files.append({"file": str(path), "findings": [_finding_json(finding) for finding in findings]})
        codes.append(int(any(finding.severity is Severity.ERROR for finding in findings)))
        if not options.json:
            print("\n".join(_check_lines(path, draft, findings)))
    if options.json:
        _print_json({"files": files})
    return max(codes)


def _finding_json(finding: Finding) -> dict[str, Any]:
    fix = finding.fix
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "linkId": finding.link_id,
        "message": in_language(finding.message, language()),
        "source": in_language(finding.source, language()),
        "fix": {"linkId": fix.link_id, "values": list(fix.values)} if fix else None,
    }


def _check_lines(path: Path, draft: Draft, findings: Sequence[Finding]) -> Iterator[str]:
    done = progress(draft.questionnaire, draft.response)
    parts = [_progress_words(done.answered, done.total), *_count_words(findings)]
    yield f"{path}: " + ", ".join(parts if findings else [*parts, _("ei tarkistettavaa")])
    for finding in findings:
        label = draft.questionnaire.item(finding.link_id).label(language())
        if finding.is_missing:
            yield "  " + _("Vastaamatta: {label}").format(label=label)
        else:
            word = _(_SEVERITY_WORDS[finding.severity])
            yield f"  {word}: {label}. {in_language(finding.message, language())}"


_SEVERITY_WORDS: Final = {
    Severity.ERROR: N_("Puute"),
    Severity.WARNING: N_("Huomio"),
    Severity.INFORMATION: N_("Vinkki"),
}


def _count_words(findings: Iterable[Finding]) -> Iterator[str]:
    counts = count(findings)
    words = (
        (Severity.ERROR, ngettext("{count} puute", "{count} puutetta", counts[Severity.ERROR])),
        (Severity.WARNING, ngettext("{count} huomio", "{count} huomiota", counts[Severity.WARNING])),
        (Severity.INFORMATION, ngettext("{count} vinkki", "{count} vinkkiä", counts[Severity.INFORMATION])),
    )
    return (sentence.format(count=counts[severity]) for severity, sentence in words if counts[severity])


# --- export, import --------------------------------------------------------------------------------------------------


def _describe_export(parser: _Parser) -> None:
    parser.add_argument("draft", type=Path, metavar="LUONNOS")
    parser.add_argument("-o", dest="output", type=Path, required=True)
    parser.add_argument("--json", action="store_true")


def _export(options: argparse.Namespace, world: _World) -> int:
    draft = _read(options.draft)
    export = jobs.prepare_export(draft, world.paths, language())
    receipt = jobs.write_export(export, options.output)
    if options.json:
        _print_json(receipt.to_json())
    elif receipt.ok:
        print(_("PDF on valmis ja luettu takaisin: {file}").format(file=options.output))
        print("\n".join(f"  {line}" for line in _export_lines(draft, export)))
    else:
        wrong = ", ".join(_(_CHECK_WORDS.get(one.id, one.id)) for one in receipt.checks if not one.ok)
        words = _("PDF kirjoitettiin, mutta sitä ei saa käyttää: {file} ({wrong})")
        print(words.format(file=options.output, wrong=wrong))
    return 0 if receipt.ok else 1


_CHECK_WORDS: Final = {
    "opens": N_("se ei aukea"),
    "prefix": N_("alkuperäinen lomake muuttui"),
    "values": N_("kentät eivät vastaa luonnosta"),
    "fillable": N_("kaikki kentät eivät ole täytettäviä"),
    "visible": N_("osa tekstistä ei näy"),
    "continued": N_("osa pitkistä teksteistä puuttuu"),
    "tags": N_("tunnisteet puuttuvat"),
    "language": N_("kieli puuttuu"),
    "title": N_("otsikko puuttuu"),
    "pages": N_("sivuja puuttuu"),
    "outside": N_("sivut muuttuivat kenttien ulkopuolelta"),
}


def _export_lines(draft: Draft, export: jobs.Export) -> Iterator[str]:
    done = progress(draft.questionnaire, draft.response)
    yield _progress_words(done.answered, done.total)
    if draft.response.status is not Status.COMPLETED:
        yield _("Sivuilla lukee, että arviointi on kesken.")
    if number := len(export.continued):
        words = ngettext(
            "{count} vastaus jatkuu jatkosivulla.", "{count} vastausta jatkuu jatkosivuilla.", number
        )
        yield words.format(count=number)
    if export.unprintable:
        characters = " ".join(sorted(set().union(*export.unprintable.values())))
        yield _("Näitä merkkejä fontissa ei ole, ja niiden paikalla on ruutu: {characters}").format(
            characters=characters
        )


def _describe_import(parser: _Parser) -> None:
    parser.add_argument("pdf", type=Path, metavar="PDF")
    parser.add_argument("-o", dest="output", type=Path, required=True)


def _import(options: argparse.Namespace, world: _World) -> int:
    write_draft(options.output, jobs.read_pdf(options.pdf, world.library), overwrite=False)
    print(_("Uusi luonnos: {file}").format(file=options.output))
    return 0


# --- printing --------------------------------------------------------------------------------------------------------


def _tell(error: UserError) -> None:
    print(error.line(), file=sys.stderr)


def _print_json(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=1))


_Command = tuple[Callable[[_Parser], None], Callable[[argparse.Namespace, _World], int]]

_COMMANDS: Final[dict[str, _Command]] = {
    "forms": (_describe_forms, _forms),
    "new": (_describe_new, _new),
    "set": (_describe_set, _set),
    "show": (_describe_show, _show),
    "check": (_describe_check, _check),
    "export": (_describe_export, _export),
    "import": (_describe_import, _import),
}
