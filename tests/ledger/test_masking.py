"""Numbers of citizens never reach the ledger; every other number stays readable."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.ledger.masking import CELL_UNITS, cell_text, clean, is_card_number, is_identity_number, mask

IDENTITY = "11010519491231002X"  # the example of GB 11643


@pytest.mark.parametrize(
    "text",
    [
        IDENTITY,
        IDENTITY.lower(),
        "110105 19491231 002X",
        "1101 0519 4912 3100 2X",
        "110105-19491231-002x",
        "110105１９４９1231002X",
        f"张三{IDENTITY}电话",
    ],
)
def test_an_identity_number_is_masked_however_it_is_written(text):
    hidden = mask(text)
    assert "19491231" not in hidden.replace(" ", "").replace("-", "") and "１９４９" not in hidden
    assert len(hidden) == len(text)


@pytest.mark.parametrize("text", ["13800138000", "138 0013 8000", "138-0013-8000", "+86 13800138000", "8613800138000"])
def test_a_mobile_number_is_masked_however_it_is_written(text):
    assert "0013" not in mask(f"打{text}给他")


@given(st.sampled_from(["62", "4", "52", "9558"]), st.integers(0, 10**13), st.integers(15, 18), st.booleans())
def test_a_bank_card_number_with_a_valid_check_digit_is_masked(head, body, length, spaced):
    start = (head + f"{body:018d}")[:length]
    number = next(start + last for last in "0123456789" if is_card_number(start + last))
    written = " ".join(number[i : i + 4] for i in range(0, 20, 4)).strip() if spaced else number
    assert number[4:-4] not in mask(f"卡{written},共 3 张").replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-03-02 09:05",
        "编号20260302123456789",
        "110105194912310021",
        "0571-88888888",
        "共 12 份",
        "统一码91330100MA",
    ],
)
def test_other_numbers_stay_readable(text):
    assert mask(text) == text


def test_the_check_character_follows_gb_11643():
    assert is_identity_number(IDENTITY) and not is_identity_number("110105194912310021")
    assert not is_identity_number("110105194913310024")


@given(st.text(), st.integers(0, 10**6), st.text())
def test_no_identity_number_survives_in_any_surroundings(before, seed, after):
    maker = random.Random(seed)
    body = f"33010{maker.randint(1, 9)}19{maker.randint(50, 99)}{maker.randint(1, 12):02d}{maker.randint(1, 28):02d}"
    body += f"{maker.randint(0, 999):03d}"
    number = next(body + last for last in "0123456789X" if is_identity_number(body + last))
    glued = (before[-1:].isdigit() or after[:1].isdigit()) or after[:1] in "xX"
    if not glued:
        assert number not in mask(before + number + after)


@given(st.text())
def test_cleaned_text_can_always_be_stored_and_cut_to_one_cell(text):
    kept = clean(text + "\x00\x0b\ud800\ufffe\r\n")
    kept.encode("utf-8")
    assert not set(kept) & set("\x00\x0b\ud800\ufffe\r")
    assert len(cell_text(kept * 3).encode("utf-16-le")) // 2 <= CELL_UNITS


def test_long_text_and_many_emoji_are_cut_without_breaking_a_character():
    for text in ("长" * 40_000, "😀" * 20_000):
        cell = cell_text(text)
        assert len(cell.encode("utf-16-le")) // 2 <= CELL_UNITS and cell.endswith("…(全文见程序)")
