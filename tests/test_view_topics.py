"""Everything about a stage, a channel or a team stands on one page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from persona_playbook.catalog import load
from persona_playbook.pages.maker import Maker
from persona_playbook.pages.segments import names as segment
from persona_playbook.pages.topics import make
from persona_playbook.places import Site
from persona_playbook.views import mentions as view
from persona_playbook.views.coverage import Coverage
from persona_playbook.views.people import People
from persona_playbook.views.topics import Topics
from persona_playbook.views.unanswered import Unanswered

TODAY = date(2026, 11, 22)
Playbook = Callable[[str], Path]

PLAYBOOK = """
playbook.yml
    stages:
      - {id: buy, title: Order, description: From basket to date}
      - use
    channels: [{id: chat, title: Live chat}, N/A, n-a, index]
    teams:
      - {id: support, title: Support, contact: "#support"}
      - {id: empty, title: Empty}
    kinds:
      region: {title: Region, plural: Regions, folder: regions}
amelia.yml
    kind: persona
    name: Amelia
    priority: primary
    owner: support
    last_reviewed: 2026-01-01
    segments: commuters
    channels: [{channel: chat, preference: preferred, note: At noon}, N/A]
ben.yml
    kind: persona
    name: Ben
    priority: secondary
    channels: [{channel: chat, preference: avoided}]
regions/north.yml
    kind: region
    title: North
    owner: support
segments/commuters.yml
    kind: segment
    title: Commuters
journeys/order.yml
    kind: journey
    title: First order
    personas: [amelia, ben]
    transitions: [{from: buy, to: use, what: The day, owner: support}]
    opportunities: [{text: Name the day, owner: support}, Just an idea]
    stages:
      - {stage: buy, goal: Know the day, emotion: -1, owner: support,
         steps: [Looks, {action: Asks, channel: chat, owner: support}]}
journeys/short.yml
    kind: journey
    title: Short
    personas: ben
    steps: [{action: Calls, channel: [chat, N/A]}]
journeys/old.yml
    kind: journey
    title: Old
    status: retired
    stages: [{stage: buy}]
messaging/ben.yml
    kind: messaging
    title: For Ben
    personas: ben
    messages: [{stage: buy, channel: chat, message: Take your time}]
messaging/amelia.yml
    kind: messaging
    title: For Amelia
    personas: amelia
    messages: [{stage: [buy, use], channel: chat, message: It comes on Thursday}]
    campaigns: [{title: The pass, stage: use, channel: chat, offer: Compare}]
service/answers.yml
    kind: service
    title: Answers
    stages: use
    channels: [chat]
    response_targets: [{channel: chat, priority: 1, first_reply: 2 minutes}]
    escalation: [{tier: 2, when: Nobody knows, to: support}]
    proactive: [{gesture: A check, owner: support}]
    scenarios:
      - {title: Late, stage: buy, channel: chat, do: [Name the day, Excuse], personas: amelia}
      - {title: Late, stage: use}
service/amelia.yml
    kind: service
    title: A first guideline
    personas: amelia
    response_targets: [{channel: chat, first_reply: 1 hour}]
"""


def topics(folder: Path) -> Topics:
    """The topics of a playbook."""
    coverage = Coverage(People(load(folder, TODAY)))
    return Topics(coverage, Unanswered(coverage))


def test_a_stage(playbook: Playbook) -> None:
    buy, use = topics(playbook(PLAYBOOK)).stages
    [passage] = buy.passages
    assert passage.stage["goal"].text == "Know the day"
    assert [one.id for one in passage.personas] == ["amelia", "ben"]
    assert [one.value.text for one in buy.messages] == ["It comes on Thursday", "Take your time"]
    assert [one.anchor for one in buy.scenarios] == ["scenario-late"]
    assert [one.anchor for one in use.scenarios] == ["scenario-late-2"]
    assert [one.value.text for one in use.campaigns] == ["The pass"]
    assert [one.id for one in use.guidelines] == ["answers"]
    assert (buy.gaps, use.gaps, buy.rest, use.rest) == ((), (), (), ())


def test_a_stage_names_who_is_left_alone(playbook: Playbook) -> None:
    folder = playbook(PLAYBOOK)
    for name in ("messaging/ben.yml", "messaging/amelia.yml", "service/answers.yml"):
        (folder / name).unlink()
    buy, _ = topics(folder).stages
    assert [one.id for one in buy.gaps] == ["amelia", "ben"]


def test_a_channel(playbook: Playbook) -> None:
    chat, na, other, _ = topics(playbook(PLAYBOOK)).channels
    assert [(name, [one.entry.id for one in values]) for name, values in chat.people] == [
        ("preferred", ["amelia"]),
        ("avoided", ["ben"]),
    ]
    assert [(name, len(values)) for name, values in na.people] == [("", 1)]
    # Those for everyone first.
    assert [one["first_reply"].text for one in chat.targets] == ["2 minutes", "1 hour"]
    assert len(chat.messages) == 2
    assert [(one.value.text, one.stage and one.stage.where) for one in chat.steps] == [
        ("Asks", ("stages", 0)),
        ("Calls", None),
    ]
    assert [len(one.steps) for one in (na, other)] == [1, 0]
    assert (chat.rest, na.rest, other.rest) == ((), (), ())


def test_a_team(playbook: Playbook) -> None:
    team, empty = topics(playbook(PLAYBOOK)).teams
    assert [one.entry.id for one in team.documents] == ["amelia", "north"]
    assert [one.review and str(one.review.due) for one in team.documents] == ["2026-07-01", None]
    assert [one.text for one in team.opportunities] == ["Name the day"]
    assert [one.text for one in team.gestures] == ["A check"]
    assert (
        len(team.escalations) == len(team.stages) == len(team.steps) == len(team.transitions) == 1
    )
    assert (team.rest, empty.documents) == ((), ())
    # The document with its scenarios hands over to the team.
    assert [one.anchor for one in team.scenarios] == ["scenario-late", "scenario-late-2"]
    assert (empty.scenarios, empty.guidelines) == ((), ())


def test_what_a_team_says_and_does_comes_first(playbook: Playbook) -> None:
    document = """
