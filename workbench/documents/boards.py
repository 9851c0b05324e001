"""Sheets for walls, pockets and bad days: linked items, first-layer posters, the booklet of blank forms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from workbench.documents.checklist_fields import office_fields
from workbench.problems import NotFound, did_you_mean
from workbench.rules import library
from workbench.rules.item import Item
from workbench.settings import Settings

Fields = dict[str, Any]


def card_fields(follow_ups: Iterable[Fields], found: library.Library) -> list[Fields]:
    """One card a linked item: why, until when, and what everybody brings to it when the library knows it."""
    cards = []
    for one in follow_ups:
        entries = found.versions(one["事项"]) if one["事项"] else []
        cards.append({**one, "材料": base_papers(entries[0].item) if entries else []})
    return cards


def base_papers(item: Item) -> list[Fields]:
    """The first layer, for people who have not been asked anything yet."""
    return [
        {"序号": number, "名称": one.name, "份数": str(one.copies), "哪里拿": one.where, "易漏": one.easily_missed}
        for number, one in enumerate((m for m in item.materials if m.layer == "base"), 1)
    ]


def item_sheet(item: Item) -> Fields:
    """An item with its first layer and what its second layer hangs on."""
    return {
        "名称": item.name,
        "简称": item.short,
        "编号": item.code,
        "版本": item.version,
        "领域": item.domain,
        "材料": base_papers(item),
        "另要": [
            {"名称": one.name, "为什么": ";".join(dict.fromkeys(need.because for need in one.needs))}
            for one in item.materials
            if one.layer == "personal"
        ],
        "另看": "、".join(question.text.rstrip("?\uff1f") for question in item.questions),
    }


def poster_fields(found: library.Library, word: str, settings: Settings, day: date) -> Fields:
    """The first layer of one item, or of every item of a domain. Raises `NotFound`."""
    domains = {entry.item.domain for entry in found.current(day)}
    if word in domains:
        items = [entry.item for entry in found.current(day) if entry.item.domain == word]
        title = word
    else:
        try:
            items = [found.get(word, day)]
        except NotFound as error:
            near = did_you_mean(word, domains)
            raise NotFound(f"{error} 也可以写一个领域:{'、'.join(sorted(domains))}{near}") from None
        title = items[0].name
    return {**office_fields(settings, day), "标题": title, "事项": [item_sheet(item) for item in items]}


def emergency_fields(found: library.Library, settings: Settings, day: date) -> Fields:
    """The booklet for the day when nothing works: blank forms, and the base list of every item."""
    items = sorted((entry.item for entry in found.current(day)), key=lambda item: item.code)
    return {
        **office_fields(settings, day),
        "事项": [item_sheet(item) for item in items],
        "空行": [{"序号": number} for number in range(1, 19)],
        "版本日期": f"{day.year}年{day.month}月{day.day}日",
    }
