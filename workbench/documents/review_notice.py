"""周复盘通报 (and 月, 季) as a Word file: the review's own figures in words, tables and two native charts.

Nothing is computed here; the fields are those of the template 周复盘通报, which an office may change in Word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from workbench import workdays
from workbench.documents import charts, word
from workbench.review import text
from workbench.review.board import Item
from workbench.review.metrics import METRICS
from workbench.review.week import Part, Review
from workbench.selfcheck.scores import Score
from workbench.settings import Settings
from workbench.workspace import Workspace

TEMPLATE = "周复盘通报"
PAPERS, ITEMS, DETAILS, MEASURES, CHANGES = 5, 6, 6, 8, 5  # a usual week fits one page
CHART_WIDTH, CHART_HEIGHT = 87, 41  # mm, two beside each other


def write(review: Review, path: Path, space: Workspace, today: date) -> list[str]:
    """Writes the notice and gives notices for the clerk. Raises `CannotWrite`; then nothing was written."""
    from workbench.selfcheck import report

    shared = report.shared_scores(space, review.period, today)
    return word.render(TEMPLATE, fields(review, space.settings(), today, shared), path, space)


def file_name(review: Review) -> str:
    """The usual name of the notice, such as `周复盘通报 2026年第10周`."""
    return f"{review.period.word[0]}复盘通报 {review.period.file_title}"


def fields(review: Review, settings: Settings, today: date, shared: Sequence[tuple[str, Score]] = ()) -> dict[str, Any]:
    """What the template may use; `shared` are the self-check scores of those who want theirs to be named."""
    period, counts = review.period, review.now.counts
    old = [one for one in review.measures if not one.new]
    causes, trend = _causes(review), _trend(review)
    shown = {"周": "周", "月": "月", "季度": "季", "期": "期"}[period.word]
    return {
        "单位": settings.office,
        "窗口": settings.window,
        "各窗": "、".join(sorted(part.name for part in review.by["window"])) or settings.window,
        "日期": f"{today.year}年{workdays.spoken(today, today)}",
        "期": shown,
        "期名": period.title,
        "起止": period.dates,
        "结论": text.headline(review),
        "指标": [_metric(review, name) for name in METRICS],
        "有均值": review.mean is not None,
        "首期": review.first,
        "有办件": counts.cases > 0,
        "容缺承诺": text.deferred(counts),
        "原因": [{"名称": one.cause, "占比": str(one.share)} for one in review.now.causes],
        "有返工": counts.rework_rows > 0,
        "有图": not (isinstance(causes, str) and isinstance(trend, str)),
        "原因图": causes,
        "二级原因": [
            {"名称": one.detail, "大类": one.cause, "行数": f"{one.share.n:.0f}"}
            for one in review.now.details[:DETAILS]
        ],
        "趋势图": trend,
        "材料": [
            {
                "序号": number,
                "名称": paper.name,
                "事项": paper.item_name,
                "版本": "、".join(paper.versions) or "—",
                "返工": paper.n,
                "漏带": str(paper.first),
            }
            for number, paper in enumerate(review.now.papers[:PAPERS], 1)
        ],
        "规则缺口": [
            {"名称": gap.name, "事项": gap.item_name, "次数": max(gap.rework, gap.ticks)} for gap in review.gaps[:3]
        ],
        "遗漏": [{"名称": p.name, "事项": p.item_name, "次数": p.omissions} for p in review.now.papers if p.omissions][
            :3
        ],
        "各事项": [_part(part) for part in review.now.items[:ITEMS]],
        "其余事项": max(0, len(review.now.items) - ITEMS),
        "时段": text.peaks(review),
        "各窗口": [_part(part) for part in review.by["window"]] if len(review.by["window"]) > 1 else [],
        "各人员": [_part(part) for part in review.by.get("clerk", [])],
        "上期措施": [_measure(one, today) for one in old[-MEASURES:]],
        "本期措施": [_measure(one, today) for one in review.measures if one.new],
        "自检": [{"姓名": name, "得分": str(score)} for name, score in shared],
        "规则修改": [
            {
                "日期": f"{change.on.month}月{change.on.day}日",
                "事项": change.item_name,
                "版本": change.version,
                "内容": change.what,
                "效果": change.effect.full,
            }
            for change in review.rule_changes[:CHANGES]
        ],
    }


def _metric(review: Review, name: str) -> dict[str, str]:
    metric = METRICS[name]
    now = review.now.counts.figures()[name]
    before = review.before.counts.figures()[name]
    mean = review.mean.figures()[name] if review.mean else None
    change = review.changes.get(name)
    return {
        "名称": metric.name,
        "本期": metric.text(now),
        "上期": "—" if review.first else metric.text(before),
        "变化": "—" if review.first or change is None else f"{text.arrow(change)} {change}",
        "均值": "" if mean is None else text.per_week(name, mean, review.mean),
        "口径": metric.explained,
    }


def _part(part: Part) -> dict[str, Any]:
    figures = part.counts.figures()
    return {
        "名称": part.name,
        "业务": part.counts.cases,
        "返工": str(figures["rework_rate"]),
        "齐全": str(figures["first_submission_complete_rate"]),
    }


def _measure(one: Item, today: date) -> dict[str, str]:
    due = date.fromisoformat(one.record["due"]) if one.record.get("due") else None
    about = [one.record["cause"], one.record.get("detail", ""), one.item_name, one.material_name]
    return {
        "措施": one.record["action"],
        "针对": "·".join(dict.fromkeys(part for part in about if part)),
        "责任人": one.record.get("owner") or "未定",
        "期限": f"{due.month}月{due.day}日" if due else "未定",
        "状态": one.stage + ("(超期)" if one.overdue else ""),
        "效果": one.effect_words,
    }


def _causes(review: Review) -> charts.Figure | str:
    """The classes as a Pareto chart (bars alone for one class), or a sentence."""
    counts = [(one.cause, int(one.share.n)) for one in review.now.causes]
    rows = sum(n for _, n in counts)
    if not rows:
        return f"这一{review.period.word}没有返工。"
    several = sum(n > 0 for _, n in counts) > 1
    title = f"返工原因(共 {rows} 行{';线是累计占比' if several else ''})"
    figure = charts.pareto(title, counts) if several else charts.bars(title, counts, "行数")
    return replace(figure, width=CHART_WIDTH, height=CHART_HEIGHT)


def _trend(review: Review) -> charts.Figure | str:
    """The return rate of the weeks, or a sentence when no week has enough visits for a rate."""
    rates = [counts.figures()["rework_rate"].value for _, counts in review.trend]
    if all(rate is None for rate in rates):
        return text.NO_TREND
    names = [f"{int(week.name[-2:])}周" for week, _ in review.trend]
    figure = charts.weekly_line(f"近 {len(names)} 周返工率", names, {"返工率": rates})
    return replace(figure, width=CHART_WIDTH, height=CHART_HEIGHT)
