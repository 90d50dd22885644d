"""`playbook due`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from ..views.reviews import SOON, upcoming
from .console import seen_from_here, show
from .playbooks import load, root_of


class _Days(click.IntRange):
    """A number of days, without a unit."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; what else was written is told what to write."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            message = f"'{value}' is no number of days from 0 to {self.max}; for a year, write 365"
            self.fail(message, param, ctx)


@click.command("due")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="For the terminal, or as the text of an issue.",
)
@click.option(
    "--within",
    type=_Days(0, 3650),
    metavar="DAYS",
    default=SOON.days,
    show_default=True,
    help="In how many days a review is due to be listed.",
)
def due(path: Path | None, format_: str, within: int) -> None:
    """List the documents whose review is overdue or due soon, by owner.

    PATH is the playbook's folder; without it, the playbook is found as `playbook check` finds it.
    As Markdown nothing is printed if nothing is due, so that a job opens no empty issue.

    Ends with 0, or with 2 if there is no playbook.
    """
    from .. import reminders

    root = root_of(path)
    catalog = load(root)
    waiting = upcoming(catalog, timedelta(days=within))
    make = reminders.text if format_ == "text" else reminders.markdown
    show(make(catalog, waiting, seen_from_here(root)))
