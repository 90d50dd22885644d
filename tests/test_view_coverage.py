"""What covers what: one computation for the rules and for the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from persona_playbook.catalog import load
from persona_playbook.pages.coverage import make
from persona_playbook.pages.maker import Maker
from persona_playbook.places import Site
from persona_playbook.views.claims import bare
from persona_playbook.views.coverage import Coverage, Row
from persona_playbook.views.matching import Texts
from persona_playbook.views.people import People
from persona_playbook.views.unanswered import Unanswered

TODAY = date(2026, 11, 22)
Playbook = Callable[[str], Path]

PLAYBOOK = """
playbook.yml
    stages: [buy, use, leave]
    teams: [{id: research, title: Research, contact: "#research"}]
amelia.yml
    kind: persona
    name: Amelia
    owner: research
    key_messages: [The day holds]
    objections: [It costs too much!, Nobody repairs it here]
    pain_points:
      - {text: The date slips and nobody tells her, severity: low}
      - {text: Waits in the rain, severity: critical}
      - Too many forms to fill in
ben.yml
    kind: persona
    name: Ben
    aliases: [benjamin]
zoe.yml
    kind: persona
    name: Zoe
    status: draft
flipper.yml
    kind: persona
    name: Flipper
    priority: negative
journeys/order.yml
    kind: journey
    title: Order
    personas: [amelia, benjamin]
    stages:
      - {stage: buy, service: [delivery]}
      - {stage: use}
      - {stage: leave}
      - {title: Their own}
messaging/amelia.yml
    kind: messaging
    title: For Amelia
    personas: amelia
    pillars: [{title: On time, pain_points: The delivery date slips and nobody tells anybody}]
    messages: [{stage: use, message: Ride}, Just ride]
    objections:
      - {objection: "It costs too much", answers: Less than the train}
      - {objection: Nobody repairs it here}
messaging/old.yml
    kind: messaging
    title: Old
    status: retired
    messages: [{stage: leave, message: Stay}]
service/delivery.yml
    kind: service
    title: Delivery
    personas: [amelia, ben]
    scenarios:
      - {title: Forms, signs: [There are too many forms to fill in]}
      - {title: Rain, stage: use, personas: amelia}
