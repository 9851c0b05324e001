"""A place of a rules file in the words of its workbook: for those who change the rules in Excel."""

from __future__ import annotations

from typing import Any

from workbench.rules.conditions import Place
from workbench.rules.excel.layout import BLOCKS, heading
from workbench.rules.item import Item, Pack

LONGEST = 18  # characters of a text without an id
SEVERAL = ("事项", "提示", "环节")  # sheets of several tables
NAMES = ("name", "text", "reason", "q", "law", "item", "version")


def spot(root: Item | Pack, place: Place, subject: str = "") -> str:
    """`工伤认定 · “材料”表 · 身份证(id_card) · 依据`.

    `place` is the path of keys in `root`; where it is empty, `subject` names the part of the file that is lacking.
    """
    place = place or (subject,)
    block = next((block for block in BLOCKS if block.part == place[0]), None)
    found = [root.short if isinstance(root, Item) else f"共享题库“{root.name}”"]
    if isinstance(root, Item):
        found.append(f"“{block.sheet if block else '事项'}”表")
    if block and (block.sheet in SEVERAL or isinstance(root, Pack)):
        found.append(block.mark)
    if block and len(place) > 1 and isinstance(place[1], int):
        found.append(_called(getattr(root, block.part)[place[1]]))
    if (column := heading(place)) and not (block and column == block.title):
        found.append(column)
    return " · ".join(found)


def _called(record: Any) -> str:
    name = next((text for key in NAMES if (text := str(getattr(record, key, "") or ""))), "")
    short = name if len(name) <= LONGEST else f"{name[:LONGEST]}…"
    return f"{short}({record.id})" if hasattr(record, "id") else f"“{short}”"
