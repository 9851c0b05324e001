"""Builds the sample workspace by the same commands that a person would type, and tells of each as it goes."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from workbench.demo import growth
from workbench.demo.measures import measures
from workbench.demo.quarter import CLERKS, Quarter, quarter
from workbench.documents import notices
from workbench.ledger import causes, ledger
from workbench.problems import UserError
from workbench.review import periods
from workbench.rules import changes, library
from workbench.rules.library import Entry
from workbench.workspace import Workspace

SEED = 20260302
ITEMS = 8
Report = Callable[[int, int, str], None]  # steps done, all steps, what is being done
Run = Callable[[list[str]], int]  # the command line: its words, its exit code

# The outcome and the tick of a visit that a document is about; of any finished visit when not named here.
FITTING = {
    "补正": ("补正", "missing"),
    "不予受理": ("退回", "present"),
    "容缺": ("容缺", "deferred"),
    "承诺": ("承诺", "promised"),
    "受理": ("受理", "present"),
}


def build(folder: Path, today: date, run: Run, report: Report, seed: int = SEED) -> list[str]:
    """Makes the workspace in `folder`; gives what could not be made, in sentences (empty when all is well).

    `run` is the command line, by which documents and workbooks are made. The same day and seed give the same
    records. Raises `UserError` when the folder holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"“{folder}”里已经有东西,示例不会覆盖它。请换一个空文件夹:workbench demo 文件夹", exit_code=3)
    space = Workspace(folder)
    space.prepare()
    space.save_settings(
        office="示例区政务服务中心",
        window="A01",
        clerk=CLERKS["A01"][0],
        clerks=tuple(name for names in CLERKS.values() for name in names),
        phone="0000-1234567",
        welcome_done=True,
    )
    entries = sample_items(space, today)
    steps = list(_Steps(space, entries, run).all(today, seed))
    failed = []
    for number, (title, work) in enumerate(steps):
        report(number, len(steps), title)
        try:
            work()
        except UserError as error:
            failed.append(f"{title}:{error}")
    report(len(steps), len(steps), "完成")
    return failed


def sample_items(space: Workspace, today: date) -> list[Entry]:
    """The first eight items of social insurance (SB-01 …); with other rules, the first eight there are."""
    found = sorted(library.load(space).current(today), key=lambda entry: (entry.item.code, entry.item.id))
    social = [entry for entry in found if entry.item.code.startswith("SB-")]
    if not found:
        raise UserError("没有可用的规则,做不了示例。请运行 workbench rules check 查看。")
    return (social or found)[:ITEMS]


