"""Git → plain values: which documents changed when, and what they said before and after.

Nothing is run but git itself, with fixed arguments: no pager, no hook, no helper that somebody's
configuration names, and no fetching. What can't be told is a value too, never an exception.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from . import settings
from .frontmatter import MAX_BYTES, SUFFIXES

MOST_REVISIONS = 60
MOST_FILES = 2_000  # one revision with more is still told as a whole
_SECONDS = 20
_PLAIN_FILE = "100"  # how the modes of files begin that are neither links nor folders
_OPTIONS = (
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "log.showSignature=false",
    "-c",
    "diff.renameLimit=400",  # above it, only files that moved unchanged are followed
)
# Which files are documents, as the catalog sees it.
_DOCUMENTS = (
    *(f"*{suffix}" for suffix in SUFFIXES),
    ":(exclude,glob,icase)**/readme.md",
    ":(exclude,glob)**/.*",
    ":(exclude,glob)**/.*/**",
    f":(exclude,glob){settings.NAME}",
)
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "",  # a clone without all its files must not fetch them now
    "GIT_NO_REPLACE_OBJECTS": "1",
}
_REVISION = re.compile(r"\x01(\S+) (.*)", re.DOTALL)


class Gap(Enum):
    """Why a history is empty or incomplete."""

    NO_GIT = "no_git"  # git is not installed
    NO_REPOSITORY = "no_repository"  # the folder is in no repository
    NOT_TRUSTED = "not_trusted"  # the repository belongs to another user
    NO_REVISIONS = "no_revisions"  # nothing has been committed yet
    SHALLOW = "shallow"  # a clone with only the latest revisions
    FAILED = "failed"  # git ended with an error, or took too long


@dataclass(frozen=True, slots=True)
class Version:
    """A file as one revision has it; None for the content of one that is too large to be read."""

    path: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a revision did to a file; `path` is where it lies now, or lay last."""

    path: str
    before: Version | None  # None: added
    after: Version | None  # None: removed


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit, with the changes of the playbook's documents."""

    when: datetime
    changes: tuple[Change, ...]


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
    program = shutil.which("git")
    if program is None:
        return History(gap=Gap.NO_GIT)
    git = _Git(program, folder)
    try:
        if (gap := git.gap()) in (None, Gap.SHALLOW):
            revisions = list(git.revisions(most, gap is Gap.SHALLOW))
            sides = {side for _, pairs in revisions for pair in pairs for side in pair if side}
            wanted = {side.blob for side in sides}
            return History(_tell(revisions, git.contents(wanted)), gap)
    except (OSError, ValueError, subprocess.SubprocessError):
        gap = Gap.FAILED
    return History(gap=gap)


_Pair = tuple[_Side | None, _Side | None]
_Done = subprocess.CompletedProcess[bytes]


@dataclass(frozen=True, slots=True)
class _Git:
    program: str
    folder: Path

    def gap(self) -> Gap | None:
        """Say what stands in the way of a whole history."""
        shallow = self._run("rev-parse", "--is-shallow-repository")
        if shallow.returncode:
            refused = b"safe.directory" in shallow.stderr
            return Gap.NOT_TRUSTED if refused else Gap.NO_REPOSITORY
        if self._run("rev-parse", "--verify", "--quiet", "HEAD").returncode:
            return Gap.NO_REVISIONS
        return Gap.SHALLOW if shallow.stdout.strip() == b"true" else None

    def revisions(self, most: int, shallow: bool) -> Iterator[tuple[datetime, list[_Pair]]]:
        """Yield the latest revisions, each with (before, after) of the documents in it."""
        arguments = ["-z", "--raw", "--no-abbrev", "-M", "--no-merges", "--no-ext-diff"]
        arguments += ["--relative", "--no-color", f"-{most}", "--format=%x01%aI %P"]
        done = self._run("log", *arguments, "--", *_DOCUMENTS)
        done.check_returncode()
        files = 0
        for when, parents, pairs in _parse(os.fsdecode(done.stdout)):
            if shallow and not parents:
                continue  # where a shallow clone begins, every file looks new
            files += len(pairs)
            yield when, pairs
            if files > MOST_FILES:
                return

    def contents(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """Read files by the names of their contents; one that is too large is left out."""
        names = sorted(blobs)
        sizes = self._run("cat-file", "--batch-check=%(objectsize)", given=names)
        sizes.check_returncode()
        small = [
            name
            for name, size in zip(names, sizes.stdout.splitlines(), strict=True)
            if int(size) <= MAX_BYTES
        ]
        done = self._run("cat-file", "--batch=%(objectsize)", given=small)
        done.check_returncode()
        found, start = {}, 0
        for name in small:
            begin = done.stdout.index(b"\n", start) + 1
            end = begin + int(done.stdout[start:begin])
            found[name] = done.stdout[begin:end]
            start = end + 1
        return found

    def _run(self, *arguments: str, given: Iterable[str] = ()) -> _Done:
        # A git that runs us, for a hook, says in the environment which repository is its own.
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("GIT_") or name.startswith("GIT_CONFIG")
        }
        return subprocess.run(  # noqa: S603 - fixed arguments, no shell
            [self.program, "-C", str(self.folder), *_OPTIONS, *arguments],
            input="".join(f"{name}\n" for name in given).encode(),
            capture_output=True,
            env=inherited | _ENVIRONMENT,
            timeout=_SECONDS,
            check=False,
        )


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
    return _Side(path, blob) if mode.startswith(_PLAIN_FILE) else None


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
            changes.append(Change(path, version(before), version(after)))
        now |= moved
        if changes:
            told.append(Revision(when, tuple(changes)))
    return tuple(told)
