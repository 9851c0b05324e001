"""What a check of the rules finds, where it belongs, and which findings the file itself explains."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from workbench.rules.conditions import Place
from workbench.rules.item import Item, Pack

# Every code: whether it is an error (a wrong or unlawful sheet; blocks publishing) and what it looks for.
CODES: dict[str, tuple[bool, str]] = {
    "promised_above_statutory": (True, "承诺时限长于法定时限"),
    "unknown_item": (True, "接下来的事指向不存在的事项"),
    "forbidden_paper": (True, "法律不许收的材料"),
    "no_reason": (True, "个性化材料没有写原因"),
    "never_needed": (True, "怎么回答都不会要的材料"),
    "contradiction": (True, "怎么回答都不成立的条件"),
    "dead_branch": (False, "条件里有一支永远不成立"),
    "always_needed": (False, "怎么回答都要的个性化材料"),
    "dead_option": (False, "不影响清单的选项"),
    "idle_question": (False, "没有用处的情形"),
    "repeated_condition": (False, "重复的条件"),
    "shadowed_condition": (False, "被另一个条件盖住的条件"),
    "no_basis": (False, "材料没有依据"),
    "no_example": (False, "个性化材料没有示例"),
    "few_examples": (False, "示例少于六个"),
    "no_faq": (False, "没有常见问题"),
    "time_unit": (False, "时间没有写明工作日还是自然日"),
    "review_overdue": (False, "依据的复核日期已过"),
    "validity_gap": (False, "前后两个版本的有效期不相接"),
    "expired": (False, "规则已失效,没有新版本"),
    "long_sentence": (False, "给群众看的句子太长"),
    "officialese": (False, "给群众看的话里有公文用语"),
    "needless_explanation": (False, "“已说明的提醒”没有对应的提醒"),
}
PACK_PARTS = ("questions", "materials", "not_eligible", "reminders", "not_needed")


@dataclass(frozen=True)
class Finding:
    """One finding. `place` is the path of keys in the joined item; `subject` is what `explained` names it by."""

    code: str
    message: str
    place: Place
    subject: str = ""

    @property
    def is_error(self) -> bool:
        return CODES[self.code][0]


@dataclass(frozen=True)
class Explanation:
    """One line of `explained`: `code: why` or `code subject: why`. It silences warnings, never errors."""

    text: str
    code: str
    subject: str

    def covers(self, finding: Finding) -> bool:
        if finding.is_error or finding.code != self.code:
            return False
        return not self.subject or finding.subject == self.subject or finding.subject.startswith(self.subject + ".")


def read_explanations(lines: Iterable[str]) -> list[Explanation]:
    """The lines of `explained`; one that cannot be read covers nothing, and so is reported as needless."""
    found = []
    for line in lines:
        match = re.fullmatch(r"\s*([a-z_]+)(?:\s+([^:\uff1a\s]+))?\s*[:\uff1a]\s*\S.*", line, re.DOTALL)
        found.append(Explanation(line, match[1] if match else "", (match[2] or "") if match else ""))
    return found


class Homes:
    """Which parts of a joined item come from a pack: a finding about them belongs to the pack's file."""

    def __init__(self, item: Item, packs: dict[str, Pack]) -> None:
        self._known: dict[int, tuple[str, Place]] = {}
        for name in item.include:
            for part in PACK_PARTS:
                for number, one in enumerate(getattr(packs[name], part)):
                    self._known[id(one)] = (name, ("packs", name, part, number))
        self._item = item

    def of(self, place: Place) -> tuple[str, Place]:
        """The pack (an empty name for the item itself) and the place in the file of its owner."""
        part: Any = self._item
        for depth, key in enumerate(place):
            part = part[key] if isinstance(key, int) and isinstance(part, tuple) else getattr(part, str(key), None)
            if id(part) in self._known:
                name, start = self._known[id(part)]
                return name, start + place[depth + 1 :]
            if part is None:
                break
        return "", place
