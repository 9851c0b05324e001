"""What changes between two versions of the rules, and for which answers, in words a supervisor understands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from workbench.rules import wording
from workbench.rules.answers import as_json
from workbench.rules.checklist import RuleBook
from workbench.rules.diff.effect import Shift, Side, in_words, shift
from workbench.rules.diff.parts import KNOWN_BY, SILENT, field_changes, keyed, renamed_in
from workbench.rules.item import Answers, Material, NotEligible, Question
from workbench.rules.library import Library

__all__ = ["ItemDiff", "Line", "RulesDiff", "compare", "libraries"]

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Line:
    """One change. `when` says for which answers, `answers` is a sample of them (`sample` in words): who is now
    treated otherwise."""

    part: str
    change: Kind
    subject: str
    message: str
    when: str = ""
    answers: Answers | None = None
    sample: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "part": self.part,
            "change": self.change,
            "subject": self.subject,
            "message": self.message,
            "when": self.when,
            "answers": None if self.answers is None else as_json(self.answers),
        }


@dataclass(frozen=True)
class ItemDiff:
    """The changes of one item. A version is empty on the side where the item is not there."""

    id: str
    name: str
    old_version: str
    new_version: str
    lines: tuple[Line, ...]

    @property
    def effects(self) -> tuple[Line, ...]:
        """The changes by which a citizen is treated otherwise."""
        return tuple(line for line in self.lines if line.answers is not None)

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "old_version": self.old_version,
            "new_version": self.new_version,
            "changes": [line.as_dict() for line in self.lines],
        }

    def as_text(self) -> str:
        """The changes as a terminal shows them."""
        signs = {"added": "+", "removed": "-", "changed": "~"}
        versions = f"{self.old_version or '没有'} → {self.new_version or '没有'}"
        lines = [f"  {signs[line.change]} [{line.part}] {line.message}" for line in self.lines]
        return "\n".join([f"{self.name}({self.id})  版本 {versions}", *(lines or ["  没有不同"])])


@dataclass(frozen=True)
class RulesDiff:
    """The changes between two sets of rules, items without any left out."""

    items: tuple[ItemDiff, ...]

    def as_dict(self) -> dict[str, Any]:
        return {"items": [item.as_dict() for item in self.items]}

    def as_text(self) -> str:
        return "\n\n".join(item.as_text() for item in self.items) or "两边的规则没有不同。"


def libraries(old: Library, new: Library, today: date) -> RulesDiff:
    """The difference of two sets of rules; of an item with several versions, those that start on the same day."""

    def by_start(library: Library) -> dict[tuple[str, date], RuleBook]:
        found = {(e.item.id, e.item.valid_from): e.book for e in reversed(library.entries)}
        return {key: found[key] for key in sorted(found)}

    before, after = by_start(old), by_start(new)
    pairs = _paired(before, after)
    diffs = (compare(first, second, today) for first, second in pairs)
    return RulesDiff(tuple(diff for diff in diffs if diff.lines or diff.old_version != diff.new_version))


def _paired(
    before: dict[tuple[str, date], RuleBook], after: dict[tuple[str, date], RuleBook]
) -> Iterator[tuple[RuleBook | None, RuleBook | None]]:
    """Versions of an item that belong together: the same start; the only one left of each side; else none."""
    for item_id in dict.fromkeys(key[0] for key in [*after, *before]):
        olds = {start: book for (name, start), book in before.items() if name == item_id}
        news = {start: book for (name, start), book in after.items() if name == item_id}
        for start in [start for start in news if start in olds]:
            yield olds.pop(start), news.pop(start)
        if len(olds) == len(news) == 1:
            yield olds.popitem()[1], news.popitem()[1]
        yield from ((None, book) for book in news.values())
        yield from ((book, None) for book in olds.values())


def compare(old: RuleBook | None, new: RuleBook | None, today: date) -> ItemDiff:
    """The difference of two versions; None where the item is not there at all."""
    present = new or old
    assert present is not None
    if old is None or new is None:
        word: Kind = "added" if old is None else "removed"
        text = f"新增事项。{_in_short(present)}" if old is None else "不再有这个事项"
        lines: tuple[Line, ...] = (Line("事项", word, present.item.id, text),)
    else:
        lines = tuple(_Compared(old, new, today).lines())
    versions = (old.item.version if old else "", new.item.version if new else "")
    return ItemDiff(present.item.id, present.item.name, *versions, lines)


def _in_short(book: RuleBook) -> str:
    """What a new item asks for, in one sentence."""
    base = [material.name for material in book.item.materials if material.layer == "base"]
    personal = [material.name for material in book.item.materials if material.layer == "personal"]
    more = f";另有 {len(personal)} 份看情况要:{'、'.join(personal)}" if personal else ""
    return f"人人都要:{'、'.join(base) or '没有'}{more}"


class _Compared:
    """Two versions of one item, part by part."""

    def __init__(self, old: RuleBook, new: RuleBook, today: date) -> None:
        self.old, self.new, self.today = old, new, today
        self.questions: dict[str, Question] = {**old.table.questions, **new.table.questions}

    def lines(self) -> Iterator[Line]:
        yield from self._materials()
        yield from self._exclusions()
        yield from self._questions()
        yield from self._head()
        for part, word, key in _PARTS:
            yield from self._list(part, word, key)
        count = len(self.new.item.examples) - len(self.old.item.examples)
        if self.new.item.examples != self.old.item.examples:
            how = f"增加 {count} 个" if count > 0 else f"减少 {-count} 个" if count < 0 else "有改动"
            yield Line("示例", "changed", "examples", f"示例{how}")

    def _words(self, when: dict[str, Any]) -> str:
        return wording.condition(when, self.questions)

    def _needed_when(self, material: Material) -> str:
        if material.layer == "base":
            return "人人都要带"
        return ";或者".join(self._words(need.when) for need in material.needs) + "的要带"

    def _materials(self) -> Iterator[Line]:
        old, new = self.old.item.material_by_id, self.new.item.material_by_id
        for name, material in new.items():
            if name not in old:
                effect = self._shift(None, self._paper_mask(self.new, name))
                yield self._line(
                    "材料", "added", name, f"新增材料“{material.name}”:{self._needed_when(material)}", effect
                )
        for name, material in old.items():
            if name not in new:
                effect = self._shift(self._paper_mask(self.old, name), None)
                text = f"不再要材料“{material.name}”(原来:{self._needed_when(material)})"
                yield self._line("材料", "removed", name, text, effect)
        for name in [name for name in new if name in old]:
            yield from self._material(old[name], new[name])

    def _material(self, old: Material, new: Material) -> Iterator[Line]:
        effect = self._shift(self._paper_mask(self.old, old.id), self._paper_mask(self.new, new.id))
        if effect:
            words = self._shifted(effect, "现在要带了", "不用带了")
            yield self._line("材料", "changed", new.id, f"材料“{new.name}”:{words}", effect)
        elif self._conditions(old) != self._conditions(new):
            yield Line("材料", "changed", new.id, f"材料“{new.name}”的条件改了写法,要带的人没有变")
        if lines := [*field_changes(old, new), *_reasons(old, new)]:
            yield Line("材料", "changed", new.id, f"材料“{new.name}”:{';'.join(lines)}")

    def _conditions(self, material: Material) -> list[Any]:
        return [need.when for need in material.needs]

    def _shifted(self, effect: Shift, gained: str, lost: str) -> str:
        parts = [
            f"{in_words(boxes, self.questions)}的,{word}"
            for boxes, word in ((effect.gained, gained), (effect.lost, lost))
            if boxes
        ]
        return ";".join(parts) + ("" if effect.complete else "(情形太多,只列出试到的几种)")

    def _paper_mask(self, book: RuleBook, name: str) -> int | bool:
        number = next(n for n, material in enumerate(book.item.materials) if material.id == name)
        return book.item.materials[number].layer == "base" or book.material_masks[number]

    def _shift(self, old: int | bool | None, new: int | bool | None) -> Shift:
        return shift(Side(self.old, old), Side(self.new, new), self.today)

    def _line(self, part: str, change: Kind, subject: str, message: str, effect: Shift) -> Line:
        sample = effect.sample_gained if effect.sample_gained is not None else effect.sample_lost
        boxes = in_words(effect.gained or effect.lost, self.questions)
        words = wording.answers(sample or {}, self.questions)
        return Line(part, change, subject, message, boxes, sample, words)

    def _exclusions(self) -> Iterator[Line]:
        def lines(book: RuleBook) -> dict[str, tuple[NotEligible, int | bool]]:
            parts = book.parts["not_eligible"]
            return {one.reason: (one, True if n is None else book.table.masks[n]) for one, n in parts}

        old, new = lines(self.old), lines(self.new)
        renamed = renamed_in(
            {name: one for name, (one, _) in old.items()}, {name: one for name, (one, _) in new.items()}
        )
        for reason in dict.fromkeys([*new, *(name for name in old if name not in renamed.values())]):
            before, after = old.get(renamed.get(reason, reason)), new.get(reason)
            effect = self._shift(before[1] if before else None, after[1] if after else None)
            if before is None and after is not None:
                text = f"新增不能办的情况:{self._words(after[0].when)},“{reason}”"
                yield self._line("不能办", "added", reason, text, effect)
            elif after is None and before is not None:
                text = f"不再拒绝:{self._words(before[0].when)},“{reason}”"
                yield self._line("不能办", "removed", reason, text, effect)
            elif before and after:
                if effect:
                    words = self._shifted(effect, "现在不能办", "现在能办")
                    yield self._line("不能办", "changed", reason, f"“{reason}”:{words}", effect)
                if fields := field_changes(before[0], after[0]):
                    yield Line("不能办", "changed", reason, f"“{reason}”的{';'.join(fields)}")

    def _questions(self) -> Iterator[Line]:
        old, new = self.old.table.questions, self.new.table.questions
        for name, question in new.items():
            if name not in old:
                labels = "、".join(option.label for option in question.choices)
                yield Line("情形", "added", name, f"新增情形“{question.text}”" + (f"(选项:{labels})" if labels else ""))
        for name, question in old.items():
            if name not in new:
                yield Line("情形", "removed", name, f"不再问“{question.text}”")
        for name in [name for name in new if name in old]:
            if lines := self._question(old[name], new[name]):
                yield Line("情形", "changed", name, f"情形“{new[name].text}”:{';'.join(lines)}")

    def _question(self, old: Question, new: Question) -> list[str]:
        lines = field_changes(old, new, SILENT | {"options"})
        before, after = ({option.id: option for option in one.choices} for one in (old, new))
        lines += [f"增加选项“{after[name].label}”" for name in after if name not in before]
        lines += [f"去掉选项“{before[name].label}”" for name in before if name not in after]
        both = [name for name in after if name in before]
        lines += [f"选项“{before[n].label}”改叫“{after[n].label}”" for n in both if before[n].label != after[n].label]
        if old.when != new.when:
            lines.append(f"什么时候问:{self._words(old.when)} → {self._words(new.when)}")
        return lines

    def _head(self) -> Iterator[Line]:
        lists = {"questions", "materials", "not_eligible", "limits", *(part for part, _, _ in _PARTS)}
        for part, old, new, skip in (
            ("事项", self.old.item, self.new.item, SILENT | lists),
            ("时限", self.old.item.limits, self.new.item.limits, SILENT),
        ):
            if lines := field_changes(old, new, skip):
                yield Line(part, "changed", part, ";".join(lines))

    def _list(self, part: str, word: str, key: Callable[[Any], str]) -> Iterator[Line]:
        old, new = keyed(getattr(self.old.item, part), key), keyed(getattr(self.new.item, part), key)
        renamed = renamed_in(old, new)
        for name, former in renamed.items():
            yield Line(word, "changed", name, f"{word}“{key(old[former])}”改成“{key(new[name])}”")
        old = {next((n for n, o in renamed.items() if o == name), name): one for name, one in old.items()}
        for name, one in new.items():
            if name not in old:
                yield Line(word, "added", name, f"新增{word}“{key(one)}”{self._only_when(one)}")
        for name, one in old.items():
            if name not in new:
                yield Line(word, "removed", name, f"去掉{word}“{key(one)}”")
        both = [name for name in new if name in old]
        for name in both:
            lines = field_changes(old[name], new[name], SILENT | ({KNOWN_BY[part]} if name in renamed else set()))
            before, after = getattr(old[name], "when", {}), getattr(new[name], "when", {})
            if before != after:
                lines.append(f"条件:{self._words(before)} → {self._words(after)}")
            if lines:
                yield Line(word, "changed", name, f"{word}“{key(new[name])}”:{';'.join(lines)}")
        if both != [name for name in old if name in new]:
            yield Line(word, "changed", part, f"{word}的先后顺序改了")

    def _only_when(self, one: Any) -> str:
        when = getattr(one, "when", {})
        return f"({self._words(when)})" if when else ""


_PARTS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("fees", "收费", lambda one: one.name),
    ("reminders", "提示", lambda one: one.text),
    ("not_needed", "不用带", lambda one: one.name),
    ("steps", "环节", lambda one: one.name),
    ("periods", "办理期间", lambda one: one.name),
    ("follow_ups", "接下来的事", lambda one: one.name or one.item),
    ("faq", "问答", lambda one: one.q),
    ("basis", "依据", str),
)


def _reasons(old: Material, new: Material) -> list[str]:
    """The further reasons of a paper, told when their words differ."""
    before, after = ([need.because for need in one.also] for one in (old, new))
    return [f"别的原因:{'、'.join(before) or '(空)'} → {'、'.join(after) or '(空)'}"] if before != after else []
