"""The whole manual as one Word document for printing, from the HTML of its chapters."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

TITLE, EAST, WEST, CODE = "窗口工作台使用手册", "微软雅黑", "Microsoft YaHei", "Consolas"
COVER = Path(__file__).resolve().parent / "pictures" / "desk.png"
NAVY, LINE, HEAD = "17324D", "DDE4EB", "DCE6F0"
WINDOW_CM, TALL_CM, TEXT_CM = 14.5, 12.0, 16.6
WINDOW_PIXELS = 1366  # a whole window; dialogs are cut out of it, sheets are wider


def write(path: Path, chapters: list[str], folder: Path) -> None:
    """Writes the document; pictures are found from `folder`.

    The contents are a field that Word and LibreOffice can renew. What it shows at first is counted here, by laying
    the pages out with LibreOffice; without it the numbers come with the first renewal (F9 in Word).
    """
    _write(path, chapters, folder, [])
    if pages := _first_pages(path, [_title(chapter) for chapter in chapters]):
        _write(path, chapters, folder, pages)


def _title(chapter: str) -> str:
    return chapter.split("<h1>", 1)[1].split("</h1>", 1)[0]


def _first_pages(path: Path, titles: list[str]) -> list[int]:
    """The page on which each chapter begins; empty when there is no LibreOffice to tell."""
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        return []
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation={Path(folder).as_uri()}/profile", "--headless"]
        subprocess.run(
            [*command, "--convert-to", "pdf", "--outdir", folder, str(path)], check=True, capture_output=True
        )
        pdf = Path(folder) / f"{path.stem}.pdf"
        text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout
    heads = [_squeezed(page.strip().split("\n", 1)[0]) for page in text.decode("utf-8").split("\f")]
    return [heads.index(_squeezed(title)) + 1 for title in titles]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _write(path: Path, chapters: list[str], folder: Path, pages: list[int]) -> None:
    import docx
    from docx.shared import Pt, RGBColor

    document = docx.Document()
    _page(document)
    for name, size in (("Normal", 10.5), ("Title", 28), ("Heading 1", 20), ("Heading 2", 14), ("Heading 3", 12)):
        style = document.styles[name]
        _font(style, WEST)
        style.font.size = Pt(size)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(NAVY)
    document.styles["Normal"].paragraph_format.space_after = Pt(5)
    document.styles["Normal"].paragraph_format.line_spacing = 1.25
    _cover(document, [_title(chapter) for chapter in chapters], pages)
    for number, chapter in enumerate(chapters):
        document.add_page_break()
        writer = Writer(document, folder, f"_Toc{number:08}")
        writer.feed(chapter)
        writer.close()
    document.save(str(path))


def _font(style: Any, name: str) -> None:
    """Latin and Chinese letters of a style or run; the theme's fonts would win over them."""
    from docx.oxml.ns import qn

    style.font.name = name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[key]
    fonts.set(qn("w:eastAsia"), EAST)


def _page(document: Any) -> None:
    """A4, with the number of the page at its foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _cover(document: Any, titles: list[str], pages: list[int]) -> None:
    """The title, and the contents with the page of each chapter."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm, Pt

    document.add_heading(TITLE, 0)
    document.add_paragraph("在程序里按 F1,翻开的就是同一本手册。")
    if COVER.exists():
        document.add_picture(str(COVER), width=Cm(TEXT_CM))
    style = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.paragraph_format.space_after = Pt(3)
    style.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_CM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    for number, title in enumerate(titles):
        paragraph = document.add_paragraph(style="toc 1")
        if number == 0:
            _field(paragraph, "begin", ' TOC \\o "1-1" \\h ')
        link = _element("w:hyperlink", **{"w:anchor": f"_Toc{number:08}"})
        paragraph._p.append(link)
        page = str(pages[number]) if pages else ""
        for run in (paragraph.add_run(title), paragraph.add_run("\t"), paragraph.add_run(page)):
            link.append(run._r)
        if number == len(titles) - 1:
            _field(paragraph, "end")


def _field(paragraph: Any, kind: str, words: str = "") -> None:
    """The beginning of a field with what it is to do, or its end."""
    if kind == "end":
        paragraph.add_run()._r.append(_element("w:fldChar", **{"w:fldCharType": "end"}))
        return
    paragraph.add_run()._r.append(_element("w:fldChar", **{"w:fldCharType": "begin"}))
    told = _element("w:instrText", **{"xml:space": "preserve"})
    told.text = words
    paragraph.add_run()._r.append(told)
    paragraph.add_run()._r.append(_element("w:fldChar", **{"w:fldCharType": "separate"}))


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set("{http://www.w3.org/XML/1998/namespace}space" if key == "xml:space" else qn(key), value)
    return made


