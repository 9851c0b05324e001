"""Conditions and answers in one line of a cell, which reads back exactly.

`origin=other_province 且 found=no`, `(a=x 或 b=y) 且 age >= 60`, `special=[elderly, sight]`, `非(origin=here)`. What a
person types may also use the texts of questions and the labels of options, full-width signs, 是, / and 、.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workbench.problems import did_you_mean
from workbench.rules.conditions import plain_form
from workbench.rules.excel import meant

DEEPEST = 20
_IDENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?![\w.-])")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?!\w)")
_POINT = re.compile(r"(?:\d{4}-\d{1,2}-\d{1,2}|today(?:\s*[+-]\s*\d+\s*[a-z]+)?|[+-]?\d+(?:\.\d+)?)(?!\w)")
_INTERVAL = re.compile(r"[\[(\]]\s*[^\s\[\]()]+\s*\.\.\s*[^\s\[\]()]+\s*[\])\[]")
_AGE = re.compile(r"(?:within|older than)\s+\d+\s*(?:days?|天|日|weeks?|周|months?|个月|月|years?|年)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_UNKNOWN = re.compile(r"[^\s;()\[\],、=!≠<>\"]+?(?=\s*(?:$|[=!≠<>;()\[\],、]|不是|是|选|且|或))")
_END = re.compile(r"\s*(?:$|[;)\],、/]|且|或)")
_JOINED = {"全部": "all", "任一": "any"}


class LineError(ValueError):
    """A line that cannot be read, with the words around the place."""


@dataclass
class Names:
    """Other words for ids: texts of questions, labels of options. A text that two questions share names neither."""

    questions: dict[str, str] = field(default_factory=dict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, question: str, text: str, options: Mapping[str, str]) -> None:
        """A question with its options (id → label)."""
        for plain in {_plain(text), _plain(text.rstrip("?\uff1f"))} - {""}:
            self.questions[plain] = "" if self.questions.get(plain, question) != question else question
        labels = [_plain(label) for label in options.values()]
        known = {_plain(label): one for one, label in options.items() if labels.count(_plain(label)) == 1}
        found = self.options.setdefault(question, {})
        found.update({word: one for word, one in {**known, **{one: one for one in options}}.items() if word and one})


def write_condition(when: Mapping[str, Any]) -> str:
    """The line of a condition. `read_condition` gives the same table back, key for key and type for type."""
    if list(when) == ["any"] and isinstance(when["any"], list) and len(when["any"]) > 1:
        return _alternatives(when["any"])
    return " 且 ".join(_write_entry(key, value) for key, value in when.items())


def _alternatives(parts: list[Any]) -> str:
    return " 或 ".join(_write_part(part) for part in parts)


def _write_part(part: Any) -> str:
    if list(part) == ["any"] or not part:
        return f"({write_condition(part)})"
    return write_condition(part)


def _write_entry(key: str, value: Any) -> str:
    if key == "any" and isinstance(value, list):
        return f"({_alternatives(value)})" if len(value) > 1 else f"任一({write_condition(value[0])})"
    if key == "all" and isinstance(value, list):
        return f"全部({'; '.join(write_condition(one) for one in value)})"
    if key == "not" and isinstance(value, Mapping):
        return f"非({write_condition(value)})"
    if isinstance(value, str):
        sign = re.match(r">=|<=|>|<", value)
        pretty = f"{key} {value}" if sign or _AGE.fullmatch(value) else f"{key}={value}"
        if _reads_back(pretty, {key: value}):
            return pretty
    return f"{key}={write_value(value)}"


def _reads_back(line: str, wanted: dict[str, Any]) -> bool:
    try:
        return read_condition(line) == wanted
    except LineError:
        return False


def write_value(value: Any) -> str:
    """One value: an id as it is, other text in quotation marks, a list in brackets."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(write_value(one) for one in value)}]"
    if isinstance(value, str) and not (_IDENT.fullmatch(value) and value not in ("true", "false")):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def write_answers(answers: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}={write_value(value)}" for name, value in answers.items())


def read_condition(line: str, names: Names | None = None) -> dict[str, Any]:
    """The condition of a line. Raises `LineError` with a sentence for the person who typed it."""
    return _whole(line, names, lambda reader: reader.alternatives(0))


