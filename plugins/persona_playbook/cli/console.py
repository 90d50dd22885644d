"""What all commands share: what they print, and how they say that they could not run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import click

from .. import escape
from ..finding import reason

config_option = click.option(
    "-f",
    "--config",
    default="mkdocs.yml",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The configuration of the site.",
)


class CanNotRun(click.ClickException):
    """Said in one line on the standard error stream; nothing was checked."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(_line(message))


def failed(path: Path | str, done: str, error: OSError) -> CanNotRun:
    """Why a file can't be "read" or "written"."""
    return CanNotRun(f"'{path}' can't be {done}: {reason(error)}")


def show(text: str, color: bool = False, commands: bool = False) -> None:
    """Print a result; a forge obeys nothing in it, but where it is meant to be `commands`."""
    if in_github() and not commands:
        text = escape.inert(text)
    # A console that can't show a sign gets its number instead of a traceback.
    encoding = sys.stdout.encoding or "utf-8"
    shown = text.encode(encoding, "backslashreplace").decode(encoding)
    click.echo(shown, nl=False, color=color)


def say(words: str) -> None:
    """Say something beside the result, on the standard error stream."""
    click.echo(_line(words), err=True)


def in_github() -> bool:
    """Whether all that is printed ends in a log of GitHub Actions, or of a forge like it."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def _line(words: str) -> str:
    shown = escape.printable(words)
    return escape.inert(shown) if in_github() else shown


def has_color() -> bool:
    """Whether to color: a terminal, unless https://no-color.org or https://force-color.org."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (
        sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    )


def absolute(path: Path) -> Path:
    # resolve() would follow links, out of the playbook.
    return Path(os.path.abspath(path))  # noqa: PTH100 - see above


def from_here(path: Path) -> str:
    here = absolute(Path())
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def seen_from_here(root: Path) -> Callable[[str], str]:
    """What turns a path in a folder into one as seen from here, in the folder or around it."""
    here = absolute(Path())
    is_near = root.is_relative_to(here) or here.is_relative_to(root)

    @cache
    def seen(path: str) -> str:
        full = root / path
        return Path(os.path.relpath(full, here) if is_near else full).as_posix()

    return seen
