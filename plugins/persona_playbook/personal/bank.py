"""Bank accounts and payment cards, known by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_uppercase

from .spans import EXAMPLES, Span, digits_of

# IBAN: ISO 13616, the registry's release 101

_IBAN_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO", 16: "BE BI", 18: "DK FI FK FO GL NL SD", 19: "MK SI",
        20: "AT BA EE KZ LT LU MN XK", 21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM SO TL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "LY PT ST", 26: "IS TR",
        27: "BI DJ FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
        29: "BR EG PS QA UA", 30: "JO KW MU YE", 31: "MT SC", 32: "LC", 33: "RU",
    }.items()
    for country in countries.split()
}  # fmt: skip
_IBAN = re.compile(r"[0-9](?<=[A-Za-z]{2}.)(?<![^\W_]...)[0-9](?=[ \u00a0\n-]?[A-Za-z0-9])")
_GAP = r"(?:[ \u00a0-]|\n[ \t]{0,40}+)?"
# What stands between the check digits and the end, by the country's length: what follows may look
# like more of it ("… 00 BIC").
_REST = {
    length: re.compile(rf"(?:{_GAP}[A-Za-z0-9]){{{length - 4}}}(?![^\W_])")
    for length in set(_IBAN_LENGTHS.values())
}
_TRIES = 20_000  # a text with more beginnings of an IBAN is none that anybody reads
# For the check, letters are numbers from 10 on.
_NUMBERS = {ord(letter): str(number) for number, letter in enumerate(ascii_uppercase, 10)}
_NUMBERS |= {ord(chr(sign).lower()): number for sign, number in _NUMBERS.items()}
_NUMBERS |= dict.fromkeys(map(ord, " \u00a0-\n\t"), "")


def ibans(text: str) -> Iterator[Span]:
    """Find bank accounts."""
    position = 0
    for _ in range(_TRIES):
        match = _IBAN.search(text, position)
        if not match:
            return
        start, position = match.start() - 2, match.end()
        length = _IBAN_LENGTHS.get(text[start : start + 2].upper())
        rest = length and _REST[length].match(text, position)
        if rest and int((rest[0] + text[start:position]).translate(_NUMBERS)) % 97 == 1:
            position = rest.end()
            value = re.sub(r"[^A-Z0-9]", "", text[start:position].upper())
            yield Span(start, position, value in EXAMPLES)


# Cards

_CARD = re.compile(
    r"""
    [2-6](?<![\w/=.,+-].)
    (?: [0-9]{3} (?P<gap>[ \u00a0-]) [0-9]{4} (?P=gap) [0-9]{4} (?P=gap) [0-9]{4}
        (?: (?P=gap) [0-9]{3})?
      | (?<=3)[0-9]{3} (?P<other>[ \u00a0-]) [0-9]{6} (?P=other) [0-9]{4,5}
      | [0-9]{13,18}
    ) (?![\w]|-\w|[.,][0-9])
    """,
    re.VERBOSE,
)
_CARD_KINDS = re.compile(
    r"""
      4(?:[0-9]{15}|[0-9]{18}) | (?:34|37)[0-9]{13} | (?:30[0-5]|36|38|39)[0-9]{11,12}(?<=[0-9]{14})
    | (?:5[1-5]|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12,14}(?<![0-9]{17})
    | 35(?:2[89]|[3-8][0-9])[0-9]{12} | (?:6011|64[4-9]|65|62)[0-9]{12,14}(?<![0-9]{17})
    | (?:5018|5020|5038|5893|6304|6759|676[1-3])[0-9]{12}
    """,
    re.VERBOSE,
)


def cards(text: str) -> Iterator[Span]:
    """Find numbers of payment cards."""
    for match in _CARD.finditer(text):
        digits = digits_of(match[0])
        if _CARD_KINDS.fullmatch(digits) and _luhn(digits):
            # All of Stripe's begin like this; no bank's do.
            reserved = digits in EXAMPLES or digits.startswith("400000000000")
            yield Span(*match.span(), reserved)


def _luhn(digits: str) -> bool:
    twice = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return (sum(map(int, digits[::-2])) + sum(twice)) % 10 == 0
