"""Publishing: a new version with its line in the change list, the old one kept, every step taken back exactly."""

from __future__ import annotations

import copy
import os
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.office import ITEM, changed, write
from workbench.problems import CannotWrite, InputProblems, NotFound, UserError
from workbench.rules import changes, library, publish
from workbench.rules.publish_text import dump, merged
from workbench.workspace import Workspace, shipped

NOW = datetime(2026, 3, 2, 9, 5)
TODAY = NOW.date()
FILES = sorted((shipped() / "rules/items").glob("*.toml"))


@pytest.fixture
def space(small_library) -> Workspace:
    return small_library


def promise(days: int):
    def edit(data: dict[str, Any]) -> None:
        data["limits"]["promised"]["days"] = days

    return edit


def change(space: Workspace, edit=None, at: datetime = NOW, **more: Any):
    return publish.change(space, "weiban-zheng", edit or promise(3), who="王丽", why="缩短时限", now=at, **more)


def test_a_change_is_a_new_version_with_a_line_in_the_change_list(space):
    path = write(space)
    done = change(space)
    item = library.load(space).get("weiban-zheng", TODAY)
    assert (done.path, done.version, item.version) == (path, "2026.2", "2026.2")
    assert item.limits.promised.days == 3
    assert [(one.version, one.on, one.by, one.what) for one in item.changes] == [("2026.2", TODAY, "王丽", "缩短时限")]


def test_comments_and_layout_of_the_office_stay(space):
    text = changed(("[limits]", "# 局里 3 月开会定的\n[limits]"), ('id = "age"', 'id = "age"   # 周岁'))
    path = write(space, text)
    change(space)
    after = path.read_text("utf-8")
    assert "# 局里 3 月开会定的\n[limits]" in after
    assert 'id = "age"   # 周岁' in after
    assert "promised = { days = 3," in after
    assert after.count("\n") == text.count("\n") + 6, "only the change list was added"


def test_a_shipped_item_is_changed_in_the_office_and_never_in_the_program(space):
    entry = library.load(space).entry("daolu-huoyun", TODAY)
    before = entry.path.read_bytes()
    done = publish.change(space, "daolu-huoyun", {"mistakes": ["新的差错"]}, who="王", why="补充", now=NOW)
    assert done.path == space.rules / entry.path.name
    assert entry.path.read_bytes() == before
    assert library.load(space).entry("daolu-huoyun", TODAY).source == "office"
    publish.undo(space, who="王", now=NOW)
    assert library.load(space).entry("daolu-huoyun", TODAY).source == "shipped"


def test_rules_that_begin_later_stand_beside_those_in_effect(space):
    """A new rule for July is entered in March: until July the old one holds, and no day is without a rule."""
    path = write(space)
    july = date(2026, 7, 1)

    def later(data: dict[str, Any]) -> None:
        data.update(valid_from=july, version="2026.7")
        data["limits"]["promised"]["days"] = 3

    done = change(space, later)
    found = library.load(space)
    assert found.problems == []
    assert done.path.name == "weiban-zheng-2026-07-01.toml"
    days = (TODAY, date(2026, 6, 30), july)
    assert [found.get("weiban-zheng", day).version for day in days] == ["2026.1", "2026.1", "2026.7"]
    publish.undo(space, who="李", now=NOW)
    assert path.read_text("utf-8") == ITEM
    assert [entry.path for entry in library.load(space).versions("weiban-zheng")] == [path]


def test_a_start_that_is_put_off_before_it_came_moves_the_file(space):
    path = write(space, changed(("valid_from = 2026-01-01", "valid_from = 2026-05-01")))
    assert publish.propose(space, tomllib.loads(path.read_text("utf-8")), TODAY).errors == []
    data = tomllib.loads(path.read_text("utf-8")) | {"valid_from": date(2026, 6, 1)}
    done = publish.publish(space, publish.propose(space, data, TODAY), who="王", why="推迟", now=NOW)
    assert done.path == path
    assert library.load(space).get("weiban-zheng", date(2026, 6, 1)).valid_to is None


def test_a_shipped_item_with_a_later_start_leaves_the_shipped_one_in_effect(space):
    done = publish.change(
        space, "daolu-huoyun", {"valid_from": date(2026, 7, 1), "mistakes": ["新的"]}, who="王", why="新规", now=NOW
    )
    found = library.load(space)
    assert done.path.parent == space.rules
    assert found.entry("daolu-huoyun", TODAY).source == "shipped"
    assert found.entry("daolu-huoyun", date(2026, 7, 1)).source == "office"


