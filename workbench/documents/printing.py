"""Printing and PDF with what the machine has: the system's printers, and Word, WPS or LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from workbench import files, workspace
from workbench.problems import UserError

OFFICE_SECONDS = 120
WORD_PROGRAMS = ("Word.Application", "KWPS.Application", "WPS.Application")
AS_PDF = 17  # wdExportFormatPDF


class CannotPrint(UserError):
    """Nothing here can print; the sentence says what to do instead."""

    exit_code = 3


def default_printer() -> str | None:
    """The name of the system's default printer; None when there is none."""
    if os.name == "nt":
        return _windows_printer()
    if not shutil.which("lpstat"):
        return None
    answer = subprocess.run(["lpstat", "-d"], capture_output=True, text=True, timeout=10, check=False)
    _, sign, name = answer.stdout.partition(": ")
    return name.strip() or None if sign and answer.returncode == 0 else None


def _windows_printer() -> str | None:
    """Source: GetDefaultPrinterW of the Windows print spooler."""
    import ctypes

    spooler = getattr(ctypes, "WinDLL")("winspool.drv")  # noqa: B009 - other systems have no WinDLL
    size = ctypes.c_ulong(0)
    spooler.GetDefaultPrinterW(None, ctypes.byref(size))
    name = ctypes.create_unicode_buffer(max(size.value, 1))
    found = spooler.GetDefaultPrinterW(name, ctypes.byref(size))
    return name.value or None if found else None


def print_file(path: Path, copies: int = 1) -> None:
    """Sends a document to the default printer. Raises `CannotPrint` that says what to do instead."""
    if not 1 <= copies <= 99:
        raise CannotPrint("打印份数要在 1 到 99 之间。", exit_code=2)
    if not path.is_file():
        raise CannotPrint(f"找不到要打印的文件“{path}”。请重新生成。", exit_code=2)
    if default_printer() is None:
        raise CannotPrint(f"没有找到默认打印机。请接好打印机并设为默认,或打开“{path}”用 Word、WPS 打印。")
    try:
        if os.name == "nt":
            for _ in range(copies):  # the print verb takes no number of copies
                getattr(os, "startfile")(str(path), "print")  # noqa: B009 - Windows only
        else:
            _print_with_cups(path, copies)
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotPrint(f"没有打印成({_reason(error)})。请打开“{path}”用 Word、WPS 打印。") from error


def _reason(error: Exception) -> str:
    """Why a program of the system did not do it, in Chinese; the rest is in the log."""
    workspace.log.warning("printing failed: %s", error)
    if isinstance(error, subprocess.TimeoutExpired):
        return "等了很久没有回应"
    return "没有权限" if isinstance(error, PermissionError) else "打印或转换程序报错"


def _print_with_cups(path: Path, copies: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ready = path if path.suffix.lower() == ".pdf" else to_pdf(path, Path(folder) / f"{path.stem}.pdf")
        subprocess.run(["lp", "-n", str(copies), str(ready)], capture_output=True, timeout=60, check=True)


def _registered_word() -> str | None:
    import winreg

    for name in WORD_PROGRAMS:
        try:
            getattr(winreg, "OpenKey")(getattr(winreg, "HKEY_CLASSES_ROOT"), name).Close()  # noqa: B009
            return name
        except OSError:
            continue
    return None


def _libreoffice() -> str | None:
    places = [shutil.which(name) for name in ("soffice", "libreoffice")]
    if os.name == "nt":
        roots = [os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)")]
        places += [str(Path(root) / "LibreOffice/program/soffice.exe") for root in roots if root]
    return next((place for place in places if place and Path(place).is_file()), None)


def to_pdf(path: Path, target: Path) -> Path:
    """Makes a PDF of a Word or Excel file and gives `target`. Raises `CannotPrint`, `CannotWrite`."""
    if not path.is_file():
        raise CannotPrint(f"找不到文件“{path}”。", exit_code=2)
    office = _libreoffice()
    word = _registered_word() if os.name == "nt" and path.suffix.lower() == ".docx" else None
    if not (office or word):
        raise CannotPrint("这台电脑上没有能生成 PDF 的程序(Word、WPS 或 LibreOffice)。请在装有它们的电脑上另存为 PDF。")
    if target.is_dir():
        raise files.why_not_written(target, IsADirectoryError())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = Path(folder) / f"{path.stem}.pdf"
        try:
            if word:
                _with_word(word, path, made)
            else:
                _with_libreoffice(str(office), path, Path(folder))
        except (OSError, subprocess.SubprocessError) as error:
            raise CannotPrint(f"没有生成 PDF({_reason(error)})。请打开“{path}”另存为 PDF。") from error
        if not made.is_file():
            raise CannotPrint(f"没有生成 PDF。请打开“{path}”另存为 PDF。")
        with files.replacing(target) as out:
            out.write(made.read_bytes())
    return target


def _with_libreoffice(office: str, path: Path, folder: Path) -> None:
    # a profile of its own: another LibreOffice of the user may be open
    profile = (folder / "profile").as_uri()
    words = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*words, str(path)], capture_output=True, timeout=OFFICE_SECONDS, check=True)


def _with_word(program: str, path: Path, target: Path) -> None:
    """Word's or WPS's own export, through Windows' script host; the paths go in by the environment, never as code."""
    script = (
        "$ErrorActionPreference='Stop';"
        f"$app=New-Object -ComObject {program};$app.Visible=$false;"
        "try{$doc=$app.Documents.Open($env:WORKBENCH_FROM,$false,$true);"
        f"$doc.ExportAsFixedFormat($env:WORKBENCH_TO,{AS_PDF});$doc.Close($false)}}finally{{$app.Quit()}}"
    )
    subprocess.run(
        ["powershell", "-NoProfile", "-NonInteractive", "-Command", script],
        env={**os.environ, "WORKBENCH_FROM": str(path.absolute()), "WORKBENCH_TO": str(target)},
        capture_output=True,
        timeout=OFFICE_SECONDS,
        check=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
