"""The review in words: the sentences that the page and the notice share, and the whole as a terminal shows it."""

from __future__ import annotations

from workbench.review import suggestions
from workbench.review.comparison import ENOUGH, Figure, Verdict
from workbench.review.metrics import METRICS, Counts
from workbench.review.replay import WORDS, Replay
from workbench.review.week import MEAN_WEEKS, Part, Review

KEY_FIGURES = ("rework_rate", "first_submission_complete_rate", "first_time_completion_rate", "notice_omission_share")


NO_TREND = f"一周满 {ENOUGH} 件以后,这里画出返工率的走势。"


def no_suggestions(review: Review) -> str:
    """When nothing is proposed: exactly what would bring a proposal (see `suggestions`)."""
    span = "近四周" if review.period.kind == "week" else f"这一{review.period.word}"
    least, share = suggestions.AT_LEAST, f"{review.missed_share:.0%}"
    return (
        f"眼下没有要提的建议。{span}里出现下面一种,就会提出办法:"
        f"一份材料在一个事项里返工满 {least} 次,而且首次来的({ENOUGH} 人以上)有 {share} 没带齐它,"
        f"或多半是过期、缺签章、缺附页、份数不足、缺委托;"
        f"一个事项有 {least} 行信息错误或流程误解;规则里没有的材料手工加了 {least - 1} 次。"
    )


def against(review: Review, name: str) -> str:
    """`上周 18.8%(75/398),无明显变化`, or what to say when there is nothing to compare with."""
    figure = review.before.counts.figures()[name]
    word = "上" + {"周": "周", "月": "月", "季度": "季度", "期": "期"}[review.period.word]
    if review.first:
        return f"没有{word}的记录可比"
    text = METRICS[name].text(figure)
    return f"{word} {text},{review.changes[name]}" if name in review.changes else f"{word} {text}"


def arrow(verdict: Verdict) -> str:
    """A sign beside the word, so that nothing is told by colour alone."""
    return {"明显下降": "▼", "明显上升": "▲", "无明显变化": "＝", "样本太少": "·"}[verdict]


def good_news(name: str, verdict: Verdict) -> bool | None:
    """Whether the change is for the better; None where nothing can be said."""
    if verdict not in ("明显下降", "明显上升") or not METRICS[name].better:
        return None
    return (verdict == "明显下降") == (METRICS[name].better == "down")


def headline(review: Review) -> str:
    """The week in one or two sentences that a supervisor can sign."""
    counts, word = review.now.counts, review.period.word
    if not counts.cases:
        asked = f"(咨询 {counts.consultations} 次)" if counts.consultations else ""
        return f"这一{word}没有登记到窗办件{asked}。"
    asked = f",另有咨询 {counts.consultations} 次" if counts.consultations else ""
    sentence = f"共办理 {counts.cases} 次到窗业务{asked}。"
    if not counts.returned:
        return sentence + f"没有一次退回补正,这一{word}做得很好。"
    rate = review.now.counts.figures()["rework_rate"]
    sentence += f"退回补正 {counts.returned} 次,返工率 {rate}" if rate.percent else f"退回补正 {counts.returned} 次"
    top = [one for one in review.now.causes if one.share.n]
    if top:
        sentence += f";返工原因最多的是{top[0].cause},{top[0].share}"
    return sentence + "。"


def deferred(counts: Counts) -> str:
    """First visits settled by 容缺 or 告知承诺, over first visits: not complete, and told apart."""
    return str(Figure(counts.first_deferred, counts.first_visits))


def per_week(name: str, pooled: Figure, whole: Counts | None) -> str:
    """The mean of the four weeks: visits a week, or the pooled share with its counts; a dash when they are empty."""
    if whole is None or not whole.cases:
        return "—"
    if METRICS[name].kind == "count":
        return f"{pooled.n / MEAN_WEEKS:.1f}"
    return METRICS[name].text(pooled)


def peaks(review: Review) -> str:
    """When it is busiest and when most is sent home, with counts; empty without visits."""
    hours, weekdays = review.by["hour"], review.by["weekday"]
    if not any(part.counts.cases for part in hours):
        return ""

    def most(parts: list[Part], count: str) -> str:
        part = max(parts, key=lambda part: getattr(part.counts, count))
        return f"{part.name}({getattr(part.counts, count)} 次)"

    said = f"业务最多的是{most(weekdays, 'cases')}和 {most(hours, 'cases')}"
    if review.now.counts.returned:
        said += f";退回补正最多的是{most(weekdays, 'returned')}和 {most(hours, 'returned')}"
    return said + "。"


def as_text(review: Review) -> str:
    """What `workbench review` prints."""
    figures = review.now.counts.figures()
    lines = [f"{review.period.title}({review.period.dates})", "", headline(review), ""]
    for name, metric in METRICS.items():
        lines.append(f"  {metric.name} {metric.text(figures[name])}  {against(review, name)}")
    lines.append(f"  首次到窗以容缺、承诺先办的另计 {deferred(review.now.counts)}")
    lines += ["", "返工原因"]
    lines += [f"  {one.cause} {one.share}" for one in review.now.causes]
    if said := peaks(review):
        lines += ["", said]
    if review.now.papers:
        lines += ["", "最常漏的材料"]
        lines += [f"  {paper.n} 次 {paper.name}({paper.item_name})" for paper in review.now.papers[:5]]
    if review.measures:
        lines += ["", "整改措施"]
        for one in review.measures:
            due = f" {one.record['due']} 前" if one.record.get("due") else ""
            late = "(已超期)" if one.overdue else ""
            lines.append(f"  [{one.stage}] {one.record['action']} {one.record['owner']}{due}{late}")
            if one.effect:
                lines.append(f"      效果 {one.effect.short}")
    if review.suggestions:
        lines += ["", "建议"]
        lines += [f"  · {one.action}({one.reason})" for one in review.suggestions]
    return "\n".join(lines)


def replay_as_text(replay: Replay) -> str:
    """What `workbench review replay` prints."""
    prevented, returns = replay.returns
    lines = [f"{replay.start} 至 {replay.end} 退回 {returns} 次,按今天的规则能避免 {prevented} 次。", ""]
    lines += [f"  {WORDS[name]} {n} 行" for name, n in replay.counts.items()]  # type: ignore[index]
    for row in replay.rows:
        if row.verdict == "prevented":
            lines.append(f"  {row.row['date']} {row.item_name} {row.material_name or row.row['detail']}:{row.why}")
    return "\n".join(lines)
