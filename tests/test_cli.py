"""The command line as its users and scripts see it: what is printed where, and the exit code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from rrp_desktop import app, cli
from rrp_desktop.core.questionnaire import Questionnaire
from rrp_desktop.core.response import QuestionnaireResponse
from rrp_desktop.i18n import set_language
from rrp_desktop.paths import Paths
from rrp_desktop.settings import Settings, save_settings
from rrp_desktop.storage.draft import new_draft, read_draft, to_members, write_draft
from rrp_desktop.storage.library import Library
from tests.strategies import FORMS, questionnaire, responses

BUILT_IN = "kuvauksen-itsearviointi"
EXAMPLES = Library().examples()


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Result]


@pytest.fixture(autouse=True)
def finnish_again() -> Iterator[None]:
    yield
    set_language("fi")


@pytest.fixture
def rrp(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the program in this process, with the forms made for tests in its data folder."""
    shutil.copytree(FORMS, data_dir / "forms")

    def run(*arguments: str | Path) -> Result:
        code = app.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert err.count("\n") <= 1
        return Result(code, out, err)

    return run


@pytest.fixture
def draft(rrp: Command, tmp_path: Path) -> Path:
    path = tmp_path / "luonnos å.rrp"
    assert rrp("new", "--form", "kaikki-tyypit", "-o", path).code == 0
    return path


def answers(path: Path) -> dict[str, tuple[Any, ...]]:
    return dict(read_draft(path).response.answers)


# --- forms


def test_forms_are_listed_one_a_line(rrp: Command) -> None:
    for arguments in (["forms"], ["forms", "list"]):
        result = rrp(*arguments)
        assert (result.code, result.err) == (0, "")
        assert [line.split()[0] for line in result.out.splitlines()] == [BUILT_IN, "kaikki-tyypit"]


def test_a_broken_form_does_not_hide_the_others(rrp: Command, data_dir: Path) -> None:
    broken = data_dir / "forms" / "rikki"
    broken.mkdir()
    (broken / "form.toml").write_text("id = 3", encoding="utf-8")
    result = rrp("forms")
    assert result.code == 3
    assert "kaikki-tyypit" in result.out
    assert str(broken) in result.err


def test_a_form_is_shown_with_what_its_questions_take(rrp: Command) -> None:
    out = rrp("forms", "show", "kaikki-tyypit").out
    assert "varit-oma  coding, monta, myös oma arvo" in out
    assert "nimi  string, pakollinen" in out
    assert "vihreä ja sininen  Vihreä ja sininen" in out


def test_a_form_is_given_as_fhir_in_the_language_asked_for(rrp: Command) -> None:
    document = rrp("forms", "show", "kaikki-tyypit", "--fhir", "--lang", "sv").json
    assert (document["resourceType"], document["title"], document["language"]) == (
        "Questionnaire",
        "Alla typer",
        "sv",
    )


# --- new


def test_new_writes_a_draft_with_initial_values_and_answers(rrp: Command, tmp_path: Path) -> None:
    path = tmp_path / "a.rrp"
    result = rrp("new", "--form", "kaikki-tyypit", "-o", path, "--set", "nimi=a=b; c", "--set", "maara=")
    assert (result.code, result.err) == (0, "")
    assert str(path) in result.out
    assert answers(path)["nimi"] == ("a=b; c",)
    assert "maara" not in answers(path)
    assert answers(path)["vari"] == ("keltainen",)


def test_new_takes_the_programme_of_the_form_another_or_none(rrp: Command, tmp_path: Path) -> None:
    for arguments, programme in (
        (["--form", BUILT_IN], "rrp"),
        (["--form", BUILT_IN, "--programme", "keksitty"], "keksitty"),
        (["--form", BUILT_IN, "--programme", "none"], None),
        (["--form", "kaikki-tyypit"], None),
    ):
        path = tmp_path / f"{'-'.join(arguments)}.rrp"
        assert rrp("new", *arguments, "-o", path).code == 0
        shown = rrp("show", path, "--json").json["programme"]
        assert (shown and shown["id"]) == programme


