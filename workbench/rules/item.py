"""One rules file: what a service asks, which papers it needs and why. The models follow the file word for word."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
ITEM_ID = r"^[a-z][a-z0-9-]{1,47}$"
ItemId = Annotated[str, StringConstraints(pattern=ITEM_ID)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
When = dict[str, Any]
Unit = Literal["工作日", "自然日", "月", "年"]
Confidence = Literal["高", "中高", "中", "中低", "低"]
Answer = str | tuple[str, ...] | float | date
Answers = dict[str, Answer]

YES_NO = (("yes", "是"), ("no", "否"))
KIND_WORDS = {"single": "单选", "multiple": "多选", "yes_no": "是非", "number": "数字", "date": "日期"}


class Part(BaseModel):
    """What every part of a file shares: unknown words are refused, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def changed(self, **changes: Any) -> Self:
        """A copy with other values; unlike `model_copy` it does not carry over what was cached from the old ones."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return self.model_construct(self.model_fields_set | changes.keys(), **{**values, **changes})


class Duration(Part):
    """A length of time; the unit is never left out (行政许可法 82 counts working days, others natural days)."""

    days: int = Field(ge=0, le=3650)
    unit: Unit
    note: str = ""

    def __str__(self) -> str:
        if self.days == 0:
            return "当场"
        return f"{self.days} 个{self.unit}" if self.unit in ("工作日", "月") else f"{self.days} {self.unit_word}"

    @property
    def unit_word(self) -> str:
        return {"自然日": "天"}.get(self.unit, self.unit)


class Deferral(Part):
    """容缺后补: the paper may follow within this time."""

    within_days: int = Field(gt=0, le=365)
    unit: Unit

    def __str__(self) -> str:
        return str(Duration(days=self.within_days, unit=self.unit))


class Basis(Part):
    law: Text
    article: str = ""
    note: str = ""

    def __str__(self) -> str:
        return f"{self.law} {self.article}".strip()


class Limits(Part):
    """How long it takes: by law, and as promised by this office. 0 days means on the spot."""

    statutory: Duration | None = None
    promised: Duration | None = None
    onsite_visits: int | None = Field(default=None, ge=0, le=9)
    note: str = ""
    unsure: str = ""


class Option(Part):
    id: Id
    label: Text
    label_en: str = ""


class Question(Part):
    """A question about the citizen's situation. `plain` is what the clerk may say aloud.

    `latest = "today"`: the day has been already, so a date after the as-of day is no answer.
    """

    id: Id
    text: Text
    plain: str = ""
    kind: Literal["single", "multiple", "yes_no", "number", "date"]
    options: tuple[Option, ...] = ()
    when: When = {}
    unit: str = ""
    min: float | None = None
    max: float | None = None
    latest: Literal["today"] | None = None
    help: str = ""
    text_en: str = ""

    @model_validator(mode="after")
    def _options_fit_kind(self) -> Question:
        if self.kind in ("single", "multiple"):
            if len(self.options) < 2:
                raise ValueError(f"情形“{self.id}”至少要有两个选项")
            ids = [option.id for option in self.options]
            if twice := {one for one in ids if ids.count(one) > 1}:
                raise ValueError(f"情形“{self.id}”的选项重复:{'、'.join(sorted(twice))}")
        elif self.options and self.kind != "yes_no":
            raise ValueError(f"情形“{self.id}”要填{KIND_WORDS[self.kind]},不能有选项")
        elif self.kind == "yes_no" and self.options and {o.id for o in self.options} != {"yes", "no"}:
            raise ValueError(f"情形“{self.id}”是是非题,选项编号只能是 yes 和 no(选项的字可以改)")
        if self.latest and self.kind != "date":
            raise ValueError(f"情形“{self.id}”要填{KIND_WORDS[self.kind]},“最晚”只用于日期")
        return self

    @cached_property
    def choices(self) -> tuple[Option, ...]:
        """The options to choose from; a yes/no question has 是 and 否 unless the file words them otherwise."""
        if self.kind == "yes_no" and not self.options:
            return tuple(Option(id=key, label=label) for key, label in YES_NO)
        return self.options

    def label(self, answer: Answer) -> str:
        """The answer in the words of the screen."""
        labels = {option.id: option.label for option in self.choices}
        if isinstance(answer, tuple):
            return "、".join(labels.get(one, one) for one in answer)
        if isinstance(answer, float):
            return f"{answer:g} {self.unit}".rstrip()
        return labels.get(str(answer), str(answer))


class Need(Part):
    """A further condition and reason for the same paper."""

    when: When
    because: Text
    because_en: str = ""


class Copies(Part):
    original: int = Field(default=0, ge=0, le=99)
    photocopy: int = Field(default=0, ge=0, le=99)

    def __str__(self) -> str:
        parts = [("原件", self.original), ("复印件", self.photocopy)]
        return "、".join(f"{word} {count}" for word, count in parts if count) or "免交"


class Material(Part):
    """A paper. `base`: everybody brings it. `personal`: only whom `when` (or one of `also`) fits, and why."""

    id: Id
    layer: Literal["base", "personal"]
    name: Text
    when: When = {}
    because: str = ""
    also: tuple[Need, ...] = ()
    kind: Literal["原件", "复印件", "原件或复印件", "原件和复印件", "表单", "证照", "电子"] = "原件"
    copies: Copies = Copies(original=1, photocopy=0)
    source: Literal["申请人自备", "政府部门核发", "其他"] = "申请人自备"
    intake: str = ""
    where: str = ""
    lead_time: str = ""
    max_age_days: int | None = Field(default=None, gt=0)
    deferrable: Deferral | None = None
    commitment: str = ""
    alternatives: tuple[str, ...] = ()
    easily_missed: bool = False
    check_points: tuple[str, ...] = ()
    common_mistakes: tuple[str, ...] = ()
    plain: str = ""
    basis: str = ""
    confidence: Confidence | None = None
    unsure: str = ""
    name_en: str = ""
    because_en: str = ""
    where_en: str = ""

    @model_validator(mode="after")
    def _layer_fits_condition(self) -> Material:
        if self.layer == "base" and (self.when or self.also):
            raise ValueError(f"“{self.name}”是基础材料,人人都要,不能带条件。请改成个性化,或删去条件")
        if self.layer == "personal" and not (self.when or self.also):
            raise ValueError(f"“{self.name}”是个性化材料,要写清什么情况才要。请写上条件,或改成基础")
        return self

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Every condition with its reason; empty for a base paper."""
        if not self.when:
            return self.also
        own = Need.model_construct(when=self.when, because=self.because, because_en=self.because_en)
        return (own, *self.also)


