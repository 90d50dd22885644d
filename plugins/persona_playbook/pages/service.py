"""The pages of how we care: of one document, of all for a persona, and the persona's quick card."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from ..catalog import Entry
from ..pictures.fit import fit
from ..places import room_uri
from ..views.card import card
from ..views.personas import rooms
from ..views.service import levels, service
from .maker import Maker
from .page import Page

# A card on a sheet of A4 across with margins of 8 mm, without its head; in millimetres.
_WIDTH, _HEIGHT = 281.0, 194.0 - 22.0
_SHARES = (1.0, 1.0, 1.3)  # of what stands on top
_LARGEST = 11.0  # it hangs above the phone
_GAPS = [[""], [""]]  # what lies between the lines of tables and below headings
_ROW, _COLUMN = '<div class="playbook-card-row', '<div class="playbook-card-column'
_END = re.compile(r"</(?:h2|h3|li|p|tr)>|<br>")
_TAG = re.compile(r"<[^>]*>")


def names(maker: Maker, entry: Entry) -> dict[str, Any]:
    """What the page of a document shows beyond its fields."""
    return {"service": service(maker.people, [entry])}


def make(maker: Maker) -> Iterator[Page]:
    """A page a persona, over all guidelines that hold for them, and a quick card."""
    for persona in maker.people.everyone:
        made = rooms(maker.people, persona)
        if "service" in made:
            yield _guidelines(maker, persona)
        if "card" in made:
            yield _card(maker, persona)


def _guidelines(maker: Maker, persona: Entry) -> Page:
    title = maker.language.pair(persona.title, maker.language.words["room_service"])
    entries = maker.people.documents("service", persona)
    found = service(maker.people, entries, persona)
    targets = [one.value for guideline in found.guidelines for one in guideline.targets]
    view = {"persona": persona, "service": found, "levels": levels(maker.people, targets)}
    # What the documents say is found there first.
    head = {"hide": ["navigation"], "search": {"boost": 0.5}}
    return maker.page(room_uri(persona, "service"), title, "persona-service.md.jinja", view, head)


def card_sheet(maker: Maker, persona: Entry) -> dict[str, Any]:
    """What the part `card-sheet` needs for a persona's card."""
    return maker.once((card_sheet, persona.key), lambda: _card_sheet(maker, persona))


def _card_sheet(maker: Maker, persona: Entry) -> dict[str, Any]:
    view = {"persona": persona, "card": card(maker.people, persona)}
    sheet = maker.here(room_uri(persona, "card")).part("card-sheet", size=0, **view)
    return {**view, "size": fit(_rows(sheet), _WIDTH, _HEIGHT, _SHARES, _LARGEST)}


def _card(maker: Maker, persona: Entry) -> Page:
    title = maker.language.pair(persona.title, maker.language.words["room_card"])
    names = card_sheet(maker, persona)
    head = {"hide": ["navigation", "toc"], "search": {"boost": 0.5}}
    return maker.page(room_uri(persona, "card"), title, "persona-card.md.jinja", names, head)


def _rows(sheet: str) -> list[list[str]]:
    """The texts of a card, row by row and column by column, as they are read."""
    rows = [[_text(column) for column in row.split(_COLUMN)[1:]] for row in sheet.split(_ROW)[1:]]
    return [*rows, *_GAPS]


def _text(column: str) -> str:
    """The lines of a column, as long as they are in the room that there is for them."""
    part = _END.sub("\n", column.partition(">")[2].replace("\n", " "))
    lines = [html.unescape(_TAG.sub("", line)).strip() for line in part.split("\n")]
    if "</th>" in column:
        # What stands beside the head of its row has less room.
        lines = [f"{line} {line[: len(line) * 6 // 10]}" for line in lines]
    return "\n".join(line for line in lines if line.strip())
