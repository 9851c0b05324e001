"""The whole workspace in one file, and back again; what was there before a restore is kept aside."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath

from workbench import files
from workbench.problems import UserError
from workbench.workspace import Workspace

LEFT_OUT = {"备份", "日志"}  # what the program makes by itself again
LARGEST = 4 * 1024**3  # bytes unpacked; a workspace of years has a tenth of it

Progress = Callable[[int, int], None]


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


def _unpack(source: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            infos = archive.infolist()
            names = [PurePosixPath(info.filename) for info in infos]
            if any(name.is_absolute() or ".." in name.parts or ":" in str(name) for name in names):
                raise UserError(f"“{source}”不是窗口工作台的备份:里面有指向别处的文件名。没有恢复。")
            if not {"journal.db", "设置.toml"} & {str(name) for name in names}:
                raise UserError(f"“{source}”不是窗口工作台的备份:里面没有流水也没有设置。没有恢复。")
            if sum(info.file_size for info in infos) > LARGEST:
                raise UserError(f"“{source}”展开后太大,不像是备份。没有恢复。")
            if broken := archive.testzip():
                raise UserError(f"“{source}”坏了({broken})。请换一份备份。没有恢复。")
            archive.extractall(folder)
    except FileNotFoundError:
        raise UserError(f"找不到备份文件“{source}”。", exit_code=2) from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise UserError(f"“{source}”不是备份文件,或者坏了。没有恢复。") from error
    except OSError as error:
        raise files.why_not_written(folder, error) from error
