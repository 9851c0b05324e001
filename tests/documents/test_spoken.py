"""How text is said aloud."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.spoken import number_in_words, spoken_text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("《社会保险法》第十九条", "社会保险法 第十九条"),
        ("原件 1、复印件 2", "原件一份、复印件两份"),
        ("4.5 吨及以上", "四点五 吨及以上"),
        ("2026年3月2日(周一)", "二零二六年三月二日,周一"),
        ("90–15 个工作日", "九十到十五 个工作日"),
        ("电话 0571-87654321", "电话 零 五 七 一 八 七 六 五 四 三 二 一"),
        ("拨打 12333", "拨打 一 二 三 三 三"),
        ("12000 元", "一万二千 元"),
        ("再来码 K7F3QX", "再来码 K 七 F 三 Q X"),
        ("承担 50%", "承担 百分之五十"),
        ("减三分之一(1/3)", "减三分之一,三分之一"),
        ("2 份", "两 份"),
        ("12 份", "十二 份"),
        ("① 受理 → ② 审核", "第一 受理,然后 第二 审核"),
        ("□ ★很多人忘带", "很多人忘带"),
    ],
)
def test_signs_and_numbers_are_said_as_people_say_them(written, said):
    assert spoken_text(written) == said


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("0", "零"),
        ("10", "十"),
        ("18", "十八"),
        ("105", "一百零五"),
        ("110", "一百一十"),
        ("1005", "一千零五"),
        ("10010", "一万零一十"),
        ("20300", "二万零三百"),
        ("100000", "十万"),
        ("100000000", "一亿"),
        ("1.05", "一点零五"),
    ],
)
def test_numbers_in_words(digits, said):
    assert number_in_words(digits) == said


@given(st.integers(0, 99_999_999))
def test_a_number_in_words_can_be_read_back(number):
    total, group, digit = 0, 0, 0
    for sign in number_in_words(str(number)):
        if sign in "零一二三四五六七八九":
            digit = "零一二三四五六七八九".index(sign)
        elif sign == "万":
            total, group, digit = (group + digit) * 10_000, 0, 0
        else:
            group, digit = group + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign], 0
    assert total + group + digit == number


@given(st.text(max_size=60))
def test_no_text_makes_it_fail_and_no_digit_is_left(text):
    assert not any(sign in "0123456789" for sign in spoken_text(text))
