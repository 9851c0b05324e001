"""A question or a form inside the window: it names the consequence, Enter does it, Esc goes back.

Dialogs never block: what follows is a function that is called when one is closed.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.ui.widgets import focus
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.button import Button
from workbench.ui.widgets.textfit import wrap

if TYPE_CHECKING:
    from workbench.ui.app import Window


MOST_LINES = 14  # of a text that is seen as a whole
LONG = 340  # the height of a longer one, at 100 %
ASK_HIGH, CHOICE_HIGH = 280, 42  # a question and each of its choices, at 100 %
SCROLLS = {"Down": 60, "Up": -60, "Next": 300, "Prior": -300}


class Dialog(tk.Frame):
    """A sheet in the middle of the window. Subclasses fill `self.body` and call `self.buttons(…)`, then `open()`."""

    width = 520  # at 100 %

    def __init__(self, window: Window, title: str) -> None:
        self.window, self.theme = window, window.theme
        theme, color = self.theme, self.theme.color
        super().__init__(
            window.root,
            background=color.card,
            highlightthickness=2,
            highlightbackground=color.accent,
            highlightcolor=color.accent,
        )
        self._before = focus.known(window.root)
        self.title = tk.Label(
            self, text=title, font=theme.font("title", bold=True), background=color.card, foreground=color.text
        )
        self.title.pack(anchor="w", padx=theme.px(24), pady=(theme.px(18), theme.px(6)))
        self.row = tk.Frame(self, background=color.card)
        self.row.pack(side="bottom", fill="x", padx=theme.px(24), pady=(theme.px(12), theme.px(18)))
        self.body = tk.Frame(self, background=color.card)
        self.body.pack(fill="both", expand=True, padx=theme.px(24))
        self.default: Button | None = None
        self.tells: tuple[str, str] | None = None
        self.open_now = False
        self.scrolled: Board | None = None  # what the arrows and PgUp, PgDn move

    def text(self, words: str, *, quiet: bool = False) -> tk.Label:
        """A paragraph."""
        theme = self.theme
        lines = wrap(words, theme.font("body"), theme.px(self.width - 48))  # Tk itself breaks before a blank only
        label = tk.Label(
            self.body,
            text="\n".join(lines),
            font=theme.font("body"),
            background=theme.color.card,
            foreground=theme.color.quiet if quiet else theme.color.text,
            justify="left",
            wraplength=theme.px(self.width - 48),  # for words that are set later
        )
        label.pack(anchor="w", pady=theme.px(4))
        return label

    def long_text(self, words: str) -> None:
        """Many lines, of which some are seen at once."""
        board = Board(self.body, self.theme, margin=2, painter=lambda board: board.text(words), takefocus=False)
        board.configure(height=self.theme.px(LONG))
        board.pack_propagate(False)
        board.pack(fill="both", expand=True, pady=self.theme.px(4))
        self.scrolled = board

    def buttons(self, *buttons: tuple[str, Callable[[], object], str], back: str = "返回") -> None:
        """The row of buttons: `(words, function, kind)`; the first one is what Enter does. `back` is Esc."""
        theme = self.theme
        for number, (words, run, kind) in enumerate(buttons):
            made = Button(self.row, theme, words, run, key="Enter" if number == 0 else "", kind=kind)
            made.pack(side="right", padx=(theme.px(10), 0))
            if number == 0:
                self.default = made
        if back:
            Button(self.row, theme, back, self.close, key="Esc").pack(side="left")

    def open(self, first: tk.Misc | None = None) -> Dialog:
        """Shows it, takes the keys."""
        self.place_middle()
        self.lift()
        self.open_now = True
        self.window.dialogs.append(self)
        self.update_idletasks()
        self._focus = first or self.default or self
        self._focus.focus_set()
        if isinstance(self._focus, tk.Entry):  # as Tab does: typing replaces, an arrow keeps
            self._focus.select_range(0, "end")
            self._focus.icursor("end")
        if self.winfo_viewable():
            self.grab_set()
        else:
            self.bind("<Map>", lambda _e: self.open_now and self.grab_set())
        return self

    def take_focus(self) -> None:
        """The keys belong to the dialog again, whatever happened behind it."""
        if not focus.within(self):
            (self._focus if self._focus.winfo_exists() else self.default or self).focus_set()

    def keep_focus(self, forward: bool) -> None:
        """After Tab (or back): round inside the dialog, never to what is behind it."""
        inside = f"{self}."
        if focus.within(self):
            return
        stops: list[tk.Misc] = []
        stop = self.tk_focusNext()
        while stop is not None and str(stop).startswith(inside) and stop not in stops:
            stops.append(stop)
            stop = stop.tk_focusNext()
        if stops:
            stops[0 if forward else -1].focus_set()

    def place_middle(self) -> None:
        room = self.window.root.winfo_width() - 2 * self.theme.px(16)
        height = self.window.root.winfo_height() - 2 * self.theme.px(16)
        self.update_idletasks()
        self.place(
            relx=0.5,
            rely=0.5,
            anchor="center",
            width=min(self.theme.px(self.width), room),
            height=min(self.winfo_reqheight(), height),
        )

    def key(self, name: str, event: tk.Event) -> bool:
        """A key while it is open; True when it was used."""
        if name == "Escape":
            self.close()
            return True
        if name in SCROLLS and self.scrolled:
            self.scrolled.scroll(SCROLLS[name])
            return True
        if name in ("Return", "KP_Enter") and self.default and event.widget is not self.default:
            if isinstance(event.widget, Button | tk.Text):
                return False
            self.default.invoke()
            return True
        return False

    def close(self) -> None:
        """Goes back; the focus returns to where it was."""
        if not self.open_now:
            return
        self.open_now = False
        self.grab_release()
        self.window.dialogs.remove(self)
        before = self._before
        for later in self.window.dialogs:  # it may be closed from below another, which then goes back past it
            if str(later._before).startswith(f"{self}."):
                later._before = before
        self.destroy()
        above = self.window.dialogs[-1] if self.window.dialogs else None
        if before is not None and before.winfo_exists() and (above is None or str(before).startswith(f"{above}.")):
            before.focus_set()
        if above:
            above.take_focus()
            above.grab_set()


def tell(window: Window, title: str, words: str, *more: tuple[str, Callable[[], object]]) -> Dialog:
    """Something to know, with 知道了; `more` are further buttons. What stands there already is not said twice."""
    for known in window.dialogs:
        if known.tells == (title, words):
            return known
    dialog = Dialog(window, title)
    dialog.tells = title, words
    if len(wrap(words, dialog.theme.font("body"), dialog.theme.px(dialog.width - 48))) > MOST_LINES:
        dialog.width = 760
        dialog.long_text(words)
    else:
        dialog.text(words)
    dialog.buttons(
        ("知道了", dialog.close, "primary"),
        *((label, _then_close(dialog, run), "plain") for label, run in more),
        back="",
    )
    return dialog.open()


def confirm(
    window: Window, title: str, words: str, yes: str, run: Callable[[], object], *, danger: bool = False
) -> Dialog:
    """A question whose button names what happens."""
    dialog = Dialog(window, title)
    dialog.text(words)
    dialog.buttons((yes, _then_close(dialog, run), "danger" if danger else "primary"))
    return dialog.open()


def ask(
    window: Window,
    title: str,
    words: str,
    yes: str,
    run: Callable[[str], object],
    *,
    value: str = "",
    choices: tuple[str, ...] = (),
    empty_ok: bool = False,
) -> Dialog:
    """One line of text to type; `choices` are offered by number keys."""
    from workbench.ui.widgets.entry import Entry

    dialog = Dialog(window, title)
    if words:
        dialog.text(words)
    entry = Entry(dialog.body, dialog.theme, value=value)
    entry.pack(fill="x", pady=dialog.theme.px(8))

    def done() -> None:
        text = entry.get().strip()
        if text or empty_ok:
            dialog.close()
            run(text)

    offers = tk.Frame(dialog.body, background=dialog.theme.color.card)
    offers.pack(anchor="w")
    across = 1 if window.root.winfo_height() >= dialog.theme.px(ASK_HIGH + CHOICE_HIGH * len(choices)) else 2
    for number, choice in enumerate(choices):
        button = Button(
            offers, dialog.theme, choice, lambda choice=choice: (dialog.close(), run(choice)), key=f"{number + 1}"
        )
        place = divmod(number, across)
        button.grid(row=place[0], column=place[1], sticky="w", padx=(0, dialog.theme.px(10)), pady=dialog.theme.px(3))

    def by_number(event: tk.Event) -> str | None:
        if event.char.isdigit() and 0 < int(event.char) <= len(choices) and not entry.get():
            dialog.close()
            run(choices[int(event.char) - 1])
            return "break"
        return None

    if choices:
        entry.inner.bind("<Key>", by_number)
    dialog.buttons((yes, done, "primary"))
    dialog.open(entry.inner)
    return dialog


def _then_close(dialog: Dialog, run: Callable[[], object]) -> Callable[[], None]:
    def both() -> None:
        dialog.close()
        run()

    return both
