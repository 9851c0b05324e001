"""Short messages at the bottom right. They never take the focus and go away by themselves."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

from workbench.ui.theme import Theme
from workbench.ui.widgets.textfit import wrap

SECONDS = {"good": 4, "info": 5, "warn": 8, "bad": 12}
SIGNS = {"good": "✓", "info": "ⓘ", "warn": "!", "bad": "✕"}


class Toasts:
    """The stack of messages of a window; newest at the bottom, three at most.

    `dialogs` are those that are open: a message never covers their buttons.
    """

    def __init__(self, root: tk.Misc, theme: Theme, bottom: int, dialogs: Sequence[tk.Misc]) -> None:
        self.root, self.theme, self.bottom, self.dialogs = root, theme, bottom, dialogs
        self.shown: list[tk.Frame] = []
        self._turns: dict[tk.Frame, str] = {}
        self._under_way: tk.Frame | None = None
        self.last = ""

    def show(self, text: str, kind: str = "good", action: tuple[str, Callable[[], object]] | None = None) -> None:
        """`action` is a word to click, such as 打开, and what it runs.

        Words that end in … tell of something under way: they give way to the next message.
        """
        theme, color = self.theme, self.theme.color
        ground, ink = {
            "good": (color.good, color.good_text),
            "info": (color.chip, color.chip_text),
            "warn": (color.warn, color.warn_text),
            "bad": (color.bad, color.bad_text),
        }[kind]
        self.last = text
        if self._under_way:
            self.close(self._under_way)
        frame = tk.Frame(self.root, background=ground, highlightthickness=1, highlightbackground=ink)
        look = {"font": theme.font("body"), "background": ground, "foreground": ink}
        sign = tk.Label(frame, text=SIGNS[kind], **look)
        sign.pack(side="left", anchor="n", padx=(theme.px(14), theme.px(8)), pady=theme.px(10))
        lines = wrap(text, theme.font("body"), theme.px(420))
        words = tk.Label(frame, text="\n".join(lines), justify="left", **look)
        words.pack(side="left", padx=(0, theme.px(14)), pady=theme.px(10))
        if action:
            link = tk.Label(
                frame,
                text=action[0],
                font=theme.font("body", bold=True),
                background=ground,
                foreground=ink,
                cursor="hand2",
            )
            link.bind("<Button-1>", lambda _e: (self.close(frame), action[1]()))
            link.pack(side="left", padx=(0, theme.px(14)))
        for widget in (frame, sign, words):
            widget.bind("<Button-1>", lambda _e: self.close(frame))
        seconds = max(SECONDS[kind], 8 if action else 0)  # what can be opened stays until it was read
        self._turns[frame] = self.root.after(seconds * 1000, lambda: self.close(frame))
        self.shown.append(frame)
        self._under_way = frame if text.endswith("…") else None
        while len(self.shown) > 3:
            self.close(self.shown[0])
        self._arrange()

    def close(self, frame: tk.Frame) -> None:
        if frame in self.shown:
            self.shown.remove(frame)
            # Tk names callbacks by their address: one left waiting could call whatever comes to stand there.
            self.root.after_cancel(self._turns.pop(frame))
            frame.destroy()
            self._arrange()

    def clear(self) -> None:
        for frame in list(self.shown):
            self.close(frame)

    def _arrange(self) -> None:
        y = -self.bottom
        for frame in reversed(self.shown):
            frame.place(relx=1.0, rely=1.0, x=-self.theme.px(16), y=y, anchor="se")
            frame.lift()
            frame.update_idletasks()
            y -= frame.winfo_reqheight() + self.theme.px(8)
        for dialog in self.dialogs:
            dialog.lift()
