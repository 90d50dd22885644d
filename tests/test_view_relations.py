"""Which documents belong to which persona."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from persona_playbook.catalog import load
from persona_playbook.views import relations as view
from persona_playbook.views.relations import Group, Relations, relations

Write = Callable[[str], Path]

PLAYBOOK = """
playbook.yml
    kinds: {region: {title: Region}}
    fields: {persona: {region: {title: Region, shape: reference, to: region}}}
amelia.yml
    kind: persona
    name: Amelia
    segments: [cities]
    region: north
    related: [{persona: theo}]
    goals: [{text: Be on time, sources: [talks]}]
theo.yml
    kind: persona
    name: Theo
    aliases: [teddy]
gone.yml
    kind: persona
    name: Gone
    status: retired
segments/cities.yml
    kind: segment
    title: Cities
profiles/office.yml
    kind: profile
    title: Office
    buying_committee: [{persona: theo, role: user}]
journeys/order.yml
    kind: journey
    title: Order
    personas: [amelia, teddy, gone]
    stages: [{stage: buy, messaging: [words]}]
journeys/old.yml
    kind: journey
    title: Old
    personas: [amelia]
    status: retired
messaging/words.yml
    kind: messaging
    title: Words
service/all.yml
    kind: service
    title: For all
service/hers.yml
    kind: service
    title: Hers
    personas: [amelia]
evidence/talks.yml
    kind: evidence
    title: Talks
evidence/other.yml
    kind: evidence
    title: Other
region/north.yml
    kind: region
    title: North
"""


def told(groups: Iterable[Group]) -> dict[str, list[str]]:
    return {group.kind.name: [entry.title for entry in group.entries] for group in groups}


def found(playbook: Write) -> Relations:
    return relations(load(playbook(PLAYBOOK)))


def test_what_belongs_to_whom(playbook: Write) -> None:
    all_ = found(playbook)
    assert {circle.persona.title: told(circle.groups) for circle in all_.circles} == {
        "Amelia": {
            "persona": ["Theo"],
            "segment": ["Cities"],
            "journey": ["Order"],
            "service": ["Hers"],
            "evidence": ["Talks"],
            "region": ["North"],
        },
        "Theo": {"persona": ["Amelia"], "profile": ["Office"], "journey": ["Order"]},
    }
    assert told(all_.everyone) == {"service": ["For all"]}
    assert told(all_.others) == {"messaging": ["Words"], "evidence": ["Other"]}


def test_every_document_in_use_is_somewhere(playbook: Write) -> None:
    catalog = load(playbook(PLAYBOOK))
    all_ = relations(catalog)
    groups = [*all_.everyone, *all_.others]
    groups += [group for circle in all_.circles for group in circle.groups]
    listed = {entry for group in groups for entry in group.entries}
    listed |= {circle.persona for circle in all_.circles}
    assert listed == {entry for entry in catalog.entries if entry.status != "retired"}


def test_the_picture(playbook: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    all_ = found(playbook)
    assert [[entry.title for entry in column] for column in all_.columns] == [
        ["Office", "Cities"],
        ["Amelia", "Theo"],
        ["Order"],
        ["Words"],
        ["For all", "Hers"],
    ]
    assert [(start.title, end.title) for start, end in all_.lines] == [
        ("Cities", "Amelia"),
        ("Amelia", "Order"),
        ("Amelia", "Hers"),
        ("Office", "Theo"),
        ("Theo", "Order"),
    ]
    assert not all_.is_large
    monkeypatch.setattr(view, "MOST", 7)
    assert all_.is_large


def test_an_empty_playbook(playbook: Write) -> None:
    assert relations(load(playbook("notes.txt\n    nothing"))) == Relations((), (), (), ((),) * 5)
