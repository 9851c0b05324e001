"""The one folder with everything of an office: its paths, its settings, its lock and its log.

Copied to a USB stick it runs elsewhere; nothing outside it is written.
"""

from __future__ import annotations

import errno
import functools
import logging
import logging.handlers
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from workbench import files
from workbench.problems import CannotWrite, UserError, did_you_mean

if TYPE_CHECKING:
    from filelock import FileLock

    from workbench.settings import Settings

HOME_VARIABLE = "WORKBENCH_HOME"
FOLDERS = ("规则", "模板", "台账", "自检", "文书", "备份", "日志")
WHY_NOT = {
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.ENOTDIR: "那里是一个文件",
    errno.EEXIST: "那里是一个文件",
}

log = logging.getLogger("workbench")


@dataclass(frozen=True)
class Workspace:
    """A folder of an office. Making one writes nothing; `prepare` makes the folders."""

    root: Path

    @property
    def settings_file(self) -> Path:
        return self.root / "设置.toml"

    @property
    def rules(self) -> Path:
        return self.root / "规则"

    @property
    def templates(self) -> Path:
        return self.root / "模板"

    @property
    def ledger(self) -> Path:
        return self.root / "台账"

    @property
    def selfcheck(self) -> Path:
        return self.root / "自检"

    @property
    def documents(self) -> Path:
        return self.root / "文书"

    @property
    def backups(self) -> Path:
        return self.root / "备份"

    @property
    def logs(self) -> Path:
        return self.root / "日志"

    @property
    def journal(self) -> Path:
        return self.root / "journal.db"

    def prepare(self) -> None:
        """Makes the folders. Raises `CannotWrite` with what to do when the place is not writable."""
        try:
            for name in FOLDERS:
                (self.root / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = WHY_NOT.get(error.errno or 0) or error.strerror or error
            raise CannotWrite(
                f"不能在“{self.root}”建立工作文件夹({why})。"
                "请把整个程序文件夹放到可以写入的地方,里面要有一个名为“数据”的文件夹(没有就新建),再打开;"
                f"或用 --workspace 指定一个可以写入的文件夹,或设置环境变量 {HOME_VARIABLE}。"
            ) from error

    def settings(self) -> Settings:
        """The settings, defaults where the file says nothing. Raises `UserError` naming the wrong line."""
        import tomllib

        from pydantic import ValidationError

        from workbench.settings import Settings

        if not self.settings_file.exists():
            return Settings.model_validate({})
        text = files.read_text(self.settings_file)
        try:
            return Settings.model_validate(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise UserError(f"{self.settings_file}:写法有误({error})。请改正,或删除该文件恢复默认设置。") from None
        except ValidationError as error:
            first = error.errors()[0]
            key = str(first["loc"][0]) if first["loc"] else ""
            hint = did_you_mean(key, Settings.model_fields) if first["type"] == "extra_forbidden" else ""
            raise UserError(f"{self.settings_file}:“{key}”这一项不对{hint}。请改正,或删除这一行。") from None

    def save_settings(self, **changes: Any) -> Settings:
        """Writes the changed settings, keeping comments and order of the file; gives the new settings.

        Raises `InputProblems` for values that cannot be; nothing is written then.
        """
        import tomlkit
        from pydantic import ValidationError

        from workbench.settings import Settings, refused

        try:
            settings = Settings.model_validate({**self.settings().model_dump(), **changes})
        except ValidationError as error:
            raise refused(error) from None
        exists = self.settings_file.exists()
        document = tomlkit.parse(files.read_text(self.settings_file)) if exists else tomlkit.document()
        for key in changes:
            value = getattr(settings, key)
            document[key] = list(value) if isinstance(value, tuple) else value
            if not exists and (note := Settings.model_fields[key].description):
                cast(Any, document.item(key)).comment(note)
        files.write_text(self.settings_file, tomlkit.dumps(document))
        return settings

    def lock(self) -> FileLock:
        """Holds the workspace for one window. Raises `UserError` that says who holds it."""
        import platform

        from filelock import FileLock, Timeout

        holder = self.root / ".使用中.txt"
        lock = FileLock(self.root / ".使用中.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            who = holder.read_text("utf-8") if holder.exists() else "另一个窗口工作台"
            raise UserError(f"这个工作文件夹正被使用({who})。请切换到已打开的窗口。", exit_code=3) from None
        except OSError as error:
            raise files.why_not_written(self.root, error) from error
        holder.write_text(f"电脑 {platform.node()},进程 {os.getpid()}", "utf-8")
        return lock


def find(folder: Path | None = None) -> Workspace:
    """The workspace: `folder`, else `WORKBENCH_HOME`, else 数据 beside a portable program, else 文档/窗口工作台."""
    if folder is not None:
        return Workspace(Path(folder).expanduser().absolute())
    if home := os.environ.get(HOME_VARIABLE):
        return Workspace(Path(home).expanduser().absolute())
    if getattr(sys, "frozen", False):
        portable = Path(sys.executable).parent / "数据"
        if portable.is_dir():
            return Workspace(portable)
    from platformdirs import user_documents_path

    return Workspace(user_documents_path() / "窗口工作台")


@functools.cache
def shipped() -> Path:
    """The folder that holds the shipped `rules` and `templates`: in a checkout, a wheel or a frozen program."""
    package = Path(__file__).resolve().parent
    frozen = Path(getattr(sys, "_MEIPASS", package))
    for place in (frozen / "shipped", package / "shipped", package.parent):
        if (place / "rules" / "items").is_dir():
            return place
    raise UserError("程序文件不完整:找不到随程序的规则。请重新安装。", exit_code=2)


def start_log(workspace: Workspace) -> None:
    """Sends the log to 日志/workbench.log (2 MB, four old ones kept); without a writable place, to nothing."""
    log.setLevel(logging.INFO)
    log.propagate = False
    for old in list(log.handlers):
        log.removeHandler(old)
        old.close()
    try:
        workspace.logs.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            workspace.logs / "workbench.log", maxBytes=2_000_000, backupCount=4, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()  # a read-only stick: the program still works, and doctor says so
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log.addHandler(handler)


def __getattr__(name: str) -> Any:
    """`Settings` on first use: its libraries take longer to load than the first picture of the window may."""
    if name == "Settings":
        from workbench.settings import Settings

        return Settings
    raise AttributeError(name)
