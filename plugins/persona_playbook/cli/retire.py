"""`playbook retire`."""

from __future__ import annotations

import click

from .. import report
from .console import CanNotRun, say, seen_from_here
from .playbooks import KIND, OfDocuments, load, root_of
from .writing import save


@click.command("retire", cls=OfDocuments)
@click.argument("kind", type=KIND)
@click.argument("id_", metavar="ID")
@click.option("--superseded-by", "by", metavar="ID", help="The document that takes its place.")
def retire(kind: str, id_: str, by: str | None) -> None:
    """Put a document aside: it stays for whoever looks it up, and is used no more.

    KIND is what the document is, such as persona; its path will do for KIND and ID. What refers to
    it is listed, and then a finding of `playbook check` as long as that document is in use.
    """
    from .. import moves

    catalog = load(root_of())
    try:
        entry, edits = moves.retired(catalog, kind, id_, by)
    except moves.CanNotMove as error:
        raise CanNotRun(str(error)) from None
    save(catalog, entry.document, edits)
    seen = seen_from_here(catalog.folder)
    say(f"'{seen(entry.path)}' is retired")
    others = [one for one in catalog.references_to[entry.key] if one.source is not entry]
    if others:
        number = len({one.source.path for one in others})
        refer = f"{report.count(number, 'document')} {'refers' if number == 1 else 'refer'} to it"
        say(f"{refer}; name another one there, or take it out:")
    for one in others:
        document = one.source.document
        line, column = document.line_and_column(document.span(one.where).start)
        field = next(name for name in reversed(one.where) if isinstance(name, str))
        say(f"  {seen(document.path)}:{line}:{column}: {field}")
