"""`playbook import`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from .. import report
from ..finding import reason
from ..settings import FOLDER, unknown_kind
from .console import CanNotRun, absolute, from_here, show
from .playbooks import load, root_of


@click.command("import")
@click.argument(
    "sources", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option("--kind", default="persona", show_default=True, help="What the documents become.")
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="LABEL=FIELD",
    help="Say to which field a column or label goes; without a field, to the text.",
)
@click.option(
    "--split",
    "levels",
    multiple=True,
    type=click.IntRange(1, 6),
    help="Make a document of every heading of this level.",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    help="The playbook's folder; it is made if it is not there.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--replace", is_flag=True, help="Write over documents that are there already.")
def import_(
    sources: tuple[Path, ...],
    kind: str,
    maps: tuple[str, ...],
    levels: tuple[int, ...],
    folder: Path | None,
    dry_run: bool,
    replace: bool,
) -> None:
    """Make documents of a table, a spreadsheet or Markdown files.

    Of a table (.csv, .xlsx) each row becomes a document; its columns are taken for fields by
    their names. Of Markdown, headings and labels are. What has no field becomes text below the
    fields, and a report says what went where.

    All documents are written, or none: not if one of them would not pass the check, and not over
    a document that is there already.

    Ends with 0 if the documents are written, 1 if they would not pass the check, and 2 if the
    import could not run.
    """
    from .. import importing
    from ..importing import saving, summary

    root = _root(folder)
    playbook = load(root) if root.is_dir() else importing.empty(root)
    kinds = playbook.kinds
    if kind not in kinds:
        raise CanNotRun(unknown_kind(kind, kinds))
    try:
        read = [(from_here(path), importing.read(path)) for path in _files(sources)]
        found = importing.plan(read, playbook, kinds[kind], maps, levels)
    except importing.CanNotImport as error:
        raise CanNotRun(str(error)) from None
    there = [root / draft.path for draft in found.drafts if os.path.lexists(root / draft.path)]
    if there and not replace and not dry_run:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise CanNotRun(
            f"'{from_here(there[0])}' is there already{more}; nothing is written "
            "(--replace writes over documents)"
        )
    show(summary.summary(found))
    if dry_run:
        show(summary.files(found))
    if found.errors:
        show(f"\n{summary.errors(found)}\nnothing is written; mend it in the source\n")
        sys.exit(1)
    count = report.count(len(found.drafts), "document")
    if dry_run:
        show(f"{count} would be written in '{report.printable(from_here(root))}'; nothing is\n")
        return
    try:
        saving.save(root, found.drafts)
    except OSError as error:
        raise CanNotRun(f"nothing is written: {reason(error)}") from None
    drafts = sum(document.data.get("status") == "draft" for document in found.documents)
    how = f", {report.count(drafts, 'draft')} among them" if drafts else ""
    if drafts == len(found.documents):
        how = ", as drafts"
    show(f"{count} written in '{report.printable(from_here(root))}'{how}\n")


def _root(folder: Path | None) -> Path:
    """The playbook to write in; a folder that is not there yet is the usual one."""
    if folder is not None:
        path = absolute(folder)
        return root_of(path) if path.is_dir() else path
    try:
        return root_of()
    except CanNotRun:
        return absolute(Path(FOLDER))


def _files(sources: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named; README files are for people, not for us."""
    from ..importing import SUFFIXES

    for source in map(absolute, sources):
        if not source.is_dir():
            yield source
            continue
        inside = [path for path in sorted(source.iterdir()) if path.is_file()]
        found = [
            path
            for path in inside
            if path.suffix.lower() in SUFFIXES and path.stem.lower() != "readme"
        ]
        if not found:
            raise CanNotRun(f"no file to import in '{from_here(source)}'")
        yield from found
