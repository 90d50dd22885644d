"""The author's own text: as written, with its links pointed at the pages of the site."""

from __future__ import annotations

import os
import posixpath
import re
from functools import partial
from pathlib import Path
from urllib.parse import quote

from markdown.extensions.toc import slugify

from .catalog import Catalog, Entry
from .links import Link, prose, rewrite, unclosed
from .places import Site, asset_uri, picture, relative, way

_HEADING = re.compile(r"^(#{1,6})[ \t]+([^\n]*)$", re.MULTILINE)  # may close with signs, too
_HEADING_ID = re.compile(r"\{:?[^{}#]*#([^\s{}]++)[^{}]*\}[ \t]*$")


def write(catalog: Catalog, site: Site, entry: Entry) -> str:
    """The body of a document for its page; empty if it says nothing more than the title."""
    text = entry.document.body
    if not text.strip():
        return ""
    text = rewrite(text, partial(_target, catalog, site, entry)).strip("\n")
    first = _HEADING.match(text.lstrip())
    if first and len(first[1]) == 1 and _same(first[2].rstrip("# \t"), entry.title):
        text = text.lstrip()[first.end() :].strip("\n")  # the page's heading says it already
    return text + unclosed(text)


def heading_ids(text: str) -> set[str]:
    """The anchors of a Markdown text."""
    ids = set()
    for match in _HEADING.finditer(prose(text)):
        said = match[2].rstrip("# \t")
        own = _HEADING_ID.search(said)
        ids.add(own[1] if own else slugify(said, "-"))
    return ids


def _target(catalog: Catalog, site: Site, entry: Entry, link: Link) -> str | None:
    """Where a link of the body leads on the site; None leaves it as written."""
    if not link.is_relative:
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), link.path))
    if other := catalog.by_path.get(path):
        uri = other.uri
    elif (found := picture(catalog, entry, link.path)) is not None:
        uri = asset_uri(found)
    elif (handwritten := _handwritten(catalog, site, path)) is not None:
        uri = handwritten
    else:
        return None
    if link.html:
        return quote(way(entry.uri, uri, site)) + link.anchor
    return quote(relative(entry.uri, uri)) + link.anchor


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
