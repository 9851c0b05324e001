"""Printing and PDF: what the machine has is used, what it lacks is said."""

from __future__ import annotations

import os

import pytest

from tests.documents.office import needs_office, pages
from workbench.documents import checklist_sheet, checklist_word, printing
from workbench.problems import CannotWrite

posix = pytest.mark.skipif(os.name == "nt", reason="a printer of CUPS")


@pytest.fixture
def printer(tmp_path, monkeypatch):
    """A pretended CUPS that notes what it is told."""
    note = tmp_path / "told.txt"
    for name, body in (
        ("lpstat", 'echo "system default destination: 大厅打印机"'),
        ("lp", f'printf "%s\\n" "$@" >> {note}'),
    ):
        script = tmp_path / "bin" / name
        script.parent.mkdir(exist_ok=True)
        script.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return note


@posix
def test_copies_go_to_the_default_printer(printer, tmp_path):
    paper = tmp_path / "清单.pdf"
    paper.write_bytes(b"%PDF-")
    assert printing.default_printer() == "大厅打印机"
    printing.print_file(paper, copies=3)
    assert printer.read_text("utf-8").split() == ["-n", "3", str(paper)]


@posix
def test_without_a_printer_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    paper = tmp_path / "清单.pdf"
    paper.write_bytes(b"%PDF-")
    assert printing.default_printer() is None
    with pytest.raises(printing.CannotPrint, match="没有找到默认打印机"):
        printing.print_file(paper)


@pytest.mark.parametrize(("copies", "sentence"), [(0, "1 到 99"), (100, "1 到 99"), (1, "找不到要打印的文件")])
def test_wrong_copies_and_a_missing_file_are_refused(tmp_path, copies, sentence):
    with pytest.raises(printing.CannotPrint, match=sentence):
        printing.print_file(tmp_path / "没有.docx", copies)


@posix
def test_without_any_office_no_pdf_is_promised(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "清单.docx").write_bytes(b"")
    with pytest.raises(printing.CannotPrint, match="Word、WPS 或 LibreOffice"):
        printing.to_pdf(tmp_path / "清单.docx", tmp_path / "清单.pdf")


@needs_office
def test_word_and_excel_become_pdf_and_the_excel_list_is_one_page(checklist, tmp_path, space):
    checklist_word.write(checklist, tmp_path / "清单.docx", space)
    checklist_sheet.write(checklist, tmp_path / "表.xlsx", space)
    assert pages(printing.to_pdf(tmp_path / "清单.docx", tmp_path / "清单.pdf")) <= 2
    assert pages(printing.to_pdf(tmp_path / "表.xlsx", tmp_path / "表.pdf")) == 1
    with pytest.raises(CannotWrite, match="是一个文件夹"):
        printing.to_pdf(tmp_path / "清单.docx", tmp_path)


@posix
def test_a_printer_that_refuses_is_told_in_chinese(printer, tmp_path):
    (tmp_path / "bin" / "lp").write_text("#!/bin/sh\nexit 1\n", "utf-8")
    paper = tmp_path / "清单.pdf"
    paper.write_bytes(b"%PDF-")
    with pytest.raises(printing.CannotPrint) as refused:
        printing.print_file(paper)
    assert str(refused.value) == f"没有打印成(打印或转换程序报错)。请打开“{paper}”用 Word、WPS 打印。"
