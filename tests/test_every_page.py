"""Every page of the example, not a sample: for everybody, asking no other host, on any screen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from browser import open_page

# Only the file: axe-core as its authors publish it.
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = """
(runOnly) => axe.run({
  runOnly,
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
  preload: false,
}).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => ({ id, target: target.join(" "), failureSummary }))
  )
)
"""
EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# All that can differ when the same page is shown in other colours.
COLOURS = ["color-contrast", "link-in-text-block"]
SCHEME = "document.body.dataset.mdColorScheme"
# Building the index of the search costs more than the page, and is tested in test_search.py.
NO_INDEX = {"config": {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {}}, "docs": []}
# Colours are to be seen as they stay, not on their way from light to dark.
STILL = "*, ::before, ::after { transition: none !important; animation: none !important }"


@dataclass
class Report:
    """What is wrong, each thing once, with the pages where it is."""

    pages: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __str__(self) -> str:
        lines = []
        for trouble, pages in sorted(self.pages.items(), key=lambda item: -len(item[1])):
            where = ", ".join(pages[:4]) + (" …" if len(pages) > 4 else "")
            lines.append(f"{trouble}\n    {len(pages)}: {where}")
        return "\n".join(["", *lines])


def html_pages(site: Path) -> Iterator[str]:
    """The addresses of all pages."""
    for path in sorted(site.rglob("*.html")):
        if 'http-equiv="refresh"' in path.read_text("utf-8"):
            continue  # an earlier address: nobody sees more of it than where it leads
        yield path.relative_to(site).as_posix().removesuffix("index.html")


def check(page: Page, where: str, report: Report, rules: list[str]) -> None:
    """Note what axe finds on a page as it is shown now."""
    scheme = {"default": "light", "slate": "dark"}[page.evaluate(SCHEME)]
    for found in page.evaluate(RUN, rules):
        target = re.sub(r":nth-child\(\d+\)|#__code_\d+ > ", "", found["target"])
        why = found["failureSummary"].split("\n", 1)[1].strip().replace("\n", " ")
        report.pages[f"{found['id']}  {target}  {why}"].append(f"{where} {scheme}")


# Each in two halves, so that they can run beside each other.
@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("width", [1280, 390])
def test_everybody_can_use_every_page(
    browser: Browser, site: Path, address: str, width: int, half: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    troubles: list[str] = []
    context.route("**/search_index.json", lambda route: route.fulfill(json=NO_INDEX))
    page = open_page(context, address, troubles)
    report = Report()
    for where in list(html_pages(site))[half::2]:
        page.goto(address + where)
        page.add_style_tag(content=STILL)
        page.evaluate(AXE)
        check(page, where, report, EVERYTHING)
        # The toggle keeps its place over pages: every other page begins in the dark.
        page.locator(".md-header__option label:visible").click()
        check(page, where, report, COLOURS)
        if width < 400:
            page.set_viewport_size({"width": 320, "height": 900})
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > 320:
                report.pages["wider than a screen of 320"].append(f"{where} {wide}")
            page.set_viewport_size({"width": width, "height": 900})
        for trouble in troubles:
            report.pages[f"asks or says: {trouble}"].append(where)
        troubles.clear()
    context.close()
    assert not report.pages, str(report)


@pytest.mark.parametrize("where", ["", "personas/amelia/", "journeys/first-order/", "service/"])
def test_who_walks_by_keyboard_sees_where(page: Page, address: str, where: str) -> None:
    page.goto(address + where)
    page.add_style_tag(content=STILL)
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
              const one = document.activeElement;
              // A text field has its caret, and the label of a hidden box follows it.
              if (one.matches("body, [type=text], [type=search]")) return "";
              const look = () => [one, one.nextElementSibling ?? one].map((each) => {
                const style = getComputedStyle(each);
                const outline = style.outlineStyle === "none" ? "" : style.outlineWidth;
                return [outline, style.boxShadow, style.backgroundColor, style.color].join();
              }).join();
              const focused = look();
              one.blur();
              const plain = look();
              one.focus();
              return focused === plain ? one.outerHTML.slice(0, 200) : "";
            }"""
        )
        unseen += [hidden] if hidden else []
    assert not unseen
