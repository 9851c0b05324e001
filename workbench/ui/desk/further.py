"""What to say beyond the papers: reminders, what not to bring, stages, fees, what comes next, common questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.problems import NotFound
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.textfit import wrap

if TYPE_CHECKING:
    from workbench.rules.checklist import Checklist
    from workbench.rules.item import FollowUp
    from workbench.ui.desk.counter import Counter


def paint(board: Board, counter: Counter) -> None:
    """Below the list of papers. Whoever cannot have it done needs none of this but the questions people ask."""
    assert counter.checklist and counter.entry
    checklist, item = counter.checklist, counter.entry.item
    board.gap(12)
    if not checklist.not_eligible:
        _way(board, counter, checklist)
    if item.faq:
        board.gap(6)
        board.heading("常见问题")
        for faq in item.faq:
            board.text(f"问:{faq.q}")
            board.text(f"答:{faq.a}", color=board.theme.color.idle_text)
            board.gap(4)


def _way(board: Board, counter: Counter, checklist: Checklist) -> None:
    for reminder in checklist.reminders:
        _labelled(board, "提醒", reminder.text)
    spared = "、".join(f"{one.name}({one.why})" if one.why else one.name for one in checklist.not_needed)
    _labelled(board, "不用带", spared)
    steps = [step.name + (f"({step.duration})" if step.duration is not None else "") for step in checklist.steps]
    _labelled(board, "办理环节", " → ".join(steps))
    _labelled(board, "费用", "、".join(f"{fee.name} {fee.amount}" for fee in checklist.fees))
    _labelled(board, "接下来", "、".join(_follow_up(counter, one) for one in checklist.follow_ups))


def _follow_up(counter: Counter, one: FollowUp) -> str:
    """Its name as clerks say it, and when."""
    name = one.name
    if not name and one.item and counter.session.library:
        try:
            name = counter.session.library.get(one.item, counter.today).short
        except NotFound:
            name = one.item
    when = one.due_text or (str(one.due) if one.due else "")
    return f"{name}({when})" if when else name


def _labelled(board: Board, label: str, words: str) -> None:
    """A bold word, then text that goes on beside it."""
    if not words:
        return
    theme, color = board.theme, board.theme.color
    wide = board.measure(label + ":", bold=True)
    board.text_at(board.left, board.y, label + ":", bold=True)
    lines = wrap(words, theme.font("body"), board.width - wide)
    board.text_at(board.left + wide, board.y, "\n".join(lines), color=color.idle_text, width=9999)
    board.y += len(lines) * theme.line_height() + theme.px(4)
