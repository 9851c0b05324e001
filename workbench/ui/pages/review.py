"""周复盘: what sent people home this week, whether last week's measures helped, and what to do next."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from workbench.ui.page import Action, Declaration, Page
from workbench.ui.widgets import dialog
from workbench.ui.widgets.button import Button


class ReviewPage(Page):
    """A period chosen at the top; everything below is painted from one `Review`."""

    help = "review"

    def build(self) -> None:
        from workbench.review import periods
        from workbench.ui.review.sheet import Sheet

        theme, color = self.theme, self.theme.color
        self.periods = periods
        self.period = periods.of("week", self.window.session.today).previous
        self.review: Any = None
        self._turn = 0
        self._reckoned = False  # whether `review` is of the period that is chosen, as the ledger is now
        self._wish: Callable[[], None] | None = None
        bar = tk.Frame(self, background=color.card)
        bar.pack(fill="x")
        tk.Frame(self, background=color.line, height=1).pack(fill="x")
        self.names = tk.Frame(bar, background=color.card)
        self.title = tk.Label(
            self.names, font=theme.font("title", bold=True), background=color.card, foreground=color.text
        )
        self.title.pack(side="left", padx=(0, theme.px(6)))
        self.dates = tk.Label(self.names, font=theme.font("body"), background=color.card, foreground=color.quiet)
        self.dates.pack(side="left")
        self.names.grid(row=0, column=0, sticky="w", padx=(theme.px(16), theme.px(8)), pady=theme.px(10))
        self.buttons = tk.Frame(bar, background=color.card)
        for words, key, run in (
            ("‹ 前一个", "PgUp", lambda: self.step(-1)),
            ("后一个 ›", "PgDn", lambda: self.step(1)),
        ):
            Button(self.buttons, theme, words, run, key=key, small=True).pack(side="left", padx=theme.px(4))
        self.kinds = {}
        for kind, words in (("week", "周"), ("month", "月"), ("quarter", "季")):
            made = Button(self.buttons, theme, words, lambda kind=kind: self.choose_kind(kind), small=True)
            made.pack(side="left", padx=theme.px(4))
            self.kinds[kind] = made
        self.other = Button(self.buttons, theme, "选一段…", self.pick, key="Ctrl+G", small=True)
        self.other.pack(side="left", padx=theme.px(4))
        self.bar = bar
        for part in (bar, self.names):
            part.bind("<Configure>", lambda _e: self._fit())
        self.sheet = Sheet(self, theme, self.decide, self.open_measure)
        self.sheet.pack(fill="both", expand=True)
        self._say_period()

    def actions(self) -> list[Action]:
        word = self.period.word[0]
        return [
            Action("历史回放", "Control-r", self.replay, tip="用今天的规则再看一遍这段时间的返工"),
            Action("自己定一条措施", "Insert", self.add_measure),
            Action("预览通报", "F9", self.preview, side="right"),
            Action(f"生成{word}复盘通报", "F10", self.make_notice, primary=True, side="right", rank=0),
            Action("前一个", "Prior", lambda: self.step(-1), hidden=True),
            Action("后一个", "Next", lambda: self.step(1), hidden=True),
            Action("选一段时间", "Control-g", self.pick, hidden=True),
        ]

    def key(self, event: tk.Event) -> bool:
        """Number keys open the tabs of the list."""
        from workbench.ui.review.sheet import TABS

        if event.char.isdigit() and 0 < int(event.char) <= len(TABS):
            self.sheet.choose_tab(int(event.char) - 1)
            return True
        return False

    def shown(self) -> None:
        self.reload()
        self.sheet.canvas.focus_set()

    # which period ----------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Where room is scarce the last button steps back, whose key works all the same; then all buttons go below."""
        if (width := self.bar.winfo_width()) < 2:
            return
        theme = self.theme
        names, needed = self.names.winfo_reqwidth() + theme.px(24), self.buttons.winfo_reqwidth() + theme.px(8)
        other = self.other.winfo_reqwidth() + theme.px(8)
        if not self.other.winfo_manager():
            needed += other
        below = names + needed - other > width
        if needed <= (width if below else width - names):
            self.other.pack(side="left", padx=theme.px(4))
        else:
            self.other.pack_forget()
        if below:
            self.buttons.grid(row=1, column=0, sticky="w", padx=theme.px(12), pady=(0, theme.px(10)))
        else:
            self.buttons.grid(row=0, column=1, sticky="w", padx=0, pady=0)

    def _say_period(self) -> None:
        self.title.configure(text=self.period.title)
        self.dates.configure(text=self.period.dates if self.period.kind != "range" else f"{self.period.days} 天")
        for kind, button in self.kinds.items():
            button.kind = "primary" if kind == self.period.kind else "plain"
            button._draw()

    def go(self, period: Any) -> None:
        """Another period."""
        self.period = period
        self._wish = None
        self._say_period()
        self.window.actions_changed()
        self.reload()

    def step(self, by: int) -> None:
        self.go(self.period.previous if by < 0 else self.period.next)

    def choose_kind(self, kind: Any) -> None:
        """The week, month or quarter of the last day of what is shown now, but none of the future."""
        self.go(self.periods.of(kind, min(self.period.end, self.window.session.today)))

    def pick(self) -> None:
        def chosen(text: str) -> None:
            try:
                self.go(read_period(self.periods, text))
            except Exception as error:
                self.window.fail(error)

        words = "写周、月、季,或一段日期:2026年第10周、2026年3月、2026年第1季度、2026-03-01 至 2026-03-20"
        period = self.period
        value = f"{period.start} 至 {period.end}" if period.kind == "range" else period.file_title
        dialog.ask(self.window, "选一段时间", words, "看这一段", chosen, value=value)

    # showing ---------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Reckons in the background; a newer question makes older answers void."""
        session = self.window.session
        if session.library is None:
            return
        self._turn += 1
        self._reckoned = False
        turn, period, today, space = self._turn, self.period, session.today, self.window.space
        library, words = session.library, session.words

        def work() -> Any:
            from workbench.review import week

            return week.review(space, period, today, library=library, words=words)

        self.window.jobs.run(work, lambda found: self._adopt(turn, found))

    def _adopt(self, turn: int, found: Any) -> None:
        if turn == self._turn and self.winfo_exists():
            self.review, self._reckoned = found, True
            words = self.window.session.words
            items = words.items if words else {}
            self.sheet.short = lambda item: (items[item].short or items[item].name) if item in items else item
            self.sheet.show(found)
            wish, self._wish = self._wish, None
            if wish:
                wish()

    def _once_reckoned(self, wish: Callable[[], None]) -> None:
        """Now, or when the figures of the chosen period are there: never with those that were shown before."""
        if self._reckoned:
            wish()
        else:
            self._wish = wish

    # doing -----------------------------------------------------------------------------------------------------

    def decide(self, one: Any) -> None:
        from workbench.ui.review.dialogs import Decide

        window, space, today = self.window, self.window.space, self.window.session.today

        def accept(action: str, owner: str, due: date, write: bool) -> None:
            def work() -> str:
                from workbench.review import decisions

                return decisions.accept(space, one, today, owner=owner, due=due, action=action, write_rules=write)

            def done(_id: str) -> None:
                if write:
                    window.load_rules()
                self._changed("已写进规则,并登记了措施" if write else "已采纳,登记为措施")

            window.jobs.run(work, done, writes=True)

        def decline() -> None:
            def work() -> None:
                from workbench.review import decisions

                decisions.decline(space, one, today)

            def back() -> None:
                from workbench.review import decisions

                window.jobs.run(
                    lambda: decisions.reconsider(space, one), lambda _n: self._changed("这条又提出来了"), writes=True
                )

            def done(_none: object) -> None:
                self._changed("四周内不再提这条", "info", ("撤回", back))

            window.jobs.run(work, done, writes=True)

        Decide(window, one, accept, decline)

    def _changed(self, words: str, kind: str = "good", action: Any = None) -> None:
        self.window.toast(words, kind, action)
        self.reload()
        self.window.refresh_status()

    def open_measure(self, one: Any) -> None:
        from workbench.ui.review.dialogs import Measure

        window = self.window

        def change(changes: dict[str, Any]) -> None:
            def work() -> None:
                from workbench.ledger import ledger

                ledger.edit(window.space, one.record["id"], changes, words=window.session.words, origin="review")

            window.jobs.run(work, lambda _n: self._changed("已保存"), writes=True)

        Measure(window, one, change)

    def add_measure(self) -> None:
        from workbench.ui.ledger.dialogs import NewRecord
        from workbench.ui.ledger.editing import in_words

        window = self.window

        def save(values: dict[str, Any]) -> None:
            def work() -> None:
                from workbench.ledger import ledger

                ledger.add(window.space, "measures", [values], words=window.session.words, origin="review")

            def done(_none: object) -> None:
                box.close()
                self._changed("已登记措施")

            window.jobs.run(work, done, lambda error: window.fail(in_words(error, "measures")), writes=True)

        box = NewRecord(window, "measures", save, date=window.session.today.isoformat(), state="待实施")

    def replay(self) -> None:
        from workbench.ui.review.dialogs import Replayed

        session, space, period = self.window.session, self.window.space, self.period
        library, words, today = session.library, session.words, session.today

        def work() -> Any:
            from workbench.review import replay

            return replay.replay(space, period.start, period.end, today, library=library, words=words)

        def show(found: Any) -> None:
            Replayed(self.window, found)

        self.window.jobs.run(work, show)

    def preview(self) -> None:
        self._once_reckoned(self._preview)

    def _preview(self) -> None:
        from workbench.documents import review_notice
        from workbench.ui.review.preview import Preview

        session = self.window.session
        fields = review_notice.fields(self.review, session.settings, session.today)
        Preview(self.window, fields, self.make_notice)

    def make_notice(self) -> None:
        self._once_reckoned(self._make_notice)

    def _make_notice(self) -> None:
        window, review, today = self.window, self.review, self.window.session.today

        def work() -> tuple[Path, list[str]]:
            from workbench import files
            from workbench.documents import review_notice

            path = files.free_name(
                window.space.documents / today.isoformat() / f"{review_notice.file_name(review)}.docx"
            )
            return path, review_notice.write(review, path, window.space, today)

        def done(result: tuple[Path, list[str]]) -> None:
            path, notices = result
            for sentence in notices:
                window.toast(sentence, "warn")
            window.toast(f"已生成 {path.name}", "good", ("打开文件夹", lambda: window.open_file(path.parent)))
            window.open_file(path)

        window.jobs.run(work, done, writes=True)


def read_period(periods: Any, text: str) -> Any:
    """A period as typed: a week, month, quarter, or two days. Raises `NotFound`."""
    from workbench.problems import NotFound

    parts = text.replace("..", " ").replace("至", " ").split()
    if len(parts) == 2 and all("-" in part for part in parts):
        try:
            return periods.between(*(date.fromisoformat(part) for part in parts))
        except ValueError:
            raise NotFound(f"“{text}”里的日期不对,应写成 2026-03-01 2026-03-20。") from None
    upper = text.upper()
    kind = "week" if "W" in upper or "周" in text else "quarter" if "Q" in upper or "季" in text else "month"
    return periods.read(kind, text)


PAGE = Declaration("review", "周复盘", "bar-chart", ReviewPage)
