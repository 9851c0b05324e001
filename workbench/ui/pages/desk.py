"""受理台: find the service, ask, see the two layers, tick what was brought, hand over the sheet, register the end."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.ui.desk.idle import Idle
from workbench.ui.desk.paper import PaperPanel
from workbench.ui.desk.paperlist import PaperList
from workbench.ui.desk.questions import Questions
from workbench.ui.desk.topbar import TopBar
from workbench.ui.page import Action, Declaration, Page
from workbench.ui.widgets import dialog
from workbench.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from workbench.cases.said import Said
    from workbench.ui.desk.counter import Counter

LEFT, RIGHT = 340, 312
CLOCK_MS = 1000


class DeskPage(Page):
    """The program's main page."""

    help = "desk"

    def build(self) -> None:
        theme, color = self.theme, self.theme.color
        self.counter: Counter | None = None
        self.top = TopBar(self, self)
        self.top.pack(fill="x")
        self.work = tk.Frame(self, background=color.line)
        self.work.pack(fill="both", expand=True)
        self.questions = Questions(self.work, theme, self.focus_papers)
        self.papers = PaperList(self.work, theme)
        self.paper = PaperPanel(self.work, theme)
        self.idle = Idle(self, theme)
        self.idle.place(in_=self.work, x=0, y=0, relwidth=1, relheight=1)
        self.idle.lift()
        self._boards = (self.questions, self.papers, self.paper)
        self.tabs = Tabs(self.work, theme, ("情形", "这份材料"), "F6", self.put_in_front)
        self.paper_in_front = self._all_asked = False
        self._laid: tuple | None = None
        self._clock: str | None = None
        self.work.bind("<Configure>", lambda _e: self._lay_out())
        if self.window.session.ready:
            self._open_counter()
        else:
            self.window.when_ready.append(self._open_counter)

    def _open_counter(self) -> None:
        from workbench.ui.desk.counter import Counter

        if self.counter is None and self.winfo_exists():
            self.counter = Counter(self.window, self.changed)
            for board in (*self._boards, self.idle):
                board.counter = self.counter
            self.counter.refresh_today()
            self.changed()
            if self.counter.visit:
                self.focus_work()
                self.window.toast("上次没有办完的办件已经恢复", "info")
            if not self._clock:
                self._tick()

    def _lay_out(self) -> None:
        """Three columns; in a narrow window the chosen paper shares the place of the questions."""
        width, height = self.work.winfo_width(), self.work.winfo_height()
        narrow = self.theme.logical_width(self.window.root.winfo_width()) < 1150
        if not narrow:
            self.paper_in_front = False
        wanted = (width, height, narrow, self.paper_in_front)
        if wanted == self._laid or width < 100:
            return
        self._laid = wanted
        left, right = self.theme.px(LEFT), self.theme.px(RIGHT)
        if narrow:
            left, top = min(left, round(width * 0.38)), self.theme.px(40)
            front, behind = (self.paper, self.questions) if self.paper_in_front else (self.questions, self.paper)
            behind.place_forget()
            self.tabs.select(int(self.paper_in_front))
            self.tabs.place(x=0, y=0, width=left, height=top)
            front.place(x=0, y=top, width=left, height=height - top)
            self.papers.place(x=left + 1, y=0, width=width - left - 1, height=height)
        else:
            self.tabs.place_forget()
            self.questions.place(x=0, y=0, width=left, height=height)
            self.papers.place(x=left + 1, y=0, width=width - left - right - 2, height=height)
            self.paper.place(x=width - right, y=0, width=right, height=height)

    def put_in_front(self, number: int) -> None:
        """In a narrow window: the questions (0) or the chosen paper (1) in the left column."""
        self.paper_in_front = bool(number)
        self._lay_out()

    def _follow_the_work(self) -> None:
        """While there is something to ask the questions are in front, then the chosen paper."""
        counter = self.counter
        all_asked = bool(counter and counter.visit and counter.question is None)
        if all_asked != self._all_asked:
            self._all_asked = all_asked
            self.put_in_front(int(all_asked))

    # showing ---------------------------------------------------------------------------------------------------

    def shown(self) -> None:
        if self.counter:
            self.counter.refresh_today()
        self.changed()
        if self.counter and self.counter.visit:
            self.focus_work()
        else:
            self.top.search.take()

    def changed(self) -> None:
        """Paints what the counter knows now."""
        if not self.winfo_exists():
            return
        counter = self.counter
        self.top.refresh()
        if counter and counter.visit:
            self.idle.place_forget()
            self._follow_the_work()
            for board in self._boards:
                board.refresh()
            self.papers.show_chosen()
        else:
            self.idle.place(in_=self.work, x=0, y=0, relwidth=1, relheight=1)
            self.idle.lift()
            self.idle.refresh()
        if self.window.current is self:
            self.window.actions_changed()

    def rules_changed(self) -> None:
        if self.counter:
            self.counter.rules_changed()

    def told(self) -> None:
        """A sheet went out."""
        if self.counter:
            self.counter.refresh_today()

    def _tick(self) -> None:
        self.top.refresh()
        self._clock = self.after(CLOCK_MS, self._tick)

    def focus_work(self) -> None:
        """To the box of the question that is typed, else to where number keys answer and Space ticks."""
        if not (self.counter and self.counter.visit and self.questions.take_focus()):
            self.focus_papers()

    def focus_papers(self) -> None:
        """To where number keys answer and Space ticks."""
        board = self.papers if self.counter and self.counter.visit else self.idle
        board.canvas.focus_set()

    # actions ---------------------------------------------------------------------------------------------------

    def actions(self) -> list[Action]:
        from workbench.ui.desk import papers_out, printbox, qrbox

        counter = self.counter
        visit = counter.visit if counter else None
        short = counter.short() if counter else 0

        def has_visit() -> bool:
            return visit is not None

        def action(label, key, run, **more) -> Action:
            return Action(label, key, run, enabled=has_visit, **more)

        return [
            action("打印清单", "F9", lambda: papers_out.print_sheet(self), rank=1),
            action("大字", "Control-F9", lambda: papers_out.print_sheet(self, "large"), rank=6, tip="打印大字版清单"),
            action("更多打印", "Control-p", lambda: printbox.PrintBox(self), rank=9, tip="大字、中英、多份、PDF"),
            action("Word", "F10", lambda: papers_out.word(self), rank=2),
            action("二维码", "F7", lambda: qrbox.show(self), rank=7, tip="给群众用手机扫"),
            action("朗读", "F8", lambda: papers_out.read_aloud(self), rank=7, tip="念给群众听;再按一次停下"),
            action("加一份材料", "Insert", self.add_paper, rank=6, tip="清单上没有、但这次要收的材料"),
            action("全部齐", "F5", lambda: counter and counter.all_present(), rank=4),
            action("撤销", "Control-z", self.undo, rank=5),
            action(
                f"补正通知书({short} 份)" if short else "补正通知书",
                "F11",
                self.correct,
                side="right",
                rank=3,
            ),
            action("完成并登记", "F12", self.finish, primary=True, side="right", rank=0),
            Action("新办件", "F2", self.new, hidden=True),
            action("挂起这一件", "F4", self.park, hidden=True),
            action("情形与材料之间切换", "F6", self.switch, hidden=True),
            action("放弃这一件(不登记)", "Control-Delete", self.drop, hidden=True),
            Action("到搜索框", "Control-f", self.top.search.take, hidden=True),
        ]

    def open_item(self, id: str) -> None:
        """Begins with an item, now or after the open visit was put aside."""
        self._when_free(lambda counter: counter.begin(id))

    def open_said(self, said: Said) -> None:
        self._when_free(lambda counter: counter.begin_again(said))

    def find_code(self, code: str, done) -> None:
        if self.counter:
            self.counter.find_code(code, done)

    def _when_free(self, begin: Callable[[Counter], object] | None) -> None:
        """Begins (None: with the search box) when the open visit was put aside or finished."""
        counter = self.counter
        if counter is None:
            return

        def go() -> None:
            if begin is None:
                self.new()
            else:
                begin(counter)
                self.focus_work()

        if counter.visit is None:
            go()
            return
        box = dialog.Dialog(self.window, "还有一位群众没有办完")
        assert counter.entry
        box.text(f"“{counter.entry.item.short}”还没有登记结果。先挂起它,再开始新的一件?挂起的随时可以继续。")
        box.buttons(
            ("挂起,开始新的", lambda: (box.close(), counter.park("让下一位先办"), go()), "primary"),
            ("先完成它", lambda: (box.close(), self.finish()), "plain"),
        )
        box.open()

    def new(self) -> None:
        """Ready for the next citizen."""
        if self.counter and self.counter.visit:
            self._when_free(None)
            return
        self.top.search.set("")
        self.top.search.inner.focus_set()

    def park(self) -> None:
        from workbench.ui.desk.counter import PARKING

        counter = self.counter
        if counter and counter.visit:

            def park(why: str) -> None:
                counter.park(why)
                self.top.search.inner.focus_set()

            dialog.ask(self.window, "为什么先放一放?", "按数字选,或写一句。", "挂起", park, choices=PARKING)

    def add_paper(self) -> None:
        if self.counter and self.counter.visit:
            dialog.ask(
                self.window,
                "加一份材料",
                "清单上没有、但这次要收的。会印在清单上,并记入规则缺口。",
                "加上",
                self.counter.add_paper,
            )

    def undo(self) -> None:
        if self.counter and not self.counter.undo():
            self.window.toast("没有可以撤销的了", "info")

    def drop(self) -> None:
        counter = self.counter
        if counter and counter.visit:
            dialog.confirm(
                self.window,
                "放弃这一件?",
                "这一件的回答和勾选会清掉,什么都不登记。",
                "放弃",
                lambda: (counter.drop(), self.top.search.inner.focus_set()),
                danger=True,
            )

    def correct(self) -> None:
        """补正通知书: there must be something to correct."""
        if self.counter and not self.counter.short():
            self.window.toast("先在清单上用空格标出“缺”或“不合格”的材料,再按 F11。", "warn")
        else:
            self.finish("补正")

    def finish(self, outcome: str = "") -> None:
        """The outcome; a value still standing in the box of a question is its answer."""
        from workbench.ui.desk.finish import FinishDialog

        if not self.questions.settle():
            return
        if self.counter and self.counter.visit and self.counter.checklist:
            FinishDialog(self, outcome)

    def switch(self) -> None:
        """In a narrow window: the chosen paper in the place of the questions, and back."""
        self.put_in_front(int(not self.paper_in_front))

    # keys ------------------------------------------------------------------------------------------------------

    def key(self, event: tk.Event) -> bool:
        counter = self.counter
        if counter is None:
            return False
        char, name = event.char, event.keysym
        if counter.visit is None:
            return self._idle_key(char)
        question = counter.question
        if char.isdigit() and char != "0" and question and question.kind not in ("number", "date"):
            number = int(char) - 1
            if number < len(question.choices):
                self.questions.pick(question, question.choices[number].id)
            return True
        if char and char.lower() in "abcdefghjk" and counter.needed:
            counter.point("abcdefghjk".index(char.lower()))
            return True
        moves = {"Down": 1, "Up": -1, "Next": 5, "Prior": -5}
        if name in moves:
            counter.move(moves[name])
            return True
        runs = {
            "space": counter.mark_next,
            "BackSpace": counter.back,
            "Return": counter.go_on,
            "KP_Enter": counter.go_on,
            "Delete": counter.remove_paper,
            "Escape": lambda: self.top.search.inner.focus_set(),
        }
        if name in runs:
            runs[name]()
            return True
        return False

    def _idle_key(self, char: str) -> bool:
        """A number takes a line of the list; any letter is a word for the search box."""
        if char.isdecimal() and 0 < int(char) <= len(self.idle.rows):
            self.idle.rows[int(char) - 1]()
            self.focus_work()
            return True
        if char.isalpha():
            self.top.search.inner.focus_set()
            self.top.search.inner.insert("end", char)
            return True
        return False

    def leave(self) -> bool:
        if self.counter:
            self.counter.keeper.now()
        return True


PAGE = Declaration("desk", "受理台", "window-desktop", DeskPage)
