"""How customers are served: targets, scenarios, who takes over, and the card for the phone."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from persona_playbook.catalog import Catalog, load
from persona_playbook.pages import documents
from persona_playbook.pages.maker import Maker
from persona_playbook.pages.personas import make as make_personas
from persona_playbook.places import Site
from persona_playbook.views.card import Card, card
from persona_playbook.views.people import People
from persona_playbook.views.service import Service, service

TODAY = date(2026, 11, 22)
Playbook = Callable[[str], Path]

PLAYBOOK = """
playbook.yml
    channels: [{id: chat, title: Live chat}, phone, {id: email, title: E-mail}]
    teams: [{id: logistics, title: Delivery}]
amelia.yml
    kind: persona
    name: Amelia
    tagline: Rides to work
    channels:
      - {channel: phone, preference: avoided}
      - {channel: email, preference: preferred}
    needs: [One date that holds]
    advice: [Begin with the date, Ask once, Be brief, Too much]
ben.yml
    kind: persona
    name: Ben
zoe.yml
    kind: persona
    name: Zoe
    priority: negative
messaging/commute.yml
    kind: messaging
    title: The commute
    personas: [amelia]
    tone: {this_not_that: [{say: Thursday, not: Soon}]}
service/delays.yml
    kind: service
    title: Delays
    personas: [amelia, ben]
    response_targets:
      - {channel: [chat, phone], priority: P2, first_reply: 3 minutes, x-team: Night shift}
      - {channel: chat, priority: P1, first_reply: 1 minute}
      - {first_reply: At once}
    scenarios:
      - {title: Late, do: [Look it up, Say so], escalate: "Delivery, after a day", x-color: red}
      - {title: Late, personas: [amelia], steps: [Call], authority: 20 euro}
      - {title: Only Ben, personas: [ben]}
    escalation:
      - {tier: 1, to: logistics, when: A day has passed}
      - {to: Head of support, target: 1 hour}
    proactive: [A card, {trigger: A year, gesture: A bell, limit: Once}]
    recovery: Say sorry once
service/standards.yml
    kind: service
    title: Standards
    response_targets:
      - {channel: chat, priority: P1, first_reply: 1 minute, resolution: 2 days}
      - {channel: email, first_reply: 1 day}
    scenarios: [{title: Anything, say: Hello, escalate: The head}]
    escalation: [{tier: 2, to: The head, when: Always}]
    principles: First the next step
"""


def of(catalog: Catalog, persona: str) -> Service:
    """How a persona is served."""
    people = People(catalog)
    entry = catalog.by_key["persona", persona]
    return service(people, people.documents("service", entry), entry)


def card_of(catalog: Catalog, persona: str) -> Card:
    return card(People(catalog), catalog.by_key["persona", persona])


def pages(folder: Path) -> dict[str, str]:
    """The Markdown of pages of documents, of how a persona is served, and of cards, by address."""
    maker = Maker(load(folder, TODAY), Site())
    return {page.uri: page.markdown for page in [*documents.make(maker), *make_personas(maker)]}


def said(markdown: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markdown)).split())


def test_own_guidelines_come_before_those_for_everyone(playbook: Playbook) -> None:
    found = of(load(playbook(PLAYBOOK), TODAY), "amelia")
    assert [(one.entry.id, one.is_common) for one in found.guidelines] == [
        ("delays", False),
        ("standards", True),
    ]
    assert found.columns == ("first_reply", "resolution", "x-team")
    assert found.gesture_columns == ("trigger", "gesture", "limit")
    assert [name for name, _ in found.rest] == ["principles"]


def test_a_target_has_a_row_a_channel(playbook: Playbook) -> None:
    found = of(load(playbook(PLAYBOOK), TODAY), "amelia")
    assert [(one.channel, one.value["first_reply"].raw) for one in found.guidelines[0].targets] == [
        ("chat", "3 minutes"),
        ("phone", "3 minutes"),
        ("chat", "1 minute"),
        (None, "At once"),
    ]


def test_scenarios_for_others_are_left_out(playbook: Playbook) -> None:
    catalog = load(playbook(PLAYBOOK), TODAY)
    anchors = {
        id_: [one.anchor for one in of(catalog, id_).guidelines[0].scenarios]
        for id_ in ("amelia", "ben")
    }
    # The same place as on the page of the document, where all of them stand.
    assert anchors == {
        "amelia": ["scenario-late", "scenario-late-2"],
        "ben": ["scenario-late", "scenario-only-ben"],
    }


def test_a_scenario_leads_to_who_takes_over(playbook: Playbook) -> None:
    catalog = load(playbook(PLAYBOOK), TODAY)
    own, common = of(catalog, "amelia").guidelines
    late, other = own.scenarios
    assert late.ladder is own.entry
    assert [tier.anchor for tier in late.tiers] == ["tier-1"]  # it names the team by its title
    assert other.tiers == ()
    assert [tier.anchor for tier in common.scenarios[0].tiers] == ["tier-2"]


def test_without_a_ladder_the_one_for_everyone_holds(playbook: Playbook) -> None:
    document = """
service/own.yml
    kind: service
    title: Own
    personas: amelia
    scenarios: [{title: Late}]
service/standards.yml
    kind: service
    title: Standards
    escalation: [{tier: 1}]
amelia.yml
    kind: persona
    name: Amelia
