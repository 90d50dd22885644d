"""Another id for a document, from wherever it is named: what that changes, for an editor to do."""

from __future__ import annotations

from ..catalog import Catalog
from ..moves import CanNotMove, Plan, renamed
from . import subject
from .subject import Subject


def renameable(catalog: Catalog, path: str, text: str, offset: int) -> Subject | None:
    """The id at a place, if it is that of a document."""
    found = subject.at(catalog, path, text, offset)
    if found is None or found.entry is None:
        return None
    names_it = catalog.get(found.entry.kind.name, found.name) is found.entry
    return found if names_it else None


def rename(catalog: Catalog, path: str, text: str, offset: int, new: str) -> Plan:
    """What it takes to give the document that is named at a place another id."""
    found = renameable(catalog, path, text, offset)
    if found is None or found.entry is None:
        raise CanNotMove("no id of a document stands here")
    plan = renamed(catalog, found.entry.kind.name, found.entry.id, new)
    if plan.left:
        where = ", ".join(sorted(plan.left))
        raise CanNotMove(f"it may be named in what can't be changed: {where}; mend that first")
    return plan
