"""Git, run in the one way that is safe: nothing is run but git itself, with fixed arguments.

No pager, no hook, no helper that somebody's configuration names, and no fetching.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

_SECONDS = 20
_OPTIONS = (
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "log.showSignature=false",
    "-c",
    "diff.renameLimit=400",  # above it, only files that moved unchanged are followed
)
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "",  # a clone without all its files must not fetch them now
    "GIT_NO_REPLACE_OBJECTS": "1",
}
_Done = subprocess.CompletedProcess[bytes]


class Gap(Enum):
    """Why a history is empty or incomplete."""

    NO_GIT = "no_git"  # git is not installed
    NO_REPOSITORY = "no_repository"  # the folder is in no repository
    NOT_TRUSTED = "not_trusted"  # the repository belongs to another user
    NO_REVISIONS = "no_revisions"  # nothing has been committed yet
    SHALLOW = "shallow"  # a clone with only the latest revisions
    FAILED = "failed"  # git ended with an error, or took too long


@dataclass(frozen=True, slots=True)
class Git:
    """Git in a folder. Its methods raise OSError, ValueError or SubprocessError where it fails."""

    program: str
    folder: Path

    def gap(self) -> Gap | None:
        """Say what stands in the way of a whole history."""
        shallow = self.run("rev-parse", "--is-shallow-repository")
        if shallow.returncode:
            refused = b"safe.directory" in shallow.stderr
            return Gap.NOT_TRUSTED if refused else Gap.NO_REPOSITORY
        if self.run("rev-parse", "--verify", "--quiet", "HEAD").returncode:
            return Gap.NO_REVISIONS
        return Gap.SHALLOW if shallow.stdout.strip() == b"true" else None

    def contents(self, blobs: Iterable[str], most: int) -> dict[str, bytes]:
        """Read files by the names of their contents; those of more bytes are left out."""
        names = sorted(blobs)
        sizes = self.run("cat-file", "--batch-check=%(objectsize)", given=names)
        sizes.check_returncode()
        small = [
            name
            for name, size in zip(names, sizes.stdout.splitlines(), strict=True)
            if int(size) <= most
        ]
        done = self.run("cat-file", "--batch=%(objectsize)", given=small)
        done.check_returncode()
        found, start = {}, 0
        for name in small:
            begin = done.stdout.index(b"\n", start) + 1
            end = begin + int(done.stdout[start:begin])
            found[name] = done.stdout[begin:end]
            start = end + 1
        return found

    def run(self, *arguments: str, given: Iterable[str] = ()) -> _Done:
        """Run git, whatever it answers; `given` are the lines that it reads."""
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


def find(folder: Path) -> Git | None:
    """Git in a folder, if it is installed."""
    program = shutil.which("git")
    return Git(program, folder) if program else None


def is_plain(mode: str) -> bool:
    """Whether a mode, as git writes it, is that of a file: no link, folder or repository."""
    return mode.startswith("100")
