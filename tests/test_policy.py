"""The Content Security Policy of a built site: what it allows, and what it stops, in a browser."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser import Quiet, served
from persona_playbook import plugin, policy
from sites import AMELIA, build, write

SITE = """
mkdocs.yml
    site_name: A site
    theme: {name: %s}
    plugins: [search, persona-playbook: {reference: false, content_security_policy: true}]
docs/by-hand.md
    # By hand

    <script>document.title = "the owner's"</script>
"""


def sent(site: Path) -> dict[str, str]:
    """The headers in the file `_headers`."""
    where, *lines = (site / "_headers").read_text("utf-8").splitlines()
    assert where == "/*"
    return dict(line.strip().split(": ", 1) for line in lines)


def directives(text: str) -> dict[str, set[str]]:
    """A policy by its directives."""
    parts = (part.split() for part in text.split(";"))
    return {name: set(values) for name, *values in parts}


@pytest.fixture(scope="module")
def with_headers(site: Path) -> Iterator[str]:
    """The address of the example on a host that sends the headers that were made for it."""

    class Host(Quiet):
        def end_headers(self) -> None:
            for name, value in sent(site).items():
                self.send_header(name, value)
            super().end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(site.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{site.name}/"
    server.shutdown()
    server.server_close()


def watched(browser: Browser) -> tuple[Page, list[str]]:
    """A page, and what it will violate or report."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    troubles: list[str] = []
    page.on("console", lambda one: troubles.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event =>"
        " console.error('violation', event.violatedDirective, event.blockedURI))"
    )
    return page, troubles


# What it says.


def test_what_the_policy_says() -> None:
    allowed = policy.scripts("<script>one()</script>")
    assert len(allowed) == 1
    said = directives(policy.make(allowed))
    assert said["script-src"] == {"'self'", *allowed}
    assert said["default-src"] == said["connect-src"] == said["base-uri"] == {"'self'"}
    assert said["object-src"] == {"'none'"}
    # Styles stand in pages, and addresses with data in style sheets: nowhere else.
    loose = {name for name, values in said.items() if values & {"'unsafe-inline'", "data:"}}
    assert loose == {"style-src", "img-src"}
    assert "unsafe-eval" not in policy.make(allowed)


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ("<script>a()</script><SCRIPT>b()</SCRIPT >", 2),
        ("<script>a()</script><script>a()</script>", 1),
        ("<script src=a.js></script>", 0),
        ('<script type="application/json">{}</script>', 0),
        ('<script type="module">a()</script>', 1),
        ('<script data-say="a > b">a()</script>', 1),
        ("<script>a()\r\n</script><script>a()\n</script>", 1),
        ("<scripts>a()</scripts>", 0),
    ],
)
def test_scripts_that_are_run(page: str, count: int) -> None:
    assert len(policy.scripts(page)) == count


def test_a_page_says_its_encoding_first_and_its_policy_once() -> None:
    page = '<head>\n <meta charset="utf-8">\n <script>a()</script></head>'
    once = policy.in_page(page, "one")
    assert re.search(r'<meta charset="utf-8">\s*<meta http-equiv="[\w-]+" content="one">', once)
    assert policy.in_page(once, "two") == policy.in_page(page, "two")
    assert policy.in_page("<p>no page</p>", "one") == "<p>no page</p>"


# Where it is written.


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_it_is_in_every_page_and_for_hosts_to_send(tmp_path: Path, theme: str) -> None:
    built = build(write(tmp_path, SITE % theme + AMELIA))
    assert not built.errors
    made = sent(tmp_path / "site")["Content-Security-Policy"]
    in_pages = made.removesuffix("; frame-ancestors 'none'")
    assert in_pages != made
    pages = built.files("**/*.html")
    assert {"404.html", "by-hand/index.html", "personas/amelia/index.html"} <= pages
    for name in pages:
        html = built.html(name)
        assert html.count('http-equiv="Content-Security-Policy"') == 1
        assert f'content="{in_pages}"' in html.partition("<script")[0]
        assert policy.scripts(html) <= directives(made)["script-src"]
    assert f'add_header Content-Security-Policy "{made}" always;' in built.html("_headers.nginx")


def test_a_site_that_did_not_ask_gets_none(tmp_path: Path) -> None:
    built = build(write(tmp_path, AMELIA))
    assert not built.files("_headers*")
    assert "Content-Security-Policy" not in built.html("personas/amelia/index.html")


