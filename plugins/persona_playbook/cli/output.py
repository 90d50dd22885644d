"""Where the findings of `playbook check` go: the terminal, a file, a forge."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from .. import git, whole
from ..finding import reason
from ..report.contents import Report
from .console import absolute, failed, in_github, say

PLAIN = ("full", "concise")
WITH_TEXT = (*PLAIN, "github")  # what people read
NAMES = (*WITH_TEXT, "json", "gitlab", "junit", "sarif", "markdown")
_MOST_SUMMARY = 1_000_000  # bytes; GitHub takes 1 MiB of a step


def default(to_file: bool) -> str:
    """The format if none is named."""
    if to_file:
        return "gitlab" if os.environ.get("GITLAB_CI") == "true" else "json"
    return "github" if in_github() else "full"


def make(format_: str, found: Report, text: str) -> str:
    """The findings in a format; `text` is what people read of them."""
    if format_ in PLAIN:
        return text
    # Most checks need none of them.
    from ..report import github, gitlab, json, junit, markdown, sarif

    if format_ == "json":
        return json.make(found.findings)
    found = _in_repository(found)
    if format_ == "github":
        _add_summary(lambda most: markdown.make(found, most))
        return github.make(found, text, os.urandom(16).hex())
    return {
        "gitlab": gitlab.make,
        "junit": junit.make,
        "sarif": sarif.make,
        "markdown": markdown.make,
    }[format_](found)


def save(path: Path, text: str) -> None:
    """Write a file whole or not at all; to a pipe or a terminal, straight."""
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(text.encode())
            return
        was = path.read_bytes() if path.exists() else None
        whole.write(path, text.encode(), was)
    except OSError as error:
        raise failed(path, "written", error) from None


def _in_repository(found: Report) -> Report:
    """The same with the paths that a forge knows: from the repository's folder, if this is one."""
    here = absolute(Path())
    root = next((above for above in (here, *here.parents) if (above / ".git").exists()), here)
    paths = {*found.documents, *(finding.path for finding in found.findings)}
    at = {path: _below(root, here / path) for path in paths}
    return replace(
        found,
        findings=[replace(finding, path=at[finding.path]) for finding in found.findings],
        documents=[at[path] for path in found.documents],
        changed=_changed(root),
    )


def _below(root: Path, path: Path) -> str:
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _changed(root: Path) -> set[str]:
    """What a pull request changes, if its checkout also has the revision that it is based on.

    GitHub checks out a merge, and its first parent is the base.
    """
    repository = git.find(root)
    if not os.environ.get("GITHUB_BASE_REF") or repository is None:
        return set()
    try:
        done = repository.run("diff", "--name-only", "-z", "--no-ext-diff", "HEAD^1", "HEAD")
        done.check_returncode()
    except (OSError, ValueError, subprocess.SubprocessError):
        return set()
    return set(os.fsdecode(done.stdout).split("\0"))


def _add_summary(make: Callable[[int], str]) -> None:
    """Write the summary of a step, as long as it may be, below what it already has."""
    if not (name := os.environ.get("GITHUB_STEP_SUMMARY")):
        return
    try:
        with Path(name).open("ab") as file:
            file.write(make(_MOST_SUMMARY - file.tell()).encode())
    except OSError as error:
        say(f"the summary of the step can't be written: {reason(error)}")
