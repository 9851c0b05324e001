"""Word and Excel files as pictures: LibreOffice prints them, poppler draws the page."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.pictures.shrink import shrink, trim
from workbench.workspace import Workspace, shipped

PAPERS = {  # picture: how a document of the sample workspace begins, page
    "paper-large": ("材料清单 养老转移 大字", 1),
    "paper-bilingual": ("材料清单 养老转移 中英", 1),
    "paper-review": ("周复盘通报", 1),
    "paper-emergency": ("应急", 1),
    "paper-steps": ("流程图解", 1),
    "paper-week": ("自检空白周表", 1),
}


def documents(space: Workspace, pictures: Path, wanted: str) -> None:
    """The papers of the sample workspace, and a template as Word shows it."""
    for name, (begins, page) in PAPERS.items():
        if name.startswith(wanted):
            draw(_found(space.documents / "示例", begins), pictures / f"{name}.png", page, trimmed=True)
    if "template".startswith(wanted):
        draw(shipped() / "templates" / "补正通知书.docx", pictures / "template.png", trimmed=True)


def _found(folder: Path, name: str) -> Path:
    """The document whose name begins so."""
    return next(path for path in sorted(folder.iterdir()) if path.stem.startswith(name))


def draw(source: Path, target: Path, page: int = 1, *, having: str = "", dots: int = 90, trimmed: bool = False) -> None:
    """One page of a document as a PNG: by its number, or the first one `having` these words.

    Raises `CalledProcessError` when it cannot be printed.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        copy = folder / f"document{source.suffix}"
        shutil.copyfile(source, copy)
        office = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        subprocess.run(
            [*office, "--convert-to", "pdf", "--outdir", str(folder), str(copy)], check=True, capture_output=True
        )
        if having:
            page = _page_having(copy.with_suffix(".pdf"), having)
        pages = ["-f", str(page), "-l", str(page), "-singlefile"]
        subprocess.run(
            ["pdftoppm", "-png", "-r", str(dots), *pages, str(copy.with_suffix(".pdf")), str(folder / "picture")],
            check=True,
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / "picture.png", target)
    if trimmed:
        trim(target)
    shrink(target)


def _page_having(pdf: Path, words: str) -> int:
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True).stdout.decode("utf-8")
    return next(number for number, page in enumerate(text.split("\f"), 1) if words in page)
