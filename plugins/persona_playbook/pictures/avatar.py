"""The initials of a name in a circle, for who has no picture.

Letters rather than a face: a made-up face suggests an age, a sex and an origin.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from .svg import element


def avatar(name: str) -> Markup:
    """Return the picture of a name; decorative, since the name stands beside it."""
    return element(
        "svg",
        {"class": "playbook-avatar", "viewBox": "0 0 40 40", "aria-hidden": "true"},
        element("circle", {"cx": 20, "cy": 20, "r": 20}),
        element(
            "text", {"x": 20, "y": 20, "dy": "0.35em", "text-anchor": "middle"}, initials(name)
        ),
    )


def initials(name: str) -> str:
    """Return the first letters of the first and the last word, "?" for a name without letters."""
    words = re.findall(r"[^\W_]+", name)
    ends = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0].upper() for word in ends) or "?"
