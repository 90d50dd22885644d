"""Git → plain values: which documents changed when, and what they said before and after.

What can't be told is a value too, never an exception.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from . import git
from .documents import PATHSPECS
from .frontmatter import MAX_BYTES
from .git import Gap, Git

MOST_REVISIONS = 60
MOST_FILES = 2_000  # one revision with more is still told as a whole
_REVISION = re.compile(r"\x01(\S+) (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Version:
    """A file as one revision has it; None for the content of one that is too large to be read."""

    path: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a revision did to a file; `path` is where it lies now, or lay last."""

    path: str
    before: Version | None  # None: added
    after: Version | None  # None: removed


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit, with the changes of the playbook's documents."""

    when: datetime
    changes: tuple[FileChange, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The latest revisions that changed documents, newest first."""

    revisions: tuple[Revision, ...] = ()
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class _Side:
    """A file in a revision: where, and the name of its content."""

    path: str
    blob: str


def read(folder: Path, most: int = MOST_REVISIONS) -> History:
    """Read what changed lately in a playbook's folder."""
    runner = git.find(folder)
    if runner is None:
        return History(gap=Gap.NO_GIT)
    try:
        if (gap := runner.gap()) in (None, Gap.SHALLOW):
            revisions = list(_revisions(runner, most, gap is Gap.SHALLOW))
            sides = {side for _, pairs in revisions for pair in pairs for side in pair if side}
            wanted = {side.blob for side in sides}
            return History(_tell(revisions, runner.contents(wanted, MAX_BYTES)), gap)
    except (OSError, ValueError, subprocess.SubprocessError):
        gap = Gap.FAILED
    return History(gap=gap)


_Pair = tuple[_Side | None, _Side | None]


def _revisions(runner: Git, most: int, shallow: bool) -> Iterator[tuple[datetime, list[_Pair]]]:
    """Yield the latest revisions, each with (before, after) of the documents in it."""
    arguments = ["-z", "--raw", "--no-abbrev", "-M", "--no-merges", "--no-ext-diff"]
    arguments += ["--relative", "--no-color", f"-{most}", "--format=%x01%aI %P"]
    done = runner.run("log", *arguments, "--", *PATHSPECS)
    done.check_returncode()
    files = 0
    for when, parents, pairs in _parse(os.fsdecode(done.stdout)):
        if shallow and not parents:
            continue  # where a shallow clone begins, every file looks new
        files += len(pairs)
        yield when, pairs
        if files > MOST_FILES:
            return


def _parse(log: str) -> Iterator[tuple[datetime, str, list[_Pair]]]:
    """Yield (when, parents, changed documents) of each revision in what `git log` says."""
    tokens = iter(log.split("\0"))
    revision: tuple[datetime, str, list[_Pair]] | None = None
    for token in tokens:
        if match := _REVISION.fullmatch(token):
            if revision:
                yield revision
            revision = datetime.fromisoformat(match[1]), match[2], []
        elif revision and (line := token.lstrip("\n")):
            old_mode, new_mode, old_blob, new_blob, status = line.lstrip(":").split()
            path = next(tokens)
            new_path = next(tokens) if status.startswith("R") else path
            before, after = _side(path, old_mode, old_blob), _side(new_path, new_mode, new_blob)
            if before or after:
                revision[2].append((before, after))
    if revision:
        yield revision


def _side(path: str, mode: str, blob: str) -> _Side | None:
    return _Side(path, blob) if git.is_plain(mode) else None


def _tell(
    revisions: Iterable[tuple[datetime, list[_Pair]]], contents: dict[str, bytes]
) -> tuple[Revision, ...]:
    """Put everything together, newest first, and follow files to where they lie now."""
    now: dict[str, str] = {}  # a path at the time → what it is today

    def version(side: _Side | None) -> Version | None:
        return Version(side.path, contents.get(side.blob)) if side else None

    told = []
    for when, pairs in revisions:
        changes, moved = [], {}
        for before, after in pairs:
            last = after or before
            if last is None:
                continue
            path = now.get(last.path, last.path)
            if before and before.path != last.path:
                moved[before.path] = path
            changes.append(FileChange(path, version(before), version(after)))
        now |= moved
        if changes:
            told.append(Revision(when, tuple(changes)))
    return tuple(told)
