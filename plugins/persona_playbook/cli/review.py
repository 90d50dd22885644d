"""`playbook review`."""

from __future__ import annotations

import click

from .console import CanNotRun, say, seen_from_here
from .playbooks import KIND, OfDocuments, load, root_of
from .writing import save


@click.command("review", cls=OfDocuments)
@click.argument("kind", type=KIND)
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
def review(kind: str, ids: tuple[str, ...]) -> None:
    """Say that you have read documents again today, and that they are true.

    KIND is what the documents are, such as persona; paths will do for KIND and ID. Their
    `last_reviewed` becomes today, or the day that SOURCE_DATE_EPOCH fixes.
    """
    from .. import moves

    catalog = load(root_of())
    try:
        found = [moves.reviewed(catalog, kind, id_) for id_ in dict.fromkeys(ids)]
    except moves.CanNotMove as error:
        raise CanNotRun(str(error)) from None
    for entry, edits in found:
        save(catalog, entry.document, edits)
        say(f"'{seen_from_here(catalog.folder)(entry.path)}' was reviewed on {catalog.today}")
