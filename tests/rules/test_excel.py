"""Rules in Excel: a workbook says exactly what its rules file says, and tells every mistake by sheet and cell."""

from __future__ import annotations

import random
import re
import tomllib
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.drawing.image import Image
from PIL import Image as Picture

from tests.rules.office import ITEM, changed, write
from workbench.problems import InputProblems, UserError
from workbench.rules import excel, library, publish
from workbench.rules.excel import importing, writer
from workbench.rules.excel.layout import BLOCKS, FORM, SHARED, SHEETS, Block
from workbench.rules.excel.reader import read
from workbench.rules.item import Item, Need, Part, Question
from workbench.workspace import Workspace, shipped

TODAY = date(2026, 3, 2)
FILES = sorted((shipped() / "rules/items").glob("*.toml"))


@pytest.fixture
def space(small_library) -> Workspace:
    return small_library


def exported(space: Workspace, text: str = ITEM) -> Path:
    """The workbook of the sample item, which is among the office's rules."""
    write(space, text)
    path = space.root / "规则.xlsx"
    if text not in _exports:
        found = library.load(space)
        excel.export(found.entry("weiban-zheng", TODAY), found, path)
        _exports[text] = path.read_bytes()
    path.write_bytes(_exports[text])
    return path


_exports: dict[str, bytes] = {}


@pytest.fixture
def edited(space):
    """Exports the sample item, lets the test change the workbook as a person would, and proposes the import."""

    def run(edit=lambda book: None, text: str = ITEM, **options: Any) -> list[tuple[str, str]]:
        path = exported(space, text)
        book = load_workbook(path)
        edit(book)
        book.save(path)
        run.proposal = importing.propose(space, path, TODAY, **options)
        run.path = path
        return [(problem.where, problem.message) for problem in run.proposal.errors]

    return run


