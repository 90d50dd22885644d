"""What is said to a persona: one document, several together, and nothing of it lost."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from persona_playbook.catalog import load
from persona_playbook.finding import DataPath
from persona_playbook.pages import documents
from persona_playbook.pages.maker import Maker
from persona_playbook.pages.personas import make as make_personas
from persona_playbook.places import Site
from persona_playbook.views.messaging import Matrix, Messaging, messaging
from persona_playbook.views.people import People

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parent.parent
Playbook = Callable[[str], Path]

PLAYBOOK = """
playbook.yml
    stages: [{id: aware, title: Notice}, buy, use]
    channels: [{id: chat, title: Live chat}, phone, email]
amelia.yml
    kind: persona
    name: Amelia
zoe.yml
    kind: persona
    name: Zoe
    priority: negative
ben.yml
    kind: persona
    name: Ben
messaging/commute.yml
    kind: messaging
    title: The commute
    personas: [amelia]
    value_proposition:
      - {text: On time & dry, why: Nobody else can, x-season: Autumn}
    lengths: {one_line: On time., press_kit: We make bikes.}
    positioning: {for: People on trains, unlike: the <bus>}
    pillars:
      - {title: A date, promise: It holds, x-color: red}
    proof: Nine in ten
    messages:
      - {stage: use, channel: [email, chat], message: Ride on, call_to_action: Ring, x-tone: calm}
      - {stage: [buy, later], channel: pigeon, message: Come and see, proof: Weather data}
      - Simply so
    objections:
      - {objection: Too heavy?, answers: [Nine kilos, Less than a rucksack], context: On stairs}
      - {objection: "Too heavy!"}
    tone:
      voice: A neighbour
      this_not_that: [{say: Thursday, not: Soon}]
      words_to_avoid: [torque]
    listen_for: The dike
messaging/portal.yml
    kind: messaging
    title: The portal
    personas: amelia
    lengths: {one_line: Two clicks.}
    objections: [{objection: Too heavy?, answers: Try it}]
    listen_for: [Zero in front]
messaging/old.yml
    kind: messaging
    title: Old words
    personas: amelia
    status: retired
"""


def gathered(folder: Path, *ids: str) -> Messaging:
    """What these documents say together; without ids, what is said to Amelia."""
    catalog = load(folder, TODAY)
    if ids:
        return messaging(catalog, [catalog.by_key["messaging", id_] for id_ in ids])
    amelia = catalog.by_key["persona", "amelia"]
    return messaging(catalog, People(catalog).documents("messaging", amelia))


def matrix_of(found: Messaging) -> Matrix:
    assert found.matrix
    return found.matrix


def pages(folder: Path) -> dict[str, str]:
    """The Markdown of pages of documents and of what is said to a persona, by address."""
    maker = Maker(load(folder, TODAY), Site())
    made = [*documents.make(maker), *make_personas(maker)]
    return {page.uri: page.markdown for page in made}


def said(markdown: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markdown)).split())


def test_documents_of_a_persona_are_put_together(playbook: Playbook) -> None:
    found = gathered(playbook(PLAYBOOK))
    assert [entry.id for entry in found.entries] == ["commute", "portal"]
    assert [value.text for value in found.promises] == ["On time & dry"]
    lengths = [(name, value.raw) for name, value in found.lengths]
    assert lengths == [
        ("one_line", "On time."),
        ("press_kit", "We make bikes."),
        ("one_line", "Two clicks."),
    ]
    assert [(name, len(values)) for name, values in found.rest] == [("listen_for", 2)]


def test_the_matrix_has_the_stages_in_the_teams_order(playbook: Playbook) -> None:
    matrix = matrix_of(gathered(playbook(PLAYBOOK)))
    assert (matrix.down, matrix.across) == ("stage", "channel")
    # Those that the team does not know after the others, and at the end what names none.
    assert matrix.columns == ("chat", "email", "pigeon", None)
    assert [row for row, _ in matrix.rows] == ["buy", "use", "later", None]
    assert matrix.silent == ("aware",)
    cells = {
        (row, column): [value.text for value in cell]
        for row, cells in matrix.rows
        for column, cell in zip(matrix.columns, cells, strict=True)
        if cell
    }
    assert cells == {
        ("buy", "pigeon"): ["Come and see"],
        ("use", "chat"): ["Ride on"],
        ("use", "email"): ["Ride on"],
        ("later", "pigeon"): ["Come and see"],
        (None, None): ["Simply so"],
    }


@pytest.mark.parametrize(
    ("messages", "across"),
    [
        ("[{channel: chat, message: A}, {channel: phone, message: B}]", "stage"),
        ("[{stage: buy, channel: chat, message: A}]", "channel"),
        ("[{stage: buy, message: A}, {stage: use, message: B}]", "channel"),
    ],
)
def test_the_matrix_takes_the_narrower_way(playbook: Playbook, messages: str, across: str) -> None:
    document = f"""
playbook.yml
    stages: [buy, use]
    channels: [chat, phone]
messaging/one.yml
    kind: messaging
    title: One
    messages: {messages}
"""
    assert matrix_of(gathered(playbook(document), "one")).across == across


def test_messages_that_belong_nowhere_are_a_list(playbook: Playbook) -> None:
    document = """
