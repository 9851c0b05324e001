"""Nothing is cut off and nothing overlaps: every page in every size an office has, checked by geometry."""

from __future__ import annotations

import os
import tkinter as tk
from collections.abc import Iterator
from tkinter import font

import pytest
import ttkbootstrap as ttk
from PIL import ImageGrab

from tests.ui.screen import Clerk
from workbench.ledger import ledger
from workbench.ui import theme
from workbench.ui.widgets.button import Button
from workbench.ui.widgets.scrollframe import ScrollFrame
from workbench.ui.widgets.textfit import wrap

SIZES = [
    ("1366x768", 1.0, "light"),
    ("1366x768", 1.5, "light"),
    ("1024x768", 1.0, "light"),
    ("1024x768", 2.0, "light"),
]
BETWEEN = [("1366x768", 2.0, "light"), ("1024x768", 1.5, "light"), ("1366x768", 1.0, "contrast")]
PAGES = ("desk", "ledger", "selfcheck", "review", "rules", "settings")


@pytest.fixture(
    params=[*SIZES, *(pytest.param(one, marks=pytest.mark.slow) for one in BETWEEN)],
    ids=lambda one: f"{one[0]}-{one[1]:.0%}-{one[2]}",
)
def clerk(request, hire, space) -> Clerk:
    size, scale, colours = request.param
    space.prepare()
    papers = ["qualification", "inspection_report", "手工:村委会开具的居住情况证明"]
    ledger.add(
        space,
        "rework",
        [
            {
                "date": "2026-03-02",
                "item": "daolu-huoyun",
                "cause": "材料缺失",
                "detail": "电子证照未核到",
                "material": paper,
            }
            for paper in papers * 4
        ],
    )
    clerk = hire(font_scale=scale, theme=colours)
    clerk.resize(size)
    return clerk


def mapped(widget: tk.Misc) -> Iterator[tk.Misc]:
    """Everything on the screen below a widget."""
    for child in widget.winfo_children():
        if isinstance(child, tk.Toplevel) or not child.winfo_ismapped():
            continue
        yield child
        yield from mapped(child)


def inside_scrolled(widget: tk.Misc) -> bool:
    parent = widget.master
    while parent is not None:
        if isinstance(parent, ScrollFrame):
            return True
        parent = parent.master
    return False


def cut_by(widget: tk.Misc) -> tk.Misc | None:
    """What a widget is inside of and reaches out of at the side, where nothing scrolls."""
    left, right = widget.winfo_rootx(), widget.winfo_rootx() + widget.winfo_width()
    around = widget.master
    while around is not None and not isinstance(around, tk.Tk):
        if left < around.winfo_rootx() - 1 or right > around.winfo_rootx() + around.winfo_width() + 1:
            return around
        around = around.master
    return None


def room_for_words(box: ttk.Combobox) -> int:
    """What its words need beside the arrow, in pixels; its width is asked for in widths of the digit 0."""
    letters = font.nametofont(str(box.cget("font")), root=box)
    around = box.winfo_reqwidth() - int(box.cget("width")) * letters.measure("0")
    return letters.measure(box.get()) + around


def complaints(clerk: Clerk) -> list[str]:
    """What a person would see cut off or on top of each other."""
    root = clerk.root
    found = []
    right, bottom = root.winfo_rootx() + root.winfo_width(), root.winfo_rooty() + root.winfo_height()
    for widget in mapped(root):
        x, y, width, height = widget.winfo_rootx(), widget.winfo_rooty(), widget.winfo_width(), widget.winfo_height()
        if x + width > right + 1 or (y + height > bottom + 1 and not inside_scrolled(widget)):
            found.append(f"{widget} reaches out of the window")
        if isinstance(widget, tk.Label | Button) and width < widget.winfo_reqwidth() - 1:
            found.append(f"{widget} is cut: {words(widget)!r} needs {widget.winfo_reqwidth()}, has {width}")
        if isinstance(widget, tk.Label | Button | tk.Entry | ttk.Combobox) and (around := cut_by(widget)):
            found.append(f"{widget} {words(widget)!r} is cut by {around}")
        if isinstance(widget, ttk.Combobox) and str(widget["state"]) == "readonly" and width < room_for_words(widget):
            found.append(f"{widget} is cut: {widget.get()!r} needs {room_for_words(widget)}, has {width}")
        found += [f"{one} has no room in {widget}" for one in left_out(widget)]
        if isinstance(widget, tk.Canvas) and not isinstance(widget, Button):
            found += on_canvas(widget, clerk.window.theme.px(5))
    return found


def left_out(widget: tk.Misc) -> list[tk.Misc]:
    """What is packed into a widget and is not to be seen, because others have taken the room."""
    return [one for one in widget.pack_slaves() if not one.winfo_ismapped()]


def words(widget: tk.Misc) -> str:
    if isinstance(widget, Button):
        return widget.label
    return widget.get() if isinstance(widget, tk.Entry | ttk.Combobox) else str(widget.cget("text"))


def on_canvas(canvas: tk.Canvas, blank: int) -> list[str]:
    found = []
    boxes = [
        (canvas.bbox(item), canvas.itemcget(item, "text"))
        for item in canvas.find_all()
        if canvas.type(item) == "text" and canvas.itemcget(item, "text").strip()
    ]
    for (left, _, right, _), text in boxes:
        if left < -1 or right > canvas.winfo_width() + 1:
            found.append(f"{canvas}: {text!r} is cut at the side")
    for number, ((l1, t1, r1, b1), one) in enumerate(boxes):
        for (l2, t2, r2, b2), other in boxes[number + 1 :]:
            if min(r1, r2) - max(l1, l2) > 3 and min(b1, b2) - max(t1, t2) > blank:
                found.append(f"{canvas}: {one!r} lies on {other!r}")
    return found


