"""`playbook fmt`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .. import report
from ..tree import CanNotEdit
from .console import absolute, say, seen_from_here, show
from .playbooks import default, load, root_of, wanted
from .writing import changed, save
from .writing import diff as diff_of

_MOST_NAMES = 20  # of documents that were written; git knows the others


@click.command("fmt")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only name the documents that have another form.")
@click.option("--diff", is_flag=True, help="Only show what would change.")
def fmt(paths: tuple[Path, ...], check: bool, diff: bool) -> None:
    """Tidy the fields of documents: indentation, quotes, brackets that don't fit on a line.

    PATH is a playbook's folder, or a file or folder in it. The order of fields, comments and the
    text below the fields stay. A document of which something would be lost is left as it is.

    Ends with 0; with --check or --diff, with 1 if a document has another form.
    """
    from .. import formatting

    roots: dict[Path, list[Path]] = {}
    for one in paths or (default(),):
        roots.setdefault(root_of(absolute(one)), []).append(absolute(one))
    count = 0
    for root, given in roots.items():
        catalog, seen = load(root), seen_from_here(root)
        for path, document in wanted(catalog, given).items():
            if not document.readable:
                continue  # the check says why
            try:
                edits = formatting.formatted(document)
            except CanNotEdit as error:
                say(f"left as it is: {seen(path)}: {error}")
                continue
            if not edits:
                continue
            count += 1
            if diff:
                show(diff_of(seen(path), *changed(catalog, document, edits)))
            elif check:
                show(f"{seen(path)}\n")
            else:
                save(catalog, document, edits)
                if count <= _MOST_NAMES:
                    show(f"{seen(path)}\n")
    if count > _MOST_NAMES and not (check or diff):
        show(f"… and {count - _MOST_NAMES:,} more\n")
    what = "to format" if check or diff else "formatted"
    say(f"{report.count(count, 'document')} {what}")
    sys.exit(bool(count and (check or diff)))
