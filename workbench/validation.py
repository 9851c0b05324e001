"""pydantic's findings as Chinese sentences, with the nearest known word."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from workbench.problems import did_you_mean

Place = tuple[int | str, ...]


def explain(
    error: ValidationError, model: type[BaseModel], called: Callable[[Place], str] | None = None
) -> list[tuple[Place, str, str]]:
    """`(place, code, sentence)` of every finding; `place` is the path of keys and numbers in the input.

    `called` gives what the person calls a place, such as the heading of a column; without it, or when it gives
    nothing, the key itself stands in the sentence.
    """
    findings = []
    for found in error.errors():
        place = _plain(found["loc"])
        name = (called(place) if called else "") or next(
            (part for part in reversed(place) if isinstance(part, str)), ""
        )
        findings.append((place, found["type"], _sentence(found, model, name)))
    return findings


def _plain(place: Place) -> Place:
    """The path without pydantic's own words for the member of a union."""
    return tuple(part for part in place if not (isinstance(part, str) and (part[:1] in "[(" or part == "str")))


def _sentence(found: ErrorDetails, model: type[BaseModel], name: str) -> str:
    place, kind, context = found["loc"], found["type"], found.get("ctx", {})
    value = _short(found.get("input"))
    match kind:
        case "extra_forbidden":
            return f"不认识“{name}”{did_you_mean(name, _fields_at(model, place[:-1]))}"
        case "missing":
            return f"缺少“{name}”"
        case "literal_error" | "enum":
            options = str(context.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
            return f"“{name}”不能是“{value}”,可以是:{options}"
        case "value_error":
            return str(context.get("error", found["msg"]))
        case "string_too_short" | "too_short":
            return f"“{name}”不能空着"
        case "string_too_long" | "too_long":
            return f"“{name}”太长,最多 {context.get('max_length')} 个字"
        case "string_pattern_mismatch":
            return f"“{name}”的写法不对:“{value}”。{_allowed(str(context.get('pattern', '')))}".rstrip("。")
        case "greater_than_equal" | "greater_than":
            limit = context.get("ge", context.get("gt"))
            return f"“{name}”不能{'小于' if kind.endswith('equal') else '是或小于'} {limit},现在是“{value}”"
        case "less_than_equal" | "less_than":
            limit = context.get("le", context.get("lt"))
            return f"“{name}”不能{'大于' if kind.endswith('equal') else '是或大于'} {limit},现在是“{value}”"
    for prefix, wanted in (
        ("datetime", "日期时间,如 2026-03-02T09:05"),
        ("date", "日期,如 2026-03-02"),
        ("string", "文字"),
        ("int", "整数"),
        ("float", "数字"),
        ("finite", "数字"),
        ("bool", "true 或 false"),
        ("list", "列表"),
        ("tuple", "列表"),
        ("dict", "一组 名称 = 值"),
        ("model", "一组 名称 = 值"),
    ):
        if kind.startswith(prefix):
            return f"“{name}”应当是{wanted},现在是“{value}”"
    return f"“{name}”不对:{value}"


def _allowed(pattern: str) -> str:
    """What the pattern of an id asks for."""
    found = re.fullmatch(r"\^\[a-z\]\[a-z0-9([_-])\]\{\d+,(\d+)\}\$", pattern)
    if not found:
        return ""
    sign = "下划线" if found[1] == "_" else "短横线"
    sample = "id_card" if found[1] == "_" else "daolu-huoyun"
    return f"只能用小写英文字母、数字和{sign},以字母开头,不超过 {int(found[2]) + 1} 个字,如 {sample}"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"


def _fields_at(model: type[BaseModel], place: Place) -> list[str]:
    """The field names that the model knows at `place`."""
    current: Any = model
    for part in place:
        if isinstance(part, str) and isinstance(current, type) and issubclass(current, BaseModel):
            field = current.model_fields.get(part)
            if field is None:
                return []
            current = _inner_model(field.annotation)
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, BaseModel) else []


def _inner_model(annotation: Any) -> Any:
    """The model inside `tuple[Model, ...]`, `Model | None` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in typing.get_args(annotation):
        if (found := _inner_model(inner)) is not None:
            return found
    return None
