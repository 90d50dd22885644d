"""The example in a real browser: from home to what to say and do, by links, search and pencil."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect


def follow(page: Page, name: str) -> None:
    """Click a link of the article by its words."""
    page.locator("article").get_by_role("link", name=name, exact=True).first.click()


def test_from_home_to_what_to_say_and_do(page: Page) -> None:
    heading = page.locator("h1")
    follow(page, "Amelia Hart")
    expect(heading).to_contain_text("Amelia Hart")
    follow(page, "First order")
    expect(heading).to_contain_text("First order")
    follow(page, "The commute that keeps its time")
    expect(page.get_by_role("heading", name="Answers to objections")).to_be_visible()
    follow(page, "Amelia Hart")
    expect(heading).to_contain_text("Amelia Hart")
    follow(page, "Deliveries that slip")
    expect(page.get_by_text("What you may grant").first).to_be_visible()


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("flat tyre", "Commuter interviews 2026"),
        ("dike headwind", "Amelia Hart"),
        ("police number", "When a bike is stolen"),
    ],
)
def test_search_finds_what_stands_in_fields(page: Page, query: str, title: str) -> None:
    page.get_by_placeholder("Search").first.click()
    page.keyboard.type(query, delay=15)
    results = page.locator(".md-search-result__item")
    results.first.wait_for()
    found = " | ".join(results.nth(i).inner_text() for i in range(min(5, results.count())))
    assert title.casefold() in found.casefold()


def test_the_pencil_opens_the_document(page: Page) -> None:
    follow(page, "Amelia Hart")
    pencil = page.locator("a.md-content__button[rel=edit]")
    href = (
        "https://github.com/persona-playbook/mkdocs-persona-playbook/edit/main/personas/amelia.md"
    )
    expect(page.locator("h1")).to_contain_text("Amelia Hart")
    expect(pencil).to_have_attribute("href", href)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "where", ["", "personas/amelia/", "journeys/first-order/", "service/theft/"]
)
def test_no_page_is_wider_than_the_screen(page: Page, address: str, where: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + where)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_script_everything_is_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "personas/amelia/")
    assert "Silence between order and delivery" in page.locator("article").inner_text()
    context.close()


@pytest.mark.parametrize(
    ("where", "width"),
    [
        ("teams/support/", 390),
        ("overview/opportunities/", 390),
        ("overview/health/", 390),
        ("messaging/amelia-commute/", 1280),
        ("messaging/amelia-commute/", 768),
    ],
)
def test_rows_are_blocks_where_columns_would_not_fit(
    page: Page, address: str, where: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + where)
    frames = page.locator(".playbook-frame:has(.playbook-stacked, .playbook-matrix)")
    assert frames.count()
    cut = "all => all.filter((one) => one.scrollWidth > one.clientWidth).length"
    assert frames.evaluate_all(cut) == 0
    # A table still, for who hears it.
    assert frames.first.get_by_role("rowheader").count()
    assert frames.first.get_by_role("columnheader").count()
