"""The counter page, worked with real keys in a real window."""

from __future__ import annotations

import json
import threading

import pytest

from tests.ui.screen import Clerk
from workbench.cases import desk
from workbench.ledger import ledger
from workbench.ui.desk import searchbox


def start(clerk, word: str = "hyxk") -> None:
    clerk.type(word)
    clerk.key("Return")


def test_search_answers_and_print_take_eight_keys(clerk):
    """`yl` + Enter + 4 answers + F9: the most frequent path, at most 12 keys."""
    keys = 0
    for word in ("h", "y"):
        clerk.type(word)
        keys += 1
    for key in ("Return", "2", "2", "1", "1", "F9"):
        clerk.key(key)
        keys += 1
    clerk.quiet()
    assert keys <= 12
    [sheet] = list(clerk.window.space.documents.rglob("*.docx"))
    assert "材料清单" in sheet.name


def test_the_list_follows_every_answer(clerk):
    """Number keys answer; the list grows by what the answer needs, with its reason."""
    start(clerk)
    counter = clerk.window.current.counter
    before = set(counter.listed)
    question = counter.question
    heavy = next(n for n, option in enumerate(question.choices, 1) if option.id in ("heavy", "very_heavy"))
    clerk.key(str(heavy))
    assert set(counter.listed) > before
    assert all(needed.because for needed in counter.checklist.personal)


def test_letters_typed_at_the_list_of_the_day_go_into_the_search_box(clerk):
    """Nobody has to look where the focus is before the next citizen is served."""
    clerk.key("Escape")
    assert clerk.root.focus_get() is clerk.window.current.idle.canvas
    for char in "hyxk":
        clerk.key(char)
    clerk.key("Return")
    assert clerk.window.current.counter.visit.item == "daolu-huoyun"


def test_the_question_to_ask_is_always_in_sight(clerk):
    """However many answers stand above it, its last option is not below the edge."""
    start(clerk, "ylzy")
    board, counter = clerk.window.current.questions, clerk.window.current.counter
    for asked in range(30):  # noqa: B007 - counted, and looked at below
        question = counter.question
        if question is None:
            break
        clerk.pump(0.02)
        top, bottom = board.card
        first = board.canvas.canvasy(0)
        assert first <= top and bottom <= first + board.canvas.winfo_height(), question.text
        if question.kind in ("number", "date"):
            counter.answer(question, "30" if question.kind == "number" else "2026-01-05")
        else:
            clerk.key("1", *["Return"] * (question.kind == "multiple"))
    assert counter.question is None and asked > 6


def test_what_cannot_be_done_is_not_called_ready_to_print(clerk):
    start(clerk)
    clerk.key("1", "1")
    assert clerk.window.current.counter.checklist.not_eligible
    said = [board_text(clerk.window.current.questions), board_text(clerk.window.current.papers)]
    assert "可以打印" not in said[0] and "F12" in said[0]
    assert "不能办" in said[1]
    assert not any(word in said[1] for word in ("提醒:", "不用带:", "办理环节:", "接下来:")), "as on the paper"
    assert "常见问题" in said[1]
    clerk.window.current.counter.ask("weight")
    clerk.key("2")
    assert "办理环节:" in board_text(clerk.window.current.papers)


def to_the_number(clerk) -> None:
    """居民养老 up to 今年多大, which is typed."""
    start(clerk, "jmyl")
    counter = clerk.window.current.counter
    for _ in range(20):
        if counter.question.kind == "number":
            clerk.pump(0.05)
            assert clerk.root.focus_get() is clerk.window.current.questions.entry.inner
            return
        clerk.key("1", *["Return"] * (counter.question.kind == "multiple"))
    raise AssertionError("asks for no number")


