"""`设置.toml` as a model: what an office chose, each with a value that works."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workbench.problems import InputProblems, Problem
from workbench.validation import Place, explain


class Settings(BaseModel):
    """`设置.toml`: few options, each with a value that works."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    office: str = Field("", description="单位名称,印在文书抬头")
    window: str = Field("A01", description="窗口号", min_length=1, max_length=12)
    clerk: str = Field("", description="当班人员", max_length=20)
    clerks: tuple[str, ...] = Field((), description="本窗口人员")
    phone: str = Field("", description="窗口电话,印在清单上")
    optional_causes: tuple[str, ...] = Field((), description="另外启用的返工原因大类:系统与外部、政策变化")
    mask_numbers: bool = Field(True, description="登记时遮住身份证号、手机号、银行卡号")
    count_by_clerk: bool = Field(False, description="周复盘按人员统计")
    font_scale: float = Field(1.0, ge=1.0, le=2.0, description="字号倍数")
    theme: Literal["light", "contrast"] = Field("light", description="界面配色:标准或高对比")
    voice: str = Field("", description="朗读用的语音,空为系统默认")
    voice_speed: int = Field(140, ge=60, le=300, description="朗读语速,每分钟字数")
    extra_workdays: tuple[str, ...] = Field((), description="本地另定的上班日,如 2026-02-14")
    extra_holidays: tuple[str, ...] = Field((), description="本地另定的休息日")
    correction_days: int = Field(10, ge=1, le=365, description="补正期限,工作日")
    missed_share: float = Field(0.2, gt=0, lt=1, description="首次到窗漏某份材料超过这个比例,就建议标为易漏")
    welcome_done: bool = Field(False, description="首次使用向导已完成")


def refused(error: ValidationError) -> InputProblems:
    """What is wrong with new settings, each named as the page of the settings names it."""
    return InputProblems([Problem(message, code) for _, code, message in explain(error, Settings, _called)])


def _called(place: Place) -> str:
    return (Settings.model_fields[str(place[0])].description or "").partition(",")[0]
