"""The parts of an item after its papers: questions, who may apply, limits and steps, FAQ, basis, examples, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.rules import wording
from workbench.ui.rules import parts
from workbench.workdays import plain

if TYPE_CHECKING:
    from workbench.rules.item import Item
    from workbench.ui.rules.itemtext import ItemText

KIND_WORDS = {"single": "选一个", "multiple": "可以选几个", "yes_no": "是或否", "number": "填数字", "date": "填日期"}


def questions(board: ItemText, item: Item) -> None:
    color = board.theme.color
    for number, question in enumerate(item.questions, 1):
        board.text(f"{number}. {question.text}", bold=True)
        parts.labelled(board, "问法", question.plain)
        options = " · ".join(option.label for option in question.choices)
        parts.labelled(board, KIND_WORDS[question.kind], options or (f"单位:{question.unit}" if question.unit else ""))
        if question.when:
            parts.labelled(board, "什么时候问", wording.condition(question.when, item.question_by_id))
        parts.labelled(board, "提示", question.help)
        board.gap(8)
    if not item.questions:
        board.text("这一项不问情形,人人材料相同。", color=color.quiet)


def eligibility(board: ItemText, item: Item) -> None:
    for words in item.accept_conditions:
        parts.point(board, words)
    for one in item.not_eligible:
        parts.labelled(board, "不能办", f"{wording.condition(one.when, item.question_by_id)} → {one.reason}")
        parts.labelled(board, "怎么办", one.instead)
        board.gap(4)
    for one in item.reminders:
        parts.labelled(board, "提醒", _when(one.text, one.when, item))
    for one in item.not_needed:
        parts.labelled(
            board,
            "不用带",
            _when(one.name + (f"({one.why})" if one.why else ""), one.when, item),
        )


def limits(board: ItemText, item: Item) -> None:
    limits = item.limits
    parts.labelled(board, "法定时限", _with_note(limits.statutory))
    parts.labelled(board, "承诺时限", _with_note(limits.promised))
    parts.labelled(board, "到窗次数", f"{limits.onsite_visits} 次" if limits.onsite_visits is not None else "")
    parts.labelled(board, "说明", limits.note)
    parts.labelled(board, "尚待核实", limits.unsure)
    for number, step in enumerate(item.steps, 1):
        told = [step.actor, str(step.duration) if step.duration is not None else "", step.citizen]
        words = _when(f"{step.name}({';'.join(filter(None, told))})", step.when, item)
        parts.labelled(board, f"环节 {number}", words)
    for period in item.periods:
        side = "之前" if period.side == "before" else "之后"
        anchor = item.question_by_id[period.anchor].text if period.anchor in item.question_by_id else ""
        span = " 到 ".join(str(one) for one in (period.opens, period.closes) if one)
        parts.labelled(board, "办理期间", f"{period.name}:“{anchor}”{side} {span};错过了:{period.late or '可以补办'}")
    for fee in item.fees:
        parts.labelled(board, "费用", _when(f"{fee.name} {fee.amount}", fee.when, item))
    for one in item.follow_ups:
        name = one.name or _short(board, one.item or "")
        due = f"({one.due_text or one.due})" if one.due_text or one.due else ""
        parts.labelled(board, "接下来", _when(f"{name}{due}" + (f",{one.why}" if one.why else ""), one.when, item))


def faq(board: ItemText, item: Item) -> None:
    for one in item.faq:
        board.text(f"问:{one.q}", bold=True)
        board.text(f"答:{one.a}", color=board.theme.color.idle_text)
        board.gap(6)
    if item.mistakes:
        board.heading("常见差错")
        for words in item.mistakes:
            parts.point(board, words)


def basis(board: ItemText, item: Item) -> None:
    for one in item.basis:
        parts.point(board, f"{one}" + (f"({one.note})" if one.note else ""))
    words = f"{plain(item.basis_checked_on)},每 {item.review_every_days} 天一次,下次 {plain(item.review_due)}"
    parts.labelled(board, "核对于", words)
    parts.labelled(board, "把握", item.confidence)
    parts.labelled(board, "办理渠道", "、".join(item.channels))
    assert board.entry
    parts.labelled(board, "文件", str(board.entry.path))


def examples(board: ItemText, item: Item) -> None:
    for number, one in enumerate(item.examples, 1):
        need = "、".join(item.material_by_id[name].name for name in one.need if name in item.material_by_id)
        end = "不能办" if one.outcome == "not_eligible" else f"要:{need}" if need else "能办"
        parts.labelled(board, f"{number}. {one.name}", end)
    if not item.examples:
        board.text("还没有示例。示例是写在规则里的检验:什么回答应当要什么材料。", color=board.theme.color.quiet)


def changes(board: ItemText, item: Item) -> None:
    for one in sorted(item.changes, key=lambda change: change.on, reverse=True):
        parts.labelled(board, f"{one.on} · {one.version}", one.what + (f"({one.by})" if one.by else ""))
    if not item.changes:
        board.text("这一版是最初的版本,还没有改动。", color=board.theme.color.quiet)


def _short(board: ItemText, id: str) -> str:
    found = board.library.versions(id) if board.library else []
    return found[0].item.short if found else id


def _when(words: str, when: dict[str, Any], item: Item) -> str:
    return f"{words}  ← {wording.condition(when, item.question_by_id)}" if when else words


def _with_note(limit: Any) -> str:
    return f"{limit}" + (f"({limit.note})" if limit.note else "") if limit else ""
