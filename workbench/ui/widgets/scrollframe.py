"""A frame that scrolls when its content is taller than its place. `inner` takes the widgets."""

from __future__ import annotations

import tkinter as tk

import ttkbootstrap as ttk

from workbench.ui.theme import Theme


class ScrollFrame(tk.Frame):
    """Scrolls with the wheel, and by itself to whatever gets the focus."""

    def __init__(self, parent: tk.Misc, theme: Theme, *, ground: str = "") -> None:
        ground = ground or theme.color.card
        super().__init__(parent, background=ground)
        self.theme = theme
        self.canvas = tk.Canvas(self, background=ground, highlightthickness=0, takefocus=0, width=10, height=10)
        self.bar = ttk.Scrollbar(self, orient="vertical", command=self.canvas.yview)
        self.canvas.configure(yscrollcommand=self.bar.set)
        self.canvas.pack(side="left", fill="both", expand=True)
        self.inner = tk.Frame(self.canvas, background=ground)
        self._window = self.canvas.create_window(0, 0, window=self.inner, anchor="nw")
        self.inner.bind("<Configure>", lambda _e: self._sized())
        self.canvas.bind("<Configure>", lambda _e: self._resized())
        self.canvas.bind("<Map>", lambda _e: self._resized())  # a width set before it is lost
        self._bound = {
            sequence: str(self.canvas.bind_class(self._tag(), sequence, run))
            for sequence, run in (
                ("<Button-4>", lambda _e: self._wheel(-1)),
                ("<Button-5>", lambda _e: self._wheel(1)),
                ("<MouseWheel>", lambda e: self._wheel(-1 if e.delta > 0 else 1)),
                ("<FocusIn>", self._show_focus),
            )
        }
        self._adopt(self.canvas)

    def destroy(self) -> None:
        """Tk keeps what is bound to a tag, and with it this frame: it is let go by hand."""
        for sequence, command in self._bound.items():
            self.canvas.unbind_class(self._tag(), sequence)
            self.nametowidget(".").deletecommand(command)
        super().destroy()

    def _tag(self) -> str:
        return f"Scroll{id(self)}"

    def _adopt(self, widget: tk.Misc) -> None:
        """Wheel and focus of everything inside belong to this frame."""
        tags = widget.bindtags()
        if self._tag() not in tags:
            widget.bindtags((*tags, self._tag()))
        for child in widget.winfo_children():
            self._adopt(child)

    def _sized(self) -> None:
        self._adopt(self.inner)
        self.canvas.configure(scrollregion=(0, 0, self.inner.winfo_reqwidth(), self.inner.winfo_reqheight()))
        needed = self.inner.winfo_reqheight() > self.canvas.winfo_height() + 1
        if needed and not self.bar.winfo_manager():
            self.bar.pack(side="right", fill="y")
        elif not needed and self.bar.winfo_manager():
            self.bar.pack_forget()
            self.canvas.yview_moveto(0)

    def _resized(self) -> None:
        self.canvas.itemconfigure(self._window, width=self.canvas.winfo_width())
        self._sized()

    def _wheel(self, step: int) -> None:
        if self.bar.winfo_ismapped():
            self.canvas.yview_scroll(step * 3, "units")

    def _show_focus(self, event: tk.Event) -> None:
        widget = event.widget
        if not isinstance(widget, tk.Misc) or not self.bar.winfo_ismapped():
            return
        if str(self.tk.call("focus")) != str(widget):  # the frames around it are told as well
            return
        top = widget.winfo_rooty() - self.inner.winfo_rooty()
        bottom, height = top + widget.winfo_height(), self.canvas.winfo_height()
        if height < self.theme.px(60):  # not yet laid out
            return
        first = self.canvas.canvasy(0)
        total = max(1, self.inner.winfo_reqheight())
        if top < first:
            self.canvas.yview_moveto(max(0, top - self.theme.px(12)) / total)
        elif bottom > first + height:
            self.canvas.yview_moveto((bottom - height + self.theme.px(12)) / total)