def test_new_does_not_replace_a_file(rrp: Command, draft: Path) -> None:
    before = draft.read_bytes()
    result = rrp("new", "--form", "kaikki-tyypit", "-o", draft)
    assert result.code == 3
    assert str(draft) in result.err
    assert draft.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--form", "ei-ole", "-o", "x.rrp"], 2),
        (["--form", "kaikki-tyypit", "--programme", "ei-ole", "-o", "x.rrp"], 2),
        (["--form", "kaikki-tyypit", "-o", "x.rrp", "--set", "ei-ole=1"], 2),
        (["--form", "kaikki-tyypit", "-o", "x.rrp", "--set", "aste=joskus"], 2),
        (["--form", "kaikki-tyypit", "-o", "x.rrp", "--set", "aste"], 2),
        (["--form", "kaikki-tyypit"], 2),
        (["-o", "x.rrp"], 2),
        (["--form", "kaikki-tyypit", "-o", "puuttuva/x.rrp"], 3),
        (["--form", "kaikki-tyypit", "-o", "."], 3),
    ],
)
def test_what_new_refuses_writes_nothing(
    rrp: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    result = rrp("new", *arguments)
    assert (result.code, result.out) == (code, "")
    assert result.err.endswith(".\n")
    assert not list(tmp_path.glob("*.rrp"))


# --- set


def test_set_gives_changes_and_takes_away_answers(rrp: Command, draft: Path) -> None:
    result = rrp("set", draft, "nimi=Šihčči – ”1”", "varit-monta=keltainen;punainen", "mukana=true", "maara=")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("4 vastausta muuttui")
    given = answers(draft)
    assert given["nimi"] == ("Šihčči – ”1”",)
    assert given["varit-monta"] == ("punainen", "keltainen")
    assert given["mukana"] == (True,)
    assert "maara" not in given
    assert rrp("set", draft, "nimi=").out.startswith("1 vastaus muuttui")
    assert "nimi" not in answers(draft)


def test_set_reads_answers_from_a_file_and_then_from_the_command(
    rrp: Command, draft: Path, tmp_path: Path
) -> None:
    source = tmp_path / "vastaukset.json"
    document = {
        "nimi": "tiedostosta", "lisaa": "a\nb", "mukana": True, "maara": 7, "varit-oma": ["oma;väri", "punainen"],
        "paiva": None, "vari": "", "rivit": [],
    }  # fmt: skip
    source.write_text(json.dumps(document), encoding="utf-8")
    assert rrp("set", draft, "--from", source, "nimi=komennosta").code == 0
    assert answers(draft) == {
        "nimi": ("komennosta",), "lisaa": ("a\nb",), "mukana": (True,), "maara": (7,),
        "varit-oma": ("punainen", "oma;väri"),
    }  # fmt: skip
    assert rrp("set", draft, "nimi=taas", "--from", source, "maara=8").code == 0
    assert answers(draft)["maara"] == (8,)


def test_what_show_tells_may_be_set_again(rrp: Command, draft: Path, tmp_path: Path) -> None:
    rrp("set", draft, "nimi=x", "rivit=a;b", "mukana=false")
    source = tmp_path / "vastaukset.json"
    source.write_text(json.dumps(rrp("show", draft, "--json").json["answers"]), encoding="utf-8")
    other = tmp_path / "toinen.rrp"
    rrp("new", "--form", "kaikki-tyypit", "-o", other)
    assert rrp("set", other, "--from", source).code == 0
    assert read_draft(other).response == read_draft(draft).response


@pytest.mark.parametrize(
    "arguments",
    [
        ["nimi=uusi", "ei-ole=1"],
        ["nimi=uusi", "aste=joskus"],
        ["nimi=uusi", "ohje=x"],
        ["nimi=uusi", "maara=kaksi"],
        ["nimi"],
        [],
    ],
)
def test_what_set_refuses_changes_nothing(rrp: Command, draft: Path, arguments: list[str]) -> None:
    before = draft.read_bytes()
    result = rrp("set", draft, *arguments)
    assert (result.code, result.out) == (2, "")
    assert draft.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"{", 3), (b"[]", 3), (b'{"nimi": NaN}', 3), (b"", 3), (b'{"ei-ole": 1}', 2), (b'{"nimi": 1}', 2), (b'{"nimi": {"a": 1}}', 2),
     (b'{"nimi": ["a", "b"]}', 2), (None, 3)],
)  # fmt: skip
def test_a_file_of_answers_that_does_not_fit(
    rrp: Command, draft: Path, tmp_path: Path, content: bytes | None, code: int
) -> None:
    source = tmp_path / "vastaukset.json"
    if content is not None:
        source.write_bytes(content)
    before = draft.read_bytes()
    assert rrp("set", draft, "--from", source).code == code
    assert draft.read_bytes() == before


