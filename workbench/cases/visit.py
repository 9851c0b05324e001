"""One citizen at the counter: answers, ticks, papers added by hand, and the clock. Every change makes a new visit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict

from workbench.ledger.records import HAND_ADDED, OptionalDay, new_id
from workbench.rules.answers import as_json, read_answers
from workbench.rules.checklist import Checklist, RuleBook

Mark = Literal["present", "missing", "unfit"]
CYCLE: dict[str, Mark | None] = {"": "present", "present": "missing", "missing": "unfit", "unfit": None}
WORDS = {"": "未看", "present": "齐", "missing": "缺", "unfit": "不合格", "deferred": "容缺", "promised": "承诺"}


class Visit(BaseModel):
    """The state of a visit. `seconds` were worked before `since`, when the clock was started; parked: no `since`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    matter: str
    code: str = ""
    item: str
    started: datetime
    seconds: float = 0.0
    since: datetime | None = None
    visit: int = 1
    answers: dict[str, Any] = {}
    ticks: dict[str, Mark] = {}
    points: dict[str, tuple[int, ...]] = {}
    added: tuple[str, ...] = ()
    parked: str = ""
    as_of: OptionalDay = None
    told: tuple[str, ...] = ()
    told_on: OptionalDay = None
    brought: dict[str, str] = {}
    overrides: tuple[str, ...] = ()

    @classmethod
    def begin(cls, item: str, now: datetime, code: str = "", matter: str = "") -> Visit:
        """A visit that starts now."""
        id = new_id("cases", now.date())
        return cls(id=id, matter=matter or id, code=code, item=item, started=now, since=now)

    def but(self, **changes: Any) -> Self:
        return self.model_copy(update=changes)

    # the clock -------------------------------------------------------------------------------------------------

    def worked(self, now: datetime) -> float:
        """Seconds of handling, without the time it was parked."""
        running = (now - self.since).total_seconds() if self.since else 0.0
        return self.seconds + max(0.0, running)

    def stopped(self, now: datetime, why: str) -> Self:
        """Parked, for a reason."""
        return self.but(seconds=self.worked(now), since=None, parked=why)

    def resumed(self, now: datetime) -> Self:
        return self.but(since=now, parked="")

    # what the citizen says and brings --------------------------------------------------------------------------

    def answered(self, question: str, answer: Any) -> Self:
        """With an answer; a later answer to the same question takes the place of the first."""
        return self.but(answers=as_json({**self.answers, question: answer}))

    def marked(self, paper: str, mark: Mark | None) -> Self:
        """A paper ticked; None: not looked at."""
        ticks = {name: value for name, value in self.ticks.items() if name != paper}
        return self.but(ticks=ticks if mark is None else {**ticks, paper: mark})

    def next_mark(self, paper: str) -> Self:
        """The next of 未看 → 齐 → 缺 → 不合格 → 未看."""
        return self.marked(paper, CYCLE[self.ticks.get(paper, "")])

    def pointed(self, paper: str, number: int) -> Self:
        """A check point of a paper looked at, or no longer."""
        seen = set(self.points.get(paper, ())) ^ {number}
        return self.but(points={**self.points, paper: tuple(sorted(seen))})

    def with_paper(self, name: str) -> Self:
        """A paper that the rules do not name: the clerk asks for it, and the rules learn of it."""
        return self if name in self.added else self.but(added=(*self.added, name))

    def without_paper(self, name: str) -> Self:
        key = HAND_ADDED + name
        return self.but(
            added=tuple(one for one in self.added if one != name),
            ticks={paper: mark for paper, mark in self.ticks.items() if paper != key},
        )

    def override(self, why: str) -> Self:
        """A warning passed over, with the reason."""
        return self.but(overrides=(*self.overrides, why))

    # what follows from it --------------------------------------------------------------------------------------

    def checklist(self, book: RuleBook, today: date) -> Checklist:
        """The list for the answers that still fit the item."""
        day = self.as_of or today
        answers, _ = read_answers(book.item, self.answers, day)
        return book.checklist(answers, day)


def papers(visit: Visit, checklist: Checklist) -> dict[str, str]:
    """Every paper of the list by its key in `ticks`, in the order of the screen: base, personal, added by hand."""
    found = {needed.material.id: needed.material.name for needed in (*checklist.base, *checklist.personal)}
    return found | {HAND_ADDED + name: name for name in visit.added}
