"""The journal is append-only, durable, checked, and everything derived from it can be made again."""

from __future__ import annotations

import json
import multiprocessing
import os
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.conftest import case, office_words, row
from workbench.ledger import journal as journal_module
from workbench.ledger import ledger
from workbench.ledger.journal import Entry, open_journal
from workbench.problems import CannotWrite, UserError
from workbench.workspace import Workspace


def test_it_is_write_ahead_and_fully_synchronous(space):
    with open_journal(space) as journal:
        assert journal.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert journal.connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert journal.connection.execute("PRAGMA user_version").fetchone()[0] == journal_module.SCHEMA_VERSION


def test_events_can_neither_be_changed_nor_deleted(space):
    with open_journal(space) as journal:
        journal.record([Entry("desk", "open", {"a": 1})])
        for statement in ("UPDATE events SET payload = ''", "DELETE FROM events"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                journal.connection.execute(statement)


def test_any_room_may_keep_its_own_kind(space):
    with open_journal(space) as journal:
        journal.record(
            [Entry("selfcheck", "2026-W10-王", {"score": 91}), Entry("selfcheck", "2026-W11-王", {"score": 93})]
        )
        journal.record([Entry("selfcheck", "2026-W10-王", {"score": 92}, "edit")])
        assert list(journal.current("selfcheck")) == [("2026-W10-王", {"score": 92}), ("2026-W11-王", {"score": 93})]
        assert [event.payload["score"] for event in journal.events(kind="selfcheck")] == [91, 93, 92]


def test_one_bad_entry_and_none_is_kept(space):
    with open_journal(space) as journal:
        journal.record([Entry("desk", "a", {})])
        with pytest.raises(UserError, match="已经有了"):
            journal.record([Entry("desk", "b", {}), Entry("desk", "a", {})])
        assert [id for id, _ in journal.current("desk")] == ["a"] and journal.last() == 1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["add", "edit", "remove"]), st.integers(0, 3)), max_size=12))
def test_what_is_derived_equals_what_the_events_give(tmp_path_factory, steps):
    space = Workspace(tmp_path_factory.mktemp("j"))
    words = office_words()
    for step, number in steps:
        try:
            if step == "add":
                ledger.add(space, "rework", [row(id=f"R-{number}")], words=words)
            elif step == "edit":
                ledger.edit(space, f"R-{number}", {"visits": len(steps)}, words=words)
            else:
                ledger.remove(space, f"R-{number}")
        except UserError:
            continue
    with open_journal(space) as journal:
        question = "SELECT * FROM rework ORDER BY id"
        before = [tuple(r) for r in journal.query(question)]
        current = [tuple(r) for r in journal.query("SELECT * FROM current ORDER BY id")]
        journal.remake()
        assert [tuple(r) for r in journal.query(question)] == before
        assert [tuple(r) for r in journal.query("SELECT * FROM current ORDER BY id")] == current
        assert journal.damage() == ""


def test_a_full_disk_is_a_sentence_and_the_old_records_stay(space):
    with open_journal(space) as journal:
        journal.record([Entry("desk", "a", {"text": "x"})])
        pages = journal.connection.execute("PRAGMA page_count").fetchone()[0]
        journal.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(CannotWrite, match="磁盘满了"):
            journal.record([Entry("desk", "b", {"text": "x" * 100_000})])
        assert [id for id, _ in journal.current("desk")] == ["a"]


def test_a_damaged_file_is_told_and_left_alone(space):
    space.prepare()
    space.journal.write_bytes(b"this is not a database" * 100)
    with pytest.raises(UserError, match="rebuild"):
        open_journal(space)
    assert space.journal.read_bytes().startswith(b"this is not")


def test_a_journal_of_a_newer_program_is_not_touched(space):
    with open_journal(space) as journal:
        journal.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(UserError, match="升级"):
        open_journal(space)


def _die_while_writing(space):
    open_journal(space).record([Entry("desk", "a", {})])
    os._exit(9)


def test_after_an_unclean_end_the_journal_is_checked_once(space, monkeypatch):
    worker = multiprocessing.get_context("spawn").Process(target=_die_while_writing, args=(space,))
    worker.start()
    worker.join()
    assert worker.exitcode == 9 and space.journal.with_name("journal.db-wal").stat().st_size
    checked = []
    monkeypatch.setattr(journal_module.Journal, "damage", lambda self: checked.append(1) or "")
    for _ in range(2):
        with open_journal(space) as journal:
            assert journal.get("desk", "a") == {}
    assert checked == [1]


def test_a_journal_that_was_deleted_or_replaced_is_never_read_from_memory(space):
    with open_journal(space) as journal:
        journal.record([Entry("desk", "a", {})])
    journal_module.release(space)
    space.journal.rename(space.root / "alt.db")
    with open_journal(space) as journal:
        assert journal.last() == 0
        journal.record([Entry("desk", "b", {})])
    journal_module.release(space)
    (space.root / "alt.db").replace(space.journal)
    with open_journal(space) as journal:
        assert [id for id, _ in journal.current("desk")] == ["a"]


def test_a_connection_is_used_again_and_never_with_an_open_transaction(space):
    with open_journal(space) as journal:
        first = journal.connection
    with open_journal(space) as journal:
        assert journal.connection is first
        journal.connection.execute("BEGIN IMMEDIATE")
    with open_journal(space) as journal:
        assert journal.connection is not first
        journal.record([Entry("desk", "a", {})])


def test_the_order_is_that_of_the_events_even_when_the_clock_goes_back(space, monkeypatch):
    class Clock(journal_module.datetime):
        times = iter(["2026-03-02T10:00:00", "2020-01-01T00:00:00"])

        @classmethod
        def now(cls, tz=None):
            return cls.fromisoformat(next(cls.times))

    monkeypatch.setattr(journal_module, "datetime", Clock)
    (id,) = ledger.add(space, "cases", [case()])
    ledger.edit(space, id, {"note": "后来"})
    assert ledger.get(space, id)[1]["note"] == "后来"
    with open_journal(space) as journal:
        journal.remake()
        assert json.loads(journal.query("SELECT payload FROM current")[0][0])["note"] == "后来"
