"""The ledger page: find, change in place, take back, settle what two people changed."""

from __future__ import annotations

import pytest

from tests.ui.screen import Clerk
from workbench.ledger import ledger


def row(**changes) -> dict:
    return {
        "date": "2026-03-02",
        "item": "daolu-huoyun",
        "cause": "材料缺失",
        "detail": "缺件",
        "material": "qualification",
        **changes,
    }


@pytest.fixture
def clerk(hire, space) -> Clerk:
    """Somebody at the ledger of an office with three returns."""
    space.prepare()
    ledger.add(
        space,
        "rework",
        [
            row(),
            row(date="2026-03-01", material="inspection_report"),
            row(date="2026-02-27", cause="信息错误", detail="填错栏"),
        ],
    )
    clerk = hire()
    clerk.key("Alt-2")
    clerk.until(lambda: len(clerk.window.current.ids) == 3)
    clerk.quiet()
    return clerk


def test_the_newest_row_is_first_and_open_in_the_form(clerk):
    page = clerk.window.current
    assert page.form.record["date"] == "2026-03-02"
    clerk.key("Down")
    assert page.form.record["material"] == "inspection_report"


def test_a_change_in_the_form_is_kept_at_once_and_can_be_taken_back(clerk, space):
    page = clerk.window.current
    id = page.chosen_id
    entry = page.form.widgets["handling"]
    entry.inner.focus_set()
    clerk.type("电话告知")
    clerk.key("Return")
    clerk.quiet()
    assert ledger.get(space, id)[1]["handling"] == "电话告知"
    page.table.tree.focus_set()
    clerk.key("Control-z")
    clerk.quiet()
    assert ledger.get(space, id)[1]["handling"] == ""


def test_in_a_field_ctrl_z_takes_back_what_was_typed_there_and_then_the_last_change(clerk, space):
    """Also with the big Z of a Caps Lock."""
    page = clerk.window.current
    id = page.chosen_id
    entry = page.form.widgets["handling"]
    entry.inner.focus_set()
    clerk.type("电话告知")
    clerk.key("Return")
    clerk.quiet()
    clerk.type("错")
    clerk.key("Control-z")
    clerk.quiet()
    assert entry.get() == "电话告知" == ledger.get(space, id)[1]["handling"]
    clerk.key("Control-Z")
    clerk.quiet()
    assert entry.get() == "" == ledger.get(space, id)[1]["handling"]
    assert clerk.root.focus_get() is entry.inner
    choose(clerk, page.form.widgets["state"], "已整改")
    clerk.quiet()
    page.form.widgets["state"].focus_set()
    clerk.key("Control-z")
    clerk.quiet()
    assert ledger.get(space, id)[1]["state"] == "待整改" == page.form.widgets["state"].get()


def test_in_the_dialog_of_a_new_row_ctrl_z_stays_in_the_field(clerk, space):
    page = clerk.window.current
    clerk.key("F2")
    clerk.key("Insert")
    box = clerk.window.dialogs[-1]
    entry = box.form.widgets["note"]
    entry.inner.focus_set()
    clerk.type("错")
    clerk.key("Control-z", "Control-z")
    clerk.quiet()
    assert entry.get() == "" and clerk.window.dialogs == [box] and len(page.ids) == 3


def choose(clerk, box, word: str) -> None:
    """Takes a word of a list with the keys of the list itself."""
    tk = clerk.root.tk
    box.focus_set()
    tk.call("ttk::combobox::Post", str(box))
    clerk.pump(0.02)
    inner = f"{box}.popdown.f.l"
    tk.call(inner, "selection", "clear", 0, "end")
    at = list(box["values"]).index(word)
    tk.call(inner, "activate", at)
    tk.call(inner, "selection", "set", at)
    tk.call("focus", "-force", inner)
    clerk.pump(0.02)
    tk.call("event", "generate", inner, "<Return>")
    clerk.pump(0.02)


def test_another_cause_empties_the_second_cause_that_it_does_not_have(clerk, space):
    """One step back takes both back."""
    page = clerk.window.current
    id = page.chosen_id
    choose(clerk, page.form.widgets["cause"], "信息错误")
    clerk.quiet()
    kept = ledger.get(space, id)[1]
    assert (kept["cause"], kept["detail"]) == ("信息错误", "")
    choose(clerk, page.form.widgets["detail"], "填错栏")
    clerk.quiet()
    assert ledger.get(space, id)[1]["detail"] == "填错栏"
    page.table.tree.focus_set()
    clerk.key("Control-z")
    clerk.quiet()
    clerk.key("Control-z")
    clerk.quiet()
    kept = ledger.get(space, id)[1]
    assert (kept["cause"], kept["detail"]) == ("材料缺失", "缺件")


