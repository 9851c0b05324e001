"""The ledger against openpyxl, XlsxWriter and python-calamine; peaks of memory are those of whole processes.

Each side of a comparison runs in a process of its own, so that nothing is warm for one of them only and memory is
its own. `python -m tests.benchmarks bench_ledger`.
"""

from __future__ import annotations

import functools
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from tests.benchmarks.measure import report, seconds
from tests.ledger import sample
from tests.ledger.conftest import office_words, row
from workbench.ledger import books, check, columns, fold, ledger, merge, writing
from workbench.ledger.package import Package
from workbench.ledger.tables import Workbook
from workbench.workspace import Workspace

ROWS, MANY = 10_000, 50_000
FILES, ROWS_A_FILE = 200, 2_000


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        return saving(place) + folding(place) + exporting(place) + merging(place)


def filled(root: Path, count: int, *, folded: bool = False) -> Workspace:
    """A workspace with `count` rework rows of one window and year."""
    space, words = Workspace(root), office_words()
    ledger.add(
        space, "rework", [row(date=f"2026-{1 + n % 12:02d}-15", note=f"备注 {n}") for n in range(count)], words=words
    )
    if folded:
        fold.fold(space, words=words)
    return space


def alone(what: str, *arguments: object) -> tuple[float, float]:
    """Seconds of the work and the process's peak megabytes; `what` is a function of this module that gives seconds."""
    code = (
        "import sys, json; from pathlib import Path; from tests.benchmarks import bench_ledger as b;"
        "s = getattr(b, sys.argv[1])(*json.loads(sys.argv[2]));"
        "p = Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]; print(s, int(p) / 1024)"
    )
    call = [sys.executable, "-c", code, what, json.dumps(arguments, default=str)]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    taken, megabytes = done.stdout.split()
    return float(taken), float(megabytes)


def pairs(rounds: int, ours: tuple, peer: tuple) -> tuple[float, float, float, float]:
    """Medians of (our seconds, their seconds, our megabytes, their megabytes), measured in turns."""
    found = [(*alone(*ours), *alone(*peer)) for _ in range(rounds)]
    middle = [statistics.median(column) for column in zip(*found, strict=True)]
    return middle[0], middle[2], middle[1], middle[3]


# saving one row ------------------------------------------------------------------------------------------------


def save_one(root: str) -> float:
    space, words = Workspace(Path(root)), office_words()
    with ledger.open_journal(space):  # the window keeps nothing open either; this only warms the file
        pass
    return seconds(lambda: ledger.add(space, "rework", [row()], words=words), 60)


def openpyxl_append(path: str) -> float:
    import openpyxl

    def append() -> None:
        book = openpyxl.load_workbook(path)
        ws = book["返工台账"]
        last = ws.max_row
        for cell in ws[last]:
            ws.cell(last + 1, cell.column, cell.value)
        ws.tables["返工台账"].ref = f"A3:T{last + 1}"
        book.save(path)

    return seconds(append, 1)


def saving(place: Path) -> int:
    book = filled(place / "有工作簿", ROWS, folded=True).ledger / "返工台账-A01-2026.xlsx"
    shutil.copy(book, place / "openpyxl.xlsx")
    ours, peer, *_ = pairs(3, ("save_one", place / "有工作簿"), ("openpyxl_append", place / "openpyxl.xlsx"))
    missed = report(f"保存一条(工作簿 {ROWS} 行;对照 openpyxl 读-加-存)", ours, peer, at_least=500)
    spaces = [filled(place / f"流水{count}", count) for count in (1, MANY)]
    found = [[seconds(functools.partial(_add, space), 40) for space in spaces] for _ in range(9)]
    small, large = (statistics.median(column) for column in zip(*found, strict=True))
    return missed + report(f"保存一条:流水 {MANY} 条时与 0 条时之比", large, small, at_most=1.5)


WORDS = office_words()


def _add(space: Workspace) -> None:
    ledger.add(space, "rework", [row()], words=WORDS)


# folding one row -------------------------------------------------------------------------------------------------


def fold_one(root: str) -> float:
    """In a process that has folded before, as the window's has."""
    space, words = Workspace(Path(root)), office_words()
    for _ in range(2):
        ledger.add(space, "rework", [row()], words=words)
        taken = seconds(lambda: fold.fold(space, words=words), 1)
    return taken


def folding(place: Path) -> int:
    ours, peer, mine, theirs = pairs(5, ("fold_one", place / "有工作簿"), ("openpyxl_append", place / "openpyxl.xlsx"))
    missed = report(f"写入一条到 {ROWS} 行的工作簿(对照 openpyxl)", ours, peer, at_least=25)
    print(f"  内存峰值:本程序 {mine:.0f} MB,openpyxl {theirs:.0f} MB", flush=True)
    return missed + report("  内存峰值之比", mine, theirs, at_most=0.5)


# exporting -------------------------------------------------------------------------------------------------------