# --- show


def test_show_reads_like_a_page(rrp: Command, draft: Path) -> None:
    rrp("set", draft, "nimi=Malli 1", "paiva=2025-03-01", "mukana=false", "lisaa=ei nyt kysytä", "aste=osin")
    lines = rrp("show", draft).out.splitlines()
    assert lines[0] == "Malli 1"
    assert "  Päivä: 1.3.2025" in lines
    assert "  Mukana: Ei" in lines
    assert "  Toteutuuko?: Toteutuu osin" in lines
    assert lines[-1] == "Tallessa, mutta ei nyt kysyttynä: lisaa"
    assert "  Day: 2025-03-01" in rrp("--lang", "en", "show", draft).out.splitlines()


def test_show_json_tells_all_of_it(rrp: Command, draft: Path) -> None:
    document = rrp("show", "--json", draft).json
    assert document["form"] == {"id": "kaikki-tyypit", "version": "1.2.0"}
    assert document["status"] == "in-progress"
    assert document["progress"] == {"answered": 0, "total": 3}
    assert document["answers"]["maara"] == [2]
    assert len(document["revision"]) == 64


def test_show_fhir_leaves_out_what_is_not_asked(rrp: Command, draft: Path) -> None:
    rrp("set", draft, "mukana=false", "lisaa=ei nyt kysytä")
    document = rrp("show", draft, "--fhir").json
    assert document["resourceType"] == "QuestionnaireResponse"
    assert "lisaa" not in json.dumps(document)


# --- check


def test_check_json_has_the_agreed_shape(rrp: Command, draft: Path) -> None:
    rrp("set", draft, "nimi=Malli", "mukana=true", "varit-monta=keltainen")
    result = rrp("check", draft, "--json", "--lang", "en")
    assert result.code == 1
    (file,) = result.json["files"]
    assert file["file"] == str(draft)
    for finding in file["findings"]:
        assert set(finding) == {"rule", "severity", "linkId", "message", "source", "fix"}
    found = {finding["rule"]: finding for finding in file["findings"]}
    assert found["nimessa-numero"]["message"] == "Name: “Malli” has no number."
    assert found["nimessa-numero"]["source"] == "Test, slide 7"
    assert found["punainen-pakko"]["fix"] == {"linkId": "varit-monta", "values": ["punainen", "keltainen"]}
    severities = [finding["severity"] for finding in file["findings"]]
    assert severities == sorted(severities, key=["error", "warning", "information"].index)


def test_check_is_zero_when_only_advice_is_left(rrp: Command, draft: Path) -> None:
    write_draft(draft, new_draft(questionnaire(), QuestionnaireResponse()))
    assert rrp("set", draft, "nimi=Malli", "aste=osin").code == 0
    result = rrp("check", draft)
    assert result.code == 0
    assert "1 huomio" in result.out
    assert rrp("set", draft, "nimi=Malli 1").code == 0
    assert "ei tarkistettavaa" in rrp("check", draft).out


def test_check_tells_what_is_missing_and_wrong_in_plain_words(rrp: Command, draft: Path) -> None:
    rrp("set", draft, "nimi=Malli", "maara=0")
    lines = rrp("check", draft).out.splitlines()
    assert lines[0] == f"{draft}: 1/3 vastattu, 1 puute, 1 huomio"
    assert "  Vastaamatta: Toteutuuko?" in lines
    assert "  Puute: Määrä. Vähintään 1." in lines
    assert "  Huomio: Nimi. Nimi: ”Malli” on ilman numeroa." in lines


