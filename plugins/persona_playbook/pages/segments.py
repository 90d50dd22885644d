"""What the page of a segment shows."""

from __future__ import annotations

from typing import Any

from ..catalog import Entry
from .maker import Maker


def names(maker: Maker, entry: Entry) -> dict[str, Any]:
    """What the page shows beyond its fields: who is in it, and what they have."""
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
            if not persona.is_retired
        ]
    }
