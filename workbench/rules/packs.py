"""Packs of questions and papers that many items share, and how an item takes them in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbench.problems import InputProblems, Problem, did_you_mean
from workbench.rules.conditions import Place
from workbench.rules.item import Item, Material, Pack, When
from workbench.rules.places import line_of


def join(item: Item, packs: dict[str, Pack], text: str, path: Path) -> Item:
    """The item with its packs: its own words win; a paper named twice is kept once, with both reasons."""
    problems = [
        Problem(f"共享题库“{name}”不存在{did_you_mean(name, packs)}", "missing_pack", str(path), line)
        for name in item.include
        if name not in packs
        for line in [line_of(text, ["include"])]
    ]
    problems += _repeated(item, text, path)
    if problems:
        raise InputProblems(problems)
    if not item.include:
        return item
    questions = {question.id: question for question in item.questions}
    materials = {material.id: material for material in item.materials}
    joined: dict[str, tuple[Any, ...]] = {}
    for pack in (packs[name] for name in item.include):
        for question in pack.questions:
            questions.setdefault(question.id, question)
        for material in pack.materials:
            known = materials.get(material.id)
            materials[material.id] = _merged(known, material) if known else material
        for name in ("not_eligible", "reminders", "not_needed"):
            joined[name] = joined.get(name, getattr(item, name)) + getattr(pack, name)
    return item.changed(questions=tuple(questions.values()), materials=tuple(materials.values()), **joined)


def _merged(first: Material, second: Material) -> Material:
    """One paper wanted by two sides: wanted from everybody if one side does, else for every reason of both."""
    if first.layer == "base" or second.layer == "base":
        return first.changed(layer="base", when={}, because="", also=())
    known = {(repr(need.when), need.because) for need in first.needs}
    more = tuple(need for need in second.needs if (repr(need.when), need.because) not in known)
    return first.changed(also=first.also + more)


def _repeated(item: Item, text: str, path: Path) -> list[Problem]:
    problems = []
    for part, parts in (("questions", item.questions), ("materials", item.materials)):
        seen: set[str] = set()
        for number, one in enumerate(parts):
            if one.id in seen:
                line = line_of(text, [part, number, "id"])
                word = "情形" if part == "questions" else "材料"
                problems.append(
                    Problem(f"{word}编号“{one.id}”写了两次。请换一个编号,或删去一个", "repeated_id", str(path), line)
                )
            seen.add(one.id)
    return problems


def pack_lines(pack: Pack) -> list[tuple[Place, When]]:
    """The conditions of a pack; they may look at the pack's own questions only."""
    return [
        ((part, number, "when"), one.when)
        for part in ("materials", "not_eligible", "reminders", "not_needed")
        for number, one in enumerate(getattr(pack, part))
    ]