def test_enter_in_an_open_list_takes_the_word_and_registers_nothing(clerk, space):
    clerk.key("Insert")
    box = clerk.window.dialogs[-1]
    choose(clerk, box.form.widgets["cause"], "流程误解")
    assert clerk.window.dialogs == [box] and box.form.value("cause") == "流程误解"
    box.default.focus_set()
    clerk.key("Return")
    assert box.wrong["text"] == "还要写:事项", "in the words of the form"
    choose(clerk, box.form.widgets["item"], "货运许可")
    box.default.focus_set()
    clerk.key("Return")
    clerk.until(lambda: not clerk.window.dialogs)
    clerk.quiet()
    assert len(list(ledger.records(space, "rework"))) == 4


def test_what_is_refused_is_told_by_the_labels_of_the_form(clerk):
    page = clerk.window.current
    clerk.window.fail = told = _Told()
    page.form.widgets["visits"].set("三")
    page.form.widgets["visits"].inner.focus_set()
    clerk.key("Return")
    clerk.until(lambda: told.errors)
    assert "往返次数" in str(told.errors[0]) and "visits" not in str(told.errors[0])


def test_a_value_that_is_none_is_refused_and_the_form_shows_what_is_kept(clerk, space):
    page = clerk.window.current
    page.form.widgets["due"].inner.focus_set()
    clerk.window.fail = told = _Told()
    clerk.type("明天")
    clerk.key("Return")
    clerk.until(lambda: told.errors)
    assert "明天" in str(told.errors[0])
    assert page.form.widgets["due"].get() == ""


class _Told:
    def __init__(self) -> None:
        self.errors: list[BaseException] = []

    def __call__(self, error: BaseException) -> None:
        self.errors.append(error)


def test_filters_narrow_by_paper_name_cause_and_period(clerk):
    page = clerk.window.current
    clerk.key("Control-f")
    clerk.type("检测合格")
    clerk.until(lambda: len(page.ids) == 1)
    page.filters.search.set("hyxk")
    clerk.until(lambda: len(page.ids) == 3)
    page.filters.search.set("")
    clerk.until(lambda: len(page.ids) == 3)
    page.filters.choices["cause"].set("信息错误")
    page.reload()
    clerk.until(lambda: len(page.ids) == 1)
    page.filters.choices["cause"].set("全部原因")
    page.filters.choices["period"].set("本月")
    page.reload()
    clerk.until(lambda: len(page.ids) == 2)


def test_a_row_taken_back_leaves_the_list_and_can_be_restored(clerk, space):
    page = clerk.window.current
    id = page.chosen_id
    clerk.key("Delete", "1")
    clerk.until(lambda: len(page.ids) == 2)
    page.choose_tab(4)
    clerk.until(lambda: page.ids == [id])
    clerk.quiet()
    clerk.key("F3")
    clerk.quiet()
    assert ledger.get(space, id)[1]["date"] == "2026-03-02"


def test_a_row_typed_by_hand(clerk, space):
    page = clerk.window.current
    clerk.key("Insert")
    form = clerk.window.dialogs[-1].form
    form.widgets["item"].set("货运许可")
    form.widgets["cause"].set("流程误解")
    form.widgets["detail"].set("走错窗口")
    form.widgets["note"].inner.focus_set()
    clerk.key("Return")
    clerk.until(lambda: len(page.ids) == 4)
    [found] = [one for one in ledger.records(space, "rework") if one["cause"] == "流程误解"]
    assert found["item"] == "daolu-huoyun" and found["date"] == "2026-03-02"


def test_esc_goes_from_the_form_back_to_the_list_and_the_list_fills_its_width(clerk):
    page = clerk.window.current
    clerk.key("Return")
    assert str(clerk.root.focus_get()).startswith(str(page.form))
    clerk.key("Escape")
    assert clerk.root.focus_get() is page.table.tree
    for number in (2, 3, 5, 1):
        clerk.key(f"Control-{number}")
        clerk.quiet()
        tree = page.table.tree
        wide = sum(int(tree.column(name, "width")) for name in tree["displaycolumns"])
        assert abs(wide - tree.winfo_width()) <= 6, number


