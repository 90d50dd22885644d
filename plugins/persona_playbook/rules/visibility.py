"""Rules about who may read what: a mark that holds for nothing would protect nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ..audience import FIELDS, is_there, marked_fields, pieces
from ..catalog import Catalog
from ..finding import Severity
from ..validate import shown, suggest, unknown
from .registry import Problem, rule


@rule("visibility-mark", Severity.ERROR, alone=True)
def visibility_mark(catalog: Catalog) -> Iterator[Problem]:
    """A mark says who may read a part of a document, and can't be understood.

    Why: What the mark was meant to protect is not known. Until it is mended, the whole document,
    or its text from the mark to the end, is withheld from every audience but the innermost.

    Bad:

        visibility_of:
          buying.bugdet: restricted    # the field is buying.budget

    Good:

        visibility_of:
          buying.budget: restricted

    Mend: Under `visibility_of`, write fields that the document has, each with a level of
    `playbook.yml`. In the text, put `<!-- visibility: restricted -->` before a part and
    `<!-- /visibility -->` behind it; such parts don't lie in one another.
    """
    levels = catalog.settings.terms["visibility"]
    for entry in catalog.entries:
        for path, level in marked_fields(entry).items():
            name = ".".join(path)
            where = (FIELDS, name)
            if not is_there(entry.data, path):
                hint = suggest(name, entry.data)
                message = f"the document has no field {shown(name)}{hint}"
                yield Problem(entry, where, message, at_key=True)
            if level not in levels:
                yield Problem(entry, where, unknown("visibility level", level, levels))
        start = entry.document.body_start
        for piece in pieces(entry.document.body):
            if piece.fault:
                yield Problem(entry, start + piece.mark, piece.fault)
            elif piece.level not in levels:
                yield Problem(
                    entry, start + piece.mark, unknown("visibility level", piece.level, levels)
                )
