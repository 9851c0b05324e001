"""The coverage of the rules as an Excel report for the supervisor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from workbench import files
from workbench.rules.coverage import Coverage, Extreme, Situation
from workbench.rules.examples import Result
from workbench.rules.excel import style
from workbench.rules.item import Answers, Item
from workbench.rules.lint import CODES, Report

MOST_SITUATIONS = 12  # of one item; the rest is counted


def write(covered: Mapping[str, Coverage], results: Sequence[Result], report: Report, path: Path, today: date) -> None:
    """Writes the report: 总览, 没有示例的情况, 最多与最少, 发现的问题, 不符的示例. Raises `CannotWrite`."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    _overview(book, covered, results, report, today)
    _missing(book, covered)
    _extremes(book, covered)
    _problems(book, report)
    _failed(book, results, covered)
    book.properties.title, book.properties.creator = "规则覆盖报告", "窗口工作台"
    with files.replacing(path) as out:
        book.save(out)


def in_words(item: Item, answers: Answers) -> str:
    """Answers as a supervisor reads them: one question a line."""
    lines = [
        f"{question.text} {question.label(answers[question.id])}"
        for question in item.questions
        if question.id in answers
    ]
    return "\n".join(lines) or "(任何回答)"


def _papers(item: Item, names: Sequence[str]) -> str:
    return "\n".join(item.material_by_id[name].name for name in names) or "(不加材料)"


def _table(
    book: Any, name: str, note: str, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[Any]], empty: str
) -> None:
    ws = book.create_sheet(name)
    style.title(ws, name, note)
    for number, (header, width) in enumerate(columns, 1):
        style.head(ws.cell(4, number), header)
        ws.column_dimensions[ws.cell(4, number).column_letter].width = width
    ws.row_dimensions[4].height = 24
    for row, values in enumerate(rows, 5):
        for number, value in enumerate(values, 1):
            look = (
                style.Look(centre=True, number_format="#,##0")
                if isinstance(value, int)
                else style.Look(number_format="@")
            )
            style.body(ws.cell(row, number), value, look)
        style.row_height(ws, row, [(str(v), w) for v, (_, w) in zip(values, columns, strict=True)])
    if not rows:
        style.body(ws.cell(5, 1), empty, style.QUIET)
    else:
        ws.auto_filter.ref = f"A4:{ws.cell(4, len(columns)).column_letter}{4 + len(rows)}"
    style.page(ws, freeze="A5", repeat="4:4", footer=name)


def _overview(
    book: Any, covered: Mapping[str, Coverage], results: Sequence[Result], report: Report, today: date
) -> None:
    rows = []
    for one in covered.values():
        item = one.book.item
        failed = sum(bool(r.faults) for r in results if r.item == item.id)
        unused = [*one.never_needed, *one.dead_options, *one.idle_questions]
        rows.append(
            (
                item.domain,
                item.name,
                item.version,
                one.combinations,
                "全部" if one.complete else "两两",
                one.situations,
                len(one.without_example),
                len(item.examples),
                failed,
                len(one.smallest.papers),
                len(one.largest.papers),
                "\n".join(unused),
            )
        )
    columns = (
        ("领域", 12), ("事项", 34), ("版本", 9), ("回答的组合", 11), ("查的是", 8), ("情况", 7), ("没有示例", 9),
        ("示例", 7), ("不符", 7), ("最少几份", 9), ("最多几份", 9), ("用不上的材料、选项、情形", 30),
    )  # fmt: skip
    counts = f"{len(report.errors)} 个错误,{len(report.warnings)} 个提醒,{report.explained} 个提醒已在文件里说明"
    note = f"{today} 查的 {len(covered)} 个规则文件:{counts}。“组合”是所有回答的搭配,“情况”是材料不同的搭配。"
    _table(book, "总览", note, columns, rows, "没有规则文件。")


def _missing(book: Any, covered: Mapping[str, Coverage]) -> None:
    rows = []
    for one in covered.values():
        item = one.book.item
        for situation in one.without_example[:MOST_SITUATIONS]:
            rows.append(_situation(item, situation))
        if len(one.without_example) > MOST_SITUATIONS:
            rows.append((item.short, f"(另有 {len(one.without_example) - MOST_SITUATIONS} 种,从略)", "", "", ""))
    columns = (("事项", 16), ("回答", 60), ("会要的材料", 46), ("结果", 10), ("代表多少种组合", 16))
    note = "这些回答没有一个示例试过。请挑常见的加进“示例”,规则改错时就会被发现。"
    _table(book, "没有示例的情况", note, columns, rows, "每一种情况都有示例。")


def _situation(item: Item, one: Situation) -> tuple[Any, ...]:
    outcome = "不能办" if one.not_eligible else "能办"
    papers = "" if one.not_eligible else _papers(item, one.papers)
    return item.short, in_words(item, one.answers), papers, outcome, one.combinations


def _extremes(book: Any, covered: Mapping[str, Coverage]) -> None:
    def row(item: Item, word: str, extreme: Extreme) -> tuple[Any, ...]:
        return item.short, word, len(extreme.papers), in_words(item, extreme.answers), _papers(item, extreme.papers)

    rows = [
        row(one.book.item, word, extreme)
        for one in covered.values()
        for word, extreme in (("最多", one.largest), ("最少", one.smallest))
    ]
    columns = (("事项", 16), ("", 8), ("份数", 8), ("回答", 60), ("材料", 46))
    _table(book, "最多与最少", "能办的群众里,材料最多和最少的各一种回答。", columns, rows, "没有规则文件。")


def _problems(book: Any, report: Report) -> None:
    rows = [
        (
            word,
            Path(problem.file).name,
            problem.line or "",
            problem.spot or problem.where,
            problem.message,
            f"{CODES.get(problem.code, ('', ''))[1]}({problem.code} {problem.where})",
        )
        for word, problems in (("错误", report.errors), ("提醒", report.warnings))
        for problem in problems
    ]
    columns = (("轻重", 8), ("文件", 28), ("行", 8), ("位置", 40), ("问题和办法", 70), ("种类(代码 位置)", 40))
    note = "错误要改好才能发布。提醒确实不用改的,把括号里的代码、位置和原因写进“事项”表的“已说明的提醒”。"
    _table(book, "发现的问题", note, columns, rows, "没有发现问题。")


def _failed(book: Any, results: Sequence[Result], covered: Mapping[str, Coverage]) -> None:
    short = {one.book.item.id: one.book.item.short for one in covered.values()}
    rows = [(short.get(r.item, r.item), r.name, "\n".join(r.faults)) for r in results if r.faults]
    columns = (("事项", 16), ("示例", 50), ("哪里不符", 70))
    _table(
        book, "不符的示例", "规则算出来的与示例写的不同:不是规则错了,就是示例旧了。", columns, rows, "示例全部相符。"
    )