def read_answers(line: str, names: Names | None = None) -> dict[str, Any]:
    """The answers of a line: `情形=选项`, separated by semicolons. Raises `LineError`."""
    return _whole(line, names, _Reader.answers)


def _whole(line: str, names: Names | None, read: Callable[[_Reader], dict[str, Any]]) -> dict[str, Any]:
    reader = _Reader(_plain(line), names or Names())
    if not reader.text.strip():
        return {}
    found = read(reader)
    if reader.rest:
        sentence = meant.left_over(reader.last, reader.head, reader.rest)
        raise LineError(sentence) if sentence else reader.error("多出来的字")
    return found


def _plain(text: str) -> str:
    """Full-width signs as plain ones, outside of quotation marks; “ ” and 「 」 as plain quotation marks."""
    out, position = [], 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[“「]([^”」]*)[”」]', text):
        out.append(_signs(text[position : match.start()]))
        out.append(match[0] if match[1] is None else json.dumps(match[1], ensure_ascii=False))
        position = match.end()
    return "".join([*out, _signs(text[position:])])


def _signs(text: str) -> str:
    lead = " " if text[:1].isspace() else ""
    trail = " " if text[-1:].isspace() and text.strip() else ""
    return lead + re.sub(r"\s*。\s*$", "", plain_form(text)) + trail


