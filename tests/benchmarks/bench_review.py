"""A week reviewed in five years of data against one SQL aggregate pass; the notice against a bare docxtpl render."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.benchmarks.measure import compare, report
from workbench.documents import review_notice, word
from workbench.ledger import check
from workbench.ledger.journal import Entry, open_journal
from workbench.review import metrics, periods, week
from workbench.rules import library
from workbench.workspace import Workspace

CASES, REWORK, YEARS = 75_000, 12_500, 5
LAST = date(2026, 10, 30)
MOST_MB = 150
PERIOD = periods.of("week", LAST)
TODAY = PERIOD.end + timedelta(days=1)

# Every figure of all five years in one pass over each table.
PASS = [
    "SELECT week, sum(outcome <> '咨询'), sum(outcome IN ('补正','退回')), sum(visit = 1 AND outcome <> '咨询'),"
    " sum(visit = 1 AND complete), total(minutes), count(minutes), count(DISTINCT matter) FROM cases GROUP BY week",
    "SELECT week, cause, count(*), sum(notice_omission) FROM rework GROUP BY week, cause",
]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        space = five_years(Path(folder))
        return speed(space) + memory(space) + notice(space)


def five_years(folder: Path) -> Workspace:
    """A workspace with 75,000 visits and 12,500 rework rows."""
    space, chance = Workspace(folder), random.Random(5)
    entries = library.load(space).current(LAST)
    papers = {entry.item.id: [one.id for one in entry.item.materials] for entry in entries}
    items = list(papers)
    first = LAST - timedelta(days=365 * YEARS)
    with open_journal(space) as journal:
        made = []
        for number in range(CASES):
            day = first + timedelta(days=number * 365 * YEARS // CASES)
            item = items[number % len(items)]
            back = number % 6 == 0 and number // 6 < REWORK
            started = datetime(day.year, day.month, day.day, 9 + number % 8, number % 60).isoformat(timespec="minutes")
            ticks = {paper: "missing" if back and n == 0 else "present" for n, paper in enumerate(papers[item][:6])}
            payload = {
                "id": f"C{number:06}",
                "matter": f"S{number:06}",
                "started": started,
                "minutes": 8.5,
                "window": f"A0{1 + number % 3}",
                "clerk": "王",
                "item": item,
                "version": "2026.1",
                "answers": {"agent": "self"},
                "visit": 1 + (number % 7 == 0),
                "ticks": ticks,
                "outcome": "补正" if back else "办结",
                "override": "",
                "note": "",
            }
            made.append(Entry("cases", payload["id"], payload))
            if back:
                made.append(Entry("rework", f"R{number:06}", _row(payload, papers[item], chance)))
        journal.record(made)
    return space


def _row(case: dict, papers: list[str], chance: random.Random) -> dict:
    return {
        "id": f"R{case['id'][1:]}",
        "date": case["started"][:10],
        **{key: case[key] for key in ("window", "clerk", "item", "version")},
        "cause": chance.choice(("材料缺失", "材料缺失", "信息错误", "流程误解")),
        "detail": "缺件",
        "material": chance.choice(papers),
        "side": chance.choice(("群众", "窗口", "规则")),
        "notice_omission": chance.random() < 0.1,
        "visits": 1,
        "case": case["id"],
        "state": "待整改",
    }


def speed(space: Workspace) -> int:
    """The week as the window reckons it (rules already read), and as the command does (both sides read the rules)."""
    rules, words = library.load(space), check.words(space)

    def ours():
        return week.review(space, PERIOD, TODAY, library=rules, words=words)

    def whole():
        return week.review(space, PERIOD, TODAY)

    def peer():
        with open_journal(space) as journal:
            return [journal.query(question) for question in PASS]

    def peer_with_rules():
        return library.load(space), peer()

    assert ours().now.counts.cases > 100
    missed = report("五年数据里复盘一周(规则已读)", *compare(ours, peer, ours_times=1, peer_times=1), at_most=2)
    missed += report("同上,两边都连同读规则", *compare(whole, peer_with_rules, ours_times=1, peer_times=1), at_most=2)
    with open_journal(space) as journal:
        assert metrics.total(journal, date.min, date.max).cases == CASES
    return missed


def memory(space: Workspace) -> int:
    """Peak memory of the whole command in a process of its own, as Linux keeps it from the start of the program on."""
    if sys.platform != "linux":
        print("内存峰值:这个系统上不测")
        return 0
    code = (
        "import sys; from pathlib import Path; from workbench import cli; code = cli.main(sys.argv[1:]);"
        " print(Path('/proc/self/status').read_text(), file=sys.stderr); sys.exit(code)"
    )
    words = ["review", "--week", PERIOD.name, "--json", "--workspace", str(space.root)]
    ended = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    assert json.loads(ended.stdout)["cases"] > 100
    line = next(line for line in ended.stderr.splitlines() if line.startswith("VmHWM"))
    used = int(line.split()[1]) / 1024
    missed = used > MOST_MB
    print(f"review --week 的内存峰值: {used:.0f} MB(目标 < {MOST_MB} MB) {'未达到' if missed else '达到'}", flush=True)
    return int(missed)


def notice(space: Workspace) -> int:
    """The same template and fields: our way, with two native charts, against bare docxtpl, which has none."""
    from docxtpl import DocxTemplate

    review = week.review(space, PERIOD, TODAY)
    template = word.shipped(review_notice.TEMPLATE).path
    fields = review_notice.fields(review, space.settings(), TODAY)
    plain = {key: "" if key in ("原因图", "趋势图") else value for key, value in fields.items()}

    def ours():
        review_notice.write(review, space.documents / "通报.docx", space, TODAY)

    def peer():
        document = DocxTemplate(template)
        document.render(plain, autoescape=True)
        document.save(io.BytesIO())

    return report("周复盘通报(含两张图)", *compare(ours, peer, ours_times=1, peer_times=1, rounds=9), at_most=1.5)


if __name__ == "__main__":
    raise SystemExit(main())
