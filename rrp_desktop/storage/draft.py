"""A draft file `.rrp` as a value; docs/file-format.md describes the file."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from rrp_desktop import __version__
from rrp_desktop.core.questionnaire import Questionnaire, Value, parse
from rrp_desktop.core.response import QuestionnaireResponse, Status, clean_text
from rrp_desktop.errors import (
    DraftBroken,
    DraftFormUnknown,
    DraftIsPdf,
    DraftReadOnly,
    DraftTooNew,
    FileTooLarge,
    FormDefinitionError,
    NotADraft,
    UserError,
)
from rrp_desktop.i18n import _
from rrp_desktop.storage.atomic import write_atomic
from rrp_desktop.storage.migrations import current_format, lift
from rrp_desktop.storage.reading import read_file, size_text
from rrp_desktop.storage.strict_json import dump_json, parse_json

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

MIMETYPE: Final = "application/vnd.rrp-desktop.draft+zip"
SUFFIX: Final = ".rrp"
FILE_LIMIT: Final = 50_000_000
CONTENT_LIMIT: Final = 48_000_000
MEMBER_LIMIT: Final = 20_000_000
MEMBER_COUNT_LIMIT: Final = 1_000

_MANIFEST: Final = "manifest.json"
_RESPONSE: Final = "response.json"
_QUESTIONNAIRE: Final = "questionnaire.json"
_OWN_MEMBERS: Final = ("mimetype", _MANIFEST, _RESPONSE, _QUESTIONNAIRE)
_LOWEST_READER: Final = 1
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_UNSAFE_NAME: Final = re.compile(r"^/|\\|:|[\x00-\x1f]|(^|/)\.{1,2}(/|$)|//|^$|.{256}")
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True)
class Draft:
    """Answers with the form that they were given to, and everything else that the file holds.

    Attributes:
        revision: Id of the content as it was last written or read; empty before the first writing.
        parents: Ids of the revisions that this one was made from; two after a merge.
        members: Members of the file that this program does not know, carried along as they are.
        manifest_more: Keys of the manifest that this program does not know.
        response_more: Keys beside the answers that this program does not know.
        read_only_reason: Why the draft may be read but not written, if so.
    """

    questionnaire: Questionnaire
    response: QuestionnaireResponse
    revision: str = ""
    parents: tuple[str, ...] = ()
    members: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    manifest_more: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    response_more: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    read_only_reason: UserError | None = field(default=None, compare=False)


def new_draft(questionnaire: Questionnaire, response: QuestionnaireResponse) -> Draft:
    """A draft that has no file yet."""
    return Draft(questionnaire, response)


def read_draft(path: Path) -> Draft:
    """The draft in a file.

    Raises:
        FileMissing, FileIsFolder, NotReadable, ReadFailed, FileEmpty, FileTooLarge: The file cannot be read.
        NotADraft, DraftIsPdf: It is something else.
        DraftBroken: It is damaged or cut short.
        DraftFormUnknown: The form inside breaks the form format.
        DraftTooNew: A newer program made it, and this one cannot show it.
    """
    return from_members(_unpack(read_file(path, FILE_LIMIT), path), path)


def write_draft(path: Path, draft: Draft, *, overwrite: bool = True) -> Draft:
    """Write a draft and return it with the ids of the revision that is now in the file.

    The same content gives the same bytes; an unchanged draft keeps its revision.

    Raises:
        DraftReadOnly: The draft came from a newer program.
        FileTooLarge: The content is more than a draft may hold.
        FolderMissing, FolderInTheWay, NotWritable, DiskFull, WriteFailed, ReadBackDiffers, WouldOverwrite: The file
            could not be written; an earlier one is as it was.
    """
    if draft.read_only_reason is not None:
        raise draft.read_only_reason
    revised = _revised(draft)
    write_atomic(path, _pack(to_members(revised), path), overwrite=overwrite)
    return revised


# --- a draft as named members ----------------------------------------------------------------------------------------


def to_members(draft: Draft) -> dict[str, bytes]:
    """What a file of this draft holds, by name, in the order of the file."""
    manifest = _manifest(draft) | {"revision": draft.revision, "parents": list(draft.parents)}
    return {"mimetype": MIMETYPE.encode(), _MANIFEST: dump_json(manifest)} | _content(draft)


def from_members(members: Mapping[str, bytes], path: Path) -> Draft:
    """The draft that these members make; `path` is what messages call it.

    Raises:
        NotADraft, DraftBroken, DraftFormUnknown, DraftTooNew: As for `read_draft`.
    """
    if members.get("mimetype", b"").strip() != MIMETYPE.encode():
        raise NotADraft(file=path)
    manifest = _document(members, _MANIFEST, path)
    version = _format_version(manifest, path)
    if version <= current_format():
        return _draft(members, manifest, version, path)
    if manifest["lowestReaderVersion"] > current_format():
        raise DraftTooNew(file=path, format=version)
    try:
        draft = _draft(members, manifest, version, path)
    except (DraftBroken, DraftFormUnknown) as error:
        raise DraftTooNew(file=path, format=version) from error
    return replace(draft, read_only_reason=DraftReadOnly(file=path, format=version))


def _draft(members: Mapping[str, bytes], manifest: dict[str, Any], version: int, path: Path) -> Draft:
    answers, definition = _document(members, _RESPONSE, path), members.get(_QUESTIONNAIRE, b"")
    if version < current_format():
        documents = {
            _MANIFEST: manifest,
            _RESPONSE: answers,
            _QUESTIONNAIRE: _document(members, _QUESTIONNAIRE, path),
        }
        documents = lift(documents, version)
        manifest, answers, definition = (
            documents[_MANIFEST],
            documents[_RESPONSE],
            dump_json(documents[_QUESTIONNAIRE]),
        )
    return Draft(
        questionnaire=_questionnaire(definition, path),
        response=_response(answers, path),
        revision=_revision_of(manifest, path),
        parents=_parents_of(manifest, path),
        members=MappingProxyType({name: data for name, data in members.items() if name not in _OWN_MEMBERS}),
        manifest_more=MappingProxyType(_unknown_keys(manifest)),
        response_more=MappingProxyType({k: v for k, v in answers.items() if k not in ("status", "answers")}),
    )


def _manifest(draft: Draft) -> dict[str, Any]:
    """The manifest without the ids of the revision."""
    questionnaire, more = draft.questionnaire, draft.manifest_more
    programme = questionnaire.programme
    return {
        **dict(sorted(more.items())),
        "formatVersion": current_format(),
        "lowestReaderVersion": _LOWEST_READER,
        "programVersion": __version__,
        "form": {**more.get("form", {}), "id": questionnaire.id, "version": questionnaire.version},
        "programme": {**more.get("programme", {}), "id": programme.id, "version": programme.version}
        if programme
        else None,
    }


def _unknown_keys(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What the manifest says beyond this program's own keys, also inside `form` and `programme`."""
    own = (
        "formatVersion",
        "lowestReaderVersion",
        "programVersion",
        "revision",
        "parents",
        "form",
        "programme",
    )
    unknown = {key: value for key, value in manifest.items() if key not in own}
    for key in ("form", "programme"):
        inside = manifest.get(key)
        if isinstance(inside, dict):
            more = {name: value for name, value in inside.items() if name not in ("id", "version")}
            unknown |= {key: more} if more else {}
    return unknown