def test_export_and_opening_the_workbook(clerk, space, tmp_path):
    from workbench.ui.ledger import transfer

    clerk.key("F9")
    clerk.quiet()
    assert list(space.ledger.glob("*.xlsx"))
    clerk.key("F10")
    clerk.quiet()
    assert clerk.opened[-1].suffix == ".xlsx"
    transfer.export_to(clerk.window.current, tmp_path / "导出.xlsx")
    clerk.until(lambda: not clerk.window.dialogs)
    assert (tmp_path / "导出.xlsx").stat().st_size > 1000


def test_an_edit_in_excel_that_clashes_is_settled_side_by_side(clerk, space):
    """Two people changed the same cell: both are shown, one key decides."""
    import openpyxl

    from workbench.ledger import fold

    page = clerk.window.current
    fold.fold(space)
    [book] = space.ledger.glob("*.xlsx")
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["返工台账"]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "处置" for cell in row))
    column = next(cell.column for cell in header if cell.value == "处置")
    line = header[0].row + 1
    id = sheet.cell(line, next(cell.column for cell in header if cell.value == "编号")).value
    sheet.cell(line, column).value = "他们写的"
    workbook.save(book)
    ledger.edit(space, id, {"handling": "我们写的"})
    fold.fold(space)
    page.choose_tab(3)
    clerk.until(lambda: page.conflicts and page.conflicts.found)
    page.conflicts.canvas.focus_set()
    clerk.key("2")
    clerk.quiet()
    assert ledger.get(space, id)[1]["handling"] == "他们写的"
    assert not ledger.conflicts(space)


def edit_workbook(space, change) -> None:
    """Somebody changes a cell of 返工台账 in Excel: `change(header → cell of the first row)`."""
    import openpyxl

    [book] = space.ledger.glob("*.xlsx")
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["返工台账"]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "处置" for cell in row))
    change({cell.value: sheet.cell(header[0].row + 1, cell.column) for cell in header})
    workbook.save(book)


def test_a_row_that_cannot_be_taken_from_excel_is_told_until_it_is_corrected(clerk, space):
    """A supervisor wrote no date into 完成期限 and a row without a cause: the page and the status line say where."""
    from workbench.ledger import fold

    fold.fold(space)

    def strange(cells) -> None:
        sheet = cells["日期"].parent
        for name, value in {"日期": "某一天", "事项": "货运许可", "编号": None}.items():
            sheet.cell(cells[name].row + 3, cells[name].column, value)
        [table] = sheet.tables.values()
        first, last = table.ref.split(":")
        table.ref = f"{first}:{last.rstrip('0123456789')}{cells['日期'].row + 3}"

    edit_workbook(space, strange)
    fold.fold(space)
    [book] = ledger.workbooks(space)
    assert book["problems"]
    clerk.window.background.refresh()
    page = clerk.window.current
    clerk.key("Control-4")
    clerk.until(lambda: page.conflicts and page.conflicts.wrong)
    canvas = page.conflicts.canvas
    said = " ".join(canvas.itemcget(one, "text") for one in canvas.find_all() if canvas.type(one) == "text")
    assert "要改正" in said and "F10" in said and "某一天" in said.replace("\n", "")
    assert page.tabs.names[3] == f"对照修改 {len(book['problems'])}"
    clerk.quiet()
    assert "要看一看" in clerk.window.status.parts["conflicts"]["text"]


def test_what_somebody_saved_in_excel_comes_back_by_itself(clerk, space):
    """Nothing of ours waits, and still the window looks at a workbook that changed; at one that is open again later."""
    window = clerk.window
    window.background.fold()
    clerk.until(lambda: not sum(ledger.pending(space).values()))
    clerk.quiet()
    clerk.pump(0.1)
    window.background.fold()
    clerk.quiet()
    [book] = space.ledger.glob("*.xlsx")
    held = book.with_name(f".~lock.{book.name}#")  # it is open
    held.write_text("赵主管", "utf-8")
    edit_workbook(space, lambda cells: cells["责任人"].__setattr__("value", "赵主管"))
    window.background.fold()
    clerk.quiet()
    assert not [one for one in ledger.records(space, "rework") if one["owner"] == "赵主管"]
    held.unlink()
    window.background.fold()
    clerk.quiet()
    assert [one for one in ledger.records(space, "rework") if one["owner"] == "赵主管"]


