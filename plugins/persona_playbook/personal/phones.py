"""Phone numbers: by country and length after a plus, by the word before them, by their groups.

A bare run of digits may be anything; without one of these three signs it is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .spans import Span, digits_of

_GAP = r"[ \u00a0\u202f./()–-]"
# All begin with the sign that they can't do without, and look back from there: ten times as fast.
_INTERNATIONAL = re.compile(
    rf"""
    [+0](?<![\w+.,/=-].)(?:(?<=\+)|(?<=0)0) [\ (]{{0,2}} [1-9]
    (?:{_GAP}{{0,3}}+(?:\n[\ \t]{{0,40}}+)?[0-9]){{6,20}} (?![0-9])
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(rf"[0-9(](?<![\w+.,/#-].)[0-9]?(?:{_GAP}{{0,3}}+[0-9]){{6,14}}(?![0-9])")
_LABELS = frozenset(
    re.findall(
        r"\w+",
        """
        tel telephone phone ph mobile mob cell cellphone fax whatsapp sms mobil mobilnummer handy
        handynummer rufnummer tél téléphone portable telefono teléfono móvil celular cellulare
        """,
    )
)
_VERBS = frozenset(
    re.findall(
        r"\w+",
        """
        call ring text reach dial anrufen ruf rufe rufen appeler appelle appelez llama llame llamar
        llámame bel bellen
        """,
    )
)
_BETWEEN = frozenset({"no", "nr", "number", "nummer", "is", "ist", "est", "es"})
_WORD = re.compile(r"[^\W\d_]+")
_AMERICAN = re.compile(
    r"""
    [1-9(](?<![\w+./,=\#-].)(?<![0-9][ ].)
    (?: (?<=1)[ .-]\(?(?!.11)[2-9][0-9]{2} | (?<=\()(?!.11)[2-9][0-9]{2}
      | (?<=[2-9])(?!11)[0-9]{2} )
    (?:\)[ ]?|[ .-]) (?!.11)[2-9][0-9]{2} [ .-] [0-9]{4} (?!\w|[-.,/ ][0-9])
    """,
    re.VERBOSE,
)
_GROUPED = re.compile(
    r"""
    [0(](?<![\w+./,=\#-].)(?<![0-9][:\ ].)(?:(?<=\()0|(?<=0))
    [1-9][0-9]{0,4}+ (?:\)[ ]?|[ ]?[/-][ ]?|[ .\u00a0\u202f])
    [0-9]{1,9}+(?:[ .\u00a0\u202f-][0-9]{1,9}+){0,5}+ (?!\w|[-.,/:][0-9]|[ ]?%)
    """,
    re.VERBOSE,
)
# A number that says what else it is.
_OTHER = re.compile(
    r"""
    (?: \b(?:order|invoice|ticket|case|reference|ref|serial|article|item|part|sku|isbn|issn|ean|gtin
          |upc|vat|tracking|parcel|shipment|contract|policy|batch|lot|asset|frame|model|bestellung
          |rechnung|auftrag|artikel|sendung|vertrag|commande|facture|colis|pedido|factura|zip|plz|postcode)s?
      | (?:\b|nummer|number|code|n)(?:no|nr|number|nummer|numéro|número|code|id|n°|№)
      | [a-z]{3,20}(?:nummer|nr)
      | \#
    ) [ .:=\#"'*_|(]{0,6} \Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NEAR = 40  # how far back the word may begin that says what a number is
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}([-./ ]?)[01][0-9]\1[0-3][0-9](?![0-9])"
    r"|[0-3]?[0-9]([-./ ])[01]?[0-9]\2(?:19|20)[0-9]{2}(?![0-9])"
    r"|[01]?[0-9][-./ ](?:19|20)[0-9]{2}\b"
)
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[ .\u00a0\u202f][0-9]{3})*[ .\u00a0\u202f]000\Z")
# How many digits follow the code of a country; of other countries, seven to nine.
_COUNTRIES = {
    code: range(int(least), int(most or least) + 1)
    for code, least, most in re.findall(
        r"(\d+):(\d+)-?(\d*)",
        """
        1:10 7:10 20:8-10 27:9 30:10 31:9 32:8-9 33:9 34:9 36:8-9 39:8-11 40:9 41:9 43:7-13 44:9-10
        45:8 46:7-9 47:8 48:9 49:7-12 51:8-9 52:10 53:8 54:10-11 55:10-11 56:9 57:10 58:10 60:8-10
        61:9 62:8-12 63:8-10 64:8-10 65:8 66:8-9 81:9-10 82:8-10 84:9-10 86:10-11 90:10 91:10
        92:9-10 93:9 94:9 95:8-10 98:10 234:10 351:9 352:6-9 353:7-9 354:7 358:7-10 359:8-9 380:9
        420:9 421:9 852:8 880:8-10 972:8-9 977:8-10
        """,
    )
}
_COUNTRY = re.compile(
    rf"(?:{'|'.join(_COUNTRIES)})|2[1-69][0-9]|3[578][0-9]|42[0-9]|5[09][0-9]|6[789][0-9]|8[058][0-9]"
    r"|9[679][0-9]"
)
_AMERICAN_DIGITS = re.compile(r"[2-9][0-9]{2}[2-9][0-9]{6}")
# For films and examples (of the authorities NANPA, ARCEP, Ofcom, PTS, Bundesnetzagentur, ACMA and
# ComReg), and for services, which no person answers for.
_NOBODYS = re.compile(
    r"""
      1?(?: (?:[2-9]\d\d)?55501\d\d | (?:8(?:00|33|44|55|66|77|88)|900)\d{7} )
    | (?:33)?(?:19900|26191|35301|46571|53649|63998)\d{4}
    | (?:44)?(?:1632960|(?:11[3-8]|1[2-6]1)4960|1914980|2079460|2896496|2920180|3069990|7700900
          |8081570|9098790)\d{3}
    | (?:46)?(?:3139006[0-4]\d|4062804[0-4]\d|8465004\d\d|9803192\d\d|7017406(?:0[5-9]|[1-9]\d))
    | (?:49)?(?:(?:3023125|6990009|4066969|2214710|8999998)\d{3}|152(?:28817386|28895456|54599371)
          |17139200\d\d|172(?:9925904|9968532|997318[56]|9980752)|174(?:9091317|9464308)
          |176040690\d\d)
    | (?:61)?(?:[2378](?:5550|7010)\d{4}|49157(?:0(?:006|110|15[6-9]|313|737)|1(?:266|491|804)
          |2(?:549|665|983)|3(?:087|770)|4(?:118|632)|5(?:254|789)|6(?:398|801)|7(?:426|644)
          |8(?:148|888|957)|9(?:212|455|760)))
    | (?:353)?2091\d{5}
    | (?:3[12349]|4[1349])?[89]00\d{5,7}
    """,
    re.VERBOSE,
)


def _is_nobodys(digits: str) -> bool:
    return _NOBODYS.fullmatch(digits.lstrip("0")) is not None


def international(text: str) -> Iterator[Span]:
    """Find numbers that begin with a plus, or two zeros, and the code of a country."""
    position = 0
    while match := _INTERNATIONAL.search(text, position):
        start, number = match.start(), match[0].replace("(0)", "   ")
        end = _whole(list(_beginnings(number)), 0 if number[0] == "+" else 2)
        position = start + end if end else match.end()  # behind it another one may follow
        if not end or text[position : position + 1].isalnum():
            continue
        if number[0] == "+" or not _is_other(text, start):
            yield Span(start, position, _is_nobodys(digits_of(number[:end])))


def _whole(beginnings: list[tuple[str, int]], zeros: int) -> int:
    """Where the longest beginning ends that has the form of a country's numbers; 0 for none."""
    country = _COUNTRY.match(beginnings[-1][0], zeros)
    if not country:
        return 0
    lengths = _COUNTRIES.get(country[0], range(7, 10))
    for digits, end in reversed(beginnings):
        rest = digits[country.end() :]
        if len(rest) not in lengths or rest.endswith("000000"):
            continue
        if country[0] == "1":
            return end if _AMERICAN_DIGITS.fullmatch(rest) else 0
        return end if rest[0] != "0" or country[0] in ("39", "225") else 0
    return 0


def labelled(text: str) -> Iterator[Span]:
    """Find numbers behind a word such as "phone"."""
    for match in _NUMBER.finditer(text):
        start, number = match.start(), match[0]
        if _is_labelled(text, start) and not (_DATE.match(number) or _THOUSANDS.match(number)):
            ends = [end for digits, end in _beginnings(number) if 7 <= len(digits) <= 13]
            if ends and not text[start + ends[-1] : start + ends[-1] + 1].isalnum():
                yield Span(start, start + ends[-1], _is_nobodys(digits_of(number[: ends[-1]])))


def _is_labelled(text: str, start: int) -> bool:
    before = text[max(0, start - _NEAR) : start].rstrip(" \t.:=|\"'*_`(")
    if not before[-1:].isalpha():
        return False
    words = _WORD.findall(before.lower())[-4:]
    label = words[-2] if words[-1] in _BETWEEN and len(words) > 1 else words[-1]
    return (
        label in _LABELS
        or label.startswith(("telefon", "telefoon"))
        or (not _VERBS.isdisjoint(words) and not _is_other(text, start))
    )


def american(text: str) -> Iterator[Span]:
    """Find numbers of three, three and four digits."""
    for match in _AMERICAN.finditer(text):
        if not _is_other(text, match.start()):
            yield Span(*match.span(), _is_nobodys(digits_of(match[0])))


def grouped(text: str) -> Iterator[Span]:
    """Find numbers that begin with one zero and are written in groups, as in Europe."""
    for match in _GROUPED.finditer(text):
        if _is_grouped_well(match[0]) and not _is_other(text, match.start()):
            yield Span(*match.span(), _is_nobodys(digits_of(match[0])))


def _is_grouped_well(number: str) -> bool:
    """Whether a number that begins with a zero is none of the other things that do."""
    groups = re.findall("[0-9]+", number)
    lengths = [len(group) for group in groups]
    steps = {int(two) - int(one) for one, two in pairwise(groups)}
    return (
        9 <= sum(lengths) <= 12
        and min(lengths) > 1
        and not _DATE.match(number)
        and lengths not in ([5, 4], [3, 2, 4])  # a postal code, an id
        and not (
            lengths == [4, 4, 4] and number[:2] == "01" and number[2] not in "567"
        )  # a voucher
        and not ("." in number and len(groups) < 4)  # decimals, versions
        and not (len(steps) == 1 and len(groups) > 2)  # 05 10 15 20 25
    )


def _beginnings(number: str) -> Iterator[tuple[str, int]]:
    """Yield the digits of a number up to each of its groups, and where that group ends.

    A new line, or another number behind a slash, ends it once it is long enough.
    """
    digits, end = "", 0
    for group in re.finditer("[0-9]+", number):
        gap = number[end : group.start()]
        if len(digits) > 8 and ("\n" in gap or ("/" in gap and group[0][0] == "0")):
            return
        digits, end = digits + group[0], group.end()
        yield digits, end


def _is_other(text: str, start: int) -> bool:
    return _OTHER.search(text, max(0, start - _NEAR), start) is not None
