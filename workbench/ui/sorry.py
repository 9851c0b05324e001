"""A window with one sentence, for a start that fails: who double-clicked has no terminal to read it in."""

from __future__ import annotations

import contextlib
import tkinter as tk


def show(words: str) -> None:
    """Shows why the program does not open, until Enter, Esc or the button. Does nothing where there is no screen."""
    with contextlib.suppress(tk.TclError):
        from workbench.ui import theme
        from workbench.ui.widgets.button import Button
        from workbench.ui.widgets.textfit import wrap

        root, looks = theme.open_root(1.0, "light")
        root.configure(background=looks.color.card, padx=looks.px(28), pady=looks.px(22))
        for text, size in (("窗口工作台没有打开", "title"), (words, "body")):
            font = looks.font(size, bold=size == "title")
            tk.Label(
                root,
                text="\n".join(wrap(text, font, looks.px(560))),
                font=font,
                background=looks.color.card,
                foreground=looks.color.text,
                justify="left",
            ).pack(anchor="w", pady=(0, looks.px(14)))
        button = Button(root, looks, "知道了", root.destroy, key="Enter", kind="primary")
        button.pack(anchor="e")
        root.bind("<Escape>", lambda _e: root.destroy())
        root.deiconify()
        button.focus_force()
        root.mainloop()
