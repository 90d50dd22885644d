"""Blank sheets: every kind has one, the team's own fields and kinds are on it."""

from __future__ import annotations

import pytest

from persona_playbook.kinds import BUILT_IN, load
from persona_playbook.views.canvas import COLUMNS, FEW, Canvas, canvas

OWN = {"region": {"title": "Region", "fields": {"habits": {"title": "Habits"}, "tax": {}}}}
FIELDS = {"persona": {"shoe": {"title": "Shoe size", "description": "In our shops."}}}


def titles(sheet: Canvas) -> list[str]:
    return [box.title for column in sheet.columns for box in column]


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_sheet_has_boxes_with_prompts(name: str) -> None:
    kind = load({}, {})[name]
    sheet = canvas(kind)
    assert 1 <= len(sheet.columns) <= COLUMNS
    assert all(sheet.columns)
    boxes = [box for column in sheet.columns for box in column]
    assert all(prompt.description for box in boxes for prompt in box.prompts)
    if len(boxes) > FEW:
        assert {box.title for box in boxes} <= {section.title for section in kind.sections}
    # What is about the document itself is for whoever types it in.
    assert "Last reviewed" not in str(sheet.columns)
    weights = [sum(len(box.prompts) for box in column) for column in sheet.columns]
    assert max(weights) <= 2 * min(weights) + 2


def test_the_teams_own_fields_are_never_left_out() -> None:
    kinds = load(FIELDS, {})
    prompts = [
        prompt
        for column in canvas(kinds["persona"]).columns
        for box in column
        for prompt in box.prompts
    ]
    assert [(one.description, one.is_own) for one in prompts if one.title == "Shoe size"] == [
        ("In our shops.", True)
    ]


def test_a_small_kind_has_a_box_a_field() -> None:
    assert titles(canvas(load({}, OWN)["region"])) == ["Summary", "Habits", "Tax"]
