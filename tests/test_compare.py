"""Comparing personas in a real browser: by keyboard, in the address, and without script."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from browser import served, until
from sites import build, write

WHERE = "overview/compare/"


def columns(page: Page) -> list[str]:
    """Whose columns are to be seen."""
    return page.locator("thead th:visible a").all_inner_texts()


def test_who_is_compared_stands_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}{WHERE}")
    # As many as fit, to begin with.
    assert columns(page) == ["Amelia Hart", "Katrin Vogel", "Sofie Brandt"]
    page.get_by_role("button", name="Show all").press("Enter")
    expect(page.locator("thead th:visible")).to_have_count(10)
    page.get_by_role("checkbox", name="Amelia Hart").focus()
    page.keyboard.press("Space")
    assert columns(page) == ["Amelia Hart"]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert columns(page) == ["Amelia Hart", "Katrin Vogel"]
    assert page.url == f"{address}{WHERE}?personas=amelia,katrin"
    expect(page.get_by_role("status")).to_have_text("Shown: Amelia Hart, Katrin Vogel")
    # Each row has one cell less for each column that is hidden.
    assert page.locator("tbody tr").first.locator("td:visible").count() == 2

    page.go_back()
    assert columns(page) == ["Amelia Hart"]
    expect(page.get_by_role("checkbox", name="Katrin Vogel")).not_to_be_checked()
    page.go_forward()
    page.reload()
    assert columns(page) == ["Amelia Hart", "Katrin Vogel"]
    page.get_by_role("button", name="Show all").press("Enter")
    expect(page.locator("thead th:visible")).to_have_count(10)
    assert page.url == f"{address}{WHERE}?personas="


def test_a_persona_leads_to_the_comparison_with_her_in_it(page: Page, address: str) -> None:
    page.goto(f"{address}personas/sofie/")
    page.locator("article").get_by_role("link", name="Compare").click()
    expect(page.locator("thead th:visible")).to_have_count(1)
    assert columns(page) == ["Sofie Brandt"]
    page.get_by_role("checkbox", name="Théo Lambert").check()
    assert columns(page) == ["Sofie Brandt", "Théo Lambert"]


def test_names_stay_in_sight_while_the_table_scrolls(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}{WHERE}")
    page.get_by_role("button", name="Show all").press("Enter")
    frame = page.get_by_role("region", name="Compare")
    frame.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('.playbook-compare').scrollLeft > 0")
    goals = page.get_by_role("rowheader", name="Goals").bounding_box()
    around = frame.bounding_box()
    assert goals
    assert around
    assert abs(goals["x"] - around["x"]) < 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_two_stand_side_by_side_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}{WHERE}")
    assert columns(page) == ["Amelia Hart", "Katrin Vogel"]
    frame = page.get_by_role("region", name="Compare")
    assert frame.evaluate("one => one.scrollWidth <= one.clientWidth")
    boxes = [
        cell.bounding_box()
        for cell in page.get_by_role("row", name="Goals").locator("td:visible").all()
    ]
    assert len(boxes) == 2
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"] + 1


def test_no_head_looks_like_one_to_sort_by(page: Page, address: str) -> None:
    page.goto(f"{address}{WHERE}")
    head = page.get_by_role("columnheader", name="Amelia Hart")
    assert head.evaluate("one => getComputedStyle(one, '::after').content") == "none"
    assert head.evaluate("one => getComputedStyle(one).cursor") != "pointer"


def test_the_page_scrolls_and_names_stay_in_sight(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}{WHERE}")
    frame = page.get_by_role("region", name="Compare")
    assert frame.evaluate("one => one.scrollHeight <= one.clientHeight")
    page.mouse.wheel(0, 1000)
    until(page, "scrollY > 500")
    expect(page.get_by_role("columnheader", name="Amelia Hart")).to_be_in_viewport()


def test_without_script_all_of_it_is_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{WHERE}")
    expect(page.locator("thead th:visible")).to_have_count(10)
    expect(page.get_by_role("checkbox")).to_have_count(0)
    expect(page.get_by_text("Silence between order and delivery")).to_be_visible()
    context.close()


def test_a_page_that_is_put_in_place_without_loading(browser: Browser, tmp_path: Path) -> None:
    """`navigation.instant` runs no script anew: what a page has must be started all the same."""
    tree = """
        mkdocs.yml
            site_name: Us
            site_url: SITE
            theme: {name: material, font: false, features: [navigation.instant]}
            plugins: [persona-playbook]
        docs/us.md
            # Us
        personas/amelia.yml
            kind: persona
            name: Amelia
        personas/ben.yml
            kind: persona
            name: Ben
        """
    with served(tmp_path / "site") as address:
        # Only addresses of the site map are put in place.
        assert build(write(tmp_path, tree.replace("SITE", address))).errors == []
        page = browser.new_page()
        page.goto(f"{address}personas/")
        page.evaluate("globalThis.isStillHere = true")
        page.locator("article").get_by_role("link", name="Compare").first.click()
        page.get_by_role("checkbox", name="Amelia").uncheck()
        assert columns(page) == ["Ben"]
        assert page.evaluate("globalThis.isStillHere")
        page.close()
