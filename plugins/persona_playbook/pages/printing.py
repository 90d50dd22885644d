"""What is made to be printed: all sheets of a sort together, blank sheets, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..catalog import Entry
from ..kinds import Kind
from ..pictures.fit import fit
from ..places import CANVAS, OVERVIEW, PRINT, room_uri
from ..views.canvas import canvas
from ..views.personas import rooms
from . import cards, journeys, personas
from .maker import Maker
from .page import Page

MOST_SHEETS = 100  # more are no workshop, and no page that a browser likes
_PAPER = "A4"  # what sheets take that say nothing else
# A blank sheet: what its prompts may take of it, in millimetres, so that there is room to write;
# the larger one where letters would be too small to read.
_SHEETS = ((_PAPER, 281.0, 110.0), ("A3", 404.0, 160.0))
_LARGEST, _READABLE = 9.0, 8.0
_INTRO = {PRINT: "print_intro", CANVAS: "canvas_intro"}
_HEAD = {"hide": ["navigation", "toc"], "search": {"exclude": True}}


@dataclass(frozen=True, slots=True)
class Group:
    """Sheets of one sort: (title, address, paper) of each, and the address of all together."""

    title: str
    sheets: Sequence[tuple[str, str, str]]
    all: str = ""


def make(maker: Maker) -> Iterator[Page]:
    """The list of all that can be printed, each sort together, and a blank sheet a kind."""
    words = maker.language.words
    people = maker.people.everyone
    served = [one for one in people if "card" in rooms(maker.people, one)]
    told = maker.catalog.current("journey")
    groups = []
    for name, entries, part, addresses in (
        ("personas", people, "persona-poster", [room_uri(one, "poster") for one in people]),
        ("cards", served, "card-sheet", [room_uri(one, "card") for one in served]),
        ("journeys", told, "journey-poster", [room_uri(one, "poster") for one in told]),
    ):
        title = words[f"print_{name}"]
        all_title = maker.language.pair(words["print"], title)
        sheets = [
            (one.title, uri, _sheet(maker, name, one, uri).get("paper", _PAPER))
            for one, uri in zip(entries, addresses, strict=True)
        ]
        uri = f"{OVERVIEW}/print/{name}.md"
        if 0 < len(sheets) <= MOST_SHEETS:
            shown = {
                "title": all_title,
                "part": part,
                "sheets": [_sheet(maker, name, one, uri) for one in entries],
            }
            yield maker.page(uri, all_title, "print-all.md.jinja", shown, _HEAD)
            groups.append(Group(title, sheets, uri))
        elif sheets:
            groups.append(Group(title, sheets))
    kinds = maker.catalog.kinds.values()
    blank = []
    for kind in kinds:
        sheet, uri = _canvas(kind), canvas_uri(kind)
        label = maker.language.label(kind.title)
        title = words["canvas_of"].format(kind=label)
        blank.append((label, uri, sheet["paper"]))
        yield maker.page(uri, title, "canvas.md.jinja", sheet, _HEAD)
    for uri, title, found in (
        (CANVAS, words["canvas"], [Group("", blank)]),
        (PRINT, words["print"], [*groups, Group(words["canvas"], blank)]),
    ):
        names = {"title": title, "intro": words[_INTRO[uri]], "groups": found}
        yield maker.page(uri, title, "print.md.jinja", names, {"hide": ["toc"]})


def canvas_uri(kind: Kind) -> str:
    """Return the address of the blank sheet of a kind."""
    return f"{OVERVIEW}/canvas/{kind.name}.md"


def _sheet(maker: Maker, name: str, entry: Entry, uri: str) -> dict[str, Any]:
    """What the part of a sheet needs on the page at `uri`."""
    if name == "personas":
        return personas.poster(maker, entry)
    if name == "cards":
        return cards.sheet(maker, entry)
    return journeys.poster(maker, entry, uri)


def _canvas(kind: Kind) -> dict[str, Any]:
    """What the part of a blank sheet needs."""
    sheet = canvas(kind)
    columns = [
        "\n".join(
            line
            for box in column
            for line in (box.title, *(f"{one.title} {one.description}" for one in box.prompts))
        )
        for column in sheet.columns
    ]
    sizes = [
        (paper, fit([columns], width, height, largest=_LARGEST)) for paper, width, height in _SHEETS
    ]
    paper, size = next((one for one in sizes if one[1] >= _READABLE), sizes[-1])
    return {"canvas": sheet, "paper": paper, "size": size}
