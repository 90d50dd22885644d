"""What can be mended so that nothing is lost: faults that know their fix → changed documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Sequence
from contextlib import suppress
from dataclasses import dataclass

from .catalog import Catalog, with_documents
from .check import Seen, faults, place
from .edits import Edit, Editing, applied, apply
from .finding import Finding, Severity
from .frontmatter import Document, parse
from .rules import RULES
from .settings import NAME
from .tree import CanNotEdit

# One fix can uncover the next: a field under its right name has a value to check.
_ROUNDS = 8
_MOST_UNREADABLE = 100  # faults of one document that each hide what comes after them


@dataclass(frozen=True, slots=True)
class Change:
    """A document before and after, and the findings that are mended in it."""

    path: str
    was: bytes
    new: bytes
    mended: tuple[Finding, ...]


def mend(
    catalog: Catalog, paths: Collection[str], rules: Container[str] = RULES
) -> tuple[list[Change], list[Finding]]:
    """Every document of `paths` in which something can be mended, until nothing more can.

    Only what `rules` find is. Nothing is written. `playbook.yml` is left to the team: it decides
    for all documents. The findings are those that an author has to mend first: they hide what else
    could be mended, and keep the document as it is.
    """
    changes: dict[str, Change] = {}
    for _ in range(_ROUNDS):
        by_path: dict[str, list[Seen]] = defaultdict(list)
        for seen in faults(catalog):
            is_ours = seen.document.path in paths and seen.document.path != NAME
            if seen.fault.fix and is_ours and seen.fault.rule in rules:
                by_path[seen.document.path].append(seen)
        found = False
        for path, fixable in by_path.items():
            before = changes.get(path) or _unchanged(catalog, path)
            after = _mended(before, fixable, catalog, rules)
            found |= after is not before
            changes[path] = after
        if not found:
            break
        mended = (parse(change.new, path) for path, change in changes.items())
        catalog = with_documents(catalog, mended)
    done = [change for _, change in sorted(changes.items()) if change.mended]
    hiding = [
        place(Seen(document, document.faults[0], Severity.ERROR, written=True), catalog.settings)
        for document in catalog.documents
        if document.path in paths and not document.readable
    ]
    hidden = {finding.path for finding in hiding}
    return [change for change in done if change.path not in hidden], hiding


def _edits(document: Document, fixable: Sequence[Seen]) -> tuple[list[Edit], list[Seen]]:
    """What to change in a document's text, and the faults that it mends: those that can be.

    CanNotEdit says why they can't be mended together.
    """
    fixes = [seen.fault.fix for seen in fixable if seen.fault.fix]
    pieces = [Edit(*fix.piece, fix.value) for fix in fixes if fix.piece]
    if pieces:
        _changed(document, pieces)
        return pieces, list(fixable)
    editing, kept = Editing(document), list[Seen]()
    for seen in fixable:
        fix, where = seen.fault.fix, seen.where
        if fix is None or isinstance(where, int):
            continue
        change = editing.rename if fix.is_name else editing.replace
        with suppress(CanNotEdit):
            change(where, fix.value)
            kept.append(seen)
    return editing.done(), kept


def _unchanged(catalog: Catalog, path: str) -> Change:
    raw = catalog.listing.files[path].read_bytes()
    return Change(path, raw, raw, ())


def _mended(
    change: Change, fixable: Sequence[Seen], catalog: Catalog, rules: Container[str]
) -> Change:
    """A document with all that can be mended at once; what can't is left as it is."""
    document = parse(change.new, change.path)
    if document.text != fixable[0].document.text:
        return change  # it was saved meanwhile
    if not document.readable:
        return _made_readable(change, document, catalog, rules)
    # What cuts a text into other fields comes before the fields.
    fixable = [seen for seen in fixable if seen.fault.fix and seen.fault.fix.piece] or fixable
    try:
        made, kept = _edits(document, fixable)
    except CanNotEdit:
        made, kept = [], []
        for seen in fixable:
            with suppress(CanNotEdit):
                made, kept = _edits(document, [*kept, seen])
    if not kept:
        return change
    mended = (place(seen, catalog.settings) for seen in kept)
    new = apply(change.new, document, made)
    return Change(change.path, change.was, new, (*change.mended, *mended))


def _made_readable(
    change: Change, document: Document, catalog: Catalog, rules: Container[str]
) -> Change:
    """A document that can't be read, mended one fault after the other."""
    for _ in range(_MOST_UNREADABLE):
        if document.readable:
            break
        fault = document.faults[0]
        fix = fault.fix if fault.rule in rules else None
        if not fix or not fix.piece:
            break
        seen = Seen(document, fault, Severity.ERROR, written=True)
        made = [Edit(*fix.piece, fix.value)]
        try:
            after = _changed(document, made)
            new = apply(change.new, document, made)
        except CanNotEdit:
            break
        mended = (*change.mended, place(seen, catalog.settings))
        change, document = Change(change.path, change.was, new, mended), after
    return change


def _changed(before: Document, made: list[Edit]) -> Document:
    """A document after its text was changed; CanNotEdit if it can't be read better then."""
    after = before.fresh(applied(before.text, made))
    if before.readable:
        was = before.fresh()
        better = after.readable and len(after.faults) < len(was.faults)
    else:
        better = after.readable or _first(after) > _first(before)
    if not better or after.body != before.body:
        raise CanNotEdit("it can't be read afterwards")
    return after


def _first(document: Document) -> int:
    """Where reading a document came to its end."""
    where = document.faults[0].where
    return where if isinstance(where, int) else 0