class NotEligible(Part):
    when: When
    reason: Text
    instead: str = ""
    basis: str = ""
    unsure: str = ""
    reason_en: str = ""
    instead_en: str = ""


class Reminder(Part):
    text: Text
    when: When = {}
    unsure: str = ""
    text_en: str = ""


class Step(Part):
    """One stage of the procedure: who does it, how long, and what the citizen does meanwhile."""

    name: Text
    actor: str = ""
    days: int | None = Field(default=None, ge=0, le=3650)
    unit: Unit | None = None
    citizen: str = ""
    special: bool = False
    when: When = {}
    name_en: str = ""
    citizen_en: str = ""

    @model_validator(mode="after")
    def _time_has_a_unit(self) -> Step:
        if self.days and self.unit is None:
            raise ValueError(f"环节“{self.name}”写了时限 {self.days},没有写时限单位")
        return self

    @property
    def duration(self) -> Duration | None:
        return None if self.days is None else Duration(days=self.days, unit=self.unit or "工作日")


class FollowUp(Part):
    """What comes next: another item of the library, or something else by name."""

    item: ItemId | None = None
    name: str = ""
    why: str = ""
    due: Duration | None = None
    due_text: str = ""
    when: When = {}
    name_en: str = ""
    why_en: str = ""

    @model_validator(mode="after")
    def _item_or_name(self) -> FollowUp:
        if not self.item and not self.name:
            raise ValueError("接下来的事要写名称或事项编号")
        return self


class Period(Part):
    """A window of time around a date that the citizen gave: may be done from `opens` to `closes` before or after."""

    name: Text
    anchor: Id
    side: Literal["before", "after"]
    opens: Duration | None = None
    closes: Duration | None = None
    late: str = ""
    when: When = {}


class Fee(Part):
    name: Text
    amount: Text
    basis: str = ""
    when: When = {}
    unsure: str = ""


class NotNeeded(Part):
    name: Text
    why: str = ""
    when: When = {}
    name_en: str = ""
    why_en: str = ""


class Faq(Part):
    q: Text
    a: Text


class Example(Part):
    """A case with its expected papers: a test that travels with the rules."""

    name: Text
    answers: dict[str, Any] = {}
    as_of: date | None = None
    need: tuple[Id, ...] = ()
    not_need: tuple[Id, ...] = ()
    outcome: Literal["eligible", "not_eligible"] = "eligible"


class Change(Part):
    """One line of the change list of a file."""

    version: Text
    on: date
    by: str = ""
    what: Text


class Pack(Part):
    """Questions and papers that many items share (`common.toml`)."""

    name: Text
    explained: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    materials: tuple[Material, ...] = ()
    not_eligible: tuple[NotEligible, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    not_needed: tuple[NotNeeded, ...] = ()


class Item(Part):
    """One service. `include` names packs; the library hands out items with their packs already joined in."""

    id: ItemId
    name: Text
    short: Text
    code: str = ""
    domain: Text
    authority: Text
    audience: tuple[Text, ...]
    item_type: str = ""
    case_type: Literal["即办件", "承诺件"]
    version: Text
    valid_from: date
    valid_to: date | None = None
    basis_checked_on: date
    review_every_days: int = Field(default=180, gt=0)
    confidence: Confidence
    unsure: str = ""
    explained: tuple[str, ...] = ()
    include: tuple[Id, ...] = ()
    channels: tuple[Text, ...] = ()
    accept_conditions: tuple[Text, ...] = ()
    basis: tuple[Basis, ...] = ()
    limits: Limits = Limits()
    fees: tuple[Fee, ...] = ()
    questions: tuple[Question, ...] = ()
    materials: tuple[Material, ...] = ()
    not_eligible: tuple[NotEligible, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    steps: tuple[Step, ...] = ()
    periods: tuple[Period, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    faq: tuple[Faq, ...] = ()
    not_needed: tuple[NotNeeded, ...] = ()
    mistakes: tuple[Text, ...] = ()
    examples: tuple[Example, ...] = ()
    changes: tuple[Change, ...] = ()
    name_en: str = ""

    @model_validator(mode="after")
    def _dates_in_order(self) -> Item:
        if self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("失效日期早于生效日期")
        return self

    @property
    def review_due(self) -> date:
        """The day after which the basis should be checked again."""
        return date.fromordinal(self.basis_checked_on.toordinal() + self.review_every_days)

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @cached_property
    def question_by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def material_by_id(self) -> dict[str, Material]:
        return {material.id: material for material in self.materials}
