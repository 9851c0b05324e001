"""更多打印: the style by a number key, copies that are checked, PDF and Word, all from the keyboard."""

from __future__ import annotations

from workbench.documents import checklist_word, printing


def opened(clerk):
    clerk.type("hyxk")
    clerk.key("Return")
    clerk.key("Control-p")
    return clerk.window.dialogs[-1]


def test_copies_and_style_reach_the_printer(clerk, monkeypatch):
    sent, styles = [], []
    write = checklist_word.write
    monkeypatch.setattr(printing, "print_file", lambda path, copies=1: sent.append((path.suffix, copies)))
    monkeypatch.setattr(
        checklist_word,
        "write",
        lambda *words, style, **more: styles.append(style) or write(*words, style=style, **more),
    )
    box = opened(clerk)
    clerk.key("3")
    box.copies.variable.set("100")
    clerk.key("Return")
    assert clerk.window.dialogs == [box]
    assert "1 到 99" in box.wrong["text"]
    box.copies.variable.set("2")
    clerk.key("Return")
    clerk.quiet()
    assert (sent, styles) == ([(".docx", 2)], ["bilingual"])
    assert clerk.window.dialogs == []


def test_a_pdf_is_made_beside_the_word_file(clerk, monkeypatch):
    monkeypatch.setattr(printing, "to_pdf", lambda path, target: target.write_bytes(b"%PDF-") and target)
    box = opened(clerk)
    box.pdf()
    clerk.quiet()
    assert {path.suffix for path in clerk.window.space.documents.rglob("*.*") if path.is_file()} == {".docx", ".pdf"}


def test_escape_goes_back_and_prints_nothing(clerk):
    opened(clerk)
    clerk.key("Escape")
    clerk.quiet()
    assert clerk.window.dialogs == []
    assert list(clerk.window.space.documents.rglob("*.docx")) == []
