"""The pages of how we care: of one document, and of all that hold for a persona."""

from __future__ import annotations

from typing import Any

from ..catalog import Entry
from ..places import room_uri
from ..views.service import levels, service
from .maker import Maker
from .page import Page


def names(maker: Maker, entry: Entry) -> dict[str, Any]:
    """What the page of a document shows beyond its fields."""
    return {"service": service(maker.people, [entry])}


def room(maker: Maker, persona: Entry) -> Page:
    """The page of all guidelines that hold for a persona."""
    title = maker.language.pair(persona.title, maker.language.words["room_service"])
    entries = maker.people.documents("service", persona)
    found = service(maker.people, entries, persona)
    targets = [one.value for guideline in found.guidelines for one in guideline.targets]
    view = {"persona": persona, "service": found, "levels": levels(maker.people, targets)}
    # What the documents say is found there first.
    head = {"hide": ["navigation"], "search": {"boost": 0.5}}
    return maker.page(room_uri(persona, "service"), title, "persona-service.md.jinja", view, head)
