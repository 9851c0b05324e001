"""What somebody probably meant by a condition that cannot be read: a sentence with the words put right."""

from __future__ import annotations

import re

SIGN = r">=|<=|!=|≠|>|<|=|不是|是|选"
_JOINT = r"(?:[,;、/]|和|与|或者?|or\b|and\b)"
_WORD = rf"[^\s,;、/()\[\]=!≠<>]++(?!\s*(?:{SIGN}|\())"
_LISTED = re.compile(rf"\s*{_JOINT}\s*({_WORD})", re.IGNORECASE)
_LOOSE = re.compile(rf"\s*({_JOINT})\s*(?=\S)", re.IGNORECASE)


def left_over(last: str, head: str, rest: str) -> str:
    """For `rest` behind the whole condition `last`: options without brackets, or two conditions without 且 or 或.

    `head` is the beginning of `last` before its options (`origin=`), empty when it has none. Empty when it is neither.
    """
    if head and _LISTED.match(rest):
        return several(last, head, rest)
    if joint := _LOOSE.match(rest):
        other = re.split(rf"\s*{_JOINT}", rest[joint.end() :], maxsplit=1, flags=re.IGNORECASE)[0]
        return f"“{joint[1]}”看不懂。两条都要满足的,写成“{last} 且 {other}”;满足一条就行的,写成“{last} 或 {other}”"
    return ""


def several(last: str, head: str, rest: str) -> str:
    """For `origin=here` and `,other`: that it should be `origin=[here, other]`."""
    words, at = re.split(r"\s*[,、/]\s*", last.removeprefix(head).strip(" []")), 0
    while found := _LISTED.match(rest, at):
        words.append(found[1])
        at = found.end()
    return f"几个选项要放在方括号里,请写成“{head}[{', '.join(words)}]”"