"""
    catalog = load(playbook(document), TODAY)
    scenario = of(catalog, "amelia").guidelines[0].scenarios[0]
    assert scenario.ladder is catalog.by_key["service", "standards"]


def test_the_page_says_all_that_the_document_says(playbook: Playbook) -> None:
    page = said(pages(playbook(PLAYBOOK))["service/delays.md"])
    for words in (
        "Live chat", "P2", "3 minutes", "Night shift", "Any channel", "At once", "Late",
        "Look it up", "Say so", "Delivery, after a day", "red", "Amelia", "20 euro",
        "Only Ben", "Tier 1",
        "Delivery", "A day has passed", "Head of support", "1 hour", "A card", "A year", "A bell",
        "Once", "Say sorry once",
    ):  # fmt: skip
        assert words in page, words


def test_the_page_of_a_persona(playbook: Playbook) -> None:
    page = pages(playbook(PLAYBOOK))["personas/amelia/service.md"]
    text = said(page)
    for words in ("Standards", "For every persona.", "Anything", "Tier 2"):
        assert words in text, words
    # What says nothing about a case is named, and stands where it is written.
    assert "First the next step" not in text
    assert "Who takes over" not in text  # no link where a scenario names nobody
    assert re.search(r"<dt>Principles</dt>\s*<dd><a href=[^>]*>Standards</a>", page)
    assert "Only Ben" not in text
    anchors = re.findall(r"\{ ?#([^} ]*)", page) + re.findall(r' id="([^"]*)', page)
    assert len(anchors) == len(set(anchors))


def test_an_empty_page_says_what_is_missing_and_why(playbook: Playbook) -> None:
    document = """
amelia.yml
    kind: persona
    name: Amelia
"""
    found = pages(playbook(document))
    assert "who picks up" in said(found["personas/amelia/service.md"])
    assert "personas: [amelia]" in said(found["personas/amelia/service.md"])
    on_card = said(found["personas/amelia/card.md"])
    assert "No messaging yet" in on_card
    assert "No service guideline yet" in on_card


def test_the_likeliest_scenarios_stand_on_the_card(playbook: Playbook) -> None:
    found = card_of(load(playbook(PLAYBOOK), TODAY), "amelia")
    titles = [(entry.id, one.anchor) for entry, one in found.scenarios]
    assert titles == [
        ("delays", "scenario-late-2"),  # it names her
        ("delays", "scenario-late"),  # it stands in a guideline that names her
        ("standards", "scenario-anything"),
    ]
    assert found.ladder
    assert found.ladder.id == "delays"
    assert [value.text for value in found.advice] == ["Begin with the date", "Ask once", "Be brief"]
    assert found.missing == ()


def test_targets_on_the_card_are_by_channel(playbook: Playbook) -> None:
    found = card_of(load(playbook(PLAYBOOK), TODAY), "amelia")
    channels = [
        (
            one.id,
            one.preference,
            [target.value["first_reply"].raw for target in one.own],
            [target.value["first_reply"].raw for target in one.common],
        )
        for one in found.channels
    ]
    assert channels == [
        ("email", "preferred", [], ["1 day"]),
        # That P1 has a minute is no exception from what holds for everyone.
        ("chat", None, ["3 minutes"], ["1 minute"]),
        (None, None, ["At once"], []),
        ("phone", "avoided", ["3 minutes"], []),
    ]


def test_priorities_mean_what_their_guideline_says_else_the_common_one(playbook: Playbook) -> None:
    document = """
amelia.yml
    kind: persona
    name: Amelia
service/own.yml
    kind: service
    title: Own
    personas: [amelia]
    priorities: [{level: F1, when: [No bike at all, An unsafe brake]}, {level: F9, when: Never}]
    response_targets:
      - {channel: chat, priority: F1, first_reply: 1 minute}
      - {channel: chat, priority: 2, first_reply: 1 hour}
      - {channel: chat, priority: Unheard of, first_reply: 2 hours}
      - {channel: chat, first_reply: 1 day}
service/standards.yml
    kind: service
    title: Standards
    priorities: [{level: F1, when: Somebody is hurt}, {level: 2, when: A question}]
    response_targets: [{channel: chat, priority: 2, first_reply: 5 minutes}]
"""
    folder = playbook(document)
    found = card_of(load(folder, TODAY), "amelia")
    assert [(one.entry.id, one["level"].text) for one in found.levels] == [
        ("own", "F1"),
        ("standards", "2"),
    ]
    page = said(pages(folder)["personas/amelia/card.md"])
    for words in (
        "Own F1 1 minute",
        "Own 2 1 hour",
        "Otherwise: 2 5 minutes",
        "F1: No bike at all",
    ):
        assert words in page, words
    assert "unsafe" not in page


def test_targets_for_everyone_are_folded_beside_those_of_a_persona(playbook: Playbook) -> None:
    found = pages(playbook(PLAYBOOK))
    page = found["personas/amelia/service.md"]
    assert page.index("#scenarios") < page.index("#targets")
    own, folded = page.split("Targets for every persona</summary>")
    assert "Night shift" in own
    assert "2 days" not in own
    assert "2 days" in folded
    for uri in ("personas/zoe/service.md", "service/standards.md"):
        assert "Targets for every persona" not in found[uri]


def test_the_card_shows_what_it_promises_and_nothing_empty(playbook: Playbook) -> None:
    found = pages(playbook(PLAYBOOK))
    page = said(found["personas/amelia/card.md"])
    for words in ("Amelia", "Rides to work", "Thursday", "Soon", "One date that holds", "20 euro",
                  "Look it up", "Delivery", "preferred", "avoided"):  # fmt: skip
        assert words in page, words
    for uri in ("personas/amelia/card.md", "personas/ben/card.md"):
        assert not re.search(r"<(ul|ol|tbody|p|td|div[^>]*)>\s*</", found[uri])
    assert "How to talk to them" not in said(found["personas/ben/card.md"])


def test_whom_we_do_not_serve_has_a_card_only_with_guidelines(playbook: Playbook) -> None:
    found = pages(playbook(PLAYBOOK))
    # The standards are for everyone; but nobody is asked for messages.
    assert "No messaging yet" not in found["personas/zoe/card.md"]
