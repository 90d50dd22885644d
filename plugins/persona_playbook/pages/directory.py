"""All documents on one page, and what they can be found by."""

from __future__ import annotations

from collections.abc import Iterator

from ..places import DIRECTORY
from ..views.directory import directory
from .here import Here
from .maker import Maker
from .page import Page


def make(maker: Maker) -> Iterator[Page]:
    """The directory."""
    words = maker.language.words
    found = directory(maker.people)
    here = maker.here(DIRECTORY)
    names = {
        "directory": found,
        "total": sum(len(rows) for _, rows in found.groups),
        "heading": lambda facet: _heading(here, facet),
        "choice": lambda facet, value: _choice(here, facet, value),
    }
    head = {
        "description": words["directory_intro"],
        "hide": ["navigation", "toc"],
        "search": {"exclude": True},  # each document has a page that says the same
    }
    yield maker.page(DIRECTORY, words["directory"], "directory.md.jinja", names, head)


def _heading(here: Here, facet: str) -> str:
    """What a facet is called."""
    label, words, persona = here.language.label, here.language.words, here.catalog.kinds["persona"]
    headings = {
        "kind": words["topic_kind"],
        "persona": label(persona.plural),
        "stage": words["topic_stages"],
        "channel": words["topic_channels"],
        "team": here.label(persona, "owner"),
        "status": here.label(persona, "status"),
        "confidence": words["directory_confidence"],
        "tag": here.label(persona, "tags"),
    }
    return headings[facet]


def _choice(here: Here, facet: str, value: str) -> str:
    """What a choice is called."""
    if facet == "kind":
        return here.language.label(here.catalog.kinds[value].plural)
    if facet == "persona":
        return here.catalog.by_key["persona", value].title
    if facet in ("stage", "channel", "team"):
        return here.term(facet, value)
    if facet in ("status", "confidence"):
        return here.language.label(value)
    return value
