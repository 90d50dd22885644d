"""A feed says what it was given, whatever that is, and says it the same way each time."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

from hypothesis import given
from hypothesis import strategies as st

from persona_playbook.escape import plain
from persona_playbook.feed import Item, feed

NAMES = {"a": "http://www.w3.org/2005/Atom"}
WHEN = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
URL = "https://example.com/changes.xml"


def read(written: bytes) -> Xml.Element:
    return Xml.fromstring(written)  # noqa: S314 - what we wrote ourselves


def text(root: Xml.Element, path: str) -> list[str]:
    return [found.text or "" for found in root.findall(path, NAMES)]


def test_a_feed() -> None:
    items = [Item("1", "Amelia <Hart>", "Goals & needs", WHEN, "https://example.com/amelia/")]
    root = read(feed("Ours", items, URL, "https://example.com/changes/"))
    assert text(root, "a:title") == ["Ours"]
    assert text(root, "a:author/a:name") == ["Ours"]
    assert text(root, "a:updated") == ["2026-11-02T09:30:00+00:00"]
    assert text(root, "a:entry/a:title") == ["Amelia <Hart>"]
    assert text(root, "a:entry/a:summary") == ["Goals & needs"]
    assert [link.attrib for link in root.findall("a:link", NAMES)] == [
        {"rel": "self", "href": URL},
        {"href": "https://example.com/changes/"},
    ]
    assert [link.attrib for link in root.findall("a:entry/a:link", NAMES)] == [
        {"href": "https://example.com/amelia/"}
    ]


def test_ids_are_addresses_that_stay() -> None:
    def ids(title: str, url: str) -> list[str]:
        items = [Item("1", title, "", WHEN), Item("2", title, "", WHEN)]
        return text(read(feed("Ours", items, url)), ".//a:id")

    assert ids("One", URL) == ids("Two", URL)
    assert len(set(ids("One", URL))) == 3
    assert len({*ids("One", URL), *ids("One", "https://example.org/")}) == 6
    assert all(id_.startswith("urn:uuid:") for id_ in ids("One", ""))


def test_a_feed_without_news_is_valid() -> None:
    root = read(feed("Ours", []))
    assert text(root, "a:updated") == ["1970-01-01T00:00:00+00:00"]
    assert root.findall("a:link", NAMES) == []


@given(st.text(), st.text(), st.text())
def test_any_text_comes_back(title: str, summary: str, url: str) -> None:
    root = read(feed("Ours", [Item(title, title, summary, WHEN, url)]))

    def ends(words: str) -> str:
        return plain(words).replace("\r\n", "\n").replace("\r", "\n")  # as XML reads them

    assert text(root, "a:entry/a:title") == [ends(title)]
    assert text(root, "a:entry/a:summary") == [ends(summary)]
