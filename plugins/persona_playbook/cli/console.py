"""What all commands share: what they print, and how they say that they could not run."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from .. import report

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
        super().__init__(report.printable(message))


def show(text: str, color: bool = False) -> None:
    # A console that can't show a sign gets its number instead of a traceback.
    encoding = sys.stdout.encoding or "utf-8"
    shown = text.encode(encoding, "backslashreplace").decode(encoding)
    click.echo(shown, nl=False, color=color)


def say(line: str) -> None:
    """Tell people what was done; what programs read is on the standard output."""
    click.echo(report.printable(line), err=True)


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
