"""Every sentence that a user may meet: plain, whole, one line, with what it is about."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import rrp_desktop
from rrp_desktop.errors import UsageError, UserError
from rrp_desktop.i18n import LANGUAGES, set_language


def all_errors() -> list[type[UserError]]:
    """All classes of the package, the window's own excepted, which need Qt."""
    for module in pkgutil.walk_packages(rrp_desktop.__path__, "rrp_desktop."):
        if not module.name.startswith("rrp_desktop.gui") and module.name != "rrp_desktop.__main__":
            importlib.import_module(module.name)

    def below(kind: type[UserError]) -> Iterator[type[UserError]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    own = {kind for kind in below(UserError) if kind.__module__.startswith("rrp_desktop.")}
    return sorted((kind for kind in own if kind.sentence), key=lambda kind: kind.__name__)


def placeholders(kind: type[UserError]) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(kind.sentence) if name}


@pytest.fixture(autouse=True)
def finnish_again() -> Iterator[None]:
    yield
    set_language("fi")


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_a_sentence_is_plain_and_whole(kind: type[UserError]) -> None:
    text = kind.sentence
    assert text.endswith((".", "}"))
    assert "\n" not in text
    assert "!" not in text
    assert "virhe" not in text.lower()
    assert text[0].isupper() or text[0] in "{”"


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_filled_in_every_language(kind: type[UserError], language: str) -> None:
    set_language(language)
    details = {name: f"<{name}>" for name in placeholders(kind)}
    told = str(kind(**details))
    for value in details.values():
        assert value in told
    assert not re.search(r"\{[a-z]+\}", told)


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_the_docstring_tells_the_details(kind: type[UserError]) -> None:
    families = [base.__doc__ or "" for base in kind.__mro__ if issubclass(base, UserError)]
    module = importlib.import_module(kind.__module__).__doc__ or ""
    for name in placeholders(kind):
        assert any(re.search(rf"\b{name}\b", words) for words in (*families, module)), name


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_the_exit_code_is_one_of_the_contract(kind: type[UserError]) -> None:
    assert kind.exit_code == (2 if issubclass(kind, UsageError) else kind.exit_code)
    assert kind.exit_code in (1, 2, 3)


def test_no_two_errors_say_the_same() -> None:
    sentences = [kind.sentence for kind in all_errors()]
    assert len(set(sentences)) == len(sentences)


def test_a_sentence_stays_one_line_whatever_a_file_is_called() -> None:
    from rrp_desktop.errors import FileMissing

    assert "\n" not in FileMissing(file="paha\nnimi\r\n.rrp").line()


def test_every_error_that_is_raised_gets_its_details() -> None:
    """Looks at every call of an error's class in the package: the keywords are those of the sentence."""
    kinds = {kind.__name__: placeholders(kind) for kind in all_errors()}
    for path in sorted(Path(rrp_desktop.__path__[0]).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
                given = {keyword.arg for keyword in node.keywords}
                if None not in given:
                    assert given >= kinds[node.func.id], f"{path.name}:{node.lineno} {node.func.id}"
