"""The workbook of an item that is not there yet: every heading, a worked example in grey, the shared questions."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from workbench.rules.excel import writer
from workbench.rules.item import ITEM_ID
from workbench.rules.library import Library

LONGEST_ID = 48

# A whole small item, shown in grey beside the places to fill in; a test imports it as it stands.
EXAMPLE: dict[str, Any] = {
    "id": "laonian-youdaizheng",
    "name": "老年人优待证办理",
    "short": "老年证",
    "domain": "民政",
    "authority": "区民政局",
    "audience": ["自然人"],
    "case_type": "即办件",
    "version": "2026.1",
    "valid_from": date(2026, 1, 1),
    "basis_checked_on": date(2026, 1, 1),
    "review_every_days": 180,
    "confidence": "中",
    "include": ["agent"],
    "limits": {
        "statutory": {"days": 20, "unit": "工作日"},
        "promised": {"days": 0, "unit": "工作日"},
        "onsite_visits": 1,
    },
    "basis": [{"law": "老年人权益保障法", "article": "第五十三条", "note": "条款号须核原文"}],
    "questions": [
        {
            "id": "household",
            "text": "户口在哪里?",
            "plain": "您的户口是在本区,还是在外地?",
            "kind": "single",
            "options": [{"id": "local", "label": "本区"}, {"id": "other", "label": "外地"}],
        }
    ],
    "materials": [
        {
            "id": "id_card",
            "layer": "base",
            "name": "身份证",
            "kind": "原件",
            "copies": {"original": 1, "photocopy": 0},
            "basis": "居民身份证法 第十三条",
        },
        {
            "id": "residence_permit",
            "layer": "personal",
            "name": "居住证",
            "when": {"household": "other"},
            "because": "您是外地户口,要看在本区的居住证",
            "kind": "原件",
            "copies": {"original": 1, "photocopy": 0},
            "where": "居住地派出所",
            "deferrable": {"within_days": 5, "unit": "工作日"},
            "basis": "居住证暂行条例 第二条",
        },
    ],
    "not_eligible": [],
    "reminders": [{"when": {"household": "other"}, "text": "外地户口的,优待范围以本区公布的为准"}],
    "steps": [{"name": "受理发证", "citizen": "当场拿证", "days": 0}],
    "faq": [{"q": "要多久?", "a": "材料齐的,当场发证。"}],
    "examples": [
        {"name": "本区老人自己来", "answers": {"household": "local", "agent": "self"},
         "need": ["id_card"], "not_need": ["residence_permit"]},
        {"name": "外地老人自己来", "answers": {"household": "other", "agent": "self"},
         "need": ["id_card", "residence_permit"], "not_need": ["authorization"]},
        {"name": "子女拿委托书替老人来", "answers": {"household": "local", "agent": "relative"},
         "need": ["id_card", "authorization", "principal_id", "agent_id"]},
        {"name": "外地老人由子女代办", "answers": {"household": "other", "agent": "relative"},
         "need": ["residence_permit", "authorization"]},
        {"name": "养老院经办人来办", "answers": {"household": "local", "agent": "company"},
         "need": ["company_letter"], "not_need": ["authorization"]},
        {"name": "监护人来办", "answers": {"household": "local", "agent": "guardian"}, "need": ["guardianship"]},
    ],
}  # fmt: skip


def write(library: Library, path: Path, name: str, today: date) -> None:
    """Writes the empty workbook of a new item: what can be known is filled in, the rest is shown by an example.

    Raises `CannotWrite`.
    """
    data = {
        "id": free_id(name, library.ids()),
        "name": name,
        "short": name if len(name) <= 8 else "",
        "version": f"{today.year}.1",
        "valid_from": today,
        "review_every_days": 180,
    }
    writer.write(data, {}, path, items=sorted(library.ids()), packs=library.packs, example=EXAMPLE)


def free_id(name: str, taken: set[str]) -> str:
    """An id from the pinyin of a name; empty when there is none that could be used."""
    from workbench.rules.search import syllables

    found = ""
    for one in (re.sub(r"[^a-z0-9]", "", syllable.lower()) for syllable in syllables(name)):
        longer = f"{found}-{one}".strip("-")
        found = longer if one and len(longer) <= LONGEST_ID - 3 else found
    if not re.fullmatch(ITEM_ID, found):
        return ""
    return next(one for one in (found, *(f"{found}-{n}" for n in range(2, 99))) if one not in taken)
