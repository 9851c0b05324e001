"""The notices of a case and the sheets of an item, each from its Word template.

`write("补正", path, space, case="C2026…")`; the kinds are those of `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from workbench import files, workdays
from workbench.documents import boards, checklist_word, word
from workbench.documents.case_fields import CaseFile, case_fields, open_case
from workbench.documents.checklist_fields import checklist_fields, days_of, refusal, steps
from workbench.problems import NotFound, UserError, did_you_mean
from workbench.rules import library
from workbench.settings import Settings
from workbench.workspace import Workspace

Fields = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of document: its template, the sign in its number, and what speaks against issuing it for a case.

    `dated` are the fields whose days stand on it.
    """

    template: str
    sign: str = ""
    against: Callable[[CaseFile], str] = lambda file: ""
    about: str = "case"  # case, item, domain or office
    help: str = ""
    dated: tuple[str, ...] = ()


def _nothing_short(file: CaseFile) -> str:
    return "" if file.papers("missing", "unfit") else "这个办件没有标为缺或不合格的材料,不用出补正通知书。"


def _not_accepted(file: CaseFile) -> str:
    outcome = file.case["outcome"]
    return f"这个办件的结果是“{outcome}”,不能出受理通知书。" if outcome in ("补正", "退回", "咨询", "转出") else ""


def _not_refused(file: CaseFile) -> str:
    outcome = file.case["outcome"]
    refused = outcome == "退回" or file.checklist.not_eligible
    return "" if refused else f"这个办件的结果是“{outcome}”,也没有不能办的情形,不能出不予受理通知书。"


def _nothing_deferred(file: CaseFile) -> str:
    return "" if file.papers("deferred") else "这个办件没有容缺后补的材料,不用签容缺受理承诺书。"


def _nothing_promised(file: CaseFile) -> str:
    return "" if file.papers("promised") else "这个办件没有以承诺代替的材料,不用签告知承诺书。"


def _nothing_next(file: CaseFile) -> str:
    return "" if file.checklist.follow_ups else "这个办件没有接着要办的事,不用出关联事项卡。"


KINDS: dict[str, Kind] = {
    "告知": Kind("一次性告知书", "告", help="一次性告知书", dated=("最晚",)),
    "补正": Kind("补正通知书", "补", _nothing_short, help="补正通知书:缺的和不合格的,一次列全", dated=("补正期限",)),
    "受理": Kind("受理通知书", "受", _not_accepted, help="受理通知书", dated=("承诺办结", "容缺材料")),
    "不予受理": Kind("不予受理通知书", "不受", _not_refused, help="不予受理通知书"),
    "容缺": Kind("容缺受理承诺书", "容", _nothing_deferred, help="容缺受理承诺书", dated=("容缺材料",)),
    "承诺": Kind("告知承诺书", "诺", _nothing_promised, help="告知承诺书"),
    "关联": Kind("关联事项卡", "联", _nothing_next, help="关联事项卡:办完以后接着办什么"),
    "流程图解": Kind("流程图解", about="item", help="一个事项的办理环节,贴墙用"),
    "第一层": Kind("第一层清单", about="domain", help="人人都要带的材料,一个事项或一个领域,贴墙用"),
    "应急": Kind("应急手工表", about="office", help="系统用不了时的空白表和基础清单"),
}


def kind(word: str) -> Kind:
    """The kind called `word`. Raises `NotFound` that names them all."""
    if word not in KINDS:
        raise NotFound(f"没有文书“{word}”{did_you_mean(word, KINDS)} 可以是:{'、'.join(KINDS)}。")
    return KINDS[word]


