"""The sheets of the shipped rules on paper: what a citizen takes home is one sheet of A4, printed on both sides."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from workbench.documents import checklist_word
from workbench.rules import library
from workbench.rules.answers import read_answers
from workbench.rules.checklist import Checklist
from workbench.rules.library import Entry
from workbench.workspace import Workspace, shipped

TODAY = date(2026, 11, 22)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdfinfo"), reason="LibreOffice and poppler"),
]


def fullest(entry: Entry) -> Checklist:
    """The sheet of the example that asks for most papers and says most beside them."""
    sheets = []
    for example in entry.item.examples:
        day = example.as_of or min(max(TODAY, entry.item.valid_from), entry.item.valid_to or date.max)
        answers, _ = read_answers(entry.item, example.answers, day)
        sheets.append(entry.book.checklist(answers, day))
    return max(sheets, key=lambda sheet: (len(sheet.base) + len(sheet.personal), len(sheet.reminders)))


def pages(paths: list[Path]) -> dict[str, int]:
    """How many pages each Word file has, by LibreOffice."""
    folder = paths[0].parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=600)
    found = {}
    for path in paths:
        said = subprocess.run(["pdfinfo", path.with_suffix(".pdf")], check=True, capture_output=True, text=True).stdout
        found[path.stem] = int(re.search(r"Pages:\s+(\d+)", said)[1])  # type: ignore[index]
    return found


def test_the_fullest_example_of_every_item_fits_one_sheet_of_a4_on_both_sides(tmp_path):
    space = Workspace(tmp_path / "工作文件夹")
    paths = []
    for entry in library.load_paths([shipped() / "rules"], space).entries:
        path = tmp_path / f"{entry.path.stem}.docx"
        checklist_word.write(fullest(entry), path, space)
        paths.append(path)
    assert {name: count for name, count in pages(paths).items() if count > 2} == {}
