"""The home page: the way to everything in the playbook."""

from __future__ import annotations

from collections.abc import Sequence

from ..finding import Finding
from ..places import COVERAGE, HEALTH, HOME, OVERVIEW
from ..settings import TOPICS
from ..views.home import attention
from .maker import Maker
from .page import Page

MOST_PERSONAS = 36  # more are found through their list


def make(maker: Maker, findings: Sequence[Finding], pages: Sequence[Page]) -> Page:
    """The home page of a site without one; `pages` are the others."""
    catalog = maker.catalog
    title = maker.site.title(catalog)
    names = {
        "title": title,
        "personas": maker.people.everyone[:MOST_PERSONAS],
        "more": len(maker.people.everyone[MOST_PERSONAS:]),
        "persona_kind": catalog.kinds["persona"],
        "first_kinds": [
            catalog.kinds[name] for name in ("persona", "journey", "messaging", "service")
        ],
        "teams": maker.topics.teams,
        "attention": attention(maker.coverage, findings),
        "health": HEALTH,
        "coverage": COVERAGE,
        "kinds": [
            (kind, len(catalog.of_kind(kind.name)))
            for kind in catalog.kinds.values()
            if catalog.of_kind(kind.name) or not kind.own
        ],
        "overviews": [page for page in pages if _is_overview(page)],
    }
    head = {"hide": ["navigation", "toc"]}
    return maker.page(HOME, title, "home.md.jinja", names, head)


def _is_overview(page: Page) -> bool:
    """Whether a page is about all documents, or the list of stages, channels or teams."""
    folder, _, name = page.uri.rpartition("/")
    return folder == OVERVIEW or (folder in TOPICS.values() and name == "index.md")
