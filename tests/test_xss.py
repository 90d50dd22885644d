"""No text of a document runs, loads or dresses as the site, wherever it is shown: payloads.txt."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

import icalendar
import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext

from browser import served
from persona_playbook.body import to_html
from persona_playbook.clean import clean, net
from repository import begin
from sites import Built, build
from trees import png

# Its site is built once, so one worker has them all.
pytestmark = pytest.mark.xdist_group("xss")

PAYLOADS = Path(__file__).parent / "payloads.txt"
SCRIPT = Path(__file__).parent / "xss.js"
TOGETHER = 34  # payloads a document
# A page that nobody made with care: where a text may stand in one.
CARELESS = [
    '<p title="{}" tabindex="0">a</p>',
    "<p title='{}' tabindex='0'>a</p>",
    "<p title={} tabindex=0>a</p>",
    '<a href="{}">a</a>',
    '<img alt="" src="{}">',
    "<title>{}</title>",
    "<textarea>{}</textarea>",
    "<svg><title>{}</title></svg>",
    "<!-- {} -->",
    '<script type="application/json">{{"a": "{}"}}</script>',
    "<script>const a = `{}`;</script>",
    '<script>const a = "{}";</script>',
]
BARE = "http://127.0.0.1:9/"  # a port on which browsers ask for nothing


@dataclass(frozen=True)
class Payload:
    """A text that would like to run; it says its number when it does."""

    number: int
    family: str
    runs: bool
    text: str


@cache
def payloads() -> list[Payload]:
    """All payloads, numbered as in their file."""
    found: list[Payload] = []
    family = ""
    signs = {"n": "\n", "t": "\t", "\\": "\\"}
    for line in PAYLOADS.read_text("utf-8").splitlines():
        if line.startswith("== "):
            family = line[3:]
        elif line and not line.startswith("# "):
            mark, text = line[:6].strip(), line[6:]
            assert mark in ("runs", "inert"), line
            text = re.sub(
                r"\\(?:u([0-9a-f]{4})|([nt\\]))",
                lambda one: signs[one[2]] if one[2] else chr(int(one[1], 16)),
                text,
            )
            number = len(found) + 1
            text = text.replace("NUMBER", str(number))
            found.append(Payload(number, family, mark == "runs", text))
    return found


class Watch:
    """A page that notes which payloads ran, and what was asked of other hosts."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.ran: set[int] = set()
        self.asked: list[str] = []
        context.expose_function("xss", self._run)
        context.add_init_script(path=SCRIPT)
        context.on("request", lambda one: self._ask(one.url, address))
        self.page = context.new_page()

    def own(self, address: str) -> list[str]:
        """The scripts that stand in every page of a site."""
        self.page.goto(address)
        scripts: list[str] = self.page.evaluate("XSS.scripts()")
        return scripts

    def _run(self, *number: object) -> None:
        self.ran |= {int(one) for one in re.findall(r"\d+", str(number))}

    def _ask(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:", "about:", "blob:" + address)):
            self.asked.append(url)


@pytest.fixture
def bare(browser: Browser) -> Iterator[Watch]:
    """An empty page of an empty site."""
    context = browser.new_context()
    page = "<!doctype html><title>Bare</title><body></body>"
    context.route(BARE, lambda route: route.fulfill(body=page, content_type="text/html"))
    context.route("**://evil.example/**", lambda route: route.abort())
    watch = Watch(context, BARE)
    watch.page.goto(BARE)
    yield watch
    context.close()


def caught(watch: Watch, pages: Sequence[tuple[int, str]]) -> set[int]:
    """The payloads that ran or led out, each shown on pages of its own."""
    found: set[int] = set()
    for start in range(0, len(pages), 50):
        some = pages[start : start + 50]
        wrong = watch.page.evaluate("(pages) => XSS.frames(pages)", [page for _, page in some])
        for (number, _), faults in zip(some, wrong, strict=True):
            if any(what == "address" for what, _ in faults):
                found.add(number)
    return found | watch.ran


def seen(watch: Watch, those: Sequence[Payload]) -> set[int]:
    """The payloads that were caught, in the texts of bodies or anywhere on a careless page."""
    found: set[int] = set()
    for show in (to_html, str, lambda text: "\n".join(one.format(text) for one in CARELESS)):
        left = [one for one in those if one.number not in found]
        found |= caught(watch, [(one.number, show(one.text)) for one in left])
    return found


def test_the_test_can_see(bare: Watch) -> None:
    those = [one for one in payloads() if one.runs]
    found = seen(bare, those)
    print(f"{len(found)} of {len(those)} payloads seen to run")  # noqa: T201 - a figure
    assert len(found) >= 0.9 * len(those), [one for one in those if one.number not in found]


@pytest.mark.parametrize("cleaned", [clean, net])
def test_each_net_holds_alone(bare: Watch, cleaned: Callable[[str], str]) -> None:
    pages = []
    for one in payloads():
        written = [to_html(one.text), one.text, *(place.format(one.text) for place in CARELESS)]
        pages.append("".join(f"<div>{cleaned(each)}</div>" for each in written))
    bare.page.set_content(f"<!doctype html><article>{''.join(pages)}</article>")
    bare.page.evaluate("XSS.stir('*')")
    assert not bare.ran
    wrong = bare.page.evaluate("XSS.look([])")
    # Pictures from elsewhere become links where pages are made: blocks.py.
    wrong = [one for one in wrong if not one[1].startswith("<img")]
    if cleaned is net:  # our own pages have ids and classes of the theme
        wrong = [one for one in wrong if one[0] != "id"]
    else:
        classes = bare.page.evaluate(
            "Array.from(document.querySelectorAll('*'), (e) => e.classList)"
        )
        names = {name for one in classes for name in one.values()}
        assert not [name for name in names if re.match(r"md-(?!button)|playbook-|js-", name)]
    assert wrong == []


SITE = """
site_name: A site
site_url: https://example.com/
theme:
  name: material
  font: false
  features: [content.code.annotate, content.code.copy, content.tabs.link, content.tooltips,
             navigation.indexes, search.highlight, search.suggest]
plugins:
  - search
  - macros: {include_dir: includes}
  - persona-playbook: {reference: false}
nav: [Personas: personas/, Journeys: journeys/]
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true}
  - pymdownx.arithmatex: {generic: true}
  - pymdownx.betterem
  - pymdownx.caret
  - pymdownx.critic
  - pymdownx.details
  - pymdownx.emoji
  - pymdownx.highlight
  - pymdownx.inlinehilite
  - pymdownx.keys
  - pymdownx.magiclink
  - pymdownx.mark
  - pymdownx.snippets: {base_path: [includes]}
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true}
  - pymdownx.tilde
"""
# A document for one payload, P; those of several become one: texts after each other, lists longer.
DOCUMENTS = {
    "persona": """
        name: P
        tagline: P
        summary: P
        image: a.png
        image_alt: P
        quote: P
        tags: [P]
        links: [{title: P, url: P}, {title: P, url: "https://example.com/P"}]
        x-P: P
        goals: [P]
        about: {P: P}
        """,
    "journey": """
        title: P
        summary: P
        personas: [own]
        stages: [{title: P, emotion: 1, steps: [{action: P, thinking: P, feeling: P}]}]
        """,
    "messaging": """
        title: P
        personas: [own]
        pillars: [{title: P}]
        objections: [{objection: P, answers: [P]}]
        """,
    "service": """
        title: P
        personas: [own]
        scenarios: [{title: P, say: [P]}]
        """,
    "evidence": """
        title: P
        findings: [P]
        """,
    "segment": """
        title: P
        criteria: [P]
        """,
}
# All that there is, for a few.
WIDE = {
    "persona": """
        name: P
        tagline: P
        summary: P
        image: a.png
        image_alt: P
        quote: [{text: P, speaker: P}]
        owner: P
        tags: [P]
        segments: [P]
        links: [{title: P, url: P}, {title: P, url: "https://example.com/P"}]
        codes: {P: P}
        history: [{text: P, why: P}]
        x-P: P
        own: P
        goals: [P, {text: P, why: P, quote: P, severity: high, sources: [e0, P]}]
        pain_points: [{text: P, why: P, severity: high}]
        jobs: [{when: P, want: P, so_that: P}]
        about: {P: P, Nested: {P: P}, Many: [P]}
        skills: [{name: P, level: 3}]
        traits: [{low: P, high: P, value: 3}]
        channels: [{channel: c0, note: P}, P]
        touchpoints: [{touchpoint: P, system: P, state: P}]
        related: [{persona: P, why: P}]
        empathy: {says: [P], thinks: [P], does: [P], feels: [P]}
        buying: {roles: [P], budget: P}
        day_in_the_life: P
        """,
    "journey": """
        title: P
        summary: P
        personas: [own, P]
        scenario: P
        expectations: [P]
        stages:
          - {title: P, phase: P, goal: P, emotion: 1, owner: P, hand_off: P, content: [P],
             metric: P, steps: [{action: P, touchpoint: P, channel: P, thinking: P, feeling: P,
             emotion: -1, quote: P, pain_points: P, opportunities: P, system: P,
             moment_of_truth: P, frontstage: P, backstage: P, target: P, owner: P}]}
        transitions: [{from: P, to: P, what: P, health: P, owner: P}]
        opportunities: [{text: P, customer_value: 50, business_value: 50, effort: 1, owner: P}]
        """,
    "messaging": """
        title: P
        summary: P
        personas: [own]
        value_proposition: P
        positioning: {for: P, who: P, product: P, category: P, benefit: P, unlike: P, difference: P}
        pillars: [{title: P, promise: P, pain_points: [P], messages: [P], why_us: P, proof: P}]
        messages: [{stage: s0, channel: c0, pain_point: P, message: P, call_to_action: P, asset: P}]
        objections: [{objection: P, context: P, answers: [P], proof: [{claim: P, source: P}]}]
        proof: [{claim: P, source: P, evidence: P, expires: '2027-01-01'}]
        alternatives: [{name: P, strong: P, weak: P}]
        before_after: [{before: P, after: P, so_what: P}]
        stories: [{challenge: P, experience: P, solution: P, result: P}]
        lengths: {P: P}
        tone: {voice: P, this_not_that: [{say: P, not: P}], words_to_use: [P]}
        campaigns: [{title: P, stage: s0, channel: c0, offer: P, measure: P}]
        """,
    "service": """
        title: P
        summary: P
        personas: [own]
        stages: [s0, P]
        channels: [c0]
        principles: [P]
        scenarios: [{title: P, trigger: P, signs: [P], do: [P], dont: [P], say: [P], avoid: [P],
          steps: [P], authority: P, escalate: P, stage: s0, channel: c0}]
        escalation: [{tier: P, when: P, to: P, hand_over: P, target: P, exit_when: P}]
        response_targets: [{channel: c0, priority: P, first_reply: P, hours: P, met: P}]
        priorities: [{level: P, when: [P], customers: [P]}]
        proactive: [{trigger: P, gesture: P, limit: P, owner: P}]
        metrics: [{name: P, target: P, actual: P, source: P}]
        """,
    "evidence": """
        title: P
        summary: P
        method: interviews
        findings: [{text: P, impact: P, quotes: [{text: P, speaker: P}]}]
        hypotheses: [{text: P, verdict: P}]
        demographics: {P: P}
        """,
    "segment": """
        title: P
        summary: P
        criteria: [P]
        qualification: {budget: [P], need: P}
        links: [{title: P, url: "mailto:a@example.com?P"}]
        """,
}
ODD = re.compile("[\0-\x08\x0b-\x1f\x85\u2028]")
Templates = dict[str, str]
FOLDERS = {"persona": "", "journey": "journeys/", "messaging": "messaging/",
           "service": "service/", "evidence": "evidence/", "segment": "segments/"}  # fmt: skip
PNG = png()


def filled(template: Any, text: str) -> Any:
    """A document of a payload."""
    if isinstance(template, dict):
        return {filled(name, text): filled(value, text) for name, value in template.items()}
    if isinstance(template, list):
        return [filled(one, text) for one in template]
    return re.sub(r"\bP\b", lambda _: text, template) if isinstance(template, str) else template


def together(one: Any, other: Any) -> Any:
    """Two documents in one."""
    if isinstance(one, dict):
        more = {name: together(one[name], other[name]) for name in one if name in other}
        return one | other | more
    if isinstance(one, list):
        return one + [each for each in other if each not in one]
    return one if one == other or not isinstance(one, str) else f"{one} {other}"


def document(
    kind: str, texts: Sequence[str], persona: str = "p0", of: Templates = DOCUMENTS
) -> str:
    """A document with these payloads in every place, and in its body."""
    template = yaml.safe_load(of[kind].replace("[own", f"[{persona}"))
    fields = reduce(together, (filled(template, text) for text in texts))
    fields = {"kind": kind, "status": "active", "last_reviewed": "2026-01-01", **fields}
    # What no file may hold stays in the fields, where YAML has signs for it.
    body = "\n\n".join(ODD.sub("", text) for text in texts)
    return f"---\n{json.dumps(fields, indent=1)}\n---\n{body}\n"  # JSON is YAML, and quick


def strange(kind: str, texts: Sequence[str], shift: int) -> str:
    """A document whose fields have every shape but their own."""
    shapes: list[Callable[[str], Any]] = [
        lambda text: text,
        lambda text: [text, [text]],
        lambda text: {text: text},
        lambda text: [{text: {text: [text]}}],
        lambda text: {"text": text, "title": text, "name": text, "url": text, "id": text},
    ]
    fields: dict[str, Any] = {"kind": kind}
    extra = ["template", "hide", "icon", "location", "search", "robots", "author", "id", "aliases"]
    for number, name in enumerate([*yaml.safe_load(WIDE[kind]), *extra]):
        shape = shapes[(number + shift) % len(shapes)]
        fields[name] = shape(texts[(number + shift) % 9])
    return f"---\n{json.dumps(fields, indent=1)}\n---\n{texts[0]}\n"


def playbook(texts: Sequence[str]) -> dict[str, str]:
    """The files of a playbook in which every payload stands in every place."""
    files = {}
    odd = [text for text in texts if ODD.search(text)]  # a value with one is left out whole
    texts = [text for text in texts if text not in odd]
    chunks = [texts[start : start + TOGETHER] for start in range(0, len(texts), TOGETHER)]
    terms = [" ".join(chunk) for chunk in chunks]
    settings = {
        "title": texts[0],
        "labels": {"Pain points": texts[1], "Goals": texts[2], "Journeys": texts[3]},
        "synonyms": [list(texts[::9])],
        **{
            name: [
                {"id": f"{name[0]}{number}", "title": term, "description": term, "contact": term}
                for number, term in enumerate(terms[place::3])
            ]
            for place, name in enumerate(("stages", "channels", "teams"))
        },
        "fields": {"persona": {"own": {"title": texts[4], "description": texts[4]}}},
        "kinds": {
            f"own{number}": {
                "title": term, "plural": term, "description": term, "folder": f"own{number}",
                "fields": {"own": {"title": term, "description": term, "backlink": term}},
            }
            for number, term in enumerate(terms[:2])
        },
    }  # fmt: skip
    files["playbook.yml"] = json.dumps(settings, indent=1)
    for number in range(2):
        files[f"own{number}/o{number}.yml"] = json.dumps(
            {"kind": f"own{number}", "title": terms[number], "own": terms[number]}
        )
    for order, (kind, folder) in enumerate(FOLDERS.items()):
        # Beside other neighbours in each kind, so that none hides behind another.
        mixed = list(texts)
        random.Random(order).shuffle(mixed)  # noqa: S311 - the same each time
        for number in range(len(chunks)):
            some = mixed[number * TOGETHER : (number + 1) * TOGETHER]
            files[f"{folder}{kind[0]}{number}.md"] = document(kind, some, f"p{number}")
        files[f"{folder}{kind[0]}wide.md"] = document(kind, texts[::60], "pwide", WIDE)
        files[f"{folder}{kind[0]}odd.md"] = document(kind, ["Odd", *odd], "podd")
        for shift in range(2):
            files[f"{folder}strange{shift}.md"] = strange(kind, mixed[shift * 40 :], shift)
    for number, text in enumerate(texts):
        name = re.sub(r"\s", " ", text)
        if "/" not in text and 20 < len(name.encode()) < 60 and number % 12 == 0:
            files[f"evidence/{name}.md"] = f"---\nkind: evidence\ntitle: A file {number}\n---\n"
    return files


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with all payloads in all places, in git since today's words were others."""
    repository = begin(tmp_path_factory.mktemp("xss") / "site")
    root = repository.root
    (root / "mkdocs.yml").write_text(SITE, "utf-8")
    (root / "docs").mkdir()
    (root / "includes").mkdir()
    (root / "includes/payload.html").write_text("<script>xss(0)</script>", "utf-8")
    files = playbook([one.text for one in payloads()])
    for name in files:
        path = repository.folder / name
        path.parent.mkdir(exist_ok=True)
        kind = {folder[:-1]: one for one, folder in FOLDERS.items()}.get(name.rpartition("/")[0])
        is_document = kind is not None and name.endswith(".md")
        path.write_text(document(kind, ["Before"]) if is_document else "", "utf-8")
    repository.commit("2026-10-01")
    for name, written in files.items():
        (repository.folder / name).write_text(written, "utf-8", newline="")
    (repository.folder / "a.png").write_bytes(PNG)
    repository.commit("2026-11-01")
    done = build(root, strict=False)
    assert not done.failed, done.log
    return done


def test_every_payload_stands_in_every_place(built: Built) -> None:
    numbers = {one.number for one in payloads() if not ODD.search(one.text)}
    for kind, folder in FOLDERS.items():
        pages = built.files(f"{folder or 'personas/'}{kind[0]}*/**/index.html")
        found = {
            int(number)
            for page in pages
            for number in re.findall(r"[(;/#`]([0-9]+)", html.unescape(built.html(page)))
        }
        assert not numbers - found, kind
    assert len(built.files("**/*.html")) > 150


def test_feeds_and_the_search_hold_texts(built: Built) -> None:
    feed = Xml.fromstring((built.root / "site/overview/changes.xml").read_bytes())  # noqa: S314 - our own
    entries = feed.findall("{*}entry")
    assert entries
    for link in feed.iterfind(".//{*}link"):
        assert urlsplit(link.attrib["href"]).scheme in ("https", "")
    events = icalendar.Calendar.from_ical(built.html("overview/reviews.ics")).walk("VEVENT")
    assert events
    for event in events:
        assert urlsplit(str(event.get("URL", ""))).scheme in ("https", "")
    index = json.loads(built.html("search/search_index.json"))
    for doc in index["docs"]:
        assert not re.search(
            r"<(?!/?(?:p|pre|code|ul|ol|li|sub|sup)\b)", f"{doc['title']} {doc['text']}"
        )


def walk(built: Built, browser: Browser, paths: Iterable[str]) -> list[tuple[object, ...]]:
    """Open these pages of the site, and do what readers do; what ran, and what is wrong."""
    troubles: list[tuple[object, ...]] = []
    with served(built.root / "site") as address:
        context = browser.new_context()
        empty = {"config": {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {}}}
        index = {**empty, "docs": []}
        context.route("**/search_index.json", lambda route: route.fulfill(json=index))
        watch = Watch(context, address)
        own = watch.own(f"{address}404.html")
        for path in paths:
            watch.page.goto(address + path)
            watch.page.evaluate("XSS.stir('a, button, input, label, summary, [title]', 300)")
            troubles += [(path, *one) for one in watch.page.evaluate("own => XSS.look(own)", own)]
            troubles += [(path, "runs", one) for one in watch.ran]
            troubles += [(path, "asks", one) for one in watch.asked]
            watch.ran.clear()
            watch.asked.clear()
        context.close()
    return troubles


def one_of_each(paths: Iterable[str]) -> list[str]:
    """A page of each make: of many personas one profile, one card, one poster."""
    found: dict[object, str] = {}
    for path in sorted(paths):
        folder, _, rest = path.partition("/")
        room = rest.partition("/")[2]
        found.setdefault(path if folder == "overview" else (folder, room), path)
    return list(found.values())


def test_nothing_runs_on_a_page_of_each_make(built: Built, browser: Browser) -> None:
    paths = one_of_each(built.files("**/*.html"))
    assert len(paths) > 30
    troubles = walk(built, browser, paths)
    assert not troubles, "\n".join(str(one)[:400] for one in troubles[:40])


def test_results_of_the_search_are_texts(built: Built, browser: Browser) -> None:
    with served(built.root / "site") as address:
        context = browser.new_context()
        watch = Watch(context, address)
        own = watch.own(f"{address}404.html")
        watch.page.goto(f"{address}service/s1/")
        field = watch.page.locator(".md-search__input")
        field.click()
        for query in ("xss", "onerror", "<script>"):
            watch.page.evaluate("document.querySelector('.md-search-result__list').innerHTML = ''")
            field.fill(query)
            field.press("Shift")  # Material listens to keys
            watch.page.wait_for_selector(".md-search-result__item", state="attached")
            watch.page.evaluate("XSS.stir('.md-search *', 100)")
            assert watch.page.evaluate("own => XSS.look(own)", own) == []
        assert not watch.ran
        assert not watch.asked
        context.close()
