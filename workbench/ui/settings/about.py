"""What this program is made of: its own licence and those of the libraries it uses."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata

USED = (
    "chinesecalendar",
    "docxtpl",
    "filelock",
    "Jinja2",
    "lxml",
    "openpyxl",
    "Pillow",
    "platformdirs",
    "pydantic",
    "pypinyin",
    "python-calamine",
    "python-docx",
    "segno",
    "tomlkit",
    "ttkbootstrap",
)


@dataclass(frozen=True)
class Part:
    name: str
    version: str
    licence: str


def parts() -> list[Part]:
    """The libraries with version and licence, as they say themselves."""
    found = []
    for name in USED:
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        found.append(Part(name, about["Version"], _licence(about)))
    return found


def _licence(about: metadata.PackageMetadata) -> str:
    if "License-Expression" in about:
        return about["License-Expression"]
    classified = [
        line.rsplit("::", 1)[-1].strip() for line in about.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    written = about["License"].strip().splitlines() if "License" in about else []
    return "、".join(classified) or (written[0][:60] if written else "见其发行包")
