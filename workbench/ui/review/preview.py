"""The notice before it is written: the same fields as in Word, painted as a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from workbench.ui.widgets.board import Board
from workbench.ui.widgets.dialog import Dialog
from workbench.ui.widgets.textfit import wrap

if TYPE_CHECKING:
    from workbench.ui.app import Window

TABLES: tuple[tuple[str, str, tuple[tuple[str, str, float], ...]], ...] = (
    ("一、主要指标", "指标", (("指标", "名称", 24), ("本期", "本期", 26), ("上期", "上期", 26), ("比较", "变化", 22))),
    ("二、返工原因", "原因", (("原因", "名称", 50), ("占比", "占比", 50))),
    (
        "三、最常漏的材料",
        "材料",
        (("材料", "名称", 40), ("事项", "事项", 36), ("返工", "返工", 9), ("首次到窗漏带", "漏带", 22)),
    ),
    (
        "四、各事项",
        "各事项",
        (("事项", "名称", 46), ("业务量", "业务", 12), ("返工率", "返工", 22), ("一次性齐全率", "齐全", 22)),
    ),
    (
        "五、已定措施完成情况",
        "上期措施",
        (
            ("措施", "措施", 40),
            ("责任人", "责任人", 12),
            ("期限", "期限", 12),
            ("状态", "状态", 14),
            ("前后四周对比", "效果", 32),
        ),
    ),
    (
        "六、本次新定措施",
        "本期措施",
        (("措施", "措施", 50), ("针对", "针对", 30), ("责任人", "责任人", 12), ("期限", "期限", 12)),
    ),
    (
        "七、规则修改及前后对比",
        "规则修改",
        (("内容", "内容", 40), ("事项", "事项", 26), ("日期", "日期", 12), ("前后四周", "效果", 32)),
    ),
)


class Preview(Dialog):
    """`make()` writes the Word file."""

    width = 900

    def __init__(self, window: Window, fields: dict[str, Any], make: Callable[[], object]) -> None:
        super().__init__(window, "通报预览")
        self.fields, self.make = fields, make
        self.board = Board(self.body, self.theme, margin=20, painter=self._paint)
        self.board.configure(height=self.theme.px(520))
        self.board.pack_propagate(False)
        self.board.pack(fill="both", expand=True)
        self.scrolled = self.board
        self.buttons(("生成 Word 通报", self._make, "primary"))
        self.open()

    def _make(self) -> None:
        self.close()
        self.make()

    def _paint(self, board: Board) -> None:
        fields = self.fields
        board.text(f"{fields['单位']}窗口业务{fields['期']}复盘通报", size="title", bold=True)
        board.text(
            f"{fields['期名']}({fields['起止']}) · {fields['各窗']} 窗口 · 制表 {fields['日期']}",
            color=self.theme.color.quiet,
        )
        board.gap(6)
        board.text(fields["结论"], size="aloud")
        for title, name, columns in TABLES:
            board.gap(10)
            board.heading(title)
            if fields[name]:
                _table(board, fields[name], columns)
            else:
                board.text("没有。", color=self.theme.color.quiet)
        board.gap(10)
        board.text("另有返工原因图、走势图和签发栏,见 Word 通报。", color=self.theme.color.quiet)


def _table(board: Board, rows: Sequence[dict[str, Any]], columns: Sequence[tuple[str, str, float]]) -> None:
    """Rows with lines between; long cells are broken into lines."""
    theme, color = board.theme, board.theme.color
    whole = sum(share for *_, share in columns)
    widths = [round(board.width * share / whole) for *_, share in columns]
    body = [[head for head, *_ in columns], *([str(row.get(key, "")) for _, key, _ in columns] for row in rows)]
    for number, cells in enumerate(body):
        font = theme.font("body", bold=number == 0)
        broken = [wrap(cell, font, width - theme.px(10)) for cell, width in zip(cells, widths, strict=True)]
        x = board.left
        for lines, width in zip(broken, widths, strict=True):
            board.text_at(x, board.y + theme.px(3), "\n".join(lines), bold=number == 0, width=width)
            x += width
        board.y += max(len(lines) for lines in broken) * theme.line_height("body") + theme.px(6)
        board.draw("line", board.left, board.y, board.right, board.y, fill=color.line)
