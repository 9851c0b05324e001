"""The dictionary of rework causes: `rules/causes.toml`, three classes always, two more when an office wants them."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from workbench import files, workspace
from workbench.problems import UserError
from workbench.validation import explain


class Cause(BaseModel):
    """A class of causes with its second level; `usual_sides` suggests who could have prevented it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    required: bool = False
    usual_sides: tuple[str, ...] = ()
    details: tuple[str, ...]


class Causes(BaseModel):
    """The whole dictionary."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sides: tuple[str, ...]
    causes: tuple[Cause, ...]

    def in_use(self, optional: tuple[str, ...] = ()) -> dict[str, Cause]:
        """The classes that an office uses, by name: the required ones and those of `optional` it switched on."""
        return {cause.name: cause for cause in self.causes if cause.required or cause.name in optional}

    def by_name(self) -> dict[str, Cause]:
        """Every class, switched on or not."""
        return {cause.name: cause for cause in self.causes}


def load(space: workspace.Workspace | None = None) -> Causes:
    """The dictionary: the office's own `规则/causes.toml` if it has one, else the shipped one. Raises `UserError`."""
    own = space.rules / "causes.toml" if space is not None else None
    path = own if own is not None and own.is_file() else workspace.shipped() / "rules" / "causes.toml"
    return _read(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Causes:
    try:
        return Causes.model_validate(tomllib.loads(files.read_text(path)))
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path}:写法有误({error})。请改正后再试。") from None
    except ValidationError as error:
        _, _, sentence = explain(error, Causes)[0]
        raise UserError(f"{path}:{sentence}。请改正后再试。") from None
