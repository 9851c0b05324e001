"""Writing files so that a power cut, a full disk or Excel never costs the file that was there before."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from workbench.problems import CannotWrite, UserError

# A virus scanner may hold a fresh file for a moment; Excel holds it for minutes. Wait for the first only.
RETRY_SECONDS = 2.5

LONG_PATH = 230  # characters; folders are refused from 248 on, and the temporary name needs some more

RESERVED = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"COM{n}" for n in range(1, 10)),
    *(f"LPT{n}" for n in range(1, 10)),
}


def why_not_written(path: Path, error: OSError) -> CannotWrite:
    """The clerk's sentence for an operating system error while writing `path`."""
    if path.is_dir():
        return CannotWrite(f"“{path}”是一个文件夹,请写上文件名,例如“{path / '清单.docx'}”。")
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", -1)):
        return CannotWrite(f"磁盘满了,没有写入“{path}”。请清理磁盘后再试;原来的文件没有变。")
    if error.errno == errno.EROFS:
        return CannotWrite(f"“{path.parent}”所在的磁盘是只读的,没有写入。请换一个位置。")
    if isinstance(error, PermissionError):
        return CannotWrite(
            f"没有写入“{path}”:文件正被别的程序(如 Excel、WPS、Word)打开,或没有写入权限。请关闭它,或换一个位置再试。"
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return CannotWrite(f"没有写入“{path}”:文件夹“{path.parent}”不存在或不是文件夹。")
    return CannotWrite(f"没有写入“{path}”:{error.strerror or error}。")


@contextlib.contextmanager
def replacing(path: Path, check: Callable[[Path], object] | None = None) -> Iterator[IO[bytes]]:
    """Gives a temporary file beside `path`; on leaving without error flushes it to disk and puts it in place.

    `check` sees the finished temporary file right before that, and raises to leave everything as it is.
    Raises `CannotWrite` with a sentence for the clerk; the old file is then as it was and nothing is left over.
    """
    path = extended(Path(path))
    if path.is_dir():
        raise why_not_written(path, IsADirectoryError())
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, "read-only", str(path))
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".写入中-", suffix=".tmp", delete=False) as out:
            temporary = Path(out.name)
            yield out
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        if check is not None:
            check(temporary)
        replace(temporary, path)
    except OSError as error:
        raise why_not_written(path, error) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def extended(path: Path) -> Path:
    """`path` as Windows takes it beyond 260 characters; elsewhere, and when short, the same.

    Source: "Maximum Path Length Limitation", Win32 documentation (the prefixes `\\\\?\\` and `\\\\?\\UNC\\`).
    """
    text = str(path)
    if os.name != "nt" or len(text) < LONG_PATH or text.startswith("\\\\?\\"):
        return path
    text = os.path.abspath(text)  # noqa: PTH100 - the prefix switches off all other reading of the name
    return Path("\\\\?\\UNC\\" + text[2:] if text.startswith("\\\\") else "\\\\?\\" + text)


def replace(source: Path, target: Path) -> None:
    """`os.replace` that waits out a scanner, then makes the new name durable.

    Raises PermissionError when the target stays open elsewhere.
    """
    deadline = time.monotonic() + (RETRY_SECONDS if os.name == "nt" else 0)
    while True:
        try:
            os.replace(source, target)
            break
        except PermissionError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.1)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Makes a rename in `folder` durable where the system offers it (Windows does so by itself)."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_text(path: Path, text: str) -> None:
    """Writes UTF-8 text durably, all or nothing. Raises `CannotWrite`."""
    with replacing(path) as out:
        out.write(text.encode("utf-8"))


def read_text(path: Path) -> str:
    """UTF-8 text, a BOM accepted. Raises `UserError` that names GBK when the bytes are GBK."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"找不到文件“{path}”。", exit_code=2) from None
    except OSError as error:
        raise UserError(f"读不了“{path}”:{error.strerror}。", exit_code=2) from error
    return decode_text(data, path)


def decode_text(data: bytes, path: Path) -> str:
    """Text of `data`, which came from `path`: UTF-8 with or without a BOM, or a `UserError` that says what it is."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            raise UserError(f"{path} 第 {line} 行:不是 UTF-8 文本,文件可能坏了。请从备份恢复。") from None
        raise UserError(
            f"{path} 第 {line} 行:文件是 GBK 编码,不是 UTF-8。请用记事本打开,“另存为”时编码选 UTF-8。"
        ) from None


def safe_name(text: str, limit: int = 80) -> str:
    """A file name (without folder) that Windows accepts, made from text of a person."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]', "_", text).strip(" .")[:limit].rstrip(" .")
    if name.split(".")[0].rstrip().upper() in RESERVED:
        name = f"_{name}"
    return name or "未命名"


def free_name(path: Path) -> Path:
    """`path`, or `…(2)`, `…(3)` when it exists: a person's file is never overwritten."""
    number, candidate = 2, path
    while candidate.exists():
        candidate = path.with_name(f"{path.stem}({number}){path.suffix}")
        number += 1
    return candidate