def test_the_box_of_a_number_is_no_trap(clerk):
    """Backspace in the empty box goes back, the arrows go to the papers, Escape out of it."""
    to_the_number(clerk)
    counter, number = clerk.window.current.counter, clerk.window.current.counter.question
    before = list(counter.visit.answers)
    clerk.key("BackSpace")
    assert counter.question.id == before[-1], "back at the question before"
    clerk.key("1")
    clerk.pump(0.05)
    assert counter.question.id == number.id
    clerk.type("7")
    clerk.key("BackSpace", "Down")
    assert counter.chosen == list(counter.listed)[1] and counter.question.id == number.id
    clerk.key("space")
    assert counter.visit.ticks


def test_none_of_these_and_the_others_put_each_other_out(clerk):
    """Nobody is both in need and without any need."""
    start(clerk, "jmyl")
    counter = clerk.window.current.counter
    while counter.question.kind != "multiple":
        clerk.key("1")
    id, last = counter.question.id, str(len(counter.question.choices))
    clerk.key("1", "2")
    assert len(counter.visit.answers[id]) == 2
    clerk.key(last)
    assert list(counter.visit.answers[id]) == ["none"]
    clerk.key("2")
    assert len(counter.visit.answers[id]) == 1 and "none" not in counter.visit.answers[id]


def test_a_number_that_is_asked_again_takes_the_place_of_the_old_one(clerk):
    """6, back, 1, Enter must never become 16."""
    to_the_number(clerk)
    counter, number = clerk.window.current.counter, clerk.window.current.counter.question
    clerk.type("60")
    clerk.key("Return", "BackSpace")
    clerk.pump(0.05)
    assert counter.question.id == number.id
    clerk.type("45")
    clerk.key("Return")
    assert counter.visit.answers[number.id] == 45


def test_the_box_of_a_number_has_the_keys_again_after_another_page_or_a_pause(clerk):
    to_the_number(clerk)
    counter, number = clerk.window.current.counter, clerk.window.current.counter.question
    clerk.key("Alt-2", "Alt-1")
    clerk.quiet()
    clerk.type("6")
    clerk.key("F4", "1")
    clerk.quiet()
    clerk.key("Escape", "1")
    clerk.quiet()
    assert counter.question.id == number.id
    clerk.type("61")
    clerk.key("Return")
    assert counter.visit.answers[number.id] == 61


def test_what_stands_typed_when_the_case_is_ended_is_the_answer(clerk):
    to_the_number(clerk)
    counter, number = clerk.window.current.counter, clerk.window.current.counter.question
    clerk.type("9999")
    clerk.key("F12")
    assert not clerk.window.dialogs and clerk.window.current.questions.complaint
    clerk.type("99")
    clerk.key("F12")
    assert counter.visit.answers[number.id] == 99, "the next number takes the place of the wrong one"
    clerk.key("Escape")


def test_a_day_to_come_is_refused_beside_the_box_where_something_has_happened(clerk):
    start(clerk, "gsrd")
    page = clerk.window.current
    page.counter.ask("happened_on")
    clerk.pump(0.05)
    clerk.type("20270302")
    clerk.key("Return")
    assert page.counter.question.id == "happened_on" and "happened_on" not in page.counter.visit.answers
    assert page.questions.complaint == "问的是已经发生的事,不能晚于 2026-03-02,现在是 2027-03-02"
    assert page.questions.complaint in board_text(page.questions).replace("\n", "")
    clerk.type("20260227")
    clerk.key("Return")
    assert page.counter.visit.answers["happened_on"] == "2026-02-27"


def test_open_questions_are_named_before_a_case_is_accepted(clerk):
    """All papers of the list may be there, and the list not yet be the whole one."""
    start(clerk)
    clerk.key("F5", "F12", "2")
    box = clerk.window.dialogs[-1]
    assert "问没有答" in board_text(box.board)
    clerk.key("Return")
    assert len(clerk.window.dialogs) == 2, "a reason is asked for"
    clerk.key("Escape", "Escape")


def test_there_is_nothing_to_correct_without_a_missing_paper(clerk):
    start(clerk)
    clerk.key("F11")
    assert not clerk.window.dialogs and "空格" in clerk.window.toasts.last


