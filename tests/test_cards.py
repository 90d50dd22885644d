"""Quick cards and copy buttons in a real browser: one screen, one sheet, by keyboard, no script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser import build_site, served
from persona_playbook.views.card import MOST_SCENARIOS
from sites import write

# Its site is built once, so one worker has them all.
pytestmark = pytest.mark.xdist_group("cards")

CONFIG = """
site_name: Extremes
theme: {name: material, font: false}
plugins: [persona-playbook: {reference: false}]
markdown_extensions: [attr_list, def_list, md_in_html, tables]
"""
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def pages_of_paper(page: Page) -> int:
    """How many sheets a page prints on."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def text(number: int) -> str:
    """A text that is too long, with a word that is too long."""
    return f"{number} {LONG} und noch ein Satz, der nicht enden will, weil niemand ihn gekürzt hat."


def extreme(root: Path) -> Path:
    """A site whose persona has more of everything than fits, in long words."""

    def many(make: str, number: int = 20) -> str:
        return ", ".join(make.format(text(n)) for n in range(number))

    return write(
        root,
        f"""
mkdocs.yml
    {CONFIG.strip().replace(chr(10), chr(10) + "    ")}
docs/start.md
    # Start
personas/playbook.yml
    language: de
    channels: [{", ".join(f"kanal-{n}" for n in range(20))}]
personas/amelia.yml
    kind: persona
    name: {LONG}
    tagline: "{text(0)}"
    status: draft
    needs: [{many('"{}"')}]
    advice: [{many('"{}"')}]
personas/messaging/one.yml
    kind: messaging
    title: One
    status: draft
    personas: amelia
    tone: {{this_not_that: [{many('{{say: "{0}", not: "{0}"}}')}]}}
personas/service/one.yml
    kind: service
    title: "{text(0)}"
    status: draft
    personas: amelia
    response_targets: [{
            ", ".join(
                f'{{channel: kanal-{n}, priority: "{LONG}", first_reply: "{text(n)}"}}'
                for n in range(20)
            )
        }]
    scenarios: [{
            many('{{title: "{0}", do: "{0}", say: "{0}", authority: "{0}", escalate: "{0}"}}')
        }]
    escalation: [{many('{{tier: "{0}", to: "{0}", when: "{0}"}}')}]
""",
    )


@pytest.fixture(scope="module")
def extremes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of that site."""
    root = extreme(tmp_path_factory.mktemp("extremes"))
    build_site(root / "mkdocs.yml", root / "site")
    with served(root / "site") as url:
        yield url


def cards(site: Path) -> list[str]:
    """The quick cards of the example."""
    found = sorted(
        path.parent.relative_to(site).as_posix() for path in site.glob("personas/*/card/*")
    )
    assert len(found) >= 10
    return found


def test_every_card_prints_on_one_sheet(page: Page, address: str, site: Path) -> None:
    counts = {}
    for card in cards(site):
        page.goto(f"{address}{card}/")
        counts[card] = pages_of_paper(page)
    assert set(counts.values()) == {1}, counts


def test_every_card_fits_one_screen(page: Page, address: str, site: Path) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    bottoms = {}
    for card in cards(site):
        page.goto(f"{address}{card}/")
        box = page.locator(".playbook-card").bounding_box()
        assert box
        bottoms[card] = box["y"] + box["height"]
    assert max(bottoms.values()) <= 800, bottoms


def test_a_card_of_extremes_prints_on_one_sheet(browser: Browser, extremes: str) -> None:
    page = browser.new_page()
    page.goto(f"{extremes}personas/amelia/card/")
    assert page.locator(".playbook-card-scenarios > div").count() == MOST_SCENARIOS
    assert pages_of_paper(page) == 1
    page.emulate_media(media="print")
    cut = page.locator(".playbook-card-column").evaluate_all(
        "columns => columns.filter(one => one.scrollWidth > one.clientWidth + 1).length"
    )
    assert cut == 0
    page.close()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_a_card_of_extremes_is_no_wider_than_the_screen(
    browser: Browser, extremes: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{extremes}personas/amelia/card/")
    # The theme's own header is as wide as the longest word in a title.
    assert page.locator("article").evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    page.close()


def test_a_card_leads_to_the_whole(page: Page, address: str) -> None:
    page.goto(f"{address}personas/amelia/card/")
    page.get_by_role("link", name="The day moves").click()
    expect(page.get_by_role("heading", name="The day moves")).to_be_in_viewport()
    page.goto(f"{address}personas/amelia/card/")
    page.get_by_role("link", name="Team lead of the country").click()
    expect(page.locator("#tier-2")).to_be_in_viewport()


def test_without_script_it_is_all_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}personas/amelia/card/")
    for words in (
        "One date that holds",
        "Thursday",
        "20 seconds",
        "The day moves",
        "More than 150",
    ):
        assert words in page.locator("article").inner_text()
    page.goto(f"{address}messaging/amelia-commute/")
    assert "The commute that keeps its time." in page.locator("#lengths + dl").inner_text()
    assert page.locator(".playbook-copy button").count() == 0
    context.close()


def copying(browser: Browser, address: str, *permissions: str) -> tuple[BrowserContext, Page]:
    context = browser.new_context(permissions=list(permissions))
    page = context.new_page()
    page.goto(f"{address}messaging/amelia-commute/")
    return context, page


def test_copy_by_keyboard(browser: Browser, address: str) -> None:
    context, page = copying(browser, address, "clipboard-read", "clipboard-write")
    button = page.get_by_role("button", name="Copy: One line")
    button.focus()
    page.keyboard.press("Enter")
    box = page.locator(".playbook-copy").filter(has=button)
    expect(box.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "The commute that keeps its time."
    context.close()


@pytest.mark.parametrize(
    ("works", "told"),
    [(True, "Copied"), (False, "Selected: now copy it with the keyboard")],
)
def test_where_the_clipboard_is_refused(
    browser: Browser, address: str, works: bool, told: str
) -> None:
    context, page = copying(browser, address)
    page.evaluate(
        """(works) => {
          navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
          document.execCommand = () => works;
        }""",
        works,
    )
    page.get_by_role("button", name="Copy: One line").click()
    box = page.locator(".playbook-copy").filter(has_text="The commute that keeps its time.")
    expect(box.get_by_role("status")).to_have_text(told)
    assert page.evaluate("String(getSelection())").strip() == "The commute that keeps its time."
    context.close()
