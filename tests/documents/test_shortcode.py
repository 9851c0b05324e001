"""再来码: six characters that cannot be misread, and of which a slip of the pen is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents import shortcode
from workbench.problems import UserError

CODES = st.text(shortcode.ALPHABET, min_size=5, max_size=5).map(lambda body: body + shortcode._check_character(body))


def test_the_alphabet_has_no_sign_that_looks_like_another():
    assert not set("01OI") & set(shortcode.ALPHABET)
    assert len(set(shortcode.ALPHABET)) == 32


def test_new_codes_are_right_and_not_given_twice():
    taken: set[str] = set()
    for _ in range(300):
        code = shortcode.new(taken.__contains__)
        assert len(code) == 6
        assert shortcode.check(code)
        assert code not in taken
        taken.add(code)


@given(CODES, st.integers(0, 5), st.sampled_from(shortcode.ALPHABET))
def test_one_wrong_character_is_always_noticed(code, place, sign):
    changed = code[:place] + sign + code[place + 1 :]
    assert shortcode.check(changed) == (changed == code)


@given(CODES, st.integers(0, 5), st.integers(0, 5))
def test_two_swapped_characters_are_always_noticed(code, one, other):
    signs = list(code)
    signs[one], signs[other] = signs[other], signs[one]
    assert shortcode.check("".join(signs)) == ("".join(signs) == code)


@given(CODES)
def test_what_is_typed_is_taken_as_meant(code):
    assert shortcode.read(f" {code[:3].lower()} - {code[3:]} ") == code


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "6 位,现在是 0 位"), ("ABCDEFG", "现在是 7 位"), ("AB0DEF", "没有“0”"), ("222223", "有一位不对")],
)
def test_what_is_wrong_is_said(typed, sentence):
    with pytest.raises(UserError, match=sentence):
        shortcode.read(typed)
