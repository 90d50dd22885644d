"""Journey maps in a real browser: nothing is cut, nothing overlaps, and a poster is one page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from browser import build_site, served

# Its site is built once, so one worker has them all.
pytestmark = pytest.mark.xdist_group("journey_map")

CONFIG = """
site_name: Journeys
theme: {name: material, font: false}
plugins: [persona-playbook: {reference: false}]
"""
TEXTS = {
    "short": ["Pays", "Waits", "Rides away"],
    "german": [
        "Rechtsschutzversicherungsgesellschaften vergleichen",
        "Donaudampfschifffahrtsgesellschaftskapitänswitwe wartet",
        "Die Lieferterminbestätigungsbenachrichtigung kommt nicht an, und niemand sagt, warum",
    ],
    "japanese": [
        "配送予定日を確認してから、自転車のサイズを店員に相談する",
        "返事が来ない",
        "通勤電車の定期券が値上がりしたので、三日だけ自転車に替えることを検討している",
    ],
}
COUNTS = range(1, 13)
MADE = [(count, name) for count in COUNTS for name in TEXTS]
JOURNEYS = Path(__file__).parent.parent / "personas" / "journeys"
EXAMPLES = sorted(path.stem for path in JOURNEYS.iterdir() if path.suffix in (".md", ".yml"))

# What is wrong with the first map of a page: texts outside their cell, signs over signs.
TROUBLES = """() => {
  const found = []
  const map = document.querySelector(".playbook-journey-map")
  const inside = (box, room) => box.left >= room.left - 1 && box.right <= room.right + 1
    && box.top >= room.top - 1 && box.bottom <= room.bottom + 1
  for (const cell of map.querySelectorAll("th, td")) {
    if (cell.scrollWidth > cell.clientWidth + 1) found.push("cut: " + cell.textContent.trim())
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      if (text.parentElement.closest("title, desc") || !text.data.trim()) continue
      const range = document.createRange()
      range.selectNodeContents(text)
      for (const box of range.getClientRects())
        if (!inside(box, cell.getBoundingClientRect())) found.push("outside: " + text.data)
    }
  }
  const apart = (nodes, what) => {
    const boxes = [...nodes].map((node) => [node.getBoundingClientRect(), node.textContent])
    boxes.forEach(([a, one], index) => boxes.slice(index + 1).forEach(([b, other]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      if (across > 0.5 && down > 0.5) found.push(`${what} over each other: ${one}, ${other}`)
    }))
  }
  apart(map.querySelectorAll(".playbook-curve text"), "texts")
  apart(map.querySelectorAll(".playbook-point > circle"), "points")
  apart(map.querySelectorAll(".playbook-levels li"), "levels")
  return found
}"""


def journey(count: int, texts: list[str]) -> dict[str, Any]:
    """A journey with so many stages, and these texts in every field."""

    def text(number: int) -> str:
        return texts[number % len(texts)]

    def step(number: int) -> dict[str, Any]:
        return {
            "action": text(number),
            "touchpoint": text(number + 1),
            "channel": "chat",
            "thinking": text(number + 2),
            "feeling": text(number),
            "emotion": number * 7 % 5 - 2,
            "quote": text(number + 1),
            "pain_points": [{"text": text(number), "severity": "high"}],
            "opportunities": text(number + 2),
            "moment_of_truth": text(number) if number % 4 == 1 else False,
            "frontstage": text(number + 1),
            "backstage": text(number),
            "system": text(number + 2),
            "metric": text(number + 1),
            "target": "95 %",
            "owner": "support",
        }

    stages = [
        {
            "title": text(at),
            "phase": text(at // 3),
            "goal": text(at + 1),
            "enter_when": text(at),
            "exit_when": text(at + 2),
            "emotion": at % 5 - 2,
            "hand_off": text(at),
            "steps": [step(at + number) for number in range(1 + at % 3)],
        }
        for at in range(count)
    ]
    return {"kind": "journey", "title": text(0), "scenario": text(2), "stages": stages}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site with generated journeys is served."""
    root = tmp_path_factory.mktemp("journeys")
    (root / "docs").mkdir()
    (root / "personas" / "journeys").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(CONFIG)
    (root / "personas/playbook.yml").write_text(
        "channels: [{id: chat, title: Live chat}]\nteams: [{id: support, title: Support}]\n"
        "rules: {orphan: off}\n"
    )
    for count, name in MADE:
        file = root / "personas" / "journeys" / f"{name}-{count}.yml"
        file.write_text(json.dumps(journey(count, TEXTS[name]), ensure_ascii=False), "utf-8")
    build_site(root / "mkdocs.yml", root / "site")
    with served(root / "site") as url:
        yield url


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A page of a browser, the same for all tests: opening one takes longer than measuring."""
    page = browser.new_page()
    yield page
    page.close()


def pages_of(page: Page) -> int:
    """How many pages it takes to print a page of the site."""
    pdf = page.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("count", "name"), MADE)
def test_nothing_is_cut(tab: Page, made: str, count: int, name: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(f"{made}journeys/{name}-{count}/")
    assert tab.evaluate(TROUBLES) == []
    assert tab.evaluate("document.querySelector('article').scrollWidth") <= width


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_of_the_example_is_cut(tab: Page, address: str, name: str) -> None:
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto(f"{address}journeys/{name}/")
    assert tab.evaluate(TROUBLES) == []


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("count", [1, 6, 12])
def test_a_poster_is_one_page(tab: Page, made: str, count: int, name: str) -> None:
    tab.goto(f"{made}journeys/{name}-{count}/poster/")
    assert pages_of(tab) == 1
    tab.set_viewport_size({"width": 1062, "height": 733})  # a sheet without its margins
    tab.emulate_media(media="print")
    troubles = tab.evaluate(TROUBLES)
    tab.emulate_media(media="null")
    assert troubles == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_poster_of_the_example_is_one_page(tab: Page, address: str, name: str) -> None:
    tab.goto(f"{address}journeys/{name}/poster/")
    assert pages_of(tab) == 1


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_poster_of_the_example_can_be_read(tab: Page, address: str, name: str) -> None:
    tab.goto(f"{address}journeys/{name}/poster/")
    tab.emulate_media(media="print")
    points, *signs = tab.evaluate("""() => {
      const map = document.querySelector(".playbook-journey-map")
      const size = (node, part) => parseFloat(getComputedStyle(node, part).width) * 0.75
      const marks = [...map.querySelectorAll(".playbook-mark > span")]
      return [parseFloat(getComputedStyle(map).fontSize) * 0.75]
        .concat(marks.map((mark) => size(mark, "::before")).filter(isFinite))
    }""")
    tab.emulate_media(media="null")
    assert points >= 6
    assert max(signs, default=0) <= points  # what a statement rests on is no larger than its words


@pytest.mark.parametrize("name", EXAMPLES)
def test_points_stand_in_the_column_of_their_stage(tab: Page, address: str, name: str) -> None:
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto(f"{address}journeys/{name}/")
    outside = tab.evaluate("""() => {
      const map = document.querySelector(".playbook-journey-map")
      const stages = [...map.querySelectorAll("thead tr:last-child th")]
      return [...map.querySelectorAll(".playbook-point")].filter((point) => {
        const number = point.querySelector(".playbook-point-number").textContent
        const disc = point.querySelector("circle").getBoundingClientRect()
        const stage = stages[number.split(".")[0] - 1].getBoundingClientRect()
        return disc.left < stage.left || disc.right > stage.right
      }).length
    }""")
    assert outside == 0


@pytest.mark.parametrize("name", ["first-order", "warranty-repair-2027"])
def test_the_names_of_rows_stay_in_sight(tab: Page, address: str, name: str) -> None:
    tab.set_viewport_size({"width": 390, "height": 900})
    tab.goto(f"{address}journeys/{name}/")
    left = """() => {
      const frame = document.querySelector(".playbook-journey-map-frame")
      frame.scrollLeft = 200
      const name = frame.querySelector("tbody th").getBoundingClientRect()
      return [frame.scrollLeft, name.left - frame.getBoundingClientRect().left]
    }"""
    scrolled, away = tab.evaluate(left)
    assert scrolled > 0
    assert away == 0
