"""An SVG element from its name, attributes and children; whatever is not Markup is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from ..escape import part

Value = str | int | float


def element(name: str, attributes: Mapping[str, Value], *children: object) -> Markup:
    """Return one element; children are elements, or texts that are escaped."""
    written = "".join(f' {key}="{_plain(value)}"' for key, value in attributes.items())
    content = join(children)
    return Markup(f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>")


def join(children: Iterable[object]) -> Markup:
    """Return elements and texts one after the other."""
    return Markup("").join(
        child if isinstance(child, Markup) else Markup(part(child)) for child in children
    )


def _plain(value: Value) -> str:
    """An attribute's value; numbers without more digits than a screen can show."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return part(value)
