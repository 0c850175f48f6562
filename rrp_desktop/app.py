"""Where the program is put together: arguments, folders, language; then the window or the command line."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from rrp_desktop import __version__
from rrp_desktop.errors import NoScreen, Unexpected, UserError, WindowUnavailable, WrongUsage
from rrp_desktop.i18n import LANGUAGES, _, set_language
from rrp_desktop.paths import Paths, find_paths
from rrp_desktop.settings import read_settings

VERBS: Final = ("forms", "new", "set", "show", "check", "export", "import")
_LOG_LIMIT: Final = 200_000


@dataclass(frozen=True)
class Common:
    """The options that stand before or after any verb, and the arguments without them."""

    rest: tuple[str, ...] = ()
    language: str = ""
    data_dir: str | None = None
    version: bool = False


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; gives the exit code.  What goes wrong is one line on stderr, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    paths = find_paths()
    try:
        common = read_common(sys.argv[1:] if arguments is None else arguments)
        paths = find_paths(common.data_dir)
        return _run(common, paths)
    except UserError as error:
        print(error.line(), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # who was reading has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last place before a traceback would reach the user
        unexpected = Unexpected(log=record(error, paths))
        print(unexpected.line(), file=sys.stderr)
        return unexpected.exit_code


def read_common(arguments: Sequence[str]) -> Common:
    """Takes the common options out of the arguments.

    Raises:
        WrongUsage: An option lacks its value, or there is no such language.
    """
    common, rest, waiting = Common(), [], list(arguments)
    while waiting:
        argument = waiting.pop(0)
        name, equals, value = argument.partition("=")
        if argument == "--":
            rest += [argument, *waiting]
            break
        if argument == "--version":
            common = replace(common, version=True)
        elif name in ("--lang", "--data-dir"):
            if not equals:
                if not waiting:
                    raise WrongUsage(problem=_("kohdasta {what} puuttuu arvo").format(what=name))
                value = waiting.pop(0)
            is_language = name == "--lang"
            common = replace(common, language=value) if is_language else replace(common, data_dir=value)
        else:
            rest.append(argument)
    if common.language and common.language not in LANGUAGES:
        raise WrongUsage(problem=_("kieltä ”{language}” ei ole").format(language=common.language))
    return replace(common, rest=tuple(rest))


def _run(common: Common, paths: Paths) -> int:
    settings = read_settings(paths.settings)
    if common.language:
        settings = replace(settings, language=common.language)
    set_language(settings.language)
    if common.version:
        print(f"rrp-desktop {__version__}")
        return 0
    if is_window(common.rest):
        if len(common.rest) == 1 and not _may_be_file(common.rest[0]):
            raise WrongUsage(problem=_("komentoa ”{word}” ei ole").format(word=common.rest[0]))
        if not _has_screen():
            raise NoScreen
        gc.disable()  # what is made at start stays, and to look for garbage takes a tenth of it; the window enables it
        try:
            from rrp_desktop.gui.main_window import run
        except ImportError as error:
            raise WindowUnavailable(problem=error) from error
        file = Path(common.rest[-1]) if common.rest else None
        return run(paths, settings, file, record)
    from rrp_desktop import cli

    return cli.run(common.rest, paths)


def is_window(rest: Sequence[str]) -> bool:
    """Whether the arguments ask for the window: none, or one file."""
    match list(rest):
        case []:
            return True
        case [one] | ["--", one]:
            return rest[0] == "--" or not (one in VERBS or one.startswith("-"))
    return False


def _may_be_file(word: str) -> bool:
    """Whether a word on the command line can mean a file, rather than a verb that there is not."""
    return "." in word or os.sep in word or Path(word).exists()


def _has_screen() -> bool:
    """Whether Qt has a place for a window; without one it would end the program with a message of its own."""
    return sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    )


def record(error: BaseException, paths: Paths) -> Path:
    """Add to the log where the program stopped.  What was said or answered is left out: only kinds and places."""
    import traceback

    from rrp_desktop.storage.atomic import make_folder, write_atomic

    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    head = f"{now} {__version__} Python {sys.version.split()[0]} {sys.platform} {type(error).__qualname__}"
    entry = "\n".join([head, *places, ""]).encode()
    with suppress(OSError, UserError):  # a log that cannot be written must not hide what is told
        earlier = paths.log.read_bytes()[-_LOG_LIMIT:] if paths.log.is_file() else b""
        make_folder(paths.data)
        write_atomic(paths.log, earlier + entry)
    return paths.log
