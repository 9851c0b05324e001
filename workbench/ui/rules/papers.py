"""One paper of a rules file, as the page shows it: what, when, why, where, how, on which basis."""

from __future__ import annotations

from workbench.rules import wording
from workbench.rules.item import Item, Material
from workbench.ui.rules import parts
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.textfit import wrap


def row(board: Board, number: int, material: Material, item: Item) -> None:
    """Paints a box with everything the file says about a paper; moves the board below it."""
    theme, color = board.theme, board.theme.color
    top, pad = board.y, theme.px(8)
    box = board.rectangle(board.left, top, board.right, top + 10, color.card, color.line)
    x = board.left + theme.px(40)
    right = board.right - theme.px(12)
    board.y += pad
    board.text_at(board.left + theme.px(28), board.y + theme.px(2), str(number), color=color.quiet, anchor="ne")
    copies = str(material.copies)
    board.text_at(right, board.y + theme.px(2), copies, color=color.idle_text, anchor="ne")
    room = right - x - board.measure(copies) - theme.px(16)
    lines = wrap(material.name, theme.font("aloud", bold=True), room)
    board.text_at(x, board.y, "\n".join(lines), "aloud", True, width=99999)
    board.y += len(lines) * theme.line_height("aloud")
    _badges(board, material, x)
    for label, words, ink in _lines(material, item):
        parts.labelled(board, label, words, x=x, right=right, ink=getattr(color, ink), bold=False, column=84)
    board.y += pad
    board.reshape(box, board.left + 0.5, top + 0.5, board.right - 0.5, board.y - 0.5)
    board.y -= 1  # neighbours share their line


def _badges(board: Board, material: Material, x: int) -> None:
    theme, color = board.theme, board.theme.color
    badges = [
        ("易漏", color.warn, color.warn_text) if material.easily_missed else None,
        (f"可容缺 {material.deferrable}", color.good, color.good_text) if material.deferrable else None,
        ("可承诺", color.good, color.good_text) if material.commitment else None,
        (f"{material.max_age_days} 天内开具", color.chip, color.chip_text) if material.max_age_days else None,
    ]
    shown = [badge for badge in badges if badge]
    if not shown:
        return
    board.y += theme.px(2)
    for words, fill, ink in shown:
        x += board.chip(x, board.y, words, fill, ink) + theme.px(6)
    board.y += theme.line_height("status") + theme.px(9)


def _lines(material: Material, item: Item) -> list[tuple[str, str, str]]:
    """`(label, words, colour name)` of everything that is written."""
    found: list[tuple[str, str, str]] = []
    for number, need in enumerate(material.needs):
        word = "什么时候要" if number == 0 else "或者"
        found.append((word, wording.condition(need.when, item.question_by_id), "personal_text"))
        found.append(("因为", need.because, "personal_text"))
    where = material.where + (f"({material.lead_time})" if material.lead_time else "")
    found += [
        ("怎么收", ",".join(part for part in (material.kind, material.intake) if part), "text"),
        ("哪里拿", where, "text"),
        ("对群众说", material.plain, "text"),
        ("检查", ";".join(material.check_points), "text"),
        ("常见差错", ";".join(material.common_mistakes), "text"),
        ("可以代替", ";".join(material.alternatives), "text"),
        ("可承诺", material.commitment, "text"),
        ("依据", material.basis, "quiet"),
        ("尚待核实", material.unsure, "warn_text"),
    ]
    return [one for one in found if one[1]]