def test_a_new_search_takes_the_place_of_the_old_word(clerk):
    clerk.type("hyxk")
    clerk.key("Alt-2", "Alt-1")
    clerk.quiet()
    clerk.type("ylzy")
    assert clerk.window.current.top.search.get() == "ylzy"
    clerk.key("Escape", "Escape", "Control-f")
    clerk.type("sy")
    assert clerk.window.current.top.search.get() == "sy"


def test_a_space_in_the_search_box_does_not_hold_anybody_there(clerk):
    start(clerk)
    search = clerk.window.current.top.search
    for way_out in ("Down", "Escape"):
        clerk.key("Control-f", "space", way_out)
        assert search.get() == "" and clerk.root.focus_get() is not search.inner


def test_a_command_is_never_taken_for_a_number(clerk):
    """Who presses Alt+4 for the week, with a sheet still open, has not chosen 退回; nor does Ctrl+1 answer."""
    start(clerk)
    clerk.key("Control-1", "Alt-9")
    assert not clerk.window.current.counter.visit.answers
    clerk.key("F12")
    box = clerk.window.dialogs[-1]
    before = box.ending.outcome
    clerk.key("Alt-4", "Control-1")
    assert box.ending.outcome == before == "咨询"
    clerk.key("4")
    assert box.ending.outcome == "退回"
    clerk.key("Escape")


def test_the_sheet_of_the_outcome_shows_all_that_it_says(clerk):
    """Whatever is chosen and warned of: nothing has to be scrolled for."""
    start(clerk)
    clerk.key("1", "1", "space", "space", "Down", "space", "space", "F12")
    box = clerk.window.dialogs[-1]
    for number in range(1, 9):
        clerk.key(str(number))
        clerk.pump(0.02)
        assert not box.board._bar_shown, box.ending.outcome
    assert "不能办" in board_text(box.board), "the last of them was doubted"
    clerk.key("Escape")


def test_what_cannot_be_registered_is_not_offered_with_a_reason(clerk):
    """No notice is promised either, and no sentence ends twice."""
    start(clerk)
    clerk.key("F5", "F12", "5")
    words = board_text(clerk.window.dialogs[-1].board)
    assert "不能登记为“容缺”" in words and "写一句原因" not in words and "登记后同时生成" not in words
    clerk.key("2")
    words = board_text(clerk.window.dialogs[-1].board)
    assert "写一句原因" in words and "。。" not in words and "?。" not in words
    clerk.key("Escape")


def test_a_number_in_the_remark_is_masked_before_the_eyes_of_the_clerk(clerk):
    start(clerk)
    clerk.key("F12", "F3")
    clerk.type("13800138000")
    clerk.key("Return")
    box = clerk.window.dialogs[-1]
    assert "13800138000" not in board_text(box.board) and "备注:138****8000" in board_text(box.board)
    clerk.key("Escape")


def board_text(board) -> str:
    """Everything written on a painted sheet."""
    items = board.canvas.find_all()
    return "\n".join(board.canvas.itemcget(one, "text") for one in items if board.canvas.type(one) == "text")


def test_going_back_keeps_all_other_answers(clerk):
    start(clerk)
    counter = clerk.window.current.counter
    for _ in range(3):
        clerk.key("2")
    answers = dict(counter.visit.answers)
    clerk.key("BackSpace")
    assert counter.visit.answers == answers, "going back takes nothing away"
    assert counter.question.id == list(answers)[-1]
    clerk.key("1")
    changed = counter.visit.answers
    assert {k: v for k, v in changed.items() if k != list(answers)[-1]}.items() >= {
        k: v for k, v in answers.items() if k != list(answers)[-1]
    }.items()


def test_space_goes_through_the_four_states_of_a_paper(clerk):
    start(clerk)
    counter = clerk.window.current.counter
    paper = counter.chosen
    seen = []
    for _ in range(4):
        clerk.key("space")
        seen.append(counter.visit.ticks.get(paper))
    assert seen == ["present", "missing", "unfit", None]


