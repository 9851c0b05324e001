"""What is kept of a self-check: the daily form, a peer review, a look at a recording, an entry of growth."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from workbench.ledger.masking import clean
from workbench.ledger.records import Day, Name, OptionalDay, Text, Word
from workbench.selfcheck.forms import WHEN_WORDS, When

Answer = Literal["是", "否", "不适用"]
GrowthKind = Literal["典型案例", "表扬", "投诉", "新知识", "近期目标", "中期目标", "远期目标"]
GoalState = Literal["", "进行中", "已达成", "已调整"]
GROWTH_KINDS: tuple[str, ...] = GrowthKind.__args__
GOALS = ("近期目标", "中期目标", "远期目标")
STRENGTHS = 3


def _said(value: Any) -> Any:
    return clean(value).strip() if isinstance(value, str) else value


Said = Annotated[str, BeforeValidator(_said), StringConstraints(min_length=1, max_length=2000)]


class Record(BaseModel):
    """What all four share."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = ""
    date: Day
    clerk: Name
    note: Text = ""

    @property
    def day(self) -> date:
        return self.date

    def as_dict(self) -> dict[str, Any]:
        """The JSON shape, dates as text."""
        return self.model_dump(mode="json")


class Daily(Record):
    """Half a day's form. `reasons` says why an answer is 否, by item."""

    when: When
    answers: dict[Word, Answer] = Field(min_length=1)
    reasons: dict[Word, Text] = {}

    @model_validator(mode="after")
    def _a_no_has_a_reason(self) -> Daily:
        lacking = [
            item for item, answer in self.answers.items() if answer == "否" and not self.reasons.get(item, "").strip()
        ]
        if lacking:
            raise ValueError(f"答“否”要写一句原因:{'、'.join(lacking)}")
        return self


class Peer(Record):
    """What a colleague saw in `clerk`: three strengths first, then one suggestion. Signing (`by`) is free."""

    by: Word = ""
    strengths: tuple[Said, ...]
    suggestion: Said

    @model_validator(mode="after")
    def _three_strengths(self) -> Peer:
        if len(self.strengths) != STRENGTHS:
            raise ValueError(f"互评先写 {STRENGTHS} 条优点,再写 1 条建议;现在有 {len(self.strengths)} 条优点")
        return self


class Recording(Record):
    """The monthly look at a recording, or listening in: one strength, one thing to improve."""

    source: Literal["录像", "旁听"] = "录像"
    strength: Said
    improve: Said


class Growth(Record):
    """A case, praise, a complaint, something learnt, or a goal: measurable, with a day until which."""

    kind: GrowthKind
    text: Said
    due: OptionalDay = None
    state: GoalState = ""

    @model_validator(mode="after")
    def _a_goal_has_a_day(self) -> Growth:
        if self.kind in GOALS and self.due is None:
            raise ValueError("目标要写期限(due),写成可衡量、有期限的一句话")
        if self.due is not None and self.due <= self.date:
            raise ValueError(f"期限 {self.due} 应在写下的日期 {self.date} 之后")
        return self


KINDS: dict[str, type[Record]] = {"daily": Daily, "peer": Peer, "recording": Recording, "growth": Growth}
KIND_WORDS = {"daily": "每日自检", "peer": "同事互评", "recording": "录像复盘", "growth": "成长记录"}
JOURNAL_KINDS = {
    "daily": "selfcheck",
    "peer": "selfcheck_peer",
    "recording": "selfcheck_recording",
    "growth": "selfcheck_growth",
}


def daily_id(clerk: str, day: date, when: When) -> str:
    """The one id of a half day, so that the same form is never kept twice."""
    return f"S{day:%Y%m%d}-{WHEN_WORDS[when]}-{clerk}"
