"""The condition language, held against a plain reading of its definition.

The program decides with bit masks over terms. Here every condition is decided a second time by walking its tree
in Kleene's three-valued logic, and both must agree on every condition and every set of answers.
"""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.rules.conditions import ConditionError, plain_form, read, read_test, shifted
from workbench.rules.decisions import NO, UNKNOWN, YES, Decision, DecisionTable
from workbench.rules.item import Option, Question

TODAY = date(2026, 3, 2)
LETTERS = ("a", "b", "c")


def question(name: str, kind: str = "single", **more: Any) -> Question:
    options = tuple(Option(id=letter, label=letter) for letter in LETTERS) if kind in ("single", "multiple") else ()
    return Question(id=name, text=name, kind=kind, options=options, **more)  # pyright: ignore[reportArgumentType]


def decision(table: DecisionTable, answers: dict[str, Any]) -> Decision:
    return Decision(table, answers, TODAY, *table.decide(answers, TODAY))


def state(condition: dict, answers: dict[str, Any], *questions: Question) -> str:
    table = DecisionTable(questions, [((), condition)])
    return decision(table, answers).state(table.masks[0])


# --- the reference: the tree itself, walked plainly -------------------------------------------------


def kleene_not(value: str) -> str:
    return {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[value]


def kleene_all(values: list[str]) -> str:
    return NO if NO in values else UNKNOWN if UNKNOWN in values else YES


def walk(node: dict, answers: dict[str, Any], questions: dict[str, Question]) -> str:
    results = []
    for key, value in node.items():
        if key == "not":
            results.append(kleene_not(walk(value, answers, questions)))
        elif key == "all":
            results.append(kleene_all([walk(one, answers, questions) for one in value]))
        elif key == "any":
            inner = [kleene_not(walk(one, answers, questions)) for one in value]
            results.append(kleene_not(kleene_all(inner)))
        else:
            results.append(walk_question(key, value, answers, questions))
    return kleene_all(results)


def walk_question(name: str, value: Any, answers: dict[str, Any], questions: dict[str, Question]) -> str:
    asked = walk(questions[name].when, answers, questions)
    if asked == NO:
        return NO
    if asked == UNKNOWN or name not in answers:
        return UNKNOWN
    answer = answers[name]
    if questions[name].kind in ("number", "date"):
        return YES if read_test(value, questions[name]).holds(answer, TODAY) else NO
    wanted = [{True: "yes", False: "no"}.get(one, one) for one in (value if isinstance(value, list) else [value])]
    chosen = answer if isinstance(answer, tuple) else (answer,)
    return YES if set(wanted) & set(chosen) else NO


# --- worlds: a handful of questions of every kind, some asked only under a condition -----------------

options = st.sampled_from(LETTERS)
choice = st.one_of(options, st.lists(options, min_size=1, max_size=2, unique=True))
number_test = st.sampled_from(["< 3", ">= 3", "[2..4)", "(2..4]", "= 3", "5"])
date_test = st.sampled_from(["within 30 days", "older than 6 months", ">= 2026-01-01", "< today", "today + 1 month"])
atom = st.one_of(
    st.builds(lambda name, value: {name: value}, st.sampled_from(["q", "r", "s", "m"]), choice),
    st.builds(lambda value: {"y": value}, st.sampled_from(["yes", "no", True, False])),
    st.builds(lambda value: {"n": value}, number_test),
    st.builds(lambda value: {"d": value}, date_test),
    st.builds(lambda one, two: {"q": one, "y": two}, choice, st.sampled_from(["yes", "no"])),
)
condition = st.recursive(
    atom,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)
earlier = st.builds(lambda value: {"q": value}, choice)
worlds = st.builds(
    lambda when_r, when_s: [
        question("q"),
        question("y", "yes_no"),
        question("n", "number"),
        question("d", "date"),
        question("m", "multiple"),
        question("r", when=when_r),
        question("s", when=when_s),
    ],
    st.one_of(st.just({}), earlier),
    st.one_of(st.just({}), earlier, st.just({"r": "a"}), st.just({"not": {"r": "b"}})),
)
answers_strategy = st.fixed_dictionaries(
    {},
    optional={
        "q": options,
        "y": st.sampled_from(["yes", "no"]),
        "n": st.sampled_from([1.0, 2.0, 2.5, 3.0, 4.0, 5.0]),
        "d": st.sampled_from([date(2025, 1, 1), date(2026, 2, 20), date(2026, 3, 20), TODAY]),
        "m": st.lists(options, unique=True, max_size=3).map(tuple),
        "r": options,
        "s": options,
    },
)


@given(worlds, condition, answers_strategy)
def test_masks_decide_as_the_tree_does(questions, tree, answers):
    expected = walk(tree, answers, {one.id: one for one in questions})
    assert state(tree, answers, *questions) == expected


@given(worlds, condition, answers_strategy, answers_strategy)
def test_answering_more_never_changes_a_yes_or_a_no(questions, tree, answers, more):
    before = state(tree, answers, *questions)
    after = state(tree, {**more, **answers}, *questions)
    assert before in (UNKNOWN, after)


@given(worlds, condition, answers_strategy, st.randoms())
def test_the_order_of_answers_does_not_matter(questions, tree, answers, random):
    names = list(answers)
    random.shuffle(names)
    shuffled = {name: answers[name] for name in names}
    assert state(tree, shuffled, *questions) == state(tree, answers, *questions)


@given(worlds, condition, answers_strategy)
def test_the_deciding_answers_alone_decide_the_same(questions, tree, answers):
    """The trace is honest: forgetting every other answer changes nothing."""
    table = DecisionTable(questions, [((), tree)])
    full = decision(table, answers)
    if full.state(table.masks[0]) == UNKNOWN:
        assert full.deciding(table.masks[0]) == ()
        return
    wanted, missing = set(), list(full.deciding(table.masks[0]))
    while missing:  # an answer counts only where its question is asked, so keep what asked it
        name = missing.pop()
        if name not in wanted:
            wanted.add(name)
            missing += full.deciding(table.whens[name]) if name in table.whens else ()
    kept = {name: answers[name] for name in answers if name in wanted}
    assert decision(table, kept).state(table.masks[0]) == full.state(table.masks[0])


@given(worlds, condition, answers_strategy)
def test_an_open_condition_names_questions_that_can_be_asked(questions, tree, answers):
    table = DecisionTable(questions, [((), tree)])
    found = decision(table, answers)
    waits = found.waits_for(table.masks[0])
    assert bool(waits) == (found.state(table.masks[0]) == UNKNOWN)
    assert all(found.asked(name) == YES and name not in answers for name in waits)


# --- single sentences of the definition ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("test", "answer", "holds"),
    [
        (">= 60", 60, True),
        (">= 60", 59.5, False),
        ("[18..60)", 18, True),
        ("[18..60)", 60, False),
        ("(18..60]", 18, False),
        ("]18..60[", 60, False),
        ("< 4500", 4499, True),
        ("4500", 4500, True),
        ("≥60", 60, True),
        ("【18..60)", 18, True),
        ("[18..60)", 59, True),
    ],
)
def test_number_tests_read_as_in_dmn_also_in_full_width(test, answer, holds):
    assert read_test(test, question("n", "number")).holds(float(answer), TODAY) is holds


