"""周复盘通报 as a Word file: two pages at most, charts that Word can edit, text of people as text."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import timedelta

import docx
import pytest

from tests.review.conftest import MONDAY, filled
from tests.review.test_week import keep, visits
from workbench.documents import review_notice, templates, word
from workbench.ledger import ledger
from workbench.review import periods, week
from workbench.rules.library import Library
from workbench.selfcheck import book, forms

TODAY = MONDAY + timedelta(days=7)


def written(space, path, period=None, today=TODAY):
    review = week.review(space, period or periods.of("week", MONDAY), today, library=Library())
    assert review_notice.write(review, path, space, today) == []
    return docx.Document(str(path))


def words(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_shipped_template_passes_its_own_check():
    assert templates.check(word.shipped(review_notice.TEMPLATE)) == []


def test_everything_a_supervisor_signs_is_there(space, tmp_path):
    filled(space, 1, matters=150)
    measure = {"cause": "信息错误", "owner": "王", "due": "2026-03-13"}
    ledger.add(space, "measures", [{**measure, "date": "2026-03-02", "action": "旧措施"}])
    ledger.add(space, "measures", [{**measure, "date": "2026-03-09", "action": "新措施"}])
    said = words(written(space, tmp_path / "通报.docx"))
    for part in (
        "主要指标",
        "返工原因与走势",
        "最常漏的材料",
        "各事项与各时段",
        "旧措施",
        "新措施",
        "规则修改",
        "签发",
        "审核",
        "制表",
    ):
        assert part in said
    assert "{{" not in said and "{%" not in said and "None" not in said


@pytest.mark.parametrize(("kind", "name"), [("month", "2026-02"), ("quarter", "2026-Q1")])
def test_month_and_quarter_have_the_same_form(space, tmp_path, kind, name):
    filled(space, 2, matters=150)
    said = words(written(space, tmp_path / "通报.docx", periods.read(kind, name)))
    assert f"窗口业务{'月' if kind == 'month' else '季'}复盘通报" in said and "前四周平均" not in said


def test_the_charts_are_native_and_carry_their_workbook(space, tmp_path):
    filled(space, 3, matters=150)
    written(space, tmp_path / "通报.docx")
    names = zipfile.ZipFile(tmp_path / "通报.docx").namelist()
    assert sum(name.startswith("word/charts/chart") for name in names) == 2
    assert sum(name.startswith("word/embeddings/") for name in names) == 2


def test_text_of_people_is_never_a_template(space, tmp_path):
    wicked = "{{ 7*7 }}{% for x in y %}<w:p/>&"
    ledger.add(space, "measures", [{"date": str(MONDAY), "cause": "信息错误", "action": wicked}])
    assert wicked in words(written(space, tmp_path / "通报.docx"))


def test_no_clerks_own_score_is_in_it_unless_that_clerk_ticked_so(space, tmp_path):
    answers = {item.id: "是" for item in forms.load().at("before")}
    row = {"date": str(MONDAY), "when": "before", "answers": answers}
    book.add(space, [{**row, "clerk": "王敏"}, {**row, "clerk": "李伟"}])
    said = words(written(space, tmp_path / "一.docx"))
    assert "王敏" not in said and "自检" not in said
    book.share(space, "王敏", True)
    said = words(written(space, tmp_path / "二.docx"))
    assert "王敏 100.0 分(10/10 项为“是”)" in said and "李伟" not in said
    book.share(space, "王敏", False)
    assert "王敏" not in words(written(space, tmp_path / "三.docx"))


def test_an_empty_first_week_is_a_notice_too(space, tmp_path):
    said = words(written(space, tmp_path / "通报.docx"))
    assert "没有登记到窗办件" in said and "%" not in said and "—" in said


def test_where_there_is_nothing_to_compare_or_to_draw_the_paper_says_so(space, tmp_path):
    """No 0/0, no mean of weeks before the first, no chart without a line in it, no jargon of statistics."""
    document = written(space, tmp_path / "空.docx")
    said = words(document)
    assert "0/0" not in said and "0.0" not in said and "95%" not in said
    assert "这一周没有返工。" in said and "这里画出返工率的走势" in said
    assert not document.inline_shapes and "word/charts" not in str(zipfile.ZipFile(tmp_path / "空.docx").namelist())
    keep(space, visits(4, 2, MONDAY, tag="few"))
    said = words(written(space, tmp_path / "少.docx"))
    assert "0/0" not in said and "0.0" not in said
    assert sum("word/charts/chart" in name for name in zipfile.ZipFile(tmp_path / "少.docx").namelist()) <= 1


def test_the_axis_of_a_rate_ends_a_little_above_the_highest(space, tmp_path):
    keep(space, visits(40, 6, MONDAY, tag="some"))
    written(space, tmp_path / "通报.docx")
    with zipfile.ZipFile(tmp_path / "通报.docx") as package:
        drawn = [package.read(name).decode() for name in package.namelist() if name.startswith("word/charts/chart")]
    assert any('max val="0.2"' in xml for xml in drawn)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_usual_week_is_one_page(space, tmp_path):
    """Sixty visits, four papers, three measures."""
    filled(space, 5, matters=60)
    about = {"date": "2026-02-24", "cause": "信息错误", "owner": "王", "due": "2026-03-20"}
    ledger.add(space, "measures", [{**about, "action": f"在清单上把第 {n} 份标为易漏"} for n in range(3)])
    written(space, tmp_path / "通报.docx")
    assert pages(tmp_path) == 1


def test_a_week_with_few_visits_prints_counts_alone(space, tmp_path):
    keep(space, visits(4, 2, MONDAY, tag="few"))
    said = words(written(space, tmp_path / "通报.docx"))
    assert "2/4" in said and "50.0%" not in said


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("matters", [0, 150, 900])
def test_it_never_needs_more_than_two_pages(space, tmp_path, matters):
    filled(space, 4, matters=max(matters, 1))
    for number in range(8):
        about = {"date": str(MONDAY), "cause": "信息错误", "owner": "王", "due": "2026-03-20"}
        ledger.add(space, "measures", [{**about, "action": f"第{number}条措施:" + "把要求写清楚并告诉每一位" * 2}])
    written(space, tmp_path / "通报.docx")
    assert pages(tmp_path) <= 2


def pages(tmp_path) -> int:
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "通报.docx")], check=True, timeout=180)
    said = subprocess.run(["pdfinfo", str(tmp_path / "通报.pdf")], capture_output=True, text=True, check=True).stdout
    return int(said.split("Pages:")[1].split()[0])