def test_check_goes_on_past_a_file_that_cannot_be_read(rrp: Command, draft: Path, tmp_path: Path) -> None:
    other = tmp_path / "ei-luonnos.csv"
    other.write_text("a;b", encoding="utf-8")
    result = rrp("check", "--json", other, draft)
    assert result.code == 3
    assert [file["file"] for file in result.json["files"]] == [str(draft)]
    assert str(other) in result.err


# --- export, import


def test_an_export_is_proven_and_an_unfinished_draft_exits_zero(
    rrp: Command, draft: Path, tmp_path: Path
) -> None:
    rrp("set", draft, "nimi=Malli 1")
    result = rrp("export", draft, "-o", tmp_path / "a.pdf", "--json")
    assert (result.code, result.err) == (0, "")
    assert result.json["ok"] is True
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert str(tmp_path / "a.pdf") in rrp("export", draft, "-o", tmp_path / "a.pdf").out


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_goes_through_a_pdf_and_comes_back_equal(rrp: Command, tmp_path: Path, path: Path) -> None:
    assert rrp("export", path, "-o", tmp_path / "a.pdf").code == 0
    assert rrp("import", tmp_path / "a.pdf", "-o", tmp_path / "b.rrp").code == 0
    original, back = read_draft(path), read_draft(tmp_path / "b.rrp")
    assert back.response == original.response
    assert back.questionnaire == original.questionnaire


def test_a_dropped_in_form_goes_through_a_pdf_too(rrp: Command, draft: Path, tmp_path: Path) -> None:
    rrp(
        "set",
        draft,
        "nimi=Malli 1",
        "mukana=true",
        "lisaa=a\nb",
        "aste=ei",
        "rivit=yksi;kaksi",
        "varit-oma=oma;punainen",
    )
    assert rrp("export", draft, "-o", tmp_path / "a.pdf", "--lang", "sv").code == 0
    assert rrp("import", tmp_path / "a.pdf", "-o", tmp_path / "b.rrp").code == 0
    assert read_draft(tmp_path / "b.rrp").response == read_draft(draft).response


def test_an_export_does_not_replace_a_draft(rrp: Command, draft: Path) -> None:
    before = draft.read_bytes()
    assert rrp("export", draft, "-o", draft).code == 3
    assert draft.read_bytes() == before


def test_what_export_and_import_refuse(rrp: Command, draft: Path, tmp_path: Path) -> None:
    assert rrp("export", draft, "-o", tmp_path / "puuttuva" / "a.pdf").code == 3
    assert rrp("export", tmp_path / "ei-ole.rrp", "-o", tmp_path / "a.pdf").code == 3
    assert rrp("export", draft).code == 2
    foreign = tmp_path / "vieras.pdf"
    for content in (b"", b"hei", b"%PDF-1.7\n%%EOF\n"):
        foreign.write_bytes(content)
        result = rrp("import", foreign, "-o", tmp_path / "b.rrp")
        assert result.code == 3
        assert str(foreign) in result.err
    assert rrp("import", tmp_path / "ei-ole.pdf", "-o", tmp_path / "b.rrp").code == 3
    assert not (tmp_path / "b.rrp").exists()


# --- drafts from elsewhere


def test_a_newer_draft_is_shown_with_the_reason_and_not_changed(rrp: Command, draft: Path) -> None:
    import zipfile

    members = to_members(read_draft(draft))
    manifest = {**json.loads(members["manifest.json"]), "formatVersion": 9}
    with zipfile.ZipFile(draft, "w") as archive:
        for name, data in {**members, "manifest.json": json.dumps(manifest).encode()}.items():
            archive.writestr(name, data)
    before = draft.read_bytes()
    shown = rrp("show", draft, "--json")
    assert (shown.code, shown.json["answers"]["maara"]) == (0, [2])
    assert "uudemmalla" in shown.err
    result = rrp("set", draft, "nimi=x")
    assert result.code == 3
    assert draft.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"hei", b"PK\x03\x04", b"%PDF-1.7"])
