"""A clerk's own report: this week against the own weeks before, what was answered 否, peers, recordings, growth."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from workbench.ledger.journal import open_journal
from workbench.problems import NotFound, did_you_mean
from workbench.review.periods import Period, of, weeks_to
from workbench.selfcheck import book, forms
from workbench.selfcheck.forms import WHEN_WORDS, Form
from workbench.selfcheck.records import GOALS
from workbench.selfcheck.scores import Score, score
from workbench.workspace import Workspace

TREND_WEEKS = 8


@dataclass(frozen=True)
class Own:
    """Everything of one clerk for one week. `before` are the own four weeks before it; `trend` ends with the week."""

    clerk: str
    week: Period
    score: Score
    before: Score
    filled: dict[str, int]
    noes: list[dict[str, str]]
    trend: list[tuple[Period, Score]]
    peers: list[dict[str, Any]]
    recordings: list[dict[str, Any]]
    growth: list[dict[str, Any]]
    goals: list[dict[str, Any]]
    due: list[str]
    shared: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {
            "clerk": self.clerk,
            **_score(self.score),
            "before": _score(self.before),
            "filled": self.filled,
            "no": self.noes,
            "trend": [{"week": week.name, **_score(one, parts=False)} for week, one in self.trend],
            "peer": self.peers,
            "recording": self.recordings,
            "growth": self.growth,
            "goals": self.goals,
            "due": self.due,
            "shared": self.shared,
        }


def _score(found: Score, *, parts: bool = True) -> dict[str, Any]:
    whole = {"score": found.value, "n": found.n, "d": found.d}
    return {**whole, "dimensions": [part.as_dict() for part in found.parts]} if parts else whole


def report(space: Workspace, week: Period, today: date, clerk: str = "") -> list[Own]:
    """The report of every clerk (or of one) who has records or is in the settings. Nobody is compared with another.

    Raises `NotFound` for a clerk that nobody knows.
    """
    form, settings = forms.load(space), space.settings()
    with open_journal(space) as journal:
        names = book.clerks(journal, (*settings.clerks, settings.clerk))
        shared = {name for name in names if book.shares(journal, name)}
        kept = {kind: book.read(journal, kind, end=week.end) for kind in ("daily", "peer", "recording", "growth")}
    if clerk and clerk not in names:
        raise NotFound(f"没有“{clerk}”的自检{did_you_mean(clerk, names)}")
    names = [clerk] if clerk else names
    own: dict[str, dict[str, list[dict[str, Any]]]] = {name: defaultdict(list) for name in names}
    for kind, rows in kept.items():
        for row in rows:
            if row["clerk"] in own:
                own[row["clerk"]][kind].append(row)
    return [replace(_own(name, week, today, form, own[name]), shared=name in shared) for name in names]


def shared_scores(space: Workspace, week: Period, today: date) -> list[tuple[str, Score]]:
    """The scores of those who ticked that theirs may stand in the notice, and who filled in the form that week."""
    if week.kind != "week" or not space.journal.exists():
        return []
    return [(own.clerk, own.score) for own in report(space, week, today) if own.shared and own.score.value is not None]


def _own(name: str, week: Period, today: date, form: Form, rows: dict[str, list[dict[str, Any]]]) -> Own:
    by_week: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for daily in rows["daily"]:
        by_week[of("week", date.fromisoformat(daily["date"])).name].append(daily)
    weeks = weeks_to(week.end, TREND_WEEKS)
    now = by_week[week.name]
    month = of("month", week.end)
    this_month = {kind: [row for row in rows[kind] if row["date"] >= month.start.isoformat()] for kind in rows}
    since = (week.start - timedelta(days=90)).isoformat()
    return Own(
        clerk=name,
        week=week,
        score=score(form, now),
        before=score(form, [one for before in weeks[-5:-1] for one in by_week[before.name]]),
        filled={when: sum(one["when"] == when for one in now) for when in WHEN_WORDS},
        noes=[no for one in now for no in _noes(one, form)],
        trend=[(one, score(form, by_week[one.name])) for one in weeks],
        peers=[row for row in rows["peer"] if row["date"] >= since],
        recordings=[row for row in rows["recording"] if row["date"] >= since],
        growth=[row for row in rows["growth"] if row["date"] >= since and row["kind"] not in GOALS],
        goals=[row for row in rows["growth"] if row["kind"] in GOALS and row["state"] != "已达成"],
        due=_due(this_month, rows, month, today),
    )


def _noes(daily: dict[str, Any], form: Form) -> list[dict[str, str]]:
    return [
        {
            "date": daily["date"],
            "when": daily["when"],
            "item": item,
            "text": form.by_id[item].text if item in form.by_id else item,
            "reason": daily["reasons"].get(item, ""),
        }
        for item, answer in daily["answers"].items()
        if answer == "否"
    ]


def _due(this_month: dict[str, Any], rows: dict[str, Any], month: Period, today: date) -> list[str]:
    """What this month still asks for, and goals whose day is near or past."""
    said = []
    if not this_month.get("peer"):
        said.append(f"{month.start.month} 月还没有同事互评")
    if not this_month.get("recording"):
        said.append(f"{month.start.month} 月还没有录像(或旁听)复盘")
    for goal in rows["growth"]:
        if goal["kind"] in GOALS and goal["state"] in ("", "进行中") and goal["due"]:
            left = (date.fromisoformat(goal["due"]) - today).days
            if left <= 14:
                said.append(f"{goal['kind']}“{goal['text'][:20]}”" + (f"还有 {left} 天到期" if left >= 0 else "已过期"))
    return said
