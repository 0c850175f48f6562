from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrp_desktop import errors
from rrp_desktop.core.response import QuestionnaireResponse, Status
from rrp_desktop.core.rules import check
from rrp_desktop.storage import draft as draft_module
from rrp_desktop.storage import migrations
from rrp_desktop.storage.draft import (
    MEMBER_LIMIT,
    MIMETYPE,
    Draft,
    from_members,
    new_draft,
    read_draft,
    to_members,
    write_draft,
)
from tests.strategies import DATA, questionnaire, responses, texts, wild_responses

FORM = questionnaire("kaikki-tyypit", "keksitty")
RESPONSE = QuestionnaireResponse().with_answer("nimi", ["Malli – ”1”"]).with_answer("aste", ["ei koske"])
PLACE = Path("luonnos.rrp")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "luonnos.rrp"


@pytest.fixture
def members() -> dict[str, bytes]:
    return to_members(new_draft(FORM, RESPONSE))


def packed(members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def changed(data: bytes, **keys: Any) -> bytes:
    """A JSON member with other values of some keys; None takes a key away."""
    document = {**json.loads(data), **keys}
    return json.dumps({key: value for key, value in document.items() if value is not None}).encode()


# --- laws


@given(responses(FORM) | wild_responses())
def test_what_is_written_is_read_the_same(response: QuestionnaireResponse) -> None:
    draft = new_draft(FORM, response)
    again = from_members(draft_module._unpack(draft_module._pack(to_members(draft), PLACE), PLACE), PLACE)
    assert again == draft
    before, after = draft.response.answers, again.response.answers
    assert {key: list(map(type, values)) for key, values in before.items()} == {
        key: list(map(type, values)) for key, values in after.items()
    }


@given(responses(FORM))
def test_the_same_content_gives_the_same_bytes(response: QuestionnaireResponse) -> None:
    shuffled = replace(response, answers=MappingProxyType(dict(reversed(list(response.answers.items())))))
    first, second = (
        draft_module._pack(to_members(new_draft(FORM, one)), PLACE) for one in (response, shuffled)
    )
    assert first == second


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | texts().filter(lambda text: len(text) < 200),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcå", max_size=4), inner, max_size=3)
    ),
    max_leaves=5,
)
json_objects = st.dictionaries(st.text("abcdeåö", min_size=1, max_size=5), json_values, max_size=3)
names = st.from_regex(r"[a-zåäö][a-zåäö0-9 _-]{0,20}(/[a-zåäö0-9]{1,8})?\.(json|bin)", fullmatch=True)


@given(st.dictionaries(names, st.binary(max_size=200), max_size=4), json_objects, json_objects, json_objects)
def test_what_this_program_does_not_know_is_carried_along(
    members: dict[str, bytes], manifest: dict[str, Any], response: dict[str, Any], form: dict[str, Any]
) -> None:
    own = to_members(new_draft(FORM, RESPONSE))
    old_manifest = json.loads(own["manifest.json"])
    foreign = {
        **own,
        "manifest.json": changed(own["manifest.json"], **manifest, form={**form, **old_manifest["form"]}),
        "response.json": changed(own["response.json"], **response),
        **members,
    }
    written = to_members(from_members(foreign, PLACE))
    assert {name: written[name] for name in members} == members
    kept = json.loads(written["manifest.json"])
    assert {key: kept[key] for key, value in manifest.items() if value is not None} == {
        key: value for key, value in manifest.items() if value is not None
    }
    assert {key: kept["form"].get(key) for key in form} == form
    kept = json.loads(written["response.json"])
    assert {key: kept[key] for key, value in response.items() if value is not None} == {
        key: value for key, value in response.items() if value is not None
    }


# --- the file


