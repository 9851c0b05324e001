"""Shares, their texts, and the verdict with its interval."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.review.comparison import Figure, interval, percent_of, verdict


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(61, 420), "14.5%(61/420)"),
        (Figure(1, 1), "1/1"),
        (Figure(9, 9), "9/9"),
        (Figure(10, 10), "100.0%(10/10)"),
        (Figure(0, 0), "—"),
        (Figure(412, None), "412"),
        (Figure(1, 2000), "0.1%(1/2000)"),
    ],
)
def test_a_share_carries_its_counts_and_below_ten_the_counts_alone(figure, text):
    assert str(figure) == text


@given(st.integers(10, 5000), st.data())
def test_percentages_round_halves_up_as_a_spreadsheet_does(d, data):
    n = data.draw(st.integers(0, d))
    exact = n * 100 / d
    assert abs(float(percent_of(n, d)) - exact) <= 0.05 + 1e-9
    assert percent_of(1, 16) == "6.3"  # 6.25 up, where Python's own rounding says 6.2


pairs = st.integers(10, 400).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


@given(pairs, pairs)
def test_the_interval_leaves_out_zero_exactly_when_the_verdict_is_one_of_change(first, second):
    before, after = Figure(*first), Figure(*second)
    low, high = interval(before, after)
    said = verdict(before, after)
    difference = after.n / after.d - before.n / before.d
    assert low - 1e-6 <= difference <= high + 1e-6
    if said == "明显下降":
        assert high < 1e-6
    elif said == "明显上升":
        assert low > -1e-6
    else:
        assert low < 1e-6 and high > -1e-6


@given(pairs, pairs)
def test_the_verdict_is_the_textbook_test_of_two_proportions(first, second):
    (x, m), (y, n) = first, second
    pooled = (x + y) / (m + n)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / m + 1 / n))
    z = (y / n - x / m) / spread if spread else 0
    wanted = "明显上升" if z > 1.96 else "明显下降" if z < -1.96 else "无明显变化"
    if abs(abs(z) - 1.96) > 1e-3:
        assert verdict(Figure(x, m), Figure(y, n)) == wanted


def test_a_published_interval_is_met():
    """Newcombe 1998, table II, contrast (a) 56/70 against 48/80: method 5 (Mee) gives 0.0533 to 0.3377."""
    low, high = interval(Figure(48, 80), Figure(56, 70))
    assert (round(low, 4), round(high, 4)) == (0.0533, 0.3377)


@pytest.mark.parametrize("before, after", [(Figure(1, 9), Figure(20, 100)), (Figure(0, 0), Figure(3, 40))])
def test_below_ten_there_is_no_verdict(before, after):
    assert verdict(before, after) == verdict(after, before) == "样本太少"
    assert interval(before, after) is None
