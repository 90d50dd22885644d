"""The rules. A new one is a function in the module of its subject; importing registers it.

Faults are found by no function here: `faults` has what users read about them.
"""

from . import (
    claims,
    coverage,
    faults,
    files,
    identity,
    personal,
    references,
    reviews,
    visibility,
    wording,
)
from .registry import RULES, Rule, weight

__all__ = [
    "RULES",
    "Rule",
    "claims",
    "coverage",
    "faults",
    "files",
    "identity",
    "personal",
    "references",
    "reviews",
    "visibility",
    "weight",
    "wording",
]
