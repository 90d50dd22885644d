"""A persona's page, poster and the home page in a real browser."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from browser import ROOT, served
from persona_playbook.catalog import load
from sites import build, write

# As `page.pdf` writes it: one such object a printed page.
SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")
PERSONAS = [entry.id for entry in load(ROOT / "personas").of_kind("persona")]
KINDS = list(load(ROOT / "personas").kinds)

WORDS = "Fahrradversicherungsvertragsbedingungen und ein Liefertermin, der hält, auch im November. "
FULL = {
    "kind": "persona",
    "name": "Extreme " * 12,
    "tagline": WORDS * 2,
    "quote": WORDS * 4,
    "priority": "negative",
    "share": WORDS,
    "about": {f"Fact number {n}": WORDS[:50] for n in range(30)},
    "harm": [WORDS * 3] * 20,
    "goals": [WORDS * 3] * 20,
    "needs": ["W" * 400] * 20,
    "pain_points": ["配送日が守られない。" * 30] * 20,
    "channels": [f"channel {n}" for n in range(20)],
    "advice": [WORDS * 3] * 20,
}
TREE = """
mkdocs.yml
    site_name: A site
    theme: {{name: material, font: false}}
    plugins: [search, persona-playbook: {{reference: false}}]
personas/one-line.yml
    kind: persona
    name: One Line
personas/full.yml
    {full}
"""


def sheets(page: Page) -> int:
    """How many pages it takes on paper."""
    return len(SHEET.findall(page.pdf(prefer_css_page_size=True)))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with a persona of one line, and one with far too much."""
    root = write(tmp_path_factory.mktemp("small"), TREE.format(full=json.dumps(FULL)))
    built = build(root)
    assert not built.errors
    with served(root / "site") as url:
        yield url


@pytest.mark.parametrize("id_", PERSONAS)
def test_a_poster_is_one_page(page: Page, address: str, id_: str) -> None:
    page.goto(f"{address}personas/{id_}/poster/")
    assert sheets(page) == 1


@pytest.mark.parametrize("id_", ["full", "one-line"])
def test_a_poster_is_one_page_whatever_is_on_it(browser: Browser, small: str, id_: str) -> None:
    page = browser.new_page()
    page.goto(f"{small}personas/{id_}/poster/")
    assert sheets(page) == 1
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_sheet_is_one_page(page: Page, address: str, kind: str) -> None:
    page.goto(f"{address}overview/canvas/{kind}/")
    assert sheets(page) == 1
    size = page.locator(".playbook-canvas").evaluate(
        "one => parseFloat(one.style.getPropertyValue('--playbook-size'))"
    )
    assert size >= 8


@pytest.mark.parametrize("name", ["personas", "cards", "journeys"])
def test_all_together_take_a_page_each(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}overview/print/{name}/")
    assert sheets(page) == page.locator(".playbook-sheet").count() > 1


def test_a_persona_of_one_line_looks_whole(browser: Browser, small: str) -> None:
    page = browser.new_page()
    page.goto(f"{small}personas/one-line/")
    article = page.locator("article")
    expect(article.get_by_role("heading", level=1)).to_have_text("One Line")
    # What is missing, and where to add it.
    expect(article.get_by_text("No messaging yet.")).to_be_visible()
    expect(article.get_by_text("No service guideline yet.")).to_be_visible()
    expect(article.locator(".playbook-legend")).to_have_count(0)
    empty = page.evaluate(
        """() => [...document.querySelectorAll("article :is(ul, ol, dl, section, p, h2, h3, div)")]
          .filter((one) => !one.innerText.trim() && !one.querySelector("img, svg, input"))
          .map((one) => one.outerHTML)"""
    )
    assert empty == []
    page.close()


def test_whom_we_do_not_want_is_told_apart(page: Page, address: str) -> None:
    expect(page.locator("li", has_text="The flipper").get_by_text("Not for us")).to_be_visible()
    page.goto(f"{address}personas/flipper/")
    expect(page.get_by_text("Not for us.").first).to_be_visible()
    expect(page.get_by_role("heading", name="The harm they do")).to_be_visible()


def test_a_statement_leads_to_its_evidence(page: Page, address: str) -> None:
    page.goto(f"{address}personas/amelia/")
    need = page.locator("li", has_text="One date that holds").first
    expect(need.get_by_role("img", name="statistical: figures")).to_be_visible()
    need.get_by_role("link", name="Customer survey 2026").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Customer survey 2026")
    page.go_back()
    # Nothing is said of this one, but the document names its evidence: no mark, no assumption.
    unmarked = page.locator("li", has_text="That the motor makes her lazy")
    expect(unmarked.get_by_role("img")).to_have_count(0)


def test_what_to_say_and_do_comes_first_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}personas/amelia/")
    box = page.locator(".playbook-glance-advice").bounding_box()
    facts = page.locator(".playbook-glance-facts").bounding_box()
    assert box
    assert facts
    assert box["y"] + box["height"] <= min(facts["y"], 2 * 800)