class _Reader:
    """A recursive descent over one line."""

    def __init__(self, text: str, names: Names) -> None:
        self.text, self.names, self.position = text, names, 0
        self.last = self.head = self.asked = ""  # the last condition as written, up to its options, and its question

    @property
    def rest(self) -> str:
        return self.text[self.position :].lstrip()

    def error(self, what: str) -> LineError:
        near = f"“{self.rest[:16]}”" if self.rest else "末尾"
        return LineError(f"{what},在{near}处看不懂。应写成“情形=选项 且 情形=选项”的样子")

    def accept(self, pattern: str | re.Pattern[str]) -> str | None:
        match = re.compile(r"\s*").match(self.text, self.position)
        start = match.end() if match else self.position
        found = re.compile(pattern).match(self.text, start)
        if found is None or not found[0]:
            return None
        self.position = found.end()
        return found[0]

    def expect(self, pattern: str, what: str) -> None:
        if self.accept(pattern) is None:
            raise self.error(what)

    def alternatives(self, depth: int) -> dict[str, Any]:
        if depth > DEEPEST:
            raise LineError("括号嵌套太深,请拆成几份材料")
        parts = [self.conjunction(depth)]
        while self.accept(r"或者?|\|\|"):
            self.no_option()
            parts.append(self.conjunction(depth))
        return parts[0] if len(parts) == 1 else {"any": parts}

    def conjunction(self, depth: int) -> dict[str, Any]:
        parts = [self.factor(depth)]
        while self.accept(r"并?且|&&"):
            parts.append(self.factor(depth))
        keys = [key for part in parts for key in part]
        if len(set(keys)) < len(keys):
            return {"all": parts}
        return {key: value for part in parts for key, value in part.items()}

    def factor(self, depth: int) -> dict[str, Any]:
        if self.accept(r"非\s*\("):
            inner = {} if self.rest.startswith(")") else self.alternatives(depth + 1)
            self.expect(r"\)", "少了右括号")
            return {"not": inner}
        for word, key in _JOINED.items():
            if self.accept(rf"{word}\s*\("):
                parts = [{} if self.rest[:1] in (";", ")") else self.alternatives(depth + 1)]
                while self.accept(";"):
                    parts.append({} if self.rest[:1] in (";", ")") else self.alternatives(depth + 1))
                self.expect(r"\)", "少了右括号")
                return {key: parts}
        if self.accept(r"\("):
            inner = {} if self.rest.startswith(")") else self.alternatives(depth + 1)
            self.expect(r"\)", "少了右括号")
            return inner
        return self.test()

    def no_option(self) -> None:
        """Raises when a mere option of the question before stands here: several of them are written otherwise."""
        start = self.position
        word = self.longest(self.names.options.get(self.asked, {}))
        if word is not None and _END.match(self.text, self.position):
            raise LineError(meant.several(self.last, self.head, "、" + self.text[start:]))
        self.position = start

    def test(self) -> dict[str, Any]:
        start, self.head = self.position, ""
        found = self.comparison(start)
        self.last = self.text[start : self.position].strip()
        return found

    def comparison(self, start: int) -> dict[str, Any]:
        name = self.asked = self.name()
        if age := self.accept(_AGE):
            return {name: age}
        sign = self.accept(meant.SIGN)
        if sign in (">=", "<=", ">", "<"):
            point = self.accept(_POINT)
            if point is None:
                raise self.error("比较的后面应当是数字或日期")
            return {name: f"{sign} {point}"}
        if sign is None:
            raise self.error(f"“{name}”后面少了等号")
        value = self.accept(_INTERVAL) or self.accept(_AGE)
        if value is None:
            self.head = self.text[start : self.position].strip()
            value = self.values(name)
        return {"not": {name: value}} if sign in ("!=", "≠", "不是") else {name: value}

    def name(self) -> str:
        quoted = self.accept(_STRING)
        word = _plain(json.loads(quoted)) if quoted else self.longest(self.names.questions)
        if word is not None and self.names.questions.get(word):
            return self.names.questions[word]
        found = word if quoted else self.accept(_IDENT)
        if found and _IDENT.fullmatch(found):
            return found
        if not (found := found or self.accept(_UNKNOWN)):
            raise self.error("应当是情形的编号,或问题的文字")
        if found in self.names.questions:
            raise LineError(f"不止一个问题叫“{found}”,请改写情形编号")
        known = [*(text for text, one in self.names.questions.items() if one), *self.names.options]
        near = did_you_mean(found, known)
        raise LineError(f"没有“{found}”这个问题{near or '。'}问题写在“情形”表;共享题库的问题见“共享题库”表")

    def longest(self, known: Mapping[str, str]) -> str | None:
        """The longest known word that stands here and is not the start of a longer one."""
        start = self.position + len(self.text[self.position :]) - len(self.rest)
        for word in sorted(known, key=len, reverse=True):
            if self.text.startswith(word, start) and not (
                word[-1].isascii() and word[-1].isalnum() and _IDENT.match(self.text, start + len(word))
            ):
                self.position = start + len(word)
                return word
        return None

    def values(self, name: str) -> Any:
        if self.accept(r"\["):
            found = []
            while not self.accept(r"\]"):
                if not self.rest:
                    raise self.error("少了右方括号")
                found.append(self.value(name))
                self.accept(r"[,、;/]")
            return found
        found = [self.value(name)]
        while self.accept(r"[/、]"):
            found.append(self.value(name))
        return found if len(found) > 1 else found[0]

    def value(self, name: str) -> Any:
        if text := self.accept(_STRING):
            word = json.loads(text)
            return self.names.options.get(name, {}).get(_plain(word), word)
        before = self.position
        if (label := self.longest(self.names.options.get(name, {}))) is not None:
            if _END.match(self.text, self.position):
                return self.names.options[name][label]
            self.position = before
        if day := self.accept(_DATE):
            try:
                return date(*map(int, day.split("-")))
            except ValueError:
                raise LineError(f"“{day}”不是一个日期") from None
        if number := self.accept(_NUMBER):
            return float(number) if "." in number else int(number)
        if word := self.accept(_IDENT):
            return {"true": True, "false": False}.get(word, word)
        if word := self.accept(r"[^\s;()\[\],、/且或]+"):
            return word  # an unknown label: the check of the rules names it with what it could be
        raise self.error("等号后面少了选项")

    def answers(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while self.rest:
            self.no_option()
            start = self.position
            name = self.asked = self.name()
            self.expect(r"=|是|选", f"“{name}”后面少了等号")
            if name in found:
                raise LineError(f"“{name}”回答了两次")
            self.head = self.text[start : self.position].strip()
            found[name] = self.values(name)
            self.last = self.text[start : self.position].strip()
            if self.rest and not self.accept(r"[;,]|且"):
                raise self.error("几个回答之间用分号隔开")
        return found
