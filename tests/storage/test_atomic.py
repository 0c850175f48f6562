from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rrp_desktop import system
from rrp_desktop.errors import (
    DiskFull,
    FolderInTheWay,
    FolderMissing,
    NotWritable,
    ReadBackDiffers,
    UserError,
    WouldOverwrite,
    WriteFailed,
)
from rrp_desktop.storage import atomic
from rrp_desktop.storage.atomic import make_folder, open_lock, write_atomic

OLD, NEW = b"vanha", b"uusi\r\n\x00\xff" * 1000
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
as_user = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0,
    reason="rights do not stop the superuser; see the tests with setpriv",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "kansio å" / "luonnos š.rrp"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


@pytest.fixture(autouse=True)
def no_litter(tmp_path: Path) -> Iterator[None]:
    yield
    assert not list(tmp_path.rglob(".rrp-*"))


def fail(code: int) -> Callable[..., None]:
    def failing(*_arguments: object) -> None:
        raise OSError(code, os.strerror(code))

    return failing


def test_writes_a_new_file_and_replaces_an_old_one(path: Path) -> None:
    write_atomic(path, NEW)
    assert path.read_bytes() == NEW
    other = path.with_name("toinen")
    write_atomic(other, b"")
    assert other.read_bytes() == b""


@posix
def test_a_new_file_is_for_its_owner_and_an_old_one_keeps_its_rights(path: Path) -> None:
    path.chmod(0o664)
    write_atomic(path, NEW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o664
    new = path.with_name("uusi")
    write_atomic(new, NEW)
    assert stat.S_IMODE(new.stat().st_mode) == 0o600


@posix
def test_a_symbolic_link_stays_one(path: Path) -> None:
    link = path.with_name("linkki")
    link.symlink_to(path)
    write_atomic(link, NEW)
    assert link.is_symlink()
    assert path.read_bytes() == NEW


def test_a_name_as_long_as_names_may_be_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250)
    write_atomic(path, NEW)
    assert path.read_bytes() == NEW


def test_does_not_overwrite_where_that_is_asked(path: Path) -> None:
    with pytest.raises(WouldOverwrite, match=path.name):
        write_atomic(path, NEW, overwrite=False)
    assert path.read_bytes() == OLD


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing, match="puuttuva"):
        write_atomic(tmp_path / "puuttuva" / "x", NEW)


def test_a_file_where_a_folder_should_be_is_no_folder(path: Path) -> None:
    with pytest.raises(FolderMissing):
        write_atomic(path / "x", NEW)


def test_a_folder_of_that_name_is_in_the_way(path: Path) -> None:
    with pytest.raises(FolderInTheWay):
        write_atomic(path.parent, NEW)


@posix
def test_a_device_is_not_replaced() -> None:
    with pytest.raises(NotWritable):
        write_atomic(Path("/dev/null"), NEW)


@posix
def test_a_loop_of_links_is_told(tmp_path: Path) -> None:
    loop = tmp_path / "a"
    loop.symlink_to(loop)
    with pytest.raises(UserError):
        write_atomic(loop, NEW)


@as_user
def test_a_folder_or_file_without_rights(path: Path) -> None:
    check_rights(path)


def check_rights(path: Path) -> None:
    path.chmod(0o400)
    with pytest.raises(NotWritable):
        write_atomic(path, NEW)
    path.chmod(0o600)
    path.parent.chmod(0o500)
    for target in (path, path.with_name("uusi")):
        with pytest.raises(NotWritable):
            write_atomic(target, NEW)
    assert path.read_bytes() == OLD
    path.parent.chmod(0o700)


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="needs the superuser to become another user"
)
def test_a_folder_or_file_without_rights_for_another_user(run_python_as_nobody: Callable[[str], str]) -> None:
    code = (
        "import sys, tempfile; from pathlib import Path\n"
        "from rrp_desktop.errors import NotWritable\n"
        "from rrp_desktop.storage.atomic import write_atomic\n"
        "folder = Path(tempfile.mkdtemp()); path = folder / 'x'; path.write_bytes(b'vanha')\n"
        "def refused(target):\n"
        "    try: write_atomic(target, b'uusi')\n"
        "    except NotWritable: return True\n"
        "    return False\n"
        "path.chmod(0o400); results = [refused(path)]\n"
        "path.chmod(0o600); folder.chmod(0o500); results += [refused(path), refused(folder / 'y')]\n"
        "folder.chmod(0o700); results += [path.read_bytes() == b'vanha', len(list(folder.iterdir())) == 1]\n"
        "print(results)\n"
    )
    assert run_python_as_nobody(code) == "[True, True, True, True, True]"