def test_headers_of_the_owner_are_kept(tmp_path: Path) -> None:
    write(tmp_path, SITE % "mkdocs" + AMELIA + "docs/_headers\n    /mine\n")
    assert build(tmp_path).html("_headers") == "/mine\n"


# What it does.

WAYS = [
    "",
    "personas/amelia/",
    "personas/amelia/card/",
    "journeys/first-order/",
    "service/theft/",
    "overview/compare/?persona=amelia",
    "overview/directory/?text=delivery",
    "overview/map/",
    "overview/coverage/",
    "guides/install/",
    "404.html",
]


@pytest.mark.parametrize("where", WAYS)
def test_nothing_of_the_site_is_stopped(browser: Browser, with_headers: str, where: str) -> None:
    page, troubles = watched(browser)
    page.goto(with_headers + where)
    page.wait_for_load_state("networkidle")
    page.context.close()
    assert not troubles


def test_what_needs_scripts_works(browser: Browser, with_headers: str) -> None:
    page, troubles = watched(browser)
    page.goto(with_headers)
    page.get_by_placeholder("Search").first.click()
    page.keyboard.type("flat tyre", delay=15)
    page.locator(".md-search-result__item").first.wait_for()  # from a worker
    page.keyboard.press("Escape")
    before = page.evaluate("document.body.dataset.mdColorScheme")
    page.locator("label.md-header__button:visible[for^=__palette]").click()
    page.wait_for_function("was => document.body.dataset.mdColorScheme !== was", arg=before)
    page.goto(f"{with_headers}overview/directory/")
    page.get_by_label("With these words").fill("theo lambert")
    page.wait_for_url(re.compile("text="))
    page.goto(f"{with_headers}journeys/warranty-repair/")
    page.locator("div.mermaid").first.wait_for()  # what Material puts for a diagram drawn
    box = page.locator("div.mermaid").first.bounding_box()
    assert box
    assert box["height"] > 50
    page.context.close()
    assert not troubles


# What a script that is allowed, fooled, might put into a page.
ATTACKS = {
    "script": """
        const made = document.createElement('script'); made.textContent = 'window.ran = 1';
        document.body.append(made)""",
    "handler": """
        document.body.insertAdjacentHTML('beforeend', '<img src=x: onerror="window.ran = 1">')""",
    "scheme": """
        const made = document.createElement('a'); made.href = 'javascript:window.ran = 1';
        document.body.append(made); made.click()""",
    "frame": """
        const made = document.createElement('iframe');
        made.srcdoc = '<script>parent.ran = 1</' + 'script>'; document.body.append(made)""",
    "data": """
        const made = document.createElement('script');
        made.src = 'data:text/javascript,window.ran = 1'; document.body.append(made)""",
    "base": """
        const made = document.createElement('base'); made.href = 'https://example.org/';
        document.head.append(made);
        if (document.baseURI.includes('example.org')) window.ran = 1""",
    "fetch": "fetch('https://example.org/').then(() => window.ran = 1, () => 0)",
}


@pytest.mark.parametrize("where", ["with_headers", "address"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_injected_is_stopped(
    browser: Browser, request: pytest.FixtureRequest, where: str, attack: str
) -> None:
    page, troubles = watched(browser)
    page.goto(request.getfixturevalue(where))
    page.evaluate(f"() => {{ {ATTACKS[attack]} }}")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    page.context.close()
    assert any(text.startswith("violation") for text in troubles)


@pytest.mark.parametrize(("where", "shown"), [("address", 1), ("with_headers", 0)])
def test_no_other_site_may_frame_it(
    browser: Browser, request: pytest.FixtureRequest, where: str, shown: int
) -> None:
    page = browser.new_page()
    page.set_content(f'<iframe src="{request.getfixturevalue(where)}"></iframe>')
    assert page.frames[-1].locator("article").count() == shown  # not the browser's refusal
    page.close()


@pytest.mark.parametrize("on", [True, False])
def test_a_script_that_came_through_the_cleaning_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser, on: bool
) -> None:
    script = "<script>document.title = 'ran'</script>"
    monkeypatch.setattr(plugin, "net", lambda html: html + script)
    tree = SITE.replace("content_security_policy: true", f"content_security_policy: {on}")
    built = build(write(tmp_path, tree % "mkdocs" + AMELIA))
    assert script in built.html("personas/amelia/index.html")
    with served(tmp_path / "site") as url:
        page = browser.new_page()
        page.goto(f"{url}personas/amelia/")
        assert (page.title() == "ran") is not on  # without a policy it runs
        page.goto(f"{url}by-hand/")
        assert page.title() == "the owner's"
        page.close()
