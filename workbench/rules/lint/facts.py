"""Checks of what the file says: bases, times, validity, follow-ups, examples, and papers that may not be asked for."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from workbench import files, workspace
from workbench.problems import did_you_mean
from workbench.rules.item import Duration, Item
from workbench.rules.lint.findings import Finding

FEWEST_EXAMPLES = 6
# 社会保险经办条例 31: beyond proofs of identity nothing may be asked for without a law, regulation or State Council
# decision. It covers the medical insurance agencies too (article 2).
INSURANCE = ("社会保险", "医疗保障", "医保")
IDENTITY = re.compile(r"身份|社保卡|社会保障卡|医保(?:电子)?(?:凭证|码|卡)|护照|居住证|户口簿|通行证")
_BARE_DAYS = re.compile(r"(?<!月 )(?<![月\d.])(\d+)\s*个?日(?![期常前后起止])(?:以?内|之内|的?期限)?")
_DAYS = {"工作日": 7 / 5, "自然日": 1.0, "月": 30.0, "年": 365.0}


@dataclass(frozen=True)
class Forbidden:
    """A paper that the law does not allow to ask for; `items` empty means every item."""

    words: tuple[str, ...]
    items: tuple[str, ...]
    law: str
    instead: str


@cache
def forbidden_papers() -> tuple[Forbidden, ...]:
    """The list in `rules/forbidden.toml`."""
    path = workspace.shipped() / "rules" / "forbidden.toml"
    found = tomllib.loads(files.read_text(path))["papers"]
    return tuple(Forbidden(tuple(f["words"]), tuple(f.get("items", ())), f["law"], f["instead"]) for f in found)


def check(item: Item, known_items: Collection[str], today: date) -> Iterator[Finding]:
    """Everything that can be seen in one item without following its conditions."""
    yield from _limits(item)
    yield from _review(item, today)
    for number, material in enumerate(item.materials):
        yield from _material(item, number)
        if material.layer == "personal" and not any(material.id in example.need for example in item.examples):
            message = f"个性化材料“{material.name}”没有示例。请加一个要它的示例"
            yield Finding("no_example", message, ("materials", number, "id"), material.id)
    for number, follow_up in enumerate(item.follow_ups):
        if follow_up.item and follow_up.item not in known_items:
            near = did_you_mean(follow_up.item, known_items)
            message = f"接下来的事指向的事项“{follow_up.item}”不存在{near}"
            yield Finding("unknown_item", message, ("follow_ups", number, "item"), follow_up.item)
    if not item.faq:
        yield Finding("no_faq", "没有群众常问的话。请至少写一问一答", (), "faq")
    if len(item.examples) < FEWEST_EXAMPLES:
        message = f"只有 {len(item.examples)} 个示例,至少要 {FEWEST_EXAMPLES} 个,规则改错时才能发现"
        yield Finding("few_examples", message, ("examples",), "examples")
    yield from _bare_days(item)


def at_most(first: Duration, second: Duration) -> bool:
    """Whether one length of time is surely not above another; five working days are seven natural ones."""
    if first.unit == second.unit:
        return first.days <= second.days
    return first.days * _DAYS[first.unit] <= second.days * _DAYS[second.unit]


def _limits(item: Item) -> Iterator[Finding]:
    statutory, promised = item.limits.statutory, item.limits.promised
    if statutory and promised and not at_most(promised, statutory):
        message = f"承诺时限({promised})长于法定时限({statutory})。请改短承诺时限,或核对单位"
        yield Finding("promised_above_statutory", message, ("limits", "promised"), "limits")


def _review(item: Item, today: date) -> Iterator[Finding]:
    if item.review_due < today:
        message = f"依据应在 {item.review_due} 前复核,已过期。请核对依据,再改“依据核对日期”"
        yield Finding("review_overdue", message, ("basis_checked_on",), "basis_checked_on")


def _material(item: Item, number: int) -> Iterator[Finding]:
    material = item.materials[number]
    for position, need in enumerate(material.needs):
        if not need.because.strip():
            first = bool(material.when) and position == 0
            place = ("materials", number, "when" if first else "also")
            message = f"个性化材料“{material.name}”没有写“为什么要”。请用一句话告诉群众为什么要带"
            yield Finding("no_reason", message, place, material.id)
    place = ("materials", number, "name")
    if not material.basis.strip():
        insured = any(word in item.domain for word in INSURANCE)
        if insured and not IDENTITY.search(material.name):
            message = (
                f"材料“{material.name}”没有依据。社会保险经办条例第三十一条:身份证件以外的材料,"
                "没有法律、法规或国务院决定依据的不得要求。请在“依据”里写上,或删去这份材料"
            )
            yield Finding("forbidden_paper", message, place, material.id)
        else:
            message = f"材料“{material.name}”没有依据。请在“依据”里写上法律、法规的名称和条款"
            yield Finding("no_basis", message, place, material.id)
    for paper in forbidden_papers():
        if (not paper.items or item.id in paper.items) and any(word in material.name for word in paper.words):
            message = f"材料“{material.name}”不许收:{paper.law}。{paper.instead}"
            yield Finding("forbidden_paper", message, place, material.id)


def _bare_days(item: Item) -> Iterator[Finding]:
    """Times in the text whose days may be working or natural ones; citizens count them differently."""
    texts: list[tuple[tuple, str, str]] = [
        (("materials", n, "lead_time"), m.id, m.lead_time) for n, m in enumerate(item.materials) if m.lead_time
    ]
    texts += [
        (("follow_ups", n, "due_text"), f"follow_ups[{n + 1}]", f.due_text) for n, f in enumerate(item.follow_ups)
    ]
    texts += [(("faq", n, "a"), f"faq[{n + 1}]", one.a) for n, one in enumerate(item.faq)]
    texts += [(("steps", n, "citizen"), f"steps[{n + 1}]", one.citizen) for n, one in enumerate(item.steps)]
    for place, subject, text in texts:
        if match := _BARE_DAYS.search(text):
            message = f"“{match[0]}”没有写明是工作日还是自然日。请写成“{match[1]} 个工作日”或“{match[1]} 天”"
            yield Finding("time_unit", message, place, subject)


def validity(versions: list[Item], today: date) -> Iterator[tuple[Item, Finding]]:
    """Gaps between the versions of one item, given in any order, and an item that has run out."""
    ordered = sorted(versions, key=lambda item: item.valid_from)
    for before, after in itertools.pairwise(ordered):
        if before.valid_to and after.valid_from > before.valid_to + timedelta(days=1):
            message = f"上一版本 {before.valid_to} 失效,这一版本 {after.valid_from} 才生效,中间没有规则。请改日期"
            yield after, Finding("validity_gap", message, ("valid_from",), "valid_from")
    last = ordered[-1]
    if last.valid_to and last.valid_to < today:
        message = f"规则 {last.valid_to} 已失效,没有接替的版本。请加新版本,或改“失效日期”"
        yield last, Finding("expired", message, ("valid_to",), "valid_to")
