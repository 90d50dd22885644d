"""The map: its texts fit their boxes whatever the titles are, and its boxes are links."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import served
from persona_playbook.catalog import load
from persona_playbook.pages.maker import Maker
from persona_playbook.pages.map import make
from persona_playbook.places import Site
from persona_playbook.views import relations
from sites import build, write

Write = Callable[[str], Path]

# Long words and no spaces, wide letters, narrow ones, marks above and below, other scripts.
TITLES = (
    "Amelia",
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz und Fahrradversicherung",
    "WWWWWWWWWWMMMMMMMMMMWWWWWWWWWW MMMMMMMMMM",
    "都市の通勤者は、毎朝十三キロを自転車で走る。駅前の駐輪場はいつも満車です",
    "カーゴバイクのサブスクリプションサービス",
    "Щука ждёт жужжащую широкую электричку в Жмеринке",
    "Một chiếc xe đạp tốt cho những ngày mưa ở Hà Nội",
    "👩‍🚀 Ride-to-work/Rad-zur-Arbeit 2026–2027",
)

CONFIG = """
mkdocs.yml
    site_name: A site
    theme: {name: material, font: false}
    plugins: [persona-playbook: {reference: false}]
"""
BOXES = """() => {
  const svg = document.querySelector(".playbook-graph");
  const box = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  };
  return [...svg.querySelectorAll("a")].map((a) => ({
    name: a.getAttribute("aria-label"),
    rect: box(a.querySelector("rect")),
    texts: [...a.querySelectorAll("text, .playbook-graph-icon")].map(box),
  }));
}"""


def tree() -> str:
    """Every title for each kind of the picture."""
    files = [CONFIG]
    for n, title in enumerate(TITLES):
        personas = f"personas: [p{n}, p{(n + 3) % len(TITLES)}]"
        files += [
            f"personas/p{n}.yml\n    kind: persona\n    name: {title}\n    segments: s{n}",
            f"personas/segments/s{n}.yml\n    kind: segment\n    title: {title}",
        ]
        files += [
            f"personas/{kind}/{n}.yml\n    kind: {kind}\n    title: {title}\n    {personas}"
            for kind in ("journey", "messaging", "service")
        ]
    return "\n".join(files)


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> list[dict[str, Any]]:
    """The boxes of the map and their texts, measured."""
    root = tmp_path_factory.mktemp("map")
    built = build(write(root, tree()), strict=False)
    assert not built.failed, built.errors
    with served(built.root / "site") as address:
        page = browser.new_page()
        page.goto(f"{address}overview/map/")
        found: list[dict[str, Any]] = page.evaluate(BOXES)
        page.close()
    return found


def test_no_text_is_cut(boxes: list[dict[str, Any]]) -> None:
    assert len(boxes) == 5 * len(TITLES)
    for box in boxes:
        rect = box["rect"]
        for text in box["texts"]:
            assert text["left"] >= rect["left"], box["name"]
            assert text["right"] <= rect["right"], box["name"]
            assert text["top"] >= rect["top"] - 1, box["name"]
            assert text["bottom"] <= rect["bottom"] + 1, box["name"]


def test_no_box_overlaps(boxes: list[dict[str, Any]]) -> None:
    rects = [box["rect"] for box in boxes]
    for number, one in enumerate(rects):
        for other in rects[number + 1 :]:
            beside = one["right"] <= other["left"] or other["right"] <= one["left"]
            above = one["bottom"] <= other["top"] or other["bottom"] <= one["top"]
            assert beside or above


def test_with_the_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}overview/map/")
    box = page.locator(".playbook-graph").get_by_role("link", name="Amelia Hart")
    box.focus()
    marked = page.locator(".playbook-graph-near")
    expect(marked).not_to_have_count(0)
    assert all("persona-amelia" in str(line.get_attribute("data-ends")) for line in marked.all())
    # What she is connected with stays as it is, and everything else stands back.
    far = page.locator("a.playbook-graph-far")
    names = [str(one.get_attribute("aria-label")) for one in far.all()]
    assert "Samir Haddad" in names
    assert not {"Amelia Hart", "First order"} & set(names)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert box.locator("rect").evaluate("one => getComputedStyle(one).strokeWidth") == "3px"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Amelia Hart")


def test_the_picture_is_the_list(page: Page, address: str) -> None:
    page.goto(f"{address}overview/map/")
    drawn: list[str] = page.locator("[data-ends]").evaluate_all(
        "lines => lines.map(line => line.dataset.ends)"
    )
    keys = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-key]')]"
        ".map(a => [a.dataset.key, a.href.baseVal]))"
    )
    listed = page.evaluate(
        """Object.fromEntries([...document.querySelectorAll(".playbook-map-list section")].map(
          (one) => [one.querySelector("h3 a")?.getAttribute("href"),
                    [...one.querySelectorAll("dd a")].map((a) => a.getAttribute("href"))]))"""
    )
    assert len(drawn) > 20
    for ends in drawn:
        one, other = ends.split(" ")
        persona = one if one.startswith("persona-") else other
        assert keys[other if persona == one else one] in listed[keys[persona]]


def map_page(folder: Path) -> str:
    (page,) = make(Maker(load(folder), Site()))
    return page.markdown


def test_a_large_playbook_is_counted(playbook: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = playbook(
        """
        amelia.yml
            kind: persona
            name: Amelia
        journeys/order.yml
            kind: journey
            title: Order
            personas: [amelia]
        """
    )
    monkeypatch.setattr(relations, "MOST", 1)
    page = html.unescape(map_page(folder))
    assert '<svg class="playbook-graph"' not in page
    assert 'href="../directory/?persona=amelia&kind=journey"' in page
    assert 'aria-label="Amelia, Journeys: 1"' in page


def test_a_playbook_without_personas(playbook: Write) -> None:
    assert "No persona in use yet" in map_page(playbook("notes.txt\n    nothing"))