def _content(draft: Draft) -> dict[str, bytes]:
    """The members that hold the content: answers, form, and what is carried along."""
    order = {item.link_id: place for place, item in enumerate(draft.questionnaire.questions())}
    answers = sorted(
        draft.response.answers.items(), key=lambda entry: (order.get(entry[0], len(order)), entry[0])
    )
    response = {
        **dict(sorted(draft.response_more.items())),
        "status": draft.response.status.value,
        "answers": {link_id: list(values) for link_id, values in answers},
    }
    return {
        _RESPONSE: dump_json(response),
        _QUESTIONNAIRE: dump_json(dict(draft.questionnaire.definition)),
        **dict(sorted(draft.members.items())),
    }


def _revised(draft: Draft) -> Draft:
    """The draft with the ids that it gets when it is written now."""
    if draft.revision and _revision(draft, draft.parents) == draft.revision:
        return draft
    parents = (draft.revision,) if draft.revision else draft.parents
    return replace(draft, revision=_revision(draft, parents), parents=parents)


def _revision(draft: Draft, parents: tuple[str, ...]) -> str:
    """Id of the content and its history; which program version writes it does not matter."""
    from hashlib import sha256

    whole = {
        "parents": list(parents),
        "manifest": {key: value for key, value in _manifest(draft).items() if key != "programVersion"},
        "members": {name: sha256(data).hexdigest() for name, data in _content(draft).items()},
    }
    return sha256(dump_json(whole)).hexdigest()


# --- reading the parts -----------------------------------------------------------------------------------------------


def _document(members: Mapping[str, bytes], name: str, path: Path) -> dict[str, Any]:
    try:
        document = parse_json(members[name])
    except (KeyError, ValueError) as error:
        raise DraftBroken(file=path, place=name) from error
    if not isinstance(document, dict):
        raise DraftBroken(file=path, place=name)
    return document


