"""朗读 with the voice of this machine: it speaks, it stops, and without a voice it explains itself."""

from __future__ import annotations

import math
import os
import shutil
import struct
import time
import wave

import pytest

from workbench.documents import speech
from workbench.documents.checklist_fields import checklist_fields
from workbench.problems import CannotWrite

needs_voice = pytest.mark.skipif(os.name == "nt" or not shutil.which("espeak-ng"), reason="需要 espeak-ng")


def heard(path) -> tuple[float, float]:
    """Seconds, and the mean level (root mean square of 16-bit samples)."""
    with wave.open(str(path)) as sound:
        frames = sound.readframes(sound.getnframes())
        samples = struct.unpack(f"<{len(frames) // 2}h", frames)
        return sound.getnframes() / sound.getframerate(), math.sqrt(sum(s * s for s in samples) / len(samples))


@needs_voice
def test_a_recorded_list_has_length_and_level_and_is_slow(checklist, space, tmp_path):
    lines = speech.lines_of(checklist_fields(checklist, space.settings()))[:6]
    speech.record(lines, tmp_path / "清单.wav")
    seconds, level = heard(tmp_path / "清单.wav")
    signs = sum(map(len, lines))
    assert level > 500
    assert signs / 250 * 60 < seconds < signs / 60 * 60  # at most 250 signs a minute, at least 60


@needs_voice
def test_a_higher_speed_takes_less_time(tmp_path):
    for speed in (100, 250):
        speech.record(["请带身份证和户口簿到窗口办理"] * 3, tmp_path / f"{speed}.wav", speed=speed)
    assert heard(tmp_path / "250.wav")[0] < heard(tmp_path / "100.wav")[0] * 0.7


@needs_voice
def test_a_reading_can_be_stopped_at_any_time(monkeypatch, tmp_path):
    fake = tmp_path / "espeak-ng"
    fake.write_text(
        '#!/bin/sh\n[ "$1" = "--voices=cmn" ] && { echo head; echo "5 cmn --/M Chinese sit/cmn"; exit; }\nsleep 60\n'
    )
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    reading = speech.speak(["很长的一段话"])
    assert reading.running
    started = time.monotonic()
    reading.stop()
    assert not reading.running
    assert time.monotonic() - started < 30  # of the sixty that it would take


def test_without_a_voice_it_says_where_to_get_one(monkeypatch, tmp_path):
    monkeypatch.setattr(speech, "voices", list)
    with pytest.raises(speech.NoVoice, match="没有中文语音。请"):
        speech.speak(["话"])
    with pytest.raises(speech.NoVoice):
        speech.record(["话"], tmp_path / "无.wav")
    assert list(tmp_path.iterdir()) == []


@needs_voice
def test_a_recording_onto_a_folder_is_refused(tmp_path):
    with pytest.raises(CannotWrite, match="是一个文件夹"):
        speech.record(["话"], tmp_path)


def test_the_list_is_read_in_its_order_with_reasons(checklist, space):
    lines = speech.lines_of(checklist_fields(checklist, space.settings()))
    text = "\n".join(lines)
    assert lines[0] == "您要办的是:道路普通货物运输经营许可"
    base, personal = len(checklist.base), len(checklist.personal)
    assert text.index(f"人人都要带的,{base}份") < text.index(f"还要带的,{personal}份") < text.index("不用带的")
    assert checklist.personal[0].because in text
