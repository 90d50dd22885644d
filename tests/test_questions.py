"""Twenty everyday questions, each answered within two clicks or by the first results of a search.

And without script, the pages that people use most say everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from browser import ROOT
from persona_playbook.audience import narrow
from persona_playbook.catalog import Catalog, load
from persona_playbook.views.card import card
from persona_playbook.views.coverage import Coverage
from persona_playbook.views.people import People
from persona_playbook.views.unanswered import Unanswered
from persona_playbook.views.value import Value

QUESTIONS = yaml.safe_load(Path(__file__).with_name("questions.yml").read_text("utf-8"))
CLICKS = 2
RESULTS = 3
SETTLED = 500  # milliseconds without a change


def test_there_are_twenty_and_most_need_no_search() -> None:
    assert len(QUESTIONS) == 20
    assert sum("clicks" in question for question in QUESTIONS) >= 12


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["question"])
def test_a_question_is_answered(page: Page, address: str, question: dict[str, Any]) -> None:
    if "clicks" in question:
        assert len(question["clicks"]) <= CLICKS
        for name in question["clicks"]:
            link = page.locator("article").get_by_role("link", name=name, exact=True).first
            link.click()
    else:
        found = find(page, question["search"])
        assert question["page"] in [path.removeprefix(address) for path in found]
        page.goto(address + question["page"])
    for words in question["words"]:
        said = page.locator("article").get_by_text(words).filter(visible=True)
        expect(said.first).to_be_visible()


def find(page: Page, query: str) -> list[str]:
    """The addresses of the first results of a search."""
    field = page.get_by_placeholder("Search").first
    field.click()
    field.fill(query)
    field.press("Shift")  # Material listens to keys
    links = page.locator(".md-search-result__item > a:first-child")
    links.first.wait_for()
    found: list[str] = []
    while True:  # results come in several steps; the last ones count
        before = found
        page.wait_for_timeout(SETTLED)
        hrefs = links.evaluate_all("links => links.map(link => link.href)")[:RESULTS]
        found = [href.partition("?")[0].partition("#")[0] for href in hrefs]
        if found == before:
            return found


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The example as its site's audience reads it."""
    return narrow(load(ROOT / "personas", date.today()), None)


@pytest.fixture(scope="module")
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """A browser without script."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def text_of(page: Page, where: str) -> str:
    """The words of a page that can be seen, on one line."""
    response = page.goto(where)
    assert response
    assert response.ok
    return " ".join(page.locator("article").inner_text().split())


def missing(text: str, values: list[str]) -> list[str]:
    """Those of these texts that a page does not say; case and spaces may differ."""
    folded = text.casefold()
    return [value for value in values if " ".join(value.split()).casefold() not in folded]


def test_the_directory_lists_every_document(plain: Page, address: str, catalog: Catalog) -> None:
    text = text_of(plain, f"{address}overview/directory/")
    assert missing(text, [entry.title for entry in catalog.by_key.values()]) == []


def test_coverage_is_complete(plain: Page, address: str, catalog: Catalog) -> None:
    text = text_of(plain, f"{address}overview/coverage/")
    coverage = Coverage(People(catalog))
    unanswered = Unanswered(coverage)
    wanted = [row.persona.title for row in coverage.rows]
    wanted += [term.title for term in catalog.settings.terms["stage"].values()]
    wanted += [value.text for value in (*unanswered.objections, *unanswered.pains)]
    assert missing(text, wanted) == []
    signs = sum(
        bool(values)
        for row in coverage.rows
        for cell in row.cells
        for values in (cell.journey, cell.messaging, cell.service)
    )
    assert plain.locator(".playbook-coverage td a").count() == signs


IN_STAGES = ("goal", "enter_when", "exit_when", "metric", "hand_off", "content")
IN_STEPS = ("thinking", "feeling", "quote", "pain_points", "opportunities", "service",
            "frontstage", "backstage", "support_process", "system", "metric", "target")  # fmt: skip


def test_journeys_are_complete(plain: Page, address: str, catalog: Catalog) -> None:
    for journey in catalog.of_kind("journey"):
        value = Value(journey)
        stages = list(value["stages"])
        steps = [*value["steps"], *(step for stage in stages for step in stage["steps"])]
        wanted = [one.text for stage in stages for name in IN_STAGES for one in stage[name]]
        wanted += [one.text for step in steps for name in IN_STEPS for one in step[name]]
        wanted += [one.text for one in (*steps, *value["opportunities"])]
        wanted += [one["health"].text for one in value["transitions"]]
        text = text_of(plain, f"{address}journeys/{journey.id}/")
        assert missing(text, wanted) == [], journey.id


def test_quick_cards_are_complete(plain: Page, address: str, catalog: Catalog) -> None:
    people = People(catalog)
    for persona in people.everyone:
        shown = card(people, persona)
        wanted = [persona.title, *(one.text for one in (*shown.advice, *shown.wants))]
        wanted += [wording["say"].text for wording in shown.wordings]
        wanted += [scenario.value["title"].text for _, scenario in shown.scenarios]
        wanted += [
            target.value["first_reply"].text
            for channel in shown.channels
            for target in (*channel.own, *channel.common)
        ]
        text = text_of(plain, f"{address}personas/{persona.id}/card/")
        assert missing(text, wanted) == [], persona.id