class Writer(HTMLParser):
    """Writes the HTML of a chapter into the document; knows just what our chapters use."""

    def __init__(self, document: Any, folder: Path, mark: str) -> None:
        super().__init__()
        self.document, self.folder, self.mark = document, folder, mark
        self.paragraph: Any = None
        self.lists: list[int | None] = []  # the number of the next entry; None for bullets
        self.bold = self.italic = self.code = self.block = False
        self.table: list[list[str]] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag in ("h1", "h2", "h3"):
            self.paragraph = self.document.add_heading(level=int(tag[1]))
            if tag == "h1":  # where its line in the contents leads
                number = self.mark.removeprefix("_Toc").lstrip("0") or "0"
                start = _element("w:bookmarkStart", **{"w:id": number, "w:name": self.mark})
                self.paragraph._p.extend([start, _element("w:bookmarkEnd", **{"w:id": number})])
        elif tag in ("ul", "ol"):
            self.lists.append(int(given.get("start") or 1) if tag == "ol" else None)
        elif tag == "li":
            self._entry()
        elif tag == "p" and not self.lists and self.table is None:
            self.paragraph = self.document.add_paragraph()
        elif tag == "table":
            self.table = []
        elif tag == "tr" and self.table is not None:
            self.table.append([])
        elif tag in ("td", "th") and self.table:
            self.table[-1].append("")
        elif tag == "img":
            self._picture(str(given["src"]))
        elif tag == "pre":
            self.block = True
            self.paragraph = self.document.add_paragraph()
            _shade(self.paragraph._p.get_or_add_pPr(), "F1F4F7")
        self.bold = self.bold or tag == "strong"
        self.italic = self.italic or tag == "em"
        self.code = self.code or tag == "code"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.lists.pop()
        elif tag == "table":
            self._table()
        self.bold = self.bold and tag != "strong"
        self.italic = self.italic and tag != "em"
        self.code = self.code and tag != "code"
        self.block = self.block and tag != "pre"
        if tag in ("p", "li", "h1", "h2", "h3", "pre"):
            self.paragraph = None

    def handle_data(self, data: str) -> None:
        if self.table is not None:
            if self.table and self.table[-1]:
                self.table[-1][-1] += data.replace("\n", " ")
        elif self.paragraph is not None:
            from docx.shared import Pt

            run = self.paragraph.add_run(data.rstrip("\n") if self.block else data.replace("\n", ""))
            run.bold, run.italic = self.bold or None, self.italic or None
            if self.code:
                _font(run, CODE)
            if self.block:
                run.font.size = Pt(8)

    def _entry(self) -> None:
        from docx.shared import Cm

        self.paragraph = self.document.add_paragraph()
        form, deep = self.paragraph.paragraph_format, len(self.lists)
        form.left_indent, form.first_line_indent = Cm(0.7 * deep), Cm(-0.6)
        form.tab_stops.add_tab_stop(Cm(0.7 * deep))
        number = self.lists[-1]
        self.paragraph.add_run("•\t" if number is None else f"{number}.\t")
        if number is not None:
            self.lists[-1] = number + 1

    def _table(self) -> None:
        """Columns as wide as their longest words ask for, the head on a band that is repeated."""
        from docx.shared import Cm, Pt

        rows = [row for row in self.table or [] if row]
        self.table = None
        table = self.document.add_table(len(rows), len(rows[0]), style="Table Grid")
        table.autofit = False
        asked = [min(30, max(4, *(_width(row[n]) for row in rows))) for n in range(len(rows[0]))]
        widths = [TEXT_CM * one / sum(asked) for one in asked]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for number, (line, row) in enumerate(zip(table.rows, rows, strict=True)):
            for cell, text, width in zip(line.cells, row, widths, strict=True):
                cell.width = Cm(width)
                cell.text = text.strip()
                form = cell.paragraphs[0].paragraph_format
                form.space_before, form.space_after, form.line_spacing = Pt(2), Pt(2), 1.1
                for run in cell.paragraphs[0].runs:
                    run.font.size, run.bold = Pt(9.5), number == 0 or None
                if number == 0:
                    _shade(cell._tc.get_or_add_tcPr(), HEAD)
            _keep_together(line, head=number == 0)
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    def _picture(self, source: str) -> None:
        from docx.oxml import parse_xml
        from docx.shared import Cm
        from PIL import Image

        path = (self.folder / source).resolve()
        with Image.open(path) as picture:
            wide, high = picture.size
        most = TEXT_CM if wide > WINDOW_PIXELS else min(WINDOW_CM, wide * 1.25 * WINDOW_CM / WINDOW_PIXELS)
        width = min(most, TALL_CM * wide / high)
        run = (self.paragraph or self.document.add_paragraph()).add_run()
        made = run.add_picture(str(path), width=Cm(width))
        line = (
            '<a:ln xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" w="6350">'
            f'<a:solidFill><a:srgbClr val="{LINE}"/></a:solidFill></a:ln>'
        )
        made._inline.graphic.graphicData.pic.spPr.append(parse_xml(line))


def _width(text: str) -> int:
    """How wide a text is, in half signs, by its longest line that does not break."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text.strip())


def _shade(properties: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour)
    properties.append(shade)


def _keep_together(line: Any, *, head: bool) -> None:
    """A row is not torn by a page; the head stands on every page."""
    from docx.oxml import OxmlElement

    properties = line._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
