"""The look of every workbook of the rules: one font, one accent, text that wraps, print on A4 across."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

FONT = "微软雅黑"
INK, MUTED, LINE = "1F2933", "616E7C", "DDE4EB"
NAVY, ACCENT, PALE, BAND, AMBER, AMBER_INK = "17324D", "1F6FD1", "F5F7FA", "DCE6F0", "FCE9CF", "7A3E00"


def font(size: float = 10.5, *, bold: bool = False, colour: str = INK, italic: bool = False) -> Any:
    from openpyxl.styles import Font

    return Font(name=FONT, size=size, bold=bold, color=colour, italic=italic)


def fill(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)


def frame(*, strong_top: bool = False) -> Any:
    from openpyxl.styles import Border, Side

    side = Side(style="thin", color=LINE)
    top = Side(style="thin", color=MUTED) if strong_top else side
    return Border(left=side, right=side, top=top, bottom=side)


def align(*, wrap: bool = True, centre: bool = False, vertical: str = "top") -> Any:
    from openpyxl.styles import Alignment

    return Alignment(wrap_text=wrap, vertical=vertical, horizontal="center" if centre else "left")


def put(cell: Any, value: Any) -> None:
    """A value as text, number or date; text that begins with `=` stays text."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")


def title(ws: Any, text: str, note: str) -> None:
    """The first two rows: what this sheet is, and what to do with it."""
    ws["A1"], ws["A2"] = text, note
    ws["A1"].font, ws["A2"].font = font(16, bold=True, colour=NAVY), font(10, colour=MUTED)
    ws["A1"].alignment = ws["A2"].alignment = align(wrap=False, vertical="center")
    ws.row_dimensions[1].height, ws.row_dimensions[2].height = 30, 20


def head(cell: Any, text: str, *, colour: str = NAVY, ink: str = "FFFFFF") -> None:
    put(cell, text)
    cell.font, cell.fill, cell.border = font(bold=True, colour=ink), fill(colour), frame()
    cell.alignment = align(centre=True, vertical="center")


@dataclass(frozen=True)
class Look:
    """How a cell of a table looks."""

    colour: str = INK
    bold: bool = False
    centre: bool = False
    strong_top: bool = False
    ground: str = ""
    number_format: str = "General"


_known: WeakKeyDictionary[Any, dict[Look, Any]] = WeakKeyDictionary()


def dress(cell: Any, look: Look) -> None:
    """Gives a cell a look. openpyxl takes long to compare styles, so each is made once for a workbook."""
    known = _known.setdefault(cell.parent.parent, {})
    if look not in known:
        cell.font, cell.border = font(bold=look.bold, colour=look.colour), frame(strong_top=look.strong_top)
        cell.alignment, cell.number_format = align(centre=look.centre), look.number_format
        if look.ground:
            cell.fill = fill(look.ground)
        known[look] = copy(cell._style)
    else:
        cell._style = copy(known[look])


PLAIN = Look()
QUIET = Look(colour=MUTED)
SHOWN = Look(colour=MUTED, ground=PALE, number_format="@")


def body(cell: Any, value: Any, look: Look = PLAIN) -> None:
    """A cell of a table."""
    dress(cell, look)
    if value is not None and value != "":
        put(cell, value)


def row_height(ws: Any, row: int, texts: Sequence[tuple[str, float]]) -> None:
    """A height at which every `(text, column width)` can be read: Excel does not grow rows by itself on opening."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    ws.row_dimensions[row].height = min(16.5 * lines + 3, 400)


def _lines(text: str, width: float) -> int:
    return sum(max(1, -(-_width(part) // max(int(width) - 1, 1))) for part in text.split("\n"))


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def page(ws: Any, *, freeze: str, repeat: str, footer: str = "") -> None:
    """Frozen headers on screen; on paper A4 across, one page wide, headers repeated, pages numbered."""
    ws.freeze_panes = freeze
    ws.sheet_view.showGridLines = False
    ws.page_setup.orientation, ws.page_setup.paperSize = "landscape", 9
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.print_title_rows = repeat
    ws.page_margins.left = ws.page_margins.right = 0.4
    ws.oddFooter.left.text, ws.oddFooter.right.text = footer.replace("&", "&&"), "第 &P 页,共 &N 页"
