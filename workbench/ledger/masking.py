"""Text from people, made safe to keep: no numbers of citizens, no characters that break a file.

Identity numbers follow GB 11643-1999 (17 digits and a check character, ISO 7064 MOD 11-2); bank card numbers
carry the Luhn check digit (ISO/IEC 7812-1). Only numbers whose check digit holds are masked, so that file
numbers stay readable.
"""

from __future__ import annotations

import re

CELL_UNITS = 32_767  # UTF-16 units that one Excel cell holds

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_GAP = r"[ \t\u00a0\u2002-\u200a\u3000\-—–_.·]{0,3}"
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF38: "X", 0xFF58: "x"}
_IDENTITY = re.compile(rf"(?<!\d)[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dXx])")
_MOBILE = re.compile(rf"(?<!\d)1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)")
_MOBILE_ABROAD = re.compile(rf"(?<!\d)(?:\+?86|0086){_GAP}(1{_GAP}[3-9](?:{_GAP}\d){{9}})(?!\d)")
# Issuers' numbers begin so (UnionPay 62, Visa 4, MasterCard 51-55, the banks' own 94-99 …); file numbers rarely do.
_CARD_HEAD = re.compile(r"62|60|4|5[1-5]|3[457]|9[4-9]")
_CARDS = [re.compile(rf"(?<!\d)[3-9](?:{_GAP}\d){{{more}}}(?!\d)") for more in (18, 17, 16, 15, 14)]
_UNKEEPABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str) -> str:
    """`text` without what no XML file or terminal can hold: control characters, lone surrogates, non-characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNKEEPABLE.sub("", text)


def mask(text: str) -> str:
    """`text` with identity, mobile and bank card numbers replaced by stars; the last four digits stay.

    Spaces, dashes and full-width digits inside a number do not hide it.
    """
    if sum(character.isdigit() for character in text) < 11:
        return text
    plain = text.translate(_FULL_WIDTH)  # character for character, so places stay the same
    for pattern, holds, head in (
        (_IDENTITY, is_identity_number, 3),
        *((pattern, _is_card, 4) for pattern in _CARDS),
        (_MOBILE_ABROAD, lambda _: True, 0),
        (_MOBILE, lambda _: True, 3),
    ):
        for found in pattern.finditer(plain):
            place = found.span(1) if found.re.groups else found.span()
            number = re.sub(r"[^\dXx]", "", plain[place[0] : place[1]])
            if holds(number):
                text = text[: place[0]] + _stars(plain[place[0] : place[1]], head) + text[place[1] :]
        plain = text.translate(_FULL_WIDTH)
    return text


def _stars(number: str, head: int) -> str:
    """The same length: the first `head` and the last four signs stay, the rest become stars."""
    signs = sum(character.isalnum() for character in number)
    seen, out = 0, []
    for character in number:
        if not character.isalnum():
            out.append(character)
            continue
        out.append(character if seen < head or seen >= signs - 4 else "*")
        seen += 1
    return "".join(out)


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a resident identity number: a real month and day, and the check character holds."""
    if not re.fullmatch(r"[1-9]\d{16}[\dXx]", number):
        return False
    if not (1 <= int(number[10:12]) <= 12 and 1 <= int(number[12:14]) <= 31):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[17].upper()


def is_card_number(number: str) -> bool:
    """Whether 15 to 19 digits carry a valid Luhn check digit."""
    if not re.fullmatch(r"\d{15,19}", number):
        return False
    total = 0
    for place, digit in enumerate(map(int, reversed(number))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _is_card(number: str) -> bool:
    return bool(_CARD_HEAD.match(number)) and is_card_number(number)


def cell_text(text: str) -> str:
    """`text` as one cell can hold it: cut to 32,767 UTF-16 units, with a word that it goes on in the program."""
    if len(text) <= CELL_UNITS // 2 or _units(text) <= CELL_UNITS:
        return text
    more = "…(全文见程序)"
    kept = text.encode("utf-16-le")[: (CELL_UNITS - len(more)) * 2].decode("utf-16-le", "ignore")
    return kept + more


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
