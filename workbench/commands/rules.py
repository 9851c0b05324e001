"""`workbench rules`: check the rules files and run the examples inside them."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from workbench.cli import print_json
from workbench.commands import rules_edit, rules_pack
from workbench.problems import InputProblems
from workbench.rules import coverage, coverage_sheet, diff, library, lint
from workbench.rules.examples import Result, run_examples
from workbench.rules.reach import Reach
from workbench.workspace import Workspace


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    rules = commands.add_parser("rules", parents=[common], help="检查、测试和编辑规则")
    actions = rules.add_subparsers(dest="action", metavar="动作", required=True)

    check = actions.add_parser("check", parents=[common], help="检查规则文件")
    check.add_argument("paths", nargs="*", type=Path, metavar="文件或文件夹", help="不写就是本单位的全部规则")
    check.add_argument("--json", action="store_true", help="输出 JSON")
    check.set_defaults(run=check_rules)

    test = actions.add_parser("test", parents=[common], help="运行规则文件里的示例")
    test.add_argument("paths", nargs="*", type=Path, metavar="文件或文件夹", help="不写就是本单位的全部规则")
    test.add_argument("--json", action="store_true", help="输出 JSON")
    test.add_argument("--xlsx", type=Path, metavar="文件", help="写成给主管看的 Excel 报告")
    test.set_defaults(run=test_rules)

    differ = actions.add_parser("diff", parents=[common], help="比较两个版本的规则:改了什么,影响谁")
    differ.add_argument("old", type=Path, metavar="旧的", help="规则文件或文件夹")
    differ.add_argument("new", type=Path, metavar="新的", help="规则文件或文件夹")
    differ.add_argument("--docx", type=Path, metavar="文件", help="写成 Word 规则变更通知")
    differ.add_argument("--json", action="store_true", help="输出 JSON")
    differ.set_defaults(run=diff_rules)

    rules_edit.register(actions, common)
    rules_pack.register(actions, common)


def load(paths: list[Path], space: Workspace) -> library.Library:
    """The rules of the paths, or all rules of the workspace when there are none."""
    return library.load_paths(paths, space) if paths else library.load(space)


def check_rules(arguments: argparse.Namespace, space: Workspace) -> int:
    found = load(arguments.paths, space)
    whole = not arguments.paths or any(path.is_dir() for path in arguments.paths)
    report = lint.check(found, space, date.today(), with_packs=whole)
    count = len(found.entries) + len({problem.file for problem in found.problems})
    if arguments.json:
        print_json(
            {
                "files": count,
                "errors": [problem.as_dict() for problem in report.errors],
                "warnings": [problem.as_dict() for problem in report.warnings],
            }
        )
    else:
        for word, problems in (("错误", report.errors), ("提醒", report.warnings)):
            for problem in problems:
                print(f"{word} {problem}[{f'{problem.code} {problem.where}'.strip()}]")
        known = f"(另有 {report.explained} 个已在文件里说明)" if report.explained else ""
        print(f"共 {count} 个文件,{len(report.errors)} 个错误,{len(report.warnings)} 个提醒{known}。")
        if report.warnings:
            print('确实不用改的提醒,在文件里写明原因:explained = ["代码 位置: 原因"],如 ["no_faq: 暂无"]')
    return 1 if report.errors else 0


def test_rules(arguments: argparse.Namespace, space: Workspace) -> int:
    found, today = load(arguments.paths, space), date.today()
    results = [result for entry in found.entries for result in run_examples(entry.book, today)]
    failed = [result for result in results if result.faults]
    reaches = {id(entry): Reach(entry.book, today) for entry in found.entries}
    covered = coverage.of_library(found, reaches, today)
    if arguments.xlsx:
        report = lint.check(found, space, today, reaches)
        coverage_sheet.write(covered, results, report, arguments.xlsx, today)
        print(f"已写入 {arguments.xlsx}", file=sys.stderr)
    if arguments.json:
        print_json(
            {
                "examples": len(results),
                "failed": [result.as_dict() for result in failed],
                "coverage": {name: one.as_dict() for name, one in covered.items()},
                "errors": [problem.as_dict() for problem in found.problems],
            }
        )
    else:
        _print_test(found, results, failed, covered)
    return 1 if failed or found.problems else 0


def _print_test(found: library.Library, results: list[Result], failed: list[Result], covered: dict[str, Any]) -> None:
    for problem in found.problems:
        print(f"错误 {problem}")
    for result in failed:
        print(f"不符 {result.item} · {result.name}:{';'.join(result.faults)}")
    for name, one in covered.items():
        how = "" if one.complete else "(两两组合)"
        missing = f",{len(one.without_example)} 种情况没有示例" if one.without_example else ""
        unused = [*one.never_needed, *one.dead_options, *one.idle_questions]
        rest = f",用不上的:{'、'.join(unused)}" if unused else ""
        span = f"最少 {len(one.smallest.papers)} 份、最多 {len(one.largest.papers)} 份"
        print(f"{name}:{one.combinations} 种回答{how},{one.situations} 种情况,{span}{missing}{rest}")
    print(f"共 {len(results)} 个示例,{len(failed)} 个不符。")


def diff_rules(arguments: argparse.Namespace, space: Workspace) -> int:
    old, new = (library.load_paths([path], space) for path in (arguments.old, arguments.new))
    if problems := [*old.problems, *new.problems]:
        raise InputProblems(problems, "规则文件有误,没有比较:")
    found = diff.libraries(old, new, date.today())
    if arguments.docx:
        from workbench.documents import rule_change

        for notice in rule_change.write(found, arguments.docx, space, date.today()):
            print(notice, file=sys.stderr)
        print(f"已写入 {arguments.docx}", file=sys.stderr)
    if arguments.json:
        print_json(found.as_dict())
    else:
        print(found.as_text())
    return 0
