"""The look that all sheets of our workbooks share: colours, font, lines, and the page when it is printed."""

from __future__ import annotations

from typing import Any

NAVY, TEAL, AMBER, RED = "1F3A5F", "2F7F86", "B7791F", "C0392B"
PALE, LINE, INK, GREY = "F5F8FB", "D5DDE6", "22303F", "8794A3"
FONT = "微软雅黑"


def font(size: int, colour: str, *, bold: bool = False) -> Any:
    from openpyxl.styles import Font

    return Font(name=FONT, size=size, color=colour, bold=bold)


def fill(colour: str, *, back: bool = False) -> Any:
    """A solid fill; conditional formats want their colour at the `back`."""
    from openpyxl.styles import PatternFill

    return PatternFill("solid", bgColor=colour) if back else PatternFill("solid", fgColor=colour)


def border(*, top: str = "", bottom: str = "", around: str = "") -> Any:
    from openpyxl.styles import Border, Side

    if around:
        side = Side(style="thin", color=around)
        return Border(left=side, right=side, top=side, bottom=side)
    return Border(
        top=Side(style="thick", color=top) if top else None, bottom=Side(style="thin", color=bottom) if bottom else None
    )


def set_up_page(ws: Any) -> None:
    """A4 landscape, one page wide, centred, page numbers at the foot."""
    ws.page_setup.paperSize, ws.page_setup.orientation = 9, "landscape"
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.page_setup.fitToWidth = 1
    ws.page_margins.left = ws.page_margins.right = 0.4
    ws.page_margins.top, ws.page_margins.bottom, ws.page_margins.footer = 0.5, 0.75, 0.35
    ws.print_options.horizontalCentered = True
    ws.oddFooter.left.text, ws.oddFooter.right.text = "&A", "第 &P 页 / 共 &N 页"
    ws.oddFooter.left.size = ws.oddFooter.right.size = 9
