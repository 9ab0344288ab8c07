"""Terms inside the sentences of findings, in both languages.

The screens take the same labels from texts/vocabulary.toml; a test keeps the two alike.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from vendormgr.domain.text import Text
from vendormgr.domain.vocabulary import DataClass, Duty, Holder, NoticeStart

NOT_RECORDED = Text("未記録", "not recorded")
LINE = Text("回線「{}」", "line {}")
MODEL = Text("機種「{}」", "model {}")
LISTED = Text("、", ", ")
"""What stands between the members of a list."""
PART = Text("・", " / ")
"""What stands between a thing and its part."""

LABELS: Mapping[type[StrEnum], Mapping[StrEnum, Text]] = MappingProxyType(
    {
        Holder: {
            Holder.HOSPITAL: Text("医療機関", "Hospital"),
            Holder.VENDOR: Text("事業者", "Vendor"),
            Holder.SHARED: Text("共同", "Shared"),
            Holder.TO_SETTLE: Text("要協議", "To settle"),
            Holder.NOT_APPLICABLE: Text("対象外", "Not applicable"),
        },
        NoticeStart: {
            NoticeStart.SUSPICION: Text("疑いの段階から", "from suspicion"),
            NoticeStart.CONFIRMATION: Text("確認した時から", "from confirmation"),
        },
        DataClass: {
            DataClass.PHI: Text("医療情報", "Medical data"),
            DataClass.PHI_LIMITED: Text("医療情報(限定)", "Limited medical data"),
            DataClass.PERSONAL: Text("個人情報", "Personal data"),
            DataClass.BUSINESS: Text("業務情報", "Business data"),
        },
        Duty: {
            Duty.PATCH: Text("セキュリティ更新", "security updates"),
            Duty.VULN_WATCH: Text("脆弱性情報の確認", "watching for weaknesses"),
            Duty.CREDENTIAL_MANAGEMENT: Text("IDとパスワードの管理", "managing credentials"),
            Duty.MFA: Text("二要素認証", "two-factor login"),
            Duty.ACCESS_APPROVAL: Text("接続の承認", "approving access"),
            Duty.LOG_REVIEW: Text("ログの確認", "reviewing logs"),
            Duty.BACKUP: Text("バックアップ", "backup"),
            Duty.INCIDENT_NOTICE: Text("事故の通報", "incident notice"),
            Duty.EOL_REPLACEMENT: Text("サポート終了時の交換", "replacement at end of support"),
            Duty.DATA_DELETION: Text("データの消去", "erasing data"),
            Duty.SUBCONTRACT_CONTROL: Text("再委託先の管理", "control of subcontractors"),
        },
    }
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date, language: str) -> str:
    """2026年11月22日, or 22 Nov 2026."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def label_text(term: StrEnum, language: str) -> str:
    """What people call a term; its value where it has no label here."""
    text = LABELS.get(type(term), {}).get(term)
    return str(term.value) if text is None else text.of(language)
