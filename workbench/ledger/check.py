"""Checks records against the words of this office: its items and their papers, its causes. All problems at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from workbench.ledger import causes, columns
from workbench.ledger.plain import HAND_ADDED
from workbench.ledger.records import KINDS, SIDES, Record, masked, new_id
from workbench.problems import Problem, did_you_mean
from workbench.rules import library
from workbench.rules.library import Library
from workbench.validation import explain
from workbench.workspace import Workspace

Materials = Mapping[str, str]


@dataclass(frozen=True)
class ItemWords:
    """What the ledger needs to know of an item: its names, the papers of all its versions by id, and the versions."""

    name: str
    short: str = ""
    materials: Materials = field(default_factory=dict)
    versions: tuple[tuple[date, date | None, str], ...] = ()  # (valid from, valid to, version), newest first

    def version_on(self, day: str) -> str:
        """The version of the rules that held on `day` (ISO text, also with a time); empty when none did."""
        for since, until, version in self.versions:
            if since.isoformat() <= day[:10] <= (until or date.max).isoformat():
                return version
        return ""


@dataclass(frozen=True)
class Words:
    """The office's words at one moment."""

    items: Mapping[str, ItemWords]
    causes: Mapping[str, causes.Cause]
    known_causes: Mapping[str, causes.Cause]
    window: str = "A01"
    clerk: str = ""
    mask_numbers: bool = True

    def item_name(self, item: str) -> str:
        return self.items[item].name if item in self.items else item

    def material_name(self, item: str, material: str) -> str:
        if material.startswith(HAND_ADDED):
            return material
        return self.items[item].materials.get(material, material) if item in self.items else material


def words(space: Workspace, rules: Library | None = None) -> Words:
    """The words of the office in `space` (the one place where the ledger asks the rules library).

    `rules` spares reading them again.
    """
    settings = space.settings()
    dictionary = causes.load(space)
    return Words(
        items=_items(rules or library.load(space)),
        causes=dictionary.in_use(settings.optional_causes),
        known_causes=dictionary.by_name(),
        window=settings.window,
        clerk=settings.clerk,
        mask_numbers=settings.mask_numbers,
    )


def _items(loaded: Library) -> dict[str, ItemWords]:
    found = {}
    for item_id in sorted(loaded.ids()):
        items = [entry.item for entry in loaded.versions(item_id)]
        materials = {paper.id: paper.name for item in reversed(items) for paper in item.materials}
        versions = tuple((item.valid_from, item.valid_to, item.version) for item in items)
        found[item_id] = ItemWords(items[0].name, items[0].short, materials, versions)
    return found


def record(
    kind: str, values: Any, known: Words, place: str = "", *, old: bool = False
) -> tuple[Record | None, list[Problem]]:
    """The record of `values` (the JSON shape of the contract), or None and every problem in it.

    Fills what the office knows: window, clerk, rule version; makes an id when there is none. An `old` record comes
    back from a workbook: items and causes that this office no longer has are kept as they are.
    """
    if not isinstance(values, Mapping):
        return None, [Problem("应当是一组 名称:值", "not_object", where=place)]
    filled = {key: value for key, value in values.items() if not (key in ("id", "matter") and not value)}
    filled.setdefault("window", known.window)
    if kind != "measures":
        filled.setdefault("clerk", known.clerk)
        if isinstance(item := filled.get("item"), str) and item in known.items:
            day = str(filled.get("started" if kind == "cases" else "date"))
            filled.setdefault("version", known.items[item].version_on(day))
    if known.mask_numbers:
        filled = masked(kind, filled)
    made_id, made_matter = "id" not in filled, kind == "cases" and "matter" not in filled
    filled.setdefault("id", "NEW")
    if kind == "cases":
        filled.setdefault("matter", "NEW")
    model = KINDS[kind]
    problems = []
    found: Record | None = None
    try:
        found = model.model_validate(filled)
    except ValidationError as error:
        problems = [
            Problem(sentence, code, where=".".join([place, *map(str, path)]).strip("."))
            for path, code, sentence in explain(error, model, _heading(kind))
        ]
    if not old:
        problems += unknown_words(kind, filled, known, place)
    if problems or found is None:
        return None, problems
    if made_id:
        found = found.model_copy(update={"id": new_id(kind, found.day)})  # type: ignore[attr-defined]
    if made_matter:
        found = found.model_copy(update={"matter": found.id})
    return found, []


