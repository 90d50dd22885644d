"""The pages about one stage, channel or team, and their lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..settings import TOPICS, Term
from .maker import Maker
from .page import Page


def make(maker: Maker) -> Iterator[Page]:
    """A list and a page each of the stages, channels and teams."""
    topics = maker.topics
    for vocabulary, found in (
        ("stage", topics.stages),
        ("channel", topics.channels),
        ("team", topics.teams),
    ):
        yield _index(maker, vocabulary, [(one.term, one.uri) for one in found])
        for one in found:
            # The tables are wide. In the search, the documents that say it come first.
            head: dict[str, Any] = {"hide": ["toc"], "search": {"boost": 0.5}}
            if one.term.description:
                head["description"] = one.term.description
            names = {"vocabulary": vocabulary, "topic": one, "topics": found}
            yield maker.page(one.uri, one.term.title, f"{vocabulary}.md.jinja", names, head)


def _index(maker: Maker, vocabulary: str, topics: list[tuple[Term, str]]) -> Page:
    words = maker.language.words
    counts = {
        term.id: len(maker.topics.mentions.documents(vocabulary, term.id)) for term, _ in topics
    }
    names = {"vocabulary": vocabulary, "topics": topics, "counts": counts}
    uri = f"{TOPICS[vocabulary]}/index.md"
    return maker.page(uri, words[f"topic_{vocabulary}s"], "topics.md.jinja", names)
