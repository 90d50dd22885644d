"""What the pages about personas show, on small playbooks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import TODAY
from persona_playbook.catalog import Catalog, Entry, load
from persona_playbook.places import room_uri
from persona_playbook.views.claims import cited, claims, others
from persona_playbook.views.people import People, is_negative
from persona_playbook.views.personas import (
    Advice,
    channels,
    compare,
    do,
    key_facts,
    rooms,
    say,
)
from persona_playbook.views.value import Value

Write = Callable[[str], Path]

PLAYBOOK = """
playbook.yml
    channels: [chat, phone, app]
amelia.yml
    kind: persona
    name: Amelia
    priority: primary
    share: 34 %
    key_messages: [It comes on Thursday]
    advice: [Begin with the date, Ask once]
    channels:
      - {channel: phone, preference: avoided}
      - {channel: chat, note: From the train, preference: preferred}
      - app
    goals:
      - Arrive dry
      - {text: Be on time, confidence: statistical, sources: [survey], why: Meetings, x-month: May}
    needs: {text: A date, sources: [talks, survey]}
    about: {Age: 34, Week: {Train: 1}, Home: Utrecht}
ben.yml
    kind: persona
    name: Ben
flipper.yml
    kind: persona
    name: Flipper
    priority: negative
old.yml
    kind: persona
    name: Old
    status: retired
evidence/survey.yml
    kind: evidence
    title: Survey
evidence/talks.yml
    kind: evidence
    title: Talks
journeys/order.yml
    kind: journey
    title: Order
    personas: [amelia]
    stages: [{title: Late, service: [late]}]
messaging/commute.yml
    kind: messaging
    title: Commute
    personas: [amelia]
    value_proposition: On time, always
    pillars: [{title: A date, promise: One date that holds}, {title: "On time, always"}]
    messages: [Thirteen kilometres]
service/all.yml
    kind: service
    title: All
    principles: [Answer first]
    response_targets: [{channel: phone, first_reply: 1 minute}]
    scenarios: [{title: Other, do: [Wait]}]
service/late.yml
    kind: service
    title: Late
    personas: [amelia]
    principles: [They hear it first]
    response_targets: [{channel: chat, first_reply: 2 minutes}, {channel: app, resolution: 1 day}]
    scenarios:
      - {title: For Ben, personas: [ben], do: [Nothing]}
      - {title: The day moves, personas: [amelia], do: [Name the new day, Say sorry]}
"""


@pytest.fixture
def catalog(playbook: Write) -> Catalog:
    return load(playbook(PLAYBOOK), TODAY)


def persona(catalog: Catalog, id_: str = "amelia") -> Entry:
    entry = catalog.get("persona", id_)
    assert entry
    return entry


def words(found: list[Advice]) -> list[str]:
    return [one.text.text for one in found]


def test_a_persona_has_all_rooms_unless_retired_or_unwanted(catalog: Catalog) -> None:
    people = People(catalog)
    assert rooms(people, persona(catalog)) == ("journey", "messaging", "service", "card")
    assert rooms(people, persona(catalog, "ben")) == ("journey", "messaging", "service", "card")
    assert rooms(people, persona(catalog, "flipper")) == ("service", "card")
    assert rooms(people, persona(catalog, "old")) == ()
    assert room_uri(persona(catalog), "card") == "personas/amelia/card.md"
    assert [is_negative(one) for one in catalog.of_kind("persona")] == [False, False, False, True]


def test_what_to_say_begins_with_the_promise(catalog: Catalog) -> None:
    found = say(People(catalog), persona(catalog), most=9)
    assert words(found) == [
        "On time, always",
        "It comes on Thursday",
        "One date that holds",
        "Thirteen kilometres",
    ]
    assert [one.text.entry.id for one in found][:2] == ["commute", "amelia"]
    assert say(People(catalog), persona(catalog, "ben")) == []


def test_what_to_do_comes_by_turns_and_from_what_her_journey_needs(catalog: Catalog) -> None:
    found = do(People(catalog), persona(catalog), most=9)
    assert words(found) == [
        "Begin with the date",
        "Name the new day",
        "They hear it first",
        "Ask once",
        "Wait",
        "Answer first",
    ]
    assert [one.when.text if one.when else "" for one in found][1] == "The day moves"
    # What holds for everyone holds for her too.
    assert words(do(People(catalog), persona(catalog, "flipper"))) == ["Wait", "Answer first"]


def test_channels_by_preference(catalog: Catalog) -> None:
    found = [
        (preference, [value.text for value in values])
        for preference, values in channels(persona(catalog))
    ]
    assert found == [("preferred", ["chat"]), ("avoided", ["phone"]), ("", ["app"])]
    assert channels(persona(catalog, "ben")) == []


def test_the_facts_beside_the_name_are_short(catalog: Catalog) -> None:
    facts = key_facts(persona(catalog))
    assert [(label, value.raw) for label, value in facts] == [("Age", 34), ("Home", "Utrecht")]


def test_what_a_statement_rests_on(catalog: Catalog) -> None:
    data = Value(persona(catalog))
    dry, time = claims(data["goals"])
    assert (dry.text.text, dry.basis, dry.sources, dry.more) == ("Arrive dry", "assumption", (), ())
    assert (time.text.text, time.why.text, time.basis) == ("Be on time", "Meetings", "statistical")
    assert [source.raw for source in time.sources] == ["survey"]
    assert [(name, value.raw) for name, value in time.more] == [("x-month", "May")]
    # One without a list; evidence is named, but not how strong it is.
    [need] = claims(data["needs"])
    assert (need.basis, len(need.sources)) == ("source", 2)
    assert list(claims(data["pain_points"])) == []
    assert others(data["goals"][0], "text") == ()


def test_without_a_mark_a_statement_rests_on_the_sources_of_its_document(playbook: Write) -> None:
    tree = "amelia.yml\n    kind: persona\n    name: A\n    sources: [x]\n    goals: [One]"
    [goal] = claims(Value(persona(load(playbook(tree), TODAY)))["goals"])
    assert goal.basis == ""


def test_evidence_in_the_order_of_its_numbers(catalog: Catalog) -> None:
    assert [entry.id for entry in cited(catalog, persona(catalog))] == ["survey", "talks"]
    assert cited(catalog, persona(catalog, "ben")) == []


def test_personas_side_by_side(catalog: Catalog) -> None:
    people = People(catalog)
    rows = compare(people, people.everyone)
    assert [entry.id for entry in people.everyone] == ["amelia", "ben", "flipper"]
    assert all(len(row.cells) == 3 for row in rows)
    assert [(row.form, row.name) for row in rows] == [
        ("field", "share"),
        ("field", "goals"),
        ("field", "needs"),
        ("channels", "preferred"),
        ("channels", "avoided"),
        ("advice", "say"),
        ("advice", "do"),
        ("targets", "first_reply"),
    ]
    targets = rows[-1].cells
    # Her own come first; what is for everyone is shown to those who have no others.
    assert [[one.value["first_reply"].text for one in cell] for cell in targets] == [
        ["2 minutes"],
        ["1 minute"],
        ["1 minute"],
    ]
