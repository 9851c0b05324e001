"""再来码: six characters on a sheet that bring back what was said, and say nothing about the citizen.

Five random characters and a check character. The alphabet has no 0, O, 1 or I, and 32 signs are the elements of
GF(2^5): the check Σ a^i·c_i finds every single wrong character and every swap of two (a Reed–Solomon check symbol).
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable

from workbench.problems import UserError

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 6
FIELD = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


def new(taken: Callable[[str], bool] = lambda code: False) -> str:
    """A random code for which `taken` says no."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
        code = body + _check_character(body)
        if not taken(code):
            return code


def check(code: str) -> bool:
    """Whether these are six characters of the alphabet with the right check character."""
    known = len(code) == LENGTH and all(sign in ALPHABET for sign in code)
    return known and _check_character(code[:-1]) == code[-1]


def read(text: str) -> str:
    """The code somebody typed: small letters, blanks, dashes and full-width signs are taken as meant.

    Raises `UserError` with what is wrong.
    """
    code = "".join(unicodedata.normalize("NFKC", text).upper().replace("-", "").split())
    if len(code) != LENGTH:
        raise UserError(f"再来码是 {LENGTH} 位,现在是 {len(code)} 位。请看清单右上角。", exit_code=2)
    if strange := [sign for sign in code if sign not in ALPHABET]:
        raise UserError(f"再来码里没有“{strange[0]}”(不用 0、O、1、I)。请再看一看。", exit_code=2)
    if not check(code):
        raise UserError("再来码有一位不对,请对照清单再输一次。", exit_code=2)
    return code


def _check_character(body: str) -> str:
    total = 0
    for sign in body:  # Horner: ((c1·a + c2)·a + …)·a, then the check symbol makes the sum zero
        total = _times_a(total ^ ALPHABET.index(sign))
    return ALPHABET[total]


def _times_a(value: int) -> int:
    value <<= 1
    return value ^ FIELD if value & 0b100000 else value