def test_the_file_is_a_zip_that_any_tool_opens(path: Path) -> None:
    write_draft(path, replace(new_draft(FORM, RESPONSE), members={"zz/oma.bin": b"\0\1", "aa.txt": b"x"}))
    data = path.read_bytes()
    assert data[30:38] == b"mimetype"
    assert data[38 : 38 + len(MIMETYPE)] == MIMETYPE.encode()
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == [
            "mimetype", "manifest.json", "response.json", "questionnaire.json", "aa.txt", "zz/oma.bin",
        ]  # fmt: skip
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        response = json.loads(archive.read("response.json"))
    assert (manifest["formatVersion"], manifest["lowestReaderVersion"]) == (1, 1)
    assert manifest["form"] == {"id": "kaikki-tyypit", "version": "1.2.0"}
    assert manifest["programme"] == {"id": "keksitty", "version": "3.0.0"}
    assert response == {"status": "in-progress", "answers": {"nimi": ["Malli – ”1”"], "aste": ["ei koske"]}}


def test_a_draft_without_a_programme_says_so(path: Path) -> None:
    write_draft(path, new_draft(questionnaire(), RESPONSE))
    assert json.loads(zipfile.ZipFile(path).read("manifest.json"))["programme"] is None
    assert read_draft(path).questionnaire.programme is None


def test_the_draft_opens_with_the_form_that_it_was_made_with(path: Path) -> None:
    write_draft(path, new_draft(FORM, RESPONSE))
    again = read_draft(path).questionnaire
    assert again == FORM
    assert again.definition == FORM.definition


def test_each_revision_knows_the_one_before(path: Path) -> None:
    first = write_draft(path, new_draft(FORM, RESPONSE))
    assert (len(first.revision), first.parents) == (64, ())
    assert read_draft(path) == first
    edited = replace(first, response=first.response.with_answer("nimi", ["Toinen"]))
    second = write_draft(path, edited)
    assert second.parents == (first.revision,)
    assert second.revision != first.revision
    back = write_draft(path, replace(second, response=first.response))
    assert back.parents == (second.revision,)
    assert back.revision not in (first.revision, second.revision)


def test_writing_an_unchanged_draft_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = write_draft(path, new_draft(FORM, RESPONSE))
    before = path.read_bytes()
    assert write_draft(path, read_draft(path)) == draft
    assert path.read_bytes() == before
    monkeypatch.setattr(draft_module, "__version__", "9.9.9")
    assert write_draft(path, read_draft(path)) == draft


def test_a_merge_has_two_parents(path: Path) -> None:
    merged = replace(new_draft(FORM, RESPONSE), parents=("a" * 64, "b" * 64))
    assert write_draft(path, merged).parents == ("a" * 64, "b" * 64)
    assert read_draft(path).parents == ("a" * 64, "b" * 64)


def test_a_draft_that_another_tool_packed_and_formatted_is_read(
    path: Path, members: dict[str, bytes]
) -> None:
    members["response.json"] = (
        b"\xef\xbb\xbf" + json.dumps(json.loads(members["response.json"]), indent=8).encode()
    )
    path.write_bytes(packed(dict(reversed(members.items())), zipfile.ZIP_DEFLATED))
    assert read_draft(path).response == RESPONSE


def test_text_of_another_program_is_kept_as_ours_is(path: Path, members: dict[str, bytes]) -> None:
    answers = {"nimi": ["a\r\nb\x00"], "lisaa": [], "aste": [""]}
    members["response.json"] = changed(members["response.json"], answers=answers)
    path.write_bytes(packed(members))
    assert dict(read_draft(path).response.answers) == {"nimi": ("a\nb",)}


def test_an_answer_of_another_type_is_kept_and_told_by_a_check(path: Path, members: dict[str, bytes]) -> None:
    answers = {"maara": [1.5], "nimi": [7, True], "poistettu-kohta": ["tallessa"]}
    members["response.json"] = changed(members["response.json"], answers=answers)
    path.write_bytes(packed(members))
    draft = read_draft(path)
    assert write_draft(path, draft).response == draft.response
    assert json.loads(zipfile.ZipFile(path).read("response.json"))["answers"] == {
        "nimi": [7, True], "maara": [1.5], "poistettu-kohta": ["tallessa"],
    }  # fmt: skip
    from datetime import date

    rules = {
        (finding.link_id, finding.rule) for finding in check(draft.questionnaire, draft.response, date.max)
    }
    assert {("maara", "integer"), ("nimi", "not-in-list")} <= rules


