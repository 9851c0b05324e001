"""The self-check's front desk: keeping records in the journal and reading them back.

Every record is one committed event before anybody is told "saved", as in the ledger; the workbooks follow by `fold`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from workbench.ledger.journal import Entry, Journal, open_journal
from workbench.ledger.masking import clean, mask
from workbench.problems import InputProblems, NotFound, Problem, did_you_mean
from workbench.selfcheck import columns, forms
from workbench.selfcheck.forms import WHEN_WORDS, Form
from workbench.selfcheck.records import JOURNAL_KINDS, KINDS, Daily, Record, daily_id
from workbench.settings import Settings
from workbench.validation import explain
from workbench.workspace import Workspace

ANSWERS = {"yes": "是", "no": "否", "na": "不适用", True: "是", False: "否", None: "不适用"}
LETTERS = {"peer": "P", "recording": "V", "growth": "G"}


def add(space: Workspace, rows: Iterable[Any], *, source: str = "") -> list[str]:
    """Keeps new records and gives their ids. A row is a `kind` (daily when absent) and the fields of that kind.

    Raises `InputProblems` with every problem of every row (nothing is written then), `CannotWrite`.
    """
    form, settings = forms.load(space), space.settings()
    problems: list[Problem] = []
    entries: list[Entry] = []
    with open_journal(space) as journal:
        rows = list(rows)
        for number, row in enumerate(rows, 1):
            place = f"第 {number} 条" if len(rows) > 1 else ""
            found, wrong = entry(row, form, settings, place)
            if found and (journal.get(found.kind, found.id) or found.id in {one.id for one in entries}):
                wrong = [Problem(f"“{found.id}”已经填过,要改请在窗口的“自检”页里改", "duplicate_id", where=place)]
            problems += [Problem(one.message, one.code, source, one.line, one.where) for one in wrong]
            if found:
                entries.append(found)
        if problems:
            raise InputProblems(problems)
        journal.record(entries)
    return [one.id for one in entries]


def save(space: Workspace, row: Mapping[str, Any]) -> str:
    """Keeps one record or replaces the one with its id (of a half day: the one there is). Gives the id."""
    found, problems = entry(row, forms.load(space), space.settings())
    if problems or found is None:
        raise InputProblems(problems)
    with open_journal(space) as journal:
        journal.record([Entry(found.kind, found.id, found.payload, "edit")])
    return found.id


def remove(space: Workspace, kind: str, id: str) -> None:
    """Takes a record back; it stays in the journal. Raises `NotFound`."""
    with open_journal(space) as journal:
        payload = journal.get(JOURNAL_KINDS[kind], id)
        if payload is None:
            raise NotFound(f"没有编号为“{id}”的自检记录。")
        journal.record([Entry(JOURNAL_KINDS[kind], id, payload, "remove")])


def read(
    journal: Journal, kind: str, *, clerk: str = "", start: date | None = None, end: date | None = None
) -> list[dict[str, Any]]:
    """The records of a kind by day, of one clerk and between two days (both included) where given."""
    first, last = (start or date.min).isoformat(), (end or date.max).isoformat()
    found = [
        payload
        for _, payload in journal.current(JOURNAL_KINDS[kind])
        if first <= payload["date"] <= last and clerk in ("", payload["clerk"])
    ]
    return sorted(found, key=lambda payload: payload["date"])


def clerks(journal: Journal, settings_clerks: Iterable[str] = ()) -> list[str]:
    """Everybody who has records, after those of the settings."""
    seen = dict.fromkeys(name for name in settings_clerks if name)
    for kind in JOURNAL_KINDS:
        seen |= dict.fromkeys(payload["clerk"] for payload in read(journal, kind))
    return list(seen)


SHARING = "selfcheck_sharing"


def share(space: Workspace, clerk: str, yes: bool) -> None:
    """Whether a clerk wants the own score in the office's weekly notice; without this word it is never there."""
    with open_journal(space) as journal:
        journal.record([Entry(SHARING, clerk, {"share": yes}, "edit")])


def shares(journal: Journal, clerk: str) -> bool:
    """Whether a clerk ticked it."""
    return bool((journal.get(SHARING, clerk) or {}).get("share"))


def entry(row: Any, form: Form, settings: Settings, place: str = "") -> tuple[Entry | None, list[Problem]]:
    """The event of a row, or every problem in it."""
    if not isinstance(row, Mapping):
        return None, [Problem("应当是一组 名称:值", "not_object", where=place)]
    clerk = settings.clerk
    values: dict[str, Any] = {**({"clerk": clerk} if clerk else {}), **_cleaned(dict(row), settings.mask_numbers)}
    kind = values.pop("kind", "daily") if values.get("kind") in (*KINDS, None) else None
    if kind is None and values.get("kind") in _growth_kinds():
        kind = "growth"
    if kind is None:
        word = str(values.get("kind"))
        return None, [
            Problem(
                f"没有“{word}”这种自检记录{did_you_mean(word, KINDS)} 可以是:{'、'.join(KINDS)}", "kind", where=place
            )
        ]
    if kind == "growth" and "type" in values:
        values["kind"] = values.pop("type")
    if kind == "daily" and isinstance(values.get("answers"), Mapping):
        values["answers"] = {key: _answer(value) for key, value in values["answers"].items()}
    problems = _unknown_items(values, form, place) if kind == "daily" else []
    try:
        record = KINDS[kind].model_validate(values)
    except ValidationError as error:
        return None, problems + [
            Problem(sentence, code, where=".".join([place, *map(str, path)]).strip("."))
            for path, code, sentence in explain(error, KINDS[kind], columns.heading(kind, form))
        ]
    if problems:
        return None, problems
    id = record.id or _new_id(kind, record)
    return Entry(JOURNAL_KINDS[kind], id, {**record.as_dict(), "id": id}), []


def _growth_kinds() -> tuple[str, ...]:
    from workbench.selfcheck.records import GROWTH_KINDS

    return GROWTH_KINDS


def _answer(value: Any) -> Any:
    return ANSWERS.get(value, value) if isinstance(value, str | bool | None) else value


def _cleaned(value: Any, masking: bool) -> Any:
    if isinstance(value, str):
        return mask(clean(value)) if masking else clean(value)
    if isinstance(value, list | tuple):
        return [_cleaned(one, masking) for one in value]
    if isinstance(value, dict):
        return {key: _cleaned(one, masking) for key, one in value.items()}
    return value


def _unknown_items(values: Mapping[str, Any], form: Form, place: str) -> list[Problem]:
    """Answers to items that this half of the form does not have."""
    answers = values.get("answers")
    if values.get("when") not in WHEN_WORDS or not isinstance(answers, Mapping):
        return []
    known = {item.id for item in form.at(values["when"])}
    return [
        Problem(
            f"自检表的这一半没有“{id}”{did_you_mean(str(id), known)}",
            "unknown_item",
            where=f"{place}.answers".strip("."),
        )
        for id in answers
        if id not in known
    ]


def _new_id(kind: str, record: Record) -> str:
    if isinstance(record, Daily):
        return daily_id(record.clerk, record.date, record.when)
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    return f"{LETTERS[kind]}{record.date:%Y%m%d}-" + "".join(secrets.choice(alphabet) for _ in range(10))