class _Steps:
    """What is made, in order; each step is a title and the work."""

    def __init__(self, space: Workspace, entries: list[Entry], run: Run) -> None:
        self.space, self.entries, self.run = space, entries, run
        self.folder = space.documents / "示例"
        self.quarter, self.today = Quarter(date.min, date.min), date.min

    def all(self, today: date, seed: int) -> Iterator[tuple[str, Callable[[], object]]]:
        yield "登记 13 周的办件、返工和措施", lambda: self.fill(today, seed)
        yield "按台账改一条规则", self.change_rules
        yield "登记自检、互评和成长记录", lambda: growth.fill(self.space, self.quarter, seed)
        yield "写入 Excel 台账", lambda: self.command("ledger", "fold")
        yield "写入自检工作簿", lambda: self.command("selfcheck", "fold")
        yield "导出台账", lambda: self.command("ledger", "export", self.folder / "台账导出.xlsx")
        yield (
            "合并两个窗口的台账",
            lambda: self.command("ledger", "merge", self.space.ledger, self.folder / "全厅台账.xlsx"),
        )
        yield "打印用的空白自检周表", self.blank
        for entry in self.entries:
            yield f"清单:{entry.item.short}", lambda entry=entry: self.lists(entry)
        for kind in notices.KINDS:
            yield f"文书:{kind}", lambda kind=kind: self.notice(kind)
        yield "规则变更通知", self.rule_change
        for kind, word in (("week", "周"), ("month", "月"), ("quarter", "季")):
            yield f"{word}复盘通报", lambda kind=kind, word=word: self.review(kind, word)
        item = self.entries[0].item
        yield (
            "规则导出到 Excel",
            lambda: self.command("rules", "export", item.id, self.folder / f"规则 {item.short}.xlsx"),
        )

    def command(self, *words: object) -> None:
        """Runs one command of the command line. Raises `UserError` with what it said when it did not end well."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = self.run([*map(str, words), "--workspace", str(self.space.root)])
        if code:
            raise UserError(err.getvalue().strip() or out.getvalue().strip())

    def fill(self, today: date, seed: int) -> None:
        self.today = today
        self.quarter = quarter(self.entries, causes.load(self.space), today, seed)
        ledger.add(self.space, "cases", self.quarter.cases, source="示例")
        ledger.add(self.space, "rework", self.quarter.rework, source="示例")
        ledger.add(self.space, "measures", measures(self.quarter, self.entries), source="示例")

    def change_rules(self) -> None:
        """The paper of the measure that helped is marked 易漏 on the same day, as the review would have done it."""
        item, paper, day = self.quarter.cured
        entry = next(one for one in self.entries if one.item.id == item)
        if not entry.item.valid_on(day):
            return  # a demo of the past: the rules of today did not hold then
        name = entry.item.material_by_id[paper].name
        why = f"近四周很多人漏带“{name}”,标为易漏"
        now = datetime.combine(day, time(17, 30))
        changes.mark_easily_missed(self.space, item, paper, who=CLERKS["A01"][0], why=why, now=now)

    def blank(self) -> None:
        week = periods.of("week", self.quarter.end).next
        target = self.folder / f"自检空白周表 {week.file_title}.xlsx"
        self.command("selfcheck", "blank", target, "--week", week.name)

    def lists(self, entry: Entry) -> None:
        """The sheet for a sample citizen; of the first item in every style and as a workbook."""
        example = next((one for one in entry.item.examples if one.outcome == "eligible"), None)
        answers = json.loads(json.dumps(example.answers if example else {}, default=str))
        given = [part for key, value in answers.items() for part in ("-a", f"{key}={_text(value)}")]
        base = self.folder / f"材料清单 {entry.item.short}"
        self.command("checklist", entry.item.id, *given, "--docx", f"{base}.docx")
        if entry is self.entries[0]:
            for style, word in (("large", "大字"), ("bilingual", "中英")):
                self.command("checklist", entry.item.id, *given, "--style", style, "--docx", f"{base} {word}.docx")
            self.command("checklist", entry.item.id, *given, "--xlsx", f"{base}.xlsx")

    def notice(self, kind: str) -> None:
        """A document: for the newest visit that bears it out, for the first item, or for the office."""
        about: list[object] = []
        if notices.KINDS[kind].about == "case":
            outcome, tick = FITTING.get(kind, ("办结", "present"))
            case = next(
                case
                for case in reversed(self.quarter.cases)
                if case["outcome"] == outcome and tick in case["ticks"].values()
            )
            about = ["--case", case["id"]]
        elif notices.KINDS[kind].about != "office":
            about = ["--item", self.entries[0].item.id]
        self.command("notice", kind, *about, "--docx", self.folder / f"{kind}.docx")

    def rule_change(self) -> None:
        """What the change of the rules says to the windows: the shipped file against the office's."""
        for own in library.rules_files(self.space.rules):
            shipped = next((one for one in self.entries if one.path.name == own.name), None)
            if shipped is not None:
                target = self.folder / f"规则变更通知 {shipped.item.short}.docx"
                self.command("rules", "diff", shipped.path, own, "--docx", target)

    def review(self, kind: Any, word: str) -> None:
        """The newest whole week or month; the quarter as far as it goes."""
        period = periods.of(kind, self.quarter.end)
        if kind == "month" and period.end > self.quarter.end:
            period = period.previous
        target = self.folder / f"{word}复盘通报 {period.file_title}.docx"
        self.command("review", f"--{kind}", period.name, "--as-of", self.today, "--docx", target)


def _text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
