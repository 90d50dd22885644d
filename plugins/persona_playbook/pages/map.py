"""The map: which documents belong to which persona, as a picture and as a list."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from ..catalog import Entry
from ..pictures.graph import Box, graph
from ..places import DIRECTORY, MAP
from ..views.relations import COLUMNS, Relations, relations
from .here import Here
from .maker import Maker
from .page import Page


def make(maker: Maker) -> Iterator[Page]:
    """The map of relations."""
    words = maker.language.words
    found = relations(maker.catalog)
    here = maker.here(MAP)
    names = {
        "relations": found,
        "picture": None if found.is_large else _picture(here, found),
        "kinds": [kind for name, kind in maker.catalog.kinds.items() if name != "persona"],
        "anchor": anchor,
        "directory": DIRECTORY,
    }
    head = {
        "description": words["map_intro"],
        "hide": ["navigation", "toc"],
        "search": {"exclude": True},  # every title stands here, and has a page of its own
    }
    yield maker.page(MAP, words["map"], "map.md.jinja", names, head)


def anchor(persona: Entry) -> str:
    """Where a persona stands in the list below the picture."""
    return f"persona-{persona.id}"


def _picture(here: Here, found: Relations) -> Markup:
    """Each document in a box of its own, and its lines."""
    everyone = {entry for group in found.everyone for entry in group.entries}
    words, label = here.language.words, here.language.label

    def box(entry: Entry, is_alone: bool) -> Box:
        note = words["for_all"] if entry in everyone else ""
        note = note if is_alone else label(entry.kind.title)
        kind = entry.kind
        return Box(_key(entry), entry.title, here.href(entry), kind.side, kind.icon, note)

    columns = [
        (
            ", ".join(label(here.catalog.kinds[name].plural) for name in kinds),
            [box(entry, len(kinds) == 1) for entry in entries],
        )
        for kinds, entries in zip(COLUMNS, found.columns, strict=True)
    ]
    lines = [(_key(start), _key(end)) for start, end in found.lines]
    return graph(words["map"], words["map_means"], columns, lines, COLUMNS.index(("persona",)))


def _key(entry: Entry) -> str:
    return f"{entry.kind.name}-{entry.id}"
