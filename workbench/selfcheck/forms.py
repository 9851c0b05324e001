"""The form: `rules/selfcheck.toml`, or the office's own copy in its folder of rules."""

from __future__ import annotations

import functools
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from workbench import files, workspace
from workbench.problems import UserError, did_you_mean
from workbench.validation import explain
from workbench.workspace import Workspace

When = Literal["before", "after"]
WHEN_WORDS: dict[When, str] = {"before": "上岗前", "after": "下班后"}
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Dimension(_Part):
    """What is looked at. Without a weight of its own it counts as another dimension."""

    id: Id
    name: Text
    weight: float = Field(0, ge=0, le=100)
    counts_as: Id | None = None


class Item(_Part):
    """One observable fact, answered 是, 否 or 不适用."""

    id: Id
    dimension: Id
    when: When
    text: Text


class Form(_Part):
    """The whole form."""

    dimensions: tuple[Dimension, ...]
    items: tuple[Item, ...]

    @model_validator(mode="after")
    def _fits_together(self) -> Form:
        known = {one.id: one for one in self.dimensions}
        for parts, word in ((self.dimensions, "维度"), (self.items, "项目")):
            ids = [part.id for part in parts]
            if twice := sorted({id for id in ids if ids.count(id) > 1}):
                raise ValueError(f"{word}的 id 重复:{'、'.join(twice)}")
        for one in self.dimensions:
            if bool(one.weight) == bool(one.counts_as):
                raise ValueError(f"维度“{one.name}”要么写 weight,要么写 counts_as")
            if one.counts_as and not (one.counts_as in known and known[one.counts_as].weight):
                raise ValueError(f"维度“{one.name}”并入的“{one.counts_as}”不存在,或没有 weight")
        for item in self.items:
            if item.dimension not in known:
                raise ValueError(
                    f"项目“{item.text}”的维度“{item.dimension}”不存在{did_you_mean(item.dimension, known)}"
                )
        if {item.when for item in self.items} != {"before", "after"}:
            raise ValueError("上岗前(before)和下班后(after)各至少要有一项")
        return self

    @cached_property
    def weighted(self) -> tuple[Dimension, ...]:
        """The dimensions that have a weight, in file order."""
        return tuple(one for one in self.dimensions if one.weight)

    @cached_property
    def counted_in(self) -> dict[str, str]:
        """The weighted dimension in which each item counts."""
        target = {one.id: one.counts_as or one.id for one in self.dimensions}
        return {item.id: target[item.dimension] for item in self.items}

    @cached_property
    def by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    def at(self, when: When) -> list[Item]:
        """The items of one half of the day, by dimension."""
        order = [one.id for one in self.dimensions]
        return sorted((item for item in self.items if item.when == when), key=lambda item: order.index(item.dimension))


def load(space: Workspace | None = None) -> Form:
    """The form of the office in `space`, else the shipped one. Raises `UserError` that says what is wrong in it."""
    own = space.rules / "selfcheck.toml" if space is not None else None
    path = own if own is not None and own.is_file() else workspace.shipped() / "rules" / "selfcheck.toml"
    return _read(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Form:
    try:
        return Form.model_validate(tomllib.loads(files.read_text(path)))
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path}:写法有误({error})。请改正后再试。") from None
    except ValidationError as error:
        _, _, sentence = explain(error, Form)[0]
        raise UserError(f"{path}:{sentence.removeprefix('Value error, ')}。请改正后再试。") from None
