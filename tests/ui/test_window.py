"""The whole window: pages, keys, memory, errors, a second start, a clean end."""

from __future__ import annotations

import gc
import subprocess
import sys
import tkinter as tk

import pytest

from tests.ui.conftest import Faults
from tests.ui.screen import Clerk
from workbench import workspace
from workbench.ledger import ledger
from workbench.problems import UserError
from workbench.ui import app, manual, memory, pages, single
from workbench.ui.broken import BrokenPage
from workbench.ui.page import Declaration, Page


def test_the_first_picture_waits_for_no_library():
    """Importing the window and all its pages loads neither pydantic nor the rooms below."""
    code = (
        "import sys, workbench.ui.app, workbench.ui.pages as p; p.declarations();"
        "print([m for m in ('pydantic', 'sqlite3', 'openpyxl', 'docx', 'pypinyin', 'workbench.rules.item')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_page_opens_by_its_key(clerk):
    for number, declaration in enumerate(clerk.window._declarations, 1):
        clerk.key(f"Alt-{number}")
        clerk.quiet()
        assert clerk.window.current_name == declaration.name
        assert type(clerk.window.current).__name__ != "BrokenPage"


def test_all_six_pages_are_there():
    assert [one.name for one in pages.declarations()] == list(pages.ORDER)


def test_a_page_that_breaks_says_so_and_the_others_open(hire):
    class Broken(Page):
        def build(self) -> None:
            raise UserError("这一页的文件坏了。")

    clerk = hire()
    window = clerk.window
    window._declarations.append(Declaration("broken", "坏页", "gear", Broken))
    page = window.show("broken")
    clerk.pump()
    assert "这一页的文件坏了" in page.winfo_children()[0].cget("text")
    assert window.show("ledger").ids == []


def test_a_page_module_that_cannot_be_imported_keeps_its_place_and_the_others_open(display, space, monkeypatch):
    """The rail is whole, the page says in a sentence that it is out of order, and the log has the traceback."""
    monkeypatch.setitem(sys.modules, "workbench.ui.pages.review", None)
    faults = Faults()
    workspace.log.addHandler(faults)
    clerk = Clerk(space).start()
    try:
        assert [one.title for one in clerk.window.rail.pages] == ["受理台", "台账", "自检", "周复盘", "规则", "设置"]
        for number, name in enumerate(pages.ORDER, 1):
            clerk.key(f"Alt-{number}")
            clerk.quiet()
            broken = isinstance(clerk.window.current, BrokenPage)
            assert clerk.window.current_name == name and broken == (name == "review")
            if broken:
                said = clerk.window.current.winfo_children()[0].cget("text")
                assert "“周复盘”这一页打不开" in said and "其他页面照常可用" in said and "import" not in said
        assert any("Traceback" in found and "workbench.ui.pages.review" in found for found in faults.found)
        clerk.leave()
    finally:
        workspace.log.removeHandler(faults)


def test_the_titles_of_the_rail_are_those_of_the_pages():
    assert [(one.name, one.title) for one in pages.declarations()] == list(pages.TITLES.items())


def test_keys_are_printed_on_their_buttons(clerk):
    for declaration in clerk.window._declarations:
        page = clerk.window.show(declaration.name)
        clerk.quiet()
        for action in page.actions():
            if not action.hidden and not action.menu:
                assert clerk.window.bar.buttons[action.key].key == action.key_label


def test_no_key_means_two_things_on_a_page(clerk):
    for declaration in clerk.window._declarations:
        page = clerk.window.show(declaration.name)
        keys = [one.key for one in (*page.actions(), *clerk.window.common_actions())]
        assert len(keys) == len(set(keys)), declaration.name


def test_the_palette_finds_commands_pages_and_items(clerk):
    clerk.key("Control-k")
    clerk.type("tz")
    assert clerk.window.dialogs[-1].lines[0].title == "打开“台账”"
    clerk.key("Return")
    clerk.quiet()
    assert clerk.window.current_name == "ledger"
    clerk.key("Control-k")
    clerk.type("hyxk")
    clerk.key("Return")
    assert clerk.window.current_name == "desk"
    assert clerk.window.current.counter.visit.item == "daolu-huoyun"


def test_the_palette_finds_the_commands_of_other_pages(clerk):
    """Also of pages that were never shown; they come to the front first."""
    clerk.key("Control-k")
    box = clerk.window.dialogs[-1]
    clerk.until(lambda: not box._left)
    clerk.type("kbzb")  # 空白周表
    assert "自检:空白周表" in [one.title for one in box.lines]
    clerk.key("Escape", "Control-k")
    box = clerk.window.dialogs[-1]
    clerk.until(lambda: not box._left)
    clerk.type("新事项")
    assert box.lines[0].title.startswith("规则:新事项")
    clerk.key("Return")
    clerk.quiet()
    assert clerk.window.current_name == "rules"
    while clerk.window.dialogs:
        clerk.key("Escape")


def test_help_opens_the_part_of_the_manual_for_the_page(clerk):
    clerk.key("Alt-2", "F1")
    clerk.pump()
    if manual.place("ledger"):
        assert clerk.opened[-1].stem == "ledger"
    else:
        assert clerk.window.dialogs


def test_size_page_and_columns_are_remembered(hire, space):
    first = hire()
    first.resize("1200x700")
    first.key("Alt-2")
    first.quiet()
    table = first.window.current.table
    table.tree.column("item", width=177)
    first.leave()
    second = hire()
    assert second.window.current_name == "ledger"
    assert (second.root.winfo_width(), second.root.winfo_height()) == (1200, 700)
    assert second.window.current.table.widths()["item"] == 177


@pytest.mark.parametrize("text", ["", "{", "[]", '{"geometry": 5}', '{"columns": {"a": {"b": "c"}}}'])
def test_a_broken_memory_costs_nothing(space, text):
    space.prepare()
    (space.root / memory.NAME).write_text(text, "utf-8")
    assert memory.load(space).geometry_for(1366, 768) == ""


def test_an_error_of_the_clerk_is_told_in_its_own_words(clerk):
    clerk.window.fail = clerk.told
    clerk.window.fail(UserError("磁盘满了。"))
    clerk.pump()
    clerk.window.fail(UserError("磁盘满了。"))  # four readers of one broken journal are one thing to know
    assert "磁盘满了。" in words_of(clerk)
    clerk.key("Return")
    assert not clerk.window.dialogs


def test_a_fault_is_told_without_its_details_which_go_to_the_log(hire, space, monkeypatch):
    """A crash in a callback: a friendly sentence, the place of the log, and nothing lost."""
    clerk = hire()
    clerk.window.fail = clerk.told
    logged = []
    monkeypatch.setattr("workbench.ui.app.log.error", lambda *words, **_more: logged.append(words))
    clerk.root.after(1, lambda: clerk.told(ZeroDivisionError("x")))
    clerk.until(lambda: clerk.window.dialogs)
    text = words_of(clerk)
    assert "内部出错" in text and "日志" in text and "Traceback" not in text and "ZeroDivision" not in text
    assert logged
    clerk.key("Return")


def words_of(clerk: Clerk) -> str:
    box = clerk.window.dialogs[-1]
    return box.title.cget("text") + "".join(child.cget("text") for child in box.body.winfo_children())


def test_dialogs_give_the_focus_back_and_close_by_escape(clerk):
    search = clerk.window.current.top.search.inner
    search.focus_set()
    clerk.pump()
    clerk.key("Control-k")
    assert clerk.root.focus_get() is not search
    clerk.key("Escape")
    clerk.pump()
    assert clerk.root.focus_get() is search


def test_what_is_under_way_is_no_longer_told_when_it_is_done(clerk):
    clerk.window.toast("规则已载入", "info")
    clerk.window.toast("正在准备清单…", "info")
    clerk.window.toast("清单已送去打印")
    assert len(clerk.window.toasts.shown) == 2
    clerk.window.toasts.clear()


def test_toasts_take_no_focus_and_three_are_shown_at_most(clerk):
    before = clerk.root.focus_get()
    for number in range(5):
        clerk.window.toast(f"第 {number} 条")
    clerk.pump()
    assert len(clerk.window.toasts.shown) == 3
    assert clerk.root.focus_get() is before


def test_a_toast_never_covers_the_buttons_of_a_dialog(clerk):
    """Whichever came first: the dialog lies above."""
    clerk.window.toast("先到的消息", "warn")
    clerk.key("Control-k")
    clerk.window.toast("后到的消息,很长" * 30, "warn")
    clerk.pump()
    stack = clerk.root.tk.splitlist(clerk.root.tk.eval("winfo children ."))
    above = stack.index(str(clerk.window.dialogs[-1]))
    assert all(above > stack.index(str(one)) for one in clerk.window.toasts.shown)
    clerk.key("Escape")


def test_colours_and_letters_change_at_once_and_the_open_case_stays(clerk):
    clerk.type("hyxk")
    clerk.key("Return", "2")
    visit = clerk.window.current.counter.visit
    page = clerk.window.show("settings")
    page._relook(font_scale=1.5, theme="contrast")  # before the answer is on the disk
    clerk.pump()
    clerk.quiet()
    assert clerk.window.theme.unit == pytest.approx(1.5, rel=0.01)
    assert clerk.window.theme.color.rail == "#000000"
    again = clerk.window.page("desk").counter.visit
    assert again.id == visit.id and again.answers == visit.answers
    clerk.window.save_settings(font_scale=1.0, theme="light")
    clerk.window.rebuild()


def test_a_second_start_brings_the_running_window_to_the_front(hire, space):
    clerk = hire()
    lock = space.lock()
    try:
        import threading

        answers = []
        thread = threading.Thread(target=lambda: answers.append(single.take_or_wake(space)))
        thread.start()
        clerk.until(lambda: answers, 10)
        thread.join()
        assert answers == [None]
        assert not (space.root / single.REQUEST).exists()
    finally:
        lock.release()


def test_a_lock_that_nobody_answers_is_told(space, monkeypatch):
    monkeypatch.setattr(single, "WAIT_SECONDS", 0.2)
    space.prepare()
    lock = space.lock()
    try:
        with pytest.raises(UserError, match="正被使用"):
            single.take_or_wake(space)
    finally:
        lock.release()
    assert not (space.root / single.REQUEST).exists()


def test_a_start_that_fails_is_told_in_a_window(display, tmp_path, monkeypatch):
    """Who double-clicks has no terminal: the sentence stands in a window, which Enter closes."""
    seen: list[str] = []

    def look(root: tk.Tk) -> None:
        root.update()
        seen.extend(str(one["text"]) for one in root.winfo_children() if one.winfo_class() == "Label")
        root.focus_get().event_generate("<Key-Return>")

    monkeypatch.setattr(tk.Tk, "mainloop", look)
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(UserError, match="建立工作文件夹"):
        app.run(workspace.Workspace(tmp_path / "文件"))
    assert "没有打开" in seen[0] and "新建" in seen[1]
    assert tk._default_root is None


def test_closing_writes_what_is_pending(hire, space):
    space.prepare()
    clerk = hire()
    clerk.quiet()
    row = {"date": "2026-03-02", "item": "daolu-huoyun", "cause": "材料缺失", "detail": "缺件"}
    ledger.add(space, "rework", [row])
    clerk.leave()
    assert sum(ledger.pending(space).values()) == 0
    assert list(space.ledger.glob("*.xlsx"))


def test_the_status_line_counts_what_waits_and_what_is_overdue(clerk, space):
    from datetime import datetime

    clerk.base = datetime(2030, 1, 7, 9, 0)
    clerk.window.refresh_status()
    clerk.quiet()
    assert "过了核对期" in clerk.window.status.parts["rules"]["text"]


def test_a_full_disk_at_the_end_is_told_and_the_window_can_still_be_closed(clerk, monkeypatch):
    from workbench.cases import desk
    from workbench.problems import CannotWrite

    def full(_space, _state):
        raise CannotWrite("磁盘满了。")

    clerk.type("hyxk")
    clerk.key("Return")
    clerk.quiet()
    monkeypatch.setattr(desk, "save", full)
    clerk.leave()
    assert not clerk.window._closed
    assert "磁盘满了" in words_of(clerk)
    clerk.key("Return")
    assert clerk.window._closed


def test_ctrl_k_in_a_line_finds_commands_and_leaves_the_line_as_it_is(clerk):
    """Tk's own meaning would empty the line, and leaving it would save that."""
    page = clerk.window.show("settings")
    clerk.quiet()
    line = clerk.root.focus_get()
    assert line.winfo_class() == "Entry" and line.get() == "样例区政务服务中心"
    line.icursor(0)
    clerk.key("Control-d", "Control-k")
    assert clerk.window.dialogs
    clerk.key("Escape")
    assert line.get() == "样例区政务服务中心" and page.winfo_exists()


@pytest.mark.parametrize("key", ["Tab", "Shift-Tab"])
def test_tab_goes_round_inside_a_dialog(clerk, key):
    """What is behind a dialog gets no key until it is closed."""
    from workbench.ui.widgets import dialog

    box = dialog.ask(clerk.window, "备注", "写一句。", "写好了", lambda _text: None)
    clerk.pump(0.1)
    met = []
    for _ in range(7):
        clerk.key(key)
        met.append(str(clerk.root.focus_get()))
    assert all(name.startswith(f"{box}.") for name in met), met
    assert len(set(met)) == 3, "the line, and the two buttons"


def test_a_long_message_is_read_by_keys(clerk):
    """Five hundred wrong rows do not make a dialog higher than the screen."""
    from workbench.ui.widgets import dialog

    box = dialog.tell(clerk.window, "没有完成", "\n".join(f"第 {number} 行:日期不对" for number in range(500)))
    clerk.pump(0.1)
    assert box.winfo_height() < clerk.root.winfo_height() and box.default.winfo_viewable()
    before = box.scrolled.canvas.canvasy(0)
    clerk.key("Next", "Down")
    assert box.scrolled.canvas.canvasy(0) > before
    clerk.key("Return")
    assert not clerk.window.dialogs


def test_cycles_of_a_closed_dialog_go_in_the_windows_own_thread_and_none_stay(clerk):
    """Python's own search for cycles rests while the window is open; a dialog that was closed leaves nothing."""
    from workbench.ui.ledger.dialogs import NewRecord
    from workbench.ui.widgets import dialog

    def opened_and_closed() -> None:
        dialog.ask(clerk.window, "备注", "写一句。", "写好了", lambda _text: None)
        clerk.key("Escape")
        NewRecord(clerk.window, "rework", lambda _values: None)
        clerk.key("Escape")
        clerk.pump(0.2)  # what was to be done a moment later

    opened_and_closed()
    assert not gc.isenabled()
    gc.collect()
    names, boxes = len(clerk.root.tk.call("info", "commands")), count(dialog.Dialog)
    for _ in range(5):
        opened_and_closed()
    gc.collect()
    assert count(dialog.Dialog) == boxes
    assert len(clerk.root.tk.call("info", "commands")) < names + 5  # less than one each: what waits for its moment
    clerk.leave()
    assert gc.isenabled()


def count(kind: type) -> int:
    return sum(isinstance(one, kind) for one in gc.get_objects())


def test_a_dialog_closed_from_below_another_leaves_the_keys_with_the_upper_one(clerk):
    """A progress that ends while a question stands above it; the question then goes back to where all began."""
    from workbench.ui.widgets import dialog

    before = clerk.root.focus_get()
    dialog.ask(clerk.window, "下面的", "一句话", "好", lambda _text: None)
    dialog.ask(clerk.window, "上面的", "一句话", "好", lambda _text: None)
    lower, upper = clerk.window.dialogs
    lower.close()
    clerk.pump()
    assert clerk.window.dialogs == [upper] and str(clerk.root.focus_get()).startswith(f"{upper}.")
    clerk.key("Escape")
    assert clerk.root.focus_get() is before


def test_nothing_behind_a_dialog_takes_the_keys(clerk):
    """Whatever moves them: Tk's own list of a combobox does when it is left by Tab."""
    from workbench.ui.widgets import dialog

    dialog.ask(clerk.window, "一个问题", "一句话", "好", lambda _text: None)
    clerk.window.current.top.search.inner.focus_force()
    clerk.pump()
    assert str(clerk.root.focus_get()).startswith(f"{clerk.window.dialogs[-1]}.")
    clerk.key("Escape")
