"""One figure everywhere: JSON, page, Word notice, and the workbook's 汇总 as LibreOffice reckons it. On random data."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.review.conftest import MONDAY, filled
from tests.review.test_metrics import as_pairs, by_hand
from workbench import cli
from workbench.documents import review_notice
from workbench.ledger import books, check, fold
from workbench.ledger.journal import open_journal
from workbench.review import metrics, periods, week
from workbench.review.metrics import METRICS
from workbench.rules.library import Library

WEEK = periods.of("week", MONDAY)
TODAY = MONDAY + timedelta(days=7)


def as_printed(words: str) -> tuple[float, int | None]:
    """Numerator and denominator of `14.5%(61/420)`, `1.16 次(488/420)`, `8 件共 11 次`, `3/7` or `412`."""
    if found := re.search(r"(\d+) [件次]共 ([\d.]+) ", words):
        return float(found[2]), int(found[1])
    found = re.search(r"([\d.]+)/(\d+)", words)
    return (float(found[1]), int(found[2])) if found else (float(words), None)


def printed_percent(words: str) -> str:
    return words.split("(")[0] if "%" in words else ""


@pytest.fixture
def offices_rules(monkeypatch):
    """The items of the random ledgers are not in the shipped rules."""
    monkeypatch.setattr("workbench.rules.library.load", lambda space: Library())


@pytest.mark.parametrize("seed", [11, 12])
def test_json_and_word_show_the_figures_of_an_independent_count(space, seed, tmp_path, capsys, offices_rules):
    filled(space, seed, matters=140)
    wanted = by_hand(space, WEEK.start, WEEK.end)
    before = by_hand(space, WEEK.previous.start, WEEK.previous.end)
    assert (
        cli.main(
            [
                "review",
                "--week",
                WEEK.name,
                "--json",
                "--docx",
                str(tmp_path / "通报.docx"),
                "--workspace",
                str(space.root),
            ]
        )
        == 0
    )
    document = json.loads(capsys.readouterr().out)
    assert {name: (one["n"], one["d"]) for name, one in document["metrics"].items()} == wanted
    assert {name: (one["n"], one["d"]) for name, one in document["previous"]["metrics"].items()} == before

    table = docx.Document(str(tmp_path / "通报.docx")).tables[0]
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows[1:]}
    for name, metric in METRICS.items():
        now, past, change = rows[metric.name][:3]
        assert as_printed(now) == wanted[name] and as_printed(past) == before[name], name
        value = document["metrics"][name]["value"]
        if metric.kind == "share":
            assert change.endswith(document["changes"][name])
            if value is None:
                assert "%" not in now
            else:
                assert abs(float(printed_percent(now).rstrip("%")) - value * 100) <= 0.05 + 1e-9


def test_the_page_and_the_notice_read_from_the_same_review(space):
    filled(space, 13, matters=140)
    review = week.review(space, WEEK, TODAY, library=Library())
    fields = review_notice.fields(review, space.settings(), TODAY)
    shown = {one["名称"]: one["本期"] for one in fields["指标"]}
    for name, figure in review.now.counts.figures().items():
        assert shown[METRICS[name].name] == METRICS[name].text(figure)
    assert [one["占比"] for one in fields["原因"]] == [str(one.share) for one in review.now.causes]
    assert sum(one.share.n for one in review.now.causes) == review.now.counts.rework_rows


def recalculated(path: Path, folder: Path) -> openpyxl.Workbook:
    """The workbook as LibreOffice reckons it when it is opened."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    target = folder / "neu"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=180)
    return openpyxl.load_workbook(target / path.name, data_only=True)


def weekly(sheet) -> dict[str, tuple]:
    """Week → (cases, returned, rate, first visits, complete, rate) of the sheet 汇总."""
    found = {}
    for row in sheet.iter_rows(values_only=True):
        if isinstance(row[0], str) and re.fullmatch(r"\d{4}-W\d\d", row[0]):
            found[row[0]] = row[2:8]
    return found


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("seed", "window"),
    [(21, "A01"), *(pytest.param(seed, w, marks=pytest.mark.slow) for seed in (22, 23) for w in ("A01", "A02"))],
)
@pytest.mark.filterwarnings("ignore:Print area cannot be set")
def test_the_formulas_of_the_workbook_reckon_the_same(space, seed, window, tmp_path):
    filled(space, seed, matters=160)
    fold.fold(space, words=check.words(space))
    found = weekly(recalculated(space.ledger / books.file_name(f"{window}-2026"), tmp_path)["汇总"])
    with open_journal(space) as journal:
        for period in periods.weeks_to(MONDAY + timedelta(days=20), 8):
            if period.name not in found:
                continue
            counts = metrics.tally(journal, period.start, period.end, "window").get(window, metrics.Counts())
            cases, returned, rate, first, complete, share = found[period.name]
            wanted = (counts.cases, counts.returned, counts.first_visits, counts.first_complete)
            assert (cases, returned, first, complete) == wanted, period.name
            figures = counts.figures()
            for shown, name in ((rate, "rework_rate"), (share, "first_submission_complete_rate")):
                value = figures[name].value
                if value is None:
                    assert not isinstance(shown, float)
                else:
                    assert shown == pytest.approx(value, rel=1e-14), "the file keeps 15 digits"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Print area cannot be set")
def test_the_cards_of_the_whole_workbook_show_the_figures_of_its_window(space, tmp_path):
    filled(space, 24, matters=160)
    fold.fold(space, words=check.words(space))
    sheet = recalculated(space.ledger / books.file_name("A01-2026"), tmp_path)["汇总"]
    with open_journal(space) as journal:
        counts = metrics.tally(journal, date(2026, 1, 1), date(2026, 12, 31), "window")["A01"]
    figures = counts.figures()
    cards = [cell for cell in sheet[4] if cell.value]
    shown = {card.value: tuple(card.offset(down).value for down in (1, 2)) for card in cards}
    assert shown["业务总量"][0] == counts.cases
    for name in ("rework_rate", "first_submission_complete_rate", "notice_omission_share"):
        top, below = shown[METRICS[name].name]
        assert below.replace(" ", "") == figures[name].counts
        assert top == (figures[name].percent or figures[name].counts)


@pytest.mark.parametrize("seed", range(3))
def test_a_month_and_a_quarter_are_counted_as_their_days_say(space, seed):
    filled(space, 30 + seed, matters=120)
    chance = random.Random(seed)
    for kind in ("month", "quarter"):
        period = periods.of(kind, MONDAY + timedelta(days=chance.randrange(40)))
        review = week.review(space, period, TODAY, library=Library())
        assert as_pairs(review.now.counts) == by_hand(space, period.start, period.end)
        assert review.mean is None and review.mean_changes == {}