def test_every_command_tells_a_file_that_is_no_draft(rrp: Command, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rikki.rrp"
    path.write_bytes(content)
    for arguments in (
        ["show", path],
        ["check", path],
        ["set", path, "nimi=x"],
        ["export", path, "-o", tmp_path / "a.pdf"],
    ):
        result = rrp(*arguments)
        assert result.code == 3
        assert str(path) in result.err
    assert path.read_bytes() == content


# --- the command itself


def test_help_and_version_need_nothing(rrp: Command) -> None:
    for arguments in (["--help"], ["-h"], ["new", "--help"]):
        result = rrp(*arguments)
        assert (result.code, result.err) == (0, "")
        assert "rrp-desktop new --form" in result.out
    from rrp_desktop import __version__

    assert rrp("--version").out == f"rrp-desktop {__version__}\n"


def test_help_names_every_command() -> None:
    assert set(cli._COMMANDS) == set(app.VERBS)
    for verb in app.VERBS:
        assert f"rrp-desktop {verb}" in cli.HELP


@pytest.mark.parametrize(
    "arguments",
    [["forms", "näytä"], ["forms", "show"], ["forms", "list", "x"], ["show"], ["show", "a", "b"], ["show", "a", "--fhir", "--json"],
     ["check"], ["export", "a"], ["import", "a.pdf"], ["show", "a", "--nopea"], ["new", "--form"], ["--lang"], ["--lang", "de"],
     ["--data-dir"], ["tee", "jotakin"], ["--outo"], ["show", "a", "--js"]],
)  # fmt: skip
def test_wrong_usage_is_one_sentence_in_finnish(rrp: Command, arguments: list[str]) -> None:
    result = rrp(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Komento ei kelpaa: ")
    assert not any(word in result.err for word in ("argument", "required", "invalid", "expected"))


def test_common_options_stand_before_or_after_the_verb(rrp: Command, tmp_path: Path, draft: Path) -> None:
    elsewhere = tmp_path / "muualla"
    for arguments in (
        ["--data-dir", elsewhere, "forms"],
        ["forms", "--data-dir", elsewhere],
        ["forms", f"--data-dir={elsewhere}"],
    ):
        assert rrp(*arguments).out.split()[0] == BUILT_IN
        assert "kaikki-tyypit" not in rrp(*arguments).out
    before = rrp("--lang", "en", "show", draft).out
    assert before == rrp("show", draft, "--lang=en").out != rrp("show", draft).out


def test_what_follows_two_hyphens_is_no_option() -> None:
    assert app.read_common(["show", "--", "--lang"]).rest == ("show", "--", "--lang")


def test_the_language_of_the_settings_is_used_unless_told_otherwise(
    rrp: Command, data_dir: Path, draft: Path
) -> None:
    save_settings(data_dir / "settings.json", Settings(language="sv"))
    assert "Alla typer" in rrp("show", draft).out
    assert "All types" in rrp("show", draft, "--lang", "en").out


@pytest.mark.parametrize(
    ("rest", "window"),
    [
        ([], True),
        (["a.rrp"], True),
        (["--", "new"], True),
        (["forms"], False),
        (["a", "b"], False),
        (["--help"], False),
    ],
)
def test_the_window_opens_without_a_verb(rest: list[str], window: bool) -> None:
    assert app.is_window(rest) is window


def test_a_verb_that_there_is_not_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["frobnicate"]) == 2
    assert "frobnicate" in capsys.readouterr().err


def test_without_a_screen_the_window_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert app.main([]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "file"), [([], None), (["a.rrp"], Path("a.rrp")), (["--", "new"], Path("new"))]
)
def test_the_window_gets_folders_settings_and_the_file(
    rrp: Command, data_dir: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], file: Path | None
) -> None:
    opened: list[Any] = []

    def run(paths: Paths, settings: Settings, file: Path | None, _record: object) -> int:
        opened.append((paths.data, settings.language, file))
        return 0

    window = ModuleType("rrp_desktop.gui.main_window")
    vars(window)["run"] = run
    monkeypatch.setitem(sys.modules, "rrp_desktop.gui.main_window", window)
    assert rrp("--lang", "sv", *arguments) == Result(0, "", "")
    assert opened == [(data_dir, "sv", file)]