def cell(ws: Any, text: str) -> Any:
    """The first cell with a text: tests name what a person sees, not a row number."""
    return next(cell for row in ws.iter_rows() for cell in row if cell.value == text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_workbook_of_every_shipped_item_says_what_its_file_says(path, tmp_path):
    data = tomllib.loads(path.read_text("utf-8"))
    found = library.load_paths([path], Workspace(tmp_path))
    excel.export(found.entries[0], found, tmp_path / "规则.xlsx")
    draft = excel.read(tmp_path / "规则.xlsx", found)
    assert draft.problems == []
    assert draft.data == data


def test_every_key_of_a_rules_file_has_its_column():
    """A key that the model knows and no column holds would be lost on the way through Excel."""

    def keys(model: type[Part], prefix: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
        found: set[tuple[str, ...]] = set()
        for name, one in model.model_fields.items():
            inner = [part for part in (one.annotation, *getattr(one.annotation, "__args__", ())) if _is_part(part)]
            found |= keys(inner[0], (*prefix, name)) if inner else {(*prefix, name)}
        return found

    lists = {"also", "options"}
    parts = {block.part: block for block in BLOCKS}
    for name, one in Item.model_fields.items():
        if name in parts:
            model = next(part for part in one.annotation.__args__ if _is_part(part))  # type: ignore[union-attr]
            columns = {column.key for column in parts[name].columns}
            assert {key for key in keys(model) if key[0] not in lists} == columns, name
        elif _is_part(one.annotation):
            assert keys(one.annotation, (name,)) <= {column.key for column in FORM}
        else:
            assert (name,) in {column.key for column in FORM}
    child = {block.child: {c.key[0] for c in block.child_columns} for block in BLOCKS if block.child}
    assert child == {"options": set(Question.model_fields["options"].annotation.__args__[0].model_fields),  # type: ignore[union-attr]
                     "also": set(Need.model_fields)}  # fmt: skip


def _is_part(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Part)


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf", "Co", "Cn")),
    min_size=1,
    max_size=9,
).filter(lambda text: "_x000D_" not in text)  # how a workbook writes a line end
lines = st.lists(texts | st.sampled_from(['["x"]', "a\nb", "=1+1", "-"]), min_size=1, max_size=3)


@st.composite
def items(draw) -> dict[str, Any]:
    """The data of a small random item, with texts that Excel likes to change."""
    tricky = texts | st.sampled_from(["=SUM(A1)", "00123", "2026-01-02", "1e5", "+86", "@name", "甲\n乙", "'quoted"])
    options = [{"id": name, "label": draw(tricky)} for name in ("a", "b", "c")]
    data: dict[str, Any] = {
        "id": "weiban-zheng", "name": draw(tricky), "short": draw(tricky), "domain": draw(texts),
        "authority": draw(texts), "audience": draw(lines), "case_type": "即办件",
        "version": draw(st.sampled_from(["1", "2026.10", "007"])),
        "valid_from": date(2026, 1, 1), "basis_checked_on": draw(st.dates(date(2000, 1, 1), date(2100, 1, 1))),
        "confidence": "高", "mistakes": draw(lines),
        "questions": [{"id": "q", "text": draw(tricky), "kind": "multiple", "options": options},
                      {"id": "n", "text": "多少?", "kind": "number", "min": draw(st.integers(-5, 5) | st.just(0.5))},
                      {"id": "d", "text": "哪天?", "kind": "date", "latest": "today"}],
        "materials": [{"id": "m", "layer": "personal", "name": draw(tricky), "because": draw(tricky),
                       "when": draw(st.sampled_from([{"q": "a"}, {"q": ["a"]}, {"n": ">= 3"}, {"not": {"q": ["b"]}}])),
                       "also": [{"when": {"q": "c"}, "because": draw(tricky)}], "check_points": draw(lines),
                       "copies": {"original": 0, "photocopy": draw(st.integers(0, 3))},
                       "easily_missed": draw(st.booleans())}],
        "faq": [{"q": draw(tricky), "a": draw(tricky)}],
        "examples": [{"name": draw(tricky), "answers": {"q": ["a", "b"], "n": 4}, "need": ["m"]}],
    }  # fmt: skip
    return data


@settings(max_examples=12, deadline=None)
@given(data=items())
def test_texts_come_back_from_excel_as_they_were(data, tmp_path_factory):
    path = tmp_path_factory.mktemp("往返") / "规则.xlsx"
    writer.write(data, {}, path, items=[], packs={})
    draft = read(path, {})
    assert draft.problems == []
    assert draft.data == data


def test_the_workbook_has_seven_sheets_dropdowns_and_a_note_on_every_column(space):
    book = load_workbook(exported(space))
    assert [name for name in book.sheetnames if book[name].sheet_state == "visible"] == [*SHEETS, SHARED]
    for block in BLOCKS:
        ws = book[block.sheet]
        head = cell(ws, f"{block.mark} {block.note}").row + 1
        noted = [one for one in ws[head] if one.value and not one.value.startswith("意思")]
        assert len(noted) == len(block.all_columns)
        assert all(one.comment for one in noted), block.title
    rules = [rule for ws in book for rule in ws.data_validations.dataValidation]
    assert len(rules) >= 20
    assert all(len(rule.formula1) <= 255 for rule in rules), "Excel refuses a longer list"


OPTIONAL, MUST = re.compile("可空|空着|可以不写"), re.compile("必填|必须|一定要")


def test_the_star_of_a_heading_its_tip_and_the_rules_file_agree():
    """A star stands where the file cannot do without; no tip says the opposite of its heading."""
    columns = [(Item, FORM), *((_model_of(block), block.columns) for block in BLOCKS)]
    for model, found in columns:
        for column in found:
            needed = len(column.key) == 1 and model.model_fields[column.key[0]].is_required()
            assert column.required == needed, f"{model.__name__} {column.header}"
    for column in [one for _, found in columns for one in found] + [c for b in BLOCKS for c in b.child_columns]:
        assert not (OPTIONAL if column.required else MUST).search(column.tip), f"{column.header}:{column.tip}"


def _model_of(block: Block) -> type[Part]:
    return get_args(Item.model_fields[block.part].annotation)[0]


def test_conditions_are_explained_in_words_beside_them(space):
    ws = load_workbook(exported(space))["材料"]
    assert ws.cell(cell(ws, "age >= 60").row, cell(ws, "age >= 60").column + 1).value == "“年龄”≥ 60 岁"


def test_an_unchanged_workbook_changes_nothing(edited):
    assert edited() == []
    assert edited.proposal.changes_nothing
    assert edited.proposal.warnings == []
    assert edited.proposal.difference.lines == ()


def put(sheet: str, old: str, new: Any):
    def edit(book):
        cell(book[sheet], old).value = new

    return edit


def both(*edits):
    def edit(book):
        for one in edits:
            one(book)

    return edit


def remove_column(sheet: str, header: str):
    def edit(book):
        ws = book[sheet]
        number = cell(ws, header).column
        for row in range(cell(ws, header).row, ws.max_row + 1):
            ws.cell(row, number).value = None

    return edit


def rename(old: str, new: str):
    def edit(book):
        book[old].title = new

    return edit


def picture(sheet: str, anchor: str, tmp: Path):
    def edit(book):
        Picture.new("RGB", (4, 4)).save(tmp)
        book[sheet].add_image(Image(str(tmp)), anchor)

    return edit


def extra_sheet(book):
    book.create_sheet("我的笔记")["B2"] = "别忘了"


@pytest.mark.parametrize(
    ("edit", "where", "words"),
    [
        (lambda book: book.remove(book["示例"]), "示例!A1", "缺少工作表“示例”"),
        (extra_sheet, "我的笔记!A1", "多了一张工作表“我的笔记”"),
        (remove_column("示例", "应当要"), "示例!D5", "少了列“应当要”,这样导入会把它的内容全部清空"),
        (put("事项", "简称*", "别名"), "事项!A8", "不认识项目“别名”"),
        (lambda book: book["材料"].merge_cells("A5:A6"), "材料!A5", "合并了单元格 A5:A6"),
        (put("问答", "5 个工作日。", '=CONCATENATE("5","天")'), "问答!B6", "是公式"),
        (put("材料", "您从外地转来", "=#REF!"), "材料!F7", "是公式"),
        (put("材料", "origin=other", "origin=othr"), "材料!D7", "您是不是想写“other”"),
        (put("材料", "origin=other", "orign=other"), "材料!D7", "您是不是想写“origin”"),
        (put("材料", "origin=other", "origin=火星"), "材料!D7", "没有选项“火星”"),
        (put("材料", "origin=other", "origin=other age"), "材料!D7", "看不懂"),
        (put("材料", "old_card", "旧证"), "材料!A7", "写法不对"),
        (put("材料", "old_card", "form"), "材料!A7", "“form”与 A6 重复了。请换一个编号"),
        (put("材料", "个性化", "特殊"), "材料!B7", "可以是:基础、个性化"),
        (put("情形", "数字", "文本"), "情形!D9", "可以是:单选、多选、是非、数字、日期"),
        (put("事项", 20, "二十"), "事项!B25", "不是数字"),
        (put("事项", 20, 2), "事项!B28", "承诺时限(5 个工作日)长于法定时限(2 个工作日)"),
        (put("事项", "工作日", None), "事项!B26", "缺少“法定时限单位”"),
        (put("事项", "2026.1", 2026.1), "事项!B14", "版本变成了数字"),
        (put("事项", datetime(2026, 1, 1), "明年"), "事项!B15", "不是一个日期"),
        (put("事项", "便民证", None), "事项!B8", "缺少“简称”"),
        (put("问答", "要多久?", datetime(2026, 3, 1)), "问答!A6", "变成了日期"),
        (put("示例", "form, old_card", "form, oldcard"), "示例!A7", "您是不是想写“old_card”"),
        (put("示例", "form, old_card", "form, translation"), "示例!A7", "应当要“翻译件(translation)”,却没要"),
        (put("示例", "origin=other; age=30", "origin=other; ages=30"), "示例!A7", "您是不是想写“age”"),
        (put("环节", "daolu-huoyun", "daolu-huoyum"), "环节!E21", "您是不是想写“daolu-huoyun”"),
        (put("材料", "您从外地转来", None), "材料!D7", "没有写“为什么要”"),
        (put("事项", "weiban-zheng", "daolu-huoyun"), "事项!B5", "从“weiban-zheng”导出的"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_by_sheet_and_cell(edited, edit, where, words):
    problems = edited(edit)
    assert [message for place, message in problems if place.startswith(where) and words in message], problems


def delete_rows(sheet: str, text: str):
    return lambda book: book[sheet].delete_rows(cell(book[sheet], text).row)


def delete_column(sheet: str, header: str):
    return lambda book: book[sheet].delete_cols(cell(book[sheet], header).column)


NOT_NEEDED = "【不用带】 群众常带来、其实不用的"
RESTORE_MARK = "“【不用带】”这一行标题不见了。请在下面那行列名的上面补一行,第一格写“【不用带】”"


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (rename("材料", "材料表"), ("材料表!A1", "把工作表“材料表”改回“材料”")),
        (rename("问答", "Sheet9"), ("Sheet9!A1", "把工作表“Sheet9”改回“问答”")),
        (rename("情形", "情形 (2)"), ("情形 (2)!A1", "把工作表“情形 (2)”改回“情形”")),
        (put("材料", "条件", None), ("材料!D5", "这一列的列名不见了,请在这一格写回“条件”")),
        (put("情形", "选项编号*", None), ("情形!M5", "这一列的列名不见了,请在这一格写回“选项编号”")),
        (put("材料", "材料名称*", "材料名"), ("材料!C5", "不认识列“材料名”,请改回“材料名称”")),
        (put("材料", "为什么要", "缘由"), ("材料!F5", "不认识列“缘由”,请改回“为什么要”")),
        (put("提示", NOT_NEEDED, "不用"), ("提示!A23", "把这一格改回“【不用带】”")),
        (put("提示", NOT_NEEDED, None), ("提示!A23", RESTORE_MARK)),
        (put("事项", "简称*", "别名"), ("事项!A8", "不认识项目“别名”,请改回“简称”")),
        (put("事项", "简称*", None), ("事项!A8", "这一行的项目名不见了,请写回“简称”")),
        (put("情形", "age", "岁 数"), ("情形!A9", None)),
        (put("情形", "数字", "数"), ("情形!D9", None)),
        (put("材料", "origin=other", "origin=other age"), ("材料!D7", None)),
        (put("材料", "origin=other", "origin=外地,国外"),
         ("材料!D7", "几个选项要放在方括号里,请写成“origin=[外地, 国外]”")),
        (put("材料", "origin=other", "原来在哪办的=外地"),
         ("材料!D7", "没有“原来在哪办的”这个问题,您是不是想写“原来在哪里办的”?"
                     "问题写在“情形”表;共享题库的问题见“共享题库”表")),
        (put("材料", "origin=other", "origin=火星"),
         ("材料!D7", "情形“原来在哪里办的?”没有选项“火星”。可以写:本地(here)、外地(other)、国外(abroad)")),
        (put("事项", "交通运输", None), ("事项!B9", "缺少“领域”")),
        (put("材料", "old_card", "挂靠协议"),
         ("材料!A7", "“材料编号”的写法不对:“挂靠协议”。"
                     "只能用小写英文字母、数字和下划线,以字母开头,不超过 48 个字,如 id_card")),
        (put("事项", "weiban-zheng", "便民证"),
         ("事项!B5", "“编号”的写法不对:“便民证”。"
                     "只能用小写英文字母、数字和短横线,以字母开头,不超过 48 个字,如 daolu-huoyun")),
    ],
)  # fmt: skip
def test_the_cause_is_told_once_and_what_follows_from_it_is_not(edited, edit, told):
    """One slip, one message, at its own place, in the words that stand in the workbook."""
    where, message = told
    problems = [one for one in edited(edit) if "作为新事项导入" not in one[1]]
    assert [place for place, _ in problems] == [where], problems
    assert message is None or problems[0][1] == message


def test_a_question_that_is_gone_is_told_once_with_the_places_that_ask_for_it(edited):
    ((where, message),) = edited(delete_rows("情形", "age"))
    assert where == "材料!D9"
    assert message == (
        "“情形”表里没有“年龄(age)”这个问题了。删错的,请恢复那几行;不再问的,这里也要改掉。同样的还有:提示 A6"
    )


def test_a_deleted_first_column_is_not_also_a_lost_title(edited):
    ((where, message),) = edited(delete_column("情形", "情形编号*"))
    assert where == "情形!A5" and "少了列“情形编号”" in message


@pytest.mark.parametrize("edit", [delete_column("材料", "条件"), remove_column("材料", "条件")])
def test_a_deleted_column_warns_that_its_content_would_be_emptied(edited, edit):
    ((where, message),) = edited(edit)
    assert where == "材料!D5"
    assert "会把它的内容全部清空" in message and "Ctrl+Z" in message


def test_a_deleted_heading_of_a_part_is_told_at_its_place(edited):
    ((where, message),) = edited(delete_rows("提示", NOT_NEEDED))
    assert (where, message) == ("提示!A22", RESTORE_MARK)


def test_no_message_about_a_workbook_names_a_key_of_the_file(edited):
    """Over every column that must be filled, every wrong value and every check: headings, not TOML."""
    keys = re.compile(
        r"\b(text|domain|when|personal|base|because|basis|examples|faq|layer|explained|unit|need|answers|questions|"
        r"materials|name|kind|actor|amount|law|label|reason|version|valid_from|valid_to|options|include|also)\b|--"
    )
    required = [
        (block.sheet, f"{column.header}*")
        for block in BLOCKS
        for column in block.all_columns
        if column.required and block.part in ("questions", "materials", "faq", "examples", "not_eligible", "basis")
    ]

    def emptied(book):
        for sheet, header in required:
            head = cell(book[sheet], header)
            book[sheet].cell(head.row + 1, head.column).value = None
        for row in range(6, 30):
            book["事项"].cell(row, 2).value = None

    def wrong(book):
        cell(book["材料"], "您从外地转来").value = None
        cell(book["事项"], 5).value = 99
        book["示例"].delete_rows(6, 5)
        book["问答"].delete_rows(6)

    def unreadable(book):
        cell(book["材料"], "origin=other").value = "origin=x"
        cell(book["材料"], "origin=abroad").value = "orign=abroad"
        cell(book["情形"], "数字").value = "文本"

    for edit, least in ((emptied, 6), (wrong, 4), (unreadable, 1)):
        problems = edited(edit)
        told = [message for _, message in problems] + [one.message for one in edited.proposal.warnings]
        assert len(told) >= least
        assert not [message for message in told if keys.search(message)]


def test_pictures_are_told_with_their_place(edited, tmp_path):
    problems = edited(picture("材料", "C7", tmp_path / "图.png"))
    assert problems == [("材料!C7", "贴了一张图片,程序读不了图片里的字。请把字填进格子,再删去图片")]


def test_all_mistakes_are_told_at_once_and_nothing_is_written(edited, space, tmp_path):
    before = {path: path.read_bytes() for path in space.rules.rglob("*") if path.is_file()}
    edits = both(
        put("问答", "5 个工作日。", "=B1"), put("材料", "origin=other", "origin=othr"), put("事项", 20, "二十"),
        extra_sheet,
        put("材料", "origin=abroad", "orign=abroad"), put("提示", "age < 18", "age < x"),
        put("示例", "form, old_card", "=A1"), picture("材料", "C7", tmp_path / "图.png"),
        lambda book: book["环节"].merge_cells("A5:A6"),
    )  # fmt: skip
    found = edited(edits)
    assert {where.split("!")[0] for where, _ in found} >= {"问答", "材料", "提示", "事项", "我的笔记", "示例", "环节"}
    assert {"材料!D7", "材料!D8", "材料!C7", "事项!B25"} <= {where for where, _ in found}
    after = {path: path.read_bytes() for path in space.rules.rglob("*") if path.is_file()}
    assert {path: content for path, content in after.items() if path in before} == before


@pytest.mark.parametrize(
    "edit",
    [
        put("材料", "origin=other", "  origin\u3000=\u3000other  "),
        put("材料", "origin=other", "原来在哪里办的=外地"),
        put("材料", "origin=other", "“原来在哪里办的?”选“外地”"),
        put("材料", "您从外地转来", "您从外地转来 \n"),
        put("材料", "个性化", "personal"),
        put("事项", 20, "20"),
        put("事项", 20, "\uff12\uff10 "),
        put("事项", 20, 20.0),
        put("事项", datetime(2026, 1, 1), "2026年1月1日"),
        put("事项", datetime(2026, 1, 1), "2026/1/1"),
        put("示例", "form, old_card", "form、old_card"),
        put("示例", "form, old_card", "form\n old_card "),
        put("材料", "材料名称*", " 材料 名称 "),
        lambda book: book.create_sheet("Sheet1"),
        lambda book: book.move_sheet("示例", -3),
        lambda book: book["材料"].insert_rows(6, 5),
        lambda book: book["提示"].insert_rows(9, 3),
    ],
)
def test_what_means_the_same_is_read_as_the_same(edited, edit):
    assert edited(edit) == []
    assert edited.proposal.changes_nothing


def test_thousands_of_empty_rows_are_passed_over(edited):
    def edit(book):
        from openpyxl.styles import PatternFill

        for row in range(100, 6000):
            book["材料"].cell(row, 3).fill = PatternFill("solid", fgColor="FFFFFF")
            book["示例"].cell(row, 2).value = "   "

    assert edited(edit) == []
    assert edited.proposal.changes_nothing


def test_rows_can_be_added_where_a_person_would_add_them(edited):
    def edit(book):
        materials, questions = book["材料"], book["情形"]
        row = cell(materials, "old_card").row + 1
        materials.insert_rows(row)
        materials.cell(row, 4).value, materials.cell(row, 6).value = "age >= 80", "您年满 80 岁"
        row = cell(questions, "abroad").row + 1
        questions.insert_rows(row)
        options = cell(questions, "abroad").column
        questions.cell(row, options).value, questions.cell(row, options + 1).value = "sea", "海上"

    edited(edit)
    data = edited.proposal.data
    assert data["materials"][1]["also"] == [{"when": {"age": ">= 80"}, "because": "您年满 80 岁"}]
    assert data["questions"][0]["options"][3] == {"id": "sea", "label": "海上"}


def test_a_wrong_item_and_a_new_one(edited):
    assert "不是“daolu-huoyun”的" in edited(item="daolu-huoyun")[0][1]
    renamed = put("事项", "weiban-zheng", "xin-shixiang")
    assert "从“weiban-zheng”导出的" in edited(renamed)[0][1]
    assert edited(renamed, new=True) == []
    assert edited.proposal.current is None
    assert "已经有了" in edited(new=True)[0][1]


def test_an_older_workbook_says_which_changes_of_others_it_takes_back(space):
    """Told with what is lost, not as “differences”; and the version and the change list go on from the newer one."""
    path = exported(space)
    now = datetime(2026, 3, 1, 11, 44)
    publish.change(space, "weiban-zheng", {"short": "便民卡"}, who="李", why="改简称", now=now)
    proposal = importing.propose(space, path, TODAY)
    assert proposal.errors == []
    (note,) = [one for one in proposal.warnings if one.code == "outdated_workbook"]
    assert note.message.startswith("会把别人后来的改动退回去:简称:便民证 → 便民卡(李 3月1日改的)。")
    assert [line["what"] for line in proposal.data["changes"]] == ["改简称"]
    done = publish.publish(space, proposal, who="王", why="试", now=datetime(2026, 3, 2))
    assert done.version == "2026.3", "never a number that was used"


def test_an_older_workbook_that_takes_nothing_back_says_nothing(edited, space):
    """The other change is made in this workbook, too."""
    path = exported(space)
    publish.change(space, "weiban-zheng", {"short": "便民卡"}, who="李", why="改", now=datetime(2026, 3, 1))
    book = load_workbook(path)
    cell(book["事项"], "便民证").value = "便民卡"
    cell(book["问答"], "5 个工作日。").value = "5 个工作日以内。"
    book.save(path)
    proposal = importing.propose(space, path, TODAY)
    assert [one.code for one in (*proposal.errors, *proposal.warnings)] == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是 Excel 工作簿"),
        (b"PK\x03\x04broken", "不是 Excel"),
        (b"\xd0\xcf\x11\xe0old", ".xls"),
        (b"a,b\n1,2", "不是 Excel"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(space, tmp_path, content, words):
    path = tmp_path / "坏的.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputProblems, match=words):
        importing.propose(space, path, TODAY)


def test_a_zip_that_is_no_workbook_a_bomb_and_a_missing_file_are_refused(space, tmp_path):
    path = tmp_path / "坏的.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("content.xml", "<x/>")
    with pytest.raises(InputProblems, match=r"这是 \.ods 表格.*另存为 \.xlsx"):
        importing.propose(space, path.rename(tmp_path / "表.ods"), TODAY)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "x")
    with pytest.raises(InputProblems, match="坏了"):
        importing.propose(space, path, TODAY)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 90_000_000)
    with pytest.raises(InputProblems, match="太大"):
        importing.propose(space, path, TODAY)
    with pytest.raises(UserError, match="找不到文件"):
        importing.propose(space, tmp_path / "没有.xlsx", TODAY)


GARBAGE = [
    "", "=A1", "[", "(", "a=b 或", "“", "{}", "a=[", "非(", "any=x", "、", ">= ", "within days", "全部(", "()()",
    1e300, -1, 3.5, True, datetime(2026, 1, 1), "x" * 3000, "\u202eabc", "【材料】", "a\nb\n\nc", "NaN", "inf",
    "2026-13-45", '["a"', '["a", 1]',
]  # fmt: skip


def test_whatever_stands_in_the_cells_is_told_by_cell_and_never_a_fault_of_the_program(edited):
    chance = random.Random(5)

    def spoil(book):
        for _ in range(chance.randint(1, 6)):
            ws = chance.choice(book.worksheets)
            filled = [one for row in ws.iter_rows() for one in row if one.value is not None]
            place = (
                chance.choice(filled)
                if chance.random() < 0.8
                else ws.cell(chance.randint(1, 40), chance.randint(1, 30))
            )
            place.value = chance.choice(GARBAGE)
        if chance.random() < 0.2:
            chance.choice(book.worksheets).delete_cols(chance.randint(1, 6))

    for _ in range(15):
        assert all("!" in where and message for where, message in edited(spoil))


def test_text_that_looks_like_a_formula_stays_text(space):
    book = load_workbook(exported(space, changed(('a = "5 个工作日。"', 'a = "=1+1"'))))
    answer = cell(book["问答"], "=1+1")
    assert answer.data_type != "f" or answer.quotePrefix


def test_blocks_name_real_parts():
    assert {block.part for block in BLOCKS} <= set(Item.model_fields)
    assert all(isinstance(block, Block) for block in BLOCKS)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (put("事项", "便民证", "便民卡"), "简称:便民证 → 便民卡"),
        (put("问答", "5 个工作日。", "从受理那天起算," * 5 + "5 个工作日。"), "问答“要多久?”有改动"),
        (both(put("事项", "便民证", "便民卡"), put("问答", "5 个工作日。", "5 天以内。")), "简称有改动,等 2 处"),
        (put("材料", "翻译件", "翻译件" * 20), "改动材料,共 1 处"),
        (
            both(put("材料", "翻译件", "翻译件(盖章)"), put("事项", "便民证", "便民卡")),
            "材料“翻译件(盖章)”有改动,等 2 处",
        ),
        (put("事项", "weiban-zheng", "xin-shi"), "新增事项“便民证”"),
    ],
)
def test_the_reason_that_is_offered_is_one_short_whole_sentence(edited, edit, words):
    """It stands in one line of the weekly notice: never cut, at most 40 characters."""
    assert edited(edit, new=words.startswith("新增")) == []
    assert importing.reason(edited.proposal) == words
    assert len(words) <= 40
