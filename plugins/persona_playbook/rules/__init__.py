"""The rules. A new one is a function in the module of its subject; importing registers it."""

from . import (
    claims,
    coverage,
    files,
    form,
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
    "files",
    "form",
    "identity",
    "personal",
    "references",
    "reviews",
    "visibility",
    "weight",
    "wording",
]
