"""The page of changes, its feed, and the calendar of reviews, on a built site."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as Xml

import icalendar
import pytest

from persona_playbook.catalog import load
from persona_playbook.git import Gap
from persona_playbook.language import english
from persona_playbook.pages import changes, feeds
from persona_playbook.pages.maker import Maker
from persona_playbook.places import Site
from persona_playbook.views.changes import Changes
from repository import Repository, begin
from sites import build, write

BEFORE = """
amelia.md
    ---
    kind: persona
    name: Amelia <Hart>
    owner: support
    last_reviewed: 2026-06-01
    review_every: 3 months
    ---
playbook.yml
    title: Ours
    teams: [{id: support, title: "Customers, all"}]
"""
AFTER = BEFORE.replace("owner:", "pain_points: [Waiting]\n    x-store-format: A3\n    owner:")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = begin(tmp_path / "site")
    repository.commit("2026-11-01", BEFORE)
    repository.commit("2026-11-02", f"{AFTER}gone.yml\n    kind: segment\n    title: Gone")
    (repository.folder / "gone.yml").unlink()
    repository.commit("2026-11-03")
    return repository


def changes_page(repository: Repository, changed: Changes) -> str:
    (page,) = changes.make(Maker(load(repository.folder), Site()), changed)
    return page.markdown


def test_the_page(repository: Repository) -> None:
    text = build(write(repository.root, "notes.txt\n    -"), strict=False).text(
        "overview/changes/index.html"
    )
    assert "3 November 2026 Gone Segment Removed 2 November 2026" in text
    assert "Amelia <Hart> Persona Pain points, Store format" in text
    assert "1 November 2026 Amelia <Hart> Persona New" in text
    assert "pain_points" not in text


def test_the_feed(repository: Repository) -> None:
    config = """
        mkdocs.yml
            site_name: A site
            site_url: https://example.com/ours
            theme: {name: mkdocs}
            plugins: [persona-playbook: {reference: false}]
    """
    built = build(write(repository.root, config), strict=False)
    written = (built.root / "site/overview/changes.xml").read_bytes()
    root = Xml.fromstring(written)  # noqa: S314 - what we wrote ourselves
    atom = "{http://www.w3.org/2005/Atom}"
    assert root.findtext(f"{atom}title") == "Ours: Changes"
    assert [
        (
            entry.findtext(f"{atom}title"),
            entry.findtext(f"{atom}summary"),
            getattr(entry.find(f"{atom}link"), "attrib", {})["href"],
        )
        for entry in root.iter(f"{atom}entry")
    ] == [
        ("Gone (Segment)", "Removed", "https://example.com/ours/overview/changes/"),
        (
            "Amelia <Hart> (Persona)",
            "Pain points, Store format",
            "https://example.com/ours/personas/amelia/",
        ),
        ("Gone (Segment)", "New", "https://example.com/ours/overview/changes/"),
        ("Amelia <Hart> (Persona)", "New", "https://example.com/ours/personas/amelia/"),
    ]


def test_without_an_address_links_are_relative(repository: Repository) -> None:
    feed = feeds(load(repository.folder), Site(), Changes())["overview/changes.xml"]
    assert b'<link href="changes/" />' in feed
    assert b'rel="self"' not in feed


def test_the_calendar(repository: Repository) -> None:
    site = Site(url="https://example.com/")
    written = feeds(load(repository.folder), site, Changes())["overview/reviews.ics"]
    (event,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert event["SUMMARY"] == "Review: Amelia <Hart>"
    assert event["DESCRIPTION"] == "Owner: Customers, all\nLast reviewed: 1 June 2026"
    assert event["URL"] == "https://example.com/personas/amelia/"
    assert str(event.decoded("DTSTART")) == "2026-09-01"


def test_a_file_by_hand_wins(repository: Repository) -> None:
    by_hand = "docs/overview/changes.xml\n    mine"
    built = build(write(repository.root, by_hand), strict=False)
    assert built.html("overview/changes.xml") == "mine\n"
    assert not built.errors


@pytest.mark.parametrize("gap", list(Gap))
def test_every_gap_is_explained(repository: Repository, gap: Gap) -> None:
    page = changes_page(repository, Changes(gap=gap))
    words = english()[f"changes_{gap.value}"].partition(":")[0]
    assert words in page
    assert english()["changes_nothing"] not in page


def test_nothing_yet(repository: Repository) -> None:
    page = changes_page(repository, Changes())
    assert "Nothing has changed yet" in page