def test_undo_takes_back_one_step_and_keeps_the_clock(clerk):
    start(clerk)
    counter = clerk.window.current.counter
    clerk.key("2", "space")
    clerk.key("Control-z")
    assert not counter.visit.ticks
    clerk.key("Control-z")
    assert not counter.visit.answers


def test_unticked_papers_become_rework_rows_with_two_keys(clerk):
    """F11 and Enter: the notice and the rows, cause and detail preset."""
    start(clerk)
    for key in ("2", "2", "1", "1", "1", "1", "2"):
        clerk.key(key)
    clerk.key("F5")
    clerk.key("space")  # the first paper: 齐 → 缺
    counter = clerk.window.current.counter
    missing = counter.chosen
    clerk.key("F11", "Return")
    clerk.until(lambda: counter.visit is None)
    [row] = ledger.records(clerk.window.space, "rework")
    assert (row["material"], row["cause"], row["detail"]) == (missing, "材料缺失", "缺件")
    [case] = ledger.records(clerk.window.space, "cases")
    assert case["outcome"] == "补正" and case["ticks"][missing] == "missing" and row["case"] == case["id"]


def test_an_unusual_outcome_asks_for_a_reason_and_keeps_it(clerk):
    """A gate can always be passed; that it was is recorded."""
    start(clerk)
    clerk.key("F12", "1", "Return")  # 办结 although nothing was looked at
    clerk.key("1")
    counter = clerk.window.current.counter
    clerk.until(lambda: counter.visit is None)
    [case] = ledger.records(clerk.window.space, "cases")
    assert case["outcome"] == "办结" and case["override"] == "当场已核对"


def test_parking_and_taking_up_again(clerk):
    start(clerk)
    counter = clerk.window.current.counter
    clerk.key("2")
    answers = counter.visit.answers
    clerk.key("F4", "1")
    assert counter.visit is None and counter.desk.parked[0].parked == "去补材料"
    start(clerk, "fp")
    clerk.key("F12", "7", "Return")
    clerk.until(lambda: counter.visit is None)
    clerk.window.current.papers.canvas.focus_set()
    clerk.pump()
    clerk.key("1")
    assert counter.visit.answers == answers and not counter.desk.parked


def test_the_second_visit_by_the_code_of_the_sheet(clerk):
    """What was told last time stands beside what is brought now."""
    start(clerk)
    counter = clerk.window.current.counter
    clerk.key("2", "2", "1")
    code, answers = counter.visit.code, counter.visit.answers
    clerk.key("space", "space")
    clerk.key("F12", "3", "Return")
    clerk.until(lambda: counter.visit is None)
    clerk.quiet()
    clerk.type(code.lower())
    clerk.until(lambda: clerk.window.current.top.search.hits)
    clerk.key("Return")
    assert counter.visit.visit == 2
    assert counter.visit.answers == answers
    assert "missing" in counter.visit.brought.values()
    assert not counter.visit.ticks


def test_the_second_visit_by_the_number_of_the_notice(clerk):
    """Who got only the notice types its number, whole or its last part."""
    start(clerk)
    counter = clerk.window.current.counter
    clerk.key("2", "2", "1")
    case, answers = counter.visit.id, counter.visit.answers
    clerk.key("space", "space")
    clerk.key("F11", "Return")
    clerk.until(lambda: counter.visit is None)
    clerk.quiet()
    clerk.type(case.rpartition("-")[2].lower())
    clerk.until(lambda: clerk.window.current.top.search.hits)
    clerk.key("Return")
    assert counter.visit.visit == 2 and counter.visit.answers == answers


