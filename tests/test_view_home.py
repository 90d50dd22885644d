"""What the home page says needs attention."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conftest import TODAY
from persona_playbook.catalog import load
from persona_playbook.check import check
from persona_playbook.views.coverage import Coverage
from persona_playbook.views.home import Attention, attention
from persona_playbook.views.people import People

Write = Callable[[str], Path]


def look(folder: Path) -> Attention:
    catalog = load(folder, TODAY)
    return attention(Coverage(People(catalog)), check(catalog))


def test_faults_reviews_and_gaps(playbook: Write) -> None:
    found = look(
        playbook(
            """
            playbook.yml
                stages: [buy, use]
            amelia.yml
                kind: persona
                name: Amelia
                last_reviewed: 2026-01-31
                goal: A date
            ben.yml
                kind: persona
                name: Ben
                last_reviewed: 2025-01-31
            journeys/order.yml
                kind: journey
                title: Order
                personas: [amelia]
                stages: [{stage: buy}]
                last_reviewed: 2026-11-01
                review_every: 1 month
            """
        )
    )
    assert found
    assert found.faults == 1
    assert [review.entry.id for review in found.overdue] == ["ben", "amelia"]
    assert [review.entry.id for review in found.due] == ["order"]
    assert [(gap.persona.id, (gap.kind or gap.stage).title) for gap in found.gaps] == [
        ("ben", "Journey"),
        ("amelia", "Messaging"),
        ("ben", "Messaging"),
        ("amelia", "Service guideline"),
        ("ben", "Service guideline"),
        ("amelia", "Buy"),
    ]


def test_nothing_to_do(playbook: Write) -> None:
    assert not look(playbook("playbook.yml\n    title: Empty"))
