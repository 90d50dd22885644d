"""The templates of pages: ours, and a team's own in their place."""

from __future__ import annotations

import traceback
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup

from ..kinds import DATA

TEMPLATES = Path(__file__).parent.parent / "templates"


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates, kept for the next build of a preview: compiling takes half a second."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of the same name and source."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        assert bucket.code is not None  # noqa: S101 - it was just compiled
        self._kept[bucket.key, bucket.checksum] = bucket.code


# What a template prints of its own goes through the escaping when it is compiled.
_COMPILED: dict[Callable[[object], str], _Compiled] = defaultdict(_Compiled)


def environment(own: Path | None, safe: Callable[[object], str]) -> jinja2.Environment:
    """Templates, those in the folder `own` first; `safe` escapes what they print."""
    built_in = [jinja2.FileSystemLoader(DATA), jinja2.FileSystemLoader(TEMPLATES)]
    return jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [
                *([jinja2.FileSystemLoader(own)] if own else []),
                *built_in,
                # So that a team's template can extend the one that it replaces.
                jinja2.PrefixLoader({"built-in": jinja2.ChoiceLoader(built_in)}),
            ]
        ),
        # Everything printed is text, unless we made it: escaped by construction.
        autoescape=True,
        finalize=lambda value: value if isinstance(value, Markup) else Markup(safe(value)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=_COMPILED[safe],
    )


def explain(error: jinja2.TemplateError) -> str:
    """What is wrong with a team's template, and where."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{f.filename}:{f.lineno}: " for f in frames if f.filename.endswith(".jinja")]
    return f"{''.join(places[-1:])}{error.message}"