@pytest.mark.parametrize(
    ("typed", "said"),
    [("RVM1FW6JNE", "也可能是别的窗口出的"), ("yanglaozzzz", "换简称、拼音"), ("没有", "换简称、拼音")],
)
def test_a_number_that_is_not_here_is_told_otherwise_than_a_word(typed, said):
    assert said in searchbox.nothing_found(typed, ready=True)
    assert "正在读取" in searchbox.nothing_found(typed, ready=False)


def test_an_open_visit_is_there_again_after_a_crash(hire, space):
    first = hire()
    start(first)
    first.key("2", "space")
    first.quiet()
    visit = first.window.current.counter.visit
    first.window._closed = True  # the process is gone: nothing is saved on the way out
    first.root.destroy()
    second = hire()
    again = second.window.current.counter.visit
    assert again.id == visit.id
    assert again.answers == visit.answers and again.ticks == visit.ticks


def test_a_registered_visit_never_comes_back(hire, space):
    """A crash after the ledger's write and before the desk's: the visit is in the ledger once."""
    first = hire()
    start(first)
    counter = first.window.current.counter
    first.quiet()
    kept = (space.root / "受理台.json").read_text("utf-8")
    first.key("F12", "7", "Return")
    first.until(lambda: counter.visit is None)
    first.leave()
    (space.root / "受理台.json").write_text(kept, "utf-8")
    assert json.loads(kept)["open"]
    assert hire().window.current.counter.visit is None


def test_a_paper_added_by_hand_is_a_gap_of_the_rules(clerk):
    start(clerk)
    counter = clerk.window.current.counter
    clerk.key("Insert")
    clerk.type("村委会证明")
    clerk.key("Return")
    assert counter.chosen == "手工:村委会证明"
    clerk.key("space", "space")
    clerk.key("F11", "Return")
    clerk.until(lambda: counter.visit is None)
    [row] = ledger.records(clerk.window.space, "rework")
    assert row["material"] == "手工:村委会证明" and row["notice_omission"] and row["side"] == "规则"


def test_another_item_asks_what_to_do_with_the_open_visit(clerk):
    """One open case; the next waits until it is finished or parked."""
    start(clerk)
    counter = clerk.window.current.counter
    first = counter.visit.id
    clerk.key("F2")
    clerk.key("Return")  # 挂起,开始新的
    assert counter.visit is None and counter.desk.parked[0].id == first


def test_a_kept_visit_whose_item_is_gone_stays_parked_and_is_told(hire, space):
    """The office withdrew a rule overnight: the desk opens all the same."""
    first = hire()
    start(first)
    first.quiet()
    first.leave()
    kept = space.root / "受理台.json"
    kept.write_text(kept.read_text("utf-8").replace("daolu-huoyun", "no-such-item"), "utf-8")
    second = Clerk(space)
    second.window.fail = told = Told()
    second.start()
    counter = second.window.current.counter
    assert counter.visit is None and counter.desk.parked[0].parked == "规则里没有这一项了"
    assert "no-such-item" in str(told.errors[0])
    second.leave()


class Told(list):
    """Keeps what the window would have told."""

    @property
    def errors(self) -> list[BaseException]:
        return list(self)

    def __call__(self, error: BaseException) -> None:
        self.append(error)


def test_the_newest_answer_is_kept_although_an_older_one_is_still_being_written(clerk, space, monkeypatch):
    """A slow disk: the window is closed while the state before is on its way."""
    go, save = threading.Event(), desk.save

    def slow(space, state):
        if threading.current_thread() is not threading.main_thread():
            go.wait(5)
        save(space, state)

    monkeypatch.setattr(desk, "save", slow)
    clerk.type("hyxk")
    clerk.key("Return", "2")
    answers = clerk.window.current.counter.visit.answers
    assert answers
    threading.Timer(0.2, go.set).start()
    clerk.window.current.leave()
    clerk.window.jobs._writer.submit(int).result(10)  # as at the end: writers are waited for, nothing else is done
    kept = desk.State.model_validate_json(desk.file_of(space).read_text("utf-8")).open
    assert kept and kept.answers == answers
