"""What needs somebody's attention: findings, reviews, guesses, proofs, drafts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from persona_playbook.catalog import load
from persona_playbook.check import check
from persona_playbook.pages.health import make
from persona_playbook.pages.maker import Maker
from persona_playbook.places import Site
from persona_playbook.views.health import Health, health

TODAY = date(2026, 11, 22)
Playbook = Callable[[str], Path]

PLAYBOOK = """
playbook.yml
    teams: [{id: research, title: Research, contact: "#research"}]
    colour: blue
amelia.yml
    kind: persona
    name: Amelia
    owner: research
    last_reviewed: 2026-01-01
    goals:
      - {text: Arrive dry, confidence: assumption}
      - {text: Be on time, confidence: statistical}
ben.yml
    kind: persona
    name: Ben
    last_reviewed: 2026-08-01
carla.yml
    kind: persona
    name: Carla
    last_reviewed: 2026-11-01
dora.yml
    kind: persona
    name: Dora
emil.yml
    kind: persona
    name: Emil
    status: draft
old.yml
    kind: persona
    name: Old
    status: retired
    goals: [{text: Nothing, confidence: assumption}]
evidence/talks.yml
    kind: evidence
    title: Talks
    last_reviewed: 2026-11-01
    hypotheses:
      - Price decides
      - {text: The day decides, verdict: Confirmed}
      - {text: The shop decides, verdict: Open until March}
    findings: [{text: It rains, confidence: assumption}]
messaging/all.yml
    kind: messaging
    title: All
    last_reviewed: 2026-11-01
    proof:
      - {claim: Nine in ten, source: Report, expires: 2026-12-31}
      - {claim: Eight in ten, source: Report, expires: 2026-01-31}
      - {claim: Seven in ten, source: Report, expires: 2029-01-31}
broken.yml
    kind: [
"""


def of(folder: Path) -> Health:
    """The health of a playbook."""
    catalog = load(folder, TODAY)
    return health(catalog, check(catalog))


def test_findings_come_file_by_file(playbook: Playbook) -> None:
    found = {one.path: one for one in of(playbook(PLAYBOOK)).findings}
    assert found["amelia.yml"].entry
    assert {one.rule for one in found["amelia.yml"].findings} >= {
        "review-overdue",
        "unsupported-claim",
    }
    assert found["broken.yml"].entry is None
    assert found["playbook.yml"].entry is None


def test_reviews_by_day(playbook: Playbook) -> None:
    found = of(playbook(PLAYBOOK))
    assert [one.entry.id for one in found.overdue] == ["amelia"]
    assert [one.entry.id for one in found.due] == ["ben"]
    assert [one.id for one in found.unreviewed] == ["dora"]


def test_what_is_believed_and_not_tested(playbook: Playbook) -> None:
    found = of(playbook(PLAYBOOK))
    assert [one.text for one in found.assumptions] == ["Arrive dry"]
    assert [one.text for one in found.hypotheses] == ["Price decides", "The shop decides"]


def test_proofs_that_age(playbook: Playbook) -> None:
    found = of(playbook(PLAYBOOK))
    assert [one.text for one in found.expired] == ["Eight in ten"]
    assert [one.text for one in found.expiring] == ["Nine in ten"]


def test_drafts(playbook: Playbook) -> None:
    assert [one.id for one in of(playbook(PLAYBOOK)).drafts] == ["emil"]


def page(folder: Path, **site: bool) -> str:
    """The page as Markdown."""
    catalog = load(folder, TODAY)
    [made] = make(Maker(catalog, Site(**site)), check(catalog))
    return made.markdown


def test_a_finding_says_where_it_is_and_leads_to_its_rule(playbook: Playbook) -> None:
    folder = playbook(PLAYBOOK)
    text = page(folder)
    assert "amelia.yml:4" in text
    assert 'href="../../reference/rules/review-overdue/"' in text
    assert "(&#35;research)" in text
    assert "never reviewed" in text
    assert "reference/rules" not in page(folder, reference=False)


def test_nothing_to_do(playbook: Playbook) -> None:
    text = page(playbook("playbook.yml\n    title: Empty"))
    for words in ("No findings.", "No review is overdue", "No proof expires", "No drafts."):
        assert words in text
