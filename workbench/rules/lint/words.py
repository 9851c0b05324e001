"""Plain words: what a citizen reads is short and free of bureaucratic terms.

The list is `rules/plain-words.toml`; an office adds its own in `规则/plain-words.toml`, where an empty plain form
takes a word off the list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from workbench import files, workspace
from workbench.problems import InputProblems, Problem
from workbench.rules.conditions import Place
from workbench.rules.item import Item, Part
from workbench.rules.lint.findings import Finding
from workbench.rules.reading import parse, read_model
from workbench.workspace import Workspace

# Full-width signs by number: they look like the plain ones. Quoted words and words in brackets are others' words.
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|\([^)]*\)|\uff08[^\uff09]*\uff09")
_SENTENCES = re.compile(r"[^。!?;\n\uff01\uff1f\uff1b]+")


class PlainWords(Part):
    """The file: the longest sentence in characters, and bureaucratic words with their plain forms."""

    longest_sentence: int | None = Field(default=None, ge=10, le=200)
    words: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class Style:
    """The two lists as one, ready to search with."""

    longest: int
    words: dict[str, str]
    pattern: re.Pattern[str]


def load(space: Workspace | None) -> Style:
    """The shipped list with the office's own above it. Raises `InputProblems` with file and line."""
    path = workspace.shipped() / "rules" / "plain-words.toml"
    shipped = PlainWords.model_validate(tomllib.loads(files.read_text(path)))
    own = _own(space.rules / "plain-words.toml") if space else PlainWords()
    words = {word: plain for word, plain in {**shipped.words, **own.words}.items() if plain}
    longest = own.longest_sentence or shipped.longest_sentence or 40
    by_length = sorted(words, key=len, reverse=True)
    return Style(longest, words, re.compile("|".join(map(re.escape, by_length)) or r"(?!)"))


def _own(path: Path) -> PlainWords:
    if not path.exists():
        return PlainWords()
    text, data = parse(path)
    found = read_model(PlainWords, data, text, path)
    if empty := [word for word in found.words if not word.strip()]:
        raise InputProblems([Problem(f"公文用语不能空着({len(empty)} 处)", "plain_words", str(path))])
    return found


def check(item: Item, style: Style) -> Iterator[Finding]:
    """Bureaucratic words and long sentences in the texts of an item that citizens read or hear."""
    for place, subject, text in citizen_texts(item):
        bare = _QUOTED.sub("", text)
        for word in dict.fromkeys(style.pattern.findall(bare)):
            message = f"“{word}”是公文用语,请改说“{style.words[word]}”:{_short(text)}"
            yield Finding("officialese", message, place, subject)
        for sentence in _SENTENCES.findall(bare):
            if len(sentence.strip()) > style.longest:
                message = (
                    f"这句话有 {len(sentence.strip())} 个字,请拆成不超过 {style.longest} 个字的短句:{_short(sentence)}"
                )
                yield Finding("long_sentence", message, place, subject)


def citizen_texts(item: Item) -> Iterator[tuple[Place, str, str]]:
    """`(place, subject, text)` of every text meant for the citizen. Official names of papers are left alone."""
    for n, question in enumerate(item.questions):
        if question.plain:
            yield ("questions", n, "plain"), question.id, question.plain
    for n, material in enumerate(item.materials):
        for name in ("because", "where", "lead_time", "commitment", "plain"):
            if text := getattr(material, name):
                yield ("materials", n, name), material.id, text
        for k, need in enumerate(material.also):
            yield ("materials", n, "also", k, "because"), material.id, need.because
        for text in material.alternatives:
            yield ("materials", n, "alternatives"), material.id, text
    lists = {
        "not_eligible": ("reason", "instead"),
        "reminders": ("text",),
        "steps": ("citizen",),
        "follow_ups": ("why", "due_text"),
        "not_needed": ("why",),
        "faq": ("q", "a"),
    }
    for part, names in lists.items():
        for n, one in enumerate(getattr(item, part)):
            for name in names:
                if text := getattr(one, name):
                    yield (part, n, name), f"{part}[{n + 1}]", text


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 24 else text[:24] + "…"
