"""Checklists against a GoRules ZEN decision table, and loading against bare tomllib + pydantic."""

from __future__ import annotations

import json
import random
import tempfile
import tomllib
from datetime import date
from pathlib import Path

from tests.benchmarks.measure import compare, report
from workbench.rules import library
from workbench.rules.checklist import RuleBook
from workbench.rules.item import Item
from workbench.workspace import Workspace, shipped

TODAY = date(2026, 3, 2)
QUESTIONS, PAPERS, OPTIONS = 8, 50, 4


def main() -> int:
    return checklist() + loading()


def sample_item(seed: int = 1) -> Item:
    """50 papers on 8 questions of 4 options; each paper looks at one to three questions."""
    chance = random.Random(seed)
    letters = "abcd"[:OPTIONS]
    questions = [
        {"id": f"q{n}", "text": f"问题{n}", "kind": "single", "options": [{"id": o, "label": o} for o in letters]}
        for n in range(QUESTIONS)
    ]
    materials = [
        {
            "id": f"m{n}",
            "layer": "personal",
            "name": f"材料{n}",
            "because": "您的情况需要",
            "when": {
                f"q{q}": sorted(chance.sample(letters, chance.randint(1, 2)))
                for q in sorted(chance.sample(range(QUESTIONS), chance.randint(1, 3)))
            },
        }
        for n in range(PAPERS)
    ]
    head = tomllib.loads((shipped() / "rules/items/jt-01-daolu-huoyun.toml").read_text("utf-8"))
    keep = ("id", "name", "short", "domain", "authority", "audience", "case_type", "version", "confidence")
    dates = ("valid_from", "basis_checked_on")
    return Item.model_validate({k: head[k] for k in keep + dates} | {"questions": questions, "materials": materials})


def zen_decision(item: Item):
    """The same conditions as a ZEN decision table that collects the ids of all matching rows."""
    import zen

    inputs = [{"id": q.id, "name": q.id, "field": q.id} for q in item.questions]
    rows = []
    for material in item.materials:
        cells = {"_id": material.id, "out": json.dumps(material.id)}
        for q in item.questions:
            options = material.when.get(q.id)
            cells[q.id] = ", ".join(json.dumps(one) for one in options) if options else ""
        rows.append(cells)
    table = {
        "hitPolicy": "collect",
        "inputs": inputs,
        "outputs": [{"id": "out", "name": "id", "field": "id"}],
        "rules": rows,
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {"id": "t", "type": "decisionTableNode", "name": "t", "position": {"x": 0, "y": 0}, "content": table},
        {"id": "o", "type": "outputNode", "name": "o", "position": {"x": 0, "y": 0}},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "t", "type": "edge"},
        {"id": "2", "sourceId": "t", "targetId": "o", "type": "edge"},
    ]
    return zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))


def checklist() -> int:
    item = sample_item()
    book, decision = RuleBook(item), zen_decision(item)
    chance = random.Random(2)
    situations = [{f"q{n}": chance.choice("abcd"[:OPTIONS]) for n in range(QUESTIONS)} for _ in range(50)]
    for answers in situations:
        found = [row["id"] for row in decision.evaluate(answers)["result"]]
        assert found == book.checklist(answers, TODAY).needed_ids, "both must yield the same set"
    turn = iter(range(10**9))

    def ours():
        return book.checklist(situations[next(turn) % 50], TODAY).needed_ids

    def peer():
        return decision.evaluate(situations[next(turn) % 50])

    return report("50 份材料、8 个情形的清单", *compare(ours, peer, ours_times=5000, peer_times=300), at_least=40)


def loading() -> int:
    """300 files: the shipped ones, copied under other ids."""
    originals = sorted((shipped() / "rules/items").glob("*.toml"))
    with tempfile.TemporaryDirectory() as folder:
        space = Workspace(Path(folder))
        space.rules.mkdir()
        for number in range(300):
            text = originals[number % len(originals)].read_text("utf-8")
            head, _, tail = text.partition("\n")
            while not head.startswith("id ="):
                head, _, tail = tail.partition("\n")
            (space.rules / f"{number:03}.toml").write_text(f'id = "item-{number}"\n{tail}', "utf-8")
        paths = sorted(space.rules.glob("*.toml"))

        def ours():
            found = library.load_paths([space.rules], space)
            assert len(found.entries) == 300 and not found.problems

        def peer():
            return [Item.model_validate(tomllib.loads(path.read_text("utf-8"))) for path in paths]

        return report("读取 300 个规则文件", *compare(ours, peer, ours_times=1, peer_times=1, rounds=5), at_most=1.5)


if __name__ == "__main__":
    raise SystemExit(main())
