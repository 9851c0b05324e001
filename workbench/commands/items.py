"""`workbench items` and `workbench checklist`: what can be done here, and what this citizen must bring."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from workbench import files
from workbench.cli import print_json
from workbench.problems import InputProblems, NotFound, Problem, UserError
from workbench.review import missed
from workbench.rules import library
from workbench.rules.answers import read_answers, read_date
from workbench.rules.checklist import Checklist, Needed
from workbench.workspace import Workspace


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    items = commands.add_parser("items", parents=[common], help="列出全部事项")
    items.add_argument("--json", action="store_true", help="输出 JSON")
    items.set_defaults(run=list_items)

    checklist = commands.add_parser("checklist", parents=[common], help="按回答生成双层次告知清单")
    checklist.add_argument("item", metavar="事项", help="事项的 id、编号、简称或全名")
    checklist.add_argument("-a", dest="given", action="append", default=[], metavar="情形=选项", help="一个回答")
    checklist.add_argument("--answers", type=Path, metavar="文件.json", help="从 JSON 文件读取回答")
    checklist.add_argument("--as-of", metavar="日期", help="按哪一天的规则,默认今天")
    checklist.add_argument("--json", action="store_true", help="输出 JSON")
    checklist.add_argument("--docx", type=Path, metavar="文件", help="写成 Word 清单")
    checklist.add_argument("--xlsx", type=Path, metavar="文件", help="写成 Excel 清单")
    checklist.add_argument("--wav", type=Path, metavar="文件", help="把清单朗读成声音文件")
    checklist.add_argument("--style", choices=("normal", "large", "bilingual"), default="normal", help="Word 样式")
    checklist.set_defaults(run=show_checklist)


def list_items(arguments: argparse.Namespace, space: Workspace) -> int:
    found = library.load(space)
    entries = found.current(date.today())
    if arguments.json:
        print_json(
            [
                {
                    "id": entry.item.id,
                    "name": entry.item.name,
                    "short": entry.item.short,
                    "domain": entry.item.domain,
                    "version": entry.item.version,
                    "valid_from": entry.item.valid_from.isoformat(),
                    "review_due": entry.item.review_due.isoformat(),
                    "source": entry.source,
                }
                for entry in entries
            ]
        )
    else:
        for entry in entries:
            own = " (本单位规则)" if entry.source == "office" else ""
            print(f"{entry.item.id:<24}{entry.item.domain}  {entry.item.name}  版本 {entry.item.version}{own}")
    return report_broken(found)


def report_broken(found: library.Library) -> int:
    """Tells on stderr which rules files could not be used; 1 when there are any, else 0."""
    for problem in found.problems:
        print(f"规则文件有误,已跳过:{problem}", file=sys.stderr)
    return 1 if found.problems else 0


def show_checklist(arguments: argparse.Namespace, space: Workspace) -> int:
    as_of = _as_of(arguments.as_of)
    found = library.load(space)
    try:
        entry = found.entry(arguments.item, as_of)
    except NotFound:
        report_broken(found)  # the item may be missing because its file is broken
        raise
    answers, problems = read_answers(entry.item, _from_file(arguments.answers), as_of)
    if problems:
        raise InputProblems(problems, f"{arguments.answers} 里的回答有误:")
    more, problems = read_answers(entry.item, dict(_pair(text) for text in arguments.given), as_of)
    if problems:
        raise UserError("\n".join(["回答有误:", *(f"  · {problem.message}" for problem in problems)]), exit_code=2)
    checklist = entry.book.checklist({**answers, **more}, as_of)
    _write_documents(arguments, checklist, space)
    often = missed.at_window(space, entry.item.id, as_of)
    if arguments.json:
        print_json(missed.marked(checklist.as_dict(), often))
    else:
        print(as_text(checklist, often))
    return 0


def _as_of(text: str | None) -> date:
    try:
        return read_date(text) if text else date.today()
    except ValueError as error:
        raise UserError(f"--as-of:{error}", exit_code=2) from None


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise UserError(f"-a 后面要写成 情形=选项,例如 -a agent=self;现在是“{text}”。", exit_code=2)
    return name.strip(), value.strip()


def _from_file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        given = json.loads(files.read_text(path))
    except json.JSONDecodeError as error:
        raise InputProblems([Problem("JSON 写法有误", "json", str(path), error.lineno)]) from None
    if not isinstance(given, dict):
        raise InputProblems([Problem('要写成 {"情形": "选项"} 的样子', "json", str(path), 1)])
    return given


def _write_documents(arguments: argparse.Namespace, checklist: Checklist, space: Workspace) -> None:
    if arguments.docx:
        from workbench.documents import checklist_word

        for notice in checklist_word.write(checklist, arguments.docx, space, style=arguments.style):
            print(notice, file=sys.stderr)
        print(f"已写入 {arguments.docx}", file=sys.stderr)
    if arguments.xlsx:
        from workbench.documents import checklist_sheet

        checklist_sheet.write(checklist, arguments.xlsx, space)
        print(f"已写入 {arguments.xlsx}", file=sys.stderr)
    if arguments.wav:
        from workbench.documents import checklist_fields, speech

        settings = space.settings()
        lines = speech.lines_of(checklist_fields.checklist_fields(checklist, settings))
        speech.record(lines, arguments.wav, settings.voice_speed, settings.voice)
        print(f"已写入 {arguments.wav}", file=sys.stderr)


def as_text(checklist: Checklist, often: Mapping[str, Mapping[str, int]] | None = None) -> str:
    """The checklist as a terminal shows it; `often` are the papers most missed at this window."""
    often = often or {}
    item = checklist.item
    lines = [f"{item.name}  版本 {item.version}  {checklist.as_of}", ""]
    for one in checklist.not_eligible:
        lines += [f"【不能办】{one.reason}", *([f"  可以这样:{one.instead}"] if one.instead else []), ""]
    if not checklist.not_eligible:  # whoever cannot apply brings nothing
        lines += _papers(checklist, often)
    if checklist.next_question:
        question = checklist.next_question
        choices = "、".join(f"{option.id}({option.label})" for option in question.choices)
        lines.append(f"下一问:{question.text}  -a {question.id}={choices or '…'}")
    return "\n".join(lines).rstrip()


def _papers(checklist: Checklist, often: Mapping[str, Mapping[str, int]]) -> list[str]:
    item = checklist.item
    lines = [f"第一层 人人都要带的({len(checklist.base)} 份)"]
    lines += [_line(number, needed, often) for number, needed in enumerate(checklist.base, 1)]
    lines += ["", f"第二层 您的情况还要带的({len(checklist.personal)} 份)"]
    lines += [_line(number, needed, often) for number, needed in enumerate(checklist.personal, len(checklist.base) + 1)]
    if checklist.undecided:
        lines += ["", "还没定下来的"]
        for undecided in checklist.undecided:
            texts = [item.question_by_id[name].text for name in undecided.waits_for]
            lines.append(f"  ? {undecided.material.name}(要看:{'、'.join(texts)})")
    if checklist.not_needed:
        lines += ["", f"不用带:{'、'.join(one.name for one in checklist.not_needed)}"]
    return [*lines, ""]


def _line(number: int, needed: Needed, often: Mapping[str, Mapping[str, int]]) -> str:
    material = needed.material
    here = f"  ★易漏({missed.sentence(often[material.id])})" if material.id in often else ""
    own = "  ★易漏" if material.easily_missed and not often else ""
    lines = [f"  □ {number} {material.name}  {material.copies}{here or own}"]
    if needed.because:
        lines.append(f"      为什么:{needed.because}")
    if material.where:
        lines.append(f"      哪里拿:{material.where}")
    return "\n".join(lines)