@pytest.fixture
def run_python_as_nobody() -> Callable[[str], str]:
    """Run code as a user without rights, from a copy of the package that this user may read."""

    def run(code: str) -> str:
        import shutil
        import tempfile

        package = Path(atomic.__file__).resolve().parent.parent
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            shutil.copytree(
                package,
                Path(folder) / "rrp_desktop",
                ignore=shutil.ignore_patterns("__pycache__", "gui", "pdf"),
            )
            command = [
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "/usr/bin/python3",
                "-B",
                "-c",
                code,
            ]
            done = subprocess.run(
                command,
                cwd=folder,
                env={"PYTHONPATH": folder, "TMPDIR": "/tmp"},
                capture_output=True,
                text=True,
                check=False,
            )
        if "No such file" in done.stderr or "version" in done.stderr or "ImportError" in done.stderr:
            pytest.skip(f"no Python that another user may run: {done.stderr.splitlines()[-1]}")
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


@pytest.mark.parametrize("step", ["write", "flush_file", "replace"])
@pytest.mark.parametrize(
    ("code", "told"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, NotWritable),
        (errno.EACCES, NotWritable),
        (errno.EIO, WriteFailed),
    ],
)
def test_the_old_file_is_as_it_was_wherever_it_fails(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int, told: type[UserError]
) -> None:
    if step == "write":
        monkeypatch.setattr(atomic, "_write_new", fail(code))
    else:
        monkeypatch.setattr(system, step, fail(code))
    for target in (path, path.with_name("uusi")):
        with pytest.raises(told) as caught:
            write_atomic(target, NEW)
        assert str(target) in str(caught.value)
    assert path.read_bytes() == OLD
    assert [other.name for other in path.parent.iterdir()] == [path.name]


def test_bytes_that_the_disk_changed_do_not_replace_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = system.flush_file

    def damage(descriptor: int) -> None:
        os.pwrite(descriptor, b"X", 3) if hasattr(os, "pwrite") else os.write(descriptor, b"X")
        genuine(descriptor)

    monkeypatch.setattr(system, "flush_file", damage)
    with pytest.raises(ReadBackDiffers):
        write_atomic(path, NEW)
    assert path.read_bytes() == OLD


def test_another_program_that_writes_at_the_same_time_is_noticed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_writes(_folder: Path) -> None:
        path.write_bytes(b"toisen ohjelman")

    monkeypatch.setattr(system, "flush_folder", other_writes)
    with pytest.raises(ReadBackDiffers):
        write_atomic(path, NEW)


def test_a_folder_that_cannot_be_flushed_is_no_failure(path: Path) -> None:
    system.flush_folder(path)  # not a folder
    system.flush_folder(path.parent / "puuttuva")


@pytest.mark.skipif(sys.platform != "linux", reason="resource limits of Linux")
def test_a_limit_on_file_size_is_told_as_a_full_disk(path: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "from rrp_desktop.errors import DiskFull\n"
        "from rrp_desktop.storage.atomic import write_atomic\n"
        "try: write_atomic(Path(sys.argv[1]), b'x' * 5000)\n"
        "except DiskFull as error: print('full')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "full"
    assert path.read_bytes() == OLD


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for 64 kB."""
    folder = tmp_path / "levy"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip(f"mounting a small disk is not allowed here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="tmpfs")
def test_a_full_disk(tiny_disk: Path) -> None:
    path = tiny_disk / "luonnos.rrp"
    write_atomic(path, OLD)
    with pytest.raises(DiskFull, match=r"luonnos\.rrp"):
        write_atomic(path, b"x" * 100_000)
    assert path.read_bytes() == OLD
    assert [other.name for other in tiny_disk.iterdir()] == ["luonnos.rrp"]
    write_atomic(path, NEW)
    assert path.read_bytes() == NEW


# --- folders and locks


def test_folders_are_made_with_those_above(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_a_file_in_the_way_of_a_folder_is_told(path: Path) -> None:
    with pytest.raises(UserError):
        make_folder(path / "x")
    with pytest.raises(UserError):
        make_folder(path)


def test_a_lock_is_held_by_one_and_freed_when_closed(tmp_path: Path) -> None:
    lock = tmp_path / "x.lock"
    first, second = open_lock(lock), open_lock(lock)
    assert system.try_lock(first)
    assert not system.try_lock(second)
    os.close(first)
    assert system.try_lock(second)
    os.close(second)
