"""Ids that states give to people: of six countries, with check digits where they have some."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .spans import EXAMPLES, Span

_IDS = re.compile(
    r"""
    (?<![\w/=.,+-])
    (?: (?P<us>(?!000|666)[0-8][0-9]{2}(?P<gap>[ -])(?!00)[0-9]{2}(?P=gap)(?!0000)[0-9]{4})
      | (?P<uk>(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]
          (?:[ ]?[0-9]{2}){3}[ ]?[A-D])
      | (?P<de>[1-9][0-9][ ]?[0-9]{3}[ ]?[0-9]{3}[ ]?[0-9]{3})
      | (?P<es>(?:[XYZ]-?[0-9]{7}|[0-9]{8}|[0-9]{2}\.[0-9]{3}\.[0-9]{3})[ -]?[A-HJ-NP-TV-Z])
      | (?P<fr>[12][ ]?[0-9]{2}[ ]?(?:0[1-9]|1[0-2]|[2-4][0-9])[ ]?(?:[0-9]{2}|2[AB])
          [ ]?[0-9]{3}[ ]?[0-9]{3}[ ]?[0-9]{2})
      | (?i:bsn|burgerservicenummer|sofinummer)["']?[ ]?[:=]?[ ]{0,2}["']?
          (?P<nl>[0-9]{9}|[0-9]{4}[. ][0-9]{2}[. ][0-9]{3})
    ) (?![\w]|[-.,/][0-9])
    """,
    re.VERBOSE,
)


def national_ids(text: str) -> Iterator[Span]:
    """Find national ids."""
    for match in _IDS.finditer(text):
        country = str(match.lastgroup if match.lastgroup != "gap" else "us")
        value = re.sub(r"[ .-]", "", match[country])
        if _IDS_HOLD[country](value):
            yield Span(*match.span(country), value in EXAMPLES)


def _steuer_id(value: str) -> bool:
    """ISO 7064, and one digit of the first ten that stands there twice or three times."""
    counts = sorted(value[:10].count(digit) for digit in set(value[:10]))
    if counts[-1] not in (2, 3) or (len(counts) > 1 and counts[-2] > 1):
        return False
    rest = 10
    for digit in value[:10]:
        rest = ((int(digit) + rest) % 10 or 10) * 2 % 11
    return (11 - rest) % 10 == int(value[10])


def _dni(value: str) -> bool:
    number = int(value[:-1].translate(str.maketrans("XYZ", "012")))
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] == value[-1]


def _nir(value: str) -> bool:
    number = int(value[:13].replace("2A", "19").replace("2B", "18"))
    return 97 - number % 97 == int(value[13:])


def _bsn(value: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(digit) * weight for digit, weight in zip(value, weights, strict=True)) % 11 == 0


_IDS_HOLD: dict[str, Callable[[str], bool]] = {
    "us": bool,  # no check digit
    "uk": bool,
    "de": _steuer_id,
    "es": _dni,
    "fr": _nir,
    "nl": _bsn,
}
