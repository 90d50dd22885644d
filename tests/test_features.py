"""Cleaning takes what could run, and nothing else: texts keep all that Material shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from browser import open_page, served
from persona_playbook.blocks import Blocks
from persona_playbook.body import to_html
from persona_playbook.clean import clean, net
from sites import build
from test_escape import PIECES, SIGNS, converter
from test_xss import PNG, SITE

FEATURES = (Path(__file__).parent / "features.md").read_text("utf-8")
HTML = [
    *("<p>", "</p>", "<div>", "</div>", "<b class='a'>", "</b>", "<pre>", "</pre>", "<ul>", "<li>"),
    *("</ul>", "<table><tr><td>", "</table>", "<h2>", "<h2 id='a b'>", "<h3 id=x>", "</h2>"),
    *("</h3>", "<br>", "<hr>", "<img src=a.png alt='b'>", "<img src=c.png>", "<a href='#x'>"),
    *("</a>", "<details open><summary>", "</summary>", "</details>", "<svg viewBox='0 0 1 1'>"),
    *("<path d='M0 0'/>", "</svg>", "<input type=checkbox checked>", "<p title='a *b* {c} `d`'>"),
    *("<code>", "</code>", "<blockquote>", "</blockquote>", "<dl><dt>", "<dd>", "</dl>", "&lt;"),
    *("<div markdown='1'>", "<span id='{x}'>", "\n\n", "\n    ", "<h1>", "</h1>", "<h6>", "</h6>"),
]
EMPTY = ("nothing", "")
VOID = {"br", "col", "hr", "img", "input", "wbr"}
TEXTS = st.lists(
    st.sampled_from(HTML) | st.sampled_from(PIECES) | st.text(SIGNS, max_size=6), max_size=14
).map("".join)


class Seen(HTMLParser):
    """The elements and words of a page, in order, as a browser would show them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, object]] = []
        self._words = ""
        self._pre = 0
        self._depth: list[bool] = []
        self.feed(html)
        self.close()
        self._end_words()
        # A heading without words is none.
        self.found = [one for one in self.found if one != EMPTY]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_words()
        values = {name: value or "" for name, value in attrs}
        is_ours = values.get("class") == "playbook-text"
        if tag not in VOID:
            self._depth.append(is_ours)
        if is_ours:
            return
        if re.fullmatch("h[1-6]", tag) and sum(not ours for ours in self._depth) == 1:
            values.pop("id", "")  # Markdown gives headings theirs
            values.pop("class", "")
        if tag == "img":
            values.setdefault("alt", "")
        if tag == "input":
            values.setdefault("type", "checkbox")
        self._pre += tag == "pre"
        self.found.append((tag, sorted(values.items())))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._end_words()
        if re.fullmatch("h[1-6]", tag) and self.found[-1] == (tag, []):
            self.found[-1] = EMPTY
            self._depth.pop()
            return
        if not (self._depth.pop() if self._depth else False):
            self.found.append(("/", tag))
        self._pre -= tag == "pre"

    def handle_data(self, data: str) -> None:
        self._words += data if self._pre else re.sub(r"\s+", " ", data)

    def _end_words(self) -> None:
        words = self._words.strip("\n") if self._pre else " ".join(self._words.split())
        if words:
            self.found.append(("words", words))
        self._words = ""


def elements(html: str) -> Counter[str]:
    """The elements, attributes and words of HTML, and how often each is there."""
    return Counter(str(one) for one in Seen(html).found)


def test_features_are_kept() -> None:
    before = to_html(FEATURES)
    assert elements(before) - elements(clean(before)) == Counter()
    assert len(Seen(before).found) > 800


def test_features_work_on_a_site(tmp_path: Path, browser: Browser) -> None:
    for name in ("docs", "personas"):
        (tmp_path / name).mkdir()
    (tmp_path / "mkdocs.yml").write_text(SITE, "utf-8")
    (tmp_path / "personas/a.png").write_bytes(PNG)
    document = f"---\nkind: persona\nname: Amelia\n---\n{FEATURES}"
    (tmp_path / "personas/amelia.md").write_text(document, "utf-8")
    built = build(tmp_path, strict=False)
    assert not built.failed
    with served(tmp_path / "site") as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        troubles: list[str] = []
        page = open_page(context, address, troubles)
        page.goto(f"{address}personas/amelia/")
        expect(page.get_by_text("Text one")).to_be_visible()
        page.locator(".tabbed-labels label", has_text="Two").first.click()
        expect(page.get_by_text("Text one")).to_be_hidden()
        expect(
            page.get_by_role("cell", name="Middle").or_(page.get_by_text("Middle"))
        ).to_be_visible()
        folded = page.locator("details", has_text="Folded")
        folded.locator("summary").click()
        expect(folded).to_have_attribute("open", "")
        expect(page.locator(".playbook-text img")).to_have_count(3)
        expect(page.locator(".playbook-text .grid.cards > ul > li")).to_have_count(2)
        expect(page.locator(".playbook-text .md-annotation")).to_have_count(3)
        expect(page.locator(".task-list-item")).to_have_count(3)
        page.screenshot(path=tmp_path / "features.png", full_page=True)
        context.close()
    assert not troubles


@given(TEXTS)
@example("<h2>a</h2>b<h2>c")
@example("<h2>?1 !2 " + "a" * 40)
def test_blocks_show_the_same(text: str) -> None:
    cleaned = clean(to_html(text))
    blocks = Blocks(cleaned, lambda target, _: target)
    shown = converter().reset().convert(blocks.markdown)
    assert Seen(shown).found == Seen(cleaned).found


@given(TEXTS)
def test_blocks_of_any_html_show_the_same(text: str) -> None:
    cleaned = clean(text)
    blocks = Blocks(cleaned, lambda target, _: target)
    shown = converter().reset().convert(blocks.markdown)
    assert Seen(shown).found == Seen(cleaned).found


@pytest.mark.parametrize("cleaned", [clean, net])
def test_what_a_tooltip_shows_as_html_has_no_tags(cleaned: Callable[[str], str]) -> None:
    written = cleaned('<b title="<img src=x onerror=run()> &amp; more">a</b>')
    assert written == '<b title="‹img src=x onerror=run()&gt; &amp; more">a</b>'


def test_addresses_nobody_sees_have_no_scheme() -> None:
    assert clean('<blockquote cite="javascript:run()">a</blockquote>').count("run") == 0
