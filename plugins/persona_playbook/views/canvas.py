"""A blank sheet for a workshop: what a kind of document asks for, in boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..kinds import LAST_SECTIONS, Kind

COLUMNS = 4
FEW = 10  # so many fields or less have a box each
MOST_PROMPTS = 4  # a section; there has to be room to write
_LAST = {str(section["id"]) for section in LAST_SECTIONS}


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to write: a field's name and its description, the team's own words or ours."""

    title: str
    description: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the sheet."""

    title: str
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class Canvas:
    """A sheet for a kind, its boxes in columns of about the same weight."""

    kind: Kind
    columns: tuple[tuple[Box, ...], ...]


def canvas(kind: Kind) -> Canvas:
    """Lay out the sheet of a kind: a box a section, or a box a field where there are few."""
    by_section: dict[str, list[Prompt]] = {section.id: [] for section in kind.sections}
    for name, node in kind.fields.items():
        if node.get("x-section") in by_section and not _is_elsewhere(kind, name, node):
            prompt = Prompt(node["title"], node.get("description", ""), "x-own" in node)
            by_section[node["x-section"]].append(prompt)
    sections = [
        Box(section.title, tuple(_first(by_section[section.id])))
        for section in kind.sections
        if by_section[section.id]
    ]
    every = [prompt for prompts in by_section.values() for prompt in prompts]
    if len(every) <= FEW:
        sections = [Box(prompt.title, (prompt,)) for prompt in every]
    return Canvas(kind, _columns(sections))


def _is_elsewhere(kind: Kind, name: str, node: dict[str, Any]) -> bool:
    """Whether a field stands above the boxes, is a picture, or is about the document itself."""
    is_about = node.get("x-section") in _LAST and "x-own" not in node
    return name in (kind.title_field, "image", "image_alt") or is_about


def _first(prompts: Sequence[Prompt]) -> list[Prompt]:
    """The first of a section's prompts, and all of the team's own."""
    return [one for place, one in enumerate(prompts) if place < MOST_PROMPTS or one.is_own]


def _columns(boxes: Sequence[Box]) -> tuple[tuple[Box, ...], ...]:
    """Fill columns one after the other, each up to its share of the prompts."""
    total = sum(len(box.prompts) + 1 for box in boxes)
    columns: list[list[Box]] = [[] for _ in range(min(COLUMNS, len(boxes)))]
    before = 0
    for box in boxes:
        weight = len(box.prompts) + 1
        # A box goes where its middle lies.
        place = int((before + weight / 2) / total * len(columns))
        columns[min(place, len(columns) - 1)].append(box)
        before += weight
    return tuple(tuple(column) for column in columns if column)