def test_undo_restores_every_byte_step_by_step(space):
    path = write(space)
    states = [path.read_bytes()]
    for number in range(3):
        change(space, promise(4 - number), NOW + timedelta(minutes=number))
        states.append(path.read_bytes())
    for state in reversed(states[:-1]):
        publish.undo(space, who="李", now=NOW + timedelta(hours=1))
        assert path.read_bytes() == state
    with pytest.raises(NotFound, match="没有可以撤销"):
        publish.undo(space, who="李", now=NOW)
    actions = [record.action for record in publish.history(space)]
    assert actions == ["修改"] * 3 + ["撤销"] * 3


def test_a_version_that_was_undone_is_not_given_to_another_text(space):
    """A visit keeps the number of its rules: it must never mean two texts."""
    write(space)
    assert change(space, promise(3)).version == "2026.2"
    publish.undo(space, who="王丽", now=NOW)
    again = change(space, promise(4))
    assert again.version == "2026.3"
    item = library.load(space).get("weiban-zheng", TODAY)
    assert [one.version for one in item.changes] == ["2026.3"] and item.limits.promised.days == 4


def test_undo_does_not_throw_away_a_later_change_by_hand(space):
    path = write(space)
    change(space)
    path.write_text(path.read_text("utf-8") + "# 手工加的\n", "utf-8")
    with pytest.raises(UserError, match="又改过"):
        publish.undo(space, who="李", now=NOW)
    assert path.read_text("utf-8").endswith("# 手工加的\n")
    publish.undo(space, who="李", now=NOW, anyway=True)
    assert path.read_text("utf-8") == ITEM
    kept = [one.read_text("utf-8") for one in (space.rules / "旧版本").glob("*.toml")]
    assert any(text.endswith("# 手工加的\n") for text in kept), "even that version is kept"


def test_old_versions_are_not_read_as_rules(space):
    write(space)
    change(space)
    assert [entry.path.name for entry in library.load(space).versions("weiban-zheng")] == ["weiban-zheng.toml"]


def test_what_changes_nothing_is_not_published(space):
    write(space)
    assert change(space, promise(5)) is None
    assert publish.history(space) == []


def test_a_change_with_an_error_is_refused_and_writes_nothing(space):
    path = write(space)
    with pytest.raises(InputProblems, match="长于法定时限"):
        change(space, promise(30))
    with pytest.raises(InputProblems, match="不符"):
        change(space, lambda data: data["examples"][0].update(need=["old_card"]))
    with pytest.raises(InputProblems, match=r"缺少“材料名称\(name\)”"):
        change(space, lambda data: data["materials"][0].pop("name"))
    assert path.read_text("utf-8") == ITEM
    assert not (space.rules / "旧版本").exists()


def test_an_error_that_is_there_already_does_not_stand_in_the_way(space):
    write(space, changed(('item = "daolu-huoyun"', 'item = "bu-cunzai"')))
    assert change(space).version == "2026.2"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that cannot be written")
def test_a_folder_that_cannot_be_written_is_told(space):
    write(space)
    space.rules.chmod(0o500)
    try:
        with pytest.raises(CannotWrite):
            change(space)
    finally:
        space.rules.chmod(0o700)


def test_when_the_second_file_cannot_be_written_the_first_is_put_back(space, monkeypatch):
    first, second = write(space, ITEM, "a.toml"), space.rules / "b.toml"
    from workbench.rules import publish_store

    put = publish_store._put

    def failing(path: Path, content: bytes | None) -> None:
        if path == second:
            raise CannotWrite("文件正被打开")
        put(path, content)

    monkeypatch.setattr(publish_store, "_put", failing)
    with pytest.raises(CannotWrite):
        publish_store.replace_all(space, {first: b"x", second: b"y"}, action="安装", who="", why="", now=NOW)
    assert first.read_text("utf-8") == ITEM
    assert publish.history(space) == []


@pytest.mark.parametrize(
    ("version", "following"),
    [("2026.1", "2026.2"), ("2026.9", "2026.10"), ("1", "2"), ("试行", "试行.1"), ("v3版", "v3版.1")],
)
def test_versions_count_on(space, version, following):
    write(space, changed(('version = "2026.1"', f'version = "{version}"')))
    assert change(space).version == following


def test_a_version_in_the_change_list_is_not_given_twice(space):
    write(space, ITEM + '\n[[changes]]\nversion = "2026.2"\non = 2026-02-01\nwhat = "撤回的"\n')
    assert change(space).version == "2026.3"