def test_something_unforeseen_is_one_sentence_and_the_log_holds_no_answers(
    rrp: Command, draft: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_arguments: object) -> None:
        raise ZeroDivisionError("Salainen vastaus")

    monkeypatch.setattr("rrp_desktop.jobs.read_assignments", fall)
    before = draft.read_bytes()
    for _time in range(2):
        result = rrp("set", draft, "nimi=Salainen vastaus")
        assert (result.code, result.out) == (3, "")
        assert str(data_dir / "rrp-desktop.log") in result.err
    log = (data_dir / "rrp-desktop.log").read_text(encoding="utf-8")
    assert log.count("ZeroDivisionError") == 2
    assert "fall" in log
    assert "Salainen" not in log
    assert draft.read_bytes() == before


def test_a_log_that_cannot_be_written_is_no_second_trouble(
    rrp: Command, draft: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data_dir / "rrp-desktop.log").mkdir()
    monkeypatch.setattr("rrp_desktop.jobs.read_assignments", None)
    assert rrp("set", draft, "nimi=x").code == 3


def test_an_interrupted_command_says_nothing(
    rrp: Command, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rrp_desktop.cli.read_draft", interrupt)
    result = rrp("show", draft)
    assert (result.code, result.out, result.err) == (130, "", "")


# --- as processes, on a machine without Qt


def test_every_command_runs_without_qt(run_without_qt: Callable[..., Any], tmp_path: Path) -> None:
    path, pdf, back = tmp_path / "a.rrp", tmp_path / "a.pdf", tmp_path / "b.rrp"
    commands = (
        (0, ["forms"]),
        (0, ["forms", "show", BUILT_IN, "--fhir"]),
        (0, ["new", "--form", BUILT_IN, "-o", path]),
        (0, ["set", path, "toimintamallin-nimi=Šihčči – ”1” € ≥ →"]),
        (0, ["show", path, "--json"]),
        (1, ["check", path, "--json"]),
        (0, ["export", path, "-o", pdf, "--json"]),
        (0, ["import", pdf, "-o", back]),
    )
    for code, arguments in commands:
        done = run_without_qt(*arguments)
        assert (done.returncode, done.stderr) == (code, ""), arguments
    assert read_draft(back).response == read_draft(path).response


def test_without_qt_the_window_says_what_is_missing(run_without_qt: Callable[..., Any]) -> None:
    done = run_without_qt()
    assert done.returncode == 3
    assert "PySide6" in done.stderr
    assert done.stderr.count("\n") == 1


def test_output_is_utf_8_whatever_the_machine_speaks(run_program: Callable[..., Any], data_dir: Path) -> None:
    import os

    environment = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    done = run_program("show", EXAMPLES[0], env=environment)
    assert done.returncode == 0
    assert "vastattu" in done.stdout
    assert "ä" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Unix")
def test_a_reader_that_has_had_enough_is_no_failure() -> None:
    command = f"{sys.executable} -m rrp_desktop forms show {BUILT_IN} --fhir | head -c 10"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


# --- what people may write comes back


FORM: Questionnaire = questionnaire()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(responses(FORM))
def test_answers_set_from_a_file_are_the_answers_shown(
    rrp: Command, draft: Path, response: QuestionnaireResponse
) -> None:
    source = draft.with_suffix(".json")
    source.write_text(
        json.dumps({key: list(values) for key, values in response.answers.items()}), encoding="utf-8"
    )
    write_draft(draft, new_draft(FORM, QuestionnaireResponse()))
    assert rrp("set", draft, "--from", source).code == 0
    shown = rrp("show", draft, "--json").json["answers"]
    assert {key: tuple(values) for key, values in shown.items()} == dict(response.answers)
