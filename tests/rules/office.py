"""A complete small item without any finding, and the same with one thing changed."""

from __future__ import annotations

from pathlib import Path

from workbench.workspace import Workspace

ITEM = """\
id = "weiban-zheng"
name = "便民服务证办理"
short = "便民证"
domain = "交通运输"
authority = "县交通运输局"
audience = ["自然人"]
case_type = "承诺件"
version = "2026.1"
valid_from = 2026-01-01
basis_checked_on = 2026-01-10
review_every_days = 180
confidence = "高"

[[basis]]
law = "道路运输条例"

[limits]
statutory = { days = 20, unit = "工作日" }
promised = { days = 5, unit = "工作日" }

[[questions]]
id = "origin"
text = "原来在哪里办的?"
plain = "原来的证是在哪儿办的?"
kind = "single"
options = [
  { id = "here", label = "本地" },
  { id = "other", label = "外地" },
  { id = "abroad", label = "国外" },
]

[[questions]]
id = "age"
text = "年龄"
kind = "number"
unit = "岁"
when = { origin = ["other", "abroad"] }

[[materials]]
id = "form"
layer = "base"
name = "申请表"
basis = "道路运输条例 第二十四条"

[[materials]]
id = "old_card"
layer = "personal"
name = "原来的服务证"
when = { origin = "other" }
because = "您从外地转来"
basis = "道路运输条例 第二十四条"

[[materials]]
id = "translation"
layer = "personal"
name = "翻译件"
when = { origin = "abroad" }
because = "您的证是外文的"
also = [{ when = { age = ">= 60" }, because = "您过了 60 岁,要看原证" }]
basis = "道路运输条例 第二十四条"

[[not_eligible]]
when = { age = "< 18" }
reason = "不满 18 岁不能办"
instead = "请满 18 岁后再来"

[[follow_ups]]
item = "daolu-huoyun"
why = "要拉货的,还要办货运许可"

[[faq]]
q = "要多久?"
a = "5 个工作日。"

[[examples]]
name = "本地人只要申请表"
answers = { origin = "here" }
need = ["form"]
not_need = ["old_card", "translation"]

[[examples]]
name = "外地转来的成年人"
answers = { origin = "other", age = 30 }
need = ["form", "old_card"]
not_need = ["translation"]

[[examples]]
name = "国外的证"
answers = { origin = "abroad", age = 30 }
need = ["translation"]

[[examples]]
name = "外地老人"
answers = { origin = "other", age = 60 }
need = ["old_card", "translation"]

[[examples]]
name = "外地的孩子不能办"
answers = { origin = "other", age = 17 }
outcome = "not_eligible"

[[examples]]
name = "国外老人"
answers = { origin = "abroad", age = 61 }
need = ["translation"]
not_need = ["old_card"]
"""


def changed(*changes: tuple[str, str]) -> str:
    """The item with texts replaced; a text that is not there is a fault of the test."""
    text = ITEM
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def write(space: Workspace, text: str = ITEM, name: str = "weiban-zheng.toml") -> Path:
    """The item as a file of the office."""
    space.rules.mkdir(parents=True, exist_ok=True)
    path = space.rules / name
    path.write_text(text, "utf-8")
    return path
