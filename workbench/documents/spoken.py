"""How written text is said: numbers in words, codes and telephone numbers digit by digit, signs left out or named."""

from __future__ import annotations

import re
import unicodedata

DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")
GROUPS = ("", "万", "亿", "万亿")
SIGNS = str.maketrans(
    {
        **dict.fromkeys("《》〈〉“”‘’「」『』【】[]□★☆※·*#_", " "),
        **dict(zip("①②③④⑤⑥⑦⑧⑨⑩", ("第" + one for one in (*DIGITS[1:], "十")), strict=True)),
        "→": ",然后",
        "≥": "不少于",
        "≤": "不超过",
        "℃": "度",
        "(": ",",
        ")": ",",
    }
)
CODE = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9]*[A-Za-z])(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{3,}(?![A-Za-z0-9])")
PHONE = re.compile(r"(?<!\d)(?:\d{3,4}-\d{7,8}|1[3-9]\d{9}|1[012]\d{3}(?!\s*[元吨公平万个份天年月人])|\d{9,})(?!\d)")
RANGE = re.compile(r"(\d)\s*[-–—~〜]\s*(?=\d)")
NUMBER = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
COUNTED = re.compile(r"(原件|复印件)\s*(\d++)(?!\s*[份个张])")
TWO = re.compile(r"(?<![零一二三四五六七八九十百千万亿点第])二(?=\s*[份个张次位])")


def spoken_text(text: str) -> str:
    """The text as a voice should say it; without signs that voices spell out or stumble over."""
    text = unicodedata.normalize("NFKC", text.translate(SIGNS)).translate(SIGNS)  # full-width signs as plain ones
    text = COUNTED.sub(r"\1\2份", text)
    text = CODE.sub(lambda found: " ".join(DIGITS[int(s)] if s.isdigit() else s for s in found[0]), text)
    text = PHONE.sub(lambda found: " ".join(DIGITS[int(s)] for s in found[0] if s.isdigit()), text)
    text = re.sub(r"(\d{4})(?=\s*年)", lambda found: "".join(DIGITS[int(s)] for s in found[1]), text)
    text = re.sub(r"(\d+(?:\.\d+)?)\s*%", r"百分之\1", text)
    text = re.sub(r"(\d+)/(\d+)", r"\2分之\1", text)
    text = RANGE.sub(r"\1到", text)
    text = NUMBER.sub(lambda found: number_in_words(found[0].replace(",", "")), text)
    text = TWO.sub("两", text)
    text = re.sub(r"[,、\s]*([,。;])[,、\s]*", r"\1", re.sub(r"\s+", " ", text))
    return text.strip(" ").strip(",")


def number_in_words(digits: str) -> str:
    """`4.5` → 四点五, `105` → 一百零五, `12` → 十二."""
    whole, _, fraction = digits.partition(".")
    said = _whole(int(whole))
    return said + ("点" + "".join(DIGITS[int(sign)] for sign in fraction) if fraction else "")


def _whole(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    groups = []
    while number:
        number, group = divmod(number, 10000)
        groups.append(group)
    said, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            gap = bool(said)
            continue
        said += (DIGITS[0] if said and (gap or group < 1000) else "") + _group(group) + GROUPS[place]
        gap = False
    return said.removeprefix("一") if said.startswith("一十") else said


def _group(number: int) -> str:
    said, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += (DIGITS[0] if gap and said else "") + DIGITS[digit] + UNITS[place]
        gap = gap or (digit == 0 and bool(said))
        if digit:
            gap = False
    return said
