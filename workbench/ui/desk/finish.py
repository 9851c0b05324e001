"""The end of a visit: the outcome by one number key, the rework rows that follow from the ticks, and the notice."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

from workbench import files
from workbench.cases import outcome as outcomes
from workbench.cases.outcome import Ending
from workbench.ledger.masking import mask
from workbench.ledger.records import OUTCOMES
from workbench.ui.widgets import dialog
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.button import Button
from workbench.ui.widgets.textfit import elide

if TYPE_CHECKING:
    from workbench.ui.pages.desk import DeskPage

NOTICES = {
    "补正": "补正",
    "受理": "受理",
    "退回": "不予受理",
    "容缺": "容缺",
    "承诺": "承诺",
}


class FinishDialog(dialog.Dialog):
    """Enter registers what is shown; a number key takes another outcome; the arrows and keys below change a row."""

    width = 700

    def __init__(self, page: DeskPage, outcome: str = "") -> None:
        super().__init__(page.window, "这一次办得怎样?")
        counter = page.counter
        assert counter and counter.visit and counter.checklist
        self.page, self.counter = page, counter
        self.visit, self.checklist = counter.visit, counter.checklist
        self.causes = self.window.session.words.causes if self.window.session.words else {}
        self.ending = Ending(
            outcome or outcomes.suggest(self.visit, self.checklist),
            tuple(outcomes.shortages(self.visit, self.checklist)),
        )
        self.at = 0
        self.saving = False
        theme = self.theme
        self.board = Board(self.body, theme, painter=lambda _b: self._paint(), margin=0)
        self.board.pack(fill="both", expand=True)
        self.board.configure(height=theme.px(215))
        self.board.pack_propagate(False)
        self.buttons(("登记", self.enter, "primary"))
        self.note = ""
        Button(self.row, theme, "写备注", self.write_note, key="F3").pack(side="left", padx=theme.px(10))
        self.open(self.board.canvas)
        self.update_idletasks()
        self.refresh()

    def refresh(self) -> None:
        """Paints what is chosen now; the sheet grows with what it has to say, and does not jump back."""
        self.board.refresh()
        wanted = self.board.y + self.theme.px(10)
        if wanted > int(self.board.cget("height")):
            self.board.configure(height=wanted)
            self.place_middle()

    # painting --------------------------------------------------------------------------------------------------

    def _paint(self) -> None:
        board, theme, color = self.board, self.theme, self.theme.color
        self._choices()
        board.gap(10)
        if refused := outcomes.refusal(self.visit, self.checklist, self.ending.outcome):
            board.banner(f"! {refused}", "warn")
            return
        if words := outcomes.warning(self.visit, self.checklist, self.ending.outcome):
            board.banner(f"! {words}。仍要这样登记时,会请您写一句原因。", "warn")
            board.gap(8)
        if self.ending.outcome in ("补正", "退回") and self.ending.shortages:
            board.heading(f"登记返工台账 {len(self.ending.shortages)} 行(↑↓ 选行,← → 改二级原因,C 改大类,S 改责任)")
            board.gap(4)
            for number in range(len(self.ending.shortages)):
                self._row(number)
        elif self.ending.shortages and self.ending.outcome in ("容缺", "承诺"):
            board.heading(f"{len(self.ending.shortages)} 份记为“{self.ending.outcome}”")
            board.text("、".join(short.name for short in self.ending.shortages))
        elif self.ending.outcome == "退回":
            board.text("登记返工台账 1 行:流程误解 · 不符合条件")
        kind = NOTICES.get(self.ending.outcome)
        board.gap(8)
        if kind:
            board.text(f"登记后同时生成{notice_name(kind)},并打开它。", color=color.quiet)
        if self.ending.note:
            board.gap(4)
            board.text(f"备注:{self.ending.note}")
        assert theme

    def _choices(self) -> None:
        """The eight outcomes, two rows of four."""
        board, theme, color = self.board, self.theme, self.theme.color
        gap = theme.px(8)
        width = (board.width - 3 * gap) // 4
        height = theme.px(54)
        top = board.y
        for number, name in enumerate(OUTCOMES):
            x = board.left + (number % 4) * (width + gap)
            y = top + (number // 4) * (height + gap)
            here = name == self.ending.outcome
            fill = color.chosen if here else color.card
            board.round_box(x, y, width, height, fill, color.accent if here else color.edge, 2 if here else 1)
            side = theme.px(20)
            board.round_box(x + theme.px(8), y + theme.px(7), side, side, color.rail, radius=3)
            board.draw(
                "text",
                x + theme.px(8) + side // 2,
                y + theme.px(7) + side // 2,
                text=str(number + 1),
                fill="#FFFFFF",
                font=theme.font("status", bold=True),
            )
            mark = "✓ " if here else ""
            board.text_at(x + theme.px(36), y + theme.px(6), mark + name, bold=True, width=9999)
            note = elide(outcomes.MEANING[name], theme.font("status"), width - theme.px(14))
            board.text_at(x + theme.px(8), y + theme.px(31), note, "status", color=color.quiet, width=9999)
            board.zone(x, y, x + width, y + height, lambda name=name: self.choose(name))
        board.y = top + 2 * height + gap

    def _row(self, number: int) -> None:
        board, theme, color = self.board, self.theme, self.theme.color
        short = self.ending.shortages[number]
        top, height = board.y, theme.px(48)
        here = number == self.at
        board.rectangle(
            board.left,
            top,
            board.right,
            top + height,
            color.chosen if here else color.card,
            color.accent if here else color.line,
            2 if here else 1,
        )
        ink, fill = (color.bad_text, color.bad) if short.mark == "missing" else (color.warn_text, color.warn)
        board.chip(
            board.left + theme.px(10), top + theme.px(13), "缺" if short.mark == "missing" else "不合格", fill, ink
        )
        x = board.left + theme.px(76)
        name = elide(short.name, theme.font("body", bold=True), board.right - x - theme.px(10))
        board.text_at(x, top + theme.px(3), name, bold=True, width=9999)
        words = f"{short.cause} · {short.detail} · 责任:{short.side}" + (" · 告知遗漏" if short.omission else "")
        board.text_at(x, top + theme.px(24), words, color=color.idle_text, width=9999)
        board.zone(board.left, top, board.right, top + height, lambda: self._select(number))
        board.y = top + height

    # keys ------------------------------------------------------------------------------------------------------

    def key(self, name: str, event: tk.Event) -> bool:
        if self.saving:
            return True
        if event.char.isdigit() and 0 < int(event.char) <= len(OUTCOMES):
            self.choose(OUTCOMES[int(event.char) - 1])
            return True
        runs = {
            "Up": lambda: self._select(self.at - 1),
            "Down": lambda: self._select(self.at + 1),
            "Left": lambda: self._turn("detail", -1),
            "Right": lambda: self._turn("detail", 1),
            "c": lambda: self._turn("cause", 1),
            "C": lambda: self._turn("cause", 1),
            "s": lambda: self._turn("side", 1),
            "S": lambda: self._turn("side", 1),
            "F3": self.write_note,
            "F12": self.enter,
            "F11": self.enter,
        }
        if name in runs:
            runs[name]()
            return True
        return super().key(name, event)

    def choose(self, outcome: str) -> None:
        self.ending = Ending(outcome, self.ending.shortages, self.ending.note, self.ending.override)
        self.refresh()

    def _select(self, number: int) -> None:
        if self.ending.shortages:
            self.at = max(0, min(len(self.ending.shortages) - 1, number))
            self.refresh()

    def _turn(self, what: str, step: int) -> None:
        """The next cause, detail or side of the chosen row."""
        if not self.ending.shortages or not self.causes:
            return
        short = self.ending.shortages[self.at]
        if what == "cause":
            cause = _next(list(self.causes), short.cause, step)
            changes = {
                "cause": cause,
                "detail": self.causes[cause].details[0],
                "side": outcomes.sides(self.causes, cause)[0],
            }
        elif what == "detail":
            details = list(self.causes[short.cause].details) if short.cause in self.causes else [short.detail]
            changes = {"detail": _next(details, short.detail, step)}
        else:
            changes = {"side": _next(list(outcomes.sides(self.causes, short.cause)), short.side, step)}
        self.ending = self.ending.with_short(self.at, **changes)
        self.refresh()

    def write_note(self) -> None:
        def keep(text: str) -> None:
            if self.window.session.settings.mask_numbers:
                text = mask(text)  # the clerk sees at once what will be kept
            self.ending = Ending(self.ending.outcome, self.ending.shortages, text, self.ending.override)
            self.refresh()
            self.board.canvas.focus_set()

        words = "不要写姓名、证件号;写了号码会自动遮住。"
        dialog.ask(self.window, "备注", words, "写好了", keep, value=self.ending.note, empty_ok=True)

    # registering -----------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Writes the visit and its rows; a warning asks for a reason first."""
        if self.saving:
            return
        if why := outcomes.refusal(self.visit, self.checklist, self.ending.outcome):
            self.window.toast(why, "warn")
            return
        words = outcomes.warning(self.visit, self.checklist, self.ending.outcome)
        if words and not self.ending.override:
            dialog.ask(
                self.window,
                "仍要这样登记?",
                f"{words}。请写一句原因,会记在办件里。",
                "照此登记",
                self._override,
                choices=("当场已核对", "群众已说明", "领导同意"),
            )
            return
        self._write()

    def _override(self, why: str) -> None:
        self.ending = Ending(self.ending.outcome, self.ending.shortages, self.ending.note, why)
        self._write()

    def _write(self) -> None:
        self.saving = True
        window, counter, ending = self.window, self.counter, self.ending
        visit, checklist, now = self.visit, self.checklist, window.session.now
        space, words = window.space, window.session.words

        def work():
            return outcomes.finish(space, visit, checklist, ending, now, words)

        def done(ids) -> None:
            self.close()
            counter.finished()
            case, rows = ids
            window.status.put("saved", f"✓ 已保存 {window.session.now:%H:%M:%S}")
            extra = f",返工台账 {len(rows)} 行" if rows else ""
            window.toast(f"已登记:{ending.outcome}{extra}")
            self.page.top.search.inner.focus_set()
            if kind := NOTICES.get(ending.outcome):
                _write_notice(self.page, kind, case, checklist.item.short, visit.code)
            if background := getattr(window, "background", None):
                background.fold()

        def failed(error: BaseException) -> None:
            self.saving = False
            window.fail(error)

        window.jobs.run(work, done, failed, writes=True)


def notice_name(kind: str) -> str:
    """How a notice is called on screen."""
    names = {
        "补正": "补正通知书",
        "受理": "受理通知书",
        "不予受理": "不予受理通知书",
        "容缺": "容缺受理承诺书",
        "承诺": "告知承诺书",
    }
    return names[kind]


def _write_notice(page: DeskPage, kind: str, case: str, short: str, code: str) -> None:
    """Writes the notice of a registered case and opens it."""
    window = page.window
    space, today, rules = window.space, window.session.today, window.session.library

    def work():
        from workbench.documents import notices

        folder = space.documents / today.isoformat()
        path = files.free_name(folder / f"{files.safe_name(f'{short}-{notice_name(kind)}-{code}')}.docx")
        return path, notices.write(kind, path, space, case=case, today=today, rules=rules)

    def done(found) -> None:
        path, told = found
        for words in told:
            window.toast(words, "warn")
        window.toast(f"已生成 {path.name}", "good", ("打开", lambda: window.open_file(path)))
        window.open_file(path)

    window.jobs.run(work, done, writes=True)


def _next(choices: list[str], now: str, step: int) -> str:
    return choices[(choices.index(now) + step) % len(choices)] if now in choices else choices[0]
