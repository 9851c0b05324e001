"""What turns a document into pages, for tests that look at paper."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(not (SOFFICE and shutil.which("pdftoppm")), reason="需要 LibreOffice 和 poppler")
AT_ONCE = 60  # LibreOffice stops after some two hundred files in one call


def to_pdf(paths: Iterable[Path], folder: Path) -> dict[str, Path]:
    """The PDF of each document, by its name without ending."""
    waiting = list(paths)
    profile = (folder / "profile").as_uri()
    while waiting:
        now, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        words = [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*words, "--outdir", str(folder), *map(str, now)], capture_output=True, timeout=600, check=True)
    return {path.stem: path for path in folder.glob("*.pdf")}


def pages(pdf: Path) -> int:
    """How many pages a PDF has."""
    told = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pages:"))


def pictures(pdf: Path, dots: int = 200) -> list[Path]:
    """Each page as a picture."""
    target = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", str(dots), "-png", str(pdf), str(target)], check=True)
    return sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))