@pytest.mark.parametrize(
    ("test", "answer", "holds"),
    [
        ("within 30 days", date(2026, 1, 31), True),
        ("within 30 days", date(2026, 1, 30), False),
        ("within 30 days", date(2026, 4, 1), True),
        ("older than 6 months", date(2025, 9, 1), True),
        ("older than 6 months", date(2025, 9, 2), False),
        ("older than 1 year", date(2025, 3, 1), True),
        ("older than 6 个月", date(2025, 9, 1), True),
        ("< today", date(2026, 3, 1), True),
        ("[today..today + 30 days]", date(2026, 4, 1), True),
        (">= 2026-01-01", date(2025, 12, 31), False),
    ],
)
def test_date_tests_count_from_the_as_of_day(test, answer, holds):
    assert read_test(test, question("d", "date")).holds(answer, TODAY) is holds


def test_a_month_before_the_31st_is_the_end_of_february():
    assert shifted(date(2026, 3, 31), "1 month", -1) == date(2026, 2, 28)
    assert shifted(date(2024, 3, 31), "1 month", -1) == date(2024, 2, 29)


def test_a_question_that_is_not_asked_makes_its_conditions_no():
    questions = (question("q"), question("r", when={"q": "a"}))
    assert state({"r": "a"}, {"q": "b", "r": "a"}, *questions) == NO
    assert state({"r": "a"}, {"q": "a", "r": "a"}, *questions) == YES
    assert state({"r": "a"}, {"r": "a"}, *questions) == UNKNOWN


