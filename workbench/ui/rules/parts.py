"""What the boards of this page share: bands, labelled lines, the colours of a state."""

from __future__ import annotations

from workbench.ui.theme import Theme
from workbench.ui.widgets.board import Board
from workbench.ui.widgets.textfit import wrap


def pair(theme: Theme, kind: str) -> tuple[str, str]:
    """Ground and ink of good, warn, bad or info."""
    color = theme.color
    return {
        "good": (color.good, color.good_text),
        "warn": (color.warn, color.warn_text),
        "bad": (color.bad, color.bad_text),
        "info": (color.chip, color.chip_text),
    }[kind]


def band(board: Board, words: str, right: str = "", *, personal: bool = False) -> None:
    """A heading over the whole width; `right` is what is counted."""
    theme, color = board.theme, board.theme.color
    fill, ink = (color.personal, color.personal_text) if personal else (color.base, color.base_text)
    height = theme.px(32)
    board.rectangle(board.left, board.y, board.right, board.y + height, fill)
    middle = board.y + height // 2
    board.text_at(board.left + theme.px(10), middle, words, bold=True, color=ink, anchor="w")
    if right:
        board.text_at(board.right - theme.px(10), middle, right, bold=True, color=ink, anchor="e")
    board.y += height


def labelled(
    board: Board,
    label: str,
    words: str,
    *,
    x: int | None = None,
    right: int | None = None,
    ink: str = "",
    bold: bool = True,
    column: int = 92,
) -> None:
    """A label, then text beside it (from `column` on, at 100 %); a long label stands on a line of its own.

    Nothing for no words.
    """
    if not words:
        return
    theme, color = board.theme, board.theme.color
    x, right = board.left if x is None else x, board.right if right is None else right
    quiet = color.base_text if bold else color.quiet
    wide = max(board.measure(label, bold=bold) + theme.px(10), theme.px(column))
    if wide > (right - x) * 0.4:
        board.y += board.text_at(x, board.y, label, bold=bold, color=quiet, width=right - x)
        wide = theme.px(16)
    else:
        board.text_at(x, board.y, label, bold=bold, color=quiet, width=99999)
    lines = wrap(words, theme.font("body"), right - x - wide)
    board.text_at(x + wide, board.y, "\n".join(lines), color=ink or color.text, width=99999)
    board.y += len(lines) * theme.line_height() + theme.px(3)


def point(board: Board, words: str) -> None:
    """A paragraph behind a dot."""
    x = board.left + board.theme.px(16)
    board.text_at(board.left + board.theme.px(4), board.y, "·")
    board.y += board.text_at(x, board.y, words) + board.theme.px(2)