def test_an_answer_may_look_like_a_pdf(path: Path) -> None:
    write_draft(path, new_draft(FORM, RESPONSE.with_answer("nimi", ["%PDF-1.7"])))
    assert read_draft(path).response.value("nimi") == "%PDF-1.7"


def test_an_existing_file_is_replaced_only_when_asked(path: Path) -> None:
    write_draft(path, new_draft(FORM, RESPONSE))
    before = path.read_bytes()
    with pytest.raises(errors.WouldOverwrite):
        write_draft(path, new_draft(FORM, QuestionnaireResponse()), overwrite=False)
    assert path.read_bytes() == before


# --- files that are something else, or not whole


def sentence(path: Path, error: type[errors.UserError]) -> str:
    with pytest.raises(error) as caught:
        read_draft(path)
    assert type(caught.value) is error
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_a_missing_file_a_folder_and_a_pipe(path: Path, tmp_path: Path) -> None:
    sentence(path, errors.FileMissing)
    sentence(tmp_path, errors.FileIsFolder)
    path.write_bytes(b"x")
    sentence(path / "x", errors.FileMissing)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "putki")
        sentence(tmp_path / "putki", errors.ReadFailed)


def test_a_file_that_may_not_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"x")
    for failure, told in (
        (PermissionError(13, "no"), errors.NotReadable),
        (OSError(5, "I/O error"), errors.ReadFailed),
    ):
        with monkeypatch.context() as patch:

            def refuse(_self: Path, failure: OSError = failure) -> bytes:
                raise failure

            patch.setattr(Path, "read_bytes", refuse)
            sentence(path, told)


@pytest.mark.parametrize("data", [b"", b"\0" * 5000], ids=["empty", "zeros after a power cut"])
def test_an_empty_file(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    sentence(path, errors.FileEmpty)


@pytest.mark.parametrize(
    "data",
    [b"P", b"hei", b"\x89PNG\r\n\x1a\n", b"<html>", b"{}", b"Toimintamalli;Linkki\n" * 100, packed({"word/document.xml": b"x"}),
     packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), packed({}), b"PK\x03\x04 ei zip"],
)  # fmt: skip
def test_a_foreign_file(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    sentence(path, errors.NotADraft)


def test_a_pdf_is_told_how_to_become_a_draft(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n...")
    assert "rrp-desktop import" in sentence(path, errors.DraftIsPdf)


def test_a_draft_cut_anywhere_is_told_to_be_cut(path: Path) -> None:
    write_draft(path, new_draft(FORM, RESPONSE))
    whole = path.read_bytes()
    for length in range(100, len(whole), 100):
        path.write_bytes(whole[:length])
        sentence(path, errors.DraftBroken)


def test_a_draft_with_changed_bytes_is_read_as_it_was_or_refused(path: Path) -> None:
    write_draft(path, new_draft(FORM, RESPONSE))
    whole = path.read_bytes()
    original = read_draft(path)
    for place in range(0, len(whole), 211):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :])
        try:
            draft = read_draft(path)
        except errors.UserError:
            continue
        assert draft == original


def remove(name: str) -> Callable[[dict[str, bytes]], object]:
    return lambda members: members.pop(name)


def put(name: str, data: bytes) -> Callable[[dict[str, bytes]], object]:
    return lambda members: members.update({name: data})


def change(name: str, **keys: Any) -> Callable[[dict[str, bytes]], object]:
    return lambda members: members.update({name: changed(members[name], **keys)})


