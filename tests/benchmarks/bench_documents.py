"""A document against the bare docxtpl render of the same template and values; the first against later ones."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from tests.benchmarks.measure import compare, report
from workbench.documents import checklist_word, qr, word
from workbench.documents.checklist_fields import checklist_fields
from workbench.rules import library
from workbench.rules.answers import read_answers
from workbench.rules.checklist import Checklist
from workbench.workspace import Workspace

TODAY = date(2026, 3, 2)
FIRST_MORE = 1.0  # seconds that the first document after start may take more than a later one
FIRST = """
import sys, time
from pathlib import Path
from tests.benchmarks.bench_documents import sample
from workbench.documents import checklist_word
from workbench.workspace import Workspace
space = Workspace(Path(sys.argv[1]))
checklist = sample(space)
for number in range(4):
    start = time.perf_counter()
    checklist_word.write(checklist, Path(sys.argv[1]) / f"{number}.docx", space)
    print(time.perf_counter() - start)
"""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        return against_docxtpl(Path(folder)) + first_document(Path(folder))


def sample(space: Workspace) -> Checklist:
    """The longest example of 货运许可."""
    entry = library.load(space).entry("daolu-huoyun", TODAY)
    found = (read_answers(entry.item, example.answers, TODAY)[0] for example in entry.item.examples)
    return max((entry.book.checklist(answers, TODAY) for answers in found), key=lambda one: len(one.needed_ids))


def against_docxtpl(folder: Path) -> int:
    """Fields, codes, sandbox, durable file on our side; docxtpl with ready values and a plain save on the other."""
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage

    space = Workspace(folder)
    checklist, template = sample(space), word.shipped("材料清单").path
    fields = checklist_fields(checklist, space.settings())
    codes = qr.list_pictures(fields)

    def bare() -> None:
        document = DocxTemplate(str(template))
        images = [InlineImage(document, io.BytesIO(code.png), width=Mm(code.width)) for code in codes]
        document.render({**fields, "二维码": images}, autoescape=True)
        document.save(str(folder / "bare.docx"))

    def ours() -> None:
        checklist_word.write(checklist, folder / "ours.docx", space)

    ours()
    mine, peer = compare(ours, bare, ours_times=3, peer_times=3)
    return report("一份清单(含二维码、落盘),对照只用 docxtpl", mine, peer, at_most=1.3)


def first_document(folder: Path) -> int:
    """Seconds that the first document after start takes more than the median of the next three."""
    root = Path(__file__).resolve().parents[2]
    words = [sys.executable, "-c", FIRST, str(folder)]
    told = subprocess.run(words, capture_output=True, text=True, check=True, cwd=root).stdout
    first, *later = map(float, told.split())
    more = first - sorted(later)[1]
    missed = more >= FIRST_MORE
    print(
        f"启动后第一份文书比以后多用 {more:.2f} 秒(目标 < {FIRST_MORE:g} 秒) {'未达到' if missed else '达到'}",
        flush=True,
    )
    return int(missed)
