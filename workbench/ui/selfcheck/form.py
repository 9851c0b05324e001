"""The one-minute form: a row an item, answered by number keys; 否 asks why."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from workbench.selfcheck.forms import WHEN_WORDS, Form, When
from workbench.ui.keys import key_name
from workbench.ui.theme import Theme
from workbench.ui.widgets import focus
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.textfit import wrap

ANSWERS = ("是", "否", "不适用")
ROW = 36
ANSWERS_WIDE = 204
WORDS_LEAST = 80  # where the words have less room than this the answers go below them


class FormBoard(Board):
    """`why(item, then)` asks for the reason of a 否; `changed()` is called after every answer."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        why: Callable[[Any, str, Callable[[str], None]], object],
        changed: Callable[[], object],
    ) -> None:
        super().__init__(parent, theme)
        self.why, self.changed = why, changed
        self.form: Form | None = None
        self.when: When = "before"
        self.clerk = self.day = ""
        self.answers: dict[str, str] = {}
        self.reasons: dict[str, str] = {}
        self.saved = self.touched = False  # touched: something is answered that is not kept yet
        self._drafts: dict[tuple[str, str, str], tuple[dict[str, str], dict[str, str]]] = {}
        self.at = 0
        for sequence, step in (("<Up>", -1), ("<Down>", 1)):
            self.canvas.bind(sequence, lambda _e, step=step: self._break(self.move(step)))
        self.canvas.bind("<Key>", self._typed)
        self.canvas.bind("<space>", lambda _e: self._break(self.cycle()))
        self.canvas.bind("<Return>", lambda _e: self._break(self.answer("是")))
        for sequence in ("<FocusIn>", "<FocusOut>"):
            self.canvas.bind(sequence, lambda _e: self.soon(), add=True)

    @staticmethod
    def _break(_result: object) -> str:
        return "break"

    @property
    def items(self) -> list[Any]:
        return self.form.at(self.when) if self.form else []

    @property
    def open_items(self) -> list[Any]:
        """The items that are not answered."""
        return [item for item in self.items if item.id not in self.answers]

    @property
    def key(self) -> tuple[str, str, str]:
        """Whose form of which half day it is."""
        return self.clerk, self.day, self.when

    def load(self, form: Form, when: When, clerk: str, day: str, record: dict[str, Any] | None) -> None:
        """Another half day; `record` is what was kept of it. Answers not yet kept come back with their half day."""
        if self.touched:
            self._drafts[self.key] = self.answers, self.reasons
        self.form, self.when, self.day, self.clerk = form, when, day, clerk
        draft = self._drafts.pop(self.key, None)
        self.answers = dict(record["answers"]) if record else {}
        self.reasons = dict(record["reasons"]) if record else {}
        self.touched = draft is not None
        if draft:
            self.answers, self.reasons = draft
        self.saved = record is not None and not self.touched
        self.at = 0
        self.refresh()

    def was_kept(self, key: tuple[str, str, str]) -> None:
        """The answers of a half day are on the disk now."""
        self._drafts.pop(key, None)
        if key == self.key:
            self.touched = False

    # answering -------------------------------------------------------------------------------------------------

    def move(self, step: int) -> None:
        self.at = min(max(self.at + step, 0), max(len(self.items) - 1, 0))
        self.refresh()
        self.see(self._top(self.at), self._top(self.at) + self.theme.px(ROW))

    def _typed(self, event: tk.Event) -> str | None:
        if event.char in ("1", "2", "3") and key_name(event) == event.keysym:  # Alt+2 is another page
            self.answer(ANSWERS[int(event.char) - 1])
            return "break"
        return None

    def cycle(self) -> None:
        """Space: the next of 是, 否, 不适用, without going on."""
        if self.items:
            now = self.answers.get(self.items[self.at].id, ANSWERS[-1])
            self.answer(ANSWERS[(ANSWERS.index(now) + 1) % 3], go_on=False)

    def answer(self, word: str, *, go_on: bool = True) -> None:
        """Answers the chosen item; a 否 counts once its reason is written."""
        if not self.items:
            return
        item = self.items[self.at]
        if word == "否":
            self.why(item, self.reasons.get(item.id, ""), lambda reason: self._no(item.id, reason, go_on))
            return
        self.reasons.pop(item.id, None)
        self._set(item.id, word, go_on)

    def _no(self, id: str, reason: str, go_on: bool) -> None:
        self.reasons[id] = reason
        self._set(id, "否", go_on)

    def _set(self, id: str, word: str, go_on: bool) -> None:
        self.answers[id] = word
        self.saved, self.touched = False, True
        if go_on:
            self.at = min(self.at + 1, len(self.items) - 1)
        self.refresh()
        self.changed()

    def answer_rest(self) -> None:
        """是 for all that is not answered yet."""
        for item in self.open_items:
            self.answers[item.id] = "是"
            self.saved, self.touched = False, True
        self.refresh()
        self.changed()

    def pick(self, number: int, word: str) -> None:
        """A click on an answer."""
        self.at = number
        self.answer(word, go_on=False)

    # painting --------------------------------------------------------------------------------------------------

    def _top(self, number: int) -> int:
        return self._tops[number] if number < len(self._tops) else 0

    def paint(self) -> None:
        theme, color = self.theme, self.theme.color
        self._tops: list[int] = []
        if self.form is None:
            return
        names = {one.id: one.name for one in self.form.dimensions}
        has_keys, last = focus.has(self.canvas), ""
        for number, item in enumerate(self.items):
            if names[item.dimension] != last:
                last = names[item.dimension]
                self._dimension(last)
            self._tops.append(self.y)
            reason = self.reasons.get(item.id, "")
            words = f"{item.text}({reason})" if reason else item.text
            room = self.width - theme.px(ANSWERS_WIDE + 10)
            below = theme.px(ROW) if room < theme.px(WORDS_LEAST) else 0
            room = self.width if below else room
            told = len(wrap(words, theme.font("body"), room)) * theme.line_height()
            high = max(theme.px(ROW), told + theme.px(12)) + below
            if has_keys and number == self.at:
                self.rectangle(
                    self.left - theme.px(6),
                    self.y,
                    self.right + theme.px(6),
                    self.y + high,
                    color.chosen,
                    color.accent,
                    2,
                )
            self.text_at(self.left, self.y + (high - below - told) // 2, words, width=room)
            self._answers(number, item.id, self.y + (high - below if below else 0), below or high)
            self.y += high
        self.gap(10)
        self._foot()

    def _dimension(self, name: str) -> None:
        self.gap(4)
        self.text(name, size="status", bold=True, color=self.theme.color.quiet)

    def _answers(self, number: int, id: str, top: int, high: int) -> None:
        theme, color = self.theme, self.theme.color
        inks = {
            "是": (color.good, color.good_text),
            "否": (color.bad, color.bad_text),
            "不适用": (color.idle, color.idle_text),
        }
        x, widths = self.right - theme.px(ANSWERS_WIDE), (theme.px(54), theme.px(54), theme.px(88))
        for key, (word, width) in enumerate(zip(ANSWERS, widths, strict=True), 1):
            here = self.answers.get(id) == word
            fill, ink = inks[word] if here else (color.card, color.idle_text)
            self.round_box(
                x, top + theme.px(5), width - theme.px(6), high - theme.px(10), fill, color.line if not here else ink
            )
            label = f"{'✓' if here else key} {word}"
            self.text_at(x + (width - theme.px(6)) // 2, top + high // 2, label, "status", here, ink, anchor="center")
            self.zone(x, top, x + width, top + high, lambda number=number, word=word: self.pick(number, word))
            x += width

    def _foot(self) -> None:
        color, left = self.theme.color, len(self.open_items)
        if self.saved:
            self.text(f"✓ 已保存。{WHEN_WORDS[self.when]}的自检做完了,要改可以再答一遍。", color=color.good_text)
        elif left:
            self.text(f"还有 {left} 项。按 1 是、2 否、3 不适用;空格换一个答案;按 F5 其余都答“是”。", color=color.quiet)
        else:
            self.text("都答完了,按 F12 保存。", color=color.text, bold=True)