@pytest.mark.parametrize(
    ("break_it", "place"),
    [
        (remove("manifest.json"), "manifest.json"),
        (remove("response.json"), "response.json"),
        (remove("questionnaire.json"), "questionnaire.json"),
        (put("manifest.json", b""), "manifest.json"),
        (put("manifest.json", b"[]"), "manifest.json"),
        (put("response.json", b'{"status": "in-progress", "answers": {"nimi": ["\xe4"]}}'), "response.json"),
        (put("response.json", b'{"status": "in-progress", "answers": {"nimi": ["\\ud800"]}}'), "response.json"),
        (put("response.json", b'{"status": "in-progress", "answers": {"maara": [NaN]}}'), "response.json"),
        (put("response.json", b'{"status": "in-progress", "answers": {"maara": [1e999]}}'), "response.json"),
        (put("response.json", b'{"status": "in-progress", "answers": {"maara": [' + b"9" * 5000 + b"]}}"), "response.json"),
        (put("response.json", b'{"status": "in-progress", "answers": {"nimi": ["a"], "nimi": ["b"]}}'), "response.json"),
        (put("response.json", b"[" * 100 + b"]" * 100), "response.json"),
        (put("response.json", b"[" * 200_000), "response.json"),
        (put("questionnaire.json", b"{"), "questionnaire.json"),
        (change("response.json", status="ready"), "response.json"),
        (change("response.json", status=["completed"]), "response.json"),
        (change("response.json", status=None), "response.json"),
        (change("response.json", answers=None), "response.json"),
        (change("response.json", answers=["nimi"]), "response.json"),
        (change("response.json", answers={"nimi": "ei luettelo"}), "response.json: nimi"),
        (change("response.json", answers={"nimi": [None]}), "response.json: nimi"),
        (change("response.json", answers={"nimi": [{"a": 1}]}), "response.json: nimi"),
        (change("manifest.json", formatVersion="1"), "manifest.json"),
        (change("manifest.json", formatVersion=True), "manifest.json"),
        (change("manifest.json", formatVersion=0), "manifest.json"),
        (change("manifest.json", lowestReaderVersion=None), "manifest.json"),
        (change("manifest.json", lowestReaderVersion=2), "manifest.json"),
        (change("manifest.json", revision=5), "manifest.json"),
        (change("manifest.json", parents="x"), "manifest.json"),
        (change("manifest.json", parents=[1]), "manifest.json"),
    ],
)  # fmt: skip
def test_damage_is_told_with_its_place(
    path: Path, members: dict[str, bytes], break_it: Callable[[dict[str, bytes]], object], place: str
) -> None:
    break_it(members)
    path.write_bytes(packed(members))
    assert f"({place})" in sentence(path, errors.DraftBroken)


@pytest.mark.parametrize(
    "name", ["../paha", "/etc/passwd", "a/../../b", "C:paha", "a\\b", "a//b", "./a", "a\nb", "x" * 300]
)
def test_a_member_whose_name_leads_elsewhere_is_refused(
    path: Path, members: dict[str, bytes], name: str
) -> None:
    path.write_bytes(packed({**members, name: b"x"}))
    sentence(path, errors.DraftBroken)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice_is_refused(path: Path, members: dict[str, bytes]) -> None:
    path.write_bytes(packed(members))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("response.json", members["response.json"])
    assert "(response.json)" in sentence(path, errors.DraftBroken)


def test_another_compression_is_refused(path: Path, members: dict[str, bytes]) -> None:
    path.write_bytes(packed(members, zipfile.ZIP_LZMA))
    sentence(path, errors.DraftBroken)


def test_a_form_that_is_not_understood(path: Path, members: dict[str, bytes]) -> None:
    definition = json.loads(members["questionnaire.json"])
    definition["item"][2]["type"] = "hologram"
    members["questionnaire.json"] = json.dumps(definition).encode()
    path.write_bytes(packed(members))
    assert "hologram" in sentence(path, errors.DraftFormUnknown)
    members["questionnaire.json"] = b"[]"
    path.write_bytes(packed(members))
    sentence(path, errors.DraftFormUnknown)


# --- limits


def test_limits_are_kept_before_anything_is_unpacked(path: Path, members: dict[str, bytes]) -> None:
    path.write_bytes(packed({**members, "pommi": b"\0" * (MEMBER_LIMIT + 1)}, zipfile.ZIP_DEFLATED))
    assert path.stat().st_size < 200_000
    assert "20 Mt" in sentence(path, errors.FileTooLarge)
    path.write_bytes(packed({**members, **{f"m{n}": b"" for n in range(1_000)}}))
    sentence(path, errors.FileTooLarge)
    path.write_bytes(
        packed({**members, **{f"m{n}": b"\0" * 16_500_000 for n in range(3)}}, zipfile.ZIP_DEFLATED)
    )
    assert "48 Mt" in sentence(path, errors.FileTooLarge)