"""


def coverage(folder: Path) -> Coverage:
    """What covers what in a playbook."""
    return Coverage(People(load(folder, TODAY)))


def unanswered(folder: Path) -> Unanswered:
    """What personas say, and nobody has taken up."""
    return Unanswered(coverage(folder))


def cells(row: Row) -> list[tuple[int, int, int]]:
    """How many journeys, messages and guidelines there are at each stage."""
    return [(len(one.journey), len(one.messaging), len(one.service)) for one in row.cells]


def test_the_matrix_counts_what_is_for_a_persona(playbook: Playbook) -> None:
    amelia, ben = coverage(playbook(PLAYBOOK)).rows
    assert [amelia.persona.id, ben.persona.id] == ["amelia", "ben"]
    assert cells(amelia) == [(1, 0, 1), (1, 1, 1), (1, 0, 0)]
    assert cells(ben) == [(1, 0, 1), (1, 0, 0), (1, 0, 0)]
    assert [cell.is_gap for cell in ben.cells] == [False, True, True]


def test_a_draft_journey_makes_no_gap(playbook: Playbook) -> None:
    folder = playbook(PLAYBOOK)
    path = folder / "journeys/order.yml"
    path.write_text(path.read_text() + "status: draft\n")
    found = coverage(folder)
    assert not any(cell.is_gap for row in found.rows for cell in row.cells)
    assert found.rows[0].cells[2].journey
    assert found.uncovered == []


def test_stages_are_uncovered_as_the_rule_says(playbook: Playbook) -> None:
    found = coverage(playbook(PLAYBOOK))
    assert [stage.where for stage in found.uncovered] == [("stages", 2), ("stages", 3)]
    assert [term.id for term in found.deserted] == ["leave"]


def test_who_has_no_document_of_a_kind(playbook: Playbook) -> None:
    found = coverage(playbook(PLAYBOOK))
    assert [one.id for one in found.without("journey")] == []
    assert [one.id for one in found.without("messaging")] == ["ben"]
    assert [one.id for one in found.without("service")] == []


def test_the_two_halves_are_counted(playbook: Playbook) -> None:
    amelia, ben = coverage(playbook(PLAYBOOK)).rows
    assert (amelia.says, amelia.cares, amelia.leans) == (4, 2, "")
    assert (ben.says, ben.cares, ben.leans) == (0, 1, "service")


def test_only_an_answer_of_that_name_counts(playbook: Playbook) -> None:
    found = unanswered(playbook(PLAYBOOK))
    assert [objection.text for objection in found.objections] == ["Nobody repairs it here"]


def test_pains_that_nobody_names_come_with_the_worst_first(playbook: Playbook) -> None:
    folder = playbook(PLAYBOOK)
    assert [pain.text for pain in unanswered(folder).pains] == ["Waits in the rain"]
    (folder / "service/delivery.yml").unlink()
    assert [pain.text for pain in unanswered(folder).pains] == [
        "Waits in the rain",
        "Too many forms to fill in",
    ]


def test_messaging_for_nobody_answers_nobody(playbook: Playbook) -> None:
    folder = playbook(PLAYBOOK)
    objections = ["Nobody repairs it here"]
    answer = "objections: [{objection: Nobody repairs it here, answers: We do}]\n"
    file = folder / "messaging/all.yml"
    # Nobody finds it on the page of a persona, so it is no answer; a rule reports it.
    file.write_text(f"kind: messaging\ntitle: All\n{answer}")
    assert [one.text for one in unanswered(folder).objections] == objections
    file.write_text(f"kind: messaging\ntitle: All\npersonas: [amelia]\n{answer}")
    assert unanswered(folder).objections == []


def test_documents_without_any_evidence(playbook: Playbook) -> None:
    folder = playbook(PLAYBOOK)
    for name, more in (
        ("a", "goals: [One, {text: Two, confidence: assumption}, {text: Three, sources: [talks]}]"),
        ("b", "goals: [One]\nsources: [talks]"),
        ("c", "goals: [One]\nstatus: draft"),
    ):
        (folder / f"{name}.yml").write_text(f"kind: persona\nname: {name}\n{more}\n")
    found = {one.entry.id: one.statements for one in bare(load(folder, TODAY))}
    assert found["a"] == 1
    assert not {"b", "c", "zoe"} & found.keys()
    assert next(iter(found)) == "amelia"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Too expensive", "too expensive!", True),
        ("ÉTÉ", "été", True),
        ("It is far too expensive for me", "Far too expensive", False),  # one longer word shared
        ("The delivery date slips", "A delivery date that slips again", True),
        ("The delivery date slips", "The delivery place slips", False),
        ("", "", True),
        ("高すぎる", "高すぎる。", True),
        ("高すぎる", "安すぎる", False),
    ],
)
def test_texts_are_the_same_by_their_words(one: str, other: str, same: bool) -> None:
    for first, second in ((one, other), (other, one)):
        texts = Texts()
        texts.add(first)
        assert texts.has(second) is same


def page(folder: Path) -> str:
    """The page as Markdown."""
    [made] = make(Maker(load(folder, TODAY), Site()))
    return made.markdown


def test_the_page_leads_to_what_there_is_and_says_whom_to_ask(playbook: Playbook) -> None:
    text = page(playbook(PLAYBOOK))
    assert text.count(">Gap</span>") == 4  # the legend, Amelia once, Ben twice
    assert 'href="../../personas/ben/messaging/"' not in text
    assert 'href="../../personas/amelia/service/' in text
    assert "Waits in the rain" in text
    assert "(&#35;research)" in text
    assert "Flipper" in text


def test_an_empty_playbook_says_what_to_add(playbook: Playbook) -> None:
    text = page(playbook("playbook.yml\n    title: Empty"))
    assert "No persona in use yet" in text
    assert "Nothing missing here" not in text