def test_every_page_fits(clerk):
    found = {}
    for page in PAGES:
        clerk.window.show(page)
        clerk.quiet()
        clerk.pump(0.1)
        if wrong := complaints(clerk):
            found[page] = wrong
    assert found == {}


def test_every_tab_fits(clerk):
    """And the review says of which days it is, however little room there is."""
    found = {}
    for page, tabs in (("settings", 6), ("ledger", 5)):
        for number in range(tabs):
            shown = clerk.window.show(page)
            getattr(shown, "choose_tab" if page == "ledger" else "choose")(number)
            clerk.quiet()
            clerk.pump(0.05)
            if wrong := complaints(clerk):
                found[page, number] = wrong
    review = clerk.window.show("review")
    for kind in ("month", "quarter", "week"):
        review.choose_kind(kind)
        clerk.quiet()
        assert review.dates.winfo_ismapped() and review.dates["text"]
        if wrong := complaints(clerk):
            found["review", kind] = wrong
    assert found == {}


def test_the_counter_at_work_fits(clerk):
    """With questions, long names, badges, added papers."""
    page = clerk.window.current
    found = {}
    for item in ("yanglao-zhuanyi", "daolu-huoyun", "gongshang-rending", "gongsi-sheli"):
        page.counter.begin(item)
        for _ in range(4):
            if page.counter.question and page.counter.question.kind not in ("number", "date"):
                clerk.key("1")
        page.counter.add_paper("村委会开具的、写明何时起居住的情况证明")
        page.counter.mark_next()
        page.counter.mark_next()
        clerk.pump(0.05)
        if wrong := complaints(clerk):
            found[item] = wrong
        page.counter.drop()
        clerk.pump()
    assert found == {}


def test_dialogs_fit(clerk):
    from workbench.ui.settings.welcome import Welcome

    clerk.window.current.counter.begin("daolu-huoyun")
    clerk.key("1", "space", "space")
    for open_it in (
        lambda: clerk.key("F12"),
        lambda: clerk.key("F4"),
        lambda: clerk.key("Insert"),
        lambda: clerk.key("Control-k"),
        lambda: Welcome(clerk.window),
        lambda: (clerk.window.show("ledger"), clerk.quiet(), clerk.key("Insert")),
    ):
        open_it()
        clerk.until(lambda: clerk.window.dialogs)
        clerk.pump(0.1)
        box = clerk.window.dialogs[-1]
        root = clerk.root
        assert box.winfo_rooty() >= root.winfo_rooty()
        assert box.winfo_rooty() + box.winfo_height() <= root.winfo_rooty() + root.winfo_height()
        assert [one for one in complaints(clerk) if str(box) in one] == []
        box.close()


def test_a_date_is_broken_between_its_parts_only(hire):
    font = hire().window.theme.font("body")
    text = "核对于 2026年10月20日"
    for width in range(60, font.measure(text)):
        assert not [line for line in wrap(text, font, width) if line[0] in "年月日"]


@pytest.mark.parametrize("name", ["light", "contrast"])
def test_every_pair_of_text_and_ground_has_enough_contrast(name):
    """4.5 at least (WCAG AA)."""
    color = theme.PALETTES[name]
    pairs = [
        (color.text, color.card),
        (color.text, color.page),
        (color.text, color.chosen),
        (color.text, color.fresh),
        (color.quiet, color.card),
        (color.quiet, color.page),
        (color.quiet, color.chosen),
        (color.idle_text, color.idle),
        (color.idle_text, color.status),
        (color.quiet, color.idle),
        (color.rail_text, color.rail),
        (color.accent_text, color.accent),
        (color.accent, color.card),
        (color.chip_text, color.chip),
        (color.base_text, color.base),
        (color.personal_text, color.personal),
        (color.personal_text, color.card),
        (color.good_text, color.good),
        (color.bad_text, color.bad),
        (color.warn_text, color.warn),
        (color.bad_text, color.status),
    ]
    weak = [
        (one, other, round(theme.contrast(one, other), 2)) for one, other in pairs if theme.contrast(one, other) < 4.5
    ]
    assert weak == []


def test_what_can_be_filled_in_or_ticked_has_a_clear_edge_in_high_contrast(hire):
    """3 at least (WCAG 1.4.11), as it stands on the screen: entries, lists, boxes to tick, the scroll bar."""
    clerk = hire(theme="contrast")
    clerk.resize("1366x768")
    clerk.window.show("settings")
    clerk.quiet()
    seen: dict[str, float] = {}
    for page in ("settings", "ledger"):
        clerk.window.show(page)
        clerk.pump(0.3)
        for widget in mapped(clerk.window.current):
            kind = type(widget).__name__
            if kind in ("Entry", "Combobox", "Checkbutton", "Scrollbar") and kind not in seen:
                seen[kind] = theme.contrast(darkest_at_the_edge(widget), clerk.window.theme.color.card)
    assert set(seen) == {"Entry", "Combobox", "Checkbutton", "Scrollbar"}
    assert {kind: found for kind, found in seen.items() if found < 3} == {}


def darkest_at_the_edge(widget: tk.Misc) -> str:
    """The darkest colour in the leftmost pixels, half way down: a letter is not among them."""
    x, y = widget.winfo_rootx(), widget.winfo_rooty() + widget.winfo_height() // 2
    screen = None if os.name == "nt" else os.environ["DISPLAY"]
    line = ImageGrab.grab((x, y, x + 5, y + 1), xdisplay=screen).convert("RGB").tobytes()
    return min((f"#{line[n : n + 3].hex()}" for n in range(0, len(line), 3)), key=lambda one: int(one[1:3], 16))
