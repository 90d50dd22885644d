"""The pages of what we say: of one document, and of all documents for a persona."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..catalog import Entry
from ..places import room_uri
from ..views.messaging import messaging
from ..views.personas import rooms
from .maker import Maker
from .page import Page


def names(maker: Maker, entry: Entry) -> dict[str, Any]:
    """What the page of a document shows beyond its fields."""
    found = messaging(maker.catalog, [entry])
    # The matrix is wide.
    return {"messaging": found, "head": {"hide": ["toc"]} if found.matrix else {}}


def make(maker: Maker) -> Iterator[Page]:
    """A page a persona, over all that we say to them."""
    words = maker.language.words
    for persona in maker.people.everyone:
        if "messaging" in rooms(maker.people, persona):
            title = maker.language.pair(persona.title, words["room_messaging"])
            entries = maker.people.documents("messaging", persona)
            view = {"persona": persona, "messaging": messaging(maker.catalog, entries)}
            # What the documents say is found there first.
            head = {"hide": ["navigation", "toc"], "search": {"boost": 0.5}}
            uri = room_uri(persona, "messaging")
            yield maker.page(uri, title, "persona-messaging.md.jinja", view, head)
