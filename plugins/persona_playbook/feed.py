"""What happened → an Atom feed, for readers that look for news by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Xml

from .escape import plain

_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news; `key` stays the same however often the feed is made."""

    key: str
    title: str
    summary: str
    when: datetime
    url: str = ""


def feed(title: str, items: Sequence[Item], own_url: str = "", page_url: str = "") -> bytes:
    """Write a feed; the addresses may be relative to where it lies."""
    Xml.register_namespace("", _ATOM)
    root = Xml.Element(_tag("feed"))
    _text(root, "id", _id(own_url or title))
    _text(root, "title", title)
    _text(root, "updated", _time(max((item.when for item in items), default=_NEVER)))
    _text(Xml.SubElement(root, _tag("author")), "name", title)
    if own_url:
        Xml.SubElement(root, _tag("link"), rel="self", href=plain(own_url))
    if page_url:
        Xml.SubElement(root, _tag("link"), href=plain(page_url))
    for item in items:
        entry = Xml.SubElement(root, _tag("entry"))
        _text(entry, "id", _id(f"{own_url or title} {item.key}"))
        _text(entry, "title", item.title)
        _text(entry, "updated", _time(item.when))
        _text(entry, "summary", item.summary)
        if item.url:
            Xml.SubElement(entry, _tag("link"), href=plain(item.url))
    Xml.indent(root)
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _text(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, _tag(name)).text = plain(text)


def _time(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")


def _id(name: str) -> str:
    # An Atom id is an address for ever, also where the site has none.
    return uuid5(NAMESPACE_URL, plain(name)).urn
