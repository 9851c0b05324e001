"""The score as defined: 35/25/20/20, 不适用 out, an empty dimension gives its weight to the others."""

from __future__ import annotations

import random

import pytest

from tests.selfcheck.conftest import daily
from workbench.problems import UserError
from workbench.selfcheck import forms
from workbench.selfcheck.scores import score

WEIGHTS = {"attitude": 35, "skill": 25, "efficiency": 20, "improvement": 20}


def test_the_weights_are_those_of_the_definition_and_manner_counts_as_attitude():
    form = forms.load()
    assert {one.id: one.weight for one in form.weighted} == WEIGHTS
    assert form.counted_in["dress"] == "attitude"


def test_all_yes_is_100_and_all_not_applicable_is_no_score():
    form = forms.load()
    assert score(form, [daily("before"), daily("after")]).value == 100
    nothing = daily("after")
    nothing["answers"] = dict.fromkeys(nothing["answers"], "不适用")
    assert score(form, [nothing]).value is None and str(score(form, [nothing])) == "没有可计分的项"
    assert score(form, []).value is None


@pytest.mark.parametrize("seed", range(8))
def test_the_score_is_the_weighted_mean_of_the_dimensions_that_count(seed):
    chance = random.Random(seed)
    form = forms.load()
    words = ["是", "否", "不适用", "不适用"] if seed % 2 else ["是", "否"]
    days = [daily(when, **{item.id: chance.choice(words) for item in form.at(when)}) for when in ("before", "after")]
    if seed == 3:
        for day in days:
            day["answers"] = {id: "不适用" if form.counted_in[id] == "skill" else a for id, a in day["answers"].items()}
    shares = {}
    for name in WEIGHTS:
        said = [a for day in days for id, a in day["answers"].items() if form.counted_in[id] == name and a != "不适用"]
        if said:
            shares[name] = said.count("是") / len(said)
    wanted = 100 * sum(WEIGHTS[n] * s for n, s in shares.items()) / sum(WEIGHTS[n] for n in shares)
    assert score(form, days).value == pytest.approx(wanted)


def test_an_office_may_change_the_form_and_a_wrong_one_is_named(space):
    own = space.rules / "selfcheck.toml"
    shipped = forms.load()
    text = '[[dimensions]]\nid="a"\nname="态度"\nweight=100\n'
    own.write_text(text + '[[items]]\nid="x"\ndimension="a"\nwhen="before"\ntext="到岗"\n', "utf-8")
    with pytest.raises(UserError, match="上岗前"):
        forms.load(space)
    rest = '[[items]]\nid="y"\ndimension="b"\nwhen="after"\ntext="离岗"\n'
    own.write_text(own.read_text("utf-8") + rest, "utf-8")
    with pytest.raises(UserError, match="维度“b”不存在"):
        forms.load(space)
    own.write_text(own.read_text("utf-8").replace('"b"', '"a"'), "utf-8")
    assert len(forms.load(space).items) == 2 and len(shipped.items) > 20
