"""The notices of a case: what the law wants in them is in them, and none is issued that the case does not bear out."""

from __future__ import annotations

from datetime import date

import pytest

from tests.documents.conftest import HIRED, TODAY, words_of
from tests.documents.office import needs_office, pages, to_pdf
from workbench.documents import case_fields, notices, templates
from workbench.ledger import ledger
from workbench.ledger.journal import Entry
from workbench.problems import NotFound, UserError

CASE = {"window": "A01", "clerk": "王芳", "item": "daolu-huoyun", "version": "2026.1", "started": "2026-03-02T09:05"}
RETURNED = {
    **CASE,
    "answers": HIRED,
    "outcome": "补正",
    "ticks": {
        "application": "present",
        "safety_rules": "missing",
        "qualification": "unfit",
        "手工:法人声明": "missing",
    },
}
ACCEPTED = {**CASE, "answers": HIRED, "outcome": "受理", "ticks": {"application": "present", "safety_rules": "present"}}
REFUSED = {**CASE, "answers": {"agent": "self", "weight": "light"}, "outcome": "退回", "ticks": {}}
DEFERRED = {
    **CASE,
    "answers": HIRED,
    "outcome": "容缺",
    "ticks": {"application": "present", "safety_rules": "deferred"},
}
PROMISED = {
    **CASE,
    "answers": HIRED,
    "outcome": "承诺",
    "ticks": {"application": "present", "safety_rules": "promised"},
}


@pytest.fixture
def text_of(space, tmp_path, rules):
    """Registers a case, writes one of its notices and gives the words on it."""

    def write(kind: str, case: dict, rework: dict | None = None) -> str:
        rows = [{**CASE, "date": "2026-03-02", **rework}] if rework else []
        rows = [{key: value for key, value in row.items() if key != "started"} for row in rows]
        id, _ = ledger.finish(space, case, rows)
        path = tmp_path / f"{kind}.docx"
        told = notices.write(kind, path, space, case=id, today=TODAY, rules=rules)
        assert told == []
        return "\n".join(words_of(path))

    return write


def test_补正_lists_every_defect_at_once_how_it_is_unfit_and_until_when(text_of):
    unfit = {"cause": "材料缺失", "detail": "材料过期", "material": "qualification"}
    text = text_of("补正", RETURNED, unfit)
    assert "下列 3 份材料" in text
    for words in ("安全生产管理制度文本", "没有带", "驾驶员的货运从业资格证", "不合要求", "材料过期", "法人声明"):
        assert words in text
    assert "自己编写,窗口有样本" in text  # where to get it
    assert "10 个工作日内补正,最晚 3月16日(周一)" in text
    assert "到期没有补正的" in text
    assert "补正通知书 存根" in text


def test_补正_needs_a_defect(text_of):
    with pytest.raises(UserError, match="没有标为缺或不合格的材料"):
        text_of("补正", ACCEPTED)


def test_受理_promises_a_day_and_names_what_was_received(text_of):
    text = text_of("受理", ACCEPTED)
    assert "办结时间:最晚 3月9日(周一)(5 个工作日)" in text
    assert "法定时限:最晚 3月30日(周一)(20 个工作日)" in text
    assert "收到的材料(2 份)" in text
    with pytest.raises(UserError, match="结果是“补正”,不能出受理通知书"):
        text_of("受理", RETURNED)


def test_不予受理_gives_reason_basis_way_out_and_remedies(text_of):
    text = text_of("不予受理", REFUSED)
    assert "不用办许可" in text
    assert "依据:道路运输条例 第二十四条" in text
    assert "直接营运" in text
    assert "六十日内依法申请行政复议" in text
    assert "六个月内依法向人民法院提起行政诉讼" in text
    with pytest.raises(UserError, match="不能出不予受理通知书"):
        text_of("不予受理", ACCEPTED)


