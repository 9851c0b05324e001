"""朗读: the list spoken by the system's own voice, offline, slowly, and silent at once when stopped.

Each reading is a process of its own: SAPI through Windows' script host, espeak-ng elsewhere. Ending the process ends
the sound, which a voice inside this program could not promise. The text goes in through standard input, never as code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from workbench import files
from workbench.documents.spoken import spoken_text
from workbench.problems import UserError

NO_VOICE = "这台电脑没有中文语音。"
HOW_TO_GET = {
    "nt": "请在 Windows“设置 → 时间和语言 → 语音”里添加“中文(简体)”语音,再试一次。",
    "posix": "请安装 espeak-ng(Debian、Ubuntu:sudo apt install espeak-ng),再试一次。",
}
# SAPI speaks at rates from -10 to 10; about 200 characters a minute at 0, and a third of an octave a step
SAPI_NORMAL, SAPI_STEP = 200, 20
ESPEAK_SLOWEST = 80  # words a minute; a Chinese character counts as a word


class NoVoice(UserError):
    """No Chinese voice here; the sentence says where to get one."""


def lines_of(fields: dict[str, Any]) -> list[str]:
    """What is read aloud of a checklist, a sentence each."""
    lines = [f"您要办的是:{fields['事项名称']}"]
    if fields["不能办"]:
        return [*lines, *(f"现在办不了。{one['原因']}。{one['怎么办']}" for one in fields["不能办"])]
    for heading, name in (("人人都要带的", "基础材料"), ("您的情况还要带的", "个性材料")):
        if fields[name]:
            lines.append(f"{heading},{len(fields[name])}份")
        for one in fields[name]:
            missed = ",很多人忘带" if one["易漏"] else ""
            lines.append(f"第{one['序号']},{one['名称']},{one['份数']}{missed}")
            lines += [part for part in (one["为什么"], one["哪里拿"] and f"去哪里拿:{one['哪里拿']}") if part]
    if fields["还没定"]:
        lines.append("还没定下来的:" + "、".join(one["名称"] for one in fields["还没定"]))
    if fields["不用带"]:
        lines.append("不用带的:" + "、".join(one["名称"] for one in fields["不用带"]))
    if fields["最晚"]:
        lines.append(f"今天受理的,{fields['最晚']}前办好")
    return lines


class Reading:
    """A reading in progress. `stop` silences it at any time; `running` tells whether it still speaks."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """Silence, at once."""
        if self.running:
            self._process.terminate()
            try:
                self._process.wait(timeout=2)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def wait(self, seconds: float) -> bool:
        """Waits for the end; False when it still speaks after that time."""
        try:
            self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


def voices() -> list[str]:
    """The names of the Chinese voices, for `voice` in the settings."""
    if os.name == "nt":
        return _sapi_voices()
    program = shutil.which("espeak-ng")
    if not program:
        return []
    told = subprocess.run([program, "--voices=cmn"], capture_output=True, text=True, timeout=20, check=False).stdout
    return [line.split()[4] for line in told.splitlines()[1:] if len(line.split()) > 4]


def speak(lines: Iterable[str], speed: int = 140, voice: str = "") -> Reading:
    """Begins to read; `speed` in characters a minute. Raises `NoVoice`."""
    return Reading(_start(lines, speed, voice, None))


def record(lines: Iterable[str], target: Path, speed: int = 140, voice: str = "") -> None:
    """Writes the reading as a WAV file. Raises `NoVoice`, `CannotWrite`."""
    with files.replacing(target) as out:
        sound = Path(out.name).with_suffix(".wav")
        try:
            process = _start(lines, speed, voice, sound)
            process.wait(timeout=300)
            if process.returncode or not sound.is_file():
                raise NoVoice(f"没有录成声音(语音程序退出码 {process.returncode})。{HOW_TO_GET[os.name]}")
            out.write(sound.read_bytes())
        finally:
            sound.unlink(missing_ok=True)


def _start(lines: Iterable[str], speed: int, voice: str, target: Path | None) -> subprocess.Popen[bytes]:
    found = voices()
    if not found:
        raise NoVoice(f"{NO_VOICE}{HOW_TO_GET[os.name]}")
    chosen = voice if voice in found else found[0]
    text = "\n".join(spoken_text(line) + "。" for line in lines)
    if os.name == "nt":
        process = _sapi(chosen, speed, target)
    else:
        words = ["espeak-ng", "-v", chosen, "-s", str(max(ESPEAK_SLOWEST, speed)), "-g", "4", "--stdin"]
        words += ["-w", str(target)] if target else []
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stream = process.stdin
    assert stream is not None
    stream.write(text.encode("utf-8"))
    stream.close()
    return process


SAPI_SCRIPT = """
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Speech
[Console]::InputEncoding = [Text.Encoding]::UTF8
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
if ($env:WORKBENCH_VOICE -eq '?') {
  [Console]::OutputEncoding = [Text.Encoding]::UTF8
  $voice.GetInstalledVoices() | Where-Object { $_.Enabled -and $_.VoiceInfo.Culture.Name -like 'zh*' } |
    ForEach-Object { $_.VoiceInfo.Name }
} else {
  $voice.SelectVoice($env:WORKBENCH_VOICE)
  $voice.Rate = [int]$env:WORKBENCH_RATE
  if ($env:WORKBENCH_WAV) { $voice.SetOutputToWaveFile($env:WORKBENCH_WAV) }
  $voice.Speak([Console]::In.ReadToEnd())
  $voice.Dispose()
}
"""


def _sapi(voice: str, speed: int, target: Path | None) -> subprocess.Popen[bytes]:
    rate = max(-10, min(10, round((speed - SAPI_NORMAL) / SAPI_STEP)))
    return subprocess.Popen(
        ["powershell", "-NoProfile", "-NonInteractive", "-Command", SAPI_SCRIPT],
        env={
            **os.environ,
            "WORKBENCH_VOICE": voice,
            "WORKBENCH_RATE": str(rate),
            "WORKBENCH_WAV": str(target or ""),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE if voice == "?" else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _sapi_voices() -> list[str]:
    try:
        process = _sapi("?", SAPI_NORMAL, None)
        told, _ = process.communicate(timeout=30)
    except (OSError, subprocess.SubprocessError):
        return []  # no script host, or it is forbidden here: the same as no voice
    return [line.strip() for line in told.decode("utf-8", "replace").splitlines() if line.strip()]
