"""A scrolled sheet that is painted from top to bottom: text, bands, boxes, things to click.

One canvas instead of hundreds of widgets: painting a list of fifty papers takes a few milliseconds.

Strokes are collected, and only what differs from what stands there is handed to Tk, in one call. Each call into Tk lets
other threads run first: a worker that computes would hold up a painting of three hundred calls three hundred times.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from workbench.ui.theme import Theme
from workbench.ui.widgets.textfit import measure, wrap

Run = Callable[[], object]
HAND_OVER = """{canvas changes gone strokes} {
    foreach {item place looks} $changes {
        $canvas coords $item $place
        $canvas itemconfigure $item {*}$looks
    }
    $canvas delete {*}$gone
    lmap stroke $strokes {
        lassign $stroke kind place looks
        $canvas create $kind {*}$place {*}$looks
    }
}"""
Stroke = tuple[str, tuple[float, ...], tuple[Any, ...]]  # kind, place, options and their values


class Board(tk.Frame):
    """Subclasses (or `painter`) draw in `paint()`; `refresh()` paints anew and keeps the place.

    `focus_line` shows the focus around the sheet; without it a sheet shows it at what is chosen in it.
    While painting, `self.y` is where the next thing goes; `self.left` and `self.right` are the margins.
    """

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        *,
        ground: str = "",
        margin: float = 16,
        painter: Callable[[Board], object] | None = None,
        takefocus: bool = True,
        focus_line: bool = False,
    ) -> None:
        self.theme = theme
        self.ground = ground or theme.color.card
        super().__init__(parent, background=self.ground)
        self.painter, self.takes_focus = painter, takefocus
        self.margin = theme.px(margin)
        self.canvas = tk.Canvas(
            self,
            background=self.ground,
            highlightthickness=2 if focus_line else 0,
            highlightbackground=self.ground,
            highlightcolor=theme.color.accent,
            takefocus=takefocus,
            width=10,
            height=10,
            yscrollincrement=1,
        )
        self.canvas.pack(side="left", fill="both", expand=True)
        self.bar: ttk.Scrollbar | None = None  # made when it is needed first
        self._bar_shown = False
        self._zones: list[tuple[int, int, int, int, Run]] = []
        self._images: list[object] = []
        self._strokes: list[Stroke] = []
        self._shown: list[Stroke] = []  # what stands on the canvas, and its items
        self._items: tuple[Any, ...] = ()
        self._pending: str | None = None
        self._width = 0
        self._inset = 2 if focus_line else 0
        self.y = self.left = self.right = 0
        self.canvas.bind("<Configure>", self._resized)
        self.canvas.bind("<Button-1>", self._clicked)
        self.canvas.bind("<Motion>", self._moved)
        self.canvas.bind("<MouseWheel>", self._wheel)
        self.canvas.bind("<Button-4>", lambda _e: self.scroll(-60))
        self.canvas.bind("<Button-5>", lambda _e: self.scroll(60))

    # painting --------------------------------------------------------------------------------------------------

    def paint(self) -> None:
        if self.painter:
            self.painter(self)

    def refresh(self) -> None:
        """Paints everything again; the scroll position stays."""
        if self._pending:
            self.after_cancel(self._pending)
            self._pending = None
        self._width = self.canvas.winfo_width() - 2 * self._inset
        if self._width < 20:
            return
        self._strokes = []
        self._zones.clear()
        old_images, self._images = self._images, []
        self.y = self.margin
        self.left, self.right = self.margin, self._width - self.margin
        self.paint()
        self._set_region()
        del old_images

    def soon(self) -> None:
        """Paints when the window has nothing else to do."""
        if not self._pending:
            self._pending = self.after_idle(self._refresh_pending)

    def _refresh_pending(self) -> None:
        self._pending = None
        self.refresh()

    def _set_region(self) -> None:
        """Brings what was painted on the screen, and lets it be scrolled as far as it goes."""
        canvas = self.canvas
        self._hand_over()
        bottom = self.y + self.margin
        canvas.configure(scrollregion=(0, 0, self._width, max(bottom, 1)))
        needed = bottom > canvas.winfo_height() + 1
        if needed != self._bar_shown:
            self._bar_shown = needed
            if needed:
                self._scrollbar().pack(side="right", fill="y")
            else:
                self._scrollbar().pack_forget()
        if not needed:
            canvas.yview_moveto(0)

    def _hand_over(self) -> None:
        """Makes the canvas show the strokes: items keep their place in the pile, what changed is changed in place."""
        new, old, items = self._strokes, self._shown, self._items
        if new == old:
            return
        pairs = list(zip(new, old, strict=False))
        same = next((at for at, (one, other) in enumerate(pairs) if one != other), len(pairs))
        kept = next((at for at in range(same, len(pairs)) if not _alike(*pairs[at])), len(pairs))
        changes = [
            part for at in range(same, kept) if new[at] != old[at] for part in (items[at], new[at][1], new[at][2])
        ]
        made = self.tk.call("apply", HAND_OVER, self.canvas, changes, items[kept:], new[kept:])
        self._items = (*items[:kept], *self.tk.splitlist(made))
        self._shown = list(new)

    def _scrollbar(self) -> ttk.Scrollbar:
        if self.bar is None:
            self.bar = ttk.Scrollbar(self, orient="vertical", command=self.canvas.yview)
            self.canvas.configure(yscrollcommand=self.bar.set)
        return self.bar

    def draw(self, kind: str, *place: float, **looks: Any) -> int:
        """One thing on the canvas, in the words of Tk (`line`, `text`, `oval`, …); gives its number for `reshape`."""
        words: list[Any] = []
        for name, value in looks.items():
            words += (f"-{name}", value if isinstance(value, int | float | tuple) else str(value))
        self._strokes.append((kind, place, tuple(words)))
        return len(self._strokes) - 1

    def reshape(self, number: int, *place: float) -> None:
        """Another place for something that was just painted: a frame whose end is known only now."""
        kind, _, looks = self._strokes[number]
        self._strokes[number] = (kind, place, looks)

    def painted(self) -> int:
        """How many things were painted so far; see `put_behind`."""
        return len(self._strokes)

    def put_behind(self, number: int) -> None:
        """Puts the last thing behind all that came after the first `number` things."""
        self._strokes.insert(number, self._strokes.pop())

    @property
    def width(self) -> int:
        return self.right - self.left

    def gap(self, pixels: float = 8) -> None:
        self.y += self.theme.px(pixels)

    def text(
        self,
        words: str,
        *,
        size: str = "body",
        bold: bool = False,
        color: str = "",
        x: int | None = None,
        width: int | None = None,
        tag: str = "text",
    ) -> int:
        """A paragraph at `self.y`; moves below it and gives its height."""
        height = self.text_at(self.left if x is None else x, self.y, words, size, bold, color, width, tag=tag)
        self.y += height
        return height

    def text_at(
        self,
        x: int,
        y: int,
        words: str,
        size: str = "body",
        bold: bool = False,
        color: str = "",
        width: int | None = None,
        anchor: str = "nw",
        tag: str = "text",
    ) -> int:
        """A paragraph anywhere; gives its height. `width` None: up to the right margin."""
        font = self.theme.font(size, bold=bold)
        room = (self.right - x) if width is None else width
        lines = wrap(words, font, max(room, self.theme.px(40))) if anchor == "nw" else [words]
        ink = color or self.theme.color.text
        self.draw("text", x, y, text="\n".join(lines), anchor=anchor, font=font, fill=ink, tags=tag)
        return len(lines) * self.theme.line_height(size)

    def measure(self, words: str, size: str = "body", bold: bool = False) -> int:
        return measure(self.theme.font(size, bold=bold)).text(words)

    def heading(self, words: str, *, color: str = "") -> None:
        """A small bold heading."""
        self.text(words, bold=True, color=color or self.theme.color.base_text)
        self.gap(2)

    def line(self, *, dash: bool = False) -> None:
        ink = self.theme.color.line
        self.draw("line", self.left, self.y, self.right, self.y, fill=ink, dash=(4, 3) if dash else ())

    def rectangle(self, x0: int, y0: int, x1: int, y1: int, fill: str, border: str = "", thick: float = 1) -> int:
        half = self.theme.px(thick) / 2 if border else 0
        return self.draw(
            "rectangle",
            x0 + half,
            y0 + half,
            x1 - half,
            y1 - half,
            fill=fill,
            outline=border,
            width=self.theme.px(thick) if border else 0,
        )

    def round_box(
        self, x: int, y: int, width: int, height: int, fill: str, border: str = "", thick: float = 1, radius: float = 4
    ) -> None:
        image = self.theme.box(max(width, 2), max(height, 2), fill, border, radius, thick)
        self._images.append(image)
        self.draw("image", x, y, image=image, anchor="nw")

    def chip(self, x: int, y: int, words: str, fill: str, ink: str, *, bold: bool = False, right: bool = False) -> int:
        """A word in a small box; gives its width. `right`: `x` is its right end."""
        theme = self.theme
        width = self.measure(words, "status", bold) + theme.px(14)
        height = theme.line_height("status") + theme.px(6)
        x0 = x - width if right else x
        self.round_box(x0, y, width, height, fill)
        font = theme.font("status", bold=bold)
        self.draw("text", x0 + width // 2, y + height // 2, text=words, font=font, fill=ink, tags="text")
        return width

    def icon(self, x: int, y: int, name: str, size: float, color: str) -> None:
        self.draw("image", x, y, image=self.theme.icon(name, size, color), anchor="nw")

    def banner(self, words: str, kind: str = "warn") -> None:
        """A coloured note over the whole width."""
        theme, color = self.theme, self.theme.color
        fill, ink = {
            "warn": (color.warn, color.warn_text),
            "bad": (color.bad, color.bad_text),
            "good": (color.good, color.good_text),
            "info": (color.chip, color.chip_text),
        }[kind]
        pad = theme.px(10)
        lines = wrap(words, theme.font("body"), self.width - 2 * pad)
        height = len(lines) * theme.line_height("body") + 2 * theme.px(8)
        self.rectangle(self.left, self.y, self.right, self.y + height, fill)
        place = self.left + pad, self.y + theme.px(8)
        self.draw("text", *place, text="\n".join(lines), anchor="nw", font=theme.font("body"), fill=ink, tags="text")
        self.y += height

    # things to click -------------------------------------------------------------------------------------------

    def zone(self, x0: int, y0: int, x1: int, y1: int, run: Run) -> None:
        """A place to click; later zones lie above earlier ones."""
        self._zones.append((x0, y0, x1, y1, run))

    def _at(self, event: tk.Event) -> Run | None:
        x, y = self.canvas.canvasx(event.x), self.canvas.canvasy(event.y)
        for x0, y0, x1, y1, run in reversed(self._zones):
            if x0 <= x < x1 and y0 <= y < y1:
                return run
        return None

    def _clicked(self, event: tk.Event) -> None:
        if self.takes_focus:
            self.canvas.focus_set()
        if run := self._at(event):
            run()

    def _moved(self, event: tk.Event) -> None:
        cursor = "hand2" if self._at(event) else ""
        if str(self.canvas["cursor"]) != cursor:
            self.canvas.configure(cursor=cursor)

    # scrolling -------------------------------------------------------------------------------------------------

    def _wheel(self, event: tk.Event) -> None:
        self.scroll(-event.delta if abs(event.delta) >= 60 else -60 * event.delta)

    def scroll(self, pixels: float) -> None:
        if self._bar_shown:
            self.canvas.yview_scroll(round(self.theme.px(abs(pixels)) * (1 if pixels > 0 else -1)), "units")

    def see(self, top: int, bottom: int) -> None:
        """Scrolls as little as needed to show the part between two heights."""
        height = self.canvas.winfo_height()
        total = max(self.y + self.margin, 1)
        first = self.canvas.canvasy(0)
        if top < first:
            self.canvas.yview_moveto(max(0, top - self.margin) / total)
        elif bottom > first + height:
            self.canvas.yview_moveto((bottom + self.margin - height) / total)

    def _resized(self, event: tk.Event) -> None:
        if event.width - 2 * self._inset != self._width:
            self.soon()
        else:
            self._set_region()


def _alike(one: Stroke, other: Stroke) -> bool:
    """Whether an item can become another by changing its place and looks."""
    return one[0] == other[0] and one[2][::2] == other[2][::2]