def test_容缺_names_paper_form_and_day(text_of):
    text = text_of("容缺", DEFERRED)
    assert "安全生产管理制度文本" in text
    assert "最晚 3月16日(周一)" in text
    assert "承诺人(签名)" in text
    with pytest.raises(UserError, match="没有容缺后补的材料"):
        text_of("容缺", ACCEPTED)


@pytest.mark.parametrize(
    ("month", "warned"), [("2026-12-01", []), ("2026-12-10", ["受理"]), ("2026-12-21", ["受理", "容缺"])]
)
def test_the_year_without_holidays_is_named_only_where_one_of_its_days_stands(space, tmp_path, rules, month, warned):
    """5 and 20 working days to decide, 10 for the paper that follows: each notice warns of its own days alone."""
    day = date.fromisoformat(month)
    id, _ = ledger.finish(space, {**DEFERRED, "started": f"{month}T09:05"}, [])
    found = []
    for kind in ("受理", "容缺"):
        path = tmp_path / f"{kind}.docx"
        notices.write(kind, path, space, case=id, today=day, rules=rules)
        text = "\n".join(words_of(path))
        assert ("放假安排公布以后" in text) == ("2027年" in text), kind
        found += [kind] * ("放假安排公布以后" in text)
    assert found == warned


def test_承诺_names_duty_content_and_consequences(text_of):
    text = text_of("承诺", PROMISED)
    for words in ("证明义务", "承诺的内容", "不实承诺的责任", "承诺人(签名)", "安全生产管理制度文本"):
        assert words in text
    with pytest.raises(UserError, match="没有以承诺代替的材料"):
        text_of("承诺", ACCEPTED)


def test_告知_has_basis_conditions_papers_procedure_limits_fees_and_grounds_of_refusal(text_of):
    text = text_of("告知", ACCEPTED)
    for words in ("一、依据", "二、条件", "三、全部材料", "四、程序和时限", "五、收费", "不予办理", "签收", "存根"):
        assert words in text
    assert "危险货物运输不由县级窗口受理" in text
    assert "驾驶员聘用合同" in text


def test_关联_names_what_comes_next_with_its_base_papers(text_of):
    text = text_of("关联", ACCEPTED)
    assert "道路运输证年度审验" in text
    assert "人人要带:" in text
    with pytest.raises(UserError, match="没有接着要办的事"):
        text_of("关联", REFUSED)


@pytest.mark.parametrize("kind", ["告知", "补正", "受理", "不予受理", "容缺", "承诺"])
def test_notices_are_numbered_dated_and_carry_the_rules_version(text_of, kind):
    case = {"补正": RETURNED, "不予受理": REFUSED, "容缺": DEFERRED, "承诺": PROMISED}.get(kind, ACCEPTED)
    text = text_of(kind, {**case, "id": "C20260302-ABCDEFGHJK"})
    assert "〔2026〕0302-ABCDEFGHJK号" in text
    assert "2026年3月2日(周一)" in text
    assert "规则版本 2026.1" in text
    assert "经办人:王芳" in text or "告知人:王芳" in text


@pytest.mark.parametrize("kind", ["告知", "补正", "受理", "不予受理", "容缺", "承诺"])
def test_who_holds_only_the_notice_finds_the_way_back(space, tmp_path, rules, kind):
    """The code stands on notice and stub as on the list; without one (registered elsewhere) the number will do."""
    case = {"补正": RETURNED, "不予受理": REFUSED, "容缺": DEFERRED, "承诺": PROMISED}.get(kind, ACCEPTED)
    told = {"matter": "C20260302-ABCDEFGHJK", "visit": 1, "papers": {}}
    entry = Entry("said", "ABC234", told, "edit", "desk")
    id, _ = ledger.finish(space, {**case, "id": told["matter"]}, [], extra=[entry])
    notices.write(kind, tmp_path / "有码.docx", space, case=id, today=TODAY, rules=rules)
    words = "\n".join(words_of(tmp_path / "有码.docx"))
    assert words.count("再来码 ABC 234") >= 2, words
    [other] = ledger.add(space, "cases", [case])
    notices.write(kind, tmp_path / "无码.docx", space, case=other, today=TODAY, rules=rules)
    words = "\n".join(words_of(tmp_path / "无码.docx"))
    assert "再来码" not in words and other.rpartition("-")[2] in words
    assert kind in ("受理", "承诺") or "再来时向窗口报本文书的编号" in words


