"""Days → an iCalendar file that calendars subscribe to (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from .escape import plain

_LINE = 75  # bytes, without the line's end
_ADDRESS = ":/?#[]@!$&'()*+,;=%~"  # what an address may hold beside letters


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day; `key` stays the same however often the calendar is made.

    `since` is the day on which that was known, so that the same playbook gives the same bytes.
    """

    key: str
    title: str
    day: date
    since: date
    description: str = ""
    url: str = ""


def calendar(title: str, events: Iterable[Event]) -> bytes:
    """Write a calendar of whole days."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Persona Playbook//EN"]
    lines.append(f"X-WR-CALNAME:{_text(title)}")
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(NAMESPACE_URL, plain(event.key))}"
    yield f"DTSTAMP:{_day(event.since)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(event.day)}"
    yield f"SUMMARY:{_text(event.title)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.url:
        yield f"URL:{quote(plain(event.url), safe=_ADDRESS)}"
    yield "TRANSP:TRANSPARENT"  # nobody is busy all day with a review
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    escaped = re.sub(r"([\\;,])", r"\\\1", plain(text))
    return re.sub(r"\r\n|[\r\n]", r"\\n", escaped)


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 bytes, each but the first after a space; no sign is cut."""
    rows: list[bytes] = []
    row = b""
    for sign in line:
        more = sign.encode()
        if len(row) + len(more) > _LINE:
            rows.append(row)
            row = b" "
        row += more
    return b"\r\n".join([*rows, row]) + b"\r\n"
