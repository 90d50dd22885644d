"""What every detector yields, and what is reserved for examples."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

# IBANs of the registry's own pages, cards of the documentation of payment services, ids that
# authorities print on their specimens: one a line, without spaces.
EXAMPLES = frozenset(Path(__file__).with_name("examples.txt").read_text("ascii").split())


class Span(NamedTuple):
    """A part of a text; `reserved` if it is nobody's: kept free for examples."""

    start: int
    end: int
    reserved: bool


def digits_of(value: str) -> str:
    """A number without what groups it."""
    return re.sub(r"[^0-9]", "", value)
