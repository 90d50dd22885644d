"""The sign of a kind, in the hue of its side."""

from __future__ import annotations

from markupsafe import Markup

from ..kinds import Kind
from .svg import element


def icon(kind: Kind) -> Markup:
    """Return a kind's sign; decorative, since a word stands beside it."""
    style = f"playbook-icon playbook-{kind.side}"
    box = {"class": style, "viewBox": "0 0 24 24", "aria-hidden": "true"}
    return element("svg", box, element("path", {"d": kind.icon}))
