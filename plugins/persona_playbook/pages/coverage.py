"""The page that shows what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from ..places import COVERAGE
from ..views.coverage import CARING, SAYING
from .maker import Maker
from .page import Page


def make(maker: Maker) -> Iterator[Page]:
    """The matrix of personas and stages, and what nobody has thought of yet."""
    coverage, words = maker.coverage, maker.language.words
    left_out = [one for one in maker.people.everyone if one not in coverage.personas]
    names = {
        "coverage": coverage,
        "kinds": [maker.catalog.kinds[name] for name in ("journey", SAYING, CARING)],
        "left_out": left_out,
        "unanswered": maker.unanswered,
        "bare": maker.bare,
    }
    head = {
        "search": {"boost": 0.5},
        "description": words["coverage_intro"],
        "hide": ["navigation", "toc"],
    }
    yield maker.page(COVERAGE, words["coverage"], "coverage.md.jinja", names, head)
