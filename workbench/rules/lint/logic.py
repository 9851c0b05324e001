"""Checks of what the conditions can and cannot lead to."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.rules.checklist import RuleBook
from workbench.rules.conditions import Place
from workbench.rules.item import Question
from workbench.rules.lint.findings import Finding
from workbench.rules.reach import Reach

# Parts whose text is said to the citizen when their condition holds; two equal lines are one too many.
CONDITIONAL = {
    "not_eligible": "不能办的情况",
    "reminders": "提示",
    "steps": "环节",
    "follow_ups": "接下来的事",
    "not_needed": "不用带的",
    "fees": "收费",
    "periods": "办理期间",
}


def check(book: RuleBook, reach: Reach) -> Iterator[Finding]:
    """Everything that follows from the conditions of one item."""
    yield from _questions(book, reach)
    yield from _options(book, reach)
    for number in range(len(book.item.materials)):
        yield from _material(book, reach, number)
    for part, word in CONDITIONAL.items():
        yield from _conditional(book, reach, part, word)


def dead_options(book: RuleBook, reach: Reach) -> list[tuple[int, Question, list[str]]]:
    """For each question (with its position) the options that change nothing: no condition
    that can hold names them.

    The first such option is “none of the others”, and so has its use. A question with no named option at all is
    an idle question, not a question of dead options.
    """
    named: dict[str, set[str]] = {}
    for _, term in book.table.terms_of(reach.reachable):
        for literal in term:
            named.setdefault(literal.question, set()).update(literal.options)
    found = []
    for number, question in enumerate(book.item.questions):
        unnamed = [option.id for option in question.choices if option.id not in named.get(question.id, ())]
        if question.id in named and len(unnamed) > 1:
            found.append((number, question, unnamed[1:]))
    return found


def idle_questions(book: RuleBook) -> list[tuple[int, Question]]:
    """Questions that no condition looks at and no period of time counts from."""
    used = {literal.question for term in book.table.terms for literal in term}
    used |= {period.anchor for period in book.item.periods}
    return [(number, question) for number, question in enumerate(book.item.questions) if question.id not in used]


def never_needed(book: RuleBook, reach: Reach) -> list[int]:
    """Positions of the personal papers that no answers call for."""
    return [
        number
        for number, mask in enumerate(book.material_masks)
        if book.item.materials[number].layer == "personal" and not mask & reach.reachable
    ]


def _questions(book: RuleBook, reach: Reach) -> Iterator[Finding]:
    for number, question in idle_questions(book):
        message = f"情形“{question.text}”不影响任何材料和提示,不用问。请删去,或写进材料的条件"
        yield Finding("idle_question", message, ("questions", number, "id"), question.id)
    for number, question in enumerate(book.item.questions):
        mask = book.table.whens.get(question.id)
        if mask is not None:
            yield from _condition(
                book, reach, mask, ("questions", number, "when"), question.id, "情形“" + question.text
            )


def _options(book: RuleBook, reach: Reach) -> Iterator[Finding]:
    for number, question, options in dead_options(book, reach):
        labels = {option.id: option.label for option in question.choices}
        for option in options:
            message = f"选项“{labels[option]}”不影响清单,没有任何条件提到它。请合并选项,或补上条件"
            yield Finding("dead_option", message, ("questions", number, "options"), f"{question.id}.{option}")


def _material(book: RuleBook, reach: Reach, number: int) -> Iterator[Finding]:
    material, lines = book.item.materials[number], book.material_lines[number]
    if not lines:
        return
    places: list[Place] = [("materials", number, "when")] if material.when else []
    places += [("materials", number, "also", position, "when") for position in range(len(material.also))]
    masks = [book.table.masks[line] for line in lines]
    if not book.material_masks[number] & reach.reachable:
        message = f"材料“{material.name}”怎么回答都不会要。请改正条件,或删去这份材料"
        yield Finding("never_needed", message, places[0], material.id)
        return
    if reach.always(book.material_masks[number]):
        message = f"材料“{material.name}”怎么回答都要,应当写成基础材料"
        yield Finding("always_needed", message, places[0], material.id)
    for mask, place in zip(masks, places, strict=True):
        yield from _condition(book, reach, mask, place, material.id, f"材料“{material.name}")
    yield from _covered(book, reach, masks, places, material.id, f"材料“{material.name}")


def _conditional(book: RuleBook, reach: Reach, part: str, word: str) -> Iterator[Finding]:
    lines = book.parts[part]
    seen: dict[tuple[object, object], int] = {}
    for number, (one, line) in enumerate(lines):
        place, subject = (part, number, "when"), f"{part}[{number + 1}]"
        if line is not None:
            yield from _condition(book, reach, book.table.masks[line], place, subject, f"{word}“{number + 1}")
        text = one.model_dump(exclude={"when", "unsure", "basis"})
        key = (repr(text), _terms(book, line))
        if key in seen:
            message = f"{word}第 {number + 1} 条与第 {seen[key] + 1} 条相同,请删去一条"
            yield Finding("repeated_condition", message, place, subject)
        seen.setdefault(key, number)
    if part == "not_eligible":
        kept = [(number, line) for number, (_, line) in enumerate(lines) if line is not None]
        masks = [book.table.masks[line] for _, line in kept]
        places: list[Place] = [(part, number, "when") for number, _ in kept]
        yield from _covered(book, reach, masks, places, part, word + "“")


def _terms(book: RuleBook, line: int | None) -> frozenset | None:
    return None if line is None else frozenset(term for _, term in book.table.terms_of(book.table.masks[line]))


def _condition(book: RuleBook, reach: Reach, mask: int, place: Place, subject: str, name: str) -> Iterator[Finding]:
    """A condition that can never hold, or that has a branch that never does."""
    if not mask & reach.reachable:
        yield Finding("contradiction", f"{name}”的条件前后矛盾,怎么回答都不成立。请改正条件", place, subject)
    elif mask & ~reach.reachable:
        dead = next(term for _, term in book.table.terms_of(mask & ~reach.reachable))
        words = "、".join(sorted({book.table.questions[literal.question].text for literal in dead}))
        yield Finding("dead_branch", f"{name}”的条件里有一支永远不成立(涉及:{words})。请改正或删去", place, subject)


def _covered(
    book: RuleBook, reach: Reach, masks: list[int], places: list[Place], subject: str, name: str
) -> Iterator[Finding]:
    """Among conditions for the same thing: those that say the same, and those that another one already covers."""
    for later, mask in enumerate(masks):
        if not mask & reach.reachable:
            continue
        for other, wider in enumerate(masks):
            if other == later or not reach.implies(mask, wider):
                continue
            if reach.implies(wider, mask):
                if other < later:
                    yield Finding("repeated_condition", f"{name}”有两个相同的条件,请合并", places[later], subject)
                    break
            else:
                message = f"{name}”的这个条件已经包含在另一个条件里,请删去或改正"
                yield Finding("shadowed_condition", message, places[later], subject)
                break
