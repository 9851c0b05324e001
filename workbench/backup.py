"""The whole workspace in one file, and back again; what was there before a restore is kept aside."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from workbench import files, workdays
from workbench.problems import UserError
from workbench.workspace import Workspace

LEFT_OUT = {"备份", "日志"}  # what the program makes by itself again
LARGEST = 4 * 1024**3  # bytes unpacked; a workspace of years has a tenth of it

NOT_OURS = "“{}”不是本程序的备份。没有恢复,什么都没有变。请选用“现在备份”存下的那个 .zip 文件。"
KINDS = {"cases": "办件", "rework": "返工", "measures": "措施"}

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Contents:
    """What a backup holds, against what is here now. Counts are by kind, with the names of `KINDS`.

    `later` are records of now that the backup does not know: a restore takes them out of the ledger.
    """

    made: datetime
    office: str
    window: str
    records: dict[str, int]
    later: dict[str, int]

    def sentences(self, now: datetime) -> list[str]:
        """For the question before a restore."""
        held = "、".join(f"{KINDS[kind]} {count} 条" for kind, count in self.records.items() if count)
        who = f",{self.office or '没有写单位'} {self.window} 窗口" if self.window else ""
        made = f"备份做于 {workdays.spoken(self.made.date(), now.date())} {self.made:%H:%M}{who};"
        gone = "、".join(f"{KINDS[kind]} {count} 条" for kind, count in self.later.items() if count)
        lost = f"恢复以后,这里后来登记的{gone}就不在台账里了。" if gone else "这里没有比它更新的记录。"
        return [made + (f"里面有{held}。" if held else "里面还没有记录。"), lost]


def save(space: Workspace, target: Path, progress: Progress = lambda done, total: None) -> int:
    """Writes every file of the workspace into one zip file; gives their number. Raises `CannotWrite`.

    The journal is copied by SQLite itself, so a row saved meanwhile is either whole in it or not.
    """
    chosen = list(_files(space, target))
    with files.replacing(target) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, path in enumerate(chosen):
            progress(number, len(chosen))
            name = path.relative_to(space.root).as_posix()
            if path == space.journal:
                archive.writestr(zipfile.ZipInfo(name, datetime.now().timetuple()[:6]), _journal_copy(path))
            else:
                archive.write(path, name)
    progress(len(chosen), len(chosen))
    return len(chosen)


def _files(space: Workspace, target: Path) -> Iterator[Path]:
    for path in sorted(space.root.rglob("*")):
        top = path.relative_to(space.root).parts[0]
        hidden = path.name.startswith((".", "~$")) or path.name.startswith(space.journal.name + "-")
        if path.is_file() and top not in LEFT_OUT and not hidden and path.resolve() != target.resolve():
            yield path


def _journal_copy(path: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "journal.db"
        with contextlib.closing(sqlite3.connect(path)) as source, contextlib.closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        return copy.read_bytes()


def restore(space: Workspace, source: Path, now: datetime) -> Path:
    """Puts a backup in place of what the workspace holds; gives the folder with what was there before.

    Raises `UserError` when the file is no whole backup of a workspace (nothing is changed then), `CannotWrite`
    when a file is open elsewhere (what was moved is put back).
    """
    from workbench.ledger import journal

    space.prepare()
    aside = files.free_name(space.backups / f"恢复前-{now:%Y%m%d-%H%M%S}")
    with tempfile.TemporaryDirectory(dir=space.root, prefix=".恢复中-") as folder:
        _unpack(source, Path(folder))
        journal.release(space)
        moved: list[tuple[Path, Path]] = []
        try:
            aside.mkdir()
            for path in list(space.root.iterdir()):
                if path.name not in LEFT_OUT and not path.name.startswith("."):
                    moved.append((path, aside / path.name))
                    path.replace(aside / path.name)
            for path in list(Path(folder).iterdir()):
                moved.append((path, space.root / path.name))
                path.replace(space.root / path.name)
        except OSError as error:
            for here, there in reversed(moved):
                if there.exists() and not here.exists():
                    there.replace(here)
            shutil.rmtree(aside, ignore_errors=True)
            raise files.why_not_written(Path(error.filename or space.root), error) from error
    space.prepare()
    return aside


def look(space: Workspace, source: Path) -> Contents:
    """What a backup holds and what a restore would take out of the ledger. Raises `UserError` as `restore` does."""
    with tempfile.TemporaryDirectory() as folder, _opened(source, Path(folder)) as archive:
        infos = {info.filename: info for info in archive.infolist()}
        made = max(datetime(*info.date_time) for info in infos.values())
        for name in ("journal.db", "设置.toml"):
            if name in infos:
                archive.extract(name, folder)
        try:
            settings = Workspace(Path(folder)).settings()
            held = _records(Path(folder) / "journal.db")
        except (UserError, sqlite3.Error) as error:
            raise UserError(f"“{source.name}”里的记录或设置读不出来,可能坏了。没有恢复。请换一份备份。") from error
        here = _records(space.journal)
        return Contents(
            made,
            settings.office,
            settings.window,
            {kind: len(held[kind]) for kind in KINDS},
            {kind: len(here[kind] - held[kind]) for kind in KINDS},
        )


def _records(path: Path) -> dict[str, set[str]]:
    """The ids of all records of a journal, by kind; none when there is no such file. Only reads."""
    found: dict[str, set[str]] = {kind: set() for kind in KINDS}
    if path.exists():
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as journal:
            for kind, id in journal.execute("SELECT kind, id FROM current WHERE NOT removed"):
                if kind in found:
                    found[kind].add(id)
    return found


@contextlib.contextmanager
def _opened(source: Path, folder: Path) -> Iterator[zipfile.ZipFile]:
    """A backup, known as one by what it holds. Raises `UserError`; `folder` is where it is being unpacked."""
    try:
        with zipfile.ZipFile(source) as archive:
            infos = archive.infolist()
            names = [PurePosixPath(info.filename) for info in infos]
            if not {"journal.db", "设置.toml"} & {str(name) for name in names}:
                raise UserError(NOT_OURS.format(source.name))
            if any(name.is_absolute() or ".." in name.parts or ":" in str(name) for name in names):
                raise UserError(f"“{source.name}”被人改动过:里面夹着要写到别处去的文件。没有恢复,什么都没有变。")
            if sum(info.file_size for info in infos) > LARGEST:
                raise UserError(f"“{source.name}”展开后太大,不像是备份。没有恢复。")
            yield archive
    except FileNotFoundError:
        raise UserError(f"找不到备份文件“{source}”。", exit_code=2) from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise UserError(f"“{source.name}”不是本程序的备份,或者坏了。没有恢复,什么都没有变。") from error
    except OSError as error:
        raise files.why_not_written(folder, error) from error


def _unpack(source: Path, folder: Path) -> None:
    with _opened(source, folder) as archive:
        if broken := archive.testzip():
            raise UserError(f"“{source.name}”坏了({broken})。请换一份备份。没有恢复。")
        archive.extractall(folder)
