"""The two lists of the review: on the left what its tab says, on the right the measures on their way round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from workbench.review import text
from workbench.review.metrics import METRICS
from workbench.review.week import Part, Review
from workbench.ui.widgets.textfit import elide

if TYPE_CHECKING:
    from workbench.ui.review.sheet import Sheet

Cell = str | tuple[str, str, str]  # words, or a chip: (words, ground, ink)
ROW, LOW_ROW = 31, 23


class Grid:
    """Rows under headings, in columns of given shares of the width."""

    def __init__(
        self, sheet: Sheet, x: int, y: int, width: int, heads: Sequence[tuple[str, float]], row: int = ROW
    ) -> None:
        self.sheet, self.x, self.y, self.width, self.high = sheet, x, y, width, row
        whole = sum(share for _, share in heads)
        self.widths = [round(width * share / whole) for _, share in heads]
        theme, color = sheet.theme, sheet.theme.color
        at = x
        for (head, _), room in zip(heads, self.widths, strict=True):
            sheet.text_at(at + theme.px(6), y + theme.px(4), head, color=color.quiet, width=room)
            at += room
        self.y += theme.px(26)
        self._rule()

    def _rule(self) -> None:
        self.sheet.draw("line", self.x, self.y, self.x + self.width, self.y, fill=self.sheet.theme.color.line)

    def row(self, cells: Sequence[Cell], run: Callable[[], object] | None = None, side: int = 0) -> None:
        """One row; with `run` it can be chosen by arrows, Enter and a click."""
        sheet, theme, color = self.sheet, self.sheet.theme, self.sheet.theme.color
        height = theme.px(self.high)
        if run is not None:
            number = len(sheet.rows[side])
            sheet.rows[side].append(run)
            if sheet.chosen(side, number):
                sheet.rectangle(self.x, self.y + 1, self.x + self.width, self.y + height, color.chosen, color.accent, 2)
            sheet.zone(self.x, self.y, self.x + self.width, self.y + height, lambda: sheet.pick(side, number))
        at = self.x
        for cell, room in zip(cells, self.widths, strict=True):
            if isinstance(cell, tuple):
                if cell[0]:
                    words = elide(cell[0], theme.font("status"), room - theme.px(24))
                    chip = theme.line_height("status") + theme.px(6)
                    sheet.chip(at + theme.px(6), self.y + (height - chip) // 2, words, cell[1], cell[2])
            else:
                size = "body" if self.high == ROW else "status"
                words = elide(cell, theme.font(size), room - theme.px(8))
                sheet.text_at(at + theme.px(6), self.y + height // 2, words, size, anchor="w")
            at += room
        self.y += height
        self._rule()


def left(sheet: Sheet, review: Review, x: int, y: int, width: int, height: int) -> int:
    """The card with the tabs; gives where it ends."""
    from workbench.ui.review.sheet import TABS

    theme, color = sheet.theme, sheet.theme.color
    place = sheet.painted()
    inner, top, pad = x + theme.px(14), y, theme.px(14)
    at = inner
    for number, name in enumerate(TABS):
        words = f"{name} {len(review.suggestions)}" if name == "建议" and review.suggestions else name
        here = number == sheet.tab
        wide = sheet.measure(words, bold=here)
        sheet.text_at(
            at, y + theme.px(10), words, bold=here, color=color.accent if here else color.idle_text, width=wide + 4
        )
        if here:
            sheet.draw("rectangle", at, y + theme.px(33), at + wide, y + theme.px(36), fill=color.accent, width=0)
        sheet.zone(
            at - theme.px(6),
            y,
            at + wide + theme.px(6),
            y + theme.px(36),
            lambda number=number: sheet.choose_tab(number),
        )
        at += wide + theme.px(18)
    draw = (_papers, _suggestions, _metrics, _items, _peaks, _rules)[sheet.tab]
    end = draw(sheet, review, inner, y + theme.px(40), width - 2 * pad) + theme.px(10)
    _behind(sheet, place, x, top, width, max(height, end - top))
    return max(end, top + height)


def _behind(sheet: Sheet, place: int, x: int, y: int, width: int, height: int) -> None:
    """The card itself, put behind what was painted on it: only now its height is known."""
    color = sheet.theme.color
    sheet.round_box(x, y, width, height, color.card, color.line)
    sheet.put_behind(place)


def _note(sheet: Sheet, x: int, y: int, width: int, words: str) -> int:
    theme = sheet.theme
    return y + theme.px(8) + sheet.text_at(x, y + theme.px(8), words, color=theme.color.quiet, width=width)


def _papers(sheet: Sheet, review: Review, x: int, y: int, width: int) -> int:
    if not review.now.papers:
        return _note(sheet, x, y, width, f"这一{review.period.word}没有人因为材料白跑一趟。")
    color = sheet.theme.color
    grid = Grid(sheet, x, y, width, (("材料", 34), ("事项", 28), ("返工", 9), ("建议", 29)))
    proposed = {(one.item, one.material): one for one in review.suggestions}
    for paper in review.now.papers[:6]:
        one = proposed.get((paper.item, paper.material))
        chip = (one.chip, color.warn, color.warn_text) if one else ("", "", "")
        run = (lambda one=one: sheet.decide(one)) if one else None
        grid.row((paper.name, sheet.short(paper.item), str(paper.n), chip), run)
    return grid.y


def _suggestions(sheet: Sheet, review: Review, x: int, y: int, width: int) -> int:
    if not review.suggestions:
        return _note(sheet, x, y, width, text.no_suggestions(review))
    color = sheet.theme.color
    grid = Grid(sheet, x, y, width, (("建议(Enter 采纳、修改或不采纳)", 72), ("做法", 28)))
    for one in review.suggestions:
        grid.row((one.action, (one.chip, color.warn, color.warn_text)), lambda one=one: sheet.decide(one))
    number = sheet.at[0] if sheet.side == 0 else 0
    reason = review.suggestions[min(number, len(review.suggestions) - 1)].reason
    return _note(sheet, x, grid.y, width, f"理由:{reason}。")


def _metrics(sheet: Sheet, review: Review, x: int, y: int, width: int) -> int:
    now, before = review.now.counts.figures(), review.before.counts.figures()
    mean = review.mean.figures() if review.mean else None
    word = {"周": "周", "月": "月", "季度": "季", "期": "期"}[review.period.word]
    heads = [("指标", 24), (f"本{word}", 28), (f"上{word}", 28), ("比较", 18)]
    grid = Grid(sheet, x, y, width, [*heads, ("前四周", 28)] if mean else heads, LOW_ROW)
    for name, metric in METRICS.items():
        cells: list[Cell] = [metric.name, metric.text(now[name]), "—" if review.first else metric.text(before[name])]
        cells.append("—" if review.first else review.changes.get(name, "—"))
        grid.row([*cells, text.per_week(name, mean[name], review.mean)] if mean else cells)
    apart = [text.deferred(one) for one in (review.now.counts, review.before.counts)]
    grid.row(["容缺、承诺先办", apart[0], "—" if review.first else apart[1], *["—"] * (len(grid.widths) - 3)])
    return grid.y


def _items(sheet: Sheet, review: Review, x: int, y: int, width: int) -> int:
    return _parts(sheet, review.now.items[:8], "事项", x, y, width)


def _parts(sheet: Sheet, parts: Sequence[Part], word: str, x: int, y: int, width: int) -> int:
    if not parts:
        return _note(sheet, x, y, width, "还没有办件。")
    heads = ((word, 40), ("业务量", 14), ("返工率", 24), ("一次性齐全率", 24))
    grid = Grid(sheet, x, y, width, heads, LOW_ROW)
    for part in parts:
        figures = part.counts.figures()
        grid.row(
            (
                part.name,
                str(part.counts.cases),
                *(str(figures[name]) for name in ("rework_rate", "first_submission_complete_rate")),
            )
        )
    return grid.y


def _peaks(sheet: Sheet, review: Review, x: int, y: int, width: int) -> int:
    """Hours on the left; weekdays, windows and (where switched on) clerks on the right, as small bars."""
    theme = sheet.theme
    if not review.by["hour"]:
        return _note(sheet, x, y, width, "还没有办件。")
    half, y = width // 2 - theme.px(8), y + theme.px(6)
    left = _bars(sheet, review.by["hour"], x, y, half)
    x2 = x + width // 2 + theme.px(8)
    right = _bars(sheet, review.by["weekday"], x2, y, half)
    for name in ("window", "clerk"):
        if len(review.by.get(name, [])) > 1:
            right = _bars(sheet, review.by[name], x2, right + theme.px(8), half)
    return _note(sheet, x, max(left, right), width, text.peaks(review))


def _bars(sheet: Sheet, parts: Sequence[Part], x: int, y: int, width: int) -> int:
    """Visits as a bar, those sent home as its dark beginning; the counts beside it."""
    theme, color = sheet.theme, sheet.theme.color
    label, room = theme.px(72), width - theme.px(172)
    most = max(part.counts.cases for part in parts) or 1
    for part in parts:
        if not part.counts.cases:
            continue
        sheet.text_at(x, y, elide(part.name, theme.font("body"), label), width=label)
        long, back = (round(room * n / most) for n in (part.counts.cases, part.counts.returned))
        sheet.rectangle(x + label, y + theme.px(4), x + label + long, y + theme.px(16), color.base)
        if back:
            sheet.rectangle(x + label, y + theme.px(4), x + label + back, y + theme.px(16), color.bad_text)
        words = f"{part.counts.cases} 次,退 {part.counts.returned}"
        sheet.text_at(x + label + long + theme.px(6), y, words, "status", color=color.quiet, width=theme.px(110))
        y += theme.px(22)
    return y


def _rules(sheet: Sheet, review: Review, x: int, y: int, width: int) -> int:
    """Rule changes with their effect, and what the rules lack."""
    if not (review.rule_changes or review.gaps):
        return _note(sheet, x, y, width, "近五周没有修改规则,窗口也没有手工加过材料。")
    theme = sheet.theme
    if review.rule_changes:
        grid = Grid(sheet, x, y, width, (("规则修改", 40), ("日期", 13), ("返工率,前后四周", 47)))
        for change in review.rule_changes[:5]:
            grid.row(
                (
                    f"{sheet.short(change.item)}:{change.what}",
                    f"{change.on.month}月{change.on.day}日",
                    change.effect.short,
                )
            )
        y = grid.y + theme.px(6)
    if review.gaps:
        grid = Grid(sheet, x, y, width, (("手工加的材料(规则里没有)", 52), ("事项", 36), ("次数", 12)))
        for gap in review.gaps[:5]:
            grid.row((gap.name, sheet.short(gap.item), str(max(gap.rework, gap.ticks))))
        y = grid.y
    return y


def measures(sheet: Sheet, review: Review, x: int, y: int, width: int, height: int) -> int:
    """The card of the measures; gives where it ends."""
    theme = sheet.theme
    place = sheet.painted()
    pad = theme.px(14)
    sheet.text_at(x + pad, y + theme.px(10), "整改措施(计划 → 执行 → 检查 → 处理)", bold=True, width=width - 2 * pad)
    inner, top, room = x + pad, y + theme.px(40), width - 2 * pad
    if not review.measures:
        end = _note(sheet, inner, top, room, "还没有措施。采纳一条建议,或按 Ins 自己定一条,责任人和期限都要写上。")
    else:
        heads = [("措施", 40), ("责任人", 12), ("期限", 13), ("状态", 12), ("效果", 32)]
        if theme.logical_width(room) < 500:  # the effect is in the dialog too
            heads = [("措施", 52), ("责任人", 15), ("期限", 18), ("状态", 15)]
        grid = Grid(sheet, inner, top, room, heads)
        for one in reversed(review.measures[-6:]):
            grid.row(_measure(sheet, one)[: len(heads)], lambda one=one: sheet.open_measure(one), side=1)
        end = grid.y
    end += theme.px(10)
    _behind(sheet, place, x, y, width, max(height, end - y))
    return max(end, y + height)


def _measure(sheet: Sheet, one: Any) -> list[Cell]:
    color = sheet.theme.color
    inks = {
        "计划": (color.idle, color.idle_text),
        "执行": (color.warn, color.warn_text),
        "检查": (color.good, color.good_text),
        "处理": (color.good, color.good_text),
        "取消": (color.idle, color.idle_text),
    }
    chip = ("超期", color.bad, color.bad_text) if one.overdue else (one.stage, *inks[one.stage])
    due = date.fromisoformat(one.record["due"]) if one.record.get("due") else None
    effect = (
        f"{one.effect.before.counts} → {one.effect.after.counts} {one.effect.verdict}"
        if one.effect
        else one.effect_words
    )
    return [
        one.record["action"],
        one.record["owner"] or "未定",
        f"{due.month}月{due.day}日" if due else "未定",
        chip,
        effect,
    ]
