"""Lines of a settings form: a label, something to fill in, a word of explanation; saved when it is left."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

import ttkbootstrap as ttk

from workbench.ui.theme import Theme
from workbench.ui.widgets.button import Button
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.textfit import wrap


class Form(tk.Frame):
    """Lines one below the other."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent, background=theme.color.card)
        self.theme = theme
        self.columnconfigure(1, weight=1)
        self._row = 0

    def title(self, words: str) -> None:
        theme, color = self.theme, self.theme.color
        label = tk.Label(
            self, text=words, font=theme.font("aloud", bold=True), background=color.card, foreground=color.base_text
        )
        label.grid(row=self._row, column=0, columnspan=2, sticky="w", pady=(theme.px(14), theme.px(6)))
        self._row += 1

    def note(self, words: str, *, alarm: bool = False) -> tk.Label:
        theme, color = self.theme, self.theme.color
        label = tk.Label(
            self,
            text=words,
            font=theme.font("body"),
            background=color.card,
            foreground=color.bad_text if alarm else color.quiet,
            justify="left",
            anchor="w",
        )
        label.grid(row=self._row, column=0, columnspan=2, sticky="ew", pady=theme.px(2))
        self._wrapped(label, "body")
        self._row += 1
        return label

    def _wrapped(self, label: tk.Label, size: str) -> None:
        """Lines as long as there is room for; Tk itself would begin one with a closing sign."""
        words, font, least = str(label.cget("text")), self.theme.font(size), self.theme.px(200)

        def fit(event: tk.Event) -> None:
            label.configure(text="\n".join(wrap(words, font, max(event.width - 4, least))))

        label.bind("<Configure>", fit)

    def line(self, label: str, widget: tk.Misc, note: str = "", *, wide: bool = False) -> None:
        theme, color = self.theme, self.theme.color
        tk.Label(self, text=label, font=theme.font("body"), background=color.card, foreground=color.text).grid(
            row=self._row, column=0, sticky="w", padx=(0, theme.px(16)), pady=theme.px(4)
        )
        widget.grid(row=self._row, column=1, sticky="ew" if wide else "w", pady=theme.px(4))  # type: ignore[attr-defined]
        self._row += 1
        if note:
            words = tk.Label(
                self,
                text=note,
                font=theme.font("status"),
                background=color.card,
                foreground=color.quiet,
                justify="left",
                anchor="w",
            )
            words.grid(row=self._row, column=1, sticky="ew", pady=(0, theme.px(6)))
            self._wrapped(words, "status")
            self._row += 1

    def entry(
        self, label: str, value: str, save: Callable[[str], object], *, note: str = "", width: int = 30, hint: str = ""
    ) -> Entry:
        """A line of text; `save` is called when it was changed and is left, or on Enter; after False the old stands."""
        entry = Entry(self, self.theme, value=value, width=width, hint=hint)
        kept = [value]

        def left(_event: tk.Event) -> bool:
            text = " ".join(entry.get().split())
            if text == kept[0]:
                return True
            before, kept[0] = kept[0], text  # at once: telling what is wrong takes the focus, and comes here again
            if save(text) is False and entry.winfo_exists():
                kept[0] = before
                entry.set(before)
                return False
            return True

        entry.inner.bind("<FocusOut>", left, add="+")
        for key in ("<Return>", "<KP_Enter>"):  # a sheet that tells what is wrong must not close by the same key
            entry.inner.bind(key, lambda event: None if left(event) else "break", add="+")
        self.line(label, entry, note)
        return entry

    def choice(
        self, label: str, choices: Sequence[tuple[str, object]], value: object, save: Callable, note: str = ""
    ) -> None:
        """A few words beside each other, one of them chosen."""
        row = tk.Frame(self, background=self.theme.color.card)

        def taken(number: int) -> None:
            row.winfo_children()[number].focus_set()  # a click does not, and the page may be made anew around it
            save(choices[number][1])

        for number, (words, one) in enumerate(choices):
            here = one == value
            button = Button(
                row,
                self.theme,
                f"✓ {words}" if here else words,
                lambda number=number: taken(number),
                kind="primary" if here else "plain",
            )
            button.grid(row=0, column=number, padx=(0, self.theme.px(8)), pady=self.theme.px(2))
        self.line(label, row, note)
        self.bind("<Configure>", lambda event: self._flow(row, event.width - row.winfo_x()), add="+")

    def _flow(self, row: tk.Frame, room: int) -> None:
        """The words beside each other, as many as there is room for, the others below."""
        used = line = column = 0
        for button in row.winfo_children():
            need = button.winfo_reqwidth() + self.theme.px(8)
            if used and used + need > room:
                used, line, column = 0, line + 1, 0
            button.grid(row=line, column=column, sticky="w")  # type: ignore[attr-defined]
            used, column = used + need, column + 1

    def check(self, words: str, value: bool, save: Callable[[bool], object], note: str = "") -> None:
        """Something to switch on or off."""
        variable = tk.BooleanVar(self, value)
        box = ttk.Checkbutton(self, text=words, variable=variable, command=lambda: save(variable.get()))
        box.variable = variable  # type: ignore[attr-defined]
        self.line("", box, note)

    def row(self, *widgets_of: Callable[[tk.Misc], tk.Misc]) -> None:
        """Buttons beside each other."""
        row = tk.Frame(self, background=self.theme.color.card)
        for make in widgets_of:
            make(row).pack(side="left", padx=(0, self.theme.px(10)))  # type: ignore[attr-defined]
        row.grid(row=self._row, column=0, columnspan=2, sticky="w", pady=self.theme.px(8))
        self._row += 1
