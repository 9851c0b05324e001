"""What the counter page knows and does: the open visit, its list, the chosen paper. Drawing is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from workbench import workdays
from workbench.cases import deferred
from workbench.cases import desk as desks
from workbench.cases import said as saying
from workbench.cases.deferred import Owed
from workbench.cases.visit import Visit, papers
from workbench.problems import NotFound, UserError
from workbench.rules.answers import read_answer, toggled
from workbench.rules.checklist import Checklist, Needed
from workbench.rules.item import Question
from workbench.rules.library import Entry
from workbench.ui.desk.keeper import Keeper

if TYPE_CHECKING:
    from workbench.ui.app import Window

PARKING = ("去补材料", "去打印复印", "去缴费", "等系统", "让下一位先办")


class Counter:
    """The state behind the page; `changed` is called after every change."""

    def __init__(self, window: Window, changed: Callable[[], None]) -> None:
        self.window = window
        self.session = window.session
        self.changed = changed
        self.desk = desks.load(window.space, self.session.now)
        self.entry: Entry | None = None
        self.checklist: Checklist | None = None
        self.listed: dict[str, str] = {}
        self.chosen = ""
        self.asking = ""
        self.fresh: set[str] = set()
        self.often: dict[str, dict[str, int]] = {}
        self.today_list: list[saying.Said] = []
        self.usual: list[str] = []
        self.owed: list[Owed] = []
        self.keeper = Keeper(window, self.desk)
        if self.desk.open:
            self._open_or_park(self.desk.open)

    # reading ---------------------------------------------------------------------------------------------------

    @property
    def visit(self) -> Visit | None:
        return self.desk.open

    @property
    def today(self) -> date:
        return self.session.today

    @property
    def calendar(self) -> workdays.Calendar:
        settings = self.session.settings
        return workdays.calendar(settings.extra_workdays, settings.extra_holidays)

    @property
    def question(self) -> Question | None:
        """The question to answer now: one the clerk went back to, or the one that settles most papers."""
        if not self.checklist:
            return None
        asked = {question.id: question for question in (*self.checklist.asked, *self.checklist.open_questions)}
        return asked.get(self.asking) or self.checklist.next_question

    @property
    def needed(self) -> Needed | None:
        """The chosen paper, unless it was added by hand."""
        if not self.checklist:
            return None
        return next(
            (one for one in (*self.checklist.base, *self.checklist.personal) if one.material.id == self.chosen), None
        )

    def worked(self) -> str:
        """The running clock."""
        seconds = int(self.visit.worked(self.session.now)) if self.visit else 0
        return f"{seconds // 60:02d}:{seconds % 60:02d}"

    def short(self) -> int:
        """How many papers are missing or not in order."""
        return sum(self.visit.ticks.get(key) in ("missing", "unfit") for key in self.listed) if self.visit else 0

    # beginning -------------------------------------------------------------------------------------------------

    def begin(self, item: str) -> None:
        """Opens a visit for an item. Raises `UserError` while another one is open."""
        self._begin(Visit.begin(item, self.session.now, new_code()))

    def begin_again(self, said: saying.Said) -> None:
        """Opens a further visit for what was told before."""
        self._begin(saying.again(said, self.session.now, new_code()))

    def _begin(self, visit: Visit) -> None:
        self.desk.begin(visit)
        try:
            self._open_entry(visit)
        except UserError:
            self.desk.close()
            raise
        self.keeper.save()
        self.changed()

    def _open_or_park(self, visit: Visit) -> None:
        """A visit whose item the rules no longer have stays parked, and the reason is told."""
        try:
            self._open_entry(visit)
        except UserError as error:
            self.desk.park("规则里没有这一项了", self.session.now)
            self._recompute(first=True)
            self.window.fail(error)

    def _open_entry(self, visit: Visit) -> None:
        assert self.session.library is not None
        try:
            self.entry = self.session.library.entry(visit.item, visit.as_of or self.today)
        except NotFound:
            versions = self.session.library.versions(visit.item)
            if not versions:
                raise
            self.entry = versions[0]
        self.chosen = self.asking = ""
        self.often = {}
        self._recompute(first=True)
        item, space, today = visit.item, self.window.space, self.today
        self.window.jobs.run(lambda: _often(space, item, today), lambda found: self._adopt_often(item, found))

    def _adopt_often(self, item: str, found: dict[str, dict[str, int]]) -> None:
        if self.visit and self.visit.item == item:
            self.often = found
            self.changed()

    def rules_changed(self) -> None:
        """The library was read anew."""
        if self.visit:
            try:
                self._open_entry(self.visit)
            except NotFound as error:
                self.window.fail(error)
        self.changed()

    def find_code(self, code: str, done: Callable[[saying.Said | None], None]) -> None:
        """Looks a short code, or the number of a notice, up in the background."""
        space = self.window.space
        self.window.jobs.run(lambda: saying.find(space, code) or saying.find_number(space, code), done)

    def refresh_today(self) -> None:
        """Reads today's sheets, the usual items and the papers owed, in the background."""
        space, today, library, calendar = self.window.space, self.today, self.session.library, self.calendar
        assert library is not None

        def work() -> tuple[list[saying.Said], list[str], list[Owed]]:
            return (
                saying.recent(space, today),
                saying.usual(space, today),
                deferred.owed(space, library, calendar, today),
            )

        def adopt(found: tuple[list[saying.Said], list[str], list[Owed]]) -> None:
            if found != (self.today_list, self.usual, self.owed):
                self.today_list, self.usual, self.owed = found
                words = f"容缺到期提醒 {len(self.owed)} 件" if self.owed else ""
                self.window.status.put("due", words, alarm=any(one.overdue(today) for one in self.owed))
                self.changed()

        self.window.jobs.run(work, adopt)

    def begin_owed(self, case: str) -> None:
        """The citizen brings what was to follow."""
        if said := saying.of_case(self.window.space, case):
            self.begin_again(said)

    # changing --------------------------------------------------------------------------------------------------

    def change(self, visit: Visit) -> None:
        self.desk.change(visit)
        self._recompute()
        self.keeper.save()
        self.changed()

    def _recompute(self, *, first: bool = False) -> None:
        visit = self.visit
        if not visit or not self.entry:
            self.checklist, self.listed, self.chosen = None, {}, ""
            return
        self.checklist = visit.checklist(self.entry.book, self.today)
        before = self.listed
        self.listed = papers(visit, self.checklist)
        self.fresh = set() if first else {key for key in self.listed if key not in before}
        if self.chosen not in self.listed:
            self.chosen = next(iter(self.listed), "")

    def answer(self, question: Question, value: Any) -> None:
        """Raises ValueError with a sentence when the value does not fit."""
        if self.visit:
            answer = read_answer(question, value, self.visit.as_of or self.today)
            self.asking = ""
            self.change(self.visit.answered(question.id, answer))

    def toggle_option(self, question: Question, option: str) -> None:
        """For questions with several answers: on or off; Enter goes on."""
        if self.visit:
            self.asking = question.id
            chosen = self.visit.answers.get(question.id, ())
            self.change(self.visit.answered(question.id, toggled(question, chosen, option)))

    def go_on(self) -> None:
        """Leaves a question that stays open by itself."""
        question = self.question
        if question and self.visit and question.kind == "multiple" and question.id not in self.visit.answers:
            self.change(self.visit.answered(question.id, ()))
        self.asking = ""
        self.changed()

    def ask(self, question: str) -> None:
        """Goes back to a question; its answer stays until another is given."""
        self.asking = question
        self.changed()

    def back(self) -> None:
        """To the question answered before the one that is asked now."""
        if not self.checklist or not self.visit:
            return
        asked = {question.id for question in self.checklist.asked}
        order = [name for name in self.visit.answers if name in asked]
        if self.asking in order:
            order = order[: order.index(self.asking)]
        if order:
            self.ask(order[-1])

    def mark_next(self, key: str = "") -> None:
        key = key or self.chosen
        if self.visit and key in self.listed:
            self.chosen = key
            self.change(self.visit.next_mark(key))

    def all_present(self) -> None:
        """Ticks every paper that nobody has looked at as there."""
        if self.visit:
            visit = self.visit
            for key in self.listed:
                if key not in visit.ticks:
                    visit = visit.marked(key, "present")
            self.change(visit)

    def point(self, number: int) -> None:
        needed = self.needed
        if self.visit and needed and number < len(needed.material.check_points):
            self.change(self.visit.pointed(self.chosen, number))

    def choose(self, key: str) -> None:
        if key in self.listed and key != self.chosen:
            self.chosen = key
            self.fresh = set()
            self.changed()

    def move(self, step: int) -> None:
        keys = list(self.listed)
        if keys:
            at = keys.index(self.chosen) if self.chosen in keys else -step
            self.choose(keys[max(0, min(len(keys) - 1, at + step))])

    def add_paper(self, name: str) -> None:
        if self.visit:
            self.chosen = f"手工:{name}"
            self.change(self.visit.with_paper(name))

    def remove_paper(self) -> None:
        if self.visit and self.chosen.startswith("手工:"):
            self.change(self.visit.without_paper(self.chosen.removeprefix("手工:")))

    def undo(self) -> bool:
        done = self.desk.undo()
        if done:
            self.asking = ""
            self._recompute()
            self.keeper.save()
            self.changed()
        return done

    # putting aside and ending ----------------------------------------------------------------------------------

    def park(self, why: str) -> None:
        self.desk.park(why, self.session.now)
        self._closed()

    def resume(self, id: str) -> None:
        self.desk.resume(id, self.session.now)
        if self.visit:
            self._open_or_park(self.visit)
        self.keeper.save()
        self.changed()

    def drop(self) -> None:
        """Forgets the open visit: nothing is registered."""
        self.desk.close()
        self._closed()

    def finished(self) -> None:
        self.desk.close()
        self._closed()
        self.refresh_today()

    def _closed(self) -> None:
        self.entry = None
        self._recompute()
        self.asking = ""
        self.keeper.save()
        self.changed()


def _often(space: Any, item: str, today: date) -> dict[str, dict[str, int]]:
    from workbench.review import missed

    return missed.at_window(space, item, today)


def new_code() -> str:
    """The code of a sheet."""
    from workbench.documents import shortcode

    return shortcode.new()