def write(
    name: str,
    path: Path,
    space: Workspace,
    *,
    case: str = "",
    item: str = "",
    today: date | None = None,
    rules: library.Library | None = None,
) -> list[str]:
    """Writes one document and gives notices for the clerk.

    `case` is the id of a case, `item` an item's id or name (for 第一层 also a domain); `rules` spares reading
    them again.
    Raises `NotFound`, `UserError` when the document does not fit the case, `CannotWrite`; nothing is written then.
    """
    wanted, day = kind(name), today or date.today()
    found = rules or library.load(space)
    settings = space.settings()
    notices: list[str] = []
    if wanted.about == "office":
        fields = boards.emergency_fields(found, settings, day)
    elif wanted.about == "domain" and not case:
        fields = boards.poster_fields(found, _given(name, item), settings, day)
    elif case:
        file = open_case(space, case, found)
        notices += file.notices
        fields = _about_item(wanted, file, found, settings, day)
    elif wanted.about == "item" or name == "告知":
        book = found.entry(_given(name, item), day).book
        checklist = book.checklist({}, day)
        about = checklist_fields(checklist, settings)
        calendar = workdays.calendar(settings.extra_workdays, settings.extra_holidays)
        days = days_of(checklist, calendar)
        about["日期提示"] = calendar.warning(one for name in wanted.dated for one in days[name])
        if wanted.about == "item":  # the wall shows every way, a case only its own
            about["环节"] = steps(book.item.steps, calendar, day)
        fields = numbered(_item_fields(wanted, about, book, found), "", "", day)
    else:
        raise NotFound(f"{name}是一个办件的文书,请写办件编号:--case 编号。")
    return [*notices, *word.render(wanted.template, fields, path, space)]


def fitting(file: CaseFile) -> list[str]:
    """The kinds of notices that a case bears out."""
    return [name for name, one in KINDS.items() if one.about == "case" and not one.against(file)]


def write_all(
    case: str, folder: Path, space: Workspace, *, today: date | None = None, rules: library.Library | None = None
) -> tuple[list[Path], list[str]]:
    """Writes 材料清单 and every notice that fits a case into `folder`; gives the files and notices for the clerk.

    No file is overwritten. Raises `NotFound`, `CannotWrite`; what was written before stays.
    """
    found = rules or library.load(space)
    file = open_case(space, case, found)
    day, short = today or date.today(), file.checklist.item.short

    def place(title: str) -> Path:
        return files.free_name(folder / f"{files.safe_name(f'{short}-{title}-{case}')}.docx")

    made, told = [place("材料清单")], checklist_word.write(file.checklist, place("材料清单"), space)
    for name in fitting(file):
        made.append(place(KINDS[name].template))
        told += write(name, made[-1], space, case=case, today=day, rules=found)
    return made, list(dict.fromkeys(told))


def _given(name: str, item: str) -> str:
    if not item:
        raise NotFound(f"出{name}要写明事项,例如 --item 货运许可。")
    return item


def _about_item(wanted: Kind, file: CaseFile, found: library.Library, settings: Settings, day: date) -> Fields:
    """The fields of a document that a case asks for. Raises `UserError` when the case speaks against it."""
    if wanted.about == "domain":
        return boards.poster_fields(found, file.checklist.item.id, settings, day)
    if reason := wanted.against(file):
        raise UserError(reason)
    fields = _item_fields(wanted, case_fields(file, settings, day, wanted.dated), file.checklist.book, found)
    return numbered(fields, wanted.sign, file.case["id"], day)


def _item_fields(wanted: Kind, fields: Fields, book: Any, found: library.Library) -> Fields:
    """What the notices add to the checklist: every ground of refusal, and the items that come next."""
    refusals = [refusal(one) for one in book.item.not_eligible]
    cards = boards.card_fields(fields["以后"], found) if wanted.template == "关联事项卡" else []
    return {**fields, "不予办理情形": refusals, "卡片": cards}


def numbered(fields: Fields, sign: str, case_id: str, day: date) -> Fields:
    """With the number of the document: window, kind, year, and the case's own id, so that it is never given twice."""
    tail = case_id[1:].split("-")[-1] if case_id else ""
    month = f"{case_id[5:9]}-" if case_id[1:9].isdigit() else ""
    number = f"{fields['窗口']}{sign}〔{day.year}〕{month}{tail}号" if case_id else ""
    return {"办件编号": "", "办理日期": "", **fields, "编号": number}