def test_a_paper_is_marked_as_easily_missed_in_one_step(space):
    write(space)
    done = changes.mark_easily_missed(space, "weiban-zheng", "old_card", who="王", why="上周漏了 6 次", now=NOW)
    assert done.version == "2026.2"
    assert library.load(space).get("weiban-zheng", TODAY).material_by_id["old_card"].easily_missed
    again = changes.mark_easily_missed(space, "weiban-zheng", "old_card", who="王", why="", now=NOW)
    assert again is None
    with pytest.raises(NotFound, match="您是不是想写“old_card”"):
        changes.mark_easily_missed(space, "weiban-zheng", "oldcard", who="王", why="", now=NOW)


def test_a_paper_of_a_pack_is_marked_for_this_item_alone(space):
    write(space, changed(('confidence = "高"', 'confidence = "高"\ninclude = ["agent"]')))
    before = library.load(space).entry("weiban-zheng", TODAY)
    changes.mark_easily_missed(space, "weiban-zheng", "principal_id", who="王", why="常忘", now=NOW)
    found = library.load(space)
    assert found.get("weiban-zheng", TODAY).material_by_id["principal_id"].easily_missed
    assert not found.packs["agent"].materials[1].easily_missed
    after = found.entry("weiban-zheng", TODAY)
    for answers in ({"agent": "relative", "origin": "here"}, {"agent": "self", "origin": "other", "age": 70.0}):
        sheets = [one.book.checklist(answers, TODAY) for one in (before, after)]
        assert {needed.material.id: needed.because for needed in sheets[0].personal} == {
            needed.material.id: needed.because for needed in sheets[1].personal
        }


def test_a_reminder_is_moved_to_the_front(space):
    write(space, ITEM + '\n[[reminders]]\ntext = "带笔"\n\n[[reminders]]\ntext = "带眼镜"\n')
    changes.move_reminder_up(space, "weiban-zheng", "带眼镜", who="王", why="常忘", now=NOW)
    assert [one.text for one in library.load(space).get("weiban-zheng", TODAY).reminders] == ["带眼镜", "带笔"]
    assert changes.move_reminder_up(space, "weiban-zheng", "带眼镜", who="王", why="", now=NOW) is None
    with pytest.raises(NotFound):
        changes.move_reminder_up(space, "weiban-zheng", "带伞", who="王", why="", now=NOW)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_file_can_be_written_anew_and_into_itself(path):
    text = path.read_text("utf-8")
    data = tomllib.loads(text)
    assert tomllib.loads(dump(data)) == data
    assert merged(text, data) == text
    other = copy.deepcopy(data)
    other["version"] = "9"
    other["materials"] = [
        *other["materials"][1:],
        {"id": "extra", "layer": "base", "name": "新的", "copies": {"original": 2}},
    ]
    other["questions"][0]["text"] = "换一种问法?"
    other.pop("faq")
    assert tomllib.loads(merged(text, other)) == other


plain = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)
records = st.fixed_dictionaries(
    {"id": plain},
    optional={
        "name": plain,
        "n": st.integers() | st.floats(-9, 9),
        "on": st.dates(),
        "list": st.lists(plain, max_size=3),
        "table": st.dictionaries(plain, plain | st.booleans(), max_size=2),
        "inner": st.lists(st.fixed_dictionaries({"id": plain}), min_size=1, max_size=2),
    },
)
documents = st.fixed_dictionaries(
    {"id": plain},
    optional={
        "name": plain,
        "materials": st.lists(records, min_size=1, max_size=3),
        "limits": records,
        "audience": st.lists(plain, max_size=2),
    },
)


@settings(max_examples=150, deadline=None)
@given(old=documents, new=documents)
def test_any_data_is_written_exactly_and_into_any_other_text(old, new):
    assert tomllib.loads(dump(new)) == new
    assert tomllib.loads(merged("# 说明\n" + dump(old), new)) == new


def test_history_tells_who_when_why(space):
    write(space)
    change(space)
    (record,) = publish.history(space)
    assert (record.who, record.why, record.action, record.items) == ("王丽", "缩短时限", "修改", ("weiban-zheng",))
    assert record.at == "2026-03-02T09:05:00"
    assert date.fromisoformat(record.at[:10]) == TODAY


def test_a_damaged_record_is_told_and_not_overwritten(space):
    write(space)
    change(space)
    path = space.rules / "旧版本/发布记录.jsonl"
    path.write_text("坏了", "utf-8")
    with pytest.raises(UserError, match="发布记录"):
        publish.undo(space, who="李", now=NOW)
    assert path.read_text("utf-8") == "坏了"
