"""A clerk's workbook: written once, never over what a person added; edits come back; LibreOffice reckons the same."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, timedelta

import openpyxl
import pytest

from tests.selfcheck.conftest import GOAL, PEER, daily
from workbench.ledger.journal import open_journal, release
from workbench.review import periods
from workbench.selfcheck import blank, book, forms, workbook
from workbench.selfcheck.scores import score

pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")  # openpyxl reads no whole columns
FILE = "自检-王敏-2026.xlsx"


def rows(path, name: str) -> list[list]:
    sheet = openpyxl.load_workbook(path)[name]
    area = sheet.tables[name].ref
    head, *body = [[cell.value for cell in line] for line in sheet[area]]
    return [dict(zip(head, line, strict=True)) for line in body if any(line)]


def change(path, name: str, cell: str, value) -> None:
    made = openpyxl.load_workbook(path)
    made[name][cell] = value
    made.save(path)


def kept(space, kind):
    with open_journal(space) as journal:
        return book.read(journal, kind)


@pytest.fixture
def path(space):
    book.add(space, [daily("before"), daily("after", plain_words="否"), PEER, GOAL])
    assert workbook.fold(space).written == [space.selfcheck / FILE]
    return space.selfcheck / FILE


def test_each_clerk_and_year_has_one_workbook(space, path):
    book.add(space, [daily(date="2025-12-31"), daily(clerk="李伟")])
    workbook.fold(space)
    names = sorted(one.name for one in space.selfcheck.glob("*.xlsx"))
    assert names == ["自检-李伟-2026.xlsx", "自检-王敏-2025.xlsx", FILE]


def test_rows_say_what_was_answered_and_why(path):
    first, second = rows(path, "每日自检")
    assert (first["时段"], first["得分"], first["否"]) == ("上岗前", 100, 0)
    assert "专业术语换成了通俗说法:今天忘了" in second["答“否”的项和原因"]
    assert rows(path, "同事互评")[0]["优点三"] == "熟练"
    assert rows(path, "成长记录")[0]["类别"] == "近期目标"


def test_a_renamed_workbook_is_found_and_a_deleted_one_made_again(space, path):
    path.rename(path.with_name("我的自检.xlsx"))
    book.add(space, [daily(date="2026-03-04")])
    assert workbook.fold(space).written == [path.with_name("我的自检.xlsx")]
    path.with_name("我的自检.xlsx").unlink()
    book.add(space, [daily(date="2026-03-05")])
    workbook.fold(space)
    assert len(rows(path, "每日自检")) == 4


def test_when_the_journal_is_lost_everything_comes_back_from_the_workbook(space, path):
    before = {kind: kept(space, kind) for kind in ("daily", "peer", "growth")}
    release(space)  # Windows deletes no file that is open
    for file in space.root.glob("journal.db*"):
        file.unlink()
    report = workbook.fold(space)
    assert report.problems == []
    assert {kind: kept(space, kind) for kind in before} == before
    assert workbook.fold(space).written == []


def test_an_open_workbook_waits_and_is_written_later(space, path):
    book.add(space, [daily(date="2026-03-04")])
    owner = path.with_name(f".~lock.{path.name}#")
    owner.write_text("王敏", "utf-8")
    before = path.read_bytes()
    assert "正被打开" in workbook.fold(space).waiting[0]
    assert path.read_bytes() == before and workbook.waiting(space)
    owner.unlink()
    workbook.fold(space)
    assert len(rows(path, "每日自检")) == 3


def test_a_fold_without_news_leaves_the_file_alone(space, path):
    before = path.stat().st_mtime_ns
    assert workbook.fold(space).written == []
    assert path.stat().st_mtime_ns == before


def test_what_waits_is_known_without_opening_a_workbook(space, path):
    assert not workbook.waiting(space)
    book.add(space, [daily(date="2026-03-04")])
    assert workbook.waiting(space)
    workbook.fold(space)
    assert not workbook.waiting(space)


def test_remarks_and_progress_come_back_and_survive_the_next_fold(space, path):
    change(path, "每日自检", "H4", "今天状态好")
    change(path, "成长记录", "E4", "进行中")
    workbook.fold(space)
    assert kept(space, "daily")[0]["note"] == "今天状态好"
    assert kept(space, "growth")[0]["state"] == "进行中"
    book.add(space, [daily(date="2026-03-04")])
    workbook.fold(space)
    assert [row["备注"] for row in rows(path, "每日自检")] == ["今天状态好", None, None]
    assert list((space.backups / "台账").rglob("*.xlsx")), "a copy is kept before each replace"


def test_a_row_typed_by_hand_is_adopted_with_a_number_and_a_bad_one_is_named(space, path):
    made = openpyxl.load_workbook(path)
    sheet = made["同事互评"]
    for column, value in enumerate(("2026-03-05", "李伟", "准", "快", "稳", "多喝水"), 1):
        sheet.cell(5, column, value)
    sheet.cell(6, 1, "2026-03-06")
    sheet.tables["同事互评"].ref = "A3:H6"
    made.save(path)
    report = workbook.fold(space)
    assert [one["suggestion"] for one in kept(space, "peer")] == ["语速慢一点", "多喝水"]
    assert rows(path, "同事互评")[1]["编号"] == kept(space, "peer")[1]["id"]
    assert any("第 6 行" in problem for problem in report.problems)
    workbook.fold(space)
    assert len(kept(space, "peer")) == 2


def test_a_deleted_row_is_not_written_again_and_not_forgotten(space, path):
    made = openpyxl.load_workbook(path)
    made["成长记录"].delete_rows(4)
    made["成长记录"].tables["成长记录"].ref = "A3:G4"
    made.save(path)
    workbook.fold(space)
    workbook.fold(space)
    assert kept(space, "growth") == [] and rows(path, "成长记录") == []
    with open_journal(space) as journal:
        assert len(list(journal.current("selfcheck_growth", removed=True))) == 1


def test_an_edit_of_our_columns_is_put_back_and_told(space, path):
    change(path, "每日自检", "D4", 3)
    report = workbook.fold(space)
    assert rows(path, "每日自检")[0]["是"] == 10
    assert any("“是”" in problem for problem in report.problems)


def test_an_own_sheet_and_a_foreign_file_are_left_alone(space, path):
    made = openpyxl.load_workbook(path)
    made.create_sheet("我的")["A1"] = "自己的"
    made.save(path)
    book.add(space, [daily(date="2026-03-04")])
    workbook.fold(space)
    assert openpyxl.load_workbook(path)["我的"]["A1"].value == "自己的"
    path.write_bytes(b"not a workbook at all")
    book.add(space, [daily(date="2026-03-05")])
    report = workbook.fold(space)
    assert report.problems and path.read_bytes() == b"not a workbook at all"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_summary_reckons_the_same_score_as_the_program(space, tmp_path):
    form, made = forms.load(), []
    for number in range(20):
        day = (date(2026, 3, 2) + timedelta(days=number)).isoformat()
        wrong = {"plain_words": "否"} if number % 3 == 0 else {"one_idea": "否", "peaks": "不适用"}
        made.append(daily("after", date=day, **wrong))
    book.add(space, made)
    workbook.fold(space)
    out = ["--outdir", str(tmp_path), str(space.selfcheck / FILE)]
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run([*command, *out], check=True, capture_output=True, timeout=120)
    sheet = openpyxl.load_workbook(tmp_path / FILE, data_only=True)["汇总"]
    found = {line[0].value: (line[2].value, line[3].value) for line in sheet.iter_rows(min_row=24) if line[0].value}
    for week in ("2026-W10", "2026-W11", "2026-W12"):
        period = periods.read("week", week)
        mine = [one for one in made if period.start.isoformat() <= one["date"] <= period.end.isoformat()]
        assert found[week] == (pytest.approx(score(form, mine).value, abs=1e-9), len(mine))


def test_a_blank_week_is_one_landscape_page_a_clerk(space, tmp_path):
    space.save_settings(clerks=("王敏", "李伟"))
    blank.write(space, tmp_path / "空白.xlsx", periods.read("week", "2026-W10"))
    made = openpyxl.load_workbook(tmp_path / "空白.xlsx")
    assert made.sheetnames == ["王敏", "李伟"]
    sheet = made["王敏"]
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 1
    words = {cell.value for line in sheet.iter_rows() for cell in line}
    assert {item.text for item in forms.load().items} <= words
    assert "周一 3/2" in words
