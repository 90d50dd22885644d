"""`playbook retire`."""

from __future__ import annotations

import click

from .console import CanNotRun, say, seen_from_here
from .playbooks import load, root_of
from .writing import save


@click.command("retire")
@click.argument("kind")
@click.argument("id_", metavar="ID")
@click.option("--superseded-by", "by", metavar="ID", help="The document that takes its place.")
def retire(kind: str, id_: str, by: str | None) -> None:
    """Put a document aside: it stays for whoever looks it up, and is used no more.

    KIND is what the document is, such as persona. What still refers to it is then a finding of
    `playbook check`.
    """
    from .. import moves

    catalog = load(root_of())
    try:
        entry, edits = moves.retired(catalog, kind, id_, by)
    except moves.CanNotMove as error:
        raise CanNotRun(str(error)) from None
    save(catalog, entry.document, edits)
    say(f"'{seen_from_here(catalog.folder)(entry.path)}' is retired")
    if count := len({one.source.path for one in catalog.references_to[entry.key]} - {entry.path}):
        refer = "document refers" if count == 1 else "documents refer"
        say(f"{count} {refer} to it; `playbook check` names them; read each")