def export_many(root: str, path: str) -> float:
    from workbench.ledger import export

    space, words = Workspace(Path(root)), office_words()
    return seconds(lambda: export.export(space, Path(path), words=words), 1)


def xlsxwriter_many(root: str, path: str) -> float:
    """The same rows, read from the same journal, with the same number formats and borders."""
    import xlsxwriter

    from workbench.ledger.export import _records

    space, words, sheet = Workspace(Path(root)), office_words(), columns.BY_KIND["rework"]

    def write() -> None:
        book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
        ws = book.add_worksheet(sheet.name)
        ws.write_row(0, 0, sheet.headers, book.add_format({"bold": True}))
        formats = [
            book.add_format({"border": 1, "font_size": 10, "num_format": "yyyy-mm-dd" if c.kind == "date" else "@"})
            for c in sheet.columns
        ]
        with ledger.open_journal(space) as journal:
            for number, record in enumerate(_records(journal, sheet.kind, None, None), 1):
                for column, value in enumerate(columns.cells(sheet, record, words)):
                    if value is None:
                        ws.write_blank(number, column, None, formats[column])
                    elif isinstance(value, str):
                        ws.write_string(number, column, value, formats[column])
                    elif isinstance(value, date):
                        ws.write_datetime(number, column, value, formats[column])
                    else:
                        ws.write_number(number, column, value, formats[column])
        book.close()

    return seconds(write, 1)


def exporting(place: Path) -> int:
    root = place / f"流水{MANY}"
    ours, peer, mine, theirs = pairs(
        3, ("export_many", root, place / "out.xlsx"), ("xlsxwriter_many", root, place / "peer.xlsx")
    )
    missed = report(f"导出 {MANY} 行带格式(对照 XlsxWriter constant_memory)", ours, peer, at_least=3)
    print(f"  内存峰值:本程序 {mine:.0f} MB,XlsxWriter {theirs:.0f} MB(目标 < 100 MB)", flush=True)
    return missed + int(mine >= 100)


# merging ---------------------------------------------------------------------------------------------------------


def calamine_rows(path: str) -> int:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        return sum(len(book.get_sheet_by_name(name).to_python()) for name in ("返工台账", "办件登记", "整改措施"))


def bare_reading(folder: str, workers: int) -> float:
    paths = [str(path) for path in sorted(Path(folder).glob("*.xlsx"))]

    def read() -> None:
        with ProcessPoolExecutor(workers, mp_context=merge.multiprocessing.get_context("spawn")) as pool:
            assert sum(pool.map(calamine_rows, paths)) > 0

    return seconds(read, 1)


def merge_all(root: str, folder: str, path: str, workers: int) -> float:
    words = office_words()
    return seconds(
        lambda: merge.merge(Workspace(Path(root)), Path(folder), Path(path), words=words, workers=workers), 1
    )


def merging(place: Path) -> int:
    folder = place / "U盘"
    folder.mkdir()
    _stick(folder)
    few = place / "少数"
    few.mkdir()
    for path in sorted(folder.glob("*.xlsx"))[: FILES // 10]:
        shutil.copy(path, few / path.name)
    ours, peer, mine, _ = pairs(
        3,
        ("merge_all", place / "合并", folder, place / "大厅.xlsx", 2),
        ("bare_reading", folder, 2),
    )
    missed = report(f"合并 {FILES} 本 × {ROWS_A_FILE} 行(对照 python-calamine 只读)", ours, peer, at_most=2.5)
    _, small = alone("merge_all", place / "合并", few, place / "小厅.xlsx", 2)
    print(f"  主进程内存峰值:{FILES // 10} 本 {small:.0f} MB,{FILES} 本 {mine:.0f} MB", flush=True)
    return missed + report("  内存峰值之比(文件多 10 倍)", mine, small, at_most=1.25)


def _stick(folder: Path) -> None:
    """The workbooks of 200 windows with 2,000 rows each; ids differ, so every row counts."""
    words = office_words()
    empty = books.Book("W", 2026, Path("W.xlsx")).empty(words)
    for number in range(FILES):
        window = f"W{number:03d}"
        cases, rework, _ = sample.year(words, cases=ROWS_A_FILE - 300, rework=300, window=window, seed=number)
        book = Workbook(Package(empty, window))
        parts = {}
        for kind, rows in (("cases", cases), ("rework", rework)):
            sheet = columns.BY_KIND[kind]
            records = [check.record(kind, one, words)[0] for one in rows]
            cells = [columns.cells(sheet, one.as_dict(), words) for one in records if one is not None]
            assert len(cells) == len(rows)
            parts |= writing.fill(book, sheet, cells, len(cells))
        with (folder / f"{window}.xlsx").open("wb") as out:
            writing.save(out, book, parts)


if __name__ == "__main__":
    start = time.perf_counter()
    code = main()
    print(f"{time.perf_counter() - start:.0f} s")
    raise SystemExit(code)
