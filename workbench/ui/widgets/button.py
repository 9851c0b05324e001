"""A button that prints its key: round corners, a visible focus line, by mouse, Enter and Space."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from workbench.ui.theme import Theme
from workbench.ui.widgets import focus

HEIGHT = 36


class Button(tk.Canvas):
    """`kind`: plain, primary, danger or quiet (no border). `key` is printed small after the label."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        label: str,
        run: Callable[[], object],
        *,
        key: str = "",
        kind: str = "plain",
        ground: str = "",
        small: bool = False,
        tip: str = "",
    ) -> None:
        self.theme, self.run, self.kind, self.key = theme, run, kind, key
        self.ground = ground or theme.color.card
        self._hover = self._down = False
        self._enabled = True
        self._height = theme.px(30 if small else HEIGHT)
        super().__init__(
            parent, height=self._height, background=self.ground, highlightthickness=0, takefocus=1, cursor="hand2"
        )
        self.label = ""
        self.set(label)
        for sequence, change in (
            ("<Enter>", {"_hover": True}),
            ("<Leave>", {"_hover": False, "_down": False}),
            ("<FocusIn>", {}),
            ("<FocusOut>", {}),
        ):
            self.bind(sequence, lambda _e, change=change: self._change(change))
        self.bind("<ButtonPress-1>", lambda _e: self._change({"_down": True}))
        self.bind("<ButtonRelease-1>", self._release)
        self.bind("<Key-Return>", self._press)
        self.bind("<Key-space>", self._press)
        self.bind("<KP_Enter>", self._press)
        if tip:
            from workbench.ui.widgets.tooltip import Tooltip

            Tooltip(self, theme, tip)

    def set(self, label: str) -> None:
        """Other words on the button."""
        if label == self.label:
            return
        self.label = label
        self.configure(width=self.wanted_width())
        self._draw()

    def wanted_width(self) -> int:
        theme = self.theme
        key = theme.font("status").measure(self.key) + theme.px(8) if self.key else 0
        return theme.font("body").measure(self.label) + key + theme.px(26)

    def enable(self, enabled: bool) -> None:
        if enabled != self._enabled:
            self._enabled = enabled
            self.configure(takefocus=enabled, cursor="hand2" if enabled else "arrow")
            self._draw()

    @property
    def enabled(self) -> bool:
        return self._enabled

    def invoke(self) -> None:
        if self._enabled:
            self.run()

    def _change(self, change: dict[str, bool]) -> None:
        for name, value in change.items():
            setattr(self, name, value)
        self._draw()

    def _release(self, event: tk.Event) -> None:
        if self._down:
            self._change({"_down": False})
            if 0 <= event.x < self.winfo_width() and 0 <= event.y < self.winfo_height():
                self.invoke()

    def _press(self, _event: tk.Event) -> str:
        self.invoke()
        return "break"

    def _colors(self) -> tuple[str, str, str, str]:
        """Fill, border, label, key."""
        color = self.theme.color
        if not self._enabled:
            return color.idle, color.line, color.quiet, color.quiet
        if self.kind == "primary":
            fill = color.accent_dark if self._hover or self._down else color.accent
            return fill, color.text if focus.has(self) else fill, color.accent_text, color.accent_text
        border = color.accent if focus.has(self) else color.edge
        fill = color.hover if self._hover or self._down else self.ground
        if self.kind == "danger":
            return fill, color.bad_text, color.bad_text, color.bad_text
        if self.kind == "quiet":
            return fill, color.accent if focus.has(self) else "", color.accent, color.quiet
        return fill, border, color.text, color.quiet

    def _draw(self) -> None:
        theme = self.theme
        width, height = int(self["width"]), self._height
        fill, border, text, key = self._colors()
        self.delete("all")
        self._image = theme.box(width, height, fill, border, 4, 2 if focus.has(self) else 1)
        self.create_image(0, 0, image=self._image, anchor="nw")
        x, middle = theme.px(13), height // 2
        self.create_text(x, middle, text=self.label, anchor="w", fill=text, font=theme.font("body"), tags="label")
        if self.key:
            x += theme.font("body").measure(self.label) + theme.px(8)
            self.create_text(x, middle + 1, text=self.key, anchor="w", fill=key, font=theme.font("status"))
