"""Makes the manual from docs/manual/*.md: pages that F1 opens without a network, and one Word file for printing.

    python3 make.py manual

The Markdown is what people write; what is made from it is committed too, because the program ships it.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "manual"
WORD = FOLDER / "窗口工作台使用手册.docx"
ORDER = (
    "index desk ledger selfcheck review rules settings supervisor documents emergency backup commands questions".split()
)
PAGE = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title} · 窗口工作台手册</title>
<link rel="stylesheet" href="manual.css">
<nav>
{links}
</nav>
<main>
{body}
</main>
</html>
"""
PICTURE_CM = 16.0


def sources() -> list[Path]:
    """The chapters in reading order."""
    return [FOLDER / f"{name}.md" for name in ORDER]


def title_of(path: Path) -> str:
    return path.read_text("utf-8").split("\n", 1)[0].lstrip("# ").strip()


def body_of(path: Path) -> str:
    """A chapter as HTML. Links between chapters point at the pages."""
    import markdown

    html = markdown.markdown(path.read_text("utf-8"), extensions=["tables", "attr_list", "sane_lists"])
    return re.sub(r'href="(\w+)\.md', r'href="\1.html', html)


def pages() -> dict[Path, str]:
    """Every page to be written, with its text."""
    made = {}
    for path in sources():
        links = "\n".join(
            f'<a href="{other.stem}.html"{" class=here" if other == path else ""}>{title_of(other)}</a>'
            for other in sources()
        )
        made[path.with_suffix(".html")] = PAGE.format(title=title_of(path), links=links, body=body_of(path))
    return made


class WordWriter(HTMLParser):
    """Writes the HTML of a chapter into a Word document; knows just what our chapters use."""

    def __init__(self, document: Any) -> None:
        super().__init__()
        self.document = document
        self.paragraph: Any = None
        self.style: list[str] = []
        self.bold = self.code = False
        self.table: list[list[str]] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("h1", "h2", "h3"):
            self.paragraph = self.document.add_heading(level=int(tag[1]))
        elif tag in ("ul", "ol"):
            self.style.append("List Bullet" if tag == "ul" else "List Number")
        elif tag == "li" or (tag == "p" and not self.style and self.table is None):
            self.paragraph = self.document.add_paragraph(style=self.style[-1] if self.style else None)
        elif tag == "table":
            self.table = []
        elif tag == "tr" and self.table is not None:
            self.table.append([])
        elif tag in ("td", "th") and self.table:
            self.table[-1].append("")
        elif tag == "img":
            self._picture(dict(attributes))
        self.bold = self.bold or tag in ("strong", "th")
        self.code = self.code or tag in ("code", "pre")
        if tag == "pre":
            self.paragraph = self.document.add_paragraph()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.style.pop()
        elif tag == "table":
            self._table()
        if tag in ("strong", "th"):
            self.bold = False
        if tag in ("code", "pre"):
            self.code = False
        if tag in ("p", "li", "h1", "h2", "h3", "pre"):
            self.paragraph = None

    def handle_data(self, data: str) -> None:
        if self.table is not None:
            if self.table and self.table[-1]:
                self.table[-1][-1] += data.replace("\n", " ")
        elif self.paragraph is not None:
            run = self.paragraph.add_run(data if self.code else data.replace("\n", ""))
            run.bold = self.bold or None
            if self.code:
                run.font.name = "Consolas"

    def _table(self) -> None:
        rows = [row for row in self.table or [] if row]
        self.table = None
        table = self.document.add_table(len(rows), len(rows[0]), style="Light Grid Accent 1")
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                cell.text = text.strip()

    def _picture(self, attributes: dict[str, str | None]) -> None:
        from docx.shared import Cm

        path = (FOLDER / str(attributes["src"])).resolve()
        run = (self.paragraph or self.document.add_paragraph()).add_run()
        run.add_picture(str(path), width=Cm(PICTURE_CM))


def write_word(path: Path = WORD) -> None:
    """The whole manual as one Word document."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        style.font.name = "Microsoft YaHei"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "微软雅黑")
    document.styles["Normal"].font.size = Pt(11)
    document.add_heading("窗口工作台使用手册", 0)
    for number, chapter in enumerate(sources()):
        if number:
            document.add_page_break()
        writer = WordWriter(document)
        writer.feed(body_of(chapter))
        writer.close()
    document.save(str(path))


def main() -> None:
    for path, text in pages().items():
        path.write_text(text, "utf-8", newline="\n")
    write_word()


if __name__ == "__main__":
    main()
