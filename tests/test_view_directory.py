"""Everything is listed, and found by what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from persona_playbook.catalog import load
from persona_playbook.views.directory import Directory, directory
from persona_playbook.views.people import People

Write = Callable[[str], Path]

PLAYBOOK = """
playbook.yml
    stages: [aware, buy]
    channels: [chat, phone]
    teams: [{id: support, title: Customer support}]
amelia.md
    ---
    kind: persona
    name: Amelia
    owner: support
    tags: [Zebra, apple]
    channels: [{channel: phone}]
    goals:
      - {text: Be on time, confidence: assumption}
      - {text: Be fast, confidence: statistical}
    ---
theo.yml
    kind: persona
    name: Theo
    status: draft
    priority: primary
    tags: apple
journeys/order.yml
    kind: journey
    title: First order
    personas: [amelia]
    owner: Marketing?
    stages: [{stage: buy, steps: [{action: Asks, channel: chat, owner: support}]}, {stage: aware}]
service/all.yml
    kind: service
    title: For all
"""


def by_title(found: Directory) -> dict[str, dict[str, list[str]]]:
    """What each document is found by."""
    names = {
        choice.number: (facet, choice.value)
        for facet, choices in found.facets.items()
        for choice in choices
    }
    told: dict[str, dict[str, list[str]]] = {}
    for _, rows in found.groups:
        for row in rows:
            marks = told.setdefault(row.entry.title, {})
            for number in row.numbers:
                facet, value = names[number]
                marks.setdefault(facet, []).append(value)
    return told


def test_what_documents_are_found_by(playbook: Write) -> None:
    assert by_title(directory(People(load(playbook(PLAYBOOK))))) == {
        "Theo": {"kind": ["persona"], "persona": ["theo"], "status": ["draft"], "tag": ["apple"]},
        "Amelia": {
            "kind": ["persona"],
            "persona": ["amelia"],
            "channel": ["phone"],
            "team": ["support"],
            "status": ["active"],
            "confidence": ["assumption", "statistical"],
            "tag": ["Zebra", "apple"],
        },
        "First order": {
            "kind": ["journey"],
            "persona": ["amelia"],
            "stage": ["buy", "aware"],
            "channel": ["chat"],
            "team": ["Marketing?"],
            "status": ["active"],
        },
        "For all": {
            "kind": ["service"],
            "persona": ["theo", "amelia"],
            "status": ["active"],
        },
    }


def test_choices_are_counted_and_in_order(playbook: Write) -> None:
    facets = directory(People(load(playbook(PLAYBOOK)))).facets
    told = {name: [(c.value, c.count) for c in choices] for name, choices in facets.items()}
    assert told == {
        "kind": [("persona", 2), ("journey", 1), ("service", 1)],
        "persona": [("theo", 2), ("amelia", 3)],
        "stage": [("aware", 1), ("buy", 1)],
        "channel": [("chat", 1), ("phone", 1)],
        "team": [("support", 1), ("Marketing?", 1)],
        "status": [("draft", 1), ("active", 3)],
        "confidence": [("statistical", 1), ("assumption", 1)],
        "tag": [("apple", 2), ("Zebra", 1)],
    }
    numbers = [choice.number for choices in facets.values() for choice in choices]
    assert numbers == list(range(len(numbers)))


def test_nothing_is_left_out(playbook: Write) -> None:
    found = load(playbook(PLAYBOOK))
    listed = [row.entry for _, rows in directory(People(found)).groups for row in rows]
    assert set(listed) == set(found.by_key.values())
    assert len(listed) == 4


def test_an_empty_playbook(playbook: Write) -> None:
    assert directory(People(load(playbook("notes.txt\n    nothing")))) == Directory({}, ())


def test_whom_documents_are_for(playbook: Write) -> None:
    folder = playbook(PLAYBOOK)
    (folder / "service/old.yml").write_text("kind: service\ntitle: Old\nstatus: retired\n")
    groups = directory(People(load(folder))).groups
    told = {
        row.entry.title: (row.is_for_everyone, [one.title for one in row.personas])
        for _, rows in groups
        for row in rows
    }
    assert told["First order"] == (False, ["Amelia"])
    assert told["For all"] == (True, [])
    assert told["Old"] == (False, [])
