"""A folder, or a file, that is written whole or not at all, whatever happens in the middle.

A folder is written beside its place and takes that place by a rename; what stood there is kept
until then. Killed in between, it leaves the old folder or the new one, or for the blink of two
renames none: the next run puts back what was there, and deletes what was left behind.
"""

from __future__ import annotations

import glob
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Overtaken(OSError):
    """Another run for the same folder began after this one."""


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of `target`, once all in it went well."""
    restore(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
    new, old, ours = work / "new", work / "old", work / "ours"
    try:
        new.mkdir()
        ours.touch()
        yield new
        if not ours.exists():
            raise Overtaken(f"another run for '{target}' began meanwhile")
        if target.exists():
            shutil.copymode(target, new)
            target.rename(old)
        new.rename(target)
    finally:
        _discard(work, target)


def restore(target: Path) -> None:
    """Put back what a killed run had moved away, and delete what it left."""
    for work in _left(target):
        if work.is_dir() and not work.is_symlink():
            _discard(work, target)


def _prefix(target: Path) -> str:
    return f".{target.name}.unfinished-"


def _left(target: Path) -> list[Path]:
    return sorted(target.parent.glob(f"{glob.escape(_prefix(target))}*"))


def _discard(work: Path, target: Path) -> None:
    """Delete a folder of work; whoever still writes there finds it gone at once, not bit by bit."""
    if not work.exists():
        return
    gone = work.with_name(f"{work.name}-")
    work.rename(gone)
    if (gone / "old").exists() and not target.exists():
        (gone / "old").rename(target)
    shutil.rmtree(gone)


class Changed(OSError):
    """A file is not, or no longer, the plain file that was read."""


def write(path: Path, new: bytes, was: bytes | None, root: Path | None = None) -> None:
    """Replace one file, or with `was` None make it; nobody ever sees half of it.

    It is refused if the file changed since it was read, if it is a link, or if a folder between
    it and `root` is one.
    """
    _refuse_links(path, root)
    mode = 0o666 if was is None else _mode(path, was)  # of which the umask takes its part
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in _left(path):
        if left.is_file():
            left.unlink()  # by a run that was killed
    temporary = path.with_name(_prefix(path) + secrets.token_hex(8))
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        if was is None:
            _name(temporary, path)
        else:
            temporary.chmod(_mode(path, was))  # it may have been saved in the meantime
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _mode(path: Path, was: bytes) -> int:
    """Who may do what with a file, if it is still the one that was read."""
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode) or path.read_bytes() != was:
        raise Changed(f"'{path}' changed meanwhile; nothing is written")
    return stat.S_IMODE(status.st_mode)


def _name(temporary: Path, path: Path) -> None:
    """Give a file a name that no other has; looking first would leave time for one to come."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise Changed(f"'{path}' is there already") from None
    except OSError:  # not every file system has links
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            raise Changed(f"'{path}' is there already") from None
        temporary.replace(path)


def move(path: Path, target: Path, root: Path | None = None) -> None:
    """Give a file another name; never that of another file."""
    _refuse_links(path, root)
    _refuse_links(target, root)
    if target.exists() and not target.samefile(path):  # the same but for capitals
        raise Changed(f"'{target}' is there already")
    path.rename(target)


def _refuse_links(path: Path, root: Path | None) -> None:
    inside = path.parents[: path.parents.index(root)] if root else ()
    for part in (path, *inside):
        if part.is_symlink():
            raise Changed(f"'{part}' is a link; nothing is written through one")
