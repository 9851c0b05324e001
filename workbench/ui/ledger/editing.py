"""What the ledger page changes: each change is durable at once, and the last one can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workbench.problems import InputProblems
from workbench.ui.ledger.form import LABELS
from workbench.ui.widgets import dialog

if TYPE_CHECKING:
    from workbench.ui.pages.ledger import LedgerPage


def in_words(error: BaseException, kind: str) -> BaseException:
    """The same problems with the labels of the form in the place of the fields' names."""
    if not isinstance(error, InputProblems):
        return error
    labels = LABELS.get(kind, {})
    return InputProblems(replace(one, where=labels.get(one.where.rsplit(".", 1)[-1], "")) for one in error.problems)


class Edits:
    """Changes of one page, newest last in `done`: what takes each of them back."""

    def __init__(self, page: LedgerPage) -> None:
        self.page, self.window = page, page.window
        self.done: list[Callable[[], object]] = []

    def _write(self, work: Callable[[], Any], then: Callable[[Any], object] | None = None) -> None:
        def done(result: Any) -> None:
            if then:
                then(result)
            self.window.status.put("saved", f"✓ 已保存 {self.window.session.now:%H:%M:%S}")
            self.page.reload()
            self.window.refresh_status()
            self.window.actions_changed()

        def failed(error: BaseException) -> None:
            self.page.not_changed()
            self.window.fail(in_words(error, self.page.kind))

        self.window.jobs.run(work, done, failed, writes=True)

    def change(self, id: str, changes: dict[str, Any], before: dict[str, Any] | None) -> None:
        """Other values for some fields; `before` is what they were (None: this is itself a taking back)."""
        space, words = self.window.space, self.window.session.words

        def work() -> Any:
            from workbench.ledger import ledger

            return ledger.edit(space, id, changes, words=words, origin="desk")

        def then(_record: Any) -> None:
            if before is not None:
                back = before
                self.done.append(lambda: self.change(id, back, None))

        self._write(work, then)

    def in_dialog(self, kind: str, record: dict[str, Any]) -> None:
        from workbench.ui.ledger.dialogs import NewRecord

        def save(_values: dict[str, Any]) -> None:
            changes = box.form.differences()
            box.close()
            if changes:
                self.change(record["id"], changes, {name: record.get(name) for name in changes})

        box = NewRecord(self.window, kind, save, "改这一条", "保存", **record)

    def add(self, kind: str) -> None:
        """A row typed by hand."""
        from workbench.ui.ledger.dialogs import NewRecord

        space, words, now = self.window.space, self.window.session.words, self.window.session.now

        def save(values: dict[str, Any]) -> None:
            def work() -> list[str]:
                from workbench.ledger import ledger

                return ledger.add(space, kind, [values], words=words, origin="desk")

            def then(ids: list[str]) -> None:
                box.close()
                self.done.append(lambda: self._remove(ids[0], "撤销"))
                self.window.toast("已登记一行")

            self._write(work, then)

        preset: dict[str, Any] = {"date": now.date().isoformat(), "state": "待实施"}
        if kind == "cases":
            preset = {"started": now.isoformat(timespec="minutes"), "outcome": "办结", "visit": 1}
        elif kind == "rework":
            preset = {"date": now.date().isoformat(), "state": "待整改", "side": "群众", "visits": 1}
        box = NewRecord(self.window, kind, save, **preset)

    def remove(self, id: str) -> None:
        if id:
            dialog.ask(
                self.window,
                "作废这一条?",
                "它不再计入任何数字,在工作簿里标为“作废”,流水里永远查得到。请写原因。",
                "作废",
                lambda why: self._remove(id, why),
                choices=("登记错了", "重复登记"),
            )

    def _remove(self, id: str, why: str) -> None:
        space = self.window.space

        def work() -> None:
            from workbench.ledger import ledger

            ledger.remove(space, id, why)

        def then(_result: Any) -> None:
            if why != "撤销":
                self.done.append(lambda: self.restore(id))
            self.window.toast("已作废,在“已作废”里可以恢复")

        self._write(work, then)

    def taken_in(self, ids: list[str]) -> None:
        """Rows came from a file: they can be taken back together."""
        if not ids:
            return
        space = self.window.space

        def work() -> None:
            from workbench.ledger import ledger

            for id in ids:
                ledger.remove(space, id, "撤销")

        told = f"已撤销导入的 {len(ids)} 条"
        self.done.append(lambda: self._write(work, lambda _r: self.window.toast(told)))

    def restore(self, id: str) -> None:
        """Lets a removed record count again."""
        space = self.window.space

        def work() -> Any:
            from workbench.ledger import ledger

            return ledger.restore(space, id)

        self._write(work, lambda _record: self.window.toast("已恢复"))

    def settle(self, conflict: dict[str, Any], theirs: bool) -> None:
        """Ends a conflict with what stands here, or with what stood in the workbook."""
        space, words = self.window.space, self.window.session.words

        def work() -> Any:
            from workbench.ledger import ledger

            return ledger.settle(space, conflict["id"], "theirs" if theirs else "ours", words=words)

        self._write(work)

    def undo(self) -> None:
        """Takes back the last change made on this page."""
        if self.done:
            self.done.pop()()
        else:
            self.window.toast("没有可以撤销的了", "info")
