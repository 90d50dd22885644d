"""The author's own text → Markdown that shows the same on every engine, and runs nothing.

It is turned into HTML here, in a Markdown of our own choice, and cleaned: the extensions of a site,
which may read files or run code, never see what an author wrote.
"""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from xml.etree.ElementTree import Element

import markdown
from pymdownx import superfences  # type: ignore[import-untyped]  # it has no types

from . import escape
from .blocks import Blocks
from .catalog import Catalog, Entry
from .clean import SCHEMES, clean
from .links import prose, unclosed
from .places import Site, asset_uri, picture, way

_HEADING = re.compile(r"# +([^\n]*)(?:\n|\Z)")
_HEADING_ID = re.compile(r"\{:?[^{}]*\}[ \t]*$")
_BRACKETS = {"[": "]", "(": ")", "<": ">", "{": "}"}
_BRACKET = re.compile(r"[\[\](){}<>]|\n[ \t]*\n")
_DEEPEST = 16
_ICON = re.compile(r":[\w+-]+:")
# All that Material shows without a script from elsewhere; nothing that reads a file.
_EXTENSIONS: dict[str, dict[str, Any]] = {
    "abbr": {},
    "admonition": {},
    "attr_list": {},
    "def_list": {},
    "footnotes": {},
    "md_in_html": {},
    "tables": {"use_align_attribute": True},  # styles are cleaned away
    "toc": {"permalink": False},  # for its ids; the site has its own marks
    "pymdownx.betterem": {},
    "pymdownx.caret": {},
    "pymdownx.critic": {},
    "pymdownx.details": {},
    "pymdownx.highlight": {},
    "pymdownx.inlinehilite": {},
    "pymdownx.keys": {},
    "pymdownx.magiclink": {},
    "pymdownx.mark": {},
    "pymdownx.superfences": {
        "custom_fences": [
            {"name": "mermaid", "class": "mermaid", "format": superfences.fence_code_format}
        ]
    },
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
    "pymdownx.tilde": {},
}


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a document for its page, and the `ids` in it that can be linked to."""

    markdown: str = ""
    ids: frozenset[str] = frozenset()


def write(catalog: Catalog, site: Site, entry: Entry) -> Body:
    """The body of a document for its page; empty if it says nothing more than the title."""
    text = entry.document.body.strip("\n")
    first = _HEADING.match(text)
    if first and _same(first[1].rstrip("# \t"), entry.title):
        text = text[first.end() :]  # the page's heading says it already
    if not text.strip():
        return Body()
    blocks = Blocks(clean(to_html(text)), partial(_address, catalog, site, entry))
    return Body(blocks.markdown, frozenset(blocks.ids))


def to_html(text: str) -> str:
    """A text of an author as HTML, not cleaned yet."""
    text = _flat(text)
    converter = _converter(_ICON.search(text) is not None)
    try:
        return converter.reset().convert(text + unclosed(text))
    except (RecursionError, ValueError):  # quotes in quotes, a thousand deep
        converter.parser.state.clear()  # it believes to be in a quote still
        return f"<pre>{escape.html(text)}</pre>"


def _flat(text: str) -> str:
    """A text without brackets in brackets in brackets: from some depth on they are only signs.

    Python-Markdown looks for the end of each at every one of them: ten thousand take half a minute.
    """
    deep, open_ = [], dict.fromkeys(_BRACKETS.values(), 0)
    for match in _BRACKET.finditer(prose(text)):
        sign = match[0]
        if sign[0] == "\n":  # the end of a paragraph
            open_ = dict.fromkeys(open_, 0)
        elif sign in open_:
            open_[sign] = max(open_[sign] - 1, 0)
        else:
            open_[_BRACKETS[sign]] += 1
            if open_[_BRACKETS[sign]] > _DEEPEST:
                deep.append(match.start())
    parts, position = [], 0
    for start in deep:
        parts += [text[position:start], f"&#{ord(text[start])};"]
        position = start + 1
    return "".join([*parts, text[position:]])


@cache
def _converter(with_icons: bool) -> markdown.Markdown:
    extensions = dict(_EXTENSIONS)
    if with_icons and (icons := _icons()):
        extensions["pymdownx.emoji"] = icons
    return markdown.Markdown(extensions=[*extensions], extension_configs=extensions)


def _icons() -> dict[str, Any] | None:
    """Material's icons, where it is installed; looking them up takes half a second."""
    try:
        # Only who has icons needs Material.
        from material.extensions import emoji  # type: ignore[import-untyped]  # noqa: PLC0415
    except ImportError:
        return None

    def draw(*which: Any) -> Element | str:
        sign, alternative = which[3], which[4]
        # Pictures of emoji would come from elsewhere; letters are in every font.
        drawn: Element | str = alternative if sign else emoji.to_svg(*which)
        return drawn

    return {"emoji_index": emoji.twemoji, "emoji_generator": draw}


def _address(
    catalog: Catalog, site: Site, entry: Entry, written: str, is_picture: bool
) -> str | None:
    """Where a link or picture of the body leads on the site; None if nowhere."""
    try:
        parts = urlsplit(written)
    except ValueError:  # brackets that are no address of a computer
        return None
    if parts.scheme or parts.netloc or written.startswith("//"):
        is_known = parts.scheme in SCHEMES and not is_picture
        return written if is_known else None
    if not parts.path:
        return written if parts.fragment and not is_picture else None
    if parts.path.startswith("/"):
        return None if is_picture else written
    uri: str | None
    name = unquote(parts.path)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), name))
    if (found := picture(catalog, entry, name)) is not None:
        uri = asset_uri(found)
    elif is_picture:
        uri = _handwritten(catalog, site, path)
    elif other := catalog.linked(path):
        uri = other.uri
    else:
        uri = _handwritten(catalog, site, path)
    if uri is None:
        return None
    query = f"?{parts.query}" if parts.query else ""
    anchor = f"#{parts.fragment}" if parts.fragment else ""
    return quote(way(entry.uri, uri, site)) + query + anchor


def _handwritten(catalog: Catalog, site: Site, path: str) -> str | None:
    """A page or file of the site's docs folder, by its path from the playbook's folder."""
    if site.docs is None or not path.startswith("../"):
        return None
    file = os.path.normpath(catalog.folder / path)
    docs = os.path.normpath(site.docs)
    if not file.startswith(docs + os.sep) or not Path(file).is_file():
        return None
    return os.path.relpath(file, docs).replace(os.sep, "/")


def _same(one: str, other: str) -> bool:
    def plain(text: str) -> str:
        return re.sub(r"[\W_]+", " ", _HEADING_ID.sub("", text)).casefold().strip()

    return plain(one) == plain(other)
