"""One cell as worksheet XML (ECMA-376 part 1, 18.3.1.4) and back; text never becomes a formula."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

Cell = str | int | float | date | datetime | None

_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
NEEDS_CARE = re.compile(r"[&<>\r\n]|_x[0-9A-Fa-f]{4}_").search
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ENTITY = re.compile(rb"&(#x[0-9A-Fa-f]+|#[0-9]+|amp|lt|gt|quot|apos);")
_NAMED = {b"amp": "&", b"lt": "<", b"gt": ">", b"quot": '"', b"apos": "'"}
_TEXTS = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?t\s*>)", re.S)
_PHONETIC = re.compile(rb"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh\s*>", re.S)
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>(.*?)</(?:\w+:)?v\s*>", re.S)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class Unreadable:
    """The value of a cell that holds a formula without a result, or an error value: neither taken nor written over."""

    def __repr__(self) -> str:
        return "Unreadable"


UNREADABLE = Unreadable()


def column_letters(number: int) -> str:
    """`A` for 1, `AA` for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """1 for `A`, 27 for `AA`."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def attributes(text: bytes) -> dict[str, str]:
    """The attributes of a start tag."""
    return {
        found[1].decode(): unescape(found[2] if found[2] is not None else found[3])
        for found in _ATTRIBUTE.finditer(text)
    }


def escape(text: str) -> str:
    """Text as XML holds it, and as Excel reads it (`_x000D_` in a text is no carriage return)."""
    if not NEEDS_CARE(text):
        return text
    text = _ESCAPED.sub(r"_x005F_x\1_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def unescape(text: bytes) -> str:
    """The other way; raises nothing on text of a well-formed document."""
    if b"&" not in text:
        return text.decode("utf-8")
    return _ENTITY.sub(lambda found: _entity(found[1]).encode("utf-8"), text).decode("utf-8")


def _entity(name: bytes) -> str:
    if name[:1] != b"#":
        return _NAMED[name]
    return chr(int(name[2:], 16) if name[1:2] == b"x" else int(name[1:]))


def rich_text(xml: bytes) -> str:
    """The plain text of an `is` or `si` element, without reading aids (phonetic runs)."""
    if b"rPh" in xml:
        xml = _PHONETIC.sub(b"", xml)
    text = "".join(unescape(found[1]) for found in _TEXTS.finditer(xml) if found[1])
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def serial(value: date, *, since_1904: bool = False) -> float:
    """The number that Excel keeps for a date or a moment."""
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    passed = moment - (_EPOCH_1904 if since_1904 else _EPOCH)
    days = passed.days + passed.seconds / 86400
    return int(days) if days == int(days) else round(days, 10)


def moment(number: float, *, since_1904: bool = False) -> datetime | None:
    """The moment of a serial number, to the second; None outside the years that Excel knows."""
    try:
        found = (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(seconds=round(number * 86400))
    except (OverflowError, ValueError):
        return None
    return found if 1900 <= found.year <= 9999 else None


def render(place: str, style: str, value: Cell, *, since_1904: bool = False) -> str:
    """A cell. `place` is its reference, such as `B7`; `style` an index of this workbook, or empty.

    Text goes in as an inline string, so that nothing in it is a formula.
    """
    head = f'<c r="{place}" s="{style}"' if style else f'<c r="{place}"'
    if value is None or value == "":
        return f"{head}/>" if style else ""
    if isinstance(value, str):
        space = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
        return f'{head} t="inlineStr"><is><t{space}>{escape(value)}</t></is></c>'
    if isinstance(value, date):
        value = serial(value, since_1904=since_1904)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{head}><v>{value!r}</v></c>"


def parse(head: bytes, inner: bytes | None, shared: list[str], *, since_1904: bool = False, dated: bool = False) -> Any:
    """The value of a cell from its attributes and content; `dated`: a number in it means a date.

    Gives `UNREADABLE` for an error value and for a formula that was saved without its result.
    """
    if not inner:
        return None
    kind = b""
    if b"t=" in head:
        found = re.search(rb"""(?:^|\s)t\s*=\s*["'](\w+)""", head)
        kind = found[1] if found else b""
    if kind == b"inlineStr":
        return rich_text(inner)
    value = _VALUE.search(inner)
    if value is None:
        return UNREADABLE if _FORMULA.search(inner) else None
    if kind == b"s":
        index = int(value[1]) if value[1].strip().isdigit() else -1
        return shared[index] if 0 <= index < len(shared) else UNREADABLE
    text = unescape(value[1])
    if kind == b"e":
        return UNREADABLE
    if kind == b"b":
        return "是" if text.strip() == "1" else "否"
    if kind in (b"str", b"d"):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) or None
    return _number(text, since_1904, dated)


def _number(text: str, since_1904: bool, dated: bool) -> Any:
    try:
        number = float(text)
    except ValueError:
        return UNREADABLE
    if dated:
        found = moment(number, since_1904=since_1904)
        return number if found is None else found
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
