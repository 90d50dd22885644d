"""Text → pieces that look like a real person's data: addresses, numbers, profiles.

Names can't be told from other words; what has a form can. What is reserved for examples is never
reported. Every pattern is linear in its text: a repetition has a bound, or can't begin again
within what it has read.

No library: phonenumbers fills 48 MB, doesn't know which numbers are kept for fiction, and on the
list of the tests is right in one of five cases; python-stdnum finds nothing in a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from itertools import islice
from typing import NamedTuple

from .bank import cards, ibans
from .ids import national_ids
from .online import addresses, profiles
from .phones import american, grouped, international, labelled
from .spans import Span

PROFILE, NATIONAL_ID, PHONE = "profile", "national id", "phone number"
ADDRESS, IBAN, CARD = "e-mail address", "IBAN", "card number"
MOST = 100  # pieces of one detector in one text; nobody reads on
# In this order: what one has found, the next ones don't look at.
_Detectors = tuple[tuple[str, Callable[[str], Iterator[Span]]], ...]
_WORDS: _Detectors = ((PROFILE, profiles), (ADDRESS, addresses))
_NUMBERS: _Detectors = (
    (IBAN, ibans),
    (CARD, cards),
    (NATIONAL_ID, national_ids),
    (PHONE, international),
    (PHONE, labelled),
    (PHONE, american),
    (PHONE, grouped),
)
# Six digits, not far from each other and no date: every number has them, few documents do.
_DIGITS = re.compile(
    r"[0-9](?<![0-9].)(?!(?<=2)0[0-9]{2}-[0-9]{2}-[0-9]{2}\b)(?:[^\w\n]{0,3}+[0-9]){5}|\+[0-9]"
)
_SEVERAL_WAYS = re.compile(r"\A(?:https?://)?(?:www\.)?|[\s()./–-]")


class Piece(NamedTuple):
    """A part of a text from `start` to `end`; `masked` is fit to be shown to anybody."""

    detector: str
    start: int
    end: int
    masked: str


def find(text: str, allow: Collection[str] = (), ids: bool = False) -> Iterator[Piece]:
    """Yield the pieces of a text in order.

    `allow` are what the team calls its own: domains, whole addresses, numbers, profiles; `ids`
    says whether to look for national ids.
    """
    pieces = []
    rest = text
    detectors = (*_WORDS, *_NUMBERS) if _DIGITS.search(text) else _WORDS
    for detector, detect in detectors:
        if detector == NATIONAL_ID and not ids:
            continue
        spans = list(islice(detect(rest), MOST))
        for start, end, reserved in spans:
            value = text[start:end]
            if not reserved and not _is_allowed(value, allow):
                pieces.append(Piece(detector, start, end, _mask(detector, value)))
        rest = _blank(rest, spans)
    yield from sorted(pieces, key=lambda piece: piece.start)


def hide(text: str, allow: Collection[str] = (), ids: bool = False) -> str:
    """Return a text with its pieces masked."""
    parts, position = [], 0
    for piece in find(text, allow, ids):
        parts += [text[position : piece.start], piece.masked]
        position = piece.end
    return "".join([*parts, text[position:]])


def _mask(detector: str, value: str) -> str:
    """Enough to find it again at its place, too little to use it."""
    if detector == PROFILE:
        return f"{value.removeprefix('https://').removeprefix('http://').partition('/')[0]}/…"
    return f"{value[:2]}…{value[-2:]}" if len(value) > 7 else f"{value[:1]}…"


def _is_allowed(value: str, allow: Collection[str]) -> bool:
    domain = value.lower().rpartition("@")[2]
    return any(
        _plain(value) == _plain(one)
        or ("@" in value and f".{domain}".endswith(f".{one.lower().removeprefix('@')}"))
        for one in allow
    )


def _plain(value: str) -> str:
    """A value without what may be written in several ways."""
    return _SEVERAL_WAYS.sub("", value.lower())


def _blank(text: str, spans: list[Span]) -> str:
    if not spans:
        return text
    parts, position = [], 0
    for start, end, _ in spans:
        parts += [text[position:start], "\0" * (end - start)]
        position = end
    return "".join([*parts, text[position:]])