def test_wall_sheets_and_booklet_come_without_a_case(space, tmp_path, rules):
    for kind, about, words in (
        ("流程图解", "yanglao-zhuanyi", "转出地处理"),
        ("第一层", "daolu-huoyun", "道路货物运输经营申请表"),
        ("第一层", "交通运输", "道路运输证年度审验、车辆技术检测"),
        ("应急", "", "手工台账"),
        ("告知", "daolu-huoyun", "按情况还要带的"),
    ):
        path = tmp_path / f"{kind}.docx"
        assert notices.write(kind, path, space, item=about, today=TODAY, rules=rules) == []
        assert words in "\n".join(words_of(path)), kind


def test_the_booklet_has_every_item(space, tmp_path, rules):
    notices.write("应急", tmp_path / "应急.docx", space, today=TODAY, rules=rules)
    text = "\n".join(words_of(tmp_path / "应急.docx"))
    for entry in rules.current(TODAY):
        assert entry.item.name in text


def test_a_later_rules_version_is_told(space, tmp_path, rules):
    [id] = ledger.add(space, "cases", [{**ACCEPTED, "version": "2025.9"}])
    told = notices.write("受理", tmp_path / "受理.docx", space, case=id, today=TODAY, rules=rules)
    assert "办件用的是规则版本 2025.9" in told[0]


def test_what_is_asked_wrongly_is_said_and_writes_nothing(space, tmp_path, rules):
    path = tmp_path / "文书.docx"
    row = {key: value for key, value in CASE.items() if key != "started"}
    [rework] = ledger.add(space, "rework", [{**row, "date": "2026-03-02", "cause": "材料缺失", "detail": "缺件"}])
    for kind, about, sentence in (
        ("补证", {}, "您是不是想写“补正”"),
        ("补正", {}, "请写办件编号"),
        ("补正", {"case": "C1234"}, "没有编号为"),
        ("补正", {"case": rework}, "不是办件编号"),
        ("流程图解", {}, "要写明事项"),
        ("第一层", {"item": "交通运书"}, "也可以写一个领域"),
    ):
        with pytest.raises(NotFound, match=sentence):
            notices.write(kind, path, space, today=TODAY, rules=rules, **about)
    assert not path.exists()


def test_every_field_a_notice_offers_is_in_the_field_table_and_the_other_way_round(space, rules):
    [id] = ledger.add(space, "cases", [RETURNED])
    file = case_fields.open_case(space, id, rules)
    kind = notices.KINDS["补正"]
    fields = notices._about_item(kind, file, rules, space.settings(), TODAY)
    assert set(fields) == set(templates.kinds()[kind.template]["fields"])


@needs_office
def test_every_kind_of_notice_fits_its_paper(space, tmp_path, rules):
    """One page each; the full one-time notice with its tables, and the booklet, may take more."""
    limits = {"告知": 2, "应急": 16}
    cases = {"补正": RETURNED, "不予受理": REFUSED, "容缺": DEFERRED, "承诺": PROMISED}
    for kind, wanted in notices.KINDS.items():
        about = {}
        if wanted.about == "case":
            about["case"] = ledger.add(space, "cases", [cases.get(kind, ACCEPTED)])[0]
        elif wanted.about != "office":
            about["item"] = "yanglao-zhuanyi"
        notices.write(kind, tmp_path / f"{kind}.docx", space, today=TODAY, rules=rules, **about)
    made = to_pdf(sorted(tmp_path.glob("*.docx")), tmp_path)
    counted = {kind: pages(made[kind]) for kind in notices.KINDS}
    assert {kind: count for kind, count in counted.items() if count > limits.get(kind, 1)} == {}
