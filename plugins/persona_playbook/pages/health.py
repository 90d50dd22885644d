"""The page that says what needs somebody's attention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..finding import Finding
from ..views.health import health
from .maker import Maker
from .page import Page

HEALTH = "overview/health.md"


def make(maker: Maker, findings: Sequence[Finding]) -> Iterator[Page]:
    """Findings, reviews, drafts, what is only assumed, and proofs that age."""
    words = maker.language.words
    names = {"health": health(maker.catalog, findings)}
    head = {"search": {"boost": 0.5}, "description": words["health_intro"], "hide": ["toc"]}
    yield maker.page(HEALTH, words["health"], "health.md.jinja", names, head)
