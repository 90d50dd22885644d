"""What tests in a real browser share: the built example, and pages that report their troubles."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parent.parent


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *args: object) -> None:
        """Keep the test's output to what failed."""


def build_site(mkdocs_yml: Path, folder: Path) -> None:
    """Build a site as `mkdocs build --strict` does."""
    config = load_config(str(mkdocs_yml), site_dir=str(folder), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def open_page(context: BrowserContext, address: str, troubles: list[str]) -> Page:
    """A new page that notes what it asks other hosts for, and its errors."""
    page = context.new_page()
    page.on("console", lambda one: troubles.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "request",
        lambda one: None if one.url.startswith((address, "data:")) else troubles.append(one.url),
    )
    return page


def until(page: Page, expression: str) -> None:
    """Wait until something holds; Playwright's own way is to eval, which our policy forbids."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not within 30 seconds: {expression}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built example, named as in its `site_url`: 404.html begins there."""
    folder = tmp_path_factory.mktemp("example") / "playbook"
    build_site(ROOT / "mkdocs.yml", folder)
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built example is served."""
    with served(site.parent) as url:
        yield f"{url}{site.name}/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        path = os.environ["CHROMIUM"]  # `make test` finds one, or installs it
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Home; its test fails if a page asks another host for anything, or reports an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    troubles: list[str] = []
    page = open_page(context, address, troubles)
    page.goto(address)
    yield page
    context.close()
    assert not troubles
