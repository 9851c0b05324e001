"""The row of buttons at the bottom of a page. What does not fit goes into 更多; every key works all the same."""

from __future__ import annotations

import tkinter as tk

from workbench.ui.page import Action
from workbench.ui.theme import Theme
from workbench.ui.widgets.button import Button

ROWS = 12  # of the menu; more stand in two columns


class ActionBar(tk.Frame):
    """Buttons of actions, left and right; the highest `rank` is the first to go into the menu."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent, background=theme.color.card, height=theme.px(56))
        self.theme = theme
        self.actions: list[Action] = []
        self.buttons: dict[str, Button] = {}
        self.more: Button | None = None
        self._overflow: list[Action] = []
        tk.Frame(self, background=theme.color.line, height=1).place(x=0, y=0, relwidth=1)
        self.bind("<Configure>", lambda _event: self._arrange())

    def set(self, actions: list[Action]) -> None:
        """The actions of the page that is shown; buttons of the same words are kept."""
        wanted = [one for one in actions if not one.hidden]
        same = [(one.label, one.key, one.primary) for one in wanted] == [
            (one.label, one.key, one.primary) for one in self.actions
        ]
        self.actions = wanted
        if not same:
            for button in self.buttons.values():
                button.destroy()
            self.buttons = {
                one.key: Button(
                    self,
                    self.theme,
                    one.label,
                    lambda key=one.key: self._run(key),
                    key=one.key_label,
                    kind="primary" if one.primary else "plain",
                    tip=one.tip,
                )
                for one in wanted
                if not one.menu
            }
            self._arrange()
        self.refresh()

    def _run(self, key: str) -> None:
        for action in self.actions:
            if action.key == key:
                action.run()

    def refresh(self) -> None:
        """Greys out what cannot be done now."""
        for action in self.actions:
            if action.key in self.buttons:
                self.buttons[action.key].enable(action.enabled())

    def _arrange(self) -> None:
        theme = self.theme
        gap, margin, y = theme.px(10), theme.px(16), theme.px(10)
        room = self.winfo_width() - 2 * margin
        if room < 50:
            return
        more_width = theme.font("body").measure("更多") + theme.px(26) + gap
        shown = [one for one in self.actions if not one.menu]
        self._overflow = [one for one in self.actions if one.menu]

        def width(actions: list[Action]) -> int:
            return sum(self.buttons[one.key].wanted_width() + gap for one in actions)

        while len(shown) > 1 and width(shown) + (more_width if self._overflow else 0) > room:
            last = max(shown, key=lambda one: (one.rank, self.actions.index(one)))
            shown.remove(last)
            self._overflow.append(last)
        for action in self._overflow:
            if action.key in self.buttons:
                self.buttons[action.key].place_forget()
        x = margin
        for action in [one for one in shown if one.side == "left"]:
            self.buttons[action.key].place(x=x, y=y)
            x += self.buttons[action.key].wanted_width() + gap
        self._place_more(x, y)
        x = self.winfo_width() - margin
        for action in reversed([one for one in shown if one.side == "right"]):
            x -= self.buttons[action.key].wanted_width()
            self.buttons[action.key].place(x=x, y=y)
            x -= gap

    def _place_more(self, x: int, y: int) -> None:
        if self.more:
            self.more.destroy()
            self.more = None
        if self._overflow:
            self.more = Button(self, self.theme, "更多", self._open_more)
            self.more.place(x=x, y=y)

    def _open_more(self) -> None:
        menu = tk.Menu(self, tearoff=False, font=self.theme.font("body"))
        keys = {one.key for one in self._overflow}  # the page may have given its actions anew since
        listed = [one for one in self.actions if one.key in keys]
        half = -(-len(listed) // 2) if len(listed) > ROWS else ROWS
        for number, action in enumerate(listed):
            menu.add_command(
                columnbreak=number == half,
                label=action.label,
                accelerator=action.key_label,
                command=action.run,
                state="normal" if action.enabled() else "disabled",
            )
        assert self.more is not None
        menu.update_idletasks()  # only then it knows how high it is
        menu.tk_popup(self.more.winfo_rootx(), self.more.winfo_rooty() - menu.winfo_reqheight())
