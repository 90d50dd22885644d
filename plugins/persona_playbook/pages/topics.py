"""The pages about one stage, channel or team, their lists, and who is in a segment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..catalog import Entry
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
            names = {"topic": one}
            yield maker.page(one.uri, one.term.title, f"{vocabulary}.md.jinja", names, head)


def segment(maker: Maker, entry: Entry) -> dict[str, Any]:
    """What the page of a segment shows beyond its fields: who is in it, and what they have."""
    people = [
        reference.source
        for reference in maker.catalog.references_to.get(entry.key, ())
        if reference.source.kind.name == "persona" and reference.where[0] == "segments"
    ]
    kinds = [maker.catalog.kinds[name] for name in ("journey", "messaging", "service")]
    return {
        "members": [
            (persona, [(kind, maker.people.documents(kind.name, persona)) for kind in kinds])
            for persona in dict.fromkeys(people)
            if persona.status != "retired"
        ]
    }


def _index(maker: Maker, vocabulary: str, topics: list[tuple[Term, str]]) -> Page:
    words = maker.language.words
    counts = {term.id: len(maker.topics.documents(vocabulary, term.id)) for term, _ in topics}
    names = {"vocabulary": vocabulary, "topics": topics, "counts": counts}
    uri = f"{TOPICS[vocabulary]}/index.md"
    return maker.page(uri, words[f"topic_{vocabulary}s"], "topics.md.jinja", names)
