"""Git repositories for tests: files written down as one text, and committed on a day."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import trees


@dataclass(frozen=True)
class Repository:
    """A playbook in `personas/` of a repository, as nobody's configuration has it."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / "personas"

    def git(self, *arguments: str, when: str = "2026-11-01T12:00:00+01:00") -> str:
        """Run git; `when` is the time of the author, the committer's is another."""
        environment = os.environ | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_NAME": "C",
            "GIT_COMMITTER_EMAIL": "c@example.com",
            "GIT_COMMITTER_DATE": "2026-11-20T12:00:00+00:00",
        }
        command = ["git", "-c", "init.defaultBranch=main", *arguments]
        done = subprocess.run(
            command, cwd=self.root, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def commit(self, when: str, tree: str = "") -> None:
        """Write files into the playbook and commit all that changed, on a day or at a time."""
        if tree:
            trees.write(self.folder, tree)
        self.git("add", "--all")
        time = when if "T" in when else f"{when}T12:00:00+01:00"
        self.git("commit", "--allow-empty", "-m", "A commit", when=time)

    def trap(self, *settings: str) -> Path:
        """Name a program wherever git would take one; the file is there once it was run."""
        mark, program = self.root.parent / "mark", self.root.parent / "program"
        program.write_text(f"#!/bin/sh\ntouch {mark}\n")
        program.chmod(0o755)
        (self.root / ".gitattributes").write_text("*.md diff=own filter=own\n")
        for name in settings:
            self.git("config", name, str(program))
        return mark


def begin(root: Path) -> Repository:
    """A new repository without commits."""
    root.mkdir(exist_ok=True)
    repository = Repository(root)
    repository.folder.mkdir()
    repository.git("init")
    return repository