def test_a_file_that_is_too_large_is_not_read(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50_000_001)
    assert "50 Mt" in sentence(path, errors.FileTooLarge)


def test_what_could_not_be_read_again_is_not_written(path: Path) -> None:
    for members in ({"iso": b"x" * (MEMBER_LIMIT + 1)}, {f"m{n}": b"x" * MEMBER_LIMIT for n in range(3)}):
        with pytest.raises(errors.FileTooLarge):
            write_draft(path, replace(new_draft(FORM, RESPONSE), members=members))
    assert not path.exists()


# --- other versions of the format


def test_a_newer_draft_opens_read_only_where_it_may(path: Path, members: dict[str, bytes]) -> None:
    members["manifest.json"] = changed(members["manifest.json"], formatVersion=7)
    path.write_bytes(packed(members))
    draft = read_draft(path)
    assert draft.response == RESPONSE
    assert isinstance(draft.read_only_reason, errors.DraftReadOnly)
    before = path.read_bytes()
    with pytest.raises(errors.DraftReadOnly, match="muoto 7"):
        write_draft(path, draft)
    assert path.read_bytes() == before


def test_a_newer_draft_is_refused_where_it_must_be(path: Path, members: dict[str, bytes]) -> None:
    members["manifest.json"] = changed(members["manifest.json"], formatVersion=8, lowestReaderVersion=2)
    path.write_bytes(packed(members))
    assert "muoto 8" in sentence(path, errors.DraftTooNew)


def test_a_newer_draft_that_cannot_be_understood_is_too_new_not_broken(
    path: Path, members: dict[str, bytes]
) -> None:
    members["manifest.json"] = changed(members["manifest.json"], formatVersion=2)
    members["response.json"] = changed(members["response.json"], status="archived")
    path.write_bytes(packed(members))
    sentence(path, errors.DraftTooNew)


def test_an_older_draft_is_lifted_step_by_step(
    path: Path, members: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename(documents: migrations.Documents) -> migrations.Documents:
        answers = documents["response.json"]["answers"]
        lifted = {("nimi" if key == "otsikko" else key): values for key, values in answers.items()}
        return {**documents, "response.json": {**documents["response.json"], "answers": lifted}}

    def mark(documents: migrations.Documents) -> migrations.Documents:
        return {**documents, "manifest.json": {**documents["manifest.json"], "lifted": True}}

    members["response.json"] = changed(members["response.json"], answers={"otsikko": ["Vanha"]})
    path.write_bytes(packed(members))
    monkeypatch.setattr(migrations, "MIGRATIONS", (rename, mark))
    draft = read_draft(path)
    assert draft.response.value("nimi") == "Vanha"
    assert draft.manifest_more == {"lifted": True}
    write_draft(path, draft)
    assert json.loads(zipfile.ZipFile(path).read("manifest.json"))["formatVersion"] == 3


@pytest.mark.parametrize("file", sorted((DATA / "formats").glob("*.rrp")), ids=lambda file: file.stem)
def test_a_draft_of_every_format_opens_for_ever(file: Path) -> None:
    draft = read_draft(file)
    assert draft.read_only_reason is None
    assert draft.response.value("nimi") == "Malli – ”1” áčđŋšŧž €"
    assert draft.response.values("varit-oma") == ("punainen", "oma väri")
    assert draft.response.status is Status.AMENDED
    assert draft.members == {"liite/oma.bin": b"\x00\x01\x02"}


def test_there_is_a_file_of_the_format_in_use() -> None:
    assert (DATA / "formats" / f"format-{migrations.current_format()}.rrp").is_file()


# --- speed of listing: one form is parsed once


@settings(max_examples=5)
@given(responses(FORM))
def test_drafts_of_one_form_share_it(response: QuestionnaireResponse) -> None:
    one, other = (from_members(to_members(Draft(FORM, each)), PLACE) for each in (response, RESPONSE))
    assert one.questionnaire is other.questionnaire