def _format_version(manifest: Mapping[str, Any], path: Path) -> int:
    version, lowest = manifest.get("formatVersion"), manifest.get("lowestReaderVersion")
    if type(version) is not int or type(lowest) is not int or not 1 <= lowest <= version:
        raise DraftBroken(file=path, place=_MANIFEST)
    return version


def _revision_of(manifest: Mapping[str, Any], path: Path) -> str:
    revision = manifest.get("revision")
    if not isinstance(revision, str):
        raise DraftBroken(file=path, place=_MANIFEST)
    return revision


def _parents_of(manifest: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    parents = manifest.get("parents")
    if not isinstance(parents, list) or not all(isinstance(parent, str) for parent in parents):
        raise DraftBroken(file=path, place=_MANIFEST)
    return tuple(parents)


def _questionnaire(definition: bytes, path: Path) -> Questionnaire:
    try:
        return _parsed(definition)
    except ValueError as error:
        raise DraftBroken(file=path, place=_QUESTIONNAIRE) from error
    except FormDefinitionError as error:
        raise DraftFormUnknown(**{**error.details, "file": path}) from error


@lru_cache(maxsize=8)  # drafts that are listed or compared together mostly hold the same form
def _parsed(definition: bytes) -> Questionnaire:
    return parse(parse_json(definition))


def _response(document: Mapping[str, Any], path: Path) -> QuestionnaireResponse:
    """The answers; one of another type than its question's is kept, and a check tells of it."""
    answers = document.get("answers")
    status = next((status for status in Status if status == document.get("status")), None)
    if status is None or not isinstance(answers, dict):
        raise DraftBroken(file=path, place=_RESPONSE)
    kept = {}
    for link_id, values in answers.items():
        if not isinstance(values, list):
            raise DraftBroken(file=path, place=f"{_RESPONSE}: {link_id}")
        cleaned = tuple(_value(value, link_id, path) for value in values if value != "")
        if cleaned:
            kept[link_id] = cleaned
    return QuestionnaireResponse(MappingProxyType(kept), status)


def _value(value: Any, link_id: str, path: Path) -> Value:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, bool | int | float):  # no question of ours takes 1.5, yet it is not thrown away
        return value  # type: ignore[return-value]
    raise DraftBroken(file=path, place=f"{_RESPONSE}: {link_id}")


# --- the ZIP ---------------------------------------------------------------------------------------------------------


def _pack(members: Mapping[str, bytes], path: Path) -> bytes:
    """A ZIP of these members.  Nothing is compressed: other versions of zlib would give other bytes."""
    import zipfile

    if max(map(len, members.values())) > MEMBER_LIMIT:
        raise FileTooLarge(file=path, limit=size_text(MEMBER_LIMIT))
    if sum(map(len, members.values())) > CONTENT_LIMIT:
        raise FileTooLarge(file=path, limit=size_text(CONTENT_LIMIT))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.create_system = 3  # the same on every system
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def _unpack(data: bytes, path: Path) -> dict[str, bytes]:
    """The members by name."""
    import struct
    import zipfile
    import zlib

    if not data.startswith(b"PK"):
        raise (DraftIsPdf if b"%PDF-" in data[:1024] else NotADraft)(file=path)
    place = _("loppu puuttuu")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive, path)
            members: dict[str, bytes] = {}
            for info in archive.infolist():
                place = info.filename
                if info.filename in members or not _is_plain(info):
                    raise DraftBroken(file=path, place=place)
                members[info.filename] = archive.read(info)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
    ) as error:
        if MIMETYPE.encode() in data[:200]:
            raise DraftBroken(file=path, place=place) from error
        raise NotADraft(file=path) from error
    return members


def _check_sizes(archive: ZipFile, path: Path) -> None:
    """Refuses before anything is unpacked."""
    sizes = [info.file_size for info in archive.infolist()]
    if len(sizes) > MEMBER_COUNT_LIMIT or sum(sizes) > CONTENT_LIMIT:
        raise FileTooLarge(file=path, limit=size_text(CONTENT_LIMIT))
    if max(sizes, default=0) > MEMBER_LIMIT:
        raise FileTooLarge(file=path, limit=size_text(MEMBER_LIMIT))


def _is_plain(info: ZipInfo) -> bool:
    """Whether the member is stored or deflated, and its name stays inside the file."""
    return info.compress_type in (0, 8) and not _UNSAFE_NAME.search(info.orig_filename)
