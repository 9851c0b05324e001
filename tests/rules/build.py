"""Small items for tests, written as rules files are."""

from __future__ import annotations

import tomllib
from pathlib import Path

from workbench.rules.item import Item

HEAD = """
id = "test-item"
name = "测试事项"
short = "测试"
domain = "社会保险"
authority = "社保经办机构"
audience = ["自然人"]
case_type = "即办件"
version = "1"
valid_from = 2026-01-01
basis_checked_on = 2026-01-01
confidence = "高"
"""


def make_item(body: str, head: str = HEAD) -> Item:
    """An item from the text of its questions and papers."""
    return Item.model_validate(tomllib.loads(head + body))


def write_rules(folder: Path, name: str, body: str, head: str = HEAD) -> Path:
    """A rules file in a folder; the first line of `body` stands after the head."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(head + body, "utf-8")
    return path