playbook.yml
    teams: [{id: depot, title: The depot}]
service/own.yml
    kind: service
    title: Own
    owner: depot
    scenarios: [{title: Late, do: Look it up}]
service/others.yml
    kind: service
    title: Others
    scenarios: [{title: Lost, escalate: The depot at once}, {title: Broken, escalate: Nobody}]
"""
    folder = playbook(document)
    [team] = topics(folder).teams
    assert [one.value["title"].text for one in team.scenarios] == ["Late", "Lost"]
    assert [one.title for one in team.guidelines] == ["Own"]
    page = pages(folder)["teams/depot.md"]
    assert page.index("The depot at once") < page.index("Upkeep") < page.index("#documents")


def test_every_mention_has_a_place_on_a_page(playbook: Playbook) -> None:
    mentions = topics(playbook(PLAYBOOK + "    status: active\n")).mentions._by_term.values()
    everything = {(one.entry.id, one.where) for some in mentions for one in some}
    assert all(entry != "old" for entry, _ in everything)
    assert ("north", ("owner",)) in everything


def test_what_has_no_place_of_its_own_comes_last(
    playbook: Playbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = view._SHOWN["channel"] - {("service", ("channels",))}
    monkeypatch.setitem(view._SHOWN, "channel", shown)
    folder = playbook(PLAYBOOK)
    [mention] = topics(folder).channels[0].rest
    assert (mention.entry.id, mention.path) == ("answers", ("channels",))
    assert "Also named in" in pages(folder)["channels/chat.md"]


def test_addresses_are_slugs_and_unique(playbook: Playbook) -> None:
    catalog = load(playbook(PLAYBOOK), TODAY)
    assert [uri for (name, _), uri in catalog.topics.items() if name == "channel"] == [
        "channels/chat.md",
        "channels/n-a.md",
        "channels/n-a-2.md",
        "channels/index-2.md",
    ]


def pages(folder: Path) -> dict[str, str]:
    """The pages as Markdown, by address."""
    return {page.uri: page.markdown for page in make(Maker(load(folder, TODAY), Site()))}


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("stages/buy.md", ["From basket to date", "First order", "Know the day", "Order", "Late"]),
        ("channels/chat.md", ["2 minutes", "At noon", "Take your time", "Name the day", "Calls"]),
        ("teams/support.md", ["support", "Nobody knows", "North", "overdue", "A check", "The day"]),
        ("teams/empty.md", ["No document yet", "owner: empty"]),
        ("stages/index.md", ["Order", "4 documents"]),
        ("teams/index.md", ["&#35;support", "0 documents"]),
        ("channels/index.md", ["N/A", "2 documents"]),
    ],
)
def test_pages(playbook: Playbook, uri: str, words: list[str]) -> None:
    text = pages(playbook(PLAYBOOK))[uri]
    assert [word for word in words if word not in text] == []


def test_a_playbook_without_channels_says_where_to_list_them(playbook: Playbook) -> None:
    text = pages(playbook("amelia.yml\n    {kind: persona, name: Amelia}"))["channels/index.md"]
    assert "No channel yet" in text


def test_who_is_in_a_segment(playbook: Playbook) -> None:
    catalog = load(playbook(PLAYBOOK), TODAY)
    entry = catalog.get("segment", "commuters")
    assert entry
    [(persona, groups)] = segment(Maker(catalog, Site()), entry)["members"]
    assert persona.id == "amelia"
    assert [(kind.name, [one.id for one in entries]) for kind, entries in groups] == [
        ("journey", ["order"]),
        ("messaging", ["amelia"]),
        ("service", ["amelia", "answers"]),
    ]
