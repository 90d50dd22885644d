"""What the page of a piece of evidence shows."""

from __future__ import annotations

from typing import Any

from ..catalog import Entry
from ..views.claims import others
from ..views.value import Value
from .maker import Maker


def names(_: Maker, entry: Entry) -> dict[str, Any]:
    """What the page shows beyond its fields."""
    return {"data": Value(entry), "others": others}
