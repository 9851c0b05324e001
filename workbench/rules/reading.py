"""A TOML text as a model, every mistake with its file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from workbench import files
from workbench.problems import InputProblems, Problem, UserError
from workbench.rules.conditions import ConditionError
from workbench.rules.places import line_of
from workbench.validation import Place, explain

Model = TypeVar("Model", bound=BaseModel)


def parse(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = files.read_text(path)
    except UserError as error:
        line = re.search(r"第 (\d+) 行", str(error))
        message = re.sub(r"^.*?第 \d+ 行:", "", str(error))
        raise InputProblems([Problem(message, "encoding", str(path), int(line[1]) if line else None)]) from None
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputProblems([_toml_problem(error, text, path)]) from None
    except RecursionError:
        raise InputProblems([Problem("括号嵌套太深,不是规则文件", "toml", str(path), 1)]) from None


_TOML_WORDS = (
    ("Expected '=' after a key", "名称后面要有等号 ="),
    ("Cannot overwrite a value", "同一个名称写了两次"),
    ("Cannot declare", "同一个表([…])写了两次"),
    ("Unclosed array", "列表没有写完,缺少 ]"),
    ("Unterminated string", '文字没有写完,缺少 "'),
    ("Expected newline or end of document", "这一行多了内容,或引号用成了中文引号“”"),
    ("Invalid value", '值的写法不对:文字要放在英文引号 " " 里'),
    ("Invalid statement", "看不懂这一行"),
    ("Invalid initial character for a key", '名称的写法不对:请用英文引号 " ",不要用中文引号'),
    ("Illegal character", "文字里有不能用的字符或换行"),
    ("Expected ']]'", "表头缺少 ]]"),
    ("Expected ']'", "表头缺少 ]"),
    ("Unclosed inline table", "花括号没有写完,缺少 }"),
    ("Unescaped '\\'", "反斜杠 \\ 要写两个"),
    ("Invalid date", "日期不存在"),
)


def _toml_problem(error: tomllib.TOMLDecodeError, text: str, path: Path) -> Problem:
    message = str(error)
    place = re.search(r"\(at line (\d+), column (\d+)\)", message)
    line = int(place[1]) if place else max(1, len(text.splitlines()))
    sentence = next((chinese for english, chinese in _TOML_WORDS if message.startswith(english)), "写法有误")
    column = f"(第 {place[2]} 个字附近)" if place else "(文件末尾)"
    return Problem(f"{sentence}{column}", "toml", str(path), line)


def read_model(
    model: type[Model],
    data: Any,
    text: str,
    path: Path,
    prefix: Place = (),
    called: Callable[[Place], str] | None = None,
) -> Model:
    """`data` as a model. Raises `InputProblems` with the line of every mistake; `called` as in `explain`."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise InputProblems(
            [
                Problem(message, code, str(path), line_of(text, [*prefix, *place]), _words(place))
                for place, code, message in explain(error, model, called)
            ]
        ) from None


def _words(place: Place) -> str:
    """`materials[2].when`, counted from 1 as people count."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")


def condition_problem(error: ConditionError, text: str, path: Path, prefix: Place = ()) -> Problem:
    line = line_of(text, [*prefix, *error.place])
    return Problem(str(error), error.code, str(path), line, _words(error.place))
