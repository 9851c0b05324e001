"""The few building blocks of our Word templates: page, styles, tables with lines where they help the eye."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

PLAIN, SONG, HEI = "微软雅黑", "宋体", "黑体"
LATIN = {PLAIN: "Arial", SONG: "Times New Roman", HEI: "Arial"}  # of the digits and letters beside it
ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
BOX = "□"


@dataclass(frozen=True)
class Style:
    """Sizes in points. The line height is exact, so that a page holds the same with every font; 0 fits a picture."""

    size: float
    line: float
    bold: bool = False
    align: str = "left"
    before: float = 0
    after: float = 0
    font: str = PLAIN
    indent: float = 0  # characters of the first line
    hang: float = 0  # characters by which the lines after the first stand in
    keep: bool = False  # stays on the page of what follows


def page(
    styles: dict[str, Style], margins: tuple[float, float, float, float] = (15, 16, 13, 16), title: str = ""
) -> Doc:
    """An empty A4 page (margins top, right, bottom, left in mm) with named styles that an office can change in Word."""
    doc = Document()
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
    section.header_distance = section.footer_distance = Mm(8)
    doc.core_properties.title = title
    doc.core_properties.author = ""
    doc.core_properties.comments = ""
    _set_style(doc.styles["Normal"], styles["正文"])
    for name, style in styles.items():
        if name != "正文":
            _set_style(doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), style)
    return doc


def _set_style(style: Any, look: Style) -> None:
    set_font(style.element.get_or_add_rPr(), look.font)
    style.font.size, style.font.bold = Pt(look.size), look.bold
    form = style.paragraph_format
    if look.line:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    else:
        form.line_spacing = 1.0
    form.space_before, form.space_after, form.alignment = Pt(look.before), Pt(look.after), ALIGN[look.align]
    form.keep_with_next = look.keep
    form.widow_control = True
    if look.hang:
        form.left_indent, form.first_line_indent = Pt(look.size * look.hang), Pt(-look.size * look.hang)
    if look.indent:
        form.first_line_indent = Pt(look.size * look.indent)


def set_font(properties: Any, name: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{key}"), LATIN[name])
    fonts.set(qn("w:eastAsia"), name)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")  # of Latin letters: words are not broken inside
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def say(place: Any, text: str, style: str | None = None, **look: Any) -> Any:
    """A paragraph at the end of `place`; `⟦…⟧` is bold, `⟪…⟫` underlined. Gives the paragraph."""
    paragraph = place.add_paragraph(style=style)
    write(paragraph, text, **look)
    return paragraph


def write(paragraph: Any, text: str, size: float = 0, bold: bool = False, align: str = "") -> None:
    if align:
        paragraph.alignment = ALIGN[align]
    mark = {"⟦": (True, False), "⟪": (False, True)}
    plain, current = "", (bold, False)
    for sign in [*text, "\0"]:
        if sign in mark or sign in "⟧⟫\0":
            if plain:
                run = paragraph.add_run(plain)
                run.bold, run.underline = current[0] or None, current[1] or None
                if size:
                    run.font.size = Pt(size)
                if plain == BOX:  # the large square of the Chinese font
                    run.font.name = PLAIN
                    run._r.rPr.rFonts.set(qn("w:eastAsia"), PLAIN)
                    run._r.rPr.rFonts.set(qn("w:hint"), "eastAsia")
            plain, current = "", mark.get(sign, (bold, False))
        else:
            plain += sign


def table(place: Any, widths: Sequence[float], rows: int = 1, grid: bool = False) -> Any:
    """A table of fixed column widths (mm), without lines unless `grid`."""
    made = place.add_table(rows=rows, cols=len(widths))
    if grid:
        made.style = "Table Grid"
    made.autofit = False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    properties = made._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), "57" if grid else "0")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    look = properties.find(qn("w:tblLook"))
    properties.append(margins) if look is None else look.addprevious(margins)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for row in made.rows:
        whole(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return made


def whole(row: Any) -> None:
    """Keeps a row on one page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))


def header_row(row: Any) -> None:
    """Repeats a row at the top of every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def lines(cells: Sequence[Any], **sides: tuple[float, str]) -> None:
    """Lines of a cell: `bottom=(points, colour)`."""
    for cell in cells:
        properties = cell._tc.get_or_add_tcPr()
        borders = properties.find(qn("w:tcBorders"))
        if borders is None:
            borders = OxmlElement("w:tcBorders")
            properties.append(borders)
        for side in ("top", "left", "bottom", "right"):
            if side in sides:
                points, colour = sides[side]
                line = OxmlElement(f"w:{side}")
                line.set(qn("w:val"), "single")
                line.set(qn("w:sz"), str(round(points * 8)))
                line.set(qn("w:color"), colour)
                borders.append(line)


def pad(cells: Sequence[Any], **sides: float) -> None:
    """Inner margins of cells in points."""
    for cell in cells:
        margins = OxmlElement("w:tcMar")
        for side in ("top", "left", "bottom", "right"):
            if side in sides:
                one = OxmlElement(f"w:{side}")
                one.set(qn("w:w"), str(round(sides[side] * 20)))
                one.set(qn("w:type"), "dxa")
                margins.append(one)
        cell._tc.get_or_add_tcPr().append(margins)


def fill(cell: Any, text: str, style: str | None = None, **look: Any) -> Any:
    """Text in the first paragraph of a cell. Gives the cell."""
    paragraph = cell.paragraphs[0]
    if style:
        paragraph.style = style
    write(paragraph, text, **look)
    return cell


def loop_rows(made: Any, each: str, row: Any) -> None:
    """Repeats `row` for `{%tr for <each> %}`: the rows that hold the tags go in front of it and behind."""
    for text, put in ((f"{{%tr for {each} %}}", row._tr.addprevious), ("{%tr endfor %}", row._tr.addnext)):
        tag = made.add_row()
        tag.cells[0].paragraphs[0].add_run(text)
        put(tag._tr)


def when(place: Any, condition: str, text: str, style: str | None = None, **look: Any) -> None:
    """A paragraph that is there only when `condition` has something."""
    say(place, f"{{%p if {condition} %}}", style)
    say(place, text, style, **look)
    say(place, "{%p endif %}", style)


def small_gap(doc: Any, points: float = 4) -> None:
    """A thin empty line: Word wants a paragraph between two tables. It stays with what follows."""
    paragraph = doc.add_paragraph()
    form = paragraph.paragraph_format
    form.keep_with_next = True
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)
    form.space_before = form.space_after = Pt(0)
