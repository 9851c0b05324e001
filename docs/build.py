"""Makes the manual from docs/manual/*.md: pages that F1 opens without a network, and one Word file for printing.

    python3 make.py manual

The Markdown is what people write; what is made from it is committed too, because the program ships it.
"""

from __future__ import annotations

import re
from pathlib import Path

import fieldtable  # both stand beside this file, which is run as a script
import wordbook

FOLDER = Path(__file__).resolve().parent / "manual"
WORD = FOLDER / "窗口工作台使用手册.docx"
ORDER = (
    *("index", "desk", "ledger", "selfcheck", "review", "rules", "settings"),
    *("supervisor", "documents", "emergency", "backup", "questions", "commands"),
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
FIELD_MARK = "[[字段表]]"


def sources() -> list[Path]:
    """The chapters in reading order."""
    return [FOLDER / f"{name}.md" for name in ORDER]


def title_of(path: Path) -> str:
    return path.read_text("utf-8").split("\n", 1)[0].lstrip("# ").strip()


def body_of(path: Path) -> str:
    """A chapter as HTML. Links between chapters point at the pages."""
    import markdown

    text = path.read_text("utf-8").replace(FIELD_MARK, fieldtable.tables())
    html = markdown.markdown(text, extensions=["tables", "fenced_code", "sane_lists"])
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


def main() -> None:
    for path, text in pages().items():
        path.write_text(text, "utf-8", newline="\n")
    wordbook.write(WORD, [body_of(chapter) for chapter in sources()], FOLDER)


if __name__ == "__main__":
    main()