def changed(old: Record, kind: str, changes: Any, known: Words, place: str = "") -> tuple[Record | None, list[Problem]]:
    """`old` with the fields of `changes`, or None and every problem. Only changed fields meet today's words."""
    if not isinstance(changes, Mapping):
        return None, [Problem("应当是一组 名称:值", "not_object", where=place)]
    given = masked(kind, changes) if known.mask_numbers else dict(changes)
    before = old.as_dict()
    problems = []
    if given.get("id", old.id) != old.id:
        problems.append(Problem("编号不能改", "fixed", where=f"{place}.id".strip(".")))
    merged = {**before, **given}
    found: Record | None = None
    try:
        found = type(old).model_validate(merged)
    except ValidationError as error:
        problems += [
            Problem(sentence, code, where=".".join([place, *map(str, path)]).strip("."))
            for path, code, sentence in explain(error, type(old), _heading(kind))
        ]
    touched = {key for key in given if given[key] != before.get(key)}
    if "item" in touched and merged.get("material"):
        touched.add("material")
    if "cause" in touched and merged.get("detail"):
        touched.add("detail")
    new_words = {key: value for key, value in merged.items() if key in touched}
    problems += unknown_words(kind, {**new_words, "_all": merged}, known, place)
    return (None, problems) if problems or found is None else (found, [])


def _heading(kind: str) -> Callable[[tuple[int | str, ...]], str]:
    """The heading that a field has in the workbook."""
    found = {column.field: column.header for column in columns.BY_KIND[kind].columns}
    return lambda place: found.get(str(place[0]), "") if place else ""


def unknown_words(kind: str, values: Mapping[str, Any], known: Words, place: str) -> list[Problem]:
    """Items, papers and causes that the office does not have, each with the nearest one that it has."""
    whole = values.get("_all", values)
    problems: list[Problem] = []

    def refuse(key: str, code: str, sentence: str) -> None:
        problems.append(Problem(sentence, code, where=f"{place}.{key}".strip(".")))

    item = whole.get("item")
    papers = known.items[item].materials if isinstance(item, str) and item in known.items else None
    if isinstance(values.get("item"), str) and papers is None and (item or kind != "measures"):
        refuse("item", "unknown_item", f"没有事项“{_short(item)}”{did_you_mean(str(item), known.items)}")
    given = list(values["ticks"]) if kind == "cases" and isinstance(values.get("ticks"), Mapping) else []
    given += [values["material"]] if isinstance(values.get("material"), str) and values["material"] else []
    for paper in given:
        if papers is not None and paper not in papers and not str(paper).startswith(HAND_ADDED):
            hint = did_you_mean(str(paper), papers)
            advice = "" if hint else f"。清单以外的材料请写成“{HAND_ADDED}材料名称”"
            key = "material" if kind != "cases" else f"ticks.{_short(paper)}"
            refuse(key, "unknown_material", f"事项“{item}”没有材料“{_short(paper)}”{hint}{advice}")
    if kind != "cases":
        _cause_words(values, whole, known, refuse)
    return problems


def _cause_words(values: Mapping[str, Any], whole: Mapping[str, Any], known: Words, refuse: Any) -> None:
    cause, detail = whole.get("cause"), values.get("detail")
    if isinstance(values.get("cause"), str) and cause and cause not in known.causes:
        if cause in known.known_causes:
            refuse("cause", "cause_off", f"大类“{cause}”没有启用,请先在“设置”里启用")
        else:
            refuse("cause", "unknown_cause", f"没有原因大类“{_short(cause)}”{did_you_mean(cause, known.causes)}")
    details = known.known_causes[cause].details if isinstance(cause, str) and cause in known.known_causes else None
    if isinstance(detail, str) and detail and details is not None and detail not in details:
        refuse("detail", "unknown_detail", f"“{cause}”没有二级原因“{_short(detail)}”{did_you_mean(detail, details)}")


def usual_side(known: Words, cause: str) -> str:
    """Who could usually have prevented this cause; 群众 when the dictionary does not say."""
    sides = known.known_causes[cause].usual_sides if cause in known.known_causes else ()
    return sides[0] if sides else SIDES[0]


def _short(text: Any) -> str:
    return str(text) if len(str(text)) <= 40 else f"{str(text)[:40]}…"
