"""The directory in a browser: complete without script, narrowed with it, also by keyboard."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

import trees
from persona_playbook.catalog import load
from persona_playbook.pages.directory import make
from persona_playbook.pages.maker import Maker
from persona_playbook.places import Site

WHERE = "overview/directory/"


def shown(page: Page) -> list[str]:
    """The titles of the documents that can be seen."""
    found: list[str] = page.locator(".playbook-directory li:visible > a").all_inner_texts()
    return found


def choice(page: Page, name: str) -> Locator:
    """A choice by its words."""
    return page.locator(".playbook-directory").get_by_role("checkbox", name=name)


def count(page: Page, label: str) -> int:
    """What stands beside a choice."""
    text = choice(page, label).locator("xpath=..").locator(".playbook-count").inner_text()
    return int(text)


def test_complete_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + WHERE)
    assert len(shown(page)) == 60
    expect(page.get_by_role("checkbox")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("Documents: 60")
    context.close()


def test_choices_with_the_keyboard(page: Page, address: str) -> None:
    page.goto(address + WHERE)
    page.get_by_label("With these words").focus()
    for _ in range(2):
        page.keyboard.press("Tab")  # over the summary to the first choice: personas
    expect(choice(page, "Personas")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_have_text("Documents: 10 of 60")
    expect(page).to_have_url(f"{address}{WHERE}?kind=persona")
    choice(page, "Journeys").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_have_text("Documents: 19 of 60")
    choice(page, "Amelia Hart").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(f"{address}{WHERE}?kind=persona&kind=journey&persona=amelia")
    expected = [
        "Amelia Hart",
        "Katrin Vogel",
        "Sofie Brandt",
        "First order",
        "Repair under warranty",
        "Repair under warranty, from 2027",
        "Stolen, and then",
    ]
    assert shown(page) == expected
    expect(page.get_by_role("status")).to_have_text("Documents: 7 of 60")
    page.go_back()
    expect(page.get_by_role("status")).to_have_text("Documents: 19 of 60")
    expect(choice(page, "Amelia Hart")).not_to_be_checked()
    page.go_forward()
    assert shown(page) == expected


def test_counts_say_what_a_choice_would_show(page: Page, address: str) -> None:
    page.goto(f"{address}{WHERE}?persona=amelia")
    before = count(page, "Journeys")
    assert before == 4
    choice(page, "Journeys").check()
    assert len(shown(page)) == before
    # Another choice of the same group adds, so its count does not shrink.
    more = count(page, "Messaging")
    choice(page, "Messaging").check()
    assert len(shown(page)) == before + more


def test_an_address_can_be_shared(page: Page, address: str) -> None:
    page.goto(f"{address}{WHERE}?text=WARRANTY+repair&kind=journey&owner=nobody")
    assert shown(page) == ["Repair under warranty", "Repair under warranty, from 2027"]
    expect(page.get_by_label("With these words")).to_have_value("WARRANTY repair")
    page.get_by_role("button", name="Clear all").click()
    assert len(shown(page)) == 60
    expect(page).to_have_url(address + WHERE)
    expect(page.get_by_label("With these words")).to_be_focused()


def test_what_is_seldom_used_is_folded(page: Page, address: str) -> None:
    page.goto(address + WHERE)
    expect(choice(page, "commuting")).to_be_visible()
    expect(choice(page, "battery")).to_be_hidden()
    page.goto(f"{address}{WHERE}?tag=battery")
    expect(choice(page, "battery")).to_be_visible()
    expect(choice(page, "battery")).to_be_checked()


def test_words_are_found_whatever_their_accents(page: Page, address: str) -> None:
    page.goto(address + WHERE)
    page.get_by_label("With these words").fill("theo lambert")
    assert "Théo Lambert" in shown(page)
    page.get_by_label("With these words").fill("nothing says this")
    assert shown(page) == []
    expect(page.get_by_role("status")).to_contain_text("No document has all of this")
    expect(page.locator(".playbook-directory h2:visible")).to_have_count(0)


def test_on_a_phone_the_choices_wait(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(address + WHERE)
    expect(choice(page, "Personas")).to_be_hidden()
    page.get_by_text("Narrow down").click()
    choice(page, "Personas").check()
    expect(page.get_by_role("status")).to_have_text("Documents: 10 of 60")


def test_a_document_may_say_nothing(tmp_path: Path) -> None:
    folder = trees.write(tmp_path, "amelia.yml\n    kind: persona\n    name: Amelia")
    (page,) = make(Maker(load(folder), Site()))
    assert '<li data-found="0 1 2">\n<a href="../../personas/amelia/">Amelia</a>' in page.markdown
    assert "None" not in page.markdown


def test_a_playbook_without_documents(tmp_path: Path) -> None:
    (page,) = make(Maker(load(trees.write(tmp_path, "notes.txt\n    nothing")), Site()))
    assert "No persona in use yet" in page.markdown
