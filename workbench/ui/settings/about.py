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
        found.append(Part(name, about.get("Version", ""), _licence(about)))
    return found


def _licence(about: metadata.PackageMetadata) -> str:
    if text := about.get("License-Expression"):
        return text
    classified = [
        line.rsplit("::", 1)[-1].strip() for line in about.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    text = "、".join(classified) or (about.get("License") or "").strip().splitlines()[0:1]
    return text if isinstance(text, str) else (text[0][:60] if text else "见其发行包")
