"""A calendar says what it was given; the iCalendar library reads it back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from persona_playbook.calendar import Event, calendar
from persona_playbook.escape import plain

DAY = date(2026, 12, 1)
SINCE = date(2026, 6, 1)


def events(written: bytes) -> list[icalendar.Event]:
    read = icalendar.Calendar.from_ical(written)
    return [part for part in read.walk("VEVENT") if isinstance(part, icalendar.Event)]


def test_a_calendar() -> None:
    event = Event(
        "amelia", "Review: Amelia, Hart", DAY, SINCE, "Ours;\nyours", "https://example.com/ä"
    )
    written = calendar("Reviews", [event])
    assert written.splitlines()[:4] == [
        b"BEGIN:VCALENDAR",
        b"VERSION:2.0",
        b"PRODID:-//Persona Playbook//EN",
        b"X-WR-CALNAME:Reviews",
    ]
    (found,) = events(written)
    assert found["SUMMARY"] == "Review: Amelia, Hart"
    assert found["DESCRIPTION"] == "Ours;\nyours"
    assert found["URL"] == "https://example.com/%C3%A4"
    assert found.decoded("DTSTART") == DAY
    assert found.decoded("DTSTAMP") == datetime(2026, 6, 1, tzinfo=UTC)
    assert found.errors == []


def test_the_same_playbook_gives_the_same_bytes() -> None:
    made = [Event(key, "Review", DAY, SINCE) for key in ("a", "b")]
    assert calendar("Reviews", made) == calendar("Reviews", made)
    assert len({event["UID"] for event in events(calendar("Reviews", made))}) == 2


def test_a_calendar_without_events_is_valid() -> None:
    assert events(calendar("Reviews", [])) == []


def test_an_early_year() -> None:
    (found,) = events(calendar("Reviews", [Event("a", "Review", date(5, 1, 1), date(4, 1, 1))]))
    assert found.decoded("DTSTART") == date(5, 1, 1)


@given(st.text(), st.text(min_size=1), st.text())
def test_any_text_comes_back(key: str, title: str, description: str) -> None:
    written = calendar("Reviews", [Event(key, title, DAY, SINCE, description, key)])
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    (found,) = events(written)
    assert found["SUMMARY"] == read(title)
    assert found.get("DESCRIPTION", "") == read(description)
    assert found.errors == []


def read(text: str) -> str:
    return plain(text).replace("\r\n", "\n").replace("\r", "\n")
