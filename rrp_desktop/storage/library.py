"""The forms and programmes at hand: those that ship with the program and those in the user's folder."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rrp_desktop.core.naming import LINK_ID, VERSION, Text
from rrp_desktop.errors import FormDefinitionError, UnknownForm, UnknownProgramme, UnknownVersion
from rrp_desktop.i18n import _
from rrp_desktop.resources import resource
from rrp_desktop.storage.strict_json import parse_json

if TYPE_CHECKING:
    from rrp_desktop.core.questionnaire import Questionnaire

PROGRAMMES = "programmes"
_SIZE_LIMIT = 4_000_000
_PROGRAMME_FILES = ("programme.toml", "items.toml", "vocabulary.toml", "rules.toml")


class Library:
    """Finds and assembles forms.  A form in the user's folder goes before a built-in one of the same id."""

    def __init__(self, user_forms: Path | None = None, built_in: Path | None = None) -> None:
        self._built_in = built_in or resource("forms")
        self._folders = [folder for folder in (user_forms, self._built_in) if folder is not None]

    def form_ids(self) -> list[str]:
        """Ids of all forms, built-in ones first."""
        return self._ids(lambda folder: folder.glob("*/form.toml"))

    def programme_ids(self) -> list[str]:
        """Ids of all programmes, built-in ones first."""
        return self._ids(lambda folder: folder.glob(f"{PROGRAMMES}/*/programme.toml"))

    def _ids(self, find: Any) -> list[str]:
        found = [path.parent.name for folder in reversed(self._folders) for path in sorted(find(folder))]
        return [name for name in dict.fromkeys(found) if LINK_ID.fullmatch(name)]

    def default_programme(self, form_id: str) -> str | None:
        """The programme that a new draft of this form names unless told otherwise."""
        programme = self._form(form_id).get("programme")
        return programme if programme in self.programme_ids() else None

    def questionnaire(
        self, form_id: str, programme_id: str | None, version: str | None = None
    ) -> Questionnaire:
        """The form with the programme's items and rules.

        Args:
            version: An earlier version than the one in use.

        Raises:
            UnknownForm, UnknownVersion, UnknownProgramme: There is none of that id or version.
            FormDefinitionError: A file breaks the form format.
        """
        from rrp_desktop.core.questionnaire import assemble, parse  # here: to list forms takes none of it

        path = self._form_path(form_id)
        form = _read_toml(path)
        if version not in (None, form.get("version")):
            path = path.parent / "versions" / f"{version}.toml"
            if not VERSION.fullmatch(str(version)) or not path.is_file():
                raise UnknownVersion(form=form_id, version=version)
            form = _read_toml(path)
        programme = self._programme(programme_id) if programme_id else None
        try:
            definition = _as_json(assemble(form, programme, self._vocabularies, self._general_rules))
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            problem = _("rakenne ei kelpaa ({error})").format(error=error)
            raise FormDefinitionError(file=path, place=_("tiedosto"), problem=problem) from error
        questionnaire = parse(definition, str(path))
        if questionnaire.id != form_id:
            problem = _("tunnus (id) ”{id}” ei ole kansion nimi").format(id=questionnaire.id)
            raise FormDefinitionError(file=path, place="id", problem=problem)
        return questionnaire

    def default_questionnaire(self, form_id: str) -> Questionnaire:
        """The form as a new draft gets it unless told otherwise."""
        return self.questionnaire(form_id, self.default_programme(form_id))

    def title_and_description(self, form_id: str) -> tuple[Text, Text]:
        """What a form is called, without parsing all of it.

        Raises:
            FormDefinitionError: The file breaks the form format.
        """
        form = _read_toml_head(self._form_path(form_id))
        title, description = form.get("title"), form.get("description", {})
        if not isinstance(title, dict) or not isinstance(description, dict):
            raise FormDefinitionError(file=self._form_path(form_id), place="title", problem=_("puuttuu"))
        return title, description

    def programme_title(self, programme_id: str) -> Text:
        """What a programme is called; its id where the file does not say."""
        title = self._programme(programme_id).get("title")
        return title if isinstance(title, dict) else {"fi": programme_id}

    def examples(self) -> list[Path]:
        """Example drafts of the built-in forms."""
        return sorted(self._built_in.glob("*/examples/*.rrp"))

    def example_list(self) -> list[tuple[Path, str, bool]]:
        """Example drafts with title and whether they are completed, as the list beside them tells."""
        return [
            (index.parent / entry["file"], entry["title"], entry["completed"])
            for index in sorted(self._built_in.glob("*/examples/index.json"))
            for entry in parse_json(index.read_bytes())
        ]

    def _form_path(self, form_id: str) -> Path:
        for folder in self._folders:
            path = folder / form_id / "form.toml"
            if LINK_ID.fullmatch(form_id) and path.is_file():
                return path
        raise UnknownForm(form=form_id, known=", ".join(self.form_ids()))

    def is_built_in(self, form_id: str) -> bool:
        """Whether the form in use ships with the program."""
        return self._form_path(form_id).is_relative_to(self._built_in)

    def _form(self, form_id: str) -> dict[str, Any]:
        return _read_toml(self._form_path(form_id))

    def _programme(self, programme_id: str) -> dict[str, Any]:
        for folder in self._folders:
            place = folder / PROGRAMMES / programme_id
            if LINK_ID.fullmatch(programme_id) and (place / "programme.toml").is_file():
                merged: dict[str, Any] = {}
                for name in _PROGRAMME_FILES:
                    if (place / name).is_file():
                        merged.update(_read_toml(place / name))
                return merged
        raise UnknownProgramme(programme=programme_id, known=", ".join(self.programme_ids()))

    @cached_property
    def _vocabularies(self) -> Mapping[str, Any]:
        lists: dict[str, Any] = {}
        for folder in reversed(self._folders):
            for path in sorted(folder.glob("vocabularies/*.toml")):
                lists.update(_read_toml(path).get("options", {}))
        return lists

    @cached_property
    def _general_rules(self) -> list[Any]:
        rules: list[Any] = _read_toml(self._built_in / "rules.toml").get("rule", [])
        return rules


def _as_json(definition: dict[str, Any]) -> dict[str, Any]:
    """The definition in JSON's types, as a draft will hold it; TOML's dates become text."""
    text = json.dumps(definition, ensure_ascii=False, allow_nan=False, default=str)
    parsed: dict[str, Any] = parse_json(text.encode())
    return parsed


def _read_toml_head(path: Path) -> dict[str, Any]:
    """The keys before the first table, or more where they cannot be told apart."""
    with suppress(OSError, ValueError, RecursionError):
        if path.stat().st_size <= _SIZE_LIMIT:
            return tomllib.loads(path.read_text(encoding="utf-8-sig").partition("\n[")[0])
    return _read_toml(path)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _SIZE_LIMIT:
            raise FormDefinitionError(file=path, place=_("tiedosto"), problem=_("tiedosto on liian suuri"))
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise FormDefinitionError(file=path, place=_("tiedosto"), problem=_("ei voi lukea")) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormDefinitionError(file=path, place="TOML", problem=str(error)) from error
