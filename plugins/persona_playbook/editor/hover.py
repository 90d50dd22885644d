"""What an editor shows beside a place: the card of a document, a field, a term. All Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from .. import escape
from ..catalog import Catalog, Entry
from ..report import count
from . import subject
from .completion import about

_MOST_WORDS = 600  # signs of a summary; a card is read at a glance


@dataclass(frozen=True, slots=True)
class Hover:
    """Markdown about what stands from `start` to `end`."""

    start: int
    end: int
    markdown: str


def hover(catalog: Catalog, path: str, text: str, offset: int) -> Hover | None:
    """What there is to say about a place."""
    found = subject.at(catalog, path, text, offset)
    if found is None:
        return None
    if found.entry:
        words = card(catalog, found.entry)
    elif found.term:
        term = found.term
        parts = [
            f"**{escape.text(term.title)}** · {found.vocabulary}",
            term.description,
            term.contact,
        ]
        words = "\n\n".join([parts[0], *(escape.text(part) for part in parts[1:] if part)])
    else:
        node = found.field or {}
        title = escape.text(node.get("title", found.name))
        words = f"**{title}**\n\n{about(found.name, node)}".strip()
    return Hover(found.start, found.end, words)


def card(catalog: Catalog, entry: Entry) -> str:
    """A document in a few lines."""
    data = entry.data
    lines = [f"**{escape.text(entry.title)}** · {escape.text(entry.kind.title)}"]
    if summary := data.get("summary"):
        lines.append(escape.text(str(summary)[:_MOST_WORDS]))
    facts = [
        f"{escape.text(entry.kind.fields[name]['title'])}: {escape.text(data[name])}"
        for name in ("status", "owner", "last_reviewed")
        if name in data
    ]
    if facts:
        lines.append(" · ".join(facts))
    number = len({reference.source.key for reference in catalog.references_to.get(entry.key, ())})
    named = f"{count(number, 'document')} {'names' if number == 1 else 'name'} it"
    lines.append(f"{escape.text(entry.path)} · {named}")
    return "\n\n".join(lines)