def test_all_pages_of_a_persona_are_a_click_away(page: Page, address: str) -> None:
    page.goto(f"{address}personas/amelia/")
    for name in ("Journey", "Messaging", "Service", "Quick card", "Profile"):
        rooms = page.get_by_role("navigation", name="Amelia Hart")
        rooms.get_by_role("link", name=name, exact=True).click()
        here = page.get_by_role("navigation", name="Amelia Hart").locator("[aria-current]")
        expect(here).to_have_text(name)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_jumps_between_the_pages_of_a_persona(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for id_ in ("amelia", "partner-workshop"):
        places = set()
        for room in ("", "journey/", "messaging/", "service/", "card/"):
            page.goto(f"{address}personas/{id_}/{room}")
            name = page.locator("h1")
            expect(name).to_be_visible()
            found = [name, name.locator("xpath=..").locator("p").last]
            found += page.locator(".playbook-nav li").all()
            boxes = [one.bounding_box() for one in found]
            places.add(str([(box["x"], box["y"]) for box in boxes if box]))
            expect(page.locator(".md-tabs__item--active")).to_have_text("People")
        assert len(places) == 1, places


def test_a_scenario_is_looked_over_and_unfolds(page: Page, address: str) -> None:
    page.goto(f"{address}personas/amelia/service/")
    folded = page.locator(".playbook-scenarios > details")
    assert folded.count() == folded.filter(has=page.get_by_role("heading", level=3)).count() > 10
    delay = folded.filter(has=page.get_by_role("heading", name="Second delay"))
    expect(delay.get_by_text("Loan bike, up to 150 euro").first).to_be_visible()
    say = delay.locator(".playbook-scenario-say")
    expect(say).to_be_hidden()
    delay.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(say).to_be_visible()
    page.emulate_media(media="print")
    expect(folded.locator(".playbook-scenario").first).to_be_visible()


@pytest.mark.parametrize(("uri", "width"), [("teams/support", 1280), ("personas/flipper", 390)])
def test_the_way_between_pages_is_one_line_from_the_left(
    page: Page, address: str, uri: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}{uri}/")
    boxes = page.locator(".playbook-nav a").evaluate_all(
        "links => links.map((one) => one.getBoundingClientRect().toJSON())"
    )
    assert len({box["top"] for box in boxes}) == 1
    gaps = [after["left"] - before["right"] for before, after in pairwise(boxes)]
    assert max(gaps) < 30


def test_the_plot_of_opportunities_fits_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}overview/opportunities/")
    frame = page.locator(".playbook-frame:has(.playbook-plot), :has(> .playbook-plot)").first
    assert frame.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_an_empathy_map_is_two_by_two_also_on_paper(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 without its margins
    page.goto(f"{address}personas/amelia/")
    page.emulate_media(media="print")
    boxes = [
        page.locator("section", has=page.locator(f"#empathy-{part}")).last.bounding_box()
        for part in ("says", "thinks", "does", "feels")
    ]
    places = {(round(box["x"]), round(box["y"])) for box in boxes if box}
    assert len(places) == 4
    assert len({x for x, _ in places}) == len({y for _, y in places}) == 2


def test_the_coverage_of_all_stages_is_on_paper(page: Page, address: str) -> None:
    page.goto(f"{address}overview/coverage/")
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = set(re.findall(rb"/MediaBox\s*\[0 0 (\d+)[.\d]* (\d+)", pdf))
    assert boxes == {(b"841", b"594")} or boxes == {(b"842", b"595")}, boxes  # A4 landscape
    page.set_viewport_size({"width": 1062, "height": 733})  # without its margins
    page.emulate_media(media="print")
    box = page.locator(".playbook-coverage").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 1062


def test_a_profile_on_paper_begins_at_the_top(page: Page, address: str) -> None:
    page.goto(f"{address}personas/amelia/")
    page.emulate_media(media="print")
    expect(page.locator(".playbook-nav")).to_be_hidden()
    box = page.locator("article h1").bounding_box()
    assert box
    assert box["y"] < 80


def test_home_invites_to_search(page: Page) -> None:
    page.get_by_role("button", name="Search for what the customer said").click()
    page.keyboard.type("theft")
    # The index of the search is made first.
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=20_000)


def test_home_is_whole_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for team in ("Customer support", "Marketing", "Product"):
        expect(page.locator("article").get_by_role("link", name=team)).to_be_visible()


def test_the_page_is_light(browser: Browser, address: str) -> None:
    # As hosts send it: texts compressed. Most of it is the search, which all pages share.
    context = browser.new_context()
    page = context.new_page()
    responses: list[Response] = []
    page.on("response", lambda one: responses.append(one))  # noqa: PLW0108 - it marks what it is given
    page.goto(f"{address}personas/amelia/")
    page.wait_for_load_state("networkidle")
    sizes = {one.url: len(gzip.compress(one.body())) for one in responses}
    own = [one.body() for one in responses if re.search(r"persona-playbook/\w+\.js$", one.url)]
    context.close()
    assert sum(sizes.values()) < 500_000
    assert len(own) == 2
    assert sum(map(len, own)) < 20_000
