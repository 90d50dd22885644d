"""Search answers what people type: words of fields, a letter wrong, the team's synonyms."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browser import until
from persona_playbook import search

# One letter too many, missing, wrong, or two swapped → the page that is wanted.
TYPOS = {
    # names
    "Amelai": "personas/amelia/",
    "Katrn": "personas/katrin/",
    "Hendrick": "personas/hendrik/",
    "Brndt": "personas/sofie/",
    "Lambret": "personas/theo/",
    "Hadad": "personas/samir/",
    "flippper": "personas/flipper/",
    "fianance lead": "personas/finance-lead/",
    "Germnay": "regions/germany/",
    "Netherlnds": "regions/netherlands/",
    # titles
    "deliveires": "service/delivery-delays/",
    "complants": "service/complaints/",
    "batery": "service/battery-warranty/",
    "returms": "service/returns-and-fraud/",
    "onbording": "service/business-onboarding/",
    "waranty repair": "journeys/warranty-repair/",
    "subscripton": "service/subscription-care/",
    "spirng check": "journeys/spring-check/",
    "frist order": "journeys/first-order/",
    "weekand box": "journeys/family-weekend/",
    "comuters": "segments/urban-commuters/",
    "payrool": "messaging/business-leasing/",
    "storcks": "messaging/touring/",
    "courrier": "profiles/city-courier-fleet/",
    "checkuot usability": "evidence/checkout-test-2026/",
    "accesibility audit": "evidence/website-audit-2026/",
    "glosary": "glossary/",
    # words of fields
    "haedwind": "personas/amelia/",
    "polise number": "service/theft/",
    "panier": "personas/amelia/",
}
# Words that the pages may not have → the page that has their synonym.
SYNONYMS = {
    "quit": "service/subscription-care/",
    "bakfiets": "messaging/family-cargo/",
    "bakfeits": "messaging/family-cargo/",
    "nicked": "service/theft/",
    "puncture on the way": "service/standards/",
}
CORRECT = {
    "Amelia Hart": "personas/amelia/",
    "Germany": "regions/germany/",
    "headwind": "personas/amelia/",
    "when a bike is stolen": "service/theft/",
    "benefit portal": "personas/leasing-portal/",
    "police number": "service/theft/",
    "battery and warranty": "service/battery-warranty/",
}


class Asker:
    """Types into the search of a page."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.field = page.locator(".md-search__input")
        self.field.click()

    def find(self, query: str) -> list[str]:
        """The addresses of the first three pages that are found."""
        self.show(query)
        links = self.page.locator(".md-search-result__item > a:first-child")
        found = [links.nth(i).get_attribute("href") or "" for i in range(min(3, links.count()))]
        return [href.removeprefix(self.address).split("?")[0].split("#")[0] for href in found]

    def show(self, query: str) -> None:
        """Have the results of a query shown."""
        self.page.evaluate("document.querySelector('.md-search-result__list').textContent = ''")
        self.field.fill(query)
        self.field.press("Shift")  # Material listens to keys
        self.page.wait_for_timeout(300)  # what was asked before may be answered until then
        until(
            self.page,
            "document.querySelector('.md-search-result__list').children.length"
            " || document.querySelector('.md-search-result__meta').textContent.startsWith('No ')",
        )


@pytest.fixture
def asker(page: Page, address: str) -> Asker:
    return Asker(page, address)


def test_a_wrong_letter_still_finds_the_page(asker: Asker) -> None:
    found = {query: asker.find(query) for query in TYPOS}
    lost = {query: pages for query, pages in found.items() if TYPOS[query] not in pages}
    assert len(TYPOS) == 30
    assert len(lost) <= 2, lost


@pytest.mark.parametrize(("query", "wanted"), SYNONYMS.items())
def test_synonyms_are_found(asker: Asker, query: str, wanted: str) -> None:
    assert wanted in asker.find(query)


@pytest.mark.parametrize(("query", "wanted"), CORRECT.items())
def test_what_is_typed_correctly_comes_first(asker: Asker, query: str, wanted: str) -> None:
    assert asker.find(query)[0] == wanted


def test_results_name_as_missing_only_what_was_typed(asker: Asker) -> None:
    missing = asker.page.locator(".md-search-result__terms")
    asker.show("Amelai")
    assert missing.count() == 0
    asker.show("bakfiets")
    assert missing.count() == 0
    asker.show("Amelai xylophone")
    assert set(missing.all_text_contents()) == {"Missing: xylophone"}


def test_a_result_marks_the_word_that_was_meant(asker: Asker) -> None:
    asker.show("haedwind")
    asker.page.locator(".md-search-result__link[href*='h=headwind']").first.click()
    expect(asker.page.locator("article mark").first).to_have_text("headwind", ignore_case=True)


def test_suggestions_stay(asker: Asker) -> None:
    suggestion = asker.page.locator(".md-search__suggest")
    asker.show("neth")
    expect(suggestion).to_have_text("netherlands")
    asker.show("netherlnds")
    expect(suggestion).to_have_text("")


@pytest.mark.parametrize(
    "query", ['"police number"', "+police -phone", "headwind~1", "title:amelia"]
)
def test_operators_are_left_alone(page: Page, address: str, query: str) -> None:
    page.add_init_script(
        "self.sent = []; const { postMessage } = Worker.prototype;"
        "Worker.prototype.postMessage = function (message) {"
        "  self.sent.push(message.data); postMessage.call(this, message) }"
    )
    page.goto(address)
    Asker(page, address).show(query)
    assert page.evaluate("self.sent.at(-1)") == query


def test_the_script_has_the_synonyms_of_the_team() -> None:
    script = search.script([["refund", "money back"], ["Größe"]]).decode()
    first = script.splitlines()[0]
    assert first == r'const PLAYBOOK_SYNONYMS = [["refund", "money back"], ["Gr\u00f6\u00dfe"]];'
    assert script == search.script([["refund", "money back"], ["Größe"]]).decode()


def test_words_of_two_blocks_stay_apart() -> None:
    table = "<table><tr><th>Lives in</th><td>Utrecht<div>by bike</div></td></tr></table>"
    text = re.sub("<[^>]*>", "", search.apart(table))
    assert text.split() == ["Lives", "in", "Utrecht", "by", "bike"]
    assert search.apart("<p>one<br>two <b>three</b>four") == "<p>one<br>\ntwo <b>three</b>four"
    code = "<pre><span>a</span><span>b</span></pre>"
    assert search.apart(code) == code
