"""A workspace of an office with two items, without the rules library."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import settings

from workbench.ledger import books, causes, check
from workbench.workspace import Workspace

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")

PAPERS = {"id_card": "有效身份证件", "payment_certificate": "基本养老保险参保缴费凭证", "form": "转移接续申请表"}


def office_words(**changes) -> check.Words:
    dictionary = causes.load()
    return check.Words(
        **{
            "items": {
                "yanglao": check.ItemWords(
                    "企业职工基本养老保险关系转移接续", "养老转移", PAPERS, ((date(2020, 1, 1), None, "2026.1"),)
                ),
                "shiye": check.ItemWords("失业保险金申领", "失业金", {"id_card": "有效身份证件"}),
            },
            "causes": dictionary.in_use(),
            "known_causes": dictionary.by_name(),
            "clerk": "王",
            **changes,
        }
    )


_EMPTY: dict[str, bytes] = {}


def _made(book, make) -> bytes:
    _EMPTY[book.key] = make(book, office_words())
    return _EMPTY[book.key]


@pytest.fixture
def words() -> check.Words:
    return office_words()


@pytest.fixture
def space(tmp_path, monkeypatch) -> Workspace:
    """An empty workspace. Empty workbooks are made once a key: openpyxl takes longer for one than a fold does."""
    made, make = _EMPTY, books.Book.empty
    monkeypatch.setattr(books.Book, "empty", lambda book, words: made.get(book.key) or _made(book, make))
    monkeypatch.setattr(check, "words", lambda space, rules=None: office_words())
    return Workspace(tmp_path / "工作")


def case(**changes) -> dict:
    return {
        "started": "2026-03-02T09:05",
        "minutes": 8.5,
        "item": "yanglao",
        "answers": {"origin": "other_province"},
        "ticks": {"id_card": "present", "payment_certificate": "missing"},
        "outcome": "补正",
        **changes,
    }


def row(**changes) -> dict:
    return {
        "date": "2026-03-02",
        "item": "yanglao",
        "cause": "材料缺失",
        "detail": "缺件",
        "material": "payment_certificate",
        "visits": 2,
        **changes,
    }
