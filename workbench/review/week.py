"""One period reviewed: what happened, against what came before, what was done about it and what to do next.

`review` gathers everything once; the page, the Word notice and the command line show what it gives and compute nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workbench.ledger import check
from workbench.ledger.check import Words
from workbench.ledger.journal import Journal, open_journal
from workbench.review import board, metrics, papers, suggestions
from workbench.review.comparison import Figure, Verdict, verdict
from workbench.review.metrics import METRICS, CauseCount, Counts
from workbench.review.papers import Gap, Paper
from workbench.review.periods import WEEKDAYS, Period, weeks_to
from workbench.review.suggestions import Suggestion
from workbench.rules import library as rules_library
from workbench.rules.library import Library
from workbench.workspace import Workspace

TREND_WEEKS = 8
MEAN_WEEKS = 4
EVIDENCE_DAYS = 28


@dataclass(frozen=True)
class Part:
    """One item, window, clerk, hour or weekday of a period."""

    key: Any
    name: str
    counts: Counts

    def as_dict(self) -> dict[str, Any]:
        return {"key": self.key, "name": self.name, "metrics": _figures(self.counts)}


@dataclass(frozen=True)
class Summary:
    """The figures of one period alone."""

    period: Period
    counts: Counts
    causes: list[CauseCount]
    details: list[CauseCount]
    papers: list[Paper]
    items: list[Part]

    def as_dict(self) -> dict[str, Any]:
        return {
            self.period.kind: self.period.name,
            "from": self.period.start.isoformat(),
            "to": self.period.end.isoformat(),
            "cases": self.counts.cases,
            "consultations": self.counts.consultations,
            "metrics": _figures(self.counts),
            "causes": [{"cause": one.cause, **one.share.as_dict()} for one in self.causes],
            "details": [{"cause": one.cause, "detail": one.detail, **one.share.as_dict()} for one in self.details],
            "materials": [paper.as_dict() for paper in self.papers],
            "items": [{"item": part.key, **part.as_dict()} for part in self.items],
        }


@dataclass(frozen=True)
class Review:
    """Everything of one review. `mean` pools the four weeks before a week; None for other periods."""

    now: Summary
    before: Summary
    mean: Counts | None
    trend: list[tuple[Period, Counts]]
    by: dict[str, list[Part]]
    gaps: list[Gap]
    measures: list[board.Item]
    rule_changes: list[board.RuleChange]
    suggestions: list[Suggestion]
    first: bool
    missed_share: float

    @property
    def period(self) -> Period:
        return self.now.period

    @property
    def changes(self) -> dict[str, Verdict]:
        """The verdict on every share, against the period before."""
        now, before = self.now.counts.figures(), self.before.counts.figures()
        return {name: verdict(before[name], now[name]) for name, metric in METRICS.items() if metric.kind == "share"}

    @property
    def mean_changes(self) -> dict[str, Verdict]:
        """The same against the four weeks before, pooled."""
        if self.mean is None:
            return {}
        now, mean = self.now.counts.figures(), self.mean.figures()
        return {name: verdict(mean[name], now[name]) for name, metric in METRICS.items() if metric.kind == "share"}

    def as_dict(self) -> dict[str, Any]:
        """The document of `review --json`."""
        return {
            **self.now.as_dict(),
            "previous": self.before.as_dict(),
            "changes": dict(self.changes),
            "mean": self.mean
            and {
                "weeks": MEAN_WEEKS,
                "cases": self.mean.cases / MEAN_WEEKS,
                "metrics": _figures(self.mean),
                "changes": dict(self.mean_changes),
            },
            "trend": [{"week": week.name, "cases": c.cases, "metrics": _figures(c)} for week, c in self.trend],
            **{f"by_{name}": [part.as_dict() for part in parts] for name, parts in self.by.items()},
            "first_visits_deferred": Figure(self.now.counts.first_deferred, self.now.counts.first_visits).as_dict(),
            "gaps": [gap.as_dict() for gap in self.gaps],
            "omissions": [
                {"item": p.item, "material": p.material, "material_name": p.name, "n": p.omissions}
                for p in self.now.papers
                if p.omissions
            ],
            "measures": [measure.as_dict() for measure in self.measures],
            "rule_changes": [change.as_dict() for change in self.rule_changes],
            "suggestions": [suggestion.as_dict() for suggestion in self.suggestions],
            "first": self.first,
        }


def _figures(counts: Counts) -> dict[str, Any]:
    return {name: figure.as_dict() for name, figure in counts.figures().items()}


def review(
    space: Workspace, period: Period, today: date, *, library: Library | None = None, words: Words | None = None
) -> Review:
    """The review of a period as `today` sees it; `library` and `words` spare reading the rules again.

    Raises `UserError` when the journal or the settings cannot be read.
    """
    settings = space.settings()
    library = library or rules_library.load(space)
    words = words or check.words(space, library)
    with open_journal(space) as journal:
        now = summary(journal, period, words)
        gaps = papers.gaps(journal, period.start, period.end, words, now.papers)
        return Review(
            now=now,
            before=summary(journal, period.previous, words),
            mean=_mean(journal, period),
            trend=_trend(journal, period, today),
            by=_parts(journal, period, by_clerk=settings.count_by_clerk),
            gaps=gaps,
            measures=board.measures(journal, period, words, today),
            rule_changes=board.rule_changes(journal, period, library, today),
            suggestions=_suggestions(journal, period, words, library, today, settings.missed_share),
            first=not journal.query("SELECT 1 FROM cases WHERE day < ? LIMIT 1", (period.start.isoformat(),)),
            missed_share=settings.missed_share,
        )


def summary(journal: Journal, period: Period, words: Words) -> Summary:
    """The figures of one period, with its causes, papers and items."""
    start, end = period.start, period.end
    items = metrics.tally(journal, start, end, "item")
    return Summary(
        period,
        metrics.total(journal, start, end),
        metrics.cause_shares(journal, start, end, list(words.causes)),
        metrics.detail_shares(journal, start, end),
        papers.missed(journal, start, end, words, _first_visits(items)),
        _sorted([Part(key, words.item_name(key), counts) for key, counts in items.items()]),
    )


def _first_visits(items: Mapping[str, Counts]) -> dict[str, int]:
    return {key: counts.first_visits for key, counts in items.items()}


def _sorted(parts: list[Part]) -> list[Part]:
    """Most returns first, then most visits."""
    return sorted(parts, key=lambda part: (-part.counts.returned, -part.counts.cases, str(part.key)))


def _mean(journal: Journal, period: Period) -> Counts | None:
    if period.kind != "week":
        return None
    start = period.start - timedelta(weeks=MEAN_WEEKS)
    return metrics.total(journal, start, period.start - timedelta(days=1))


def _trend(journal: Journal, period: Period, today: date) -> list[tuple[Period, Counts]]:
    """The weeks up to the period's end (or today): eight, or as many as the period holds."""
    weeks = weeks_to(min(period.end, max(today, period.start)), max(TREND_WEEKS, min(26, -(-period.days // 7))))
    found = metrics.tally(journal, weeks[0].start, weeks[-1].end, "week")
    return [(week, found.get(week.name, Counts())) for week in weeks]


def _parts(journal: Journal, period: Period, *, by_clerk: bool) -> dict[str, list[Part]]:
    """By window, hour and weekday; by clerk only where the office switched it on."""
    start, end = period.start, period.end
    hours = metrics.tally(journal, start, end, "hour")
    weekdays = metrics.tally(journal, start, end, "weekday")
    found = {
        "window": _sorted(
            [Part(key, key, counts) for key, counts in metrics.tally(journal, start, end, "window").items()]
        ),
        "hour": [Part(key, f"{key}–{key + 1} 点", hours[key]) for key in sorted(hours)],
        "weekday": [Part(key, WEEKDAYS[key], weekdays[key]) for key in sorted(weekdays)],
    }
    if by_clerk:
        clerks = metrics.tally(journal, start, end, "clerk")
        found["clerk"] = _sorted([Part(key, key or "未填", counts) for key, counts in clerks.items()])
    return found


def _suggestions(
    journal: Journal, period: Period, words: Words, library: Library, today: date, share: float
) -> list[Suggestion]:
    """From the four weeks up to the period's end (from the period itself when it is longer)."""
    start = min(period.start, period.end - timedelta(days=EVIDENCE_DAYS - 1))
    first = _first_visits(metrics.tally(journal, start, period.end, "item"))
    found = papers.missed(journal, start, period.end, words, first)
    evidence = suggestions.Evidence(
        "近四周" if period.kind == "week" else f"这一{period.word}",
        found,
        papers.gaps(journal, start, period.end, words, found),
        suggestions.causes_by_item(journal, start, period.end),
    )
    return suggestions.undecided(journal, suggestions.propose(evidence, words, library, today, share), today)
