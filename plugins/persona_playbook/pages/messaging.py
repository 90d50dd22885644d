"""The pages of what we say: of one document, and of all documents for a persona."""

from __future__ import annotations

from typing import Any

from ..catalog import Entry
from ..places import room_uri
from ..views.messaging import messaging
from .maker import Maker
from .page import Page


def names(maker: Maker, entry: Entry) -> dict[str, Any]:
    """What the page of a document shows beyond its fields."""
    found = messaging(maker.catalog, [entry])
    # The matrix is wide.
    return {"messaging": found, "head": {"hide": ["toc"]} if found.matrix else {}}


def room(maker: Maker, persona: Entry) -> Page:
    """The page of all that we say to a persona."""
    title = maker.language.pair(persona.title, maker.language.words["room_messaging"])
    entries = maker.people.documents("messaging", persona)
    view = {"persona": persona, "messaging": messaging(maker.catalog, entries)}
    # What the documents say is found there first.
    head = {"hide": ["navigation", "toc"], "search": {"boost": 0.5}}
    uri = room_uri(persona, "messaging")
    return maker.page(uri, title, "persona-messaging.md.jinja", view, head)
