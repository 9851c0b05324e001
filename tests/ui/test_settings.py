"""Settings and the first start."""

from __future__ import annotations

from workbench.ui.pages.settings import TABS
from workbench.ui.widgets.entry import Entry


def words_of(widget) -> str:
    """What stands on a page, without what can be typed into."""
    own = str(widget.cget("text")) if widget.winfo_class() == "Label" else ""
    return "\n".join([own, *(words_of(child) for child in widget.winfo_children())])


def test_a_first_start_takes_three_steps(hire, space):
    clerk = hire(welcome_done=False, office="", clerk="")
    clerk.until(lambda: clerk.window.dialogs)
    clerk.pump(0.1)
    clerk.type("样例区政务服务中心")
    clerk.key("Return", "Return", "Return")
    clerk.quiet()
    assert not clerk.window.dialogs
    settings = space.settings()
    assert settings.office == "样例区政务服务中心" and settings.welcome_done


def test_who_looks_at_the_welcome_again_leaves_it_by_esc(clerk, space):
    clerk.key("Alt-6", "F3")
    assert clerk.window.dialogs
    clerk.key("Return", "Escape", "Escape")
    assert not clerk.window.dialogs and space.settings().office == "样例区政务服务中心"


def test_a_line_is_kept_as_soon_as_it_is_left(clerk, space):
    page = clerk.window.show("settings")
    clerk.quiet()
    entries = [one for one in _all(page) if type(one).__name__ == "Entry" and hasattr(one, "inner")]
    entries[0].inner.focus_set()
    entries[0].set("另一个中心")
    clerk.key("Return")
    clerk.quiet()
    assert space.settings().office == "另一个中心"


def _all(widget):
    for child in widget.winfo_children():
        yield child
        yield from _all(child)


def test_who_changes_the_letters_or_colours_stays_where_they_are(clerk, space):
    """Everything is built anew around them; a click brings the keys along."""
    clerk.key("Alt-6", "Control-2", "Tab", "Return")
    clerk.quiet()
    assert space.settings().font_scale == 1.25
    assert clerk.root.focus_get().label == "✓ 125%"
    clerk.key("Tab", "space")
    clerk.quiet()
    assert clerk.root.focus_get().label == "✓ 150%"
    next(one for one in _all(clerk.window.current) if getattr(one, "label", "") == "高对比").invoke()
    clerk.quiet()
    assert space.settings().theme == "contrast"
    assert clerk.root.focus_get().label == "✓ 高对比"


def test_days_that_are_none_are_refused(clerk, space):
    page = clerk.window.show("settings")
    told = []
    clerk.window.fail = told.append
    page._days("extra_workdays", "2026-02-14、明天")
    assert "明天" in str(told[0])
    assert space.settings().extra_workdays == ()
    page._days("extra_workdays", "2026-02-14,2026-02-15")
    assert space.settings().extra_workdays == ("2026-02-14", "2026-02-15")


def test_a_value_that_cannot_be_kept_is_told_and_the_old_one_stands(clerk, space):
    """Twelve signs at most: the number of the window is part of names of files."""
    clerk.window.fail = clerk.told
    clerk.window.show("settings")
    clerk.quiet()
    window = next(one for one in _all(clerk.window.current) if isinstance(one, Entry) and one.get() == "A01")
    window.inner.focus_set()
    window.set("政务服务大厅社会保险综合窗口一号")
    clerk.key("Return")
    assert "“窗口号”太长,最多 12 个字" in clerk.window.dialogs[-1].tells[1]
    clerk.key("Return")
    assert not clerk.window.dialogs and window.get() == "A01" and space.settings().window == "A01"
    clerk.window.current.choose(TABS.index("显示与朗读"))
    clerk.quiet()
    speed = next(one for one in _all(clerk.window.current) if isinstance(one, Entry) and one.get() == "140")
    for typed, why in (("500", "“朗读语速”不能大于 300"), ("快", "“朗读语速”应当是整数")):
        speed.inner.focus_set()
        speed.set(typed)
        clerk.key("Return")
        assert why in clerk.window.dialogs[-1].tells[1]
        clerk.key("Return")
    speed.set("200")
    clerk.key("Return")
    assert space.settings().voice_speed == 200 and "voice_speed = 200" in space.settings_file.read_text("utf-8")


def test_pasted_lines_become_one(clerk, space):
    clerk.window.show("settings")
    clerk.quiet()
    window = next(one for one in _all(clerk.window.current) if isinstance(one, Entry) and one.get() == "A01")
    window.inner.focus_set()
    window.set(" 综合\n1 ")
    clerk.key("Return")
    assert space.settings().window == "综合 1"


def test_the_welcome_does_not_go_on_with_a_value_that_cannot_be_kept(clerk, space):
    from workbench.ui.settings.welcome import Welcome

    clerk.window.fail = clerk.told
    welcome = Welcome(clerk.window)
    welcome.fields["window"].set("政务服务大厅社会保险综合窗口一号")
    clerk.key("Return")
    assert "最多 12 个字" in clerk.window.dialogs[-1].tells[1] and welcome.step == 0
    clerk.key("Return")
    welcome.fields["window"].set("B02")
    clerk.key("Return")
    assert welcome.step == 1 and space.settings().window == "B02"


def test_backup_and_restore_from_the_window(clerk, space, tmp_path):
    from workbench.ui.settings import backup

    clerk.window.show("settings").choose(TABS.index("备份与恢复"))
    clerk.window.save_settings(phone="0000-1234567")
    backup.save(clerk.window, tmp_path / "备份.zip")
    clerk.until(lambda: (tmp_path / "备份.zip").exists() and not clerk.window.dialogs)
    clerk.window.save_settings(phone="0000-7654321")
    backup.ask_whether(clerk.window, tmp_path / "备份.zip")
    clerk.until(lambda: clerk.window.dialogs, 15)
    clerk.key("Return")
    clerk.until(lambda: clerk.window.dialogs and "已恢复" in clerk.window.dialogs[-1].title.cget("text"), 15)
    assert "已恢复" in clerk.window.dialogs[-1].title.cget("text")
    assert space.settings().phone == "0000-1234567"
    clerk.key("Return")
    assert clerk.window.current_name == "settings"
    assert clerk.window.current.tab == TABS.index("备份与恢复")


def test_the_checks_of_doctor_are_shown_with_what_to_do(clerk):
    from workbench.ui.pages.settings import CHECK

    page = clerk.window.show("settings")
    page.choose(CHECK)
    clerk.quiet()
    assert {one.id for one in page.found} >= {"screen", "workspace", "rules"}
    assert "Python" not in words_of(page)
    page.turn_detail()
    assert "Python" in words_of(page)
    page.support()
    clerk.quiet()
    assert list(clerk.window.space.logs.glob("检查结果-*.txt"))


def test_licences_of_all_parts_are_named():
    from workbench.ui.settings import about

    parts = about.parts()
    assert len(parts) == len(about.USED)
    assert all(part.version and part.licence for part in parts)
