"""The page that says what needs somebody's attention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..finding import Finding
from ..places import CALENDAR, COVERAGE, HEALTH, RULE_PAGES
from ..views.health import health
from .maker import Maker
from .page import Page


def make(maker: Maker, findings: Sequence[Finding]) -> Iterator[Page]:
    """Findings, reviews, drafts, what is only assumed, and proofs that age."""
    words = maker.language.words
    names = {
        "health": health(maker.catalog, findings),
        "silent": sum(one.statements for one in maker.bare),
        "gaps": len(maker.coverage.gaps),
        "coverage": COVERAGE,
        "calendar": CALENDAR,
        "rules": RULE_PAGES if maker.site.reference else "",
    }
    head = {"search": {"boost": 0.5}, "description": words["health_intro"], "hide": ["toc"]}
    yield maker.page(HEALTH, words["health"], "health.md.jinja", names, head)
