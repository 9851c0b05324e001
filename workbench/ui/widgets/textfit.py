"""Breaking Chinese text into lines: by width, without a closing sign at the start of a line."""

from __future__ import annotations

from tkinter import font as tkfont

NOT_FIRST = set(",。、;:!?)》」』】〕”’%…—·,.;:!?)]}")
DATE_SIGNS = set("年月日")  # stay with their number
NOT_LAST = set("(《「『【〔“‘([{")


class Measure:
    """Widths of characters in one font, asked of Tk once each."""

    def __init__(self, font: tkfont.Font) -> None:
        self.font = font
        self.widths: dict[str, int] = {}
        self.wide = font.measure("中")

    def of(self, char: str) -> int:
        if "\u4e00" <= char <= "\u9fff":
            return self.wide
        if char not in self.widths:
            self.widths[char] = self.font.measure(char)
        return self.widths[char]

    def text(self, text: str) -> int:
        return sum(map(self.of, text))


def measure(font: tkfont.Font) -> Measure:
    """The widths of a font, kept on the font itself."""
    found = font.__dict__.get("widths")
    if found is None:
        found = font.__dict__["widths"] = Measure(font)
    return found


def wrap(text: str, font: tkfont.Font, width: int) -> list[str]:
    """The lines of `text` that fit into `width` pixels; words of Latin letters and numbers stay whole."""
    widths = measure(font)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_one(paragraph, widths, width)
    return lines


def _wrap_one(text: str, widths: Measure, width: int) -> list[str]:
    lines, line, used = [], "", 0
    for piece in _pieces(text):
        size = widths.text(piece)
        if line and used + size > width:
            lines.append(line.rstrip())
            line, used = "", 0
            piece = piece.lstrip()
            size = widths.text(piece)
        while size > width and len(piece) > 1:  # a word longer than a line
            cut = max(1, _fitting(piece, widths, width))
            lines.append(piece[:cut])
            piece = piece[cut:]
            size = widths.text(piece)
        line += piece
        used += size
    return [*lines, line.rstrip()]


def _fitting(text: str, widths: Measure, width: int) -> int:
    used = 0
    for number, char in enumerate(text):
        used += widths.of(char)
        if used > width:
            return number
    return len(text)


def _pieces(text: str) -> list[str]:
    """Unbreakable pieces: one Chinese character with the signs that belong to it, or one Latin word."""
    pieces: list[str] = []
    for char in text:
        glued = bool(pieces) and (
            char in NOT_FIRST
            or (char in DATE_SIGNS and pieces[-1][-1].isdigit())
            or pieces[-1][-1] in NOT_LAST
            or (char.isascii() and not char.isspace() and pieces[-1][-1].isascii() and not pieces[-1][-1].isspace())
        )
        if glued:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def elide(text: str, font: tkfont.Font, width: int) -> str:
    """`text`, cut with … when it is wider than `width`."""
    widths = measure(font)
    if widths.text(text) <= width:
        return text
    return text[: _fitting(text, widths, width - widths.of("…"))] + "…"