def test_removed_rows_of_every_table_are_listed_with_day_and_reason(clerk, space):
    [measure] = ledger.add(space, "measures", [{"date": "2026-03-02", "cause": "材料缺失", "action": "提醒前移"}])
    ledger.remove(space, measure, "重复登记")
    ledger.remove(space, clerk.window.current.chosen_id, "登记错了")
    page = clerk.window.current
    clerk.key("Control-5")
    clerk.until(lambda: len(page.ids) == 2)
    clerk.quiet()
    shown = [page.table.tree.item(row, "values") for row in page.table.tree.get_children()]
    assert [(row[1], row[-1]) for row in shown] == [("返工", "登记错了"), ("措施", "重复登记")]
    assert "提醒前移" in shown[1][4] and page.tabs.names[4] == "已作废 2"
    clerk.key("Down", "F3")
    clerk.until(lambda: len(page.ids) == 1)
    assert ledger.get(space, measure)[0] == "measures"


def test_a_clerks_workbook_is_imported_and_taken_back(clerk, space, tmp_path):
    import openpyxl

    from workbench.ui.ledger import transfer

    book = openpyxl.Workbook()
    book.active.append(["日期", "事项", "原因大类", "二级原因"])
    book.active.append(["2026-03-02", "货运许可", "材料缺失", "缺件"])
    book.save(tmp_path / "手工.xlsx")
    page = clerk.window.current
    transfer.import_from(page, tmp_path / "手工.xlsx")
    clerk.until(lambda: len(page.ids) == 4 and not clerk.window.dialogs)
    clerk.quiet()
    clerk.key("Control-z")
    clerk.until(lambda: len(page.ids) == 3)


def test_a_long_export_is_stopped_by_esc_and_leaves_no_file(hire, space, tmp_path):
    from workbench.ui.ledger import transfer

    space.prepare()
    ledger.add(space, "rework", [row(date=f"2026-01-{1 + n % 28:02d}") for n in range(3000)])
    clerk = hire()
    clerk.key("Alt-2")
    clerk.quiet()
    transfer.export_to(clerk.window.current, tmp_path / "导出.xlsx")
    clerk.key("Escape")
    clerk.until(lambda: not clerk.window.dialogs)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_twenty_thousand_rows_are_a_window_over_the_query(hire, space):
    """Only the rows on the screen exist in the table."""
    space.prepare()
    ledger.add(space, "rework", [row(date=f"2026-01-{1 + n % 28:02d}") for n in range(3000)])
    clerk = hire()
    clerk.key("Alt-2")
    page = clerk.window.current
    clerk.until(lambda: len(page.ids) == 3000)
    clerk.quiet()
    assert len(page.table.tree.get_children()) < 40
    page.table.tree.focus_set()
    clerk.key("End")
    assert page.chosen_id == page.ids[-1]


def test_the_documents_of_a_case_are_made_again(clerk, space):
    """All that fit, or one by its number; nothing is overwritten."""
    case = {
        "started": "2026-03-02T09:05",
        "item": "daolu-huoyun",
        "answers": {"weight": "heavy"},
        "ticks": {"application": "missing"},
        "outcome": "补正",
    }
    ledger.add(space, "cases", [case])
    page = clerk.window.current
    page.choose_tab(1)
    clerk.until(lambda: len(page.ids) == 1)
    clerk.quiet()
    clerk.key("F8", "2")
    clerk.quiet()
    assert "补正通知书" in clerk.opened[-1].name
    clerk.key("F8", "Return")
    clerk.quiet()
    names = [path.name for path in space.documents.rglob("*.docx")]
    assert sum("补正通知书" in name for name in names) == 2
    assert any("材料清单" in name for name in names)


def test_why_rows_wait_is_short_in_the_status_line_and_whole_a_click_away(clerk, space):
    """Something stands under the Table: the line says so in a few words, the page what to do."""
    from tests.ledger.workbooks import opened, put
    from workbench.ledger import fold

    page, window = clerk.window.current, clerk.window
    fold.fold(space)
    [path] = space.ledger.glob("*.xlsx")
    with opened(path) as book:
        put(book["返工台账"], int(book["返工台账"].tables["返工台账"].ref.rpartition("T")[2]) + 1, 日期="合计")
    ledger.add(space, "rework", [row()])
    window.background.fold()
    label = window.status.parts["pending"]
    clerk.until(lambda: "下方" in label["text"])
    assert len(label["text"]) < 32 and label["text"].endswith("点这里看)")
    label.event_generate("<Button-1>")
    clerk.until(lambda: page.conflicts and page.conflicts.waits)
    assert "如果是要登记的一条" in page.conflicts.waits
