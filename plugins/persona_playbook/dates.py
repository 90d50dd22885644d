"""Dates as people write them → year-month-day, where there is only one way to read them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_MONTHS = "january february march april may june july august september october november december"
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/. ]?)([0-9]{1,2})\2([0-9]{1,2})\Z")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})\Z")
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?[ -]([a-z]{3,9})\.?,?[ -]([0-9]{4})\Z")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})\Z")


def certain(text: str) -> str | None:
    """The date that a text can only mean; `03/04/2026` means two, and so none."""
    text = " ".join(text.lower().split())
    if match := _YEAR_FIRST.match(text):
        year, separator, month, day = match.groups()
        # Without separators only all eight digits say where the month ends.
        return _date(year, month, day) if separator or len(text) == 8 else None
    if match := _YEAR_LAST.match(text):
        one, _, two, year = match.groups()
        readings = {_date(year, two, one), _date(year, one, two)} - {None}
        return readings.pop() if len(readings) == 1 else None
    if match := _DAY_MONTH.match(text):
        return _date(match[3], _month(match[2]), match[1])
    if match := _MONTH_DAY.match(text):
        return _date(match[3], _month(match[1]), match[2])
    return None


def impossible(text: str) -> str:
    """Why a text that is written as year-month-day is no date, in words; "" if it is not."""
    match = _YEAR_FIRST.match(text)
    if not match or match[2] != "-" or certain(text):
        return ""
    year, month = int(match[1]), int(match[3])
    if not 1 <= month <= 12:
        return "a year has 12 months"
    name = _MONTHS.split()[month - 1].title()
    return f"{name} {year} has {monthrange(year, month)[1]} days" if year else ""


def doubt(text: str) -> str:
    """Why a text is no date that is certain, in words that follow it; "" if it is certain."""
    if certain(text):
        return ""
    text = " ".join(text.lower().split())
    if match := _YEAR_LAST.match(text):
        one, _, two, year = match.groups()
        readings = sorted({_date(year, two, one) or "", _date(year, one, two) or ""} - {""})
        if readings:
            return f"can mean {' or '.join(readings)}"
    forms = (_YEAR_FIRST, _YEAR_LAST, _DAY_MONTH, _MONTH_DAY)
    return "is no day of the calendar" if any(form.match(text) for form in forms) else "is no date"


def _month(word: str) -> str:
    found = [n for n, name in enumerate(_MONTHS.split(), 1) if name[:3] == word or name == word]
    found = found or [9] * (word == "sept")
    return str(found[0]) if found else "0"


def _date(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