messaging/one.yml
    kind: messaging
    title: One
    messages: [Come in, {message: Stay, asset: Letter}]
"""
    folder = playbook(document)
    found = gathered(folder, "one")
    assert found.matrix is None
    assert [value.text for value in found.messages] == ["Come in", "Stay"]
    page = pages(folder)["messaging/one.md"]
    assert "<table" not in page
    assert '<ul class="playbook-messages">' in page


def test_objections_have_places_of_their_own(playbook: Playbook) -> None:
    found = gathered(playbook(PLAYBOOK))
    assert [objection.anchor for objection in found.objections] == [
        "objection-too-heavy",
        "objection-too-heavy-2",
        "objection-too-heavy-3",
    ]


def test_without_pillars_there_is_no_house(playbook: Playbook) -> None:
    document = """
messaging/one.yml
    kind: messaging
    title: One
    positioning: {for: Everybody}
    proof: Nine in ten
"""
    folder = playbook(document)
    assert "proof" not in gathered(folder, "one").shown
    page = pages(folder)["messaging/one.md"]
    assert "playbook-house" not in page
    assert "Everybody" in page
    assert "Nine in ten" in page


def test_the_page_says_all_that_the_document_says(playbook: Playbook) -> None:
    page = said(pages(playbook(PLAYBOOK))["messaging/commute.md"])
    for words in (
        "On time & dry", "Nobody else can", "Autumn", "One line", "On time.", "Press kit",
        "We make bikes.", "People on trains", "the <bus>", "A date", "It holds", "red",
        "Nine in ten", "Ride on", "Ring", "calm", "Come and see", "Weather data", "Simply so",
        "Too heavy?", "Nine kilos", "Less than a rucksack", "On stairs", "No answer yet",
        "A neighbour", "Thursday", "Soon", "torque", "The dike",
    ):  # fmt: skip
        assert words in page, words


def test_the_page_of_a_persona(playbook: Playbook) -> None:
    found = pages(playbook(PLAYBOOK))
    page = found["personas/amelia/messaging.md"]
    text = said(page)
    for words in ("Amelia", "On time & dry", "Two clicks.", "Try it", "The dike", "Zero in front"):
        assert words in text, words
    assert "Old words" not in text
    # Which document says what.
    assert text.count("The portal") > 1


def test_an_empty_page_says_what_is_missing_and_why(playbook: Playbook) -> None:
    page = said(pages(playbook(PLAYBOOK))["personas/ben/messaging.md"])
    assert "hear a different promise" in page
    assert "personas: [ben]" in page
    assert "folder messaging" in page


def test_nobody_is_asked_for_messages_to_whom_we_do_not_serve(playbook: Playbook) -> None:
    assert "personas/zoe/messaging.md" not in pages(playbook(PLAYBOOK))


def test_what_authors_write_is_text(playbook: Playbook) -> None:
    attack = "<script>alert(1)</script> **bold** {{ 1 }}"
    document = f"""
amelia.yml
    kind: persona
    name: Amelia
messaging/one.yml
    kind: messaging
    title: One
    personas: amelia
    value_proposition: "{attack}"
    lengths: {{"{attack}": "{attack}"}}
    pillars: [{{title: "{attack}"}}]
    messages: [{{stage: "{attack}", channel: chat, message: "{attack}", "x-{attack}": "{attack}"}}]
    objections: [{{objection: "{attack}", answers: "{attack}"}}]
    tone: {{this_not_that: [{{say: "{attack}"}}], words_to_use: "{attack}"}}
"""
    found = pages(playbook(document))
    for uri in ("messaging/one.md", "personas/amelia/messaging.md"):
        assert "<script" not in found[uri]
        assert "**bold" not in found[uri]
        assert "{{" not in found[uri]


def leaves(value: Any, path: DataPath = ()) -> list[tuple[DataPath, str]]:
    """The texts and numbers of a document, each with the way there."""
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in leaves(item, (*path, key))]
    if isinstance(value, list):
        return [leaf for index, item in enumerate(value) for leaf in leaves(item, (*path, index))]
    return [(path, " ".join(str(value).split()))]


@pytest.mark.parametrize("kind", ["messaging", "service"])
def test_nothing_of_the_example_is_lost(kind: str) -> None:
    catalog = load(ROOT / "personas", TODAY)
    made = pages(ROOT / "personas")
    lost = []
    for entry in catalog.of_kind(kind):
        page = said(made[entry.uri])
        for path, text in leaves(entry.data):
            node = entry.kind.schema.node(path, entry.data)
            # References, terms and dates stand there in other words.
            if {"x-ref", "x-term", "x-file", "const"} & node.keys() or node.get("format") == "date":
                continue
            if path[0] not in ("kind", "id", "title", "image_alt") and text not in page:
                lost.append((entry.id, path, text))
    assert not lost


def test_the_pages_of_all_personas_are_made_once() -> None:
    catalog = load(ROOT / "personas", TODAY)
    made = [page.uri for page in make_personas(Maker(catalog, Site()))]
    told = [uri for uri in made if uri.endswith("/messaging.md")]
    assert len(made) == len(set(made))
    assert len(told) == len(People(catalog).everyone) - 1  # one is not served
