"""What is given out can be read by others: a formatted workbook, CSV without formulas, JSON lines of the contract."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest

from tests.ledger.conftest import case, office_words, row
from tests.ledger.workbooks import parts, rows
from workbench.ledger import export, ledger
from workbench.ledger.package import well_formed
from workbench.problems import CannotWrite, NotFound


def exported(space, path, *span):
    return export.export(space, path, *span, words=office_words())


@pytest.fixture
def some(space):
    ledger.add(space, "rework", [row(date=f"2026-03-{day:02d}", note="=1+1\n<&>") for day in range(1, 11)])
    ledger.add(space, "cases", [case(started=f"2026-03-{day:02d}T10:00") for day in range(1, 6)])
    return space


def test_a_workbook_holds_the_rows_of_the_days_asked_for_and_is_whole(some, tmp_path):
    path = tmp_path / "导出.xlsx"
    assert exported(some, path, date(2026, 3, 3), date(2026, 3, 5)) == [(path, 6)]
    assert [one["日期"].day for one in rows(path)] == [3, 4, 5]
    assert rows(path)[0]["备注"] == "=1+1\n<&>" and len(rows(path, "办件登记")) == 3
    assert all(well_formed(data) for name, data in parts(path).items() if name.endswith(".xml"))


def test_an_empty_span_gives_an_empty_workbook(some, tmp_path):
    path = tmp_path / "空.xlsx"
    assert exported(some, path, date(2030, 1, 1))[0][1] == 0
    assert rows(path) == []


def test_csv_has_one_flat_file_a_table_and_no_formula(some, tmp_path):
    found = exported(some, tmp_path / "导出.csv")
    assert [(path.name, count) for path, count in found] == [
        ("导出-返工台账.csv", 10),
        ("导出-办件登记.csv", 5),
        ("导出-整改措施.csv", 0),
    ]
    text = found[0][0].read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(text.decode("utf-8-sig").splitlines(keepends=True)))
    assert len(lines) == 10 and lines[0]["备注"] == "'=1+1\n<&>" and lines[0]["日期"] == "2026-03-01"


def test_json_lines_are_the_records_of_the_contract(some, tmp_path):
    (path, _), *_ = exported(some, tmp_path / "导出.jsonl")
    found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert found == list(ledger.records(some, "rework"))


def test_a_file_of_somebody_else_is_kept_before_its_name_is_used(some, tmp_path):
    path = tmp_path / "导出.xlsx"
    path.write_bytes(b"mine")
    exported(some, path)
    assert [copy.read_bytes() for copy in (some.backups / "台账" / "导出").iterdir()] == [b"mine"]
    exported(some, path)
    assert len(list((some.backups / "台账" / "导出").iterdir())) == 1


def test_unknown_kinds_and_places_that_cannot_be_written_are_refused(some, tmp_path):
    with pytest.raises(NotFound, match="xlsx"):
        exported(some, tmp_path / "导出.pdf")
    (tmp_path / "文件").write_text("x")
    with pytest.raises(CannotWrite):
        exported(some, tmp_path / "文件" / "导出.xlsx")