def test_an_answer_before_its_question_is_asked_counts_once_it_is():
    questions = (question("q"), question("r", when={"q": "a"}))
    table = DecisionTable(questions, [((), {"r": "a"})])
    assert decision(table, {"r": "a"}).waits_for(table.masks[0]) == ("q",)


@pytest.mark.parametrize(
    ("tree", "code", "words"),
    [
        ({"orign": "a"}, "unknown_question", "您是不是想写“origin”"),
        ({"origin": "x"}, "unknown_option", "没有选项“x”"),
        ({"origin": []}, "condition", "没有写选项"),
        ({"n": "about 60"}, "condition", "看不懂条件“about 60”"),
        ({"n": "within 30 days"}, "condition", "只能用于日期"),
        ({"n": ">= 2026-01-01"}, "condition", "答案是数字"),
        ({"d": "> 5"}, "condition", "答案是日期"),
        ({"d": "> 2026-02-30"}, "condition", "不是一个日期"),
        ({"any": []}, "condition", "不空的列表"),
        ({"any": {"origin": "a"}}, "condition", "不空的列表"),
        ({"not": "a"}, "condition", "条件要写成"),
    ],
)
def test_a_wrong_condition_says_what_is_wrong_and_what_to_write(tree, code, words):
    questions = {one.id: one for one in (question("origin"), question("n", "number"), question("d", "date"))}
    with pytest.raises(ConditionError, match=words) as caught:
        read(tree, questions)
    assert caught.value.code == code


def test_a_circle_of_questions_is_named():
    ring = [question("a_q", when={"b_q": "a"}), question("b_q", when={"a_q": "a"})]
    with pytest.raises(ConditionError, match=r"a_q → b_q → a_q|b_q → a_q → b_q") as caught:
        DecisionTable(ring, [])
    assert caught.value.code == "circle"


def test_a_condition_with_too_many_ways_is_refused_instead_of_filling_the_memory():
    questions = [question(f"q{number}") for number in range(12)]
    tree = {"all": [{"any": [{one.id: "a"}, {one.id: "b"}]} for one in questions]}
    with pytest.raises(ConditionError, match="太复杂"):
        read(tree, {one.id: one for one in questions})


def test_every_answer_to_every_question_leaves_no_condition_open():
    questions = [question("q"), question("r", when={"q": "a"})]
    tree = {"any": [{"r": "a"}, {"not": {"q": ["a", "b"]}}]}
    for q, r in product(LETTERS, LETTERS):
        assert state(tree, {"q": q, "r": r}, *questions) != UNKNOWN


@given(st.text(max_size=20))
def test_any_text_is_either_a_test_or_a_sentence(text):
    try:
        read_test(text, question("d", "date"))
    except ConditionError as error:
        assert str(error)
    assert plain_form(plain_form(text)) == plain_form(text)
