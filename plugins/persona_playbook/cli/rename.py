"""`playbook rename`."""

from __future__ import annotations

import sys

import click

from .. import report
from .console import CanNotRun, say, seen_from_here
from .playbooks import KIND, OfDocuments, load, root_of


@click.command("rename", cls=OfDocuments)
@click.argument("kind", type=KIND)
@click.argument("old")
@click.argument("new")
def rename(kind: str, old: str, new: str) -> None:
    """Give a document another id, everywhere.

    KIND is what the document is, such as persona; OLD is its id, and NEW the one that it gets. Its
    path will do for KIND and OLD. Its file gets the new name, references and links follow, and the
    old id stays among its `aliases`, so that what others have written down still leads to it.

    Ends with 0 if all is renamed, 1 if documents are left that can't be changed, and 2 if nothing
    could be.
    """
    from .. import moves

    catalog = load(root_of())
    try:
        plan = moves.renamed(catalog, kind, old, new)
        moves.carry_out(catalog, plan)
    except (moves.CanNotMove, OSError) as error:
        raise CanNotRun(str(error)) from None
    if plan.new != new:
        say(f"an id is written small: '{plan.new}'")
    noun = catalog.kinds[kind].title.lower()
    seen = seen_from_here(catalog.folder)
    to = f" in '{seen(plan.move[1])}'" if plan.move else ""
    others = len(plan.edits.keys() - {plan.entry.path})
    changed = f"{report.count(plan.references, 'reference')} changed"
    where = f" in {report.count(others, 'other document')}" if others else ""
    say(f"the {noun} '{plan.old}' is now '{plan.new}'{to}; {changed}{where}")
    for path, reason in plan.left.items():
        say(f"left as it is: {seen(path)}: {reason}")
    sys.exit(bool(plan.left))
