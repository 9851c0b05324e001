"""What the ledger keeps: a case (办件), a rework row (返工台账行) and a measure (整改措施), as the contract words them.

The models refuse what is not a fact (unknown fields, negative minutes, the year 0) and keep text as harmless text.
What depends on the office (its items, papers and causes) is checked by `workbench.ledger.check`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from workbench.ledger.masking import clean, mask
from workbench.ledger.plain import HAND_ADDED as HAND_ADDED

Outcome = Literal["办结", "受理", "补正", "退回", "容缺", "承诺", "咨询", "转出"]
Tick = Literal["present", "missing", "unfit", "deferred", "promised"]
Side = Literal["群众", "窗口", "规则", "系统"]
ReworkState = Literal["待整改", "整改中", "已整改", "已复核", "不需整改"]
MeasureState = Literal["待实施", "实施中", "已完成", "已评估", "已取消"]

OUTCOMES: tuple[str, ...] = Outcome.__args__
SIDES: tuple[str, ...] = Side.__args__
REWORK_STATES: tuple[str, ...] = ReworkState.__args__
MEASURE_STATES: tuple[str, ...] = MeasureState.__args__
RETURNED = ("补正", "退回")  # the outcomes that are rework

FIRST_YEAR, LAST_YEAR = 2000, 2199


def _cleaned(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _date_only(value: Any) -> Any:
    """Only `2026-03-02` (or a date): pydantic alone would also take 20260302 as seconds since 1970."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"日期“{value[:40]}”不对,应写成 2026-03-02") from None
    raise ValueError(f"日期“{value}”不对,应写成 2026-03-02")


def _moment(value: Any) -> Any:
    """Local time without a zone, to the minute."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"时间“{value[:40]}”不对,应写成 2026-03-02T09:05") from None
    if not isinstance(value, datetime):
        raise ValueError(f"时间“{value}”不对,应写成 2026-03-02T09:05")
    if value.tzinfo is not None:
        value = value.astimezone().replace(tzinfo=None)
    return value.replace(second=0, microsecond=0)


def _this_age(value: date | None) -> date | None:
    if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"日期“{value}”的年份不对,应在 {FIRST_YEAR} 与 {LAST_YEAR} 之间")
    return value


def _in_age(kind: Any) -> Any:
    from pydantic import AfterValidator

    return Annotated[kind, AfterValidator(_this_age)]


Day = Annotated[_in_age(date), BeforeValidator(_date_only)]
OptionalDay = Annotated[_in_age(date | None), BeforeValidator(_date_only)]
Moment = Annotated[_in_age(datetime), BeforeValidator(_moment)]
Text = Annotated[str, BeforeValidator(_cleaned), StringConstraints(max_length=100_000)]
Word = Annotated[str, BeforeValidator(_cleaned), StringConstraints(max_length=200, strip_whitespace=True)]
Name = Annotated[Word, StringConstraints(min_length=1, max_length=40)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{2,63}$")]
OptionalId = Annotated[Id | None, BeforeValidator(lambda value: value or None)]
Answer = str | float | bool | list[str] | None


class Record(BaseModel):
    """What all three share: an id, and nothing that the contract does not name."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    id: Id

    def as_dict(self) -> dict[str, Any]:
        """The JSON shape of the contract: dates as text."""
        return self.model_dump(mode="json")


class Case(Record):
    """One visit at the counter. `minutes` is handling time without parked time; None when nobody took it."""

    matter: Id
    started: Moment
    minutes: float | None = Field(None, ge=0, le=1440)
    window: Name
    clerk: Word = ""
    item: Word
    version: Word = Field("", description="规则版本")
    answers: dict[Word, Answer] = {}
    visit: int = Field(1, ge=1, le=99)
    ticks: dict[Word, Tick] = {}
    outcome: Outcome
    override: Text = Field("", description="越过提醒继续办理的原因")
    note: Text = ""

    @property
    def day(self) -> date:
        return self.started.date()

    @property
    def complete(self) -> bool:
        """Whether every required paper was present; 容缺 and 承诺 count as not present (see the metrics)."""
        if self.ticks:
            return all(tick == "present" for tick in self.ticks.values())
        return self.outcome not in (*RETURNED, "容缺", "承诺")


class ReworkRow(Record):
    """One cause of one return. `material` is a paper's id, or `手工:` and the words of a hand-added paper."""

    date: Day
    window: Name
    clerk: Word = ""
    item: Word
    version: Word = Field("", description="规则版本")
    cause: Word = Field(min_length=1)
    detail: Word = ""
    material: Word = ""
    side: Side = "群众"
    notice_omission: bool = False
    visits: int = Field(1, ge=1, le=99)
    handling: Text = ""
    measure: Text = ""
    owner: Word = ""
    due: OptionalDay = None
    state: ReworkState = "待整改"
    review: Text = ""
    note: Text = ""
    case: OptionalId = None

    @property
    def day(self) -> date:
        return self.date


class Measure(Record):
    """One improvement: which cause, what is done, by whom, until when, and what it brought (PDCA)."""

    date: Day
    window: Name
    cause: Word = Field(min_length=1)
    detail: Word = ""
    item: Word = ""
    material: Word = ""
    action: Text = Field(min_length=1)
    owner: Word = ""
    due: OptionalDay = None
    state: MeasureState = "待实施"
    done: OptionalDay = Field(None, description="实际完成日期")
    effect: Text = ""
    review: Text = ""
    note: Text = ""

    @property
    def day(self) -> date:
        return self.date


KINDS: dict[str, type[Record]] = {"cases": Case, "rework": ReworkRow, "measures": Measure}
OUR_ID = re.compile(r"^(?=.*\d)[A-Za-z0-9][A-Za-z0-9_.-]{5,63}$")  # in a workbook: an id, not a number somebody typed
LETTERS = {"cases": "C", "rework": "R", "measures": "M"}
NOT_MASKED = {"id", "matter", "case", "started", "date", "due", "done", "window", "item", "version"}


def masked(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with the numbers of citizens masked in every text, also inside answers."""
    return {key: value if key in NOT_MASKED else _masked(value) for key, value in values.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(clean(value))
    if isinstance(value, list | tuple):
        return [_masked(one) for one in value]
    if isinstance(value, Mapping):
        return {_masked(key): _masked(one) for key, one in value.items()}
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10**10:
        text = f"{value:.0f}"  # a phone number typed as a number
        return value if mask(text) == text else mask(text)
    return value


def new_id(kind: str, day: date) -> str:
    """An id that no other window makes: the kind's letter, the day of the record, and 50 random bits."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    return f"{LETTERS[kind]}{day:%Y%m%d}-" + "".join(secrets.choice(alphabet) for _ in range(10))


def iso_week(day: date) -> str:
    """The ISO week that `day` is in, as `2026-W10` (Monday to Sunday)."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
