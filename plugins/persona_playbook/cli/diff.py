"""`playbook diff`."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import click

from ..catalog import Catalog
from .console import CanNotRun, has_color, show
from .playbooks import load, root_of


@click.command("diff")
@click.argument("revisions", required=False, metavar="[REV[..REV]]")
@click.argument("path", required=False, metavar="[PATH]", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How it is told: for a terminal, for a comment in a forge, or for programs.",
)
def diff(revisions: str | None, path: Path | None, format_: str) -> None:
    """Tell what changed in a playbook, in its own words.

    REV is a revision of git, compared with the files as they are now; A..B compares two, and
    A...B what B did since it left A. Without it, the files are compared with the commit where this
    branch left the default one, or with the last commit. PATH is the playbook's folder; without
    it, it is found as `playbook check` does.

    Ends with 0 if it could compare, whatever it found, and with 2 if it could not.
    """
    # A check needs none of it.
    from .. import comparing
    from ..telling import data, markdown, text

    root = root_of(path)
    with tempfile.TemporaryDirectory(prefix="playbook-") as folder:
        before, after = _sides(root, revisions, Path(folder).resolve())
        comparison = comparing.compare(before, after)
    if format_ == "json":
        show(data.json(comparison))
    elif format_ == "markdown":
        show(markdown.markdown(comparison))
    else:
        color = has_color()
        show(text.text(comparison, color), color)


def _sides(root: Path, revisions: str | None, folder: Path) -> tuple[Catalog, Catalog]:
    """The two versions of the playbook; those of commits are written into a folder."""
    from .. import revision

    def read(commit: str | None, name: str) -> Catalog:
        if commit is None:
            return load(root)
        (folder / name).mkdir()
        revision.write(runner, commit, folder / name)
        return load(folder / name)

    try:
        runner, wanted = revision.find(root, revisions)
        return read(wanted.before, "before"), read(wanted.after, "after")
    except (revision.NoRevision, OSError) as error:
        raise CanNotRun(str(error)) from None
    except (ValueError, subprocess.SubprocessError):
        raise CanNotRun("git could not be asked, or took too long") from None
