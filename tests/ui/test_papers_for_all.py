"""What every window needs on paper, and templates changed without a command line."""

from __future__ import annotations

import docx


def test_the_rules_page_writes_the_emergency_sheet_and_the_full_notice_of_an_item(clerk):
    clerk.window.show("rules")
    clerk.quiet()
    clerk.key("Control-f")
    clerk.type("hyxk")
    clerk.key("Return")
    for number, key in enumerate(("Control-F8", "Control-F10"), 1):
        clerk.key(key)
        clerk.until(lambda number=number: len(clerk.opened) == number, 60)
    assert [path.name for path in clerk.opened] == ["应急手工表.docx", "一次性告知书-货运许可.docx"]


def test_a_template_is_copied_opened_changed_and_checked_from_the_settings(clerk):
    """修改 opens the office's copy; the check says where a tag is wrong; the delivered one is not touched."""
    from workbench.documents import word
    from workbench.ui.settings import templates

    page = clerk.window.show("settings")
    clerk.key("Control-4")
    delivered = word.shipped("补正通知书").path.read_bytes()
    templates.change(page, "补正通知书")
    clerk.until(lambda: clerk.opened)
    [own] = clerk.opened
    assert own.parent == clerk.window.space.templates and own.read_bytes() == delivered
    document = docx.Document(str(own))
    document.add_paragraph("{{ 事项名 }}")
    document.save(str(own))
    templates.check(clerk.window)
    clerk.until(lambda: clerk.window.dialogs)
    said = " ".join(one.cget("text") for one in clerk.window.dialogs[-1].body.winfo_children())
    assert "事项名" in said and "补正通知书" in said
    clerk.key("Return")
    templates.change(page, "补正通知书")
    clerk.until(lambda: len(clerk.opened) == 2)
    assert clerk.opened[1] == own, "what the office wrote is opened, not written anew"
    assert word.shipped("补正通知书").path.read_bytes() == delivered
