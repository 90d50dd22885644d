"""A persona's quick card: how to serve her, on one sheet."""

from __future__ import annotations

import html
import re
from typing import Any

from ..catalog import Entry
from ..pictures.fit import fit
from ..places import room_uri
from ..views.card import card
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


def room(maker: Maker, persona: Entry) -> Page:
    """The page with the card."""
    title = maker.language.pair(persona.title, maker.language.words["room_card"])
    names = sheet(maker, persona)
    head = {"hide": ["navigation", "toc"], "search": {"boost": 0.5}}
    return maker.page(room_uri(persona, "card"), title, "persona-card.md.jinja", names, head)


def sheet(maker: Maker, persona: Entry) -> dict[str, Any]:
    """What the part `card-sheet` needs."""
    return maker.once((sheet, persona.key), lambda: _sheet(maker, persona))


def _sheet(maker: Maker, persona: Entry) -> dict[str, Any]:
    view = {"persona": persona, "card": card(maker.people, persona)}
    drawn = maker.here(room_uri(persona, "card")).part("card-sheet", size=0, **view)
    return {**view, "size": fit(_rows(drawn), _WIDTH, _HEIGHT, _SHARES, _LARGEST)}


def _rows(drawn: str) -> list[list[str]]:
    """The texts of a card, row by row and column by column, as they are read."""
    rows = [[_text(column) for column in row.split(_COLUMN)[1:]] for row in drawn.split(_ROW)[1:]]
    return [*rows, *_GAPS]


def _text(column: str) -> str:
    """The lines of a column, as long as they are in the room that there is for them."""
    part = _END.sub("\n", column.partition(">")[2].replace("\n", " "))
    lines = [html.unescape(_TAG.sub("", line)).strip() for line in part.split("\n")]
    if "</th>" in column:
        # What stands beside the head of its row has less room.
        lines = [f"{line} {line[: len(line) * 6 // 10]}" for line in lines]
    return "\n".join(line for line in lines if line.strip())
