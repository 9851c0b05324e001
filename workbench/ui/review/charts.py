"""The two drawings of the review on a board: bars of causes and the line of the return rate. Figures come ready."""

from __future__ import annotations

from workbench.review import text
from workbench.review.periods import Period
from workbench.review.week import Review
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.textfit import elide

DETAILS = 4
LEVELS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0)  # where the axis of shares may end


def causes(board: Board, review: Review, x: int, y: int, width: int, height: int) -> None:
    """Pareto: the classes of causes, below a line the most frequent second-level causes; counts beside the bars."""
    theme, color = board.theme, board.theme.color
    rows = [(one.cause, one.share, True) for one in review.now.causes]
    rows += [(one.detail, one.share, False) for one in review.now.details[:DETAILS]]
    most = max((share.n for _, share, _ in rows), default=0) or 1
    label, value = theme.px(112), theme.px(118)
    room = max(width - label - value, theme.px(40))
    step = min(theme.px(29), max(theme.px(20), (height - theme.px(10)) // max(len(rows), 1)))
    inks = dict(zip([one.cause for one in review.now.causes], _inks(board), strict=False))
    owner = {one.detail: one.cause for one in review.now.details}
    for number, (name, share, is_class) in enumerate(rows):
        if not is_class and rows[number - 1][2]:
            board.draw("line", x, y + theme.px(3), x + width, y + theme.px(3), fill=color.line)
            y += theme.px(8)
        middle, bar = y + step // 2, max(step - theme.px(8), theme.px(10))
        fitted = elide(name, theme.font("body"), label - theme.px(10))
        board.text_at(x + label - theme.px(8), middle, fitted, anchor="e", bold=is_class)
        length = round(room * share.n / most)
        ink = inks.get(name if is_class else owner.get(name, ""), color.quiet)
        if length:
            board.rectangle(x + label, middle - bar // 2, x + label + max(length, 2), middle + bar // 2, ink)
        words = str(share) if is_class and share.d else f"{share.n:.0f}"
        board.text_at(x + label + length + theme.px(8), middle, words, anchor="w")
        y += step


def _inks(board: Board) -> tuple[str, ...]:
    color = board.theme.color
    return (
        (color.accent, "#B35900", "#5B7083", "#0B7A40", "#6B4FA0")
        if board.theme.name == "light"
        else (color.accent,) * 5
    )


def trend(board: Board, review: Review, x: int, y: int, width: int, height: int) -> None:
    """The return rate of the weeks, with a gap below ten visits and a dashed line where a measure was done."""
    theme, color = board.theme, board.theme.color
    values = [(week, counts.figures()["rework_rate"]) for week, counts in review.trend]
    known = [figure.value for _, figure in values if figure.value is not None]
    if not known:
        board.text_at(x, y + theme.px(8), text.NO_TREND, color=color.quiet, width=width)
        return
    top = _ceiling(max(known))
    left, right, bottom = x + theme.px(40), x + width - theme.px(14), y + height - theme.px(22)
    y += theme.px(6)

    def place(number: int, value: float) -> tuple[float, float]:
        across = (right - left) * number / max(len(values) - 1, 1)
        return left + across, bottom - (bottom - y) * value / top

    for part in range(3):
        level = top * part / 2
        _, line = place(0, level)
        board.draw("line", left, line, right + theme.px(8), line, fill=color.line)
        board.text_at(left - theme.px(6), round(line), f"{level * 100:g}%", "status", color=color.quiet, anchor="e")
    _measures(board, review, [week for week, _ in values], place, y, bottom)
    points: list[tuple[float, float]] = []
    for number, (_, figure) in enumerate(values):
        if figure.value is None:
            _line(board, points)
            points = []
        else:
            points.append(place(number, figure.value))
    _line(board, points)
    skip = max(1, len(values) // 9)
    for number, (week, figure) in enumerate(values):
        across, _ = place(number, 0)
        if number % skip == 0 or number == len(values) - 1:
            board.text_at(
                round(across),
                bottom + theme.px(12),
                f"{int(week.name[-2:])}周",
                "status",
                color=color.quiet,
                anchor="center",
            )
        if figure.value is not None and number >= len(values) - 2:
            px, py = place(number, figure.value)
            board.text_at(round(px), round(py) - theme.px(12), figure.percent, "status", True, anchor="center")


def _line(board: Board, points: list[tuple[float, float]]) -> None:
    color, size = board.theme.color, board.theme.px(4)
    if len(points) > 1:
        board.draw("line", *[part for point in points for part in point], fill=color.accent, width=board.theme.px(3))
    for px, py in points:
        board.draw("oval", px - size, py - size, px + size, py + size, fill=color.accent, outline=color.card)


def _measures(board: Board, review: Review, weeks: list[Period], place, top: int, bottom: int) -> None:
    """A dashed line in the week in which a measure was done, with its first words."""
    theme, color = board.theme, board.theme.color
    shown = 0
    for one in review.measures:
        done = one.record.get("done") or ""
        at = next((n for n, week in enumerate(weeks) if week.start.isoformat() <= done <= week.end.isoformat()), None)
        if at is None or shown == 2:
            continue
        across, _ = place(at, 0)
        board.draw("line", across, top, across, bottom, fill=color.warn_text, dash=(4, 3))
        words = elide("措施:" + one.record["action"], theme.font("status"), theme.px(170))
        y = bottom - theme.px(12) - shown * theme.px(16)
        wide = board.measure(words, "status")
        fits = across + wide + theme.px(8) < board.right
        board.text_at(
            round(across) + theme.px(5 if fits else -5),
            y,
            words,
            "status",
            color=color.warn_text,
            anchor="w" if fits else "e",
        )
        shown += 1


def _ceiling(value: float) -> float:
    """A round share above the highest: 10 %, 20 %, 40 % …"""
    return next(level for level in LEVELS if level >= min(value * 1.05, 1.0))
