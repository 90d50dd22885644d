"""A playbook's folder as a revision has it, written into an empty folder: no checkout, no filters.

Only what the catalog would look at is written: no hidden files, and never a path out of the folder.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import git
from .folder import MAX_FILES, is_hidden
from .git import Gap, Git

_DEFAULT_BRANCHES = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
_MOST = 6_000_000  # bytes; of a larger file only its size matters to anybody
_AT_ONCE = 200  # files, held in memory
_LINK = "120000"
_ONLY_LATEST = "; this clone has only the latest commits"
_WHY_NOT = {
    Gap.NO_GIT: "git is not installed, and only git knows what was before",
    Gap.NO_REPOSITORY: "the playbook is in no git repository, so nobody knows what was before",
    Gap.NOT_TRUSTED: "git does not read this repository, because it belongs to another user; "
    "see 'safe.directory' in its manual",
    Gap.NO_REVISIONS: "nothing has been committed yet, so there is nothing to compare with",
}


class NoRevision(Exception):
    """Why a revision can't be read, in one line."""


@dataclass(frozen=True, slots=True)
class Range:
    """What to compare, as commits; None for the files as they lie there now."""

    before: str
    after: str | None


def find(folder: Path, written: str | None) -> tuple[Git, Range]:
    """Find out what `REV`, `A..B`, `A...B` or nothing means in a folder's repository."""
    runner = git.find(folder)
    gap = runner.gap() if runner else Gap.NO_GIT
    if runner is None or gap in _WHY_NOT:
        raise NoRevision(_WHY_NOT[gap or Gap.NO_GIT])
    is_shallow = gap is Gap.SHALLOW
    if written is None:
        return runner, Range(_where_it_began(runner, is_shallow), None)
    if written and Path(written).exists() and not _resolve(runner, written):
        command = f"playbook diff HEAD {shlex.quote(written)}"
        reason = f"no revision named '{written}'; a path stands behind a revision: `{command}`"
        raise NoRevision(reason)
    between = "..." if "..." in written else ".."
    if between not in written:
        return runner, Range(_commit(runner, written, is_shallow), None)
    names = [name or "HEAD" for name in written.split(between, 1)]
    before, after = (_commit(runner, name, is_shallow) for name in names)
    if between == "...":
        base = _parted(runner, before, after)
        if not base:
            one, other = names
            more = _ONLY_LATEST if is_shallow else ""
            raise NoRevision(f"'{one}' and '{other}' have no commit in common{more}")
        before = base
    return runner, Range(before, after)


def write(runner: Git, commit: str, target: Path) -> None:
    """Write the playbook's folder, as a commit has it, into an empty one."""
    listed = runner.run("ls-tree", "-r", "-z", "-l", commit)
    if listed.returncode:
        raise NoRevision(f"git can't list the files of '{commit}'; some of them may be missing")
    blobs: dict[str, list[Path]] = {}
    lines = os.fsdecode(listed.stdout).split("\0")[:-1]
    if len(lines) > MAX_FILES:
        raise NoRevision(f"more than {MAX_FILES:,} files in the playbook's folder")
    for line in lines:
        facts, _, name = line.partition("\t")
        mode, _, blob, size = facts.split()
        path = _inside(target, name)
        if path is None:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if mode == _LINK:
            path.symlink_to(os.devnull)  # it is refused there as it is here, wherever it leads
        elif git.is_plain(mode) and int(size) > _MOST:
            with path.open("wb") as file:
                file.truncate(int(size))
        elif git.is_plain(mode):
            blobs.setdefault(blob, []).append(path)
    names = list(blobs)
    for start in range(0, len(names), _AT_ONCE):
        for blob, content in _contents(runner, names[start : start + _AT_ONCE]).items():
            for path in blobs[blob]:
                path.write_bytes(content)


def _inside(target: Path, name: str) -> Path | None:
    """Where a file goes; nowhere if it is hidden, or its name leads out of the folder."""
    path = Path(os.path.normpath(target / name))
    return path if not is_hidden(name) and target in path.parents else None


def _contents(runner: Git, blobs: list[str]) -> dict[str, bytes]:
    try:
        return runner.contents(blobs, _MOST)
    except (ValueError, subprocess.CalledProcessError):
        reason = "this clone does not have all of its files; fetch them, or clone without --filter"
        raise NoRevision(reason) from None


def _where_it_began(runner: Git, is_shallow: bool) -> str:
    """The last commit that this branch shares with the default one; else the last of all."""
    for name in _DEFAULT_BRANCHES:
        if _resolve(runner, name):
            if base := _parted(runner, name, "HEAD"):
                return base
            break
    if is_shallow:
        raise NoRevision(
            "this clone has only the latest commits, not the one where the branch began; "
            "fetch them all (`fetch-depth: 0`), or name a revision"
        )
    return _commit(runner, "HEAD", is_shallow)


def _parted(runner: Git, one: str, other: str) -> str:
    """The last commit that two have in common, if there is any."""
    base = runner.run("merge-base", one, other)
    return "" if base.returncode else base.stdout.decode().strip()


def _commit(runner: Git, name: str, is_shallow: bool) -> str:
    if commit := _resolve(runner, name):
        return commit
    more = _ONLY_LATEST if is_shallow else ""
    raise NoRevision(f"no revision named '{name}'{more}")


def _resolve(runner: Git, name: str) -> str:
    """The commit that a name stands for, if any does."""
    if name.startswith(("-", "^")) or "\0" in name:
        return ""  # an option of git's is no name, and neither is all but a commit
    found = runner.run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    return "" if found.returncode else found.stdout.decode().strip()
